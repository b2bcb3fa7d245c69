package hearsay.node.hyperloglog;

/// From how often each register value occurs to the number of different elements.
///
/// Source: O. Ertl, "New cardinality estimation algorithms for HyperLogLog sketches",
/// arXiv:1702.01284, algorithm 6.
final class Estimate {

    /// The bits of a hash that do not choose a register: a value is one more at most.
    private static final int Q = 50;

    /// 1 / (2 ln 2).
    private static final double ALPHA = 0.721347520444481703680;

    private Estimate() {}

    /// @param histogram how many registers have each of the values 0 to 63
    static long of(int[] histogram) {
        double registers = HyperLogLog.REGISTERS;
        double z = registers * tau((registers - histogram[Q + 1]) / registers);
        for (int value = Q; value >= 1; value--) z = (z + histogram[value]) * 0.5;
        z += registers * sigma(histogram[0] / registers);
        return rounded(ALPHA * registers * registers / z);
    }

    private static double sigma(double of) {
        if (of == 1) return Double.POSITIVE_INFINITY;
        double x = of;
        double y = 1;
        double z = x;
        double before;
        do {
            x *= x;
            before = z;
            z += x * y;
            y += y;
        } while (before != z);
        return z;
    }

    private static double tau(double of) {
        if (of == 0 || of == 1) return 0;
        double x = of;
        double y = 1;
        double z = 1 - x;
        double before;
        do {
            x = Math.sqrt(x);
            before = z;
            y *= 0.5;
            z -= (1 - x) * (1 - x) * y;
        } while (before != z);
        return z / 3;
    }

    /// As C does: a number too large for 64 bits becomes the smallest of all. Only registers that
    /// no element can have set give such a number.
    private static long rounded(double estimate) {
        return estimate < 0x1p63 ? (long) (double) Math.round(estimate) : Long.MIN_VALUE;
    }
}
