package hearsay.node.command;

import hearsay.node.keyspace.Entry;
import hearsay.node.keyspace.Keyspace;
import hearsay.node.keyspace.Keyspaces;
import hearsay.node.keyspace.StreamValue;
import hearsay.node.keyspace.StringValue;
import hearsay.node.stream.StreamId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// 160 bits that are equal for equal data, whichever Redis keeps it and in whatever order.
///
/// Two operations on the digest so far make it: where order matters, bytes are *mixed* in, by
/// hashing; where it does not, their hash is *added*, by exclusive or. A key is mixed with its
/// type, its value, and added the sign of a time to live, if it has one, but not when it ends. Keys
/// are added to their database's, numbers of databases are mixed.
///
/// Source: Redis' DEBUG DIGEST, so that the result can be compared with a redis-server's.
final class DatasetDigest {

    /// The numbers by which Redis knows its types.
    private static final int STRING = 0;
    private static final int STREAM = 6;

    private static final byte[] EXPIRES = {'!', '!', 'e', 'x', 'p', 'i', 'r', 'e', '!', '!'};

    private final MessageDigest sha1;
    private final byte[] digest = new byte[20];

    private DatasetDigest() {
        try {
            sha1 = MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Of everything, as 40 hexadecimal digits.
    static String of(Keyspaces keyspaces) {
        var digest = new DatasetDigest();
        for (var db : keyspaces.all()) {
            if (!db.isEmpty()) digest.mixDatabase(db);
        }
        return digest.hex();
    }

    /// Of one value, without its key; zeros for no value.
    static String ofValue(@org.jspecify.annotations.Nullable Entry entry) {
        var digest = new DatasetDigest();
        if (entry != null) digest.mixValue(entry);
        return digest.hex();
    }

    private void mixDatabase(Keyspace db) {
        mix(number(db.index()));
        db.forEach(entry -> {
            var one = new DatasetDigest();
            one.mix(entry.key());
            one.mixValue(entry);
            add(one.digest);
        });
    }

    private void mixValue(Entry entry) {
        switch (entry.value()) {
            case StringValue string -> {
                mix(number(STRING));
                mix(string.bytes());
            }
            case StreamValue stream -> mixStream(stream);
            default -> throw new IllegalStateException("no form for a " + entry.value().type());
        }
        if (entry.expires()) add(EXPIRES);
    }

    private void mixStream(StreamValue stream) {
        mix(number(STREAM));
        var walk = stream.entries().forward(StreamId.MIN, StreamId.MAX);
        while (walk.next()) {
            mix(walk.id().toString().replace('-', '.').getBytes(StandardCharsets.US_ASCII));
            walk.visit((listpack, at) -> mix(listpack.text(at)));
        }
    }

    private void mix(byte[] bytes) {
        add(bytes);
        var hash = sha1.digest(digest);
        System.arraycopy(hash, 0, digest, 0, digest.length);
    }

    private void add(byte[] bytes) {
        var hash = sha1.digest(bytes);
        for (int i = 0; i < digest.length; i++) digest[i] ^= hash[i];
    }

    /// In network order.
    private static byte[] number(int value) {
        return new byte[] {
            (byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value
        };
    }

    private String hex() {
        return HexFormat.of().formatHex(digest);
    }
}
