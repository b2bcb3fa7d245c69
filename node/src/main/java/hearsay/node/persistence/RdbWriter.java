package hearsay.node.persistence;

import hearsay.node.config.Settings;
import hearsay.node.encoding.Lzf;
import hearsay.node.keyspace.Entry;
import hearsay.node.keyspace.Keyspace;
import hearsay.node.keyspace.Value;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Writes an RDB of version 10, which Redis 7.0 and all newer ones read, a piece per call.
///
/// A snapshot is `header`, `aux…`, `function…`, then per database `selectDb`, `resizeDb` and its
/// keys, and `end`. Before a key's value may stand its expiry and its idle time or frequency. The
/// caller decides how many keys make a slice, and calls [#flush] when one should leave; what is
/// gathered meanwhile is a few KiB, and longer strings go to the sink without a copy.
///
/// A key with its value is one [#entry]; or it is spelled out: [#begin], then the parts of its
/// [RdbType] in order.
public final class RdbWriter {

    public static final int VERSION = 10;

    /// `rdbcompression` and `rdbchecksum`.
    public record Options(boolean compression, boolean checksum) {
        public static final Options DEFAULT = new Options(true, true);

        /// As `rdbcompression` says; what is not a file has its checksum always.
        public static Options of(Settings settings) {
            return new Options(settings.yes("rdbcompression"), true);
        }
    }

    private static final int STAGE_SIZE = 4096;
    private static final int COMPRESS_ABOVE = 20;
    private static final int LARGEST_KEPT_SCRATCH = 1 << 16;

    private final ByteSink out;
    private final Options options;
    private final byte[] stage = new byte[STAGE_SIZE];
    private int staged;
    private long flushed;
    private long crc;
    private @Nullable Lzf lzf;
    private byte[] scratch = {};

    public RdbWriter(ByteSink out, Options options) {
        this.out = out;
        this.options = options;
    }

    public void header() {
        var magic = ("REDIS00" + VERSION).getBytes(StandardCharsets.US_ASCII);
        raw(magic, 0, magic.length);
    }

    public void aux(String name, String value) {
        put(Opcode.AUX);
        text(name);
        text(value);
    }

    public void aux(String name, long value) {
        put(Opcode.AUX);
        text(name);
        integer(value);
    }

    /// A function library's source.
    public void function(byte[] code) {
        put(Opcode.FUNCTION2);
        string(code);
    }

    public void selectDb(int db) {
        put(Opcode.SELECTDB);
        length(db);
    }

    public void resizeDb(long keys, long expires) {
        put(Opcode.RESIZEDB);
        length(keys);
        length(expires);
    }

    /// The next key expires at this Unix time in milliseconds.
    public void expireAt(long millis) {
        put(Opcode.EXPIRETIME_MS);
        littleLong(millis);
    }

    public void idle(long seconds) {
        put(Opcode.IDLE);
        length(seconds);
    }

    /// The next key's LFU counter, 0 to 255.
    public void frequency(int counter) {
        put(Opcode.FREQ);
        put(counter);
    }

    /// How the next key is used, as far as the policy for eviction is about it.
    public void use(Keyspace db, Entry entry) {
        var policy = db.policy();
        if (policy.isLru()) idle(db.idleSeconds(entry));
        if (policy.isLfu()) frequency(db.frequency(entry));
    }

    /// What is known of the next key beside its value.
    public void attributes(KeyAttributes attributes) {
        if (attributes.expires()) expireAt(attributes.expireAtMillis());
        if (attributes.idleSeconds() >= 0) idle(attributes.idleSeconds());
        if (attributes.frequency() >= 0) frequency(attributes.frequency());
    }

    /// A key with its value.
    public void entry(byte[] key, Value value) {
        begin(ValueWriter.type(value), key);
        ValueWriter.write(value, this);
    }

    /// A key whose value follows in parts.
    public void begin(RdbType type, byte[] key) {
        put(type.code());
        string(key);
    }

    /// EOF, checksum, and the last of it to the sink.
    public void end() {
        put(Opcode.EOF);
        seal(options.checksum());
        flush();
    }

    public void flush() {
        if (staged == 0) return;
        crc = Crc64.update(crc, stage, 0, staged);
        out.write(stage, 0, staged);
        flushed += staged;
        staged = 0;
    }

