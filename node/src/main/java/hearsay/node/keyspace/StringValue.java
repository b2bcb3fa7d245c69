package hearsay.node.keyspace;

import hearsay.node.encoding.Heap;
import hearsay.node.resp.Decimal;
import java.util.Arrays;

/// A string: bytes of any kind, up to 512 MB.
///
/// As in Redis, a string that is a 64-bit number is kept as one (`int`), a short one as its bytes
/// (`embstr`), a long one or one that has been changed in place as bytes with room to grow (`raw`).
public sealed interface StringValue extends Value {

    /// The longest string that is `embstr`: what fits, with its headers, in 64 bytes.
    int EMBEDDED_MAX = 44;

    /// Numbers longer than this are not tried: no 64-bit number has more characters.
    int NUMBER_MAX = 20;

    /// The longest string there can be: an array of the JVM.
    int LENGTH_MAX = Integer.MAX_VALUE - 16;

    /// The bytes as a value in its most compact encoding.
    static StringValue of(byte[] source, int offset, int length) {
        if (length <= NUMBER_MAX && Decimal.isLong(source, offset, length)) {
            return new Int(Decimal.parse(source, offset, length));
        }
        return text(source, offset, length);
    }

    static StringValue of(byte[] source) {
        return of(source, 0, source.length);
    }

    /// The bytes without looking whether they are a number.
    static StringValue text(byte[] source, int offset, int length) {
        var bytes = Arrays.copyOfRange(source, offset, offset + length);
        return length <= EMBEDDED_MAX ? new Embedded(bytes) : new Raw(bytes, length);
    }

    /// A string with room to be changed in place, of an array that is its own from now on.
    static Raw raw(byte[] bytes) {
        return raw(bytes, bytes.length);
    }

    /// The same, with room at the array's end.
    static Raw raw(byte[] bytes, int length) {
        return new Raw(bytes, length);
    }

    static StringValue of(long number) {
        return new Int(number);
    }

    int length();

    /// Copies all bytes to `target` from `at` on.
    void copyTo(byte[] target, int at);

    @Override
    StringValue copy();

    /// A copy of the bytes.
    default byte[] bytes() {
        var bytes = new byte[length()];
        copyTo(bytes, 0);
        return bytes;
    }

    /// The same string with room to be changed in place; this very object if it already is.
    default Raw raw() {
        return raw(bytes());
    }

    @Override
    default String type() {
        return "string";
    }

    /// A number. Mutable, so that INCR needs no memory.
    final class Int implements StringValue {

        private static final long MEMORY = Heap.object(12);

        private long number;

        Int(long number) {
            this.number = number;
        }

        public long number() {
            return number;
        }

        public void number(long newNumber) {
            number = newNumber;
        }

        @Override
        public int length() {
            return Decimal.length(number);
        }

        @Override
        public void copyTo(byte[] target, int at) {
            Decimal.write(number, target, at);
        }

        @Override
        public long memory() {
            return MEMORY;
        }

        @Override
        public String encoding() {
            return "int";
        }

        @Override
        public StringValue copy() {
            return new Int(number);
        }
    }

    /// A short string.
    final class Embedded implements StringValue {

        private final byte[] bytes;

        Embedded(byte[] bytes) {
            this.bytes = bytes;
        }

        /// The array itself: not to be changed but by [#overwrite].
        public byte[] array() {
            return bytes;
        }

        /// Replaces the content by as many other bytes.
        public void overwrite(byte[] source, int offset) {
            System.arraycopy(source, offset, bytes, 0, bytes.length);
        }

        @Override
        public int length() {
            return bytes.length;
        }

        @Override
        public void copyTo(byte[] target, int at) {
            System.arraycopy(bytes, 0, target, at, bytes.length);
        }

        @Override
        public long memory() {
            return Heap.object(4) + Heap.bytes(bytes.length);
        }

        @Override
        public String encoding() {
            return "embstr";
        }

        @Override
        public StringValue copy() {
            return new Embedded(bytes.clone());
        }
    }

    /// A long string, or one that APPEND and SETRANGE have worked on.
    final class Raw implements StringValue {

        /// Redis doubles what it needs up to this size, and adds this much beyond it.
        private static final int GENEROUS_UP_TO = 1024 * 1024;

        private byte[] bytes;
        private int length;

        Raw(byte[] bytes, int length) {
            this.bytes = bytes;
            this.length = length;
        }

        /// The array itself; only the first [#length] bytes belong to the string.
        public byte[] array() {
            return bytes;
        }

        /// Writes `size` bytes at `at`, growing the string with zero bytes where needed.
        public void write(int at, byte[] source, int offset, int size) {
            grow(at + size);
            System.arraycopy(source, offset, bytes, at, size);
        }

        /// Makes the string at least so long, by zero bytes at its end.
        public void grow(int newLength) {
            if (newLength <= length) return;
            if (newLength > bytes.length) {
                long generous = newLength + (long) Math.min(newLength, GENEROUS_UP_TO);
                bytes = Arrays.copyOf(bytes, (int) Math.min(generous, LENGTH_MAX));
            }
            length = newLength;
        }

        /// Takes another array, from now on its own. Beyond the string it must be zero.
        public void become(byte[] newBytes, int newLength) {
            bytes = newBytes;
            length = newLength;
        }

        /// Replaces the content by as many other bytes.
        public void overwrite(byte[] source, int offset) {
            System.arraycopy(source, offset, bytes, 0, length);
        }

        @Override
        public Raw raw() {
            return this;
        }

        @Override
        public int length() {
            return length;
        }

        @Override
        public void copyTo(byte[] target, int at) {
            System.arraycopy(bytes, 0, target, at, length);
        }

        @Override
        public long memory() {
            return Heap.object(8) + Heap.bytes(bytes.length);
        }

        @Override
        public String encoding() {
            return "raw";
        }

        @Override
        public StringValue copy() {
            return new Raw(bytes(), length);
        }
    }
}
