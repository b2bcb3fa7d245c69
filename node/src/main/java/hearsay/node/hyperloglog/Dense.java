package hearsay.node.hyperloglog;

/// The dense form: 16384 registers of 6 bits, one after the other, the least significant bits of a
/// byte first.
final class Dense {

    static final int SIZE = HyperLogLog.REGISTERS * 6 / 8;

    private Dense() {}

    /// @param from where the registers begin
    static int get(byte[] bytes, int from, int register) {
        int at = from + register * 6 / 8;
        int shift = register * 6 & 7;
        int value = (bytes[at] & 0xff) >>> shift;
        if (shift > 2) value |= bytes[at + 1] << 8 - shift;
        return value & 63;
    }

    static void set(byte[] bytes, int from, int register, int value) {
        int at = from + register * 6 / 8;
        int shift = register * 6 & 7;
        bytes[at] = (byte) (bytes[at] & ~(63 << shift) | value << shift);
        if (shift <= 2) return;
        int rest = 8 - shift;
        bytes[at + 1] = (byte) (bytes[at + 1] & ~(63 >>> rest) | value >>> rest);
    }

    /// Makes a register at least that large; answers whether it was smaller.
    static boolean raise(byte[] bytes, int from, int register, int value) {
        if (value <= get(bytes, from, register)) return false;
        set(bytes, from, register, value);
        return true;
    }

    /// Adds up how often each value occurs. Four registers are three bytes.
    static void count(byte[] bytes, int from, int[] histogram) {
        for (int at = from; at < from + SIZE; at += 3) {
            int four =
                    bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff) << 16;
            histogram[four & 63]++;
            histogram[four >>> 6 & 63]++;
            histogram[four >>> 12 & 63]++;
            histogram[four >>> 18]++;
        }
    }
}
