package hearsay.node.blocking;

import static hearsay.node.TwinConversation.twinConversation;
import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.Conversation;
import hearsay.node.TestNode;
import hearsay.node.server.SessionText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/// Clients that wait for a key, told with BLPOP and BRPOP.
///
/// Source: Redis documentation of BLPOP.
class BlockingOnKeysTest {

    private final TestNode node = new TestNode();
    private final Conversation talk = new Conversation(node);

    @Test
    void what_is_there_is_had_at_once_from_the_first_key_that_has_something() {
        twinConversation(
                """
                > RPUSH b 1 2 3
                (integer) 3
                > RPUSH c 4
                (integer) 1
                > BLPOP a b c 0
                1) "b"
                2) "1"
                > BRPOP c b 0
                1) "c"
                2) "4"
                > EXISTS c
                (integer) 0
                """);
    }

    @Test
    void whoever_waits_gets_what_comes_and_the_pusher_is_told_what_there_was() {
        talk.hold(
                """
                A> BLPOP a b 0
                B> RPUSH b 1 2
                (integer) 2
                A< 1) "b"
                A< 2) "1"
                A> LLEN b
                (integer) 1
                """);
    }

    @Test
    void who_came_first_is_served_first() {
        talk.hold(
                """
                A> BLPOP a 0
                B> BLPOP a 0
                C> BLPOP a 0
                D> RPUSH a 1 2
                (integer) 2
                A< 1) "a"
                A< 2) "1"
                B< 1) "a"
                B< 2) "2"
                D> RPUSH a 3
                (integer) 1
                C< 1) "a"
                C< 2) "3"
                """);
    }

    @Test
    void a_transaction_is_complete_before_anybody_is_served() {
        talk.hold(
                """
                A> BLPOP b a 0
                B> MULTI
                OK
                B> RPUSH a 1
                QUEUED
                B> RPUSH b 2
                QUEUED
                B> LPOP a
                QUEUED
                B> EXEC
                1) (integer) 1
                2) (integer) 1
                3) "1"
                A< 1) "b"
                A< 2) "2"
                """);
    }

    @Test
    void the_first_key_of_its_own_request_counts_not_the_first_that_was_ready() {
        talk.hold(
                """
                A> BLPOP b a 0
                B> MULTI
                OK
                B> RPUSH a 1
                QUEUED
                B> RPUSH b 2
                QUEUED
                B> EXEC
                1) (integer) 1
                2) (integer) 1
                A< 1) "b"
                A< 2) "2"
                """);
    }

    @Test
    void what_is_gone_again_within_the_transaction_wakes_nobody() {
        talk.hold(
                """
                A> BLPOP a 0
                B> MULTI
                OK
                B> RPUSH a 1
                QUEUED
                B> DEL a
                QUEUED
                B> EXEC
                1) (integer) 1
                2) (integer) 1
                B> RPUSH a 2
                (integer) 1
                A< 1) "a"
                A< 2) "2"
                """);
    }

    @Test
    void a_value_of_another_type_is_not_waited_for() {
        talk.hold(
                """
                A> BLPOP a b 0
                B> SET a text
                OK
                B> RPUSH b 1
                (integer) 1
                A< (error) WRONGTYPE Operation against a key holding the wrong kind of value
                B> LLEN b
                (integer) 1
                """);
    }

    @Test
    void a_key_may_come_by_renaming_copying_moving_and_exchanging_databases() {
        talk.hold(
                """
                A> BLPOP a 0
                B> RPUSH x 1 2
                (integer) 2
                B> RENAME x a
                OK
                A< 1) "a"
                A< 2) "1"
                A> BLPOP b 0
                B> COPY a b
                (integer) 1
                A< 1) "b"
                A< 2) "2"
                A> SELECT 1
                OK
                A> BLPOP a 0
                B> MOVE a 1
                (integer) 1
                A< 1) "a"
                A< 2) "2"
                B> RPUSH a 3
                (integer) 1
                A> BLPOP a 0
                B> SWAPDB 0 1
                OK
                A< 1) "a"
                A< 2) "3"
                """);
    }

    @Test
    void time_ends_the_wait_with_nil() {
        talk.hold(
                """
                A> BLPOP a 0.3
                ... 299 ms pass
                ... 1 ms pass
                A< (nil)
                B> RPUSH a 1
                (integer) 1
                """);
        assertThat(node.server().waiting().count()).isZero();
        assertThat(node.server().awaitedKeys().isEmpty()).isTrue();
    }

    @Test
    void a_timeout_is_a_number_of_seconds_that_is_not_negative() {
        twinConversation(
                """
                > BLPOP a x
                (error) ERR timeout is not a float or out of range
                > BLPOP a -1
                (error) ERR timeout is negative
                > BLPOP a nan
                (error) ERR timeout is not a float or out of range
                > SET a text
                OK
                > BLPOP b a 0
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                """);
    }

    /// Redis 7.0 calculates beyond what it can: there these are negative, or have no end.
    @Test
    void a_timeout_that_does_not_end_in_this_world_is_out_of_range() {
        talk.hold(
                """
                > BLPOP a inf
                (error) ERR timeout is out of range
                > BLPOP a 1e300
                (error) ERR timeout is out of range
                > BLPOP a 9223372036854775
                (error) ERR timeout is out of range
                > BLPOP a 0.0001
                ... 1 ms pass
                A< (nil)
                """);
    }

    @Test
    void in_a_transaction_nobody_waits() {
        twinConversation(
                """
                > MULTI
                OK
                > BLPOP a 0
                QUEUED
                > EXEC
                1) (nil)
                """);
    }

