package hearsay.node.encoding;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Whether bytes from a stranger are a [Listpack].
///
/// Nothing is believed: every length must stay inside, must be told again behind its element, and
/// all of them together must end where the header says.
final class ListpackCheck {

    private static final int HEADER = 6;
    private static final int END = 0xff;
    private static final int MANY = 0xffff;

    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private ListpackCheck() {}

    static boolean isValid(byte[] bytes, int from, int length) {
        if (length < HEADER + 1 || (int) INTS.get(bytes, from) != length) return false;
        int end = from + length - 1;
        if ((bytes[end] & 0xff) != END) return false;
        int told = (short) SHORTS.get(bytes, from + 4) & 0xffff;
        int elements = 0;
        int at = from + HEADER;
        while (at < end) {
            if ((bytes[at] & 0xff) == END) return false;
            at = after(bytes, at, end);
            if (at < 0) return false;
            elements++;
        }
        return at == end && (told == MANY || told == elements);
    }

    /// The position behind the element, or -1 if it is none, or does not end before `end`.
    private static int after(byte[] bytes, int at, int end) {
        long entry = entryLength(bytes, at, end);
        if (entry < 0 || at + entry >= end) return -1;
        int back = Listpack.backLength((int) entry);
        int behind = at + (int) entry + back;
        if (behind > end) return -1;
        return toldBackwards(bytes, behind - 1, back) == entry ? behind : -1;
    }

    private static long entryLength(byte[] bytes, int at, int end) {
        int first = bytes[at] & 0xff;
        if (first < 0x80) return 1;
        if (first < 0xc0) return 1 + (first & 0x3f);
        if (first < 0xe0) return 2;
        if (first < 0xf0) {
            return at + 1 < end ? 2 + ((first & 0xf) << 8 | bytes[at + 1] & 0xff) : -1;
        }
        return switch (first) {
            case 0xf0 -> at + 5 <= end ? 5 + ((int) INTS.get(bytes, at + 1) & 0xffffffffL) : -1;
            case 0xf1 -> 3;
            case 0xf2 -> 4;
            case 0xf3 -> 5;
            case 0xf4 -> 9;
            default -> -1;
        };
    }

    private static long toldBackwards(byte[] bytes, int last, int taken) {
        long length = 0;
        for (int i = 0; i < taken; i++) {
            int b = bytes[last - i] & 0xff;
            length |= (long) (b & 0x7f) << 7 * i;
            boolean more = (b & 0x80) != 0;
            if (more != i < taken - 1) return -1;
        }
        return length;
    }
}
