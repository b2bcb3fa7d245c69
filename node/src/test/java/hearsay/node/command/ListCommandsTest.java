package hearsay.node.command;

import static hearsay.node.Conversation.conversation;
import static hearsay.node.TwinConversation.twinConversation;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.RealRedis;
import hearsay.node.TestNode;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Commands on lists: the usual case, every option, every mistake.
class ListCommandsTest {

    @Test
    void elements_are_pushed_and_popped_at_both_ends() {
        twinConversation(
                """
                > RPUSH l a b c
                (integer) 3
                > LPUSH l x y
                (integer) 5
                > LRANGE l 0 -1
                1) "y"
                2) "x"
                3) "a"
                4) "b"
                5) "c"
                > LPOP l
                "y"
                > RPOP l
                "c"
                > LLEN l
                (integer) 3
                > LPOP l 2
                1) "x"
                2) "a"
                > RPOP l 5
                1) "b"
                > EXISTS l
                (integer) 0
                """);
    }

    @Test
    void several_are_popped_in_the_order_of_popping() {
        twinConversation(
                """
                > RPUSH l 1 2 3 4 5
                (integer) 5
                > RPOP l 3
                1) "5"
                2) "4"
                3) "3"
                > LPOP l 0
                (empty array)
                > LPOP none
                (nil)
                > LPOP none 2
                (nil)
                > LPOP none 0
                (nil)
                > LPOP l -1
                (error) ERR value is out of range, must be positive
                > LPOP l many
                (error) ERR value is out of range, must be positive
                > LPOP l 1 2
                (error) ERR wrong number of arguments for 'lpop' command
                > RPOP l 1 2
                (error) ERR wrong number of arguments for 'rpop' command
                > LPOP l 9223372036854775807
                1) "1"
                2) "2"
                """);
    }

    @Test
    void lpushx_and_rpushx_push_only_to_lists_that_are_there() {
        twinConversation(
                """
                > LPUSHX l a
                (integer) 0
                > RPUSHX l a b
                (integer) 0
                > EXISTS l
                (integer) 0
                > RPUSH l a
                (integer) 1
                > LPUSHX l b c
                (integer) 3
                > RPUSHX l d
                (integer) 4
                > LRANGE l 0 -1
                1) "c"
                2) "b"
                3) "a"
                4) "d"
                """);
    }

    @Test
    void a_range_may_be_counted_from_the_end_and_reach_beyond_it() {
        twinConversation(
                """
                > RPUSH l a b c d
                (integer) 4
                > LRANGE l 1 2
                1) "b"
                2) "c"
                > LRANGE l -2 -1
                1) "c"
                2) "d"
                > LRANGE l -100 0
                1) "a"
                > LRANGE l 3 100
                1) "d"
                > LRANGE l 4 100
                (empty array)
                > LRANGE l 2 1
                (empty array)
                > LRANGE l 0 -100
                (empty array)
                > LRANGE none 0 -1
                (empty array)
                > LRANGE l 9223372036854775807 -9223372036854775808
                (empty array)
                > LRANGE l -9223372036854775808 9223372036854775807
                1) "a"
                2) "b"
                3) "c"
                4) "d"
                > LRANGE l a 1
                (error) ERR value is not an integer or out of range
                > LRANGE l 0 1.5
                (error) ERR value is not an integer or out of range
                """);
    }

    @Test
    void lindex_and_lset_address_one_element() {
        twinConversation(
                """
                > RPUSH l a b c
                (integer) 3
                > LINDEX l 0
                "a"
                > LINDEX l -1
                "c"
                > LINDEX l 3
                (nil)
                > LINDEX l -4
                (nil)
                > LINDEX l x
                (error) ERR value is not an integer or out of range
                > LINDEX none x
                (nil)
                > LSET l 1 x
                OK
                > LSET l -1 2147483648
                OK
                > LRANGE l 0 -1
                1) "a"
                2) "x"
                3) "2147483648"
                > LSET l 3 x
                (error) ERR index out of range
                > LSET l -4 x
                (error) ERR index out of range
                > LSET l x x
                (error) ERR value is not an integer or out of range
                > LSET none x x
                (error) ERR no such key
                """);
    }

