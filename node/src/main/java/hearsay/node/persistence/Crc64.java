package hearsay.node.persistence;

/// The checksum at the end of RDB files and DUMP payloads: CRC-64 "Jones", bits reflected, starting
/// from 0 and not inverted at the end. The digits `123456789` sum to `e9c6d914c4b8d9ca`.
///
/// Eight bytes are taken at a time: `TABLES[k][b]` is what byte `b` still does to the sum when `k`
/// further bytes follow it, so the eight contributions of a word can be looked up side by side.
public final class Crc64 {

    private static final long POLYNOMIAL = Long.reverse(0xad93d23594c935a9L);
    private static final long[][] TABLES = tables();

    private Crc64() {}

    public static long of(byte[] bytes, int from, int length) {
        return update(0, bytes, from, length);
    }

    /// The sum of everything that summed to `crc`, followed by these bytes.
    public static long update(long crc, byte[] bytes, int from, int length) {
        int end = from + length;
        int at = from;
        for (; at <= end - 8; at += 8) {
            long x = crc ^ Words.littleLong(bytes, at);
            crc =
                    TABLES[7][(int) x & 0xff]
                            ^ TABLES[6][(int) (x >>> 8) & 0xff]
                            ^ TABLES[5][(int) (x >>> 16) & 0xff]
                            ^ TABLES[4][(int) (x >>> 24) & 0xff]
                            ^ TABLES[3][(int) (x >>> 32) & 0xff]
                            ^ TABLES[2][(int) (x >>> 40) & 0xff]
                            ^ TABLES[1][(int) (x >>> 48) & 0xff]
                            ^ TABLES[0][(int) (x >>> 56)];
        }
        for (; at < end; at++) crc = TABLES[0][(int) (crc ^ bytes[at]) & 0xff] ^ (crc >>> 8);
        return crc;
    }

    private static long[][] tables() {
        var tables = new long[8][256];
        for (int b = 0; b < 256; b++) {
            long crc = b;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ POLYNOMIAL;
            }
            tables[0][b] = crc;
        }
        for (int k = 1; k < 8; k++) {
            for (int b = 0; b < 256; b++) {
                long before = tables[k - 1][b];
                tables[k][b] = tables[0][(int) before & 0xff] ^ (before >>> 8);
            }
        }
        return tables;
    }
}
