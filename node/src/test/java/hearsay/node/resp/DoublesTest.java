package hearsay.node.resp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DoublesTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, -0",
        "1, 1",
        "-17, -17",
        "0.1, 0.1",
        "1.5, 1.5",
        "-3.25, -3.25",
        "3.141592653589793, 3.141592653589793",
        "0.30000000000000004, 0.30000000000000004",
        "9007199254740993, 9007199254740992",
        "1e17, 100000000000000000",
        "4e18, 4000000000000000000",
        "5e18, 5e+18",
        "1e19, 1e+19",
        "1.5e300, 1.5e+300",
        "0.001, 0.001",
        "0.00001, 0.00001",
        "0.000001, 0.000001",
        "0.0000001, 1e-7",
        "0.00012345678, 1.2345678e-4",
        "0.000012345678, 1.2345678e-5",
        "1.2345678e-5, 1.2345678e-5",
        "1.5e-10, 1.5e-10",
        "-1.25e-100, -1.25e-100",
        "4.9e-324, 5e-324",
        "2.2250738585072014e-308, 2.2250738585072014e-308",
        "1.7976931348623157e308, 1.7976931348623157e+308",
    })
    void printed(double value, String text) {
        assertThat(Doubles.text(value)).isEqualTo(text);
    }

    @Test
    void infinities_and_what_is_no_number() {
        assertThat(Doubles.text(Double.POSITIVE_INFINITY)).isEqualTo("inf");
        assertThat(Doubles.text(Double.NEGATIVE_INFINITY)).isEqualTo("-inf");
        assertThat(Doubles.text(Double.NaN)).isEqualTo("nan");
    }

    /// As Redis 7.2 prints them.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-5.1525863678388396e+84",
                "1.4662528040056001e+72",
                "-7.507936341289601e-262",
                "-2.6566713916967098e+277"
            })
    void a_digit_more_than_is_needed_as_redis_has_it(String text) {
        assertThat(Doubles.text(Double.parseDouble(text))).isEqualTo(text);
        assertThat(Double.toString(Double.parseDouble(text)).length()).isLessThan(text.length());
    }

    @Test
    void whatever_is_printed_reads_back_the_same() {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(11);
        for (int i = 0; i < 200_000; i++) {
            double value =
                    i % 2 == 0
                            ? Double.longBitsToDouble(random.nextLong())
                            : random.nextInt() / 1000.0;
            if (Double.isNaN(value)) continue;
            var bytes = Doubles.bytes(value);
            assertThat(Doubles.parse(bytes, 0, bytes.length)).isEqualTo(value);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0, -0.0",
        "+5, 5",
        "007, 7",
        ".5, 0.5",
        "5., 5",
        "-1.25, -1.25",
        "1e3, 1000",
        "1E+3, 1000",
        "1e-3, 0.001",
        "0x10, 16",
        "-0X1.8p1, -3",
        "0x.8, 0.5",
        "inf, Infinity",
        "+INF, Infinity",
        "-Infinity, -Infinity",
        "0.1, 0.1",
        "123456789012345678901234567890, 1.2345678901234568e29",
        "0.123456789012345678901234567890, 0.12345678901234568",
        "1.7976931348623157e308, 1.7976931348623157e308",
        "4.9e-324, 4.9e-324",
        "0e999, 0",
        "9007199254740993, 9007199254740992",
        "9007199254740995, 9007199254740996",
        "999999999999999999, 1e18",
        "-1000000000000000001, -1e18",
        "1234567890.123456789, 1234567890.1234567",
    })
    void read(String text, double value) {
        assertThat(parse(text)).isEqualTo(value);
        assertThat(parseLeniently(text)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                " 1",
                "1 ",
                "a",
                "1a",
                ".",
                "-",
                "+-1",
                "1e",
                "1e+",
                "e5",
                "0x",
                "0x.",
                "0xg",
                "infi",
                "nan",
                "-nan",
                "1..2",
                "1e999",
                "-1e999",
                "1e-999",
                "0x1p99999",
                "1\0",
                "1,5",
                "1f",
                "1d"
            })
    void refused(String text) {
        assertThat(parse(text)).isNaN();
    }

    @ParameterizedTest
    @CsvSource({
        "'', 0",
        "' 1', 1",
        "'\t-2', -2",
        "1e999, Infinity",
        "-1e999, -Infinity",
        "1e-999, 0"
    })
    void the_ends_of_a_range_are_read_leniently(String text, double value) {
        assertThat(parseLeniently(text)).isEqualTo(value);
        assertThat(parseLeniently(text + "\0rest")).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", ".", "1 ", "nan", "abc", "1a", "("})
    void but_not_everything_is_an_end_of_a_range(String text) {
        assertThat(parseLeniently(text)).isNaN();
    }

    private static double parse(String text) {
        var bytes = ("<" + text + ">").getBytes(StandardCharsets.ISO_8859_1);
        return Doubles.parse(bytes, 1, bytes.length - 2);
    }

    private static double parseLeniently(String text) {
        var bytes = ("<" + text + ">").getBytes(StandardCharsets.ISO_8859_1);
        return Doubles.parseLeniently(bytes, 1, bytes.length - 2);
    }
}
