package hearsay.node.server;

/// How long a command took, how often: exact to two significant digits, from a nanosecond to a
/// second.
///
/// Below 256 every number has a counter of its own; above, each doubling has 128 of them. The
/// memory does not depend on how much is counted.
///
/// Source: HdrHistogram, Gil Tene; Redis documentation of INFO, "latencystats".
public final class LatencyHistogram {

    private static final long MAX_NANOS = 1_000_000_000;

    private static final long FIRST_STEP = 1024;

    /// 2 to this power is the first number whose neighbours share a counter.
    private static final int EXACT_BITS = 8;

    private static final int HALF = 1 << (EXACT_BITS - 1);

    private final long[] counts = new long[index(MAX_NANOS) + 1];
    private long total;

    /// The visitor of [#distribution].
    @FunctionalInterface
    public interface Visitor {
        /// So many calls took at most so many nanoseconds.
        void step(long nanos, long calls);
    }

    /// How many calls there were.
    public long total() {
        return total;
    }

    /// Shows how many calls took at most 1024 ns, 2048 ns and so on, to the precision of the
    /// counters, leaving out steps that add no call; answers how many steps were shown.
    public int distribution(Visitor visitor) {
        int steps = 0;
        long seen = 0;
        long shown = 0;
        int next = 0;
        for (long level = FIRST_STEP; shown < total; level *= 2) {
            int last = level > MAX_NANOS ? counts.length - 1 : index(level);
            while (next <= last) seen += counts[next++];
            if (seen == shown) continue;
            visitor.step(level > MAX_NANOS ? level - 1 : highest(last), seen);
            shown = seen;
            steps++;
        }
        return steps;
    }

    void add(long nanos) {
        counts[index(Math.clamp(nanos, 1, MAX_NANOS))]++;
        total++;
    }

    /// The most that so many percent took, in nanoseconds.
    long percentile(double percent) {
        long wanted = Math.max(1, (long) (percent / 100 * total + 0.5));
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= wanted) return highest(i);
        }
        return 0;
    }

    private static int index(long nanos) {
        int doublings = doublings(nanos);
        return doublings * HALF + (int) (nanos >>> doublings);
    }

    private static int doublings(long nanos) {
        return Math.max(0, Long.SIZE - EXACT_BITS - Long.numberOfLeadingZeros(nanos));
    }

    /// The highest number that is counted at `index`.
    private static long highest(int index) {
        int doublings = Math.max(0, index / HALF - 1);
        long lowest = (long) (index - doublings * HALF) << doublings;
        return lowest + (1L << doublings) - 1;
    }
}
