package hearsay.node.persistence;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ZiplistTest {

    @Test
    void texts_of_every_length_and_numbers_of_every_size_are_read() {
        var elements =
                List.of(
                        "",
                        "a",
                        "b".repeat(63),
                        "c".repeat(64),
                        "d".repeat(16383),
                        "e".repeat(16384),
                        "0",
                        "12",
                        "13",
                        "-1",
                        "-128",
                        "128",
                        "-32769",
                        "8388607",
                        "-8388609",
                        "2147483648",
                        "-9223372036854775808",
                        "z");
        assertThat(read(OldEncodings.ziplist(elements))).isEqualTo(elements);
    }

    @Test
    void an_empty_one_has_no_elements() {
        assertThat(read(OldEncodings.ziplist(List.of()))).isEmpty();
    }

    @Test
    void a_count_of_65535_says_nothing() {
        var bytes = OldEncodings.ziplist(List.of("a", "1"));
        bytes[8] = -1;
        bytes[9] = -1;
        assertThat(read(bytes)).containsExactly("a", "1");
    }

    @Test
    void one_cut_anywhere_is_refused() {
        var bytes = OldEncodings.ziplist(List.of("abc", "7", "1000", "x".repeat(70)));
        for (int length = 0; length < bytes.length; length++) {
            assertRefused(Arrays.copyOf(bytes, length));
            var cut = Arrays.copyOf(bytes, length);
            if (length > 10) {
                OldEncodings.putLittle(cut, 0, length, 4);
                cut[length - 1] = -1;
                assertRefused(cut);
            }
        }
    }

    @Test
    void no_change_of_a_byte_makes_trouble() {
        var bytes = OldEncodings.ziplist(List.of("abc", "7", "1000", "x".repeat(70), "-1"));
        for (int at = 0; at < bytes.length; at++) {
            for (int value = 0; value < 256; value++) {
                var corrupt = bytes.clone();
                corrupt[at] = (byte) value;
                try {
                    assertThat(read(corrupt)).hasSize(5);
                } catch (Unsound refused) {
                    assertThat(value).isNotEqualTo(bytes[at] & 0xff);
                }
            }
        }
    }

    @Test
    void a_zipmap_is_fields_and_values_with_room_after_some() {
        var elements = List.of("field", "value", "", "v".repeat(300), "n", "");
        assertThat(readZipmap(OldEncodings.zipmap(elements, 0))).isEqualTo(elements);
        assertThat(readZipmap(OldEncodings.zipmap(elements, 3))).isEqualTo(elements);
    }

    @Test
    void no_change_of_a_byte_of_a_zipmap_makes_trouble() {
        var bytes = OldEncodings.zipmap(List.of("field", "value", "f2", "v".repeat(20)), 2);
        for (int at = 0; at < bytes.length; at++) {
            for (int value = 0; value < 256; value++) {
                var corrupt = bytes.clone();
                corrupt[at] = (byte) value;
                try {
                    assertThat(readZipmap(corrupt).size()).isEven();
                } catch (Unsound refused) {
                    assertThat(value).isNotEqualTo(bytes[at] & 0xff);
                }
            }
            var cut = Arrays.copyOf(bytes, at);
            assertThatThrownBy(() -> readZipmap(cut)).isInstanceOf(Unsound.class);
        }
    }

    private static void assertRefused(byte[] bytes) {
        assertThatThrownBy(() -> read(bytes)).isInstanceOf(Unsound.class);
    }

    private static List<String> read(byte[] ziplist) {
        var heard = new Heard();
        Ziplist.read(ziplist, heard);
        return heard.elements;
    }

    private static List<String> readZipmap(byte[] zipmap) {
        var heard = new Heard();
        Zipmap.read(zipmap, heard);
        return heard.elements;
    }

    private static final class Heard implements Elements {

        final List<String> elements = new ArrayList<>();

        @Override
        public void text(byte[] bytes, int from, int length) {
            elements.add(new String(bytes, from, length, ISO_8859_1));
        }

        @Override
        public void number(long number) {
            elements.add(Long.toString(number));
        }
    }
}