    /// Redis 7.2 cuts the index of LSET to 32 bits; 7.0 does not, and neither do we.
    @Test
    void an_index_beyond_all_lists_is_out_of_range() {
        twinConversation(
                """
                > RPUSH l a
                (integer) 1
                > LSET l 4294967296 x
                (error) ERR index out of range
                > LINDEX l 4294967296
                (nil)
                > LINDEX l -9223372036854775808
                (nil)
                """);
    }

    @Test
    void linsert_puts_an_element_beside_the_first_that_is_the_same() {
        twinConversation(
                """
                > RPUSH l a b b
                (integer) 3
                > LINSERT l BEFORE b x
                (integer) 4
                > LINSERT l after b y
                (integer) 5
                > LRANGE l 0 -1
                1) "a"
                2) "x"
                3) "b"
                4) "y"
                5) "b"
                > LINSERT l BEFORE none z
                (integer) -1
                > LINSERT none BEFORE a z
                (integer) 0
                > LINSERT l BESIDE b z
                (error) ERR syntax error
                > LINSERT none BESIDE b z
                (error) ERR syntax error
                """);
    }

    @Test
    void lrem_takes_out_elements_that_are_the_same() {
        twinConversation(
                """
                > RPUSH l a b a c a d a
                (integer) 7
                > LREM l 1 a
                (integer) 1
                > LREM l -2 a
                (integer) 2
                > LRANGE l 0 -1
                1) "b"
                2) "a"
                3) "c"
                4) "d"
                > LREM l 0 x
                (integer) 0
                > LREM l x a
                (error) ERR value is not an integer or out of range
                > LREM none 0 a
                (integer) 0
                > RPUSH n 1 2 1
                (integer) 3
                > LREM n 0 1
                (integer) 2
                > LREM n -9223372036854775808 2
                (integer) 1
                > EXISTS n
                (integer) 0
                """);
    }

    @Test
    void ltrim_keeps_a_range() {
        twinConversation(
                """
                > RPUSH l a b c d e
                (integer) 5
                > LTRIM l 1 -2
                OK
                > LRANGE l 0 -1
                1) "b"
                2) "c"
                3) "d"
                > LTRIM l -100 100
                OK
                > LLEN l
                (integer) 3
                > LTRIM l x 1
                (error) ERR value is not an integer or out of range
                > LTRIM none 0 1
                OK
                > LTRIM l 3 1
                OK
                > EXISTS l
                (integer) 0
                """);
    }

    @Test
    void lpos_tells_where_an_element_is() {
        twinConversation(
                """
                > RPUSH l a b c 1 2 3 c c
                (integer) 8
                > LPOS l c
                (integer) 2
                > LPOS l c RANK 2
                (integer) 6
                > LPOS l c RANK -1
                (integer) 7
                > LPOS l c RANK 4
                (nil)
                > LPOS l c COUNT 2
                1) (integer) 2
                2) (integer) 6
                > LPOS l c COUNT 0
                1) (integer) 2
                2) (integer) 6
                3) (integer) 7
                > LPOS l c RANK -1 COUNT 2
                1) (integer) 7
                2) (integer) 6
                > LPOS l c COUNT 0 MAXLEN 7
                1) (integer) 2
                2) (integer) 6
                > LPOS l c MAXLEN 2
                (nil)
                > LPOS l x COUNT 0
                (empty array)
                > LPOS none x COUNT 1
                (empty array)
                > LPOS none x
                (nil)
                > LPOS l 1 rank 1 count 1 maxlen 0
                1) (integer) 3
                """);
    }

    @Test
    void lpos_refuses_what_makes_no_sense() {
        twinConversation(
                """
                > LPOS l c RANK 0
                (error) ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use negative to start from the end of the list
                > LPOS l c RANK x
                (error) ERR value is not an integer or out of range
                > LPOS l c COUNT -1
                (error) ERR COUNT can't be negative
                > LPOS l c COUNT x
                (error) ERR COUNT can't be negative
                > LPOS l c MAXLEN -1
                (error) ERR MAXLEN can't be negative
                > LPOS l c RANK
                (error) ERR syntax error
                > LPOS l c DEPTH 1
                (error) ERR syntax error
                """);
    }

