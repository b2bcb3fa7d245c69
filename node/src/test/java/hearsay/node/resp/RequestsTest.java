package hearsay.node.resp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestsTest {

    private final Requests requests = new Requests(new Buffers());

    /// What comes out, each request as its words in brackets.
    private List<String> served(String piece) {
        var bytes = piece.getBytes(ISO_8859_1);
        requests.add(bytes, 0, bytes.length);
        var served = new ArrayList<String>();
        for (var request = requests.next(); request != null; request = requests.next()) {
            var words = new StringBuilder();
            for (int i = 0; i < request.count(); i++) {
                words.append('[').append(new String(request.bytes(i), ISO_8859_1)).append(']');
            }
            served.add(words.toString());
        }
        requests.release();
        return served;
    }

    private void refused(String piece, String text) {
        var fresh = new Requests(new Buffers());
        var bytes = piece.getBytes(ISO_8859_1);
        fresh.add(bytes, 0, bytes.length);
        assertThatThrownBy(fresh::next)
                .isInstanceOf(ProtocolError.class)
                .hasMessage("Protocol error: " + text);
    }

    @Test
    void a_request_is_an_array_of_bulk_strings_or_a_line() {
        assertThat(served("*2\r\n$3\r\nGET\r\n$5\r\nc\r\nlo\r\n"))
                .containsExactly("[GET][c\r\nlo]");
        assertThat(served("GET color\r\n")).containsExactly("[GET][color]");
        assertThat(served("  GET\t'a b'  \"\\x41\\n\" \n")).containsExactly("[GET][a b][A\n]");
        assertThat(served("*1\r\n$0\r\n\r\n")).containsExactly("[]");
    }

    @Test
    void thousands_of_words_come_in_as_many_pieces_as_they_like() {
        var words = new StringBuilder();
        var request = new StringBuilder("*5000\r\n");
        for (int i = 0; i < 5000; i++) {
            words.append("[w").append(i).append(']');
            var word = "w" + i;
            request.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        var all = request + "PING\r\n";
        for (int size : new int[] {7, 1000, 16384, 40000}) {
            var served = new ArrayList<String>();
            for (int at = 0; at < all.length(); at += size) {
                served.addAll(served(all.substring(at, Math.min(all.length(), at + size))));
            }
            assertThat(served).containsExactly(words.toString(), "[PING]");
        }
    }

    @Test
    void empty_requests_are_passed_over() {
        assertThat(served("\r\n\n*0\r\n*-1\r\n*-3000000000\r\n   \r\nPING\r\n"))
                .containsExactly("[PING]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*2\r\n$3\r\nGET\r\n$5\r\ncolor\r\n",
                "*3\r\n$3\r\nSET\r\n$0\r\n\r\n$12\r\nabcdefghijkl\r\nPING\r\n*1\r\n$4\r\nPING\r\n",
                "SET a \"b c\"\r\n*-1\r\n*2\r\n$4\r\nECHO\r\n$2\r\n\r\n\r\n\r\nGET a\n"
            })
    void pieces_may_end_at_any_byte(String stream) {
        var whole = served(stream);
        for (int first = 0; first <= stream.length(); first++) {
            for (int second = first; second <= stream.length(); second++) {
                var pieces = new ArrayList<String>();
                pieces.addAll(served(stream.substring(0, first)));
                pieces.addAll(served(stream.substring(first, second)));
                pieces.addAll(served(stream.substring(second)));
                assertThat(pieces).as("cut at %d and %d", first, second).isEqualTo(whole);
                assertThat(requests.pending()).isZero();
            }
        }
    }

    @Test
    void a_stream_may_come_byte_by_byte() {
        var served = new ArrayList<String>();
        for (var c : "*2\r\n$3\r\nGET\r\n$5\r\ncolor\r\nPING\r\n".toCharArray()) {
            served.addAll(served(String.valueOf(c)));
        }
        assertThat(served).containsExactly("[GET][color]", "[PING]");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100, 5_000, 100_000})
    void any_number_of_requests_may_come_together(int depth) {
        assertThat(served("*2\r\n$4\r\nINCR\r\n$1\r\na\r\n".repeat(depth)))
                .hasSize(depth)
                .containsOnly("[INCR][a]");
        assertThat(requests.capacity()).as("what is served is given back").isZero();
    }

    @Test
    void what_is_no_request_is_refused_in_redis_words() {
        refused("*x\r\n", "invalid multibulk length");
        refused("*\r\n", "invalid multibulk length");
        refused("*+1\r\n", "invalid multibulk length");
        refused("*01\r\n", "invalid multibulk length");
        refused("*2147483648\r\n", "invalid multibulk length");
        refused("*99999999999999999999\r\n", "invalid multibulk length");
        refused("*1\r\nGET\r\n", "expected '$', got 'G'");
        refused("*1\r\n:1\r\n", "expected '$', got ':'");
        refused("*1\r\n$-1\r\n", "invalid bulk length");
        refused("*1\r\n$\r\n", "invalid bulk length");
        refused("*1\r\n$blabla\r\n", "invalid bulk length");
        refused("*1\r\n$2000000000\r\n", "invalid bulk length");
        refused("GET \"color\r\n", "unbalanced quotes in request");
        refused("GET 'color'x\r\n", "unbalanced quotes in request");
        refused("x".repeat(65_537), "too big inline request");
        refused("*" + "1".repeat(65_536), "too big mbulk count string");
        refused("*1\r\n$" + "1".repeat(65_536), "too big bulk count string");
    }

    @Test
    void lines_are_long_enough_before_they_are_too_long() {
        assertThat(served("x".repeat(65_536))).isEmpty();
        assertThat(served("x\r\n")).hasSize(1);
    }

    @Test
    void two_thousand_million_words_may_be_announced() {
        assertThat(served("*2147483647\r\n$1\r\na\r\n")).isEmpty();
        assertThat(requests.capacity()).isLessThanOrEqualTo(Buffers.SIZE);
    }

    @Test
    void strangers_announce_little() {
        var stranger = new Requests(new Buffers());
        stranger.trust(false);
        var bytes = "*11\r\n".getBytes(ISO_8859_1);
        stranger.add(bytes, 0, bytes.length);
        assertThatThrownBy(stranger::next)
                .hasMessage("Protocol error: unauthenticated multibulk length");
        var other = new Requests(new Buffers());
        other.trust(false);
        var bulk = "*10\r\n$16384\r\n".getBytes(ISO_8859_1);
        other.add(bulk, 0, bulk.length);
        assertThat(other.next()).isNull();
    }

    @Test
    void many_words_in_small_pieces_are_not_copied_again_and_again() {
        int words = 200_000;
        var request = new StringBuilder("*" + words + "\r\n");
        for (int i = 0; i < words; i++) request.append("$10\r\n0123456789\r\n");
        assertLinear(request.toString(), 100, words);
    }

    @Test
    void a_long_word_in_small_pieces_is_not_copied_at_all() {
        int length = 8_000_000;
        var word = "*1\r\n$" + length + "\r\n" + "x".repeat(length) + "\r\n";
        long allocated = assertLinear(word, 1_000, 1);
        assertThat(allocated).isLessThan(2L * length);
    }

    /// Parses a request in pieces; what is allocated on the way shows whether it was copied often.
    private long assertLinear(String stream, int piece, int words) {
        var bytes = stream.getBytes(ISO_8859_1);
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        @Nullable Arguments request = null;
        for (int at = 0; at < bytes.length; at += piece) {
            requests.add(bytes, at, Math.min(piece, bytes.length - at));
            request = requests.next();
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(Objects.requireNonNull(request).count()).isEqualTo(words);
        assertThat(allocated).isLessThan(8L * bytes.length);
        return allocated;
    }
}
