package hearsay.gossip.routing;

import hearsay.gossip.model.Slot;
import java.nio.charset.StandardCharsets;

/// The slot of a key: CRC16/XMODEM of the key, or of its hash tag, modulo 16384.
///
/// The hash tag is what stands between the first `{` and the first `}` after it, if that is not
/// empty; keys with one tag share a slot. Nothing is allocated: every command passes here.
///
/// Source: Redis Cluster specification, "Hash tags" and Appendix A.
public final class HashSlot {

    private static final int POLYNOMIAL = 0x1021;

    /// `TABLES[n << 8 | b]` is what byte `b` contributes to the CRC when `n` more bytes follow in
    /// the same step of four. Four independent look-ups a step instead of a chain of four.
    private static final char[] TABLES = tables();

    private HashSlot() {}

    public static int of(byte[] key, int offset, int length) {
        int end = offset + length;
        for (int open = offset; open < end; open++) {
            if (key[open] == '{') return ofTagged(key, offset, open, end);
        }
        return crc16(key, offset, end) & (Slot.COUNT - 1);
    }

    public static int of(byte[] key) {
        return of(key, 0, key.length);
    }

    public static int of(String key) {
        return of(key.getBytes(StandardCharsets.UTF_8));
    }

    private static int ofTagged(byte[] key, int start, int open, int end) {
        int close = open + 1;
        while (close < end && key[close] != '}') close++;
        boolean tagged = close < end && close > open + 1;
        int crc = tagged ? crc16(key, open + 1, close) : crc16(key, start, end);
        return crc & (Slot.COUNT - 1);
    }

    static int crc16(byte[] bytes, int start, int end) {
        var tables = TABLES;
        int crc = 0;
        int i = start;
        for (; i + 4 <= end; i += 4) {
            int first = (crc >>> 8) ^ (bytes[i] & 0xFF);
            int second = (crc & 0xFF) ^ (bytes[i + 1] & 0xFF);
            int third = bytes[i + 2] & 0xFF;
            int fourth = bytes[i + 3] & 0xFF;
            crc =
                    tables[0x300 | first]
                            ^ tables[0x200 | second]
                            ^ tables[0x100 | third]
                            ^ tables[fourth];
        }
        for (; i < end; i++) {
            crc = ((crc << 8) & 0xFFFF) ^ tables[(crc >>> 8) ^ (bytes[i] & 0xFF)];
        }
        return crc;
    }

    private static char[] tables() {
        var tables = new char[4 << 8];
        for (int b = 0; b < 256; b++) {
            int crc = b << 8;
            for (int n = 0; n < 4; n++) {
                for (int bit = 0; bit < 8; bit++) {
                    crc = (crc & 0x8000) != 0 ? (crc << 1) ^ POLYNOMIAL : crc << 1;
                }
                crc &= 0xFFFF;
                tables[(n << 8) | b] = (char) crc;
            }
        }
        return tables;
    }
}
