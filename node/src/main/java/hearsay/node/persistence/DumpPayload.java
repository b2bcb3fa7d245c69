package hearsay.node.persistence;

import hearsay.node.config.ValueSettings;
import hearsay.node.keyspace.Value;
import java.io.ByteArrayOutputStream;

/// What DUMP answers and RESTORE takes, and MIGRATE carries: a value as in an RDB file, wrapped so
/// that it can be trusted.
///
///     type byte │ value │ RDB version, 2 bytes, little-endian │ CRC-64 of all before, little-endian
///
/// An instance writes, for one thread; reading needs none.
public final class DumpPayload {

    private static final int FOOTER = 10;
    private static final String BAD_DATA = "Bad data format";
    private static final int LARGEST_KEPT = 1 << 16;

    private ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final RdbWriter writer;

    public DumpPayload(RdbWriter.Options options) {
        this.writer =
                new RdbWriter((bytes, from, length) -> out.write(bytes, from, length), options);
    }

    /// The payload of a value.
    public byte[] of(Value value) {
        writer.put(ValueWriter.type(value).code());
        ValueWriter.write(value, writer);
        return seal();
    }

    /// How many bytes a value takes in an RDB file, its type, key and attributes not counted.
    public static long length(Value value, RdbWriter.Options options) {
        var writer = new RdbWriter((bytes, from, length) -> {}, options);
        ValueWriter.write(value, writer);
        return writer.written();
    }

    /// Whether a payload is whole and of a version that can be read, before anything else is done.
    ///
    /// @throws RdbError `DUMP payload version or checksum are wrong`, RESTORE's own words, as its
    ///   reason
    public static void verify(byte[] payload) {
        int body = payload.length - FOOTER;
        if (body < 0 || version(payload) > RdbReader.NEWEST_VERSION || !sumIsRight(payload)) {
            throw new RdbError("DUMP payload version or checksum are wrong", Math.max(body, 0));
        }
    }

    /// Reads a payload's value.
    ///
    /// @throws RdbError as [#verify]; or `Bad data format`, for a value that its type forbids
    public static Value read(byte[] payload, ValueSettings settings) {
        verify(payload);
        int end = payload.length - FOOTER;
        var type = end == 0 ? null : RdbType.of(payload[0] & 0xff);
        if (type == null || type == RdbType.MODULE_2) throw new RdbError(BAD_DATA, 0);
        var in = new RdbInput();
        var parts = new PartsReader(in);
        parts.start(Layout.value(type), 0, ValueBuilders.of(type, settings));
        in.chunk(payload, 1, end - 1);
        try {
            var value = parts.read() ? parts.value() : null;
            if (value != null) return value;
        } catch (RdbError e) {
            throw new RdbError(BAD_DATA, e.offset() + 1);
        }
        throw new RdbError(BAD_DATA, end);
    }

    private byte[] seal() {
        writer.put(RdbWriter.VERSION);
        writer.put(RdbWriter.VERSION >> 8);
        writer.seal(true);
        var payload = out.toByteArray();
        if (payload.length <= LARGEST_KEPT) out.reset();
        else out = new ByteArrayOutputStream();
        return payload;
    }

    private static int version(byte[] payload) {
        int at = payload.length - FOOTER;
        return (payload[at] & 0xff) | (payload[at + 1] & 0xff) << 8;
    }

    private static boolean sumIsRight(byte[] payload) {
        int at = payload.length - 8;
        long sum = Crc64.of(payload, 0, at);
        for (int i = 0; i < 8; i++) {
            if (payload[at + i] != (byte) (sum >>> (8 * i))) return false;
        }
        return true;
    }
}
