package hearsay.node.keyspace;

/// Ranks in a sorted set, of which the first is 0: `to` is one behind the last.
public record RankRange(int from, int to) {

    public static final RankRange EMPTY = new RankRange(0, 0);

    /// The ranks that two indexes mean, of which negative ones count from the end and those beyond
    /// the ends are cut off, as in ZRANGE.
    public static RankRange between(long start, long stop, int size) {
        long from = Math.max(0, start < 0 ? size + start : start);
        long to = Math.min(size - 1L, stop < 0 ? size + stop : stop);
        return from > to ? EMPTY : new RankRange((int) from, (int) to + 1);
    }

    /// The same members counted from the other end of a set of that size.
    public RankRange reversed(int size) {
        return new RankRange(size - to, size - from);
    }

    public int size() {
        return to - from;
    }

    public boolean isEmpty() {
        return from == to;
    }
}
