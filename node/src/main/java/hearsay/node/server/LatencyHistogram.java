package hearsay.node.server;

/// How long a command took, how often: exact to two significant digits, from a nanosecond to a
/// second.
///
/// Below 256 every number has a counter of its own; above, each doubling has 128 of them. The
/// memory does not depend on how much is counted.
///
/// Source: HdrHistogram, Gil Tene; Redis documentation of INFO, "latencystats".
final class LatencyHistogram {

    private static final long MAX_NANOS = 1_000_000_000;

    /// 2 to this power is the first number whose neighbours share a counter.
    private static final int EXACT_BITS = 8;

    private static final int HALF = 1 << (EXACT_BITS - 1);

    private final long[] counts = new long[index(MAX_NANOS) + 1];
    private long total;

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