    @Test
    void requests_sent_meanwhile_are_served_afterwards_in_order() {
        var client = talk.client("A");
        client.send("BLPOP a 0\r\nRPUSH a 7\r\nLLEN a\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(client.take()).isEmpty();
        talk.client("B").send("RPUSH a 1\r\nLLEN a\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(new String(talk.client("B").take(), StandardCharsets.US_ASCII))
                .isEqualTo(":1\r\n:0\r\n");
        assertThat(new String(client.take(), StandardCharsets.US_ASCII))
                .isEqualTo("*2\r\n$1\r\na\r\n$1\r\n1\r\n:1\r\n:1\r\n");
    }

    @Test
    void those_who_go_on_may_release_others_in_the_same_turn() {
        var first = talk.client("A");
        first.send("BLPOP a 0\r\nRPUSH b 2\r\n".getBytes(StandardCharsets.US_ASCII));
        talk.hold("B> BLPOP b 0\n");
        talk.client("C").send("RPUSH a 1\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(new String(first.take(), StandardCharsets.US_ASCII))
                .isEqualTo("*2\r\n$1\r\na\r\n$1\r\n1\r\n:1\r\n");
        assertThat(new String(talk.client("B").take(), StandardCharsets.US_ASCII))
                .isEqualTo("*2\r\n$1\r\nb\r\n$1\r\n2\r\n");
    }

    @Test
    void whoever_is_gone_gets_nothing() {
        talk.hold("A> BLPOP a 0\nB> BLPOP a 0\n");
        talk.client("A").disconnect();
        talk.hold("C> RPUSH a 1\n(integer) 1\nB< 1) \"a\"\nB< 2) \"1\"\n");
    }

    @Test
    void client_unblock_ends_the_wait_as_a_timeout_or_with_an_error() {
        talk.hold(
                """
                A> BLPOP a 0
                B> CLIENT UNBLOCK 1
                (integer) 1
                A< (nil)
                A> BLPOP a 0
                B> CLIENT UNBLOCK 1 ERROR
                (integer) 1
                A< (error) UNBLOCKED client unblocked via CLIENT UNBLOCK
                B> CLIENT UNBLOCK 1
                (integer) 0
                B> RPUSH a 1
                (integer) 1
                """);
    }

    @Test
    void whoever_waits_can_be_killed_and_is_seen_in_client_list() {
        talk.hold("A> BLPOP a b 0\nB> PING\nPONG\n");
        assertThat(SessionText.line(talk.client("A").session(), node.server()))
                .contains(" flags=b ", " cmd=blpop ", " argv-mem=8 ");
        assertThat(info("clients")).contains("blocked_clients:1\r\n", "total_blocking_keys:2\r\n");
        talk.hold("B> CLIENT KILL ID 1\n(integer) 1\nB> RPUSH a 1\n(integer) 1\n");
        assertThat(info("clients")).contains("blocked_clients:0\r\n", "total_blocking_keys:0\r\n");
    }

    @Test
    void a_wait_is_one_call_counted_when_it_is_over() {
        talk.hold("A> BLPOP a 0\nB> PING\nPONG\n");
        assertThat(info("commandstats")).doesNotContain("cmdstat_blpop");
        talk.hold("B> RPUSH a 1\n(integer) 1\nA< 1) \"a\"\nA< 2) \"1\"\n");
        assertThat(info("commandstats")).containsPattern("cmdstat_blpop:calls=1,.*failed_calls=0");
        talk.hold("A> BLPOP a 0.1\n... 100 ms pass\nA< (nil)\n");
        assertThat(info("commandstats")).containsPattern("cmdstat_blpop:calls=2,.*failed_calls=0");
    }

    private String info(String section) {
        var client = talk.client("Z");
        client.request("INFO", section);
        return new String(client.take(), StandardCharsets.US_ASCII);
    }

    @Test
    void replicas_are_told_what_was_done_not_that_somebody_waited() {
        var repeated = new ArrayList<String>();
        node.server()
                .propagation()
                .add((database, command) -> {
                    var words = new ArrayList<String>();
                    for (int i = 0; i < command.count(); i++) words.add(command.text(i));
                    repeated.add(String.join(" ", words));
                });
        talk.hold(
                """
                A> BLPOP a 0
                B> RPUSH a 1 2
                (integer) 2
                A< 1) "a"
                A< 2) "1"
                A> BRPOP a 0
                1) "a"
                2) "2"
                """);
        assertThat(repeated).containsExactly("RPUSH a 1 2", "LPOP a", "RPOP a");
    }

    @Test
    void a_reply_that_is_not_wanted_does_not_come_later_either() {
        talk.hold(
                """
                A> CLIENT REPLY SKIP
                A> BLPOP a 0
                B> RPUSH a 1
                (integer) 1
                A> PING
                PONG
                """);
    }

    @Test
    void a_master_that_becomes_a_replica_sends_those_who_wait_away() {
        talk.hold(
                """
                A> BLPOP a 0
                B> REPLICAOF 127.0.0.1 6400
                OK
                A< (error) UNBLOCKED force unblock from blocking operation, instance state changed (master -> replica?)
                """);
        assertThat(talk.client("A").isOpen()).isFalse();
    }

    @Test
    void during_a_pause_a_key_that_becomes_ready_is_had_when_the_pause_is_over() {
        talk.hold(
                """
                A> BLPOP a 0
                B> MULTI
                OK
                B> RPUSH a 1
                QUEUED
                B> CLIENT PAUSE 1000 WRITE
                QUEUED
                B> EXEC
                1) (integer) 1
                2) OK
                ... 900 ms pass
                ... 100 ms pass
                A< 1) "a"
                A< 2) "1"
                """);
    }
}
