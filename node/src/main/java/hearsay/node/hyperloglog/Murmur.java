package hearsay.node.hyperloglog;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// MurmurHash2 of 64 bits, by Austin Appleby: what Redis hashes elements with.
final class Murmur {

    private static final long FACTOR = 0xc6a4a7935bd1e995L;
    private static final int SHIFT = 47;
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Murmur() {}

    static long hash(byte[] bytes, int offset, int length, long seed) {
        long hash = seed ^ length * FACTOR;
        int at = offset;
        for (int end = offset + (length & ~7); at < end; at += 8) {
            long word = (long) LONG.get(bytes, at) * FACTOR;
            word = (word ^ word >>> SHIFT) * FACTOR;
            hash = (hash ^ word) * FACTOR;
        }
        int left = length & 7;
        if (left > 0) {
            for (int i = 0; i < left; i++) hash ^= (bytes[at + i] & 0xffL) << 8 * i;
            hash *= FACTOR;
        }
        hash = (hash ^ hash >>> SHIFT) * FACTOR;
        return hash ^ hash >>> SHIFT;
    }
}
