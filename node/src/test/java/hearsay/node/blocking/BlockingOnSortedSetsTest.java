package hearsay.node.blocking;

import static hearsay.node.TwinConversation.twinConversation;

import hearsay.node.Conversation;
import hearsay.node.TestNode;
import org.junit.jupiter.api.Test;

/// Clients that wait for a sorted set.
///
/// Source: Redis documentation of BZPOPMIN and BZMPOP.
class BlockingOnSortedSetsTest {

    private final Conversation talk = new Conversation(new TestNode());

    @Test
    void what_is_there_is_had_at_once() {
        twinConversation(
                """
                > ZADD z 1 a 2 b 3 c 4 d 5 e
                (integer) 5
                > BZPOPMIN none z 0
                1) "z"
                2) "a"
                3) "1"
                > BZPOPMAX z none 0.5
                1) "z"
                2) "e"
                3) "5"
                > BZMPOP 0 2 none z MIN
                1) "z"
                2) 1) 1) "b"
                      2) "2"
                > BZMPOP 0 1 z MAX COUNT 10
                1) "z"
                2) 1) 1) "d"
                      2) "4"
                   2) 1) "c"
                      2) "3"
                > EXISTS z
                (integer) 0
                """);
    }

    @Test
    void mistakes_are_told_before_anybody_waits() {
        twinConversation(
                """
                > BZPOPMIN z
                (error) ERR wrong number of arguments for 'bzpopmin' command
                > BZPOPMIN z x
                (error) ERR timeout is not a float or out of range
                > BZPOPMAX z -1
                (error) ERR timeout is negative
                > BZMPOP x 1 z MIN
                (error) ERR timeout is not a float or out of range
                > BZMPOP -1 1 z MIN
                (error) ERR timeout is negative
                > BZMPOP 0 0 z MIN
                (error) ERR numkeys should be greater than 0
                > BZMPOP 0 2 z MIN
                (error) ERR syntax error
                > BZMPOP 0 1 z MIDDLE
                (error) ERR syntax error
                > BZMPOP 0 1 z MIN COUNT 0
                (error) ERR count should be greater than 0
                > BZMPOP x 1 z MIN COUNT
                (error) ERR syntax error
                > SET string x
                OK
                > BZPOPMIN none string 0
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > BZMPOP 0 1 string MIN
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                """);
    }

    @Test
    void whoever_waits_gets_the_lowest_or_the_highest_of_what_comes() {
        talk.hold(
                """
                A> BZPOPMIN y z 0
                B> BZPOPMAX z 0
                C> ZADD z 2 b 1 a 3 c
                (integer) 3
                A< 1) "z"
                A< 2) "a"
                A< 3) "1"
                B< 1) "z"
                B< 2) "c"
                B< 3) "3"
                C> ZRANGE z 0 -1
                1) "b"
                """);
    }

    @Test
    void several_at_once_with_a_count() {
        talk.hold(
                """
                A> BZMPOP 0 2 y z MAX COUNT 2
                B> ZADD z 2 b 1 a 3 c
                (integer) 3
                A< 1) "z"
                A< 2) 1) 1) "c"
                A<       2) "3"
                A<    2) 1) "b"
                A<       2) "2"
                B> ZCARD z
                (integer) 1
                """);
    }

    @Test
    void a_set_that_is_stored_is_waited_for_too_and_a_list_is_not() {
        talk.hold(
                """
                A> BZPOPMIN z 0
                B> RPUSH z x
                (integer) 1
                B> DEL z
                (integer) 1
                B> ZADD other 1 a 2 b
                (integer) 2
                B> ZUNIONSTORE z 1 other
                (integer) 2
                A< 1) "z"
                A< 2) "a"
                A< 3) "1"
                B> ZRANGE z 0 -1
                1) "b"
                """);
    }

    @Test
    void time_runs_out() {
        talk.hold(
                """
                A> BZPOPMIN z 1
                B> BZMPOP 2 1 z MIN
                ... 1000 ms pass
                A< (nil)
                ... 1000 ms pass
                B< (nil)
                """);
    }

    @Test
    void nobody_waits_in_a_transaction() {
        twinConversation(
                """
                > MULTI
                OK
                > BZPOPMIN z 0
                QUEUED
                > BZMPOP 0 1 z MIN
                QUEUED
                > EXEC
                1) (nil)
                2) (nil)
                """);
    }
}