    /// Redis 7.0 takes its absolute value, which it has not.
    @Test
    void lpos_refuses_the_rank_that_has_no_opposite() {
        conversation(
                """
                > LPOS l c RANK -9223372036854775808
                (error) ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807
                """);
    }

    @Test
    void lmove_takes_an_element_from_one_end_to_another() {
        twinConversation(
                """
                > RPUSH a 1 2 3
                (integer) 3
                > LMOVE a b LEFT RIGHT
                "1"
                > LMOVE a b right left
                "3"
                > LRANGE b 0 -1
                1) "3"
                2) "1"
                > RPOPLPUSH a b
                "2"
                > EXISTS a
                (integer) 0
                > LMOVE b b LEFT RIGHT
                "2"
                > LRANGE b 0 -1
                1) "3"
                2) "1"
                3) "2"
                > LMOVE none b LEFT LEFT
                (nil)
                > RPOPLPUSH none b
                (nil)
                > LMOVE a b UP LEFT
                (error) ERR syntax error
                > LMOVE a b LEFT DOWN
                (error) ERR syntax error
                > SET s text
                OK
                > LMOVE b s LEFT LEFT
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > LMOVE s b LEFT LEFT
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > LMOVE none s LEFT LEFT
                (nil)
                > LLEN b
                (integer) 3
                """);
    }

    @Test
    void a_list_of_one_may_be_moved_onto_itself() {
        twinConversation(
                """
                > RPUSH a 1
                (integer) 1
                > RPOPLPUSH a a
                "1"
                > LRANGE a 0 -1
                1) "1"
                """);
    }

    @Test
    void lmpop_pops_from_the_first_list_that_has_anything() {
        twinConversation(
                """
                > RPUSH b 1 2 3
                (integer) 3
                > LMPOP 2 a b LEFT
                1) "b"
                2) 1) "1"
                > LMPOP 2 a b RIGHT COUNT 5
                1) "b"
                2) 1) "3"
                   2) "2"
                > LMPOP 2 a b LEFT
                (nil)
                > LMPOP 0 a LEFT
                (error) ERR numkeys should be greater than 0
                > LMPOP x a LEFT
                (error) ERR numkeys should be greater than 0
                > LMPOP 3 a b LEFT
                (error) ERR syntax error
                > LMPOP 1 a b LEFT
                (error) ERR syntax error
                > LMPOP 1 a UP
                (error) ERR syntax error
                > LMPOP 1 a LEFT COUNT
                (error) ERR syntax error
                > LMPOP 1 a LEFT COUNT 0
                (error) ERR count should be greater than 0
                > LMPOP 1 a LEFT COUNT x
                (error) ERR count should be greater than 0
                > LMPOP 1 a LEFT COUNT 1 COUNT 1
                (error) ERR syntax error
                > SET s text
                OK
                > LMPOP 2 a s LEFT
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                """);
    }

    @Test
    void blocking_commands_do_at_once_what_can_be_done_at_once() {
        twinConversation(
                """
                > RPUSH a 1 2 3 4 5 6
                (integer) 6
                > BLMOVE a b LEFT RIGHT 0
                "1"
                > BRPOPLPUSH a b 0
                "6"
                > BLMPOP 0 2 none a RIGHT COUNT 2
                1) "a"
                2) 1) "5"
                   2) "4"
                > BLPOP none a 0
                1) "a"
                2) "2"
                > BRPOP b 0
                1) "b"
                2) "1"
                """);
    }

    @Test
    void blocking_commands_check_what_is_said_before_they_wait() {
        twinConversation(
                """
                > BLMOVE a b UP LEFT 0
                (error) ERR syntax error
                > BLMOVE a b LEFT UP x
                (error) ERR syntax error
                > BLMOVE a b LEFT LEFT x
                (error) ERR timeout is not a float or out of range
                > BLMOVE a b LEFT LEFT -1
                (error) ERR timeout is negative
                > BRPOPLPUSH a b -1
                (error) ERR timeout is negative
                > BRPOPLPUSH a b x
                (error) ERR timeout is not a float or out of range
                > BLMPOP x 0 a LEFT
                (error) ERR numkeys should be greater than 0
                > BLMPOP x 1 a UP
                (error) ERR syntax error
                > BLMPOP x 1 a LEFT COUNT 0
                (error) ERR count should be greater than 0
                > BLMPOP x 1 a LEFT
                (error) ERR timeout is not a float or out of range
                > BLMPOP -1 1 a LEFT
                (error) ERR timeout is negative
                > SET s text
                OK
                > BLMOVE s a LEFT LEFT 0
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > BLMPOP 0 2 none s LEFT
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                """);
    }

