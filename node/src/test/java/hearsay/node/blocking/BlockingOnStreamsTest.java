package hearsay.node.blocking;

import static hearsay.node.Conversation.conversation;

import org.junit.jupiter.api.Test;

/// Clients that wait for entries of a stream, alone or in a group.
///
/// Source: Redis documentation of XREAD and XREADGROUP.
class BlockingOnStreamsTest {

    @Test
    void who_waits_is_told_what_comes_after_now() {
        conversation(
                """
                A> XREAD BLOCK 0 STREAMS k $
                B> XREAD BLOCK 0 COUNT 5 STREAMS other k 0 0
                C> XADD k 1-1 f v
                "1-1"
                A< 1) 1) "k"
                A<    2) 1) 1) "1-1"
                A<          2) 1) "f"
                A<             2) "v"
                B< 1) 1) "k"
                B<    2) 1) 1) "1-1"
                B<          2) 1) "f"
                B<             2) "v"
                D> XREAD BLOCK 100 STREAMS k $
                ... 200
                D< (nil)
                A> XADD k 1-2 f w
                "1-2"
                B> XREAD BLOCK 0 STREAMS k 1-1
                1) 1) "k"
                   2) 1) 1) "1-2"
                         2) 1) "f"
                            2) "w"
                """);
    }

    @Test
    void waiting_ends_with_nothing_when_its_time_is_over() {
        conversation(
                """
                A> XREAD BLOCK 150 STREAMS k 0
                ... 100
                ... 100
                A< (nil)
                A> XADD k 1-1 f v
                "1-1"
                A> XREAD BLOCK 100 STREAMS k $
                B> XDEL k 1-1
                (integer) 1
                B> XADD k MAXLEN 0 2-1 f v
                "2-1"
                ... 200
                A< (nil)
                """);
    }

    @Test
    void an_entry_added_and_deleted_at_once_wakes_nobody() {
        conversation(
                """
                A> XREAD BLOCK 0 STREAMS k $
                B> MULTI
                OK
                B> XADD k 1-1 f v
                QUEUED
                B> XDEL k 1-1
                QUEUED
                B> EXEC
                1) "1-1"
                2) (integer) 1
                B> XADD k 2-1 f w
                "2-1"
                A< 1) 1) "k"
                A<    2) 1) 1) "2-1"
                A<          2) 1) "f"
                A<             2) "w"
                """);
    }

    @Test
    void in_a_group_the_first_who_waits_gets_the_next_entry() {
        conversation(
                """
                A> XGROUP CREATE k g $ MKSTREAM
                OK
                A> XREADGROUP GROUP g alice BLOCK 0 STREAMS k >
                B> XREADGROUP GROUP g bob BLOCK 0 STREAMS k >
                C> XADD k 1-1 f v
                "1-1"
                A< 1) 1) "k"
                A<    2) 1) 1) "1-1"
                A<          2) 1) "f"
                A<             2) "v"
                C> XADD k 1-2 f w
                "1-2"
                B< 1) 1) "k"
                B<    2) 1) 1) "1-2"
                B<          2) 1) "f"
                B<             2) "w"
                C> XPENDING k g - + 10
                1) 1) "1-1"
                   2) "alice"
                   3) (integer) 0
                   4) (integer) 1
                2) 1) "1-2"
                   2) "bob"
                   3) (integer) 0
                   4) (integer) 1
                """);
    }

    @Test
    void who_waits_in_a_group_is_told_when_the_group_is_gone() {
        conversation(
                """
                A> XGROUP CREATE k g $ MKSTREAM
                OK
                A> XREADGROUP GROUP g alice BLOCK 0 STREAMS k >
                B> XREAD BLOCK 0 STREAMS k $
                C> XGROUP DESTROY k g
                (integer) 1
                A< (error) NOGROUP No such key 'k' or consumer group 'g' in XREADGROUP with GROUP option
                C> XGROUP CREATE k g $
                OK
                A> XREADGROUP GROUP g alice BLOCK 0 STREAMS k >
                C> DEL k
                (integer) 1
                A< (error) NOGROUP No such key 'k' or consumer group 'g' in XREADGROUP with GROUP option
                C> XGROUP CREATE k g $ MKSTREAM
                OK
                A> XREADGROUP GROUP g alice BLOCK 0 STREAMS k >
                C> SET k text
                OK
                A< (error) WRONGTYPE Operation against a key holding the wrong kind of value
                C> DEL k
                (integer) 1
                C> XGROUP CREATE k g $ MKSTREAM
                OK
                A> XREADGROUP GROUP g alice BLOCK 0 STREAMS k >
                C> FLUSHALL
                OK
                A< (error) NOGROUP No such key 'k' or consumer group 'g' in XREADGROUP with GROUP option
                C> XADD k 1-1 f v
                "1-1"
                B< 1) 1) "k"
                B<    2) 1) 1) "1-1"
                B<          2) 1) "f"
                B<             2) "v"
                """);
    }

    @Test
    void who_asks_for_its_history_never_waits() {
        conversation(
                """
                A> XGROUP CREATE k g $ MKSTREAM
                OK
                A> XREADGROUP GROUP g alice BLOCK 0 STREAMS k 0
                1) 1) "k"
                   2) (empty array)
                A> MULTI
                OK
                A> XREAD BLOCK 0 STREAMS k $
                QUEUED
                A> XREADGROUP GROUP g alice BLOCK 0 STREAMS k >
                QUEUED
                A> EXEC
                1) (nil)
                2) (nil)
                """);
    }
}
