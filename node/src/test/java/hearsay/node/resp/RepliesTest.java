package hearsay.node.resp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RepliesTest {

    private static String written(int protocol, Consumer<Replies> writer) {
        var replies = new Replies(new Buffers());
        replies.protocol(protocol);
        writer.accept(replies);
        return new String(replies.bytes(), 0, replies.length(), UTF_8);
    }

    private static void same(Consumer<Replies> writer, String expected) {
        assertThat(written(2, writer)).isEqualTo(expected);
        assertThat(written(3, writer)).isEqualTo(expected);
    }

    private static void differ(Consumer<Replies> writer, String resp2, String resp3) {
        assertThat(written(2, writer)).isEqualTo(resp2);
        assertThat(written(3, writer)).isEqualTo(resp3);
    }

    @Test
    void what_both_protocols_have_is_the_same_in_both() {
        same(Replies::ok, "+OK\r\n");
        same(Replies::pong, "+PONG\r\n");
        same(Replies::queued, "+QUEUED\r\n");
        same(r -> r.status("Background saving started"), "+Background saving started\r\n");
        same(r -> r.error("ERR two\r\nlines"), "-ERR two  lines\r\n");
        same(r -> r.integer(0), ":0\r\n");
        same(r -> r.integer(1), ":1\r\n");
        same(r -> r.integer(-1), ":-1\r\n");
        same(r -> r.integer(Long.MIN_VALUE), ":-9223372036854775808\r\n");
        same(r -> r.integer(Long.MAX_VALUE), ":9223372036854775807\r\n");
        same(r -> r.bulk("grün"), "$5\r\ngrün\r\n");
        same(r -> r.bulk(""), "$0\r\n\r\n");
        same(r -> r.bulk(-42), "$3\r\n-42\r\n");
        same(r -> r.array(0), "*0\r\n");
        same(r -> r.array(12), "*12\r\n");
    }

    @Test
    void what_only_resp3_has_is_told_in_resp2_by_something_else() {
        differ(Replies::nil, "$-1\r\n", "_\r\n");
        differ(Replies::nilArray, "*-1\r\n", "_\r\n");
        differ(r -> r.bool(true), ":1\r\n", "#t\r\n");
        differ(r -> r.bool(false), ":0\r\n", "#f\r\n");
        differ(r -> r.number(1.5), "$3\r\n1.5\r\n", ",1.5\r\n");
        differ(r -> r.number(Double.NEGATIVE_INFINITY), "$4\r\n-inf\r\n", ",-inf\r\n");
        differ(r -> r.bigNumber("123"), "$3\r\n123\r\n", "(123\r\n");
        differ(r -> r.verbatim("txt", "hello"), "$5\r\nhello\r\n", "=9\r\ntxt:hello\r\n");
        differ(r -> r.map(2), "*4\r\n", "%2\r\n");
        differ(r -> r.set(2), "*2\r\n", "~2\r\n");
        differ(r -> r.push(3), "*3\r\n", ">3\r\n");
    }

    @Test
    void an_aggregate_may_learn_its_length_at_its_end() {
        differ(
                r -> {
                    r.integer(7);
                    int mark = r.mark();
                    for (int i = 0; i < 10; i++) {
                        r.bulk("k");
                        r.integer(i);
                    }
                    r.mapFrom(mark, 10);
                    r.integer(8);
                },
                ":7\r\n*20\r\n" + pairs() + ":8\r\n",
                ":7\r\n%10\r\n" + pairs() + ":8\r\n");
        differ(
                r -> {
                    int mark = r.mark();
                    r.setFrom(mark, 0);
                },
                "*0\r\n",
                "~0\r\n");
    }

    private static String pairs() {
        var pairs = new StringBuilder();
        for (int i = 0; i < 10; i++) pairs.append("$1\r\nk\r\n:").append(i).append("\r\n");
        return pairs.toString();
    }

    @Test
    void what_was_begun_can_be_taken_back() {
        same(
                r -> {
                    r.ok();
                    int mark = r.mark();
                    r.array(2);
                    r.bulk("half");
                    r.truncate(mark);
                    r.error("ERR no");
                },
                "+OK\r\n-ERR no\r\n");
    }

    @Test
    void long_replies_grow_and_their_room_is_given_back() {
        var replies = new Replies(new Buffers());
        var big = new byte[100_000];
        for (int i = 0; i < 30; i++) replies.bulk(big);
        assertThat(replies.length()).isEqualTo(30 * (100_000 + "$100000\r\n\r\n".length()));
        replies.clear();
        assertThat(replies.length()).isZero();
        assertThat(replies.capacity()).isZero();
    }

    @Test
    void above_the_limit_nothing_is_kept_whatever_is_written() {
        var replies = new Replies(new Buffers());
        replies.limit(1_000_000);
        replies.ok();
        for (int i = 0; i < 9; i++) replies.bulk(new byte[100_000]);
        assertThat(replies.isOverflown()).isFalse();
        int mark = replies.mark();
        for (int i = 0; i < 100; i++) replies.bulk(new byte[100_000]);
        replies.arrayFrom(mark, 100);
        replies.truncate(mark);
        assertThat(replies.isOverflown()).isTrue();
        assertThat(replies.capacity()).isLessThanOrEqualTo(1_000_000);
    }
}
