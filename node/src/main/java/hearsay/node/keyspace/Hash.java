package hearsay.node.keyspace;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The hash of a key. Seeded, so that a stranger cannot choose keys that meet in one bucket.
final class Hash {

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
    private static final long FINISHER = 0xBF58476D1CE4E5B9L;

    private Hash() {}

    static int of(byte[] bytes, int offset, int length, long seed) {
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
