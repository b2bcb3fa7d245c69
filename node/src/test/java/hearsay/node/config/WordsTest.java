package hearsay.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {

    @Test
    void blanks_part_words() {
        assertThat(Words.split("  save 60\t1 ")).containsExactly("save", "60", "1");
        assertThat(Words.split("")).isEmpty();
    }

    @Test
    void double_quotes_know_escapes() {
        assertThat(Words.split("x \"a b\" \"\\n\\r\\t\\b\\a\\\"\\\\\\x41\\xff\\xg1\""))
                .containsExactly("x", "a b", "\n\r\t\b\u0007\"\\A\u00ffxg1");
        assertThat(Words.split("save \"\"")).containsExactly("save", "");
    }

    @Test
    void single_quotes_know_only_themselves() {
        assertThat(Words.split("x 'a \\'b\\' \\n'")).containsExactly("x", "a 'b' \\n");
    }

    @Test
    void a_quote_may_begin_inside_a_word() {
        assertThat(Words.split("--dir=\"a b\"")).containsExactly("--dir=a b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"open", "'open", "\"a\"b", "'a'b", "\"ends with \\", "\"a\\\""})
    void quotes_must_be_balanced_and_followed_by_a_blank(String line) {
        assertThat(Words.split(line)).isNull();
    }

    @Test
    void what_is_quoted_is_read_back() {
        StringBuilder all = new StringBuilder();
        for (char c = 0; c < 256; c++) all.append(c);

        assertThat(Words.split(Words.quote(all.toString()))).isEqualTo(List.of(all.toString()));
        assertThat(Words.quote("a\"\\\n\u0007\u0001é")).isEqualTo("\"a\\\"\\\\\\n\\a\\x01\\xe9\"");
    }
}
