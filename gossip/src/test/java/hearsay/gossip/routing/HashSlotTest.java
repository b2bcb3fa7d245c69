package hearsay.gossip.routing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("1. The slot of a key")
class HashSlotTest {

    @Test
    void is_the_crc16_of_the_xmodem_kind_modulo_16384() {
        assertThat(HashSlot.crc16("123456789".getBytes(US_ASCII), 0, 9)).isEqualTo(0x31C3);
        assertThat(HashSlot.of("123456789")).isEqualTo(0x31C3);
        assertThat(HashSlot.of("foo")).isEqualTo(12182);
        assertThat(HashSlot.of("")).isZero();
    }

    @Test
    void is_that_of_the_tag_between_the_first_brace_and_the_first_that_closes_it() {
        assertThat(HashSlot.of("{user1000}.following")).isEqualTo(HashSlot.of("user1000"));
        assertThat(HashSlot.of("foo{{bar}}zap")).isEqualTo(HashSlot.of("{bar"));
        assertThat(HashSlot.of("foo{bar}{zap}")).isEqualTo(HashSlot.of("bar"));
    }

    @Test
    void is_that_of_the_whole_key_when_the_tag_is_empty_or_never_closed() {
        assertThat(HashSlot.of("foo{}{bar}")).isEqualTo(bitwise("foo{}{bar}"));
        assertThat(HashSlot.of("foo{bar")).isEqualTo(bitwise("foo{bar"));
        assertThat(HashSlot.of("}foo{")).isEqualTo(bitwise("}foo{"));
    }

    @Test
    void looks_only_at_its_own_bytes_of_a_larger_buffer() {
        var buffer = "GET {a}key\r\n".getBytes(US_ASCII);
        assertThat(HashSlot.of(buffer, 4, 6)).isEqualTo(HashSlot.of("a"));
        assertThat(HashSlot.of(buffer, 5, 1)).isEqualTo(HashSlot.of("a"));
    }

    @Test
    void agrees_with_the_crc_done_bit_by_bit_for_every_length() {
        var random = RandomGenerator.of("L64X128MixRandom");
        for (int length = 0; length < 70; length++) {
            var key = new byte[length];
            random.nextBytes(key);
            for (int i = 0; i < length; i++) if (key[i] == '{') key[i] = 'x';
            assertThat(HashSlot.of(key)).isEqualTo(bitwise(key));
        }
    }

    private static int bitwise(String key) {
        return bitwise(key.getBytes(US_ASCII));
    }

    private static int bitwise(byte[] key) {
        int crc = 0;
        for (byte b : key) {
            crc ^= (b & 0xFF) << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = ((crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xFFFF;
            }
        }
        return crc & 16383;
    }
}
