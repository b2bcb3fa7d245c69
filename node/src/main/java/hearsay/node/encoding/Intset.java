package hearsay.node.encoding;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// A set of whole numbers in one array: sorted, all of the same width, found by halving.
///
/// ```
/// | width: 2, 4 or 8, as 4 bytes | count: 4 bytes | number | number | ...      all little-endian
/// ```
///
/// The first number that needs more room makes all of them wider; they never become narrower again.
/// These are the very bytes that RDB files and DUMP payloads carry.
///
/// Source: Redis, `intset.c`.
public final class Intset {

    private static final VarHandle SHORTS = view(short[].class);
    private static final VarHandle INTS = view(int[].class);
    private static final VarHandle LONGS = view(long[].class);

    private static final int HEADER = 8;
    private static final int COUNT_AT = 4;

    /// Whose header says how wide and how many they are: nothing else to remember.
    private byte[] bytes;

    public Intset() {
        this(new byte[HEADER]);
        INTS.set(bytes, 0, Short.BYTES);
    }

    private Intset(byte[] bytes) {
        this.bytes = bytes;
    }

    /// The set that these bytes are, which must be [valid][#isValid]. They are not copied.
    public static Intset of(byte[] valid) {
        return new Intset(valid);
    }

    /// Whether a stretch of bytes is a set that somebody may have written: of the right length, not
    /// empty, in strictly ascending order.
    public static boolean isValid(byte[] bytes, int from, int length) {
        if (length < HEADER) return false;
        int width = (int) INTS.get(bytes, from);
        if (width != Short.BYTES && width != Integer.BYTES && width != Long.BYTES) return false;
        long count = (int) INTS.get(bytes, from + COUNT_AT) & 0xffffffffL;
        if (count == 0 || count * width != length - HEADER) return false;
        int at = from + HEADER;
        for (int i = 1; i < count; i++, at += width) {
            if (number(bytes, at, width) >= number(bytes, at + width, width)) return false;
        }
        return true;
    }

    /// How many numbers there are.
    public int count() {
        return (int) INTS.get(bytes, COUNT_AT);
    }

    private int width() {
        return (int) INTS.get(bytes, 0);
    }

    /// Bytes in use, of those of the [#array].
    public int size() {
        return HEADER + count() * width();
    }

    /// The array itself, not to be changed; only the first [#size] bytes belong to the set.
    public byte[] array() {
        return bytes;
    }

    /// A copy of the bytes in use.
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size());
    }

    /// Bytes of the heap that it holds.
    public long memory() {
        return Heap.object(4) + Heap.bytes(bytes.length);
    }

    /// The number at a place from 0 to `count` - 1, in ascending order.
    public long at(int index) {
        int width = width();
        return number(bytes, HEADER + index * width, width);
    }

    /// The smallest number; the set must not be empty.
    public long min() {
        return at(0);
    }

    /// The largest number; the set must not be empty.
    public long max() {
        return at(count() - 1);
    }

    public boolean contains(long number) {
        return width(number) <= width() && search(number) >= 0;
    }

    /// Adds a number.
    ///
    /// @return whether it was not here yet
    public boolean add(long number) {
        int count = count();
        int place;
        if (width(number) > width()) {
            widen(width(number));
            place = number < 0 ? 0 : count;
        } else {
            int found = search(number);
            if (found >= 0) return false;
            place = -1 - found;
            if (size() + width() > bytes.length) grow();
        }
        int width = width();
        int at = HEADER + place * width;
        System.arraycopy(bytes, at, bytes, at + width, (count - place) * width);
        put(bytes, at, width, number);
        count(count + 1);
        return true;
    }

    /// Removes a number.
    ///
    /// @return whether it was here
    public boolean remove(long number) {
        if (width(number) > width()) return false;
        int place = search(number);
        if (place < 0) return false;
        removeAt(place);
        return true;
    }

    /// Removes the number at a place.
    public void removeAt(int index) {
        int width = width();
        int at = HEADER + index * width;
        System.arraycopy(bytes, at + width, bytes, at, (count() - index - 1) * width);
        count(count() - 1);
        // Half of it empty: worth another array.
        if (bytes.length > 2 * (size() + Long.BYTES)) compact();
    }

    /// Gives spare room back.
    public void compact() {
        if (bytes.length > size()) bytes = toBytes();
    }

    public Intset copy() {
        return new Intset(toBytes());
    }

    /// The place of a number, or -1 less the place where it would have to be.
    private int search(long number) {
        int count = count();
        // Numbers often come in order.
        if (count == 0 || number > at(count - 1)) return -1 - count;
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long here = at(middle);
            if (here == number) return middle;
            if (here < number) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1 - low;
    }

    /// Makes all numbers wider, and room for one more.
    private void widen(int newWidth) {
        int count = count();
        var wider = new byte[generous(HEADER + (count + 1) * newWidth)];
        for (int i = 0; i < count; i++) put(wider, HEADER + i * newWidth, newWidth, at(i));
        bytes = wider;
        INTS.set(bytes, 0, newWidth);
        count(count);
    }

    private void grow() {
        bytes = Arrays.copyOf(bytes, generous(size() + width()));
    }

    /// An eighth more than what is needed, in whole words: arrays of the JVM have no other lengths.
    private static int generous(int needed) {
        return (int) Math.min(Integer.MAX_VALUE - 16, (needed + (long) (needed >> 3) + 7) & ~7L);
    }

    private void count(int newCount) {
        INTS.set(bytes, COUNT_AT, newCount);
    }

    private static int width(long number) {
        if (number == (short) number) return Short.BYTES;
        return number == (int) number ? Integer.BYTES : Long.BYTES;
    }

    private static long number(byte[] bytes, int at, int width) {
        return switch (width) {
            case Short.BYTES -> (short) SHORTS.get(bytes, at);
            case Integer.BYTES -> (int) INTS.get(bytes, at);
            default -> (long) LONGS.get(bytes, at);
        };
    }

    private static void put(byte[] bytes, int at, int width, long number) {
        switch (width) {
            case Short.BYTES -> SHORTS.set(bytes, at, (short) number);
            case Integer.BYTES -> INTS.set(bytes, at, (int) number);
            default -> LONGS.set(bytes, at, number);
        }
    }

    private static VarHandle view(Class<?> array) {
        return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
    }
}
