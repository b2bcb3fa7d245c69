package hearsay.simulations.process.load;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/// How long answers took, to a tenth of a millisecond, up to ten seconds.
public final class Latencies {

    private static final long STEP_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
    private static final int STEPS = 100_000;

    private final AtomicIntegerArray counts = new AtomicIntegerArray(STEPS + 1);
    private final AtomicLong greatest = new AtomicLong();

    void add(long nanos) {
        counts.incrementAndGet((int) Math.min(STEPS, nanos / STEP_NANOS));
        greatest.accumulateAndGet(nanos, Math::max);
    }

    /// The time that this share of all did not exceed; 0 if there are none.
    ///
    /// @param share 0.99 for the 99th percentile
    public double millis(double share) {
        long all = 0;
        for (int i = 0; i <= STEPS; i++) all += counts.get(i);
        long left = (long) Math.ceil(all * share);
        for (int i = 0; i <= STEPS; i++) {
            left -= counts.get(i);
            if (left <= 0 && all > 0) return (i + 1) * STEP_NANOS / 1e6;
        }
        return 0;
    }

    public double maxMillis() {
        return greatest.get() / 1e6;
    }
}