    @Test
    void in_a_transaction_they_find_nothing_at_once() {
        twinConversation(
                """
                > MULTI
                OK
                > BLMOVE a b LEFT LEFT 0
                QUEUED
                > BRPOPLPUSH a b 0
                QUEUED
                > BLMPOP 0 1 a LEFT
                QUEUED
                > BRPOP a 0
                QUEUED
                > EXEC
                1) (nil)
                2) (nil)
                3) (nil)
                4) (nil)
                """);
    }

    @Test
    void what_moves_may_be_waited_for_in_its_turn() {
        conversation(
                """
                A> BLMOVE a b LEFT RIGHT 0
                B> BLMOVE b c LEFT RIGHT 0
                C> BRPOPLPUSH c d 0
                D> RPUSH a 1
                (integer) 1
                A< "1"
                B< "1"
                C< "1"
                D> LRANGE d 0 -1
                1) "1"
                D> EXISTS a b c
                (integer) 0
                """);
    }

    @Test
    void two_who_move_to_each_other_pass_an_element_on_once() {
        conversation(
                """
                A> BLMOVE a b LEFT RIGHT 0
                B> BLMOVE b a LEFT RIGHT 0
                C> RPUSH a 1
                (integer) 1
                A< "1"
                B< "1"
                C> LRANGE a 0 -1
                1) "1"
                """);
    }

    @Test
    void a_target_of_the_wrong_type_is_found_out_when_there_is_something_to_move() {
        conversation(
                """
                A> BLMOVE a s LEFT RIGHT 0
                B> SET s text
                OK
                B> RPUSH a 1
                (integer) 1
                A< (error) WRONGTYPE Operation against a key holding the wrong kind of value
                B> LRANGE a 0 -1
                1) "1"
                """);
    }

    @Test
    void blmpop_takes_as_many_as_there_are() {
        conversation(
                """
                A> BLMPOP 0 2 a b LEFT COUNT 3
                B> RPUSH b 1 2
                (integer) 2
                A< 1) "b"
                A< 2) 1) "1"
                A<    2) "2"
                A> BLMPOP 0.1 1 a LEFT
                ... 100 ms pass
                A< (nil)
                """);
    }

    @Test
    void every_command_refuses_other_types() {
        for (var command :
                new String[] {
                    "RPUSH s 1",
                    "LPUSH s 1",
                    "LPUSHX s 1",
                    "RPUSHX s 1",
                    "LPOP s",
                    "RPOP s 2",
                    "LLEN s",
                    "LINDEX s 0",
                    "LSET s 0 x",
                    "LRANGE s 0 1",
                    "LTRIM s 0 1",
                    "LREM s 0 x",
                    "LINSERT s BEFORE a b",
                    "LPOS s x",
                    "RPOPLPUSH s t",
                    "LMOVE s t LEFT LEFT",
                    "BLPOP s 0",
                    "BRPOPLPUSH s t 0"
                }) {
            twinConversation(
                    """
                    > SET s text
                    OK
                    > %s
                    (error) WRONGTYPE Operation against a key holding the wrong kind of value
                    """
                            .formatted(command));
        }
    }

