package hearsay.node.persistence;

import java.io.ByteArrayOutputStream;

/// What DUMP answers and RESTORE takes, and MIGRATE carries: a value as in an RDB file, wrapped so
/// that it can be trusted.
///
///     type byte │ value │ RDB version, 2 bytes, little-endian │ CRC-64 of all before, little-endian
///
/// An instance writes, for one thread; reading needs none.
public final class DumpPayload {

    private static final int FOOTER = 10;
    private static final int LARGEST_KEPT = 1 << 16;

    private ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final RdbWriter writer;

    public DumpPayload(RdbWriter.Options options) {
        this.writer =
                new RdbWriter((bytes, from, length) -> out.write(bytes, from, length), options);
    }

    /// The payload of a string.
    public byte[] string(byte[] value) {
        writer.put(RdbType.STRING.code());
        writer.string(value);
        return seal();
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

    /// Reads a payload's value as that of `key`.
    ///
    /// @throws RdbError as [#verify]; or `Bad data format`, for a value that its type forbids
    public static void read(byte[] payload, byte[] key, RdbSink sink) {
        verify(payload);
        int end = payload.length - FOOTER;
        var type = end == 0 ? null : RdbType.of(payload[0] & 0xff);
        if (type == null) throw new RdbError("Bad data format", 0);
        var in = new RdbInput();
        var parts = new PartsReader(in);
        parts.start(Layout.value(type), type == RdbType.STRING ? 1 : 0);
        in.chunk(payload, 1, end - 1);
        try {
            if (!parts.read()) throw in.error("Bad data format");
        } catch (RdbError e) {
            throw new RdbError("Bad data format", e.offset() + 1);
        }
        if (type == RdbType.STRING) sink.string(key, parts.text(0), KeyAttributes.NONE);
        else sink.unsupported(type, key, KeyAttributes.NONE);
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
