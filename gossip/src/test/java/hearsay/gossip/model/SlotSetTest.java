package hearsay.gossip.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A set of slots")
class SlotSetTest {

    @Test
    void keeps_what_was_put_in_and_leaves_the_original_alone() {
        var some = SlotSet.of(0, 63, 64, 16383);
        var more = some.with(5);
        assertThat(more.contains(5)).isTrue();
        assertThat(more.size()).isEqualTo(5);
        assertThat(some.contains(5)).isFalse();
        assertThat(more.without(5)).isEqualTo(some).hasSameHashCodeAs(some);
        assertThat(some.with(0)).isSameAs(some);
        assertThat(SlotSet.of(9).without(9)).isSameAs(SlotSet.EMPTY);
    }

    @Test
    void tells_its_ranges_in_order() {
        assertThat(SlotSet.of(16383, 1, 2, 3, 64, 66).ranges()).hasToString("[1-3, 64, 66, 16383]");
        assertThat(SlotSet.ALL.ranges()).hasToString("[0-16383]");
        assertThat(SlotSet.EMPTY.ranges()).isEmpty();
    }

    @Test
    void is_joined_and_divided() {
        var low = SlotSet.range(0, 99);
        var odd = SlotSet.of(1, 99, 101);
        assertThat(low.union(odd).size()).isEqualTo(101);
        assertThat(odd.minus(low)).isEqualTo(SlotSet.of(101));
        assertThat(odd.intersection(low)).isEqualTo(SlotSet.of(1, 99));
    }

    @Test
    void travels_as_the_bitmap_of_redis() {
        var bytes = new byte[2 + SlotSet.BYTES];
        var slots = SlotSet.of(0, 9, 16383);
        slots.copyTo(bytes, 2);
        assertThat(bytes[2]).isEqualTo((byte) 0b1);
        assertThat(bytes[3]).isEqualTo((byte) 0b10);
        assertThat(bytes[2 + 2047]).isEqualTo((byte) 0x80);
        assertThat(SlotSet.fromBytes(bytes, 2)).isEqualTo(slots);
    }

    @Test
    void says_what_a_bit_set_says_whatever_is_done_to_both() {
        var random = new SplittableRandom(1);
        var slots = SlotSet.EMPTY;
        var bits = new BitSet();
        for (int step = 0; step < 3_000; step++) {
            int first = random.nextInt(Slot.COUNT);
            int last = Math.min(Slot.COUNT - 1, first + random.nextInt(1 << random.nextInt(13)));
            var other = SlotSet.range(first, last).union(SlotSet.of(random.nextInt(Slot.COUNT)));
            var otherBits = bits(other);
            switch (random.nextInt(6)) {
                case 0 -> {
                    slots = slots.union(other);
                    bits.or(otherBits);
                }
                case 1, 2 -> {
                    slots = slots.minus(other);
                    bits.andNot(otherBits);
                }
                case 3 -> {
                    slots = slots.intersection(other);
                    bits.and(otherBits);
                }
                case 4 -> {
                    slots = slots.with(first).without(last);
                    bits.set(first);
                    bits.clear(last);
                }
                default -> {
                    slots = slots.withRange(first, last);
                    bits.set(first, last + 1);
                }
            }
            assertThat(bits(slots)).isEqualTo(bits);
            assertThat(slots.size()).isEqualTo(bits.cardinality());
            assertThat(slots.next(first)).isEqualTo(bits.nextSetBit(first));
            var bytes = new byte[SlotSet.BYTES];
            slots.copyTo(bytes, 0);
            assertThat(SlotSet.fromBytes(bytes, 0)).isEqualTo(slots).hasSameHashCodeAs(slots);
        }
    }

    private static BitSet bits(SlotSet slots) {
        var bits = new BitSet();
        for (int slot = 0; slot < Slot.COUNT; slot++) if (slots.contains(slot)) bits.set(slot);
        return bits;
    }
}