    /// In Redis 7.0 every list is a quicklist.
    @Test
    void short_lists_are_listpacks_and_long_ones_quicklists() {
        conversation(
                """
                > CONFIG SET list-max-listpack-size 4
                OK
                > RPUSH l 1 2 3 4
                (integer) 4
                > OBJECT ENCODING l
                "listpack"
                > RPUSH l 5
                (integer) 5
                > OBJECT ENCODING l
                "quicklist"
                > LPOP l 2
                1) "1"
                2) "2"
                > OBJECT ENCODING l
                "quicklist"
                > LPOP l
                "3"
                > OBJECT ENCODING l
                "quicklist"
                > LPOP l
                "4"
                > OBJECT ENCODING l
                "listpack"
                > LINSERT l AFTER none x
                (integer) -1
                > RPUSH m 1 2 3 4
                (integer) 4
                > LINSERT m AFTER none x
                (integer) -1
                > OBJECT ENCODING m
                "quicklist"
                """);
    }

    /// Of a list that was a quicklist from its beginning, and so is cut as in Redis 7.0.
    @Test
    void debug_object_tells_how_a_quicklist_is_cut_into_listpacks() {
        var requests =
                List.of(
                        "CONFIG SET list-max-listpack-size 4",
                        "RPUSH l 1 2 3 4 5",
                        "RPUSH l 6 7 8 9 10 11 12",
                        "LINSERT l AFTER 6 x",
                        "LINSERT l BEFORE 1 y",
                        "LREM l 0 7",
                        "LSET l 3 a-longer-one",
                        "LTRIM l 1 -2",
                        "LPUSH l z z z z z",
                        "LINSERT l BEFORE 8 w",
                        "LINSERT l BEFORE 8 w",
                        "LINSERT l BEFORE 8 w");
        var told = new ArrayList<String>();
        var client = new TestNode("--enable-debug-command", "yes").connect();
        try (var redis = RealRedis.startOrSkip("--enable-debug-command", "yes")) {
            for (var request : requests) {
                client.request(request.split(" "));
                redis.ask(request.split(" "));
                client.take();
                if (request.startsWith("CONFIG")) continue;
                client.request("DEBUG", "OBJECT", "l");
                var ours = nodes(new String(client.take(), ISO_8859_1));
                var theirs = nodes(String.valueOf(redis.ask("DEBUG", "OBJECT", "l")));
                assertThat(ours).as(request).isEqualTo(theirs);
                told.add(ours);
            }
        }
        assertThat(told.getLast()).startsWith("ql_nodes:6 ql_avg_node:3.17 ");
    }

    @Test
    void whatever_is_done_to_it_a_quicklist_is_cut_as_in_redis() {
        var random = new SplittableRandom(3);
        var client = new TestNode("--enable-debug-command", "yes").connect();
        try (var redis = RealRedis.startOrSkip("--enable-debug-command", "yes")) {
            for (var fill : List.of("1", "2", "3", "5", "16", "-1")) {
                var said = new ArrayList<String>();
                said.add("CONFIG SET list-max-listpack-size " + fill);
                said.add("RPUSH l" + " x".repeat(60) + (" " + "y".repeat(500)).repeat(10));
                for (int i = 0; i < 300; i++) said.add(change(random));
                said.add("DEL l");
                for (var request : said) {
                    client.request(request.split(" "));
                    redis.ask(request.split(" "));
                    client.take();
                    if (!request.contains(" l ")) continue;
                    client.request("DEBUG", "OBJECT", "l");
                    assertThat(nodes(new String(client.take(), ISO_8859_1)))
                            .as(fill + ": " + request)
                            .isEqualTo(nodes(String.valueOf(redis.ask("DEBUG", "OBJECT", "l"))));
                }
            }
        }
    }

    /// One of as many that lengthen a list as that shorten it.
    private static String change(SplittableRandom random) {
        int index = random.nextInt(-30, 30);
        var element = random.nextInt(3) == 0 ? "z".repeat(random.nextInt(1, 300)) : "" + index;
        return switch (random.nextInt(10)) {
            case 0 -> "LPUSH l " + element;
            case 1 -> "RPUSH l " + element + " 7 7";
            case 2, 3 -> "LINSERT l AFTER " + index + " " + element;
            case 4, 5 -> "LINSERT l BEFORE x " + element;
            case 6 -> "LSET l " + index + " " + element;
            case 7 -> "LREM l 1 " + index;
            case 8 -> "LPOP l 2";
            default -> "RPOP l 1";
        };
    }

    private static String nodes(String debug) {
        return debug.substring(debug.indexOf("ql_nodes")).strip();
    }
}
