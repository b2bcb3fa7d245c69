package hearsay.simulations.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {

    @ParameterizedTest
    @ValueSource(longs = {0, 7, -12, 1234567890123L})
    void a_number_is_what_it_was_however_large_its_value_is_made(long number) {
        for (int size : new int[] {1, 8, 100}) {
            var text = Texts.number(number, size);
            assertThat(text.length).isGreaterThanOrEqualTo(size);
            assertThat(Texts.number(text)).isEqualTo(number);
        }
    }

    @Test
    void a_value_is_padded_to_its_size_and_never_cut() {
        assertThat(Texts.text(Texts.number(42, 5))).isEqualTo("42...");
        assertThat(Texts.text(Texts.number(123456, 5))).isEqualTo("123456");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "..", "x", "1x"})
    void what_we_have_not_written_is_told(String strange) {
        assertThatThrownBy(() -> Texts.number(Texts.ascii(strange)))
                .isInstanceOf(NumberFormatException.class);
    }
}
