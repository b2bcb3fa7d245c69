package hearsay.node.encoding;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LzfTest {

    @Test
    void what_redis_compressed_is_expanded() {
        byte[] compressed = HexFormat.of().parseHex("016161e01b00016161");
        var text = new byte[40];
        assertThat(Lzf.expandedLength(compressed, 0, compressed.length)).isEqualTo(40);
        assertThat(Lzf.expand(compressed, 0, compressed.length, text)).isTrue();
        assertThat(text).containsOnly('a');
    }

    @Test
    void a_repeated_letter_becomes_a_literal_and_a_copy() {
        var to = new byte[40];
        int length = new Lzf().compress("a".repeat(40).getBytes(US_ASCII), 0, 40, to, 40);
        assertThat(HexFormat.of().formatHex(to, 0, length)).isEqualTo("0061e01e00");
    }

    @Test
    void texts_of_all_kinds_and_lengths_come_back() {
        var random = new Random(2);
        var lzf = new Lzf();
        for (int round = 0; round < 3000; round++) {
            int alphabet = 1 + random.nextInt(round % 3 == 0 ? 256 : 4);
            var text = new byte[random.nextInt(round % 50 == 0 ? 40_000 : 600)];
            for (int i = 0; i < text.length; i++) text[i] = (byte) random.nextInt(alphabet);
            var to = new byte[text.length + text.length / 32 + 1];

            int length = lzf.compress(text, 0, text.length, to, to.length);

            assertThat(length).isNotNegative();
            assertThat(Lzf.expandedLength(to, 0, length)).isEqualTo(text.length);
            var back = new byte[text.length];
            assertThat(Lzf.expand(to, 0, length, back)).isTrue();
            assertThat(back).isEqualTo(text);
        }
    }

    @Test
    void repetitions_at_the_farthest_reach_are_found_and_no_farther() {
        var random = new Random(3);
        for (int distance = 8190; distance <= 8194; distance++) {
            var text = new byte[distance + 200];
            random.nextBytes(text);
            System.arraycopy(text, 0, text, distance, 200);
            var to = new byte[text.length * 2];
            int length = new Lzf().compress(text, 0, text.length, to, to.length);
            if (distance <= 8192) assertThat(length).isLessThan(8192 + 8192 / 32 + 60);
            else assertThat(length).isGreaterThan(text.length);
            var back = new byte[text.length];
            assertThat(Lzf.expand(to, 0, length, back)).isTrue();
            assertThat(back).isEqualTo(text);
        }
    }

    @Test
    void it_gives_up_at_the_limit_and_writes_nothing_beyond() {
        var text = new byte[500];
        for (int i = 0; i < text.length; i++) text[i] = (byte) (i % 37);
        var roomy = new byte[1000];
        int needed = new Lzf().compress(text, 0, text.length, roomy, roomy.length);
        for (int limit = 0; limit < needed + 10; limit++) {
            var to = new byte[1000];
            int length = new Lzf().compress(text, 0, text.length, to, limit);
            assertThat(length).isEqualTo(limit < needed ? -1 : needed);
            assertThat(Arrays.copyOfRange(to, limit, to.length)).containsOnly(0);
        }
    }

    @Test
    void what_was_compressed_before_does_not_change_the_outcome() {
        var text = "to be or not to be, that is the question: to be?".getBytes(US_ASCII);
        var fresh = new byte[100];
        int length = new Lzf().compress(text, 0, text.length, fresh, 100);
        var used = new Lzf();
        for (int round = 0; round < 3; round++) {
            var to = new byte[100];
            assertThat(used.compress(text, 0, text.length, to, 100)).isEqualTo(length);
            assertThat(to).isEqualTo(fresh);
        }
    }

    @Test
    void garbage_is_refused_or_expanded_to_something_but_never_beyond_the_text() {
        var random = new Random(4);
        for (int round = 0; round < 20_000; round++) {
            var garbage = new byte[random.nextInt(40)];
            random.nextBytes(garbage);
            long length = Lzf.expandedLength(garbage, 0, garbage.length);
            assertThat(length).isLessThanOrEqualTo(88L * garbage.length);
            if (length >= 0) Lzf.expand(garbage, 0, garbage.length, new byte[(int) length]);
            assertThat(Lzf.expand(garbage, 0, garbage.length, new byte[(int) length + 2]))
                    .isFalse();
        }
    }
}
