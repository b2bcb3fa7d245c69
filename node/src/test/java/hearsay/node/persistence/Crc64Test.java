package hearsay.node.persistence;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class Crc64Test {

    @Test
    void the_nine_digits_sum_to_the_known_value() {
        assertThat(Crc64.of("123456789".getBytes(US_ASCII), 0, 9)).isEqualTo(0xe9c6d914c4b8d9caL);
    }

    @Test
    void nothing_sums_to_zero() {
        assertThat(Crc64.of(new byte[0], 0, 0)).isZero();
    }

    @Test
    void eight_bytes_at_a_time_or_one_by_one_come_to_the_same() {
        var bytes = new byte[1000];
        new Random(1).nextBytes(bytes);
        for (int from = 0; from < 20; from++) {
            for (int length = 0; length < 60; length++) {
                long oneByOne = 0;
                for (int i = 0; i < length; i++) {
                    oneByOne = Crc64.update(oneByOne, bytes, from + i, 1);
                }
                assertThat(Crc64.of(bytes, from, length)).isEqualTo(oneByOne);
            }
        }
    }
}
