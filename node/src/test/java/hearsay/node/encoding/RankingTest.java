package hearsay.node.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RankingTest {

    private static final Comparator<RankedNode> ORDER =
            Comparator.comparingDouble((RankedNode n) -> n.score() + 0.0)
                    .thenComparing(RankedNode::key, Arrays::compareUnsigned);

    private final Ranking ranking = new Ranking();

    @Test
    void members_stand_in_the_order_of_scores_and_then_of_bytes() {
        for (var member : List.of(node("b", 1), node("z", -1), node("a", 1), node("", 7))) {
            ranking.add(member);
        }
        assertThat(texts()).containsExactly("z", "a", "b", "");
        assertThat(ranking.countBelow(1, false)).isEqualTo(1);
        assertThat(ranking.countBelow(1, true)).isEqualTo(3);
        assertThat(ranking.countBelow(Double.POSITIVE_INFINITY, false)).isEqualTo(4);
        assertThat(ranking.countBelow(Double.NEGATIVE_INFINITY, true)).isZero();
    }

    @Test
    void bytes_are_unsigned() {
        var low = new RankedNode(new byte[] {0x7f}, 0, 0);
        var high = new RankedNode(new byte[] {(byte) 0x80}, 0, 0);
        ranking.add(high);
        ranking.add(low);
        assertThat(ranking.rank(low)).isZero();
        assertThat(ranking.rank(high)).isEqualTo(1);
    }

    @Test
    void both_zeros_are_the_same_score() {
        var negative = node("b", -0.0);
        var positive = node("a", 0.0);
        ranking.add(negative);
        ranking.add(positive);
        assertThat(texts()).containsExactly("a", "b");
        ranking.remove(negative);
        assertThat(texts()).containsExactly("a");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 200, 3_000, 20_000})
    void whatever_is_done_it_agrees_with_a_sorted_map(int members) {
        var random = random(members);
        var model = new TreeMap<RankedNode, RankedNode>(ORDER);
        var all = new ArrayList<RankedNode>();
        int keys = 0;
        for (int round = 0; round < 6; round++) {
            // Grows in the even rounds, shrinks in the odd ones.
            int actions = members * 2;
            for (int i = 0; i < actions; i++) {
                int what = random.nextInt(10);
                boolean grows = all.isEmpty() || what < (round % 2 == 0 ? 6 : 2);
                if (grows) {
                    var node = node("member" + keys++, score(random));
                    ranking.add(node);
                    model.put(node, node);
                    all.add(node);
                } else if (what < 8) {
                    var node = take(all, random);
                    model.remove(node);
                    ranking.remove(node);
                } else {
                    var node = all.get(random.nextInt(all.size()));
                    model.remove(node);
                    ranking.move(
                            node, what == 8 ? score(random) : node.score() + random.nextDouble());
                    model.put(node, node);
                }
            }
            compare(model, random);
        }
    }

    @Test
    void ranges_are_removed_at_once() {
        var random = random(7);
        for (int round = 0; round < 60; round++) {
            var model = new ArrayList<RankedNode>();
            var fresh = new Ranking();
            int size = random.nextInt(1, 9_000);
            for (int i = 0; i < size; i++) model.add(node("m" + i, score(random)));
            for (var node : model) fresh.add(node);
            model.sort(ORDER);
            while (!model.isEmpty()) {
                int from = random.nextInt(model.size());
                int to = random.nextInt(from, model.size()) + 1;
                var removed = new ArrayList<RankedNode>();
                fresh.removeRange(from, to, removed::add);
                var range = model.subList(from, to);
                assertThat(removed).isEqualTo(range);
                range.clear();
                assertThat(members(fresh)).isEqualTo(model);
                for (int i = 0; i < 20 && !model.isEmpty(); i++) {
                    int at = random.nextInt(model.size());
                    assertThat(fresh.rank(model.get(at))).isEqualTo(at);
                    assertThat(fresh.at(at).member()).isSameAs(model.get(at));
                }
            }
            assertThat(fresh.size()).isZero();
            assertThat(fresh.memory()).isLessThan(1_000);
        }
    }

    @Test
    void an_empty_ranking_holds_no_more_than_one_page() {
        var nodes = new ArrayList<RankedNode>();
        for (int i = 0; i < 100_000; i++) nodes.add(node("m" + i, i % 1000));
        for (var node : nodes) ranking.add(node);
        for (var node : nodes) ranking.remove(node);
        assertThat(ranking.memory()).isLessThan(1_000);
    }

    @Test
    void members_that_arrive_in_order_fill_all_the_room() {
        int members = 100_000;
        for (int i = 0; i < members; i++) ranking.add(node("m" + i, i));
        assertThat(ranking.memory()).isLessThan(14L * members);
        var other = new Ranking();
        for (int i = 0; i < members; i++) other.add(node("m" + i, -i));
        assertThat(other.memory()).isLessThan(14L * members);
        assertThat(other.at(0).score()).isEqualTo(1.0 - members);
        assertThat(other.at(members - 1).score()).isZero();
    }

    @Test
    void members_that_arrive_in_any_order_fill_two_thirds_of_it() {
        var random = random(3);
        int members = 100_000;
        for (int i = 0; i < members; i++) ranking.add(node("m" + i, random.nextDouble()));
        assertThat(ranking.memory()).isLessThan(20L * members);
    }

    @Test
    void members_of_one_score_are_counted_by_their_bytes() {
        for (int i = 0; i < 5_000; i++) ranking.add(node("m%04d".formatted(i), 0));
        assertThat(ranking.countBelow(bytes("m0700"), false)).isEqualTo(700);
        assertThat(ranking.countBelow(bytes("m0700"), true)).isEqualTo(701);
        assertThat(ranking.countBelow(bytes("m07"), true)).isEqualTo(700);
        assertThat(ranking.countBelow(bytes(""), true)).isZero();
        assertThat(ranking.countBelow(bytes("n"), false)).isEqualTo(5_000);
    }

    private void compare(TreeMap<RankedNode, RankedNode> model, RandomGenerator random) {
        var sorted = new ArrayList<>(model.keySet());
        assertThat(ranking.size()).isEqualTo(sorted.size());
        assertThat(members(ranking)).isEqualTo(sorted);
        var backwards = new ArrayList<RankedNode>();
        if (!sorted.isEmpty()) {
            for (var c = ranking.at(sorted.size() - 1); c.isHere(); c.previous()) {
                backwards.add(c.member());
            }
        }
        assertThat(backwards).isEqualTo(sorted.reversed());
        for (int i = 0; i < sorted.size(); i++) {
            var node = sorted.get(i);
            assertThat(ranking.rank(node)).isEqualTo(i);
            if (i % 7 == 0) assertThat(ranking.at(i).member()).isSameAs(node);
        }
        for (int i = 0; i < 50; i++) {
            double score = score(random);
            long below = sorted.stream().filter(n -> n.score() < score).count();
            long upTo = sorted.stream().filter(n -> n.score() <= score).count();
            assertThat(ranking.countBelow(score, false)).isEqualTo((int) below);
            assertThat(ranking.countBelow(score, true)).isEqualTo((int) upTo);
        }
    }

    private List<String> texts() {
        return members(ranking).stream()
                .map(n -> new String(n.key(), StandardCharsets.UTF_8))
                .toList();
    }

    private static List<RankedNode> members(Ranking ranking) {
        var members = new ArrayList<RankedNode>();
        if (ranking.size() == 0) return members;
        for (var c = ranking.at(0); c.isHere(); c.next()) {
            assertThat(c.score()).isEqualTo(c.member().score());
            members.add(c.member());
        }
        return members;
    }

    private static RankedNode take(List<RankedNode> all, RandomGenerator random) {
        int at = random.nextInt(all.size());
        var node = all.get(at);
        all.set(at, all.getLast());
        all.removeLast();
        return node;
    }

    /// Few different ones, so that bytes matter too.
    private static double score(RandomGenerator random) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(-5, 5);
            case 1 -> random.nextDouble();
            case 2 -> Double.POSITIVE_INFINITY;
            default -> random.nextInt(1000) / 8.0;
        };
    }

    private static RankedNode node(String key, double score) {
        return new RankedNode(bytes(key), 0, score);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }
}
