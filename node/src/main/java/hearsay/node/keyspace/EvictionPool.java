package hearsay.node.keyspace;

import org.jspecify.annotations.Nullable;

/// The best candidates for eviction that were ever met, the best last.
///
/// A handful of keys drawn at random says little about which key has not been used for the longest
/// time. So what was drawn is not forgotten: the sixteen best of all draws so far wait here, each
/// with a score, the higher the sooner it goes. A key may have been removed or used since it was
/// scored; the former is found out when it is taken, the latter Redis does not mind.
///
/// Source: antirez, "Random notes on improving the Redis LRU algorithm".
final class EvictionPool {

    private static final int SIZE = 16;

    private final byte[] @Nullable [] keys = new byte[SIZE][];
    private final long[] scores = new long[SIZE];
    private final int[] databases = new int[SIZE];
    private int size;
    private int takenFrom;

    /// A key was met. It gets a place if it is better than the worst or if there is room.
    ///
    /// @param score unsigned: the higher, the sooner the key goes
    void offer(int database, byte[] key, long score) {
        int at = 0;
        while (at < size && Long.compareUnsigned(scores[at], score) < 0) at++;
        if (size < SIZE) {
            move(at, at + 1, size - at);
            size++;
        } else if (at > 0) {
            at--;
            move(1, 0, at);
        } else {
            return;
        }
        keys[at] = key;
        scores[at] = score;
        databases[at] = database;
    }

    /// The best candidate, or null; it leaves the pool.
    byte @Nullable [] take() {
        if (size == 0) return null;
        size--;
        var key = keys[size];
        keys[size] = null;
        takenFrom = databases[size];
        return key;
    }

    /// The database in which the key was that was taken last.
    int takenFrom() {
        return takenFrom;
    }

    /// Scores of another policy mean nothing.
    void clear() {
        java.util.Arrays.fill(keys, null);
        size = 0;
    }

    private void move(int from, int to, int count) {
        System.arraycopy(keys, from, keys, to, count);
        System.arraycopy(scores, from, scores, to, count);
        System.arraycopy(databases, from, databases, to, count);
    }
}
