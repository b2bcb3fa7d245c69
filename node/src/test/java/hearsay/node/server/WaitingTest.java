package hearsay.node.server;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.Conversation;
import hearsay.node.TestNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// Waiting in general, with the wait for replicas' acknowledgements as an example.
class WaitingTest {

    private final TestNode node = new TestNode();
    private final Conversation talk = new Conversation(node);

    private void block(String client, long deadlineMillis) {
        var session = talk.client(client).session();
        node.server().waiting().block(session, new Blocked.OnReplicas(2, 100, deadlineMillis));
    }

    @Test
    void a_deadline_ends_the_wait_with_what_there_is() {
        node.server().waiting().acknowledgements(offset -> offset == 100 ? 1 : 0);
        talk.hold("> PING\nPONG\n");
        block("A", node.nowMillis() + 500);
        assertThat(node.server().waiting().count()).isEqualTo(1);
        talk.hold("> INCR a\n... 400 ms pass\n... 100 ms pass\nA< (integer) 1\nA< (integer) 1\n");
        assertThat(node.server().waiting().count()).isZero();
    }

    @Test
    void client_unblock_ends_it_too_as_a_timeout_or_with_an_error() {
        talk.hold("B> PING\nPONG\n");
        block("B", Blocked.FOREVER);
        talk.hold(
                """
                > CLIENT UNBLOCK 1
                (integer) 1
                B< (integer) 0
                > CLIENT UNBLOCK 1
                (integer) 0
                """);
        block("B", Blocked.FOREVER);
        talk.hold(
                """
                > CLIENT UNBLOCK 1 ERROR
                (integer) 1
                B< (error) UNBLOCKED client unblocked via CLIENT UNBLOCK
                B> PING
                PONG
                """);
    }

    @Test
    void what_was_sent_meanwhile_is_served_in_order_afterwards() {
        var client = talk.client("A");
        block("A", Blocked.FOREVER);
        client.send("INCR a\r\nINCR a\r\nGE".getBytes(StandardCharsets.US_ASCII));
        client.send("T a\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(client.take()).isEmpty();
        client.session().replies().integer(7);
        node.server().waiting().unblock(client.session());
        node.server().flush();
        assertThat(new String(client.take(), StandardCharsets.US_ASCII))
                .isEqualTo(":7\r\n:1\r\n:2\r\n$1\r\n2\r\n");
    }

    @Test
    void the_blocked_are_marked_in_client_list_and_can_be_killed() {
        talk.hold("B> PING\nPONG\n");
        block("B", Blocked.FOREVER);
        assertThat(SessionText.line(talk.client("B").session(), node.server()))
                .contains(" flags=b ");
        talk.hold("> CLIENT KILL ID 1\n(integer) 1\n");
        assertThat(node.server().waiting().all()).isEmpty();
        node.pass(1000);
    }
}
