package hearsay.gossip.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An immutable set of the 16384 hash slots.
///
/// Sets are shared by reference: in one JVM a master's slots are one object in every member's view
/// and in every heartbeat, and comparing a claim with what is known is then a comparison of two
/// references. Content is compared only when those differ.
///
/// A set is as large as the stretch of slots that it spans: where five hundred masters share the
/// slots, each has thirty-three of them.
public final class SlotSet {

    /// Bytes of the bitmap on the wire: slot `s` is bit `s % 8` of byte `s / 8`.
    public static final int BYTES = Slot.COUNT / 8;

    private static final int WORDS = Slot.COUNT / Long.SIZE;

    public static final SlotSet EMPTY = new SlotSet(0, new long[0]);
    public static final SlotSet ALL = range(0, Slot.COUNT - 1);

    /// The bits from the first word that has any to the last one.
    private final long[] words;

    /// Which word of all slots the first of these is; 0 if there is none.
    private final int offset;

    private final int size;

    private SlotSet(int offset, long[] words) {
        this.offset = offset;
        this.words = words;
        int bits = 0;
        for (long word : words) bits += Long.bitCount(word);
        this.size = bits;
    }

    public static SlotSet of(int... slots) {
        var builder = new Builder();
        for (int slot : slots) builder.add(slot);
        return builder.build();
    }

    public static SlotSet range(int first, int last) {
        return EMPTY.withRange(first, last);
    }

    /// Reads the 2048 bytes of a bitmap as Redis sends it.
    public static SlotSet fromBytes(byte[] bytes, int offset) {
        var words = new long[WORDS];
        for (int i = 0; i < BYTES; i++) {
            words[i >> 3] |= (bytes[offset + i] & 0xFFL) << ((i & 7) * 8);
        }
        return trimmed(0, words);
    }

    /// Writes the 2048 bytes of a bitmap as Redis sends it.
    public void copyTo(byte[] bytes, int offset) {
        for (int i = 0; i < BYTES; i++) {
            bytes[offset + i] = (byte) (word(i >> 3) >>> ((i & 7) * 8));
        }
    }

    public boolean contains(int slot) {
        return (word(slot >> 6) >>> slot & 1) != 0;
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /// The smallest member that is at least `from`, or -1.
    public int next(int from) {
        int index = (from >> 6) - offset;
        if (index >= words.length) return -1;
        // The last word has bits, so the search ends there, unless all of them are below `from`.
        long word = index < 0 ? words[index = 0] : words[index] & -1L << from;
        while (word == 0) {
            if (++index == words.length) return -1;
            word = words[index];
        }
        return (offset + index << 6) + Long.numberOfTrailingZeros(word);
    }

    /// Maximal runs of neighbouring slots, ascending.
    public List<SlotRange> ranges() {
        var ranges = new ArrayList<SlotRange>();
        for (int first = next(0); first >= 0; ) {
            int end = first + 1;
            while (end < Slot.COUNT && contains(end)) end++;
            ranges.add(new SlotRange(first, end - 1));
            first = next(end);
        }
        return ranges;
    }

    public SlotSet with(int slot) {
        return contains(slot) ? this : withRange(slot, slot);
    }

    public SlotSet without(int slot) {
        return contains(slot) ? minus(range(slot, slot)) : this;
    }

    public SlotSet withRange(int first, int last) {
        if (first > last) return this;
        int from = isEmpty() ? first >> 6 : Math.min(offset, first >> 6);
        var changed = copy(from, Math.max(offset + words.length, (last >> 6) + 1));
        for (int slot = first; slot <= last; slot++) changed[(slot >> 6) - from] |= 1L << slot;
        return new SlotSet(from, changed);
    }

    public SlotSet union(SlotSet other) {
        if (equals(other) || other.isEmpty()) return this;
        if (isEmpty()) return other;
        int from = Math.min(offset, other.offset);
        int to = Math.max(offset + words.length, other.offset + other.words.length);
        var changed = copy(from, to);
        for (int i = 0; i < changed.length; i++) changed[i] |= other.word(from + i);
        return new SlotSet(from, changed);
    }

    public SlotSet minus(SlotSet other) {
        if (equals(other)) return EMPTY;
        if (isEmpty() || other.isEmpty()) return this;
        var changed = words.clone();
        for (int i = 0; i < changed.length; i++) changed[i] &= ~other.word(offset + i);
        return trimmed(offset, changed);
    }

    public SlotSet intersection(SlotSet other) {
        if (equals(other) || isEmpty()) return this;
        if (other.isEmpty()) return EMPTY;
        var changed = words.clone();
        for (int i = 0; i < changed.length; i++) changed[i] &= other.word(offset + i);
        return trimmed(offset, changed);
    }

    /// A word of all slots.
    private long word(int index) {
        int i = index - offset;
        return i < 0 || i >= words.length ? 0 : words[i];
    }

    /// Words `from` to `to` of all slots, which are at least mine.
    private long[] copy(int from, int to) {
        var copy = new long[to - from];
        System.arraycopy(words, 0, copy, isEmpty() ? 0 : offset - from, words.length);
        return copy;
    }

    private static SlotSet trimmed(int offset, long[] words) {
        int from = 0;
        int to = words.length;
        while (from < to && words[from] == 0) from++;
        while (from < to && words[to - 1] == 0) to--;
        if (from == to) return EMPTY;
        return new SlotSet(offset + from, Arrays.copyOfRange(words, from, to));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) return true;
        return other instanceof SlotSet that
                && size == that.size
                && offset == that.offset
                && Arrays.equals(words, that.words);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(words) + offset;
    }

    @Override
    public String toString() {
        return ranges().toString();
    }

    /// Collects slots one by one where making a set for each would be wasteful.
    public static final class Builder {
        private final long[] words = new long[WORDS];

        public Builder add(int slot) {
            words[slot >> 6] |= 1L << slot;
            return this;
        }

        public boolean contains(int slot) {
            return (words[slot >> 6] >>> slot & 1) != 0;
        }

        public SlotSet build() {
            return trimmed(0, words);
        }
    }
}
