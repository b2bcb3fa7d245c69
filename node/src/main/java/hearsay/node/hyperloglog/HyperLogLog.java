package hearsay.node.hyperloglog;

import java.util.Arrays;

/// About how many different elements were added, with an error of 0.81 %: 16384 registers, each
/// with the longest run of zeros that began the hash of any element that fell to it.
///
/// It works on the bytes of a string in Redis' own form, which is seen by GET and DUMP and may be
/// set by anybody:
///
/// ```
/// "HYLL" │ form, 0 dense, 1 sparse │ 3 bytes │ number when last counted, 8 bytes, little-endian │ registers
/// ```
///
/// The highest bit of the number says that it is no longer right.
///
/// Source: Redis documentation, "HyperLogLog".
public final class HyperLogLog {

    public static final int REGISTERS = 1 << 14;

    private static final int HEADER = 16;
    private static final int FORM = 4;
    private static final int COUNTED = 8;
    private static final int COUNTED_END = HEADER - 1;
    private static final byte DENSE = 0;
    private static final byte SPARSE = 1;
    private static final int INDEX_BITS = 14;
    private static final long SEED = 0xadc83b19L;

    private byte[] bytes;
    private int length;

    /// One without elements: sparse, a single run of zeros.
    public HyperLogLog() {
        this(new byte[HEADER + 2 + Sparse.GROWTH], HEADER + 2);
        bytes[0] = 'H';
        bytes[1] = 'Y';
        bytes[2] = 'L';
        bytes[3] = 'L';
        bytes[FORM] = SPARSE;
        bytes[HEADER] = 0x40 | REGISTERS - 1 >> 8;
        bytes[HEADER + 1] = (byte) (REGISTERS - 1);
    }

    /// Works on an array from now on, until it is too small.
    ///
    /// @param length the bytes that belong to the string, which [#isValid]
    public HyperLogLog(byte[] bytes, int length) {
        this.bytes = bytes;
        this.length = length;
    }

    /// Whether a string looks like one. Its registers may still make no sense.
    public static boolean isValid(byte[] bytes, int length) {
        if (length < HEADER) return false;
        if (bytes[0] != 'H' || bytes[1] != 'Y' || bytes[2] != 'L' || bytes[3] != 'L') return false;
        return bytes[FORM] == SPARSE || bytes[FORM] == DENSE && length == HEADER + Dense.SIZE;
    }

    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    public boolean isSparse() {
        return bytes[FORM] == SPARSE;
    }

    /// Adds an element; answers whether a register has changed.
    ///
    /// @param sparseMax the sparse form must not become longer than so many bytes
    public boolean add(byte[] element, int offset, int size, long sparseMax) throws Corrupt {
        long hash = Murmur.hash(element, offset, size, SEED);
        int register = (int) hash & REGISTERS - 1;
        long rest = hash >>> INDEX_BITS | 1L << 64 - INDEX_BITS;
        return raise(register, Long.numberOfTrailingZeros(rest) + 1, sparseMax);
    }

    /// Makes a register at least that large; answers whether it was smaller.
    public boolean raise(int register, int value, long sparseMax) throws Corrupt {
        if (!isSparse()) return Dense.raise(bytes, HEADER, register, value);
        if (bytes.length - length < Sparse.GROWTH) {
            bytes = Arrays.copyOf(bytes, length + Math.min(length, 300) + Sparse.GROWTH);
        }
        var sparse = new Sparse(bytes, length, HEADER);
        var outcome = sparse.raise(register, value, sparseMax);
        length = sparse.length();
        switch (outcome) {
            case RAISED -> forgetCount();
            case UNCHANGED -> {
                return false;
            }
            case TOO_LARGE -> {
                makeDense();
                Dense.raise(bytes, HEADER, register, value);
            }
            case CORRUPT -> throw new Corrupt();
        }
        return true;
    }

    /// Takes the dense form; the number when last counted is kept.
    public void makeDense() throws Corrupt {
        if (!isSparse()) return;
        var dense = Arrays.copyOf(Arrays.copyOf(bytes, HEADER), HEADER + Dense.SIZE);
        dense[FORM] = DENSE;
        forEachRun((register, value) -> Dense.set(dense, HEADER, register, value));
        bytes = dense;
        length = dense.length;
    }

    public boolean isCounted() {
        return bytes[COUNTED_END] >= 0;
    }

    /// The number when last counted.
    public long counted() {
        long number = 0;
        for (int i = COUNTED_END; i >= COUNTED; i--) number = number << 8 | bytes[i] & 0xff;
        return number;
    }

    /// Counts, and remembers the number.
    public long count() throws Corrupt {
        var histogram = new int[64];
        if (isSparse()) {
            int registers =
                    sparse().forEach((letter, first, count, value) -> histogram[value] += count);
            if (registers != REGISTERS) throw new Corrupt();
        } else {
            Dense.count(bytes, HEADER, histogram);
        }
        long number = Estimate.of(histogram);
        for (int i = 0; i < 8; i++) bytes[COUNTED + i] = (byte) (number >>> 8 * i);
        return number;
    }

    public void forgetCount() {
        bytes[COUNTED_END] |= (byte) 0x80;
    }

    /// Raises each of the [#REGISTERS] to what it is here.
    public void mergeInto(byte[] registers) throws Corrupt {
        if (isSparse()) {
            forEachRun((register, value) ->
                    registers[register] = (byte) Math.max(registers[register], value));
            return;
        }
        for (int i = 0; i < REGISTERS; i++) {
            registers[i] = (byte) Math.max(registers[i], Dense.get(bytes, HEADER, i));
        }
    }

    /// How many elements those registers stand for, one a byte.
    public static long count(byte[] registers) {
        var histogram = new int[64];
        for (byte register : registers) histogram[register]++;
        return Estimate.of(histogram);
    }

    /// The value of a register in the dense form.
    public int register(int index) {
        return Dense.get(bytes, HEADER, index);
    }

    /// The runs of the sparse form as PFDEBUG DECODE writes them: `Z:1000 v:3,1 z:4`.
    public String decode() {
        var text = new StringBuilder();
        sparse().forEach((letter, first, count, value) -> {
            text.append(letter).append(':');
            if (letter == 'v') text.append(value).append(',');
            text.append(count).append(' ');
        });
        return text.toString().strip();
    }

    private Sparse sparse() {
        return new Sparse(bytes, length, HEADER);
    }

    private interface RegisterVisitor {
        void register(int index, int value);
    }

    /// Shows every register of the sparse form that is not zero.
    private void forEachRun(RegisterVisitor visitor) throws Corrupt {
        int registers =
                sparse().forEach((letter, first, count, value) -> {
                    if (value == 0 || first + count > REGISTERS) return;
                    for (int i = 0; i < count; i++) {
                        visitor.register(first + i, value);
                    }
                });
        if (registers != REGISTERS) throw new Corrupt();
    }

    /// The registers make no sense.
    public static final class Corrupt extends Exception {
        private static final long serialVersionUID = 1;

        Corrupt() {
            super("Corrupted HLL object detected", null, false, false);
        }
    }
}
