package hearsay.node.tracking;

import hearsay.node.encoding.Dictionary;
import hearsay.node.encoding.Heap;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Which clients may have which keys in a cache of their own. Keys of all databases are one here,
/// as they are for the clients' caches.
final class TrackingTable {

    /// A key and the ids of the sessions that have read it, ascending.
    static final class Readers extends Dictionary.Node {

        private long[] ids = new long[1];
        private int count;

        private Readers(byte[] key, int hash) {
            super(key, hash);
        }

        int count() {
            return count;
        }

        long id(int index) {
            return ids[index];
        }

        private long memory() {
            return Heap.object(20) + Heap.bytes(key().length) + Heap.longs(ids.length);
        }

        private boolean add(long id) {
            int at = Arrays.binarySearch(ids, 0, count, id);
            if (at >= 0) return false;
            at = -at - 1;
            if (count == ids.length) ids = Arrays.copyOf(ids, 2 * count);
            System.arraycopy(ids, at, ids, at + 1, count - at);
            ids[at] = id;
            count++;
            return true;
        }
    }

    private final long seed;
    private Dictionary<Readers> readers;
    private long items;
    private long held;

    TrackingTable(long seed) {
        this.seed = seed;
        readers = new Dictionary<>(seed);
    }

    /// This session may have this key from now on.
    void add(byte[] bytes, int offset, int length, long id) {
        var known = readers.find(bytes, offset, length);
        if (known == null) {
            var key = Arrays.copyOfRange(bytes, offset, offset + length);
            known = new Readers(key, readers.hash(key, 0, length));
            readers.add(known);
            held += known.memory();
        }
        long before = known.memory();
        if (known.add(id)) items++;
        held += known.memory() - before;
    }

    /// Takes out who may have this key, null if nobody has.
    @Nullable Readers remove(byte[] key) {
        if (readers.size() == 0) return null;
        var known = readers.find(key, 0, key.length);
        if (known != null) remove(known);
        return known;
    }

    /// Takes out a key chosen at random; there must be one.
    Readers removeRandom(RandomGenerator random) {
        var chosen = readers.random(random);
        remove(chosen);
        return chosen;
    }

    void clear() {
        readers = new Dictionary<>(seed);
        items = 0;
        held = 0;
    }

    /// Bytes of heap that all this takes.
    long memory() {
        return held + readers.memory();
    }

    int keys() {
        return readers.size();
    }

    /// The pairs of a key and a session.
    long items() {
        return items;
    }

    private void remove(Readers known) {
        readers.remove(known);
        items -= known.count;
        held -= known.memory();
    }
}
