package hearsay.node.encoding;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.RealRedis;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.TreeSet;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntsetTest {

    @Test
    void numbers_lie_in_order_two_bytes_each() {
        var set = setOf(3, -1, 2, 3);
        assertThat(hex(set)).isEqualTo("02000000 03000000 ffff 0200 0300".replace(" ", ""));
        assertThat(set.add(2)).isFalse();
        assertThat(set.count()).isEqualTo(3);
        assertThat(set.min()).isEqualTo(-1);
        assertThat(set.at(1)).isEqualTo(2);
        assertThat(set.max()).isEqualTo(3);
    }

    @Test
    void one_large_number_makes_all_of_them_wider_for_good() {
        var set = setOf(1, 2, 40_000);
        assertThat(hex(set)).isEqualTo("0400000003000000010000000200000040".concat("9c0000"));
        assertThat(set.remove(40_000)).isTrue();
        assertThat(hex(set)).isEqualTo("04000000020000000100000002000000");
        assertThat(set.add(Long.MIN_VALUE)).isTrue();
        assertThat(set.min()).isEqualTo(Long.MIN_VALUE);
        assertThat(set.array()[0]).isEqualTo((byte) 8);
        assertThat(set.contains(1)).isTrue();
        assertThat(set.contains(Long.MAX_VALUE)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void it_is_a_set_whatever_is_added_and_removed(long seed) {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        var set = new Intset();
        var expected = new TreeSet<Long>();
        int bits = 4 + (int) seed * 15;
        for (int i = 0; i < 5_000; i++) {
            long number = random.nextLong() >> (64 - bits);
            if (i > 200 && random.nextInt(5) == 0 && !expected.isEmpty()) number = expected.last();
            boolean grows = i / 500 % 2 == 0;
            if (random.nextInt(4) == 0 != grows) {
                assertThat(set.add(number)).isEqualTo(expected.add(number));
            } else {
                assertThat(set.remove(number)).isEqualTo(expected.remove(number));
            }
            assertThat(set.contains(number)).isEqualTo(expected.contains(number));
            assertThat(set.count()).isEqualTo(expected.size());
        }
        int at = 0;
        for (long number : expected) assertThat(set.at(at++)).isEqualTo(number);
        var bytes = set.toBytes();
        if (!expected.isEmpty()) assertThat(Intset.isValid(bytes, 0, bytes.length)).isTrue();
        assertThat(set.memory()).isLessThan(2L * bytes.length + 100);
    }

    @Test
    void a_copy_goes_its_own_way() {
        var set = setOf(1, 2, 3);
        var copy = set.copy();
        copy.remove(2);
        assertThat(set.contains(2)).isTrue();
        assertThat(Intset.of(set.toBytes()).contains(3)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "a width that there is not,    0300000001000000010203",
        "fewer bytes than numbers,     02000000030000000100 0200",
        "more bytes than numbers,      0200000001000000 01000200",
        "no number at all,             0200000000000000",
        "a header cut short,           02000000010000",
        "the same number twice,        0200000002000000 01000100",
        "numbers that descend,         0200000002000000 0100ffff",
        "more numbers than fit an int, 0200000000000080",
    })
    void bytes_that_nobody_has_written_are_refused(String what, String hex) {
        var bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        assertThat(Intset.isValid(bytes, 0, bytes.length)).as(what).isFalse();
    }

    @Test
    void the_bytes_are_those_of_redis() {
        try (var redis = RealRedis.startOrSkip("--rdbcompression", "no")) {
            for (var numbers :
                    new long[][] {{5}, {3, 1, -7}, {1, 70_000, -70_000}, {1L << 40, -2, 32_767}}) {
                redis.raw("DEL", "s");
                for (long number : numbers) redis.raw("SADD", "s", Long.toString(number));
                var dump = redis.raw("DUMP", "s").getBytes(ISO_8859_1);
                // Header of the bulk, type, length; behind it version, checksum and the line's end.
                int start = String.valueOf(dump.length).length() + 3 + 2;
                var set = setOf(numbers);
                assertThat(Arrays.copyOfRange(dump, start, start + set.size()))
                        .isEqualTo(set.toBytes());
            }
        }
    }

    private static Intset setOf(long... numbers) {
        var set = new Intset();
        for (long number : numbers) set.add(number);
        return set;
    }

    private static String hex(Intset set) {
        return HexFormat.of().formatHex(set.toBytes());
    }
}
