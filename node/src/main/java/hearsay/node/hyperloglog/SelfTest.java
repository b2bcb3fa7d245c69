package hearsay.node.hyperloglog;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// PFSELFTEST: registers keep what they are given and leave their neighbours alone; both forms give
/// the same number; the number is about right up to ten million elements.
public final class SelfTest {

    private static final int CYCLES = 1000;
    private static final int ELEMENTS = 10_000_000;
    private static final double STANDARD_ERROR = 1.04 / Math.sqrt(HyperLogLog.REGISTERS);

    private SelfTest() {}

    /// What went wrong, as an error's text, or null.
    public static @Nullable String run(RandomGenerator random, long sparseMax) {
        var failure = registers(random);
        if (failure != null) return failure;
        try {
            return estimates(random.nextLong(), sparseMax);
        } catch (HyperLogLog.Corrupt corrupt) {
            return "TESTFAILED " + corrupt.getMessage();
        }
    }

    private static @Nullable String registers(RandomGenerator random) {
        var dense = new byte[Dense.SIZE];
        var values = new byte[HyperLogLog.REGISTERS];
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            for (int i = 0; i < values.length; i++) {
                values[i] = (byte) random.nextInt(64);
                Dense.set(dense, 0, i, values[i]);
            }
            for (int i = 0; i < values.length; i++) {
                int value = Dense.get(dense, 0, i);
                if (value == values[i]) continue;
                return "TESTFAILED Register " + i + " should be " + values[i] + " but is " + value;
            }
        }
        return null;
    }

    private static @Nullable String estimates(long seed, long sparseMax)
            throws HyperLogLog.Corrupt {
        var dense = new HyperLogLog();
        dense.makeDense();
        var sparse = new HyperLogLog();
        var element = new byte[8];
        long checkpoint = 1;
        for (long j = 1; j <= ELEMENTS; j++) {
            for (int i = 0; i < 8; i++) element[i] = (byte) ((j ^ seed) >>> 8 * i);
            dense.add(element, 0, 8, sparseMax);
            sparse.add(element, 0, 8, sparseMax);
            if (j != checkpoint) continue;
            if (j < sparseMax / 2 && !sparse.isSparse()) {
                return "TESTFAILED sparse encoding not used";
            }
            long count = dense.count();
            if (count != sparse.count()) return "TESTFAILED dense/sparse disagree";
            long error = Math.abs(checkpoint - count);
            // Among ten elements two may well share a register.
            long most = j == 10 ? 1 : (long) Math.ceil(STANDARD_ERROR * 6 * checkpoint);
            if (error > most) {
                return "TESTFAILED Too big error. card:" + checkpoint + " abserr:" + error;
            }
            checkpoint *= 10;
        }
        return null;
    }
}
