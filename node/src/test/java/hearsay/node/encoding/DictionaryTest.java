package hearsay.node.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.encoding.Dictionary.Node;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DictionaryTest {

    private final Dictionary<Node> dictionary = new Dictionary<>(42);
    private final Map<String, Node> model = new LinkedHashMap<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void holds_what_was_added_and_not_removed(long seed) {
        var random = random(seed);
        for (int i = 0; i < 20_000; i++) {
            // It grows in the first half and shrinks in the second.
            boolean adds = random.nextInt(10) < (i < 10_000 ? 8 : 2);
            if (adds) add("key:" + random.nextInt(5000));
            else remove("key:" + random.nextInt(5000));
            var asked = "key:" + random.nextInt(5000);
            assertThat(find(asked)).isSameAs(model.get(asked));
        }
        assertThat(dictionary.size()).isEqualTo(model.size());
        assertThat(walk()).containsExactlyInAnyOrderElementsOf(model.keySet());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void a_walk_meets_everything_that_stays_while_the_table_grows_and_shrinks(long seed) {
        var random = random(seed);
        int stays = 1 + random.nextInt(300);
        for (int i = 0; i < stays; i++) add("stays:" + i);
        var met = new LinkedHashSet<String>();
        long cursor = 0;
        int steps = 0;
        do {
            cursor = dictionary.scan(cursor, entry -> met.add(text(entry)));
            boolean grows = steps++ / 40 % 2 == 0;
            for (int i = random.nextInt(40); i > 0; i--) {
                if (grows) add("comes:" + random.nextInt(3000));
                else remove("comes:" + random.nextInt(3000));
            }
            if (random.nextInt(20) == 0) {
                for (int i = 0; i < 3000; i++) remove("comes:" + i);
            }
        } while (cursor != 0);
        for (int i = 0; i < stays; i++) assertThat(met).contains("stays:" + i);
    }

    @Test
    void a_walk_meets_everything_once_while_nothing_changes() {
        for (int i = 0; i < 1000; i++) add("key:" + i);
        var met = new ArrayList<String>();
        long cursor = 0;
        do {
            cursor = dictionary.scan(cursor, entry -> met.add(text(entry)));
        } while (cursor != 0);
        assertThat(met).doesNotHaveDuplicates().hasSize(1000);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void a_walk_that_removes_what_it_meets_misses_nothing(long seed) {
        int many = 500 + random(seed).nextInt(1000);
        for (int i = 0; i < many; i++) add("key:" + i);
        long cursor = 0;
        do {
            cursor = dictionary.scan(cursor, dictionary::remove);
        } while (cursor != 0);
        assertThat(dictionary.size()).isZero();
    }

    @Test
    void a_table_that_has_lost_nearly_everything_becomes_small_again() {
        for (int i = 0; i < 10_000; i++) add("key:" + i);
        assertThat(dictionary.buckets()).isGreaterThanOrEqualTo(10_000);
        for (int i = 10; i < 10_000; i++) remove("key:" + i);
        while (dictionary.rehash(1000)) {}
        assertThat(dictionary.buckets()).isLessThanOrEqualTo(128);
        assertThat(walk()).hasSize(10);
    }

    @Test
    void any_entry_is_as_likely_as_any_other_to_be_drawn() {
        int keys = 200;
        for (int i = 0; i < keys; i++) add("key:" + i);
        while (dictionary.rehash(1000)) {}
        var counts = draw(keys * 500, random(7));
        assertThat(counts).hasSize(keys);
        // Five hundred are expected of each; six standard deviations are 134.
        assertThat(counts.values()).allSatisfy(count -> assertThat(count).isBetween(366, 634));
    }

    @Test
    void a_lonely_entry_in_a_table_made_for_millions_is_found() {
        dictionary.expand(1 << 20);
        add("lonely");
        assertThat(text(dictionary.random(random(1)))).isEqualTo("lonely");
    }

    private Map<String, Integer> draw(int draws, RandomGenerator random) {
        var counts = new LinkedHashMap<String, Integer>();
        for (int i = 0; i < draws; i++)
            counts.merge(text(dictionary.random(random)), 1, Integer::sum);
        return counts;
    }

    private void add(String key) {
        if (model.containsKey(key)) return;
        var bytes = bytes(key);
        var entry = new Node(bytes, dictionary.hash(bytes, 0, bytes.length));
        dictionary.add(entry);
        model.put(key, entry);
    }

    private void remove(String key) {
        var entry = model.remove(key);
        if (entry != null) dictionary.remove(entry);
    }

    private @Nullable Node find(String key) {
        var bytes = bytes(key);
        return dictionary.find(bytes, 0, bytes.length, dictionary.hash(bytes, 0, bytes.length));
    }

    private Set<String> walk() {
        List<String> met = new ArrayList<>();
        long cursor = 0;
        do {
            cursor = dictionary.scan(cursor, entry -> met.add(text(entry)));
        } while (cursor != 0);
        return new LinkedHashSet<>(met);
    }

    private static String text(Node entry) {
        return new String(entry.key(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }
}
