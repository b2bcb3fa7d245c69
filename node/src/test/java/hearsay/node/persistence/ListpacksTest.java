package hearsay.node.persistence;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hearsay.node.encoding.Listpack;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListpacksTest {

    @Test
    void a_sound_one_is_taken_as_it_is() {
        var bytes = pack("a", "1", "", "-70000", "x".repeat(5000)).toBytes();
        var taken = Listpacks.of(bytes);
        assertThat(texts(taken)).containsExactly("a", "1", "", "-70000", "x".repeat(5000));
        assertThat(taken.array()).isSameAs(bytes);
    }

    @Test
    void no_changed_byte_makes_trouble_and_whatever_is_taken_is_found() {
        var bytes = pack("abc", "7", "1000", "x".repeat(70), "-1", "70000", "y").toBytes();
        for (int at = 0; at < bytes.length; at++) {
            for (int value = 0; value < 256; value++) {
                var corrupt = bytes.clone();
                corrupt[at] = (byte) value;
                Listpack taken;
                try {
                    taken = Listpacks.of(corrupt);
                } catch (Unsound refused) {
                    assertThat(value).isNotEqualTo(bytes[at] & 0xff);
                    continue;
                }
                for (var text : texts(taken)) {
                    var wanted = text.getBytes(ISO_8859_1);
                    assertThat(taken.find(taken.first(), wanted, 0, wanted.length, 0))
                            .as(text)
                            .isPositive();
                }
            }
        }
    }

    @Test
    void digits_that_stand_as_a_string_become_a_number() {
        // 6 + "12" as a string of two bytes + a one byte number in two bytes + end
        var taken = Listpacks.of(HexFormat.of().parseHex("0e0000000200" + "82313203" + "c00502ff"));
        assertThat(texts(taken)).containsExactly("12", "5");
        assertThat(taken.isNumber(taken.first())).isTrue();
        assertThat(taken.isCanonical()).isTrue();
        assertThat(taken.toBytes()).isEqualTo(pack("12", "5").toBytes());
    }

    @Test
    void nothing_may_be_there_twice() {
        Listpacks.checkDistinct(pack("a", "b", "1", "-1", ""), 1);
        assertTwice(pack("a", "b", "a"), 1);
        assertTwice(pack("1", "b", "1"), 1);
        assertTwice(pack("", "b", ""), 1);
        Listpacks.checkDistinct(pack("a", "v", "b", "v", "v", "a"), 2);
        assertTwice(pack("a", "1", "b", "2", "a", "3"), 2);
        assertThatThrownBy(() -> Listpacks.checkDistinct(pack("a", "1", "b"), 2))
                .isInstanceOf(Unsound.class);
        Listpacks.checkDistinct(new Listpack(), 2);
    }

    @Test
    void many_elements_are_told_apart() {
        var many = new Listpack();
        for (int i = 0; i < 5000; i++) many.append(("e" + i).getBytes(ISO_8859_1));
        Listpacks.checkDistinct(many, 1);
        many.append("e2500".getBytes(ISO_8859_1));
        assertTwice(many, 1);
    }

    private static void assertTwice(Listpack pack, int step) {
        assertThatThrownBy(() -> Listpacks.checkDistinct(pack, step))
                .isInstanceOf(Unsound.class)
                .hasMessage("The same element twice");
    }

    private static Listpack pack(String... elements) {
        var pack = new Listpack();
        for (var element : elements) pack.append(element.getBytes(ISO_8859_1));
        return pack;
    }

    private static List<String> texts(Listpack pack) {
        var texts = new ArrayList<String>();
        for (int at = pack.first(); at >= 0; at = pack.next(at)) {
            texts.add(new String(pack.text(at), ISO_8859_1));
        }
        return texts;
    }
}
