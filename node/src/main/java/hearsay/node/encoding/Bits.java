package hearsay.node.encoding;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Bytes seen as bits. Bit 0 is the most significant one of byte 0; positions are counted in bits.
///
/// Long stretches are looked at eight bytes at a time.
public final class Bits {

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Bits() {}

    /// How many bits from `from` to `to`, exclusive, are set.
    public static long count(byte[] bytes, long from, long to) {
        if (from >= to) return 0;
        int first = (int) (from >>> 3);
        int last = (int) (to - 1 >>> 3);
        long count = countBytes(bytes, first, last + 1);
        count -= Integer.bitCount(bytes[first] & before(from));
        count -= Integer.bitCount(bytes[last] & after(to - 1));
        return count;
    }

    /// The first bit from `from` to `to`, exclusive, that is set or clear as asked; -1 for none.
    public static long find(byte[] bytes, boolean set, long from, long to) {
        if (from >= to) return -1;
        // Looking for a clear bit is looking for a set one among the inverted.
        long inverted = set ? 0 : -1;
        int at = (int) (from >>> 3);
        int end = (int) (to - 1 >>> 3) + 1;
        long first = (bytes[at] ^ inverted) & 0xff & ~before(from);
        if (first != 0) return within(8L * at + leading(first), to);
        at++;
        for (; at + 8 <= end; at += 8) {
            long word = (long) LONG.get(bytes, at) ^ inverted;
            if (word != 0) return within(8L * at + Long.numberOfLeadingZeros(word), to);
        }
        for (; at < end; at++) {
            long one = (bytes[at] ^ inverted) & 0xff;
            if (one != 0) return within(8L * at + leading(one), to);
        }
        return -1;
    }

    /// The unsigned number of `size` bits, at most 64, that begins at a bit; beyond `length` bytes
    /// all bits are clear.
    public static long get(byte[] bytes, int length, long bit, int size) {
        long value = 0;
        int wanted = size;
        long at = bit;
        while (wanted > 0) {
            int inByte = (int) (at & 7);
            int taken = Math.min(8 - inByte, wanted);
            long index = at >>> 3;
            int one = index < length ? bytes[(int) index] & 0xff : 0;
            value = value << taken | (one >>> 8 - inByte - taken & (1 << taken) - 1);
            at += taken;
            wanted -= taken;
        }
        return value;
    }

    /// Writes the lowest `size` bits of a number from a bit on.
    public static void set(byte[] bytes, long bit, int size, long value) {
        int left = size;
        long at = bit;
        while (left > 0) {
            int inByte = (int) (at & 7);
            int taken = Math.min(8 - inByte, left);
            int shift = 8 - inByte - taken;
            int mask = (1 << taken) - 1 << shift;
            int part = (int) (value >>> left - taken) << shift & mask;
            int index = (int) (at >>> 3);
            bytes[index] = (byte) (bytes[index] & ~mask | part);
            at += taken;
            left -= taken;
        }
    }

    private static long countBytes(byte[] bytes, int from, int to) {
        long count = 0;
        int at = from;
        for (; at + 8 <= to; at += 8) count += Long.bitCount((long) LONG.get(bytes, at));
        for (; at < to; at++) count += Integer.bitCount(bytes[at] & 0xff);
        return count;
    }

    /// The bits of a byte before the one at that position.
    private static int before(long bit) {
        return 0xff00 >>> (bit & 7) & 0xff;
    }

    /// The bits of a byte after the one at that position.
    private static int after(long bit) {
        return 0x7f >>> (bit & 7);
    }

    private static int leading(long oneByte) {
        return Long.numberOfLeadingZeros(oneByte) - 56;
    }

    private static long within(long bit, long to) {
        return bit < to ? bit : -1;
    }
}
