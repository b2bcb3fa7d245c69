package hearsay.node.keyspace;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.TestNode;
import hearsay.node.config.ValueSettings;
import hearsay.node.encoding.Intset;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SetValueTest {

    @ParameterizedTest
    @CsvSource({
        "1, 512, 128, 64",
        "2, 5, 8, 10",
        "3, 0, 8, 10",
        "4, 8, 0, 10",
        "5, 0, 0, 0",
        "6, 4, 100, 3"
    })
    void it_is_a_set_in_every_encoding(long seed, int numbers, int entries, int length) {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        var limits = limits(numbers, entries, length);
        for (int run = 0; run < 20; run++) {
            var set = new SetValue(new Intset());
            var expected = new TreeSet<String>();
            for (int i = 0; i < 300; i++) {
                var member = member(random, run);
                var bytes = ("<" + member + ">").getBytes(ISO_8859_1);
                int size = bytes.length - 2;
                if (random.nextInt(10) < (i / 100 == 1 ? 2 : 7)) {
                    assertThat(set.add(bytes, 1, size, limits)).isEqualTo(expected.add(member));
                } else {
                    assertThat(set.remove(bytes, 1, size)).isEqualTo(expected.remove(member));
                }
                assertThat(set.contains(bytes, 1, size)).isEqualTo(expected.contains(member));
                assertThat(set.count()).isEqualTo(expected.size());
            }
            assertThat(members(set)).isEqualTo(expected);
            assertThat(members(set.copy())).isEqualTo(expected);
            assertThat(set.copy().encoding()).isEqualTo(set.encoding());
        }
    }

    /// What it counts while it changes is what it would count had it always been so.
    @Test
    void memory_is_counted_along() {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
        var limits = limits(512, 128, 64);
        var set = SetValue.table(4);
        for (int i = 0; i < 50_000; i++) {
            var member = member(random, 100).getBytes(ISO_8859_1);
            if (i % 3 == 0) {
                set.remove(member, 0, member.length);
            } else {
                set.add(member, 0, member.length, limits);
            }
        }
        var again = SetValue.table(4);
        set.forEach((bytes, offset, length) -> again.add(bytes, offset, length, limits));
        assertThat(set.count()).isEqualTo(again.count()).isGreaterThan(500);
        Objects.requireNonNull(set.members()).rehash(100_000);
        Objects.requireNonNull(again.members()).rehash(100_000);
        assertThat(set.memory()).isEqualTo(again.memory());
    }

    /// No command waits for a whole table: each moves a little of it.
    @Test
    void a_table_grows_and_shrinks_with_its_members_a_little_at_a_time() {
        var limits = limits(0, 0, 0);
        var set = SetValue.table(4);
        var table = Objects.requireNonNull(set.members());
        int moving = 0;
        for (int i = 0; i < 100_000; i++) {
            var member = Integer.toString(i).getBytes(ISO_8859_1);
            set.add(member, 0, member.length, limits);
            if (table.isRehashing()) moving++;
        }
        assertThat(moving).isGreaterThan(10_000);
        long large = set.memory();
        for (int i = 0; i < 99_990; i++) {
            var member = Integer.toString(i).getBytes(ISO_8859_1);
            set.remove(member, 0, member.length);
        }
        for (int i = 0; i < 1000; i++) set.contains(new byte[] {'x'}, 0, 1);
        assertThat(table.buckets()).isLessThan(200);
        assertThat(set.memory()).isLessThan(large / 1000);
        assertThat(members(set)).hasSize(10);
    }

    @Test
    void a_visitor_may_have_seen_enough() {
        for (var set : new SetValue[] {new SetValue(new Intset()), SetValue.table(4)}) {
            for (int i = 0; i < 100; i++) {
                var member = Integer.toString(i).getBytes(ISO_8859_1);
                set.add(member, 0, member.length, limits(512, 128, 64));
            }
            var seen = new int[1];
            set.forEach((bytes, offset, length) -> ++seen[0] < 7);
            assertThat(seen[0]).isEqualTo(7);
        }
    }

    private static Set<String> members(SetValue set) {
        var members = new TreeSet<String>();
        set.forEach((bytes, offset, length) -> {
            assertThat(members.add(new String(bytes, offset, length, ISO_8859_1))).isTrue();
            return true;
        });
        return members;
    }

    /// Numbers only in the first runs, everything in the later ones.
    private static String member(RandomGenerator random, int run) {
        long number = (long) random.nextInt(100) << random.nextInt(60);
        if (random.nextInt(100) >= run * 5) return Long.toString(number);
        return switch (random.nextInt(4)) {
            case 0 -> "0" + number;
            case 1 -> "";
            case 2 -> "\u00ff".repeat(random.nextInt(20));
            default -> "m" + random.nextInt(100);
        };
    }

    static ValueSettings limits(int numbers, int entries, int length) {
        var node =
                new TestNode(
                        "--set-max-intset-entries",
                        "" + numbers,
                        "--set-max-listpack-entries",
                        "" + entries,
                        "--set-max-listpack-value",
                        "" + length,
                        "--hash-max-listpack-entries",
                        "" + entries,
                        "--hash-max-listpack-value",
                        "" + length);
        return node.server().settings().values();
    }
}
