package hearsay.node.keyspace;

import hearsay.node.encoding.Dictionary;
import java.util.ArrayList;
import java.util.List;

/// Everything in all databases as it was at one moment, handed out in small pieces while the node
/// goes on serving.
///
/// Redis forks: the child sees memory as it was. Here each entry remembers the last snapshot that
/// has it, and a write to an entry that the running snapshot does not have yet hands out its old
/// value first; a large value that is being taken in pieces is taken to its end before it changes.
/// So every key is handed out exactly once, with the value of that moment, though not in the order
/// of the databases.
public final class Snapshot {

    /// Where the entries go.
    @FunctionalInterface
    public interface Sink {

        /// An entry, to be taken now, or later, in as many pieces as it likes, but before its value
        /// [changes][#beforeChange].
        void entry(int database, Entry entry);

        /// An entry that was handed out is about to change: what of it is not taken yet must be
        /// taken now.
        default void beforeChange(Entry entry) {}

        /// Whether something is not taken yet.
        default boolean hasMore() {
            return false;
        }

        /// Takes a piece of that.
        default void goOn() {}
    }

    private final Keyspaces keyspaces;
    private final int number;
    private final Sink sink;
    private final List<Dictionary<Entry>> dictionaries = new ArrayList<>();
    private final int[] sizes;
    private final int[] expiring;
    private int database;
    private long cursor;
    private boolean over;

    Snapshot(Keyspaces keyspaces, int number, Sink sink) {
        this.keyspaces = keyspaces;
        this.number = number;
        this.sink = sink;
        int count = keyspaces.count();
        sizes = new int[count];
        expiring = new int[count];
        for (int i = 0; i < count; i++) {
            var db = keyspaces.get(i);
            dictionaries.add(db.dictionary());
            db.dictionary().number(i);
            sizes[i] = db.size();
            expiring[i] = db.expiringKeys();
        }
    }

    /// What it is a snapshot of.
    public Keyspaces keyspaces() {
        return keyspaces;
    }

    /// How many keys that database had when the snapshot began.
    public int size(int index) {
        return sizes[index];
    }

    /// How many of them had a time to live.
    public int expiring(int index) {
        return expiring[index];
    }

    /// Hands out the entries of at most this many buckets, or has the sink take as many pieces of
    /// what it has.
    ///
    /// @return whether there is more
    public boolean advance(int buckets) {
        for (int i = 0; i < buckets; i++) {
            if (sink.hasMore()) {
                sink.goOn();
                continue;
            }
            if (database == dictionaries.size()) break;
            var dictionary = dictionaries.get(database);
            cursor = dictionary.size() == 0 ? 0 : dictionary.scan(cursor, this::visit);
            if (cursor == 0) database++;
        }
        if (over) return false;
        if (database < dictionaries.size() || sink.hasMore()) return true;
        end();
        return false;
    }

    /// Gives up; nothing more is handed out.
    public void cancel() {
        if (!over) end();
    }

    private void end() {
        over = true;
        database = dictionaries.size();
        keyspaces.snapshotOver();
    }

    void beforeChange(Keyspace db, Entry entry) {
        beforeRemoval(db, entry);
        sink.beforeChange(entry);
    }

    /// What is only taken out of its database stays as it is.
    void beforeRemoval(Keyspace db, Entry entry) {
        if (entry.snapshot == number) return;
        entry.snapshot = number;
        sink.entry(db.dictionary().number(), entry);
    }

    private void visit(Entry entry) {
        if (entry.snapshot == number) return;
        entry.snapshot = number;
        sink.entry(database, entry);
    }
}
