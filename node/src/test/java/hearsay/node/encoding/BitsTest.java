package hearsay.node.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class BitsTest {

    private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);

    @Test
    void bits_are_counted_and_found_as_if_one_looked_at_each() {
        for (int i = 0; i < 2000; i++) {
            var bytes = sparse(random.nextInt(1, 60));
            int from = random.nextInt(8 * bytes.length);
            int to = random.nextInt(from, 8 * bytes.length + 1);
            assertThat(Bits.count(bytes, from, to)).isEqualTo(slowCount(bytes, from, to));
            boolean set = random.nextBoolean();
            assertThat(Bits.find(bytes, set, from, to)).isEqualTo(slowFind(bytes, set, from, to));
        }
    }

    @Test
    void a_number_comes_back_from_wherever_it_was_written_and_its_neighbours_stay() {
        for (int i = 0; i < 2000; i++) {
            var bytes = new byte[20];
            random.nextBytes(bytes);
            int size = random.nextInt(1, 65);
            int at = random.nextInt(160 - size + 1);
            long number = random.nextLong() >>> 64 - size;
            var before = bytes.clone();
            Bits.set(bytes, at, size, number);
            assertThat(Bits.get(bytes, bytes.length, at, size)).isEqualTo(number);
            for (int bit = 0; bit < 160; bit++) {
                if (bit >= at && bit < at + size) continue;
                assertThat(bit(bytes, bit)).isEqualTo(bit(before, bit));
            }
        }
    }

    @Test
    void beyond_the_end_all_bits_are_clear() {
        var bytes = new byte[] {-1, -1};
        assertThat(Bits.get(bytes, 1, 4, 8)).isEqualTo(0xf0);
        assertThat(Bits.get(bytes, 2, 1L << 40, 64)).isZero();
    }

    /// Mostly all bits set or all clear, so that there is something to skip.
    private byte[] sparse(int length) {
        var bytes = new byte[length];
        byte usual = (byte) (random.nextBoolean() ? 0 : -1);
        for (int i = 0; i < length; i++) {
            bytes[i] = random.nextInt(30) == 0 ? (byte) random.nextInt() : usual;
        }
        return bytes;
    }

    private static boolean bit(byte[] bytes, int at) {
        return (bytes[at / 8] >> 7 - at % 8 & 1) == 1;
    }

    private static long slowCount(byte[] bytes, int from, int to) {
        long count = 0;
        for (int i = from; i < to; i++) if (bit(bytes, i)) count++;
        return count;
    }

    private static long slowFind(byte[] bytes, boolean set, int from, int to) {
        for (int i = from; i < to; i++) if (bit(bytes, i) == set) return i;
        return -1;
    }
}
