package hearsay.node.server;

import java.util.Arrays;

/// How fast a counter grows: the mean of the last sixteen looks at it.
final class Rate {

    private static final int SAMPLES = 16;

    private final long[] perSecond = new long[SAMPLES];
    private int taken;
    private long lastValue;
    private long lastMillis;

    /// Looks at the counter, every 100 ms or so.
    void sample(long value, long nowMillis) {
        long elapsed = nowMillis - lastMillis;
        if (lastMillis != 0 && elapsed > 0) {
            perSecond[taken++ % SAMPLES] = (value - lastValue) * 1000 / elapsed;
        }
        lastValue = value;
        lastMillis = nowMillis;
    }

    long perSecond() {
        return Arrays.stream(perSecond).sum() / SAMPLES;
    }

    void reset() {
        Arrays.fill(perSecond, 0);
        lastValue = 0;
        lastMillis = 0;
    }
}
