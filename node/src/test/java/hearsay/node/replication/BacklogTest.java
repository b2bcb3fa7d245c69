package hearsay.node.replication;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BacklogTest {

    @Test
    void an_empty_backlog_can_only_go_on_from_the_next_byte() {
        var backlog = new Backlog(10, 50);
        assertThat(backlog.masterOffset()).isEqualTo(50);
        assertThat(backlog.firstOffset()).isEqualTo(51);
        assertThat(backlog.histLength()).isZero();
        assertThat(backlog.contains(50)).isFalse();
        assertThat(backlog.contains(51)).isTrue();
        assertThat(backlog.contains(52)).isFalse();
        assertThat(from(backlog, 51)).isEmpty();
    }

    @Test
    void the_oldest_bytes_give_way_to_the_newest() {
        var backlog = new Backlog(10, 0);
        append(backlog, "abcdef");
        assertThat(backlog.firstOffset()).isEqualTo(1);
        assertThat(from(backlog, 1)).isEqualTo("abcdef");
        append(backlog, "ghijkl");
        assertThat(backlog.masterOffset()).isEqualTo(12);
        assertThat(backlog.firstOffset()).isEqualTo(3);
        assertThat(from(backlog, 3)).isEqualTo("cdefghijkl");
        assertThat(from(backlog, 13)).isEmpty();
        assertThat(backlog.contains(2)).isFalse();
        assertThat(backlog.contains(3)).isTrue();
    }

    @Test
    void more_than_the_backlog_holds_leaves_its_end() {
        var backlog = new Backlog(4, 0);
        append(backlog, "ab");
        append(backlog, "cdefghijk");
        assertThat(backlog.masterOffset()).isEqualTo(11);
        assertThat(from(backlog, backlog.firstOffset())).isEqualTo("hijk");
    }

    @Test
    void a_range_comes_in_at_most_two_pieces() {
        var backlog = new Backlog(10, 0);
        append(backlog, "abcdefgh");
        append(backlog, "ijklmno");
        var pieces = new int[1];
        backlog.copy(6, 10, (bytes, from, length) -> pieces[0]++);
        assertThat(pieces[0]).isEqualTo(2);
        var out = new ByteArrayOutputStream();
        backlog.copy(8, 3, out::write);
        assertThat(out.toString(US_ASCII)).isEqualTo("hij");
    }

    @Test
    void what_is_not_kept_cannot_be_copied() {
        var backlog = new Backlog(4, 0);
        append(backlog, "abcdef");
        assertThatThrownBy(() -> from(backlog, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> from(backlog, 8)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> backlog.copy(5, 3, (b, f, n) -> {}))
                .hasMessage("3 bytes from 5 are not among 3 to 6");
    }

    @Test
    void a_new_size_keeps_the_newest_bytes() {
        var backlog = new Backlog(10, 100);
        append(backlog, "abcdefghijklm");
        backlog.resize(20);
        assertThat(backlog.size()).isEqualTo(20);
        assertThat(from(backlog, backlog.firstOffset())).isEqualTo("defghijklm");
        backlog.resize(3);
        assertThat(from(backlog, backlog.firstOffset())).isEqualTo("klm");
        assertThat(backlog.masterOffset()).isEqualTo(113);
        append(backlog, "nop");
        assertThat(from(backlog, 114)).isEqualTo("nop");
    }

    @Test
    void another_stream_starts_from_nothing() {
        var backlog = new Backlog(10, 0);
        append(backlog, "abc");
        backlog.restart(1000);
        assertThat(backlog.firstOffset()).isEqualTo(1001);
        append(backlog, "x");
        assertThat(from(backlog, 1001)).isEqualTo("x");
    }

    @Test
    void it_is_the_end_of_the_stream_whatever_is_done_to_it() {
        var random = new Random(8);
        var backlog = new Backlog(16, 0);
        var stream = new ByteArrayOutputStream();
        for (int round = 0; round < 20_000; round++) {
            if (random.nextInt(50) == 0) backlog.resize(1 + random.nextInt(40));
            var bytes = new byte[random.nextInt(30)];
            random.nextBytes(bytes);
            int from = random.nextInt(bytes.length + 1);
            stream.write(bytes, from, bytes.length - from);
            backlog.append(bytes, from, bytes.length - from);

            assertThat(backlog.masterOffset()).isEqualTo(stream.size());
            assertThat(backlog.histLength()).isLessThanOrEqualTo(backlog.size());
            long first = backlog.firstOffset() + random.nextInt(backlog.histLength() + 1);
            var kept = new ByteArrayOutputStream();
            backlog.copyFrom(first, kept::write);
            byte[] whole = stream.toByteArray();
            assertThat(kept.toByteArray())
                    .isEqualTo(Arrays.copyOfRange(whole, (int) first - 1, whole.length));
            if (stream.size() > 5000) {
                stream.reset();
                backlog.restart(0);
            }
        }
    }

    private static void append(Backlog backlog, String text) {
        backlog.append(text.getBytes(US_ASCII), 0, text.length());
    }

    private static String from(Backlog backlog, long offset) {
        var out = new ByteArrayOutputStream();
        backlog.copyFrom(offset, out::write);
        return out.toString(US_ASCII);
    }
}
