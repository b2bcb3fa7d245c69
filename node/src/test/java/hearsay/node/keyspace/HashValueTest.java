package hearsay.node.keyspace;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.config.ValueSettings;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HashValueTest {

    @ParameterizedTest
    @CsvSource({"1, 512, 64", "2, 8, 10", "3, 0, 10", "4, 20, 3", "5, 100, 0"})
    void it_is_a_map_in_every_encoding(long seed, int entries, int length) {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        var limits = SetValueTest.limits(512, entries, length);
        for (int run = 0; run < 20; run++) {
            var hash = new HashValue();
            var expected = new TreeMap<String, String>();
            for (int i = 0; i < 300; i++) {
                var field = Integer.toString(random.nextInt(60), 2 + run);
                var value = "v".repeat(random.nextInt(8)) + random.nextInt(1000);
                if (random.nextInt(10) < (i / 100 == 1 ? 2 : 7)) {
                    boolean isNew = expected.put(field, value) == null;
                    assertThat(set(hash, field, value, limits)).isEqualTo(isNew);
                } else {
                    boolean was = expected.remove(field) != null;
                    assertThat(hash.remove(bytes(field), 0, field.length())).isEqualTo(was);
                }
                var found = hash.get(bytes(field), 0, field.length());
                assertThat(found == null ? null : new String(found, ISO_8859_1))
                        .isEqualTo(expected.get(field));
                int size = Objects.requireNonNullElse(expected.get(field), "").length();
                assertThat(hash.length(bytes(field), 0, field.length())).isEqualTo(size);
                assertThat(hash.has(bytes(field), 0, field.length()))
                        .isEqualTo(expected.containsKey(field));
                assertThat(hash.count()).isEqualTo(expected.size());
            }
            assertThat(pairs(hash)).isEqualTo(expected);
            assertThat(pairs(hash.copy())).isEqualTo(expected);
            assertThat(hash.copy().encoding()).isEqualTo(hash.encoding());
        }
    }

    @Test
    void a_copy_of_a_table_goes_its_own_way() {
        var limits = SetValueTest.limits(0, 0, 0);
        var hash = new HashValue();
        set(hash, "f", "one", limits);
        var copy = hash.copy();
        set(copy, "f", "two", limits);
        assertThat(pairs(hash)).containsEntry("f", "one");
        assertThat(pairs(copy)).containsEntry("f", "two");
    }

    /// What it counts while it changes is what it would count had it always been so.
    @Test
    void memory_is_counted_along() {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
        var limits = SetValueTest.limits(0, 0, 0);
        var hash = HashValue.table(4);
        for (int i = 0; i < 50_000; i++) {
            var field = "field:" + random.nextInt(10_000);
            if (i % 3 == 0) {
                hash.remove(bytes(field), 0, field.length());
            } else {
                set(hash, field, "v".repeat(random.nextInt(100)), limits);
            }
        }
        var again = HashValue.table(4);
        hash.forEach(again::add);
        assertThat(hash.count()).isEqualTo(again.count()).isGreaterThan(1000);
        Objects.requireNonNull(hash.fields()).rehash(100_000);
        Objects.requireNonNull(again.fields()).rehash(100_000);
        assertThat(hash.memory()).isEqualTo(again.memory());
    }

    private static boolean set(HashValue hash, String field, String value, ValueSettings limits) {
        var bytes = bytes("<" + field + "><" + value + ">");
        int valueAt = field.length() + 3;
        return hash.set(bytes, 1, field.length(), bytes, valueAt, value.length(), limits);
    }

    private static Map<String, String> pairs(HashValue hash) {
        var pairs = new TreeMap<String, String>();
        hash.forEach((field, value) ->
                assertThat(pairs.put(new String(field, ISO_8859_1), new String(value, ISO_8859_1)))
                        .isNull());
        return pairs;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }
}
