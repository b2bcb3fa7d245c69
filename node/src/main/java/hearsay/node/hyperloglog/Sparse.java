package hearsay.node.hyperloglog;

/// The sparse form: runs of registers with the same value.
///
/// ```
/// 00llllll            ZERO:  1 to 64 registers that are 0
/// 01llllll llllllll   XZERO: 1 to 16384 of them
/// 1vvvvvll            VAL:   1 to 4 registers with a value of 1 to 32
/// ```
///
/// Bytes that anybody may have written are read here: they need make no sense. Where the string
/// ends within an XZERO, the missing byte is read as zero, as in Redis; nothing is written to such
/// a run.
///
/// Registers beyond the last one make a string corrupt. 7.2.6 overlooks some, and writes where it
/// should not; as mended in 7.2.10 and in Debian's 7.0.15, they are refused here (CVE-2025-32023).
///
/// Source: Redis, `hyperloglog.c`, "Sparse representation".
final class Sparse {

    static final int VALUE_MAX = 32;

    /// What one change needs at most: a run that becomes three.
    static final int GROWTH = 3;

    private static final int VALUES_MAX = 4;
    private static final int ZEROS_MAX = 64;

    /// Runs that are looked at for being joined after a change.
    private static final int JOINED_RUNS = 5;

    /// What came of [#raise].
    enum Outcome {
        RAISED,
        UNCHANGED,
        /// It does not fit: the dense form is needed.
        TOO_LARGE,
        CORRUPT
    }

    private final byte[] bytes;
    private final int from;
    private int length;

    // The run that #find has found.
    private int at;
    private int previous;
    private int first;
    private int span;

    /// @param bytes with room for [#GROWTH] more, if there is to be a change
    /// @param from where the runs begin
    Sparse(byte[] bytes, int length, int from) {
        this.bytes = bytes;
        this.length = length;
        this.from = from;
    }

    int length() {
        return length;
    }

    /// The visitor of [#forEach].
    @FunctionalInterface
    interface Visitor {
        /// @param letter as PFDEBUG DECODE names the run: z, Z or v
        /// @param first the first register, which need not exist
        void run(char letter, int first, int registers, int value);
    }

    /// Shows every run; answers how many registers they have together.
    int forEach(Visitor visitor) {
        int register = 0;
        for (int i = from; i < length; i += size(i)) {
            int registers = registers(i);
            char letter = isValue(i) ? 'v' : isLong(i) ? 'Z' : 'z';
            visitor.run(letter, register, registers, isValue(i) ? value(i) : 0);
            register += registers;
        }
        return register;
    }

    /// Makes a register at least that large.
    ///
    /// @param sizeMax the string must not become longer than so many bytes
    Outcome raise(int register, int value, long sizeMax) {
        if (value > VALUE_MAX) return Outcome.TOO_LARGE;
        if (!find(register)) return Outcome.CORRUPT;
        if (isValue(at) && value(at) >= value) return Outcome.UNCHANGED;
        if (!isLong(at) && span == 1) {
            bytes[at] = valueRun(value, 1);
        } else if (!split(register, value, sizeMax)) {
            return Outcome.TOO_LARGE;
        }
        join();
        return Outcome.RAISED;
    }

    private boolean find(int register) {
        first = 0;
        span = 0;
        previous = -1;
        for (at = from; at < length; at += size(at)) {
            span = registers(at);
            if (register < first + span) return at + size(at) <= length;
            previous = at;
            first += span;
        }
        return false;
    }

    /// Puts up to three runs in the place of the one that has been found.
    private boolean split(int register, int value, long sizeMax) {
        boolean values = isValue(at);
        int old = values ? value(at) : 0;
        var runs = new byte[5];
        int size = put(runs, 0, old, register - first);
        runs[size++] = valueRun(value, 1);
        size = put(runs, size, old, first + span - 1 - register);
        int end = at + size(at);
        int growth = size - size(at);
        if (growth > 0 && length + growth > sizeMax) return false;
        System.arraycopy(bytes, end, bytes, end + growth, length - end);
        System.arraycopy(runs, 0, bytes, at, size);
        length += growth;
        return true;
    }

    /// Writes a run, if it has any registers; answers where to go on.
    private static int put(byte[] runs, int to, int value, int registers) {
        if (registers == 0) return to;
        if (value > 0) {
            runs[to] = valueRun(value, registers);
            return to + 1;
        }
        int less = registers - 1;
        if (registers <= ZEROS_MAX) {
            runs[to] = (byte) less;
            return to + 1;
        }
        runs[to] = (byte) (0x40 | less >> 8);
        runs[to + 1] = (byte) less;
        return to + 2;
    }

    /// Makes one run of two with the same value where they have four registers at most.
    private void join() {
        int i = previous < 0 ? from : previous;
        for (int looked = 0; i < length && looked < JOINED_RUNS; looked++) {
            if (!isValue(i)) {
                i += size(i);
            } else if (i + 1 < length && isValue(i + 1) && canJoin(i)) {
                bytes[i + 1] = valueRun(value(i), registers(i) + registers(i + 1));
                System.arraycopy(bytes, i + 1, bytes, i, length - i - 1);
                length--;
                bytes[length] = 0;
            } else {
                i++;
            }
        }
    }

    private boolean canJoin(int i) {
        return value(i) == value(i + 1) && registers(i) + registers(i + 1) <= VALUES_MAX;
    }

    private boolean isValue(int i) {
        return bytes[i] < 0;
    }

    private boolean isLong(int i) {
        return (bytes[i] & 0xc0) == 0x40;
    }

    private int size(int i) {
        return isLong(i) ? 2 : 1;
    }

    private int registers(int i) {
        if (isValue(i)) return (bytes[i] & 3) + 1;
        if (!isLong(i)) return (bytes[i] & 0x3f) + 1;
        int low = i + 1 < length ? bytes[i + 1] & 0xff : 0;
        return ((bytes[i] & 0x3f) << 8 | low) + 1;
    }

    private int value(int i) {
        return (bytes[i] >> 2 & 0x1f) + 1;
    }

    private static byte valueRun(int value, int registers) {
        return (byte) (0x80 | value - 1 << 2 | registers - 1);
    }
}
