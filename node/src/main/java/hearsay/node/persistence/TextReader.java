package hearsay.node.persistence;

import hearsay.node.encoding.Lzf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads one string after the other, in any encoding, through as many chunks as it takes; or passes
/// over it, without memory.
final class TextReader {

    /// More than a JVM's array can hold is refused; up to here, memory is given at once.
    private static final int LONGEST = Integer.MAX_VALUE - 16;

    private static final int GIVEN_AT_ONCE = 1 << 16;
    private static final int NOT_COMPRESSED = -1;
    private static final byte[] NOTHING = {};

    private enum Phase {
        HEAD,
        INTEGER,
        COMPRESSED_LENGTH,
        EXPANDED_LENGTH,
        BODY
    }

    private final RdbInput in;
    private Phase phase = Phase.HEAD;
    private int integerSize;
    private long bodyLength;
    private long bodyRead;
    private long expandedLength;
    private byte[] body = NOTHING;

    TextReader(RdbInput in) {
        this.in = in;
    }

    /// Reads on; false when more bytes are needed. `keep` must not change within one string.
    boolean read(boolean keep) {
        while (true) {
            boolean enough =
                    switch (phase) {
                        case HEAD -> head(keep);
                        case INTEGER -> integer();
                        case COMPRESSED_LENGTH -> compressedLength();
                        case EXPANDED_LENGTH -> expandedLength(keep);
                        case BODY -> body(keep);
                    };
            if (!enough) return false;
            if (phase == Phase.HEAD) return true;
        }
    }

    /// The string that was kept.
    byte[] take() {
        var taken = body;
        body = NOTHING;
        return taken;
    }

    private boolean head(boolean keep) {
        if (!PartsReader.gatherLength(in)) return false;
        int first = in.token()[0] & 0xff;
        if (first < Opcode.INT8) {
            expandedLength = NOT_COMPRESSED;
            startBody(PartsReader.length(in), keep);
            return true;
        }
        phase =
                switch (first) {
                    case Opcode.INT8, Opcode.INT16, Opcode.INT32 -> Phase.INTEGER;
                    case Opcode.LZF -> Phase.COMPRESSED_LENGTH;
                    default -> throw in.error("Unknown RDB string encoding type " + (first & 0x3f));
                };
        integerSize = 1 << (first & 3);
        in.release();
        return true;
    }

    private boolean integer() {
        if (!in.gather(integerSize)) return false;
        byte[] token = in.token();
        int value = token[integerSize - 1];
        for (int i = integerSize - 2; i >= 0; i--) value = value << 8 | (token[i] & 0xff);
        in.release();
        body = Integer.toString(value).getBytes(StandardCharsets.US_ASCII);
        phase = Phase.HEAD;
        return true;
    }

    private boolean compressedLength() {
        if (!PartsReader.gatherLength(in)) return false;
        bodyLength = PartsReader.length(in);
        phase = Phase.EXPANDED_LENGTH;
        return true;
    }

    private boolean expandedLength(boolean keep) {
        if (!PartsReader.gatherLength(in)) return false;
        expandedLength = PartsReader.length(in);
        checkLength(expandedLength);
        checkLength(bodyLength);
        startBody(bodyLength, keep);
        return true;
    }

    private void startBody(long length, boolean keep) {
        checkLength(length);
        bodyLength = length;
        bodyRead = 0;
        body = keep ? new byte[(int) Math.min(length, GIVEN_AT_ONCE)] : NOTHING;
        phase = Phase.BODY;
    }

    private void checkLength(long length) {
        if (length < 0 || length > LONGEST) {
            throw in.error("Impossible string length " + Long.toUnsignedString(length));
        }
    }

    private boolean body(boolean keep) {
        int taken = (int) Math.min(bodyLength - bodyRead, in.available());
        if (keep) {
            makeRoom(taken);
            in.copy(body, (int) bodyRead, taken);
        } else {
            in.skip(taken);
        }
        bodyRead += taken;
        if (bodyRead < bodyLength) return false;
        if (keep && expandedLength != NOT_COMPRESSED) expand();
        phase = Phase.HEAD;
        return true;
    }

    private void makeRoom(int more) {
        long needed = bodyRead + more;
        if (needed <= body.length) return;
        body = Arrays.copyOf(body, (int) Math.min(bodyLength, Math.max(needed, body.length * 2L)));
    }

    private void expand() {
        boolean honest = Lzf.expandedLength(body, 0, (int) bodyLength) == expandedLength;
        var expanded = room(honest ? (int) expandedLength : 0);
        if (!honest || !Lzf.expand(body, 0, (int) bodyLength, expanded)) {
            throw in.error("Invalid LZF compressed string");
        }
        body = expanded;
    }

    /// A few bytes may truly stand for very many: too many are refused, and the node lives on.
    private byte[] room(int length) {
        try {
            return new byte[length];
        } catch (OutOfMemoryError e) {
            throw in.error("No memory for a string of " + length + " bytes");
        }
    }
}
