package hearsay.gossip.routing;

import hearsay.gossip.model.Slot;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
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
    /// the same step of eight. Eight independent look-ups a step instead of a chain of eight.
    private static final char[] TABLES = tables();

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long BRACES = ONES * '{';

    private HashSlot() {}

    /// Reads the key once, eight bytes at a time, as long as no tag begins in it.
    public static int of(byte[] key, int offset, int length) {
        int end = offset + length;
        int crc = 0;
        int i = offset;
        for (; i + 8 <= end; i += 8) {
            long bytes = (long) LONGS.get(key, i);
            if (hasBrace(bytes)) return ofTagged(key, offset, end);
            crc = step(crc, bytes);
        }
        for (; i < end; i++) {
            if (key[i] == '{') return ofTagged(key, offset, end);
            crc = step(crc, key[i]);
        }
        return crc & (Slot.COUNT - 1);
    }

    public static int of(byte[] key) {
        return of(key, 0, key.length);
    }

    public static int of(String key) {
        return of(key.getBytes(StandardCharsets.UTF_8));
    }

    private static int ofTagged(byte[] key, int start, int end) {
        int open = start;
        while (key[open] != '{') open++;
        int close = open + 1;
        while (close < end && key[close] != '}') close++;
        boolean tagged = close < end && close > open + 1;
        int crc = tagged ? crc16(key, open + 1, close) : crc16(key, start, end);
        return crc & (Slot.COUNT - 1);
    }

    static int crc16(byte[] bytes, int start, int end) {
        int crc = 0;
        int i = start;
        for (; i + 8 <= end; i += 8) crc = step(crc, (long) LONGS.get(bytes, i));
        for (; i < end; i++) crc = step(crc, bytes[i]);
        return crc;
    }

    /// Whether one of the eight bytes is `{`: the one that becomes zero borrows from its high bit.
    private static boolean hasBrace(long bytes) {
        long zeroAtBrace = bytes ^ BRACES;
        return (zeroAtBrace - ONES & ~zeroAtBrace & HIGH_BITS) != 0;
    }

    private static int step(int crc, byte next) {
        return crc << 8 & 0xFFFF ^ TABLES[crc >>> 8 ^ next & 0xFF];
    }

    /// @param bytes the first one lowest
    private static int step(int crc, long bytes) {
        var tables = TABLES;
        return tables[0x700 | (crc >>> 8 ^ (int) bytes & 0xFF)]
                ^ tables[0x600 | (crc & 0xFF ^ (int) (bytes >>> 8) & 0xFF)]
                ^ tables[0x500 | (int) (bytes >>> 16) & 0xFF]
                ^ tables[0x400 | (int) (bytes >>> 24) & 0xFF]
                ^ tables[0x300 | (int) (bytes >>> 32) & 0xFF]
                ^ tables[0x200 | (int) (bytes >>> 40) & 0xFF]
                ^ tables[0x100 | (int) (bytes >>> 48) & 0xFF]
                ^ tables[(int) (bytes >>> 56)];
    }

    private static char[] tables() {
        var tables = new char[8 << 8];
        for (int b = 0; b < 256; b++) {
            int crc = b << 8;
            for (int n = 0; n < 8; n++) {
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
