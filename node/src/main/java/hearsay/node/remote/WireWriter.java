package hearsay.node.remote;

import hearsay.gossip.bus.Payload;
import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.SlotSet;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A growing byte array, and how the bus writes numbers, names and slots into it. [WireReader] is
/// its mirror.
final class WireWriter {

    /// Forms of a node id: none, 20 bytes, or 40 characters since Redis lets any of a-z pass.
    static final int NO_ID = 0, HEX_ID = 1, TEXT_ID = 2;

    /// Forms of a slot set.
    static final int NO_SLOTS = 0, SLOT_RANGES = 1, SLOT_BITMAP = 2;

    private byte[] bytes;
    private int length;

    WireWriter(int expected) {
        bytes = new byte[Math.max(expected, 64)];
    }

    int length() {
        return length;
    }

    byte[] toBytes() {
        return slice(0, length);
    }

    byte[] slice(int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    void copyTo(ByteBuffer buffer) {
        buffer.put(bytes, 0, length);
    }

    WireWriter octet(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
        return this;
    }

    /// Seven bits per byte, lowest first; the high bit says that more follow. Negative numbers take
    /// ten bytes.
    WireWriter number(long value) {
        reserve(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[length++] = (byte) (rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
        return this;
    }

    /// Eight bytes, for numbers that are random.
    WireWriter fixed(long value) {
        for (int shift = 0; shift < 64; shift += 8) octet((int) (value >>> shift));
        return this;
    }

    WireWriter flag(boolean value) {
        return octet(value ? 1 : 0);
    }

    WireWriter raw(byte[] value) {
        reserve(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
        return this;
    }

    WireWriter sized(byte[] value) {
        return number(value.length).raw(value);
    }

    WireWriter text(String value) {
        return sized(value.getBytes(StandardCharsets.UTF_8));
    }

    WireWriter payload(Payload value) {
        return sized(value.bytes());
    }

    WireWriter id(@Nullable NodeId id) {
        if (id == null) return octet(NO_ID);
        String hex = id.hex();
        int start = length;
        octet(HEX_ID);
        for (int i = 0; i < NodeId.LENGTH; i += 2) {
            int high = digit(hex.charAt(i));
            int low = digit(hex.charAt(i + 1));
            if (high < 0 || low < 0) {
                length = start;
                return octet(TEXT_ID).raw(hex.getBytes(StandardCharsets.US_ASCII));
            }
            octet(high << 4 | low);
        }
        return this;
    }

    WireWriter slots(SlotSet slots) {
        if (slots.isEmpty()) return octet(NO_SLOTS);
        var ranges = slots.ranges();
        // A range is four bytes at worst: from 512 on the bitmap is shorter.
        if (ranges.size() * 4 < SlotSet.BYTES) {
            octet(SLOT_RANGES).number(ranges.size());
            for (var range : ranges) number(range.first()).number(range.last());
            return this;
        }
        octet(SLOT_BITMAP);
        reserve(SlotSet.BYTES);
        slots.copyTo(bytes, length);
        length += SlotSet.BYTES;
        return this;
    }

    private static int digit(char c) {
        if (c >= '0' && c <= '9') return c - '0';
        return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    }

    private void reserve(int more) {
        if (length + more <= bytes.length) return;
        bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
}
