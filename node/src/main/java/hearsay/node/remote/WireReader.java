package hearsay.node.remote;

import hearsay.gossip.bus.Payload;
import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.Slot;
import hearsay.gossip.model.SlotSet;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Reads what [WireWriter] wrote, and trusts none of it: whatever the bytes are, it ends in a value
/// within its bounds or in [Malformed], and never allocates more than the bytes could stand for.
final class WireReader {

    /// These bytes were not written by us.
    static final class Malformed extends Exception {
        Malformed(String why) {
            super(why, null, false, false);
        }
    }

    private final ByteBuffer buffer;

    WireReader(ByteBuffer buffer) {
        this.buffer = buffer;
    }

    int remaining() {
        return buffer.remaining();
    }

    void end() throws Malformed {
        if (buffer.hasRemaining()) throw new Malformed(remaining() + " bytes too many");
    }

    int octet() throws Malformed {
        try {
            return buffer.get() & 0xFF;
        } catch (BufferUnderflowException e) {
            throw new Malformed("bytes missing");
        }
    }

    long number() throws Malformed {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int octet = octet();
            if (shift == 63 && octet > 1) break;
            value |= (octet & 0x7FL) << shift;
            if (octet < 0x80) return value;
        }
        throw new Malformed("a number of more than 64 bits");
    }

    int number(int max) throws Malformed {
        long value = number();
        if (value < 0 || value > max)
            throw new Malformed(value + " where at most " + max + " fits");
        return (int) value;
    }

    /// Unix time in seconds: 32 bits without a sign, as on Redis' own bus.
    long seconds() throws Malformed {
        long value = number();
        if (value >>> Integer.SIZE != 0) throw new Malformed(value + " seconds since 1970");
        return value;
    }

    long fixed() throws Malformed {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 8) value |= (long) octet() << shift;
        return value;
    }

    boolean flag() throws Malformed {
        int octet = octet();
        if (octet > 1) throw new Malformed("a truth of " + octet);
        return octet == 1;
    }

    byte[] raw(int length) throws Malformed {
        if (length > remaining()) throw new Malformed("bytes missing");
        var bytes = new byte[length];
        buffer.get(bytes);
        return bytes;
    }

    byte[] sized() throws Malformed {
        return raw(number(remaining()));
    }

    String text() throws Malformed {
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(sized()));
            return text.toString();
        } catch (CharacterCodingException e) {
            throw new Malformed("a text that is not UTF-8");
        }
    }

    Payload payload() throws Malformed {
        return new Payload(sized());
    }

    /// How many things follow that take at least `bytesEach`.
    int count(int bytesEach) throws Malformed {
        return number(remaining() / bytesEach);
    }

    NodeId id() throws Malformed {
        NodeId id = idOrNone();
        if (id == null) throw new Malformed("a node id missing");
        return id;
    }

    @Nullable NodeId idOrNone() throws Malformed {
        return switch (octet()) {
            case WireWriter.NO_ID -> null;
            case WireWriter.HEX_ID -> new NodeId(hex(raw(NodeId.LENGTH / 2)));
            case WireWriter.TEXT_ID -> {
                var text = new String(raw(NodeId.LENGTH), StandardCharsets.US_ASCII);
                if (!NodeId.isValid(text)) throw new Malformed("a node id that is none");
                yield new NodeId(text);
            }
            default -> throw new Malformed("an unknown form of a node id");
        };
    }

    SlotSet slots() throws Malformed {
        return switch (octet()) {
            case WireWriter.NO_SLOTS -> SlotSet.EMPTY;
            case WireWriter.SLOT_RANGES -> ranges();
            case WireWriter.SLOT_BITMAP -> SlotSet.fromBytes(raw(SlotSet.BYTES), 0);
            default -> throw new Malformed("an unknown form of slots");
        };
    }

    private SlotSet ranges() throws Malformed {
        var slots = new SlotSet.Builder();
        int count = count(2);
        for (int i = 0; i < count; i++) {
            int first = number(Slot.COUNT - 1);
            int last = number(Slot.COUNT - 1);
            if (first > last) throw new Malformed("slots from " + first + " to " + last);
            for (int slot = first; slot <= last; slot++) slots.add(slot);
        }
        return slots.build();
    }

    private static String hex(byte[] bytes) {
        var text = new char[bytes.length * 2];
        for (int i = 0; i < bytes.length; i++) {
            text[2 * i] = Character.forDigit(bytes[i] >> 4 & 15, 16);
            text[2 * i + 1] = Character.forDigit(bytes[i] & 15, 16);
        }
        return new String(text);
    }
}
