package hearsay.node.encoding;

import hearsay.node.resp.Decimal;
import hearsay.node.resp.Doubles;
import hearsay.node.resp.Replies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Strings and numbers one after the other in one array of bytes, in the very form that Redis gives
/// them: what a small collection is made of, in memory and in an RDB file.
///
///     total bytes (4) | count (2) | element … | 0xFF
///
/// Each element is its encoding, its bytes, and then its own length once more, written so that it
/// can be read from behind: a listpack is walked in both directions. A string that is the decimal
/// text of a 64-bit number is kept as the number; whoever reads it as text gets the text back.
///
/// Elements are named by their position in the array; -1 is no position. Every change moves the
/// positions behind it. The array has a little more room than is used.
///
/// Source: Salvatore Sanfilippo, "Listpack specification".
public final class Listpack {

    /// The count in the header that says nothing: there are this many elements, or more.
    private static final int MANY = 0xffff;

    private static final int HEADER = 6;
    private static final int END = 0xff;

    /// No 64-bit number has a longer text.
    private static final int NUMBER_MAX = 20;

    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes;
    private int size;
    private int count;

    public Listpack() {
        this(new byte[24], HEADER + 1, 0);
        bytes[HEADER] = (byte) END;
    }

    /// An empty listpack with room for so many bytes.
    public Listpack(int capacity) {
        this(new byte[Math.max(capacity, HEADER + 1)], HEADER + 1, 0);
        bytes[HEADER] = (byte) END;
    }

    private Listpack(byte[] bytes, int size, int count) {
        this.bytes = bytes;
        this.size = size;
        this.count = count;
    }

    /// The listpack that these bytes are. They are its own from now on.
    ///
    /// @param valid as [#isValid] says
    public static Listpack of(byte[] valid) {
        var pack = new Listpack(valid, valid.length, 0);
        int told = (short) SHORTS.get(valid, 4) & 0xffff;
        pack.count = told == MANY ? pack.walk() : told;
        return pack;
    }

    /// Whether the bytes are a listpack, with everything in its place: those of a stranger may not
    /// be.
    public static boolean isValid(byte[] bytes, int from, int length) {
        return ListpackCheck.isValid(bytes, from, length);
    }

