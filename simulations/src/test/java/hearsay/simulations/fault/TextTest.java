package hearsay.simulations.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Durations, fractions and latencies as text")
class TextTest {

    @Test
    void a_duration_has_a_unit() {
        assertEquals(Duration.ofMillis(500), Text.duration("500ms"));
        assertEquals(Duration.ofMillis(1500), Text.duration("1.5 seconds"));
        assertEquals(Duration.ofSeconds(-5), Text.duration("-5s"));
        assertThrows(IllegalArgumentException.class, () -> Text.duration("500"));
        assertThrows(IllegalArgumentException.class, () -> Text.duration("500 parsecs"));
        assertThrows(IllegalArgumentException.class, () -> Text.duration("0.1ns"));
    }

    @Test
    void a_fraction_may_be_in_percent() {
        assertEquals(0.05, Text.fraction("5%"));
        assertEquals(0.05, Text.fraction("0.05"));
        assertThrows(IllegalArgumentException.class, () -> Text.fraction("5"));
        assertThrows(IllegalArgumentException.class, () -> Text.fraction("-1%"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1ms", "100us..2ms", "about 1ms 0.5", "0s"})
    void what_is_read_is_told_in_the_same_words(String text) {
        assertEquals(text, Latency.parse(text).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"5ms..1ms", "-1ms", "about", "about 1ms much", "quick"})
    void what_is_no_latency_is_refused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Latency.parse(text));
    }
}
