package hearsay.node.keyspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class SortedSetValueTest {

    private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(5);

    @Test
    void both_encodings_are_the_same_set() {
        for (int round = 0; round < 40; round++) {
            var packed = new PackedSortedSet();
            var ranked = new RankedSortedSet();
            for (int i = 0; i < 300; i++) {
                change(packed, ranked);
                if (i % 10 == 0) compare(packed, ranked);
            }
            compare(packed, ranked);
            compare(packed, new RankedSortedSet(packed));
            compare(ranked.packed(), ranked);
            compare(packed.copy(), ranked.copy());
        }
    }

    @Test
    void a_copy_shares_nothing() {
        for (var set : List.of(new PackedSortedSet(), new RankedSortedSet())) {
            add(set, "a", 1);
            var copy = set.copy();
            add(set, "b", 2);
            move(set, "a", 3);
            assertThat(show(copy)).containsExactly("a 1.0");
            assertThat(show(set)).containsExactly("b 2.0", "a 3.0");
        }
    }

    @Test
    void memory_grows_and_shrinks_with_the_members() {
        var set = new RankedSortedSet();
        long empty = set.memory();
        for (int i = 0; i < 10_000; i++) add(set, "member:" + i, i);
        assertThat(set.memory()).isBetween(10_000L * 65, 10_000L * 100);
        set.remove(new RankRange(0, 10_000));
        // What is left is the table, whose buckets go one at a time.
        assertThat(set.memory()).isBetween(empty, empty + 10_000 * 8);
    }

    @Test
    void a_listpack_has_the_very_bytes_of_redis() {
        var set = new PackedSortedSet();
        add(set, "one", 1);
        add(set, "half", 0.5);
        add(set, "7", -2);
        add(set, "most", Double.POSITIVE_INFINITY);
        // As DUMP of redis-server 7.2 has them.
        assertThat(set.pack().toBytes())
                .asHexString()
                .isEqualTo(
                        "290000000800"
                                + "0701DFFE02"
                                + "8468616C660583302E3504"
                                + "836F6E65040101"
                                + "846D6F73740583696E6604"
                                + "FF");
    }

    private void change(PackedSortedSet packed, RankedSortedSet ranked) {
        var member = member();
        double score = score();
        boolean isHere = !Double.isNaN(packed.score(bytes(member), 0, member.length()));
        switch (random.nextInt(6)) {
            case 0 -> {
                assertThat(packed.remove(bytes(member), 0, member.length())).isEqualTo(isHere);
                assertThat(ranked.remove(bytes(member), 0, member.length())).isEqualTo(isHere);
            }
            case 1 -> {
                if (packed.size() == 0 || random.nextInt(8) > 0) return;
                int from = random.nextInt(packed.size());
                var ranks = new RankRange(from, random.nextInt(from, packed.size()) + 1);
                packed.remove(ranks);
                ranked.remove(ranks);
            }
            default -> {
                for (var set : List.of(packed, ranked)) {
                    if (isHere) {
                        move(set, member, score);
                    } else {
                        add(set, member, score);
                    }
                }
            }
        }
    }

    private void compare(SortedSetValue packed, SortedSetValue ranked) {
        assertThat(show(ranked)).isEqualTo(show(packed));
        assertThat(backwards(ranked)).isEqualTo(show(packed).reversed());
        for (int i = 0; i < 10; i++) {
            var member = bytes(member());
            assertThat((Object) ranked.score(member, 0, member.length))
                    .isEqualTo(packed.score(member, 0, member.length));
            assertThat(ranked.rank(member, 0, member.length))
                    .isEqualTo(packed.rank(member, 0, member.length));
            double score = score();
            assertThat(ranked.countBelow(score, true)).isEqualTo(packed.countBelow(score, true));
            assertThat(ranked.countBelow(score, false)).isEqualTo(packed.countBelow(score, false));
        }
    }

    private String member() {
        return random.nextBoolean() ? "m" + random.nextInt(30) : "" + random.nextInt(-5, 30);
    }

    private double score() {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(-3, 3);
            case 1 -> random.nextDouble();
            case 2 -> Double.NEGATIVE_INFINITY;
            default -> random.nextInt(1_000_000);
        };
    }

    private static List<String> show(SortedSetValue set) {
        var shown = new ArrayList<String>();
        if (set.size() == 0) return shown;
        for (var at = set.at(0); at.isHere(); at.next()) shown.add(show(at));
        return shown;
    }

    private static List<String> backwards(SortedSetValue set) {
        var shown = new ArrayList<String>();
        if (set.size() == 0) return shown;
        for (var at = set.at(set.size() - 1); at.isHere(); at.previous()) shown.add(show(at));
        return shown;
    }

    private static String show(SortedSetValue.Cursor at) {
        return new String(at.member(), StandardCharsets.UTF_8) + " " + at.score();
    }

    private static void add(SortedSetValue set, String member, double score) {
        var bytes = ("<" + member + ">").getBytes(StandardCharsets.UTF_8);
        set.add(bytes, 1, bytes.length - 2, score);
    }

    private static void move(SortedSetValue set, String member, double score) {
        var bytes = ("<" + member + ">").getBytes(StandardCharsets.UTF_8);
        set.move(bytes, 1, bytes.length - 2, score);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
