package hearsay.simulations.disk;

import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;

/// How long a disk takes.
///
/// @param syncNanos distribution of the time of one sync, of a file or of a folder
/// @param nanosPerByte to write into a file
public record DiskSpeed(ToLongFunction<RandomGenerator> syncNanos, double nanosPerByte) {

    /// No time at all.
    public static final DiskSpeed IMMEDIATE = new DiskSpeed(chance -> 0, 0);

    /// A solid state disk of a server: a sync in 0.2 ms and more, 0.5 ms on average; 500 MB/s.
    public static final DiskSpeed SSD = atLeast(200_000, 300_000, 2);

    /// A disk whose syncs take a little, and now and then much more.
    ///
    /// @param leastNanos of each sync
    /// @param meanNanosMore what comes on top, exponentially distributed
    public static DiskSpeed atLeast(long leastNanos, long meanNanosMore, double nanosPerByte) {
        return new DiskSpeed(
                chance -> leastNanos + (long) (chance.nextExponential() * meanNanosMore),
                nanosPerByte);
    }

    /// The same disk, this many times slower.
    public DiskSpeed slower(double times) {
        return new DiskSpeed(
                chance -> (long) (syncNanos.applyAsLong(chance) * times), nanosPerByte * times);
    }
}