    /// How many elements there are.
    public int count() {
        return count;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /// Bytes in use.
    public int size() {
        return size;
    }

    /// The array itself, header included; only the first [#size] bytes belong to the listpack.
    public byte[] array() {
        INTS.set(bytes, 0, size);
        SHORTS.set(bytes, 4, (short) Math.min(count, MANY));
        return bytes;
    }

    /// A copy of the bytes, as an RDB file has them.
    public byte[] toBytes() {
        return Arrays.copyOf(array(), size);
    }

    public Listpack copy() {
        return new Listpack(toBytes(), size, count);
    }

    /// Bytes of heap.
    public long memory() {
        return Heap.object(12) + Heap.bytes(bytes.length);
    }

    /// Gives back the room that is not used, if it is worth copying the rest.
    public void compact() {
        if (bytes.length - size > size / 16) bytes = Arrays.copyOf(bytes, size);
    }

    // Walking.

    public int first() {
        return count == 0 ? -1 : HEADER;
    }

    public int last() {
        return count == 0 ? -1 : before(size - 1);
    }

    public int next(int at) {
        int next = after(at);
        return next == size - 1 ? -1 : next;
    }

    public int previous(int at) {
        return at == HEADER ? -1 : before(at);
    }

    /// The position of the element of that index, counted from 0, or from -1 backwards; -1 if there
    /// is none.
    public int at(int index) {
        int wanted = index < 0 ? count + index : index;
        if (wanted < 0 || wanted >= count) return -1;
        if (wanted <= count / 2) {
            int at = HEADER;
            for (int i = 0; i < wanted; i++) at = after(at);
            return at;
        }
        int at = before(size - 1);
        for (int i = count - 1; i > wanted; i--) at = before(at);
        return at;
    }

    // Reading.

    /// Whether the element is kept as a number.
    public boolean isNumber(int at) {
        int first = bytes[at] & 0xff;
        return first < 0x80 || (first & 0xe0) == 0xc0 || first > 0xf0;
    }

    /// The number that the element is; only of those that [#isNumber].
    public long number(int at) {
        int first = bytes[at] & 0xff;
        if (first < 0x80) return first;
        if ((first & 0xe0) == 0xc0) {
            int value = (first & 0x1f) << 8 | bytes[at + 1] & 0xff;
            return value << 19 >> 19;
        }
        return switch (first) {
            case 0xf1 -> (short) SHORTS.get(bytes, at + 1);
            case 0xf2 -> (short) SHORTS.get(bytes, at + 1) & 0xffff | bytes[at + 3] << 16;
            case 0xf3 -> (int) INTS.get(bytes, at + 1);
            case 0xf4 -> (long) LONGS.get(bytes, at + 1);
            default -> throw new IllegalStateException("not a number");
        };
    }

    /// The length of the element's text.
    public int length(int at) {
        return isNumber(at) ? Decimal.length(number(at)) : stringLength(at);
    }

    /// The element as a double, which it must be the text of: the score of a sorted set's member.
    public double real(int at) {
        if (isNumber(at)) return number(at);
        return Doubles.parse(bytes, at + stringHeader(at), stringLength(at));
    }

    /// The order of the element's text and these bytes, which are unsigned.
    public int compare(int at, byte[] other, int offset, int length) {
        if (isNumber(at)) {
            var text = Decimal.bytes(number(at));
            return Arrays.compareUnsigned(text, 0, text.length, other, offset, offset + length);
        }
        int from = at + stringHeader(at);
        int to = from + stringLength(at);
        return Arrays.compareUnsigned(bytes, from, to, other, offset, offset + length);
    }

    /// A copy of the element's text.
    public byte[] text(int at) {
        if (isNumber(at)) return Decimal.bytes(number(at));
        int from = at + stringHeader(at);
        return Arrays.copyOfRange(bytes, from, from + stringLength(at));
    }

    /// Copies the element's text to `target` from `to` on; answers its length.
    public int copyTo(int at, byte[] target, int to) {
        if (isNumber(at)) return Decimal.write(number(at), target, to) - to;
        int length = stringLength(at);
        System.arraycopy(bytes, at + stringHeader(at), target, to, length);
        return length;
    }

    /// Replies with the element, as a bulk string.
    public void reply(int at, Replies replies) {
        if (isNumber(at)) {
            replies.bulk(number(at));
        } else {
            replies.bulk(bytes, at + stringHeader(at), stringLength(at));
        }
    }

    /// Replies with each of the elements from `from` on, at most `max` of them; answers how many.
    public int reply(int from, int max, Replies replies) {
        int end = size - 1;
        int at = from;
        int told = 0;
        for (; told < max && at < end; told++) {
            int first = bytes[at] & 0xff;
            if ((first & 0xc0) == 0x80) {
                // A short string, the usual case: one byte before it and one behind.
                int length = first & 0x3f;
                replies.bulk(bytes, at + 1, length);
                at += length + 2;
            } else {
                reply(at, replies);
                at = after(at);
            }
        }
        return told;
    }

    /// Whether the element's text is these bytes.
    public boolean equals(int at, byte[] other, int offset, int length) {
        if (isNumber(at)) {
            return isNumber(other, offset, length)
                    && Decimal.parse(other, offset, length) == number(at);
        }
        return equalsString(at, other, offset, length);
    }

    /// The first element from `from` on whose text is these bytes, or -1.
    ///
    /// @param skip elements passed over after each that was looked at: 1 looks for keys only where
    ///   keys and values alternate
    public int find(int from, byte[] other, int offset, int length, int skip) {
        if (from < 0) return -1;
        boolean isNumber = isNumber(other, offset, length);
        long number = isNumber ? Decimal.parse(other, offset, length) : 0;
        int end = size - 1;
        int at = from;
        while (at < end) {
            boolean equal =
                    isNumber(at)
                            ? isNumber && number(at) == number
                            : !isNumber && equalsString(at, other, offset, length);
            if (equal) return at;
            at = after(at);
            for (int i = 0; i < skip && at < end; i++) at = after(at);
        }
        return -1;
    }

    /// Whether all elements stand in the encodings they are given here. A stranger may have written
    /// the digits of a number as a string, which nobody would find, or a length with more bytes
    /// than it needs.
    public boolean isCanonical() {
        for (int at = first(); at >= 0; at = next(at)) {
            boolean canonical =
                    isNumber(at)
                            ? entryLength(at) == numberLength(number(at))
                            : stringHeader(at) == stringHeaderFor(stringLength(at))
                                    && !isNumber(bytes, at + stringHeader(at), stringLength(at));
            if (!canonical) return false;
        }
        return true;
    }

    // Changing.

    public void append(byte[] source, int offset, int length) {
        insert(size - 1, source, offset, length);
    }

    public void append(byte[] source) {
        append(source, 0, source.length);
    }

    public void append(long number) {
        insert(size - 1, number);
    }

    public void prepend(byte[] source, int offset, int length) {
        insert(HEADER, source, offset, length);
    }

    /// Appends an element of another listpack.
    public void appendFrom(Listpack other, int at) {
        int taken = other.after(at) - at;
        makeRoom(size - 1, taken);
        System.arraycopy(other.bytes, at, bytes, size - 1 - taken, taken);
        count++;
    }

    /// Inserts before an element; answers the new one's position.
    public int insertBefore(int at, byte[] source, int offset, int length) {
        return insert(at, source, offset, length);
    }

    /// Inserts after an element; answers the new one's position.
    public int insertAfter(int at, byte[] source, int offset, int length) {
        return insert(after(at), source, offset, length);
    }

    public int insertBefore(int at, long number) {
        return insert(at, number);
    }

    public int insertAfter(int at, long number) {
        return insert(after(at), number);
    }

    /// Puts other bytes in the place of an element, which keeps its position.
    public void replace(int at, byte[] source, int offset, int length) {
        if (isNumber(source, offset, length)) {
            replace(at, Decimal.parse(source, offset, length));
            return;
        }
        int entry = stringHeaderFor(length) + length;
        resize(at, entry + backLength(entry));
        write(at, source, offset, length);
    }

    /// Puts a number in the place of an element, which keeps its position.
    public void replace(int at, long number) {
        int entry = numberLength(number);
        resize(at, entry + backLength(entry));
        write(at, number);
    }

    /// Takes an element out; answers the position of what followed it, or -1.
    public int delete(int at) {
        return cut(at, after(at), 1);
    }

    /// Takes so many elements out, or as many as there are; answers the position of what followed
    /// them, or -1.
    public int delete(int at, int elements) {
        int to = at;
        int taken = 0;
        while (taken < elements && to < size - 1) {
            to = after(to);
            taken++;
        }
        return cut(at, to, taken);
    }

    /// Whether the bytes will be kept as a number.
    public static boolean isNumber(byte[] source, int offset, int length) {
        return length <= NUMBER_MAX && length > 0 && Decimal.isLong(source, offset, length);
    }

    /// How many bytes a string of that length takes at the most, all included.
    public static int room(int length) {
        int entry = stringHeaderFor(length) + length;
        return entry + backLength(entry);
    }

    private int insert(int at, byte[] source, int offset, int length) {
        if (isNumber(source, offset, length))
            return insert(at, Decimal.parse(source, offset, length));
        makeRoom(at, room(length));
        write(at, source, offset, length);
        count++;
        return at;
    }

    private int insert(int at, long number) {
        int entry = numberLength(number);
        makeRoom(at, entry + backLength(entry));
        write(at, number);
        count++;
        return at;
    }

    private void write(int at, byte[] source, int offset, int length) {
        int header = stringHeaderFor(length);
        switch (header) {
            case 1 -> bytes[at] = (byte) (0x80 | length);
            case 2 -> {
                bytes[at] = (byte) (0xe0 | length >> 8);
                bytes[at + 1] = (byte) length;
            }
            default -> {
                bytes[at] = (byte) 0xf0;
                INTS.set(bytes, at + 1, length);
            }
        }
        System.arraycopy(source, offset, bytes, at + header, length);
        writeBackLength(at + header + length, header + length);
    }

    private void write(int at, long number) {
        int length = numberLength(number);
        switch (length) {
            case 1 -> bytes[at] = (byte) number;
            case 2 -> {
                bytes[at] = (byte) (0xc0 | number >> 8 & 0x1f);
                bytes[at + 1] = (byte) number;
            }
            case 3 -> {
                bytes[at] = (byte) 0xf1;
                SHORTS.set(bytes, at + 1, (short) number);
            }
            case 4 -> {
                bytes[at] = (byte) 0xf2;
                SHORTS.set(bytes, at + 1, (short) number);
                bytes[at + 3] = (byte) (number >> 16);
            }
            case 5 -> {
                bytes[at] = (byte) 0xf3;
                INTS.set(bytes, at + 1, (int) number);
            }
            default -> {
                bytes[at] = (byte) 0xf4;
                LONGS.set(bytes, at + 1, number);
            }
        }
        writeBackLength(at + length, length);
    }

    /// Seven bits a byte, the highest first; all but the first say that one more stands before
    /// them.
    private void writeBackLength(int at, int length) {
        int taken = backLength(length);
        for (int i = taken - 1; i >= 0; i--) {
            int bits = length >>> 7 * (taken - 1 - i) & 0x7f;
            bytes[at + i] = (byte) (i == 0 ? bits : bits | 0x80);
        }
    }

    private void makeRoom(int at, int needed) {
        long wanted = (long) size + needed;
        if (wanted > bytes.length) grow(wanted);
        System.arraycopy(bytes, at, bytes, at + needed, size - at);
        size += needed;
    }

    private void grow(long wanted) {
        long generous = (wanted + wanted / 4 + 7 & ~7L);
        bytes = Arrays.copyOf(bytes, (int) Math.min(generous, Integer.MAX_VALUE - 16));
    }

    private void resize(int at, int newLength) {
        int oldLength = after(at) - at;
        if (newLength > oldLength) {
            makeRoom(at + oldLength, newLength - oldLength);
        } else if (newLength < oldLength) {
            System.arraycopy(bytes, at + oldLength, bytes, at + newLength, size - at - oldLength);
            size -= oldLength - newLength;
        }
    }

    private int cut(int from, int to, int elements) {
        System.arraycopy(bytes, to, bytes, from, size - to);
        size -= to - from;
        count -= elements;
        if (bytes.length > 256 && size * 4L < bytes.length) {
            bytes = Arrays.copyOf(bytes, size + size / 4);
        }
        return from == size - 1 ? -1 : from;
    }

    private int walk() {
        int elements = 0;
        for (int at = HEADER; at < size - 1; at = after(at)) elements++;
        return elements;
    }

    /// The position behind the element: of the next one, or of the end mark.
    private int after(int at) {
        int entry = entryLength(at);
        return at + entry + backLength(entry);
    }

    private int before(int at) {
        int length = 0;
        int p = at - 1;
        for (int shift = 0; ; shift += 7, p--) {
            length |= (bytes[p] & 0x7f) << shift;
            if ((bytes[p] & 0x80) == 0) break;
        }
        return p - length;
    }

    private int entryLength(int at) {
        int first = bytes[at] & 0xff;
        if (first < 0x80) return 1;
        if (first < 0xc0) return 1 + (first & 0x3f);
        if (first < 0xe0) return 2;
        if (first < 0xf0) return 2 + ((first & 0xf) << 8 | bytes[at + 1] & 0xff);
        return switch (first) {
            case 0xf0 -> 5 + (int) INTS.get(bytes, at + 1);
            case 0xf1 -> 3;
            case 0xf2 -> 4;
            case 0xf3 -> 5;
            case 0xf4 -> 9;
            default -> throw new IllegalStateException("not a listpack");
        };
    }

    private int stringHeader(int at) {
        int first = bytes[at] & 0xff;
        return first < 0xc0 ? 1 : first < 0xf0 ? 2 : 5;
    }

    private int stringLength(int at) {
        int first = bytes[at] & 0xff;
        if (first < 0xc0) return first & 0x3f;
        if (first < 0xf0) return (first & 0xf) << 8 | bytes[at + 1] & 0xff;
        return (int) INTS.get(bytes, at + 1);
    }

    private boolean equalsString(int at, byte[] other, int offset, int length) {
        if (stringLength(at) != length) return false;
        int from = at + stringHeader(at);
        return Arrays.equals(bytes, from, from + length, other, offset, offset + length);
    }

    private static int stringHeaderFor(int length) {
        return length < 64 ? 1 : length < 4096 ? 2 : 5;
    }

    private static int numberLength(long number) {
        if (number >= 0 && number <= 127) return 1;
        if (number >= -4096 && number <= 4095) return 2;
        if (number == (short) number) return 3;
        if (number >= -(1 << 23) && number < 1 << 23) return 4;
        return number == (int) number ? 5 : 9;
    }

    /// How many bytes it takes to tell that length from behind. The bounds are Redis' own, though
    /// one below what would fit.
    static int backLength(int length) {
        if (length <= 127) return 1;
        if (length < 16383) return 2;
        if (length < 2097151) return 3;
        return length < 268435455 ? 4 : 5;
    }
}
