package hearsay.node.server;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.Conversation;
import hearsay.node.TestNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PauseTest {

    private final TestNode node = new TestNode();
    private final Conversation talk = new Conversation(node);

    @Test
    void everybody_waits_and_is_answered_in_order_when_the_pause_is_over() {
        talk.hold(
                """
                > CLIENT PAUSE 1000
                OK
                B> INCR visits
                C> INCR visits
                > GET visits
                ... 900 ms pass
                ... 100 ms pass
                A< "2"
                B< (integer) 1
                C< (integer) 2
                B> PING
                PONG
                """);
    }

    @Test
    void writers_wait_and_readers_do_not() {
        talk.hold(
                """
                > CLIENT PAUSE 1000 WRITE
                OK
                B> GET visits
                (nil)
                B> INCR visits
                C> MULTI
                OK
                C> GET visits
                QUEUED
                C> EXEC
                1) (nil)
                C> CLIENT UNPAUSE
                OK
                B< (integer) 1
                """);
    }

    @Test
    void a_transaction_with_a_write_waits_as_a_whole() {
        talk.hold(
                """
                B> MULTI
                OK
                B> INCR visits
                QUEUED
                > CLIENT PAUSE 1000 WRITE
                OK
                B> EXEC
                > GET visits
                (nil)
                ... 1000 ms pass
                B< 1) (integer) 1
                """);
    }

    @Test
    void the_rest_of_a_pipeline_waits_behind_the_postponed_request() {
        talk.hold("> CLIENT PAUSE 1000 WRITE\nOK\n");
        var client = talk.client("B");
        client.send("PING\r\nINCR a\r\nPING\r\nINCR a\r\nPI".getBytes(StandardCharsets.US_ASCII));
        assertThat(text(client)).isEqualTo("+PONG\r\n");
        client.send("NG\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(text(client)).isEmpty();
        node.pass(1000);
        assertThat(text(client)).isEqualTo(":1\r\n+PONG\r\n:2\r\n+PONG\r\n");
    }

    @Test
    void pauses_become_longer_and_stricter_never_shorter() {
        talk.hold(
                """
                > CLIENT PAUSE 2000 WRITE
                OK
                > CLIENT PAUSE 100 WRITE
                OK
                ... 1000 ms pass
                B> INCR visits
                ... 1000 ms pass
                B< (integer) 1
                """);
    }

    @Test
    void nothing_expires_while_writers_are_paused() {
        talk.hold("> SET color red\nOK\n> CLIENT PAUSE 5000 WRITE\nOK\n");
        var db = node.server().keyspaces().get(0);
        var entry = db.find("color".getBytes(StandardCharsets.US_ASCII));
        db.expireAt(java.util.Objects.requireNonNull(entry), node.nowMillis() + 100);
        talk.hold("... 1000 ms pass\n> GET color\n(nil)\n");
        assertThat(db.size()).isEqualTo(1);
        talk.hold("... 4100 ms pass\n");
        assertThat(db.size()).isZero();
    }

    @Test
    @DisplayName("41: a failover and CLIENT PAUSE do not end each other's pause")
    void two_purposes() {
        var server = node.server();
        talk.hold("> PING\nPONG\n");
        server.pause(Pause.Purpose.FAILOVER, Pause.Scope.WRITES, node.nowMillis() + 10_000);
        talk.hold(
                """
                > CLIENT PAUSE 100 ALL
                OK
                B> GET visits
                C> INCR visits
                ... 200 ms pass
                B< (nil)
                > CLIENT UNPAUSE
                OK
                """);
        server.unpause(Pause.Purpose.FAILOVER);
        server.flush();
        assertThat(text(talk.client("C"))).isEqualTo(":1\r\n");
    }

    @Test
    void replicas_are_not_paused_and_who_leaves_is_forgotten() {
        talk.client("R").session().kind(Session.Kind.REPLICA);
        talk.hold("> CLIENT PAUSE 1000\nOK\nR> REPLCONF ACK 0\nB> INCR visits\nC> INCR visits\n");
        assertThat(talk.client("R").session().isBlocked()).isFalse();
        talk.client("B").disconnect();
        talk.hold("... 1000 ms pass\nC< (integer) 1\n");
        assertThat(node.server().waiting().all()).isEmpty();
    }

    @Test
    void client_unblock_does_not_free_the_paused() {
        talk.hold("B> PING\nPONG\n> CLIENT PAUSE 1000 WRITE\nOK\nB> INCR a\n");
        talk.hold("> CLIENT UNBLOCK 1\n(integer) 0\n... 1000 ms pass\nB< (integer) 1\n");
    }

    private static String text(TestNode.Client client) {
        return new String(client.take(), StandardCharsets.US_ASCII);
    }
}
