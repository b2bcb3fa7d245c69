package hearsay.simulations.network;

import hearsay.simulations.fault.Latency;
import java.util.random.RandomGenerator;

/// Draws from a [Latency], in nanoseconds. `StrictMath`, for it must be the same on every machine.
public final class Sampler {

    private final Latency.Shape shape;
    private final long low;
    private final long high;
    private final double deviation;

    public Sampler(Latency latency) {
        shape = latency.shape();
        low = latency.low().toNanos();
        high = latency.high().toNanos();
        deviation = latency.deviation();
    }

    public long draw(RandomGenerator chance) {
        return switch (shape) {
            case FIXED -> low;
            case UNIFORM -> low == high ? low : low + chance.nextLong(high - low + 1);
            case LOG_NORMAL -> (long) (low * StrictMath.exp(deviation * chance.nextGaussian()));
            case NORMAL -> (long) Math.max(0, low * (1 + deviation * chance.nextGaussian()));
            case EXPONENTIAL ->
                    low - (long) ((high - low) * StrictMath.log(1 - chance.nextDouble()));
        };
    }
}
