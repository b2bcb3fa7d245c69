package hearsay.client.connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyParserTest {

    private static final String EVERYTHING =
            """
            +OK
            -ERR no
            :-42
            $5
            a
            bc
            $0

            $-1
            *-1
            _
            *0
            %0
            ~0
            *3
            :1
            *2
            +a
            $-1
            $1
            b
            %2
            +k
            *1
            :1
            +l
            ~1
            #t
            ,3.25
            ,inf
            ,-inf
            (12345678901234567890123
            =8
            txt:text
            !5
            ERR x
            |1
            +ttl
            :9
            :7
            *2
            |1
            +a
            +b
            :1
            :2
            >2
            $7
            message
            $1
            m
            +END
            """
                    .replace("\n", "\r\n");

    private static final List<Reply> ITS_REPLIES =
            List.of(
                    new Reply.Status("OK"),
                    new Reply.Failure("ERR no"),
                    new Reply.Int(-42),
                    bulk("a\r\nbc"),
                    bulk(""),
                    Reply.Nil.NIL,
                    Reply.Nil.NIL,
                    Reply.Nil.NIL,
                    new Reply.Array(List.of()),
                    new Reply.Map(List.of()),
                    new Reply.Set(List.of()),
                    new Reply.Array(
                            List.of(
                                    new Reply.Int(1),
                                    new Reply.Array(List.of(new Reply.Status("a"), Reply.Nil.NIL)),
                                    bulk("b"))),
                    new Reply.Map(
                            List.of(
                                    new Reply.Map.Pair(
                                            new Reply.Status("k"),
                                            new Reply.Array(List.of(new Reply.Int(1)))),
                                    new Reply.Map.Pair(
                                            new Reply.Status("l"),
                                            new Reply.Set(List.of(new Reply.Bool(true)))))),
                    new Reply.Real(3.25),
                    new Reply.Real(Double.POSITIVE_INFINITY),
                    new Reply.Real(Double.NEGATIVE_INFINITY),
                    new Reply.BigNumber("12345678901234567890123"),
                    new Reply.Verbatim("txt", "text"),
                    new Reply.Failure("ERR x"),
                    new Reply.Int(7),
                    new Reply.Array(List.of(new Reply.Int(1), new Reply.Int(2))),
                    new Reply.Push(List.of(bulk("message"), bulk("m"))),
                    new Reply.Status("END"));

    @Test
    void all_types_are_read_from_one_piece() {
        assertThat(parse(EVERYTHING)).isEqualTo(ITS_REPLIES);
    }

    @Test
    void the_replies_are_the_same_wherever_the_bytes_are_cut_in_two() {
        for (int cut = 0; cut <= EVERYTHING.length(); cut++)
            assertThat(parse(EVERYTHING.substring(0, cut), EVERYTHING.substring(cut)))
                    .as("cut at %d", cut)
                    .isEqualTo(ITS_REPLIES);
    }

    @Test
    void the_replies_are_the_same_if_the_bytes_come_one_by_one() {
        assertThat(parse(EVERYTHING.split("(?s)(?<=.)"))).isEqualTo(ITS_REPLIES);
    }

    @Test
    void a_reply_is_handed_over_with_its_last_byte_and_not_before() {
        var parser = new ReplyParser();
        var replies = new ArrayList<Reply>();
        feed(parser, "*2\r\n:1\r\n$2\r\nab\r", replies);
        assertThat(replies).isEmpty();
        assertThat(parser.isInside()).isTrue();
        feed(parser, "\n", replies);
        assertThat(replies).hasSize(1);
        assertThat(parser.isInside()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 400 Bad Request\r\n",
                "\u0000",
                "\r\n",
                "+OK\n",
                ":\r\n",
                ":1x\r\n",
                ":99999999999999999999\r\n",
                "$-2\r\n",
                "$2147483648\r\n",
                "$3\r\nabcd\r\n",
                "$x\r\n",
                "*-2\r\n",
                "*9999999999\r\n",
                "%-1\r\n",
                "$?\r\n",
                "#x\r\n",
                "_x\r\n",
                ",one\r\n",
                "(12a\r\n",
                "(-\r\n",
                "=3\r\ntxt\r\n",
                "*1\r\n?\r\n",
            })
    void garbage_is_refused_as_soon_as_it_is_seen(String garbage) {
        assertThatThrownBy(() -> parse(garbage))
                .isInstanceOf(MalformedReply.class)
                .hasMessageStartingWith("not RESP: ");
    }

    @Test
    void replies_before_the_garbage_are_handed_over() {
        var replies = new ArrayList<Reply>();
        assertThatThrownBy(() -> feed(new ReplyParser(), "+OK\r\n:1\r\ngarbage", replies))
                .isInstanceOf(MalformedReply.class);
        assertThat(replies).containsExactly(new Reply.Status("OK"), new Reply.Int(1));
    }

    @Test
    void a_line_that_never_ends_and_arrays_without_a_bottom_are_refused() {
        assertThatThrownBy(() -> parse("+" + "x".repeat(2 << 20)))
                .isInstanceOf(MalformedReply.class)
                .hasMessageContaining("without an end");
        assertThatThrownBy(() -> parse("*1\r\n".repeat(10_000)))
                .isInstanceOf(MalformedReply.class)
                .hasMessageContaining("in one another");
    }

    @Test
    void a_promised_length_takes_no_memory_before_the_bytes_are_there() {
        var parser = new ReplyParser();
        for (int i = 0; i < 200; i++) feed(parser, "*2147483647\r\n", new ArrayList<>());
        feed(parser, "$2000000000\r\n", new ArrayList<>());
        assertThat(parser.isInside()).isTrue();
    }

    @Test
    void random_bytes_are_refused_or_waited_for_and_break_nothing_else() {
        var random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            var bytes = EVERYTHING.getBytes(ISO_8859_1);
            for (int i = 0; i < 3; i++)
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            try {
                new ReplyParser().feed(bytes, 0, bytes.length, Reply::pretty);
            } catch (MalformedReply expected) {
                assertThat(expected).hasMessageStartingWith("not RESP: ");
            }
        }
    }

    @Test
    void a_large_string_survives_small_pieces() {
        var text = "0123456789".repeat(100_000);
        var wire = "$" + text.length() + "\r\n" + text + "\r\n";
        var pieces = new ArrayList<String>();
        for (int i = 0; i < wire.length(); i += 1460)
            pieces.add(wire.substring(i, Math.min(wire.length(), i + 1460)));
        assertThat(parse(pieces.toArray(String[]::new))).containsExactly(bulk(text));
    }

    @Test
    void replies_are_shown_as_redis_cli_shows_them() {
        var shown = new StringBuilder();
        for (var reply : ITS_REPLIES) shown.append(reply.pretty()).append('\n');
        assertThat(shown)
                .hasToString(
                        """
                        OK
                        (error) ERR no
                        (integer) -42
                        "a\\r\\nbc"
                        ""
                        (nil)
                        (nil)
                        (nil)
                        (empty array)
                        (empty hash)
                        (empty set)
                        1) (integer) 1
                        2) 1) a
                           2) (nil)
                        3) "b"
                        1# k => \n\
                           1) (integer) 1
                        2# l => \n\
                           1~ (true)
                        (double) 3.25
                        (double) inf
                        (double) -inf
                        (big number) 12345678901234567890123
                        text
                        (error) ERR x
                        (integer) 7
                        1) (integer) 1
                        2) (integer) 2
                        1) "message"
                        2) "m"
                        END
                        """);
    }

    private static List<Reply> parse(String... pieces) {
        var parser = new ReplyParser();
        var replies = new ArrayList<Reply>();
        for (var piece : pieces) feed(parser, piece, replies);
        return replies;
    }

    private static void feed(ReplyParser parser, String piece, List<Reply> replies) {
        var bytes = piece.getBytes(ISO_8859_1);
        parser.feed(bytes, 0, bytes.length, replies::add);
    }

    private static Reply bulk(String text) {
        return new Reply.Bulk(text.getBytes(UTF_8));
    }
}
