package hearsay.node.persistence;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Numbers of four and eight bytes inside arrays: RDB has lengths big-endian, all else
/// little-endian.
final class Words {

    private static final VarHandle LITTLE_LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle BIG_LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle BIG_INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private Words() {}

    static long littleLong(byte[] bytes, int at) {
        return (long) LITTLE_LONG.get(bytes, at);
    }

    static long bigLong(byte[] bytes, int at) {
        return (long) BIG_LONG.get(bytes, at);
    }

    static int bigInt(byte[] bytes, int at) {
        return (int) BIG_INT.get(bytes, at);
    }

    static void putLittleLong(byte[] bytes, int at, long value) {
        LITTLE_LONG.set(bytes, at, value);
    }

    static void putBigLong(byte[] bytes, int at, long value) {
        BIG_LONG.set(bytes, at, value);
    }

    static void putBigInt(byte[] bytes, int at, int value) {
        BIG_INT.set(bytes, at, value);
    }
}
