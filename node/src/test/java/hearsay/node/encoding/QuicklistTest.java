package hearsay.node.encoding;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.keyspace.ListValue;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Lists as chains of listpacks, held against a plain list of strings.
class QuicklistTest {

    private static List<String> elements(ListValue list) {
        var elements = new ArrayList<String>();
        list.forEachPack(pack -> {
            for (int at = pack.first(); at >= 0; at = pack.next(at)) {
                elements.add(new String(pack.text(at), ISO_8859_1));
            }
        });
        return elements;
    }

    private static List<Integer> packs(ListValue list) {
        var counts = new ArrayList<Integer>();
        list.forEachPack(pack -> counts.add(pack.count()));
        return counts;
    }

    private static ListValue listOf(int fill, int elements) {
        var list = new ListValue();
        for (int i = 0; i < elements; i++) push(list, fill, 0, false, Integer.toString(i));
        return list;
    }

    private static void push(ListValue list, int fill, int depth, boolean first, String element) {
        var bytes = element.getBytes(ISO_8859_1);
        list.growing(1, bytes.length, fill, depth);
        list.push(first, bytes, 0, bytes.length);
    }

    @Test
    void a_list_is_long_when_it_has_more_elements_than_allowed_and_short_again_at_the_half() {
        var list = listOf(4, 4);
        assertThat(list.encoding()).isEqualTo("listpack");
        push(list, 4, 0, false, "4");
        assertThat(list.encoding()).isEqualTo("quicklist");
        assertThat(packs(list)).containsExactly(4, 1);
        list.delete(0, 2);
        list.shrunk(4);
        assertThat(list.encoding()).isEqualTo("quicklist");
        list.delete(0, 2);
        list.shrunk(4);
        assertThat(list.encoding()).isEqualTo("listpack");
        assertThat(elements(list)).containsExactly("4");
    }

    @Test
    void a_negative_fill_is_a_size() {
        assertThat(Quicklist.isTooLarge(-1, 4096, 1_000_000)).isFalse();
        assertThat(Quicklist.isTooLarge(-1, 4097, 1)).isTrue();
        assertThat(Quicklist.isTooLarge(-2, 8193, 1)).isTrue();
        assertThat(Quicklist.isTooLarge(-5, 65536, 1)).isFalse();
        assertThat(Quicklist.isTooLarge(-500, 65537, 1)).isTrue();
        assertThat(Quicklist.isTooLarge(0, 100, 2)).isTrue();
        assertThat(Quicklist.isTooLarge(1000, 8193, 2)).isTrue();
    }

    @Test
    void a_full_listpack_is_split_where_something_is_inserted() {
        var list = listOf(4, 12);
        assertThat(packs(list)).containsExactly(4, 4, 4);
        var bytes = "x".getBytes(ISO_8859_1);
        list.insert(list.at(5, false), false, bytes, 0, 1);
        assertThat(elements(list))
                .containsExactly("0", "1", "2", "3", "4", "5", "x", "6", "7", "8", "9", "10", "11");
        assertThat(packs(list)).containsExactly(4, 2, 3, 4);
    }

    @Test
    void at_the_edge_of_a_full_listpack_the_neighbour_takes_it() {
        var list = listOf(4, 12);
        list.delete(4, 1);
        var bytes = "x".getBytes(ISO_8859_1);
        list.insert(list.at(3, false), false, bytes, 0, 1);
        assertThat(packs(list)).containsExactly(4, 4, 4);
        list.insert(list.at(3, false), false, bytes, 0, 1);
        assertThat(packs(list)).containsExactly(4, 1, 4, 4);
    }

    @Test
    void what_is_far_from_both_ends_is_compressed() {
        var list = new ListValue();
        for (int i = 0; i < 1000; i++) push(list, 100, 1, false, "the same " + i % 3);
        var plain = new ListValue();
        for (int i = 0; i < 1000; i++) push(plain, 100, 0, false, "the same " + i % 3);
        assertThat(elements(list)).isEqualTo(elements(plain));
        assertThat(list.memory()).isLessThan(plain.memory() * 2 / 3);
    }

