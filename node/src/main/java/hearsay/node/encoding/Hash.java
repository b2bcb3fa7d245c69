package hearsay.node.encoding;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The hash of a key. Seeded, so that a stranger cannot choose keys that meet in one bucket.
public final class Hash {

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
    private static final long FINISHER = 0xBF58476D1CE4E5B9L;

    private static long seed = 0x5DEECE66DL;

    private Hash() {}

    /// The seed of the tables inside values, the same for all values of a process.
    ///
    /// It shows in the order of SMEMBERS: where a run must be repeatable it stays as it is.
    public static long seed() {
        return seed;
    }

    /// A process that serves strangers chooses its own, before it has any value.
    public static void seed(long secret) {
        seed = secret;
    }

    public static int of(byte[] bytes, int offset, int length, long seed) {
        long hash = seed ^ length * FINISHER;
        int i = offset;
        int end = offset + length;
        for (; i + 8 <= end; i += 8) hash = mix(hash ^ (long) LONGS.get(bytes, i));
        if (i + 4 <= end) {
            hash = mix(hash ^ ((int) INTS.get(bytes, i) & 0xffffffffL));
            i += 4;
        }
        long tail = 1;
        for (; i < end; i++) tail = (tail << 8) | (bytes[i] & 0xff);
        hash = mix(hash ^ tail);
        return (int) (hash ^ hash >>> 32);
    }

    private static long mix(long value) {
        long product = value * MULTIPLIER;
        return (product ^ product >>> 29) * FINISHER ^ product >>> 32;
    }
}
