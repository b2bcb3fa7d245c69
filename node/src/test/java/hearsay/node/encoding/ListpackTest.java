package hearsay.node.encoding;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListpackTest {

    @Test
    void its_bytes_are_those_of_redis() {
        var pack = new Listpack();
        for (var word : List.of("a", "127", "-1", "4096", "100000", "12345678901", "01")) {
            pack.append(bytes(word));
        }
        // redis-cli DUMP of the list, its value without what surrounds it.
        assertThat(HexFormat.of().formatHex(pack.toBytes()))
                .isEqualTo(
                        "26000000"
                                + "0700"
                                + "816102"
                                + "7f01"
                                + "dfff02"
                                + "f1001003"
                                + "f2a0860104"
                                + "f4351cdcdf0200000009"
                                + "82303103"
                                + "ff");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void does_what_a_list_of_strings_does(long seed) {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        var pack = new Listpack();
        var model = new ArrayList<String>();
        for (int i = 0; i < 3000; i++) {
            change(random, pack, model);
            if (i % 50 == 0) check(random, pack, model);
        }
        check(random, pack, model);
        var again = Listpack.of(pack.toBytes());
        assertThat(elements(again)).isEqualTo(model);
    }

    @Test
    void many_elements_are_counted_though_the_header_cannot() {
        var pack = new Listpack();
        for (int i = 0; i < 70_000; i++) pack.append(i);
        assertThat(Listpack.isValid(pack.array(), 0, pack.size())).isTrue();
        assertThat(Listpack.of(pack.toBytes()).count()).isEqualTo(70_000);
        pack.delete(pack.at(10), 69_000);
        assertThat(Listpack.of(pack.toBytes()).count()).isEqualTo(1000);
        assertThat(pack.number(pack.at(10))).isEqualTo(69_010);
    }

    @Test
    void bytes_of_a_stranger_are_valid_or_not_and_never_a_trap() {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        var pack = new Listpack();
        for (int i = 0; i < 12; i++) pack.append(bytes(word(random)));
        var good = pack.toBytes();
        assertThat(Listpack.isValid(good, 0, good.length)).isTrue();
        for (int at = 0; at < good.length; at++) {
            for (int value = 0; value < 256; value++) {
                var bad = good.clone();
                bad[at] = (byte) value;
                if (Listpack.isValid(bad, 0, bad.length)) elements(Listpack.of(bad));
            }
        }
        for (int length = 0; length < good.length; length++) {
            assertThat(Listpack.isValid(good, 0, length)).isFalse();
        }
    }

    private static void change(RandomGenerator random, Listpack pack, List<String> model) {
        var word = word(random);
        var bytes = bytes(word);
        int index = model.isEmpty() ? -1 : random.nextInt(model.size());
        int at = index < 0 ? -1 : pack.at(index);
        // More comes than goes, until it is large; then it goes.
        boolean shrinks = model.size() > 300 && random.nextInt(4) > 0;
        switch (shrinks ? 5 + random.nextInt(2) : random.nextInt(7)) {
            case 0 -> {
                pack.append(bytes, 0, bytes.length);
                model.add(word);
            }
            case 1 -> {
                pack.prepend(bytes, 0, bytes.length);
                model.addFirst(word);
            }
            case 2 -> {
                if (at < 0) return;
                int added = pack.insertBefore(at, bytes, 0, bytes.length);
                assertThat(text(pack, added)).isEqualTo(word);
                model.add(index, word);
            }
            case 3 -> {
                if (at < 0) return;
                int added = pack.insertAfter(at, bytes, 0, bytes.length);
                assertThat(text(pack, added)).isEqualTo(word);
                model.add(index + 1, word);
            }
            case 4 -> {
                if (at < 0) return;
                pack.replace(at, bytes, 0, bytes.length);
                model.set(index, word);
            }
            case 5 -> {
                if (at < 0) return;
                int following = pack.delete(at);
                model.remove(index);
                if (index == model.size()) assertThat(following).isEqualTo(-1);
                else assertThat(text(pack, following)).isEqualTo(model.get(index));
            }
            default -> {
                if (at < 0) return;
                int count = random.nextInt(5);
                pack.delete(at, count);
                model.subList(index, Math.min(index + count, model.size())).clear();
            }
        }
    }

    private static void check(RandomGenerator random, Listpack pack, List<String> model) {
        assertThat(Listpack.isValid(pack.array(), 0, pack.size())).isTrue();
        assertThat(pack.count()).isEqualTo(model.size());
        assertThat(elements(pack)).isEqualTo(model);
        var backwards = new ArrayList<String>();
        for (int at = pack.last(); at >= 0; at = pack.previous(at)) backwards.add(text(pack, at));
        assertThat(backwards.reversed()).isEqualTo(model);
        var sought = model.isEmpty() ? "x" : model.get(random.nextInt(model.size()));
        var bytes = bytes(sought);
        int found = pack.find(pack.first(), bytes, 0, bytes.length, 0);
        assertThat(found)
                .isEqualTo(pack.at(model.indexOf(sought) < 0 ? 1 << 20 : model.indexOf(sought)));
        if (found >= 0) assertThat(pack.equals(found, bytes, 0, bytes.length)).isTrue();
    }

    private static List<String> elements(Listpack pack) {
        var all = new ArrayList<String>();
        for (int at = pack.first(); at >= 0; at = pack.next(at)) all.add(text(pack, at));
        return all;
    }

    private static String text(Listpack pack, int at) {
        var text = new String(pack.text(at), ISO_8859_1);
        assertThat(pack.length(at)).isEqualTo(text.length());
        return text;
    }

    private static String word(RandomGenerator random) {
        return switch (random.nextInt(8)) {
            case 0 -> Long.toString(random.nextLong());
            case 1 -> Long.toString(random.nextLong() >> random.nextInt(64));
            case 2 -> Integer.toString(random.nextInt(300) - 150);
            case 3 -> "x".repeat(random.nextInt(70));
            case 4 -> "y".repeat(random.nextInt(300));
            case 5 -> random.nextInt(40) == 0 ? "z".repeat(4000 + random.nextInt(20000)) : "007";
            case 6 -> Long.toString(random.nextBoolean() ? Long.MIN_VALUE : Long.MAX_VALUE);
            default -> "";
        };
    }

    private static byte[] bytes(String word) {
        return word.getBytes(ISO_8859_1);
    }
}
