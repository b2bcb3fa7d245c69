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
public final class SlotSet {

    /// Bytes of the bitmap on the wire: slot `s` is bit `s % 8` of byte `s / 8`.
    public static final int BYTES = Slot.COUNT / 8;

    private static final int WORDS = Slot.COUNT / Long.SIZE;

    public static final SlotSet EMPTY = new SlotSet(new long[WORDS]);
    public static final SlotSet ALL = EMPTY.withRange(0, Slot.COUNT - 1);

    private final long[] words;
    private final int size;

    private SlotSet(long[] words) {
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
        return canonical(words);
    }

    /// Writes the 2048 bytes of a bitmap as Redis sends it.
    public void copyTo(byte[] bytes, int offset) {
        for (int i = 0; i < BYTES; i++) {
            bytes[offset + i] = (byte) (words[i >> 3] >>> ((i & 7) * 8));
        }
    }

    public boolean contains(int slot) {
        return (words[slot >> 6] >>> slot & 1) != 0;
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /// The smallest member that is at least `from`, or -1.
    public int next(int from) {
        if (from >= Slot.COUNT) return -1;
        int index = from >> 6;
        long word = words[index] & (-1L << from);
        while (word == 0) {
            if (++index == WORDS) return -1;
            word = words[index];
        }
        return (index << 6) + Long.numberOfTrailingZeros(word);
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
        if (contains(slot)) return this;
        var changed = words.clone();
        changed[slot >> 6] |= 1L << slot;
        return new SlotSet(changed);
    }

    public SlotSet without(int slot) {
        if (!contains(slot)) return this;
        var changed = words.clone();
        changed[slot >> 6] &= ~(1L << slot);
        return canonical(changed);
    }

    public SlotSet withRange(int first, int last) {
        var changed = words.clone();
        for (int slot = first; slot <= last; slot++) changed[slot >> 6] |= 1L << slot;
        return new SlotSet(changed);
    }

    public SlotSet union(SlotSet other) {
        if (equals(other) || other.isEmpty()) return this;
        if (isEmpty()) return other;
        var changed = words.clone();
        for (int i = 0; i < WORDS; i++) changed[i] |= other.words[i];
        return new SlotSet(changed);
    }

    public SlotSet minus(SlotSet other) {
        if (equals(other)) return EMPTY;
        if (isEmpty() || other.isEmpty()) return this;
        var changed = words.clone();
        for (int i = 0; i < WORDS; i++) changed[i] &= ~other.words[i];
        return canonical(changed);
    }

    public SlotSet intersection(SlotSet other) {
        if (equals(other) || isEmpty()) return this;
        if (other.isEmpty()) return EMPTY;
        var changed = words.clone();
        for (int i = 0; i < WORDS; i++) changed[i] &= other.words[i];
        return canonical(changed);
    }

    private static SlotSet canonical(long[] words) {
        for (long word : words) if (word != 0) return new SlotSet(words);
        return EMPTY;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) return true;
        return other instanceof SlotSet that
                && size == that.size
                && Arrays.equals(words, that.words);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(words);
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
            return canonical(words.clone());
        }
    }
}
