package hearsay.node.replication;

import hearsay.node.keyspace.Entry;
import hearsay.node.keyspace.EvictionPolicy;
import hearsay.node.keyspace.Keyspaces;
import hearsay.node.keyspace.Snapshot;
import hearsay.node.keyspace.Value;
import hearsay.node.persistence.GradualValue;
import hearsay.node.persistence.KeyAttributes;
import hearsay.node.persistence.RdbWriter;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Writes the entries of a snapshot into an RDB. Large values wait, and are written in pieces, so
/// that the node is never kept from its clients for long.
///
/// In an RDB a value stands in one piece. What must be written while one is under way, because it
/// is about to change, is written aside and follows it. The value that is under way itself, or
/// waits, must be finished before it changes: this is where somebody has to wait for all of a large
/// value.
final class SnapshotWriter implements Snapshot.Sink {

    private static final int PIECE = 8 * 1024;
    private static final int NO_DATABASE = -1;

    /// @param value and attributes as they were when the entry was handed out
    private record Large(int database, Entry entry, Value value, KeyAttributes attributes) {}

    private final RdbWriter out;
    private final ArrayDeque<byte[]> aside = new ArrayDeque<>();
    private final RdbWriter asideWriter;
    private final ArrayDeque<Large> waiting = new ArrayDeque<>();
    private @Nullable GradualValue underWay;
    private @Nullable Entry entryUnderWay;
    private @Nullable Snapshot snapshot;
    private @Nullable Keyspaces keyspaces;
    private EvictionPolicy policy = EvictionPolicy.NOEVICTION;
    private long count;
    private int database = NO_DATABASE;
    private int asideDatabase = NO_DATABASE;

    SnapshotWriter(RdbWriter out, RdbWriter.Options options) {
        this.out = out;
        asideWriter =
                new RdbWriter(
                        (bytes, from, length) ->
                                aside.add(Arrays.copyOfRange(bytes, from, from + length)),
                        options);
    }

    /// Takes a snapshot.
    ///
    /// @param evicting decides what is told of the use of keys
    Snapshot begin(Keyspaces of, EvictionPolicy evicting) {
        keyspaces = of;
        policy = evicting;
        snapshot = of.snapshot(this);
        return snapshot;
    }

    @Override
    public void entry(int db, Entry entry) {
        count++;
        if (GradualValue.isLarge(entry.value())) {
            waiting.add(new Large(db, entry, entry.value(), attributes(entry)));
        } else {
            write(db, entry, entry.value(), attributes(entry));
        }
    }

    @Override
    public void beforeChange(Entry entry) {
        if (entry == entryUnderWay && underWay != null) {
            underWay.finish();
            over();
        } else if (!waiting.isEmpty()) {
            for (var large : waiting) {
                if (large.entry != entry) continue;
                waiting.remove(large);
                write(large.database, entry, large.value, large.attributes);
                return;
            }
        }
    }

    @Override
    public boolean hasMore() {
        return underWay != null || !aside.isEmpty() || !waiting.isEmpty() || asideDatabase >= 0;
    }

    @Override
    public void goOn() {
        if (underWay != null) {
            if (!underWay.write(PIECE)) over();
        } else if (asideDatabase != NO_DATABASE) {
            takeFromAside();
        } else if (!waiting.isEmpty()) {
            start(waiting.remove());
        }
    }

    /// How many entries there have been so far.
    long count() {
        return count;
    }

    void cancel() {
        if (underWay != null) underWay.giveUp();
        over();
        waiting.clear();
        aside.clear();
    }

    private void start(Large large) {
        select(large.database);
        out.attributes(large.attributes);
        underWay = GradualValue.begin(large.entry.key(), large.value, out);
        entryUnderWay = large.entry;
    }

    private void over() {
        underWay = null;
        entryUnderWay = null;
    }

    private void write(int db, Entry entry, Value value, KeyAttributes attributes) {
        boolean isFree = underWay == null && asideDatabase == NO_DATABASE;
        var writer = isFree ? out : asideWriter;
        if (isFree) {
            select(db);
        } else if (db != asideDatabase) {
            asideDatabase = db;
            writer.selectDb(db);
        }
        writer.attributes(attributes);
        writer.entry(entry.key(), value);
    }

    private KeyAttributes attributes(Entry entry) {
        if (keyspaces == null || policy == EvictionPolicy.NOEVICTION) return expiry(entry);
        // Any database knows the time.
        var db = keyspaces.get(0);
        return new KeyAttributes(
                entry.expireAt(),
                policy.isLru() ? db.idleSeconds(entry) : KeyAttributes.ABSENT,
                policy.isLfu() ? db.frequency(entry) : KeyAttributes.ABSENT);
    }

    private static KeyAttributes expiry(Entry entry) {
        if (!entry.expires()) return KeyAttributes.NONE;
        return new KeyAttributes(entry.expireAt(), KeyAttributes.ABSENT, KeyAttributes.ABSENT);
    }

    private void select(int db) {
        if (db == database) return;
        database = db;
        out.selectDb(db);
        if (snapshot != null) out.resizeDb(snapshot.size(db), snapshot.expiring(db));
    }

    /// A piece of what was written aside, and with the last piece all of it.
    private void takeFromAside() {
        if (aside.isEmpty()) asideWriter.flush();
        var piece = aside.poll();
        if (piece != null) out.raw(piece, 0, piece.length);
        if (!aside.isEmpty()) return;
        asideWriter.flush();
        if (!aside.isEmpty()) return;
        database = asideDatabase;
        asideDatabase = NO_DATABASE;
    }
}
