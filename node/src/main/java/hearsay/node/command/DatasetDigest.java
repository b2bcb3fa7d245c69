package hearsay.node.command;

import hearsay.node.keyspace.Entry;
import hearsay.node.keyspace.HashValue;
import hearsay.node.keyspace.Keyspace;
import hearsay.node.keyspace.Keyspaces;
import hearsay.node.keyspace.ListValue;
import hearsay.node.keyspace.SetValue;
import hearsay.node.keyspace.SortedSetValue;
import hearsay.node.keyspace.StreamValue;
import hearsay.node.keyspace.StringValue;
import hearsay.node.resp.Doubles;
import hearsay.node.stream.StreamId;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// 160 bits that are equal for equal data, whichever Redis keeps it and in whatever order.
///
/// Two operations on the digest so far make it: where order matters, bytes are *mixed* in, by
/// hashing; where it does not, their hash is *added*, by exclusive or. A key is mixed with its
/// type, its value, and added the sign of a time to live, if it has one, but not when it ends. Keys
/// are added to their database's, numbers of databases are mixed.
///
/// Source: Redis' DEBUG DIGEST, so that the result can be compared with a redis-server's.
public final class DatasetDigest {

    /// The numbers by which Redis knows its types.
    private static final int STRING = 0;

    private static final int LIST = 1;
    private static final int SET = 2;
    private static final int SORTED_SET = 3;
    private static final int HASH = 4;
    private static final int STREAM = 6;

    private static final int LENGTH = 20;

    private static final byte[] EXPIRES = {'!', '!', 'e', 'x', 'p', 'i', 'r', 'e', '!', '!'};

    private final MessageDigest sha1;
    private final byte[] hash = new byte[LENGTH];

    private DatasetDigest() {
        try {
            sha1 = MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Of everything, as 40 hexadecimal digits.
    public static String of(Keyspaces keyspaces) {
        var all = new byte[LENGTH];
        var digest = new DatasetDigest();
        for (var db : keyspaces.all()) {
            if (!db.isEmpty()) digest.mixDatabase(all, db);
        }
        return HexFormat.of().formatHex(all);
    }

    /// Of one value, without its key; zeros for no value.
    static String ofValue(@Nullable Entry entry) {
        var value = new byte[LENGTH];
        if (entry != null) new DatasetDigest().mixValue(value, entry);
        return HexFormat.of().formatHex(value);
    }

    private void mixDatabase(byte[] all, Keyspace db) {
        mix(all, number(db.index()));
        var one = new byte[LENGTH];
        db.forEach(entry -> {
            Arrays.fill(one, (byte) 0);
            mix(one, entry.key());
            mixValue(one, entry);
            add(all, one);
        });
    }

    private void mixValue(byte[] digest, Entry entry) {
        switch (entry.value()) {
            case StringValue string -> {
                mix(digest, number(STRING));
                mix(digest, string.bytes());
            }
            case SetValue set -> {
                mix(digest, number(SET));
                set.forEach((bytes, offset, length) -> {
                    add(digest, bytes, offset, length);
                    return true;
                });
            }
            case SortedSetValue set -> {
                mix(digest, number(SORTED_SET));
                for (var at = set.at(0); at.isHere(); at.next()) {
                    addPair(digest, at.member(), Doubles.shortest(at.score()));
                }
            }
            case HashValue hash -> {
                mix(digest, number(HASH));
                hash.forEach((field, value) -> addPair(digest, field, value));
            }
            case ListValue list -> {
                mix(digest, number(LIST));
                for (var at = list.from(true); at.isOnElement(); at.move()) {
                    mix(digest, at.pack().text(at.position()));
                }
            }
            case StreamValue stream -> mixStream(digest, stream);
        }
        if (entry.expires()) add(digest, EXPIRES);
    }

    private void mixStream(byte[] digest, StreamValue stream) {
        mix(digest, number(STREAM));
        var walk = stream.entries().forward(StreamId.MIN, StreamId.MAX);
        while (walk.next()) {
            var id = walk.id().toString().replace('-', '.');
            mix(digest, id.getBytes(StandardCharsets.US_ASCII));
            walk.visit((listpack, at) -> mix(digest, listpack.text(at)));
        }
    }

    /// Two texts that belong together, but not to a place in an order.
    private void addPair(byte[] digest, byte[] first, byte[] second) {
        var pair = new byte[LENGTH];
        mix(pair, first);
        mix(pair, second);
        add(digest, pair);
    }

    private void mix(byte[] digest, byte[] bytes) {
        mix(digest, bytes, 0, bytes.length);
    }

    private void mix(byte[] digest, byte[] bytes, int offset, int length) {
        add(digest, bytes, offset, length);
        hash(digest, 0, LENGTH);
        System.arraycopy(hash, 0, digest, 0, LENGTH);
    }

    private void add(byte[] digest, byte[] bytes) {
        add(digest, bytes, 0, bytes.length);
    }

    private void add(byte[] digest, byte[] bytes, int offset, int length) {
        hash(bytes, offset, length);
        for (int i = 0; i < LENGTH; i++) digest[i] ^= hash[i];
    }

    private void hash(byte[] bytes, int offset, int length) {
        try {
            sha1.update(bytes, offset, length);
            sha1.digest(hash, 0, LENGTH);
        } catch (DigestException e) {
            throw new IllegalStateException(e);
        }
    }

    /// In network order.
    private static byte[] number(int value) {
        return new byte[] {
            (byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value
        };
    }
}