    @ParameterizedTest
    @CsvSource({"-2,0", "-1,1", "1,0", "2,1", "3,2", "5,0", "16,3", "0,1", "-5,1"})
    void it_behaves_like_a_plain_list(int fill, int depth) {
        var random = new SplittableRandom(fill * 31L + depth);
        for (int round = 0; round < 30; round++) {
            var list = new ListValue();
            var model = new ArrayList<String>();
            int steps = 400;
            for (int i = 0; i < steps; i++) {
                step(list, model, fill, depth, random);
                assertThat(list.size()).isEqualTo(model.size());
                if (model.isEmpty()) list = new ListValue();
            }
            assertThat(elements(list)).isEqualTo(model);
            assertThat(elements(list.copy())).isEqualTo(model);
            assertThat(list.copy().encoding()).isEqualTo(list.encoding());
            if (depth == 0) assertThat(list.memory()).isEqualTo(recount(list));
        }
    }

    /// What it holds, found out by looking; that cannot be done where something is compressed.
    private static long recount(ListValue list) {
        var counted = new long[1];
        list.forEachPack(pack -> counted[0] += pack.memory());
        long sum = counted[0] + Heap.object(8);
        if (list.encoding().equals("listpack")) return sum;
        return sum + Heap.object(40) + list.packs() * Quicklist.Node.MEMORY;
    }

    private static void step(
            ListValue list, List<String> model, int fill, int depth, SplittableRandom random) {
        var element = element(random);
        var bytes = element.getBytes(ISO_8859_1);
        int size = model.size();
        int kind = random.nextInt(size == 0 ? 2 : 10);
        switch (kind) {
            case 0, 1 -> {
                push(list, fill, depth, kind == 0, element);
                model.add(kind == 0 ? 0 : size, element);
            }
            case 2, 3 -> {
                boolean before = kind == 2;
                int index = random.nextInt(size);
                list.growing(1, bytes.length, fill, depth);
                list.insert(list.at(index, false), before, bytes, 0, bytes.length);
                model.add(before ? index : index + 1, element);
            }
            case 4 -> {
                int index = random.nextInt(size);
                list.growing(1, bytes.length, fill, depth);
                list.replace(index, bytes, 0, bytes.length);
                model.set(index, element);
                list.shrunk(fill);
            }
            case 5 -> {
                int from = random.nextInt(size);
                int count = random.nextInt(Math.min(size - from, 5) + 1);
                list.delete(from, count);
                model.subList(from, from + count).clear();
                list.shrunk(fill);
            }
            case 6, 7 -> {
                boolean first = kind == 6;
                list.from(first).delete();
                model.remove(first ? 0 : size - 1);
                list.shrunk(fill);
            }
            case 8 -> {
                boolean backwards = random.nextBoolean();
                var doomed = model.get(random.nextInt(size));
                var target = doomed.getBytes(ISO_8859_1);
                var cursor = list.from(!backwards);
                while (cursor.isOnElement()) {
                    if (cursor.equals(target, 0, target.length)) {
                        cursor.delete();
                    } else {
                        cursor.move();
                    }
                }
                cursor.settle();
                model.removeIf(doomed::equals);
                list.shrunk(fill);
            }
            default -> {
                int index = random.nextInt(size);
                boolean backwards = random.nextBoolean();
                var cursor = list.at(index, backwards);
                for (int i = index; i >= 0 && i < size; i += backwards ? -1 : 1) {
                    assertThat(new String(cursor.pack().text(cursor.position()), ISO_8859_1))
                            .isEqualTo(model.get(i));
                    cursor.move();
                }
                assertThat(cursor.isOnElement()).isFalse();
            }
        }
    }

    private static String element(SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> Integer.toString(random.nextInt(20));
            case 1 -> "x".repeat(random.nextInt(100));
            case 2 -> Long.toString(random.nextLong());
            default -> "word " + random.nextInt(5);
        };
    }
}