    /// Bytes written so far, flushed or not.
    public long written() {
        return flushed + staged;
    }

    /// A length or count, in 1, 2, 5 or 9 bytes; taken as unsigned.
    public void length(long length) {
        room(9);
        if (length >= 0 && length < 1 << 6) {
            stage[staged++] = (byte) length;
        } else if (length >= 0 && length < 1 << 14) {
            stage[staged++] = (byte) (length >> 8 | 0x40);
            stage[staged++] = (byte) length;
        } else if (length >>> 32 == 0) {
            stage[staged] = (byte) Opcode.LENGTH_32;
            Words.putBigInt(stage, staged + 1, (int) length);
            staged += 5;
        } else {
            stage[staged] = (byte) Opcode.LENGTH_64;
            Words.putBigLong(stage, staged + 1, length);
            staged += 9;
        }
    }

    public void string(byte[] string) {
        string(string, 0, string.length);
    }

    /// A string in its shortest encoding: integer, compressed, or as it is.
    public void string(byte[] bytes, int from, int length) {
        if (smallInteger(bytes, from, length)) return;
        if (options.compression() && length > COMPRESS_ABOVE && compressed(bytes, from, length)) {
            return;
        }
        length(length);
        raw(bytes, from, length);
    }

    /// A number as a string.
    public void integer(long value) {
        if (value == (int) value) encodeInteger((int) value);
        else text(Long.toString(value));
    }

    /// A score, in eight bytes.
    public void binaryDouble(double value) {
        littleLong(Double.doubleToRawLongBits(value));
    }

    /// Bytes without a length before them.
    public void raw(byte[] bytes, int from, int length) {
        if (length > stage.length - staged) flush();
        if (length > stage.length) {
            crc = Crc64.update(crc, bytes, from, length);
            out.write(bytes, from, length);
            flushed += length;
            return;
        }
        System.arraycopy(bytes, from, stage, staged, length);
        staged += length;
    }

    void put(int oneByte) {
        room(1);
        stage[staged++] = (byte) oneByte;
    }

    /// The checksum of all that was written since the last one; zero says that there is none.
    void seal(boolean checksum) {
        flush();
        littleLong(checksum ? crc : 0);
        flush();
        crc = 0;
    }

    private void text(String ascii) {
        string(ascii.getBytes(StandardCharsets.ISO_8859_1));
    }

    private boolean smallInteger(byte[] bytes, int from, int length) {
        if (length == 0 || length > 11) return false;
        boolean negative = bytes[from] == '-';
        int at = negative ? from + 1 : from;
        int end = from + length;
        if (at == end) return false;
        if (bytes[at] == '0' && (negative || length > 1)) return false;
        long value = 0;
        for (; at < end; at++) {
            int digit = bytes[at] - '0';
            if (digit < 0 || digit > 9) return false;
            value = value * 10 + digit;
        }
        if (negative) value = -value;
        if (value != (int) value) return false;
        encodeInteger((int) value);
        return true;
    }

    private void encodeInteger(int value) {
        int size = value == (byte) value ? 1 : value == (short) value ? 2 : 4;
        room(5);
        stage[staged++] =
                (byte) (size == 1 ? Opcode.INT8 : size == 2 ? Opcode.INT16 : Opcode.INT32);
        for (int i = 0; i < size; i++) stage[staged++] = (byte) (value >> (8 * i));
    }

    /// Worth it only if at least four bytes are won, as Redis has it.
    private boolean compressed(byte[] bytes, int from, int length) {
        if (lzf == null) lzf = new Lzf();
        int limit = length - 4;
        byte[] target = scratch(limit);
        int compressed = lzf.compress(bytes, from, length, target, limit);
        if (compressed < 0) return false;
        put(Opcode.LZF);
        length(compressed);
        length(length);
        raw(target, 0, compressed);
        return true;
    }

    private byte[] scratch(int size) {
        if (size <= scratch.length) return scratch;
        if (size > LARGEST_KEPT_SCRATCH) return new byte[size];
        scratch = new byte[Math.max(size, Math.min(scratch.length * 2, LARGEST_KEPT_SCRATCH))];
        return scratch;
    }

    void littleLong(long value) {
        room(8);
        Words.putLittleLong(stage, staged, value);
        staged += 8;
    }

    private void room(int size) {
        if (size > stage.length - staged) flush();
    }
}
