package hearsay.node.server;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.Conversation;
import hearsay.node.TestNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LimitsTest {

    @Test
    void one_client_too_many_is_told_so_and_sent_away() {
        var node = new TestNode("--maxclients", "2");
        var first = node.connect();
        node.connect();
        var third = node.connectFrom("10.0.0.3:40000");
        assertThat(text(third)).isEqualTo("-ERR max number of clients reached\r\n");
        assertThat(third.isOpen()).isFalse();
        assertThat(node.server().statistics().rejectedConnections).isEqualTo(1);
        first.disconnect();
        node.connect();
    }

    @Test
    void words_may_be_as_long_as_proto_max_bulk_len() {
        var node = new TestNode("--proto-max-bulk-len", "1mb");
        var client = node.connect();
        client.send(ascii("*2\r\n$3\r\nGET\r\n$1048576\r\n"));
        assertThat(client.isOpen()).isTrue();
        var other = node.connect();
        other.send(ascii("*2\r\n$3\r\nGET\r\n$1048577\r\n"));
        assertThat(text(other)).isEqualTo("-ERR Protocol error: invalid bulk length\r\n");
        assertThat(other.isOpen()).isFalse();
        node.server().settings().assign("proto-max-bulk-len", "2mb");
        var third = node.connect();
        third.send(ascii("*2\r\n$3\r\nGET\r\n$1048577\r\n"));
        assertThat(third.isOpen()).isTrue();
    }

    @Test
    void strangers_may_send_ten_short_words() {
        var node = new TestNode("--requirepass", "sesame");
        var words = node.connect();
        words.send(ascii("*11\r\n"));
        assertThat(text(words))
                .isEqualTo("-ERR Protocol error: unauthenticated multibulk length\r\n");
        var bulk = node.connect();
        bulk.send(ascii("*2\r\n$4\r\nAUTH\r\n$16385\r\n"));
        assertThat(text(bulk)).isEqualTo("-ERR Protocol error: unauthenticated bulk length\r\n");
        var known = node.connect();
        known.request("AUTH", "sesame");
        known.send(ascii("*11\r\n"));
        assertThat(text(known)).isEqualTo("+OK\r\n");
        assertThat(known.isOpen()).isTrue();
    }

    @Test
    void a_request_without_an_end_ends_at_the_query_buffer_limit() {
        var node = new TestNode("--client-query-buffer-limit", "1mb");
        var client = node.connect();
        var word = "x".repeat(100_000);
        client.send(ascii("*100\r\n"));
        for (int i = 0; i < 10; i++) client.send(ascii("$100000\r\n" + word + "\r\n"));
        assertThat(client.isOpen()).isTrue();
        client.send(ascii("$100000\r\n" + word + "\r\n"));
        assertThat(client.isOpen()).isFalse();
        assertThat(client.take()).isEmpty();
        assertThat(node.server().statistics().queryLimitDisconnections).isEqualTo(1);
        assertThat(node.log().getLast())
                .startsWith("Closing client that reached max query buffer length: id=1 ");
    }

    @Test
    void who_does_not_read_is_cut_off_at_the_hard_limit() {
        var node = limited("normal", "100000 0 0");
        var client = node.connect();
        client.request("SET", "big", "x".repeat(30_000));
        client.take();
        client.stopReading();
        for (int i = 0; i < 3; i++) client.request("GET", "big");
        assertThat(client.isOpen()).isTrue();
        client.request("GET", "big");
        assertThat(client.isOpen()).isFalse();
        assertThat(node.server().statistics().outputLimitDisconnections).isEqualTo(1);
        new Conversation(node).hold("> PING\nPONG\n");
    }

    @Test
    void one_reply_above_the_hard_limit_is_not_even_kept() {
        var node = limited("normal", "1000000 0 0");
        var client = node.connect();
        client.request("SET", "big", "x".repeat(400_000));
        client.take();
        client.send(ascii("GET big\r\n".repeat(1000) + "INCR after\r\n"));
        assertThat(client.take()).isEmpty();
        assertThat(client.isOpen()).isFalse();
        new Conversation(node).hold("> PING\nPONG\n");
    }

    @Test
    void above_the_soft_limit_there_is_time_to_catch_up() {
        var node = limited("normal", "0 100000 5");
        var client = node.connect();
        client.request("SET", "big", "x".repeat(60_000));
        client.stopReading();
        client.request("GET", "big");
        client.request("GET", "big");
        node.pass(4_000);
        client.readAgain();
        node.pass(1_000);
        client.stopReading();
        client.request("GET", "big");
        client.request("GET", "big");
        node.pass(5_000);
        assertThat(client.isOpen()).isTrue();
        node.pass(1_000);
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void each_class_of_clients_has_limits_of_its_own() {
        var node = limited("pubsub", "100000 0 0");
        var normal = node.connect();
        var listener = node.connect();
        listener.session().kind(Session.Kind.PUBSUB);
        normal.stopReading();
        listener.stopReading();
        for (var client : new TestNode.Client[] {normal, listener}) {
            client.session().replies().bulk(new byte[150_000]);
            node.server().sessions().wrote(client.session());
        }
        node.server().flush();
        assertThat(normal.isOpen()).isTrue();
        assertThat(listener.isOpen()).isFalse();
    }

    @Test
    void who_is_silent_for_longer_than_the_timeout_is_sent_away_but_not_who_listens_or_waits() {
        var node = new TestNode("--timeout", "10");
        var idle = node.connect();
        var active = node.connect();
        var listener = node.connect();
        var replica = node.connect();
        var blocked = node.connect();
        listener.session().kind(Session.Kind.PUBSUB);
        replica.session().kind(Session.Kind.REPLICA);
        node.server()
                .waiting()
                .block(blocked.session(), new Blocked.OnReplicas(1, 1, Blocked.FOREVER));
        node.pass(5_000);
        active.request("PING");
        node.pass(5_000);
        assertThat(idle.isOpen()).isTrue();
        node.pass(1_000);
        assertThat(idle.isOpen()).isFalse();
        assertThat(active.isOpen()).isTrue();
        node.pass(60_000);
        assertThat(active.isOpen()).isFalse();
        assertThat(listener.isOpen()).isTrue();
        assertThat(replica.isOpen()).isTrue();
        assertThat(blocked.isOpen()).isTrue();
    }

    private static TestNode limited(String clientClass, String limit) {
        var node = new TestNode();
        node.server()
                .settings()
                .assign("client-output-buffer-limit", (clientClass + " " + limit).split(" "));
        return node;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String text(TestNode.Client client) {
        return new String(client.take(), StandardCharsets.US_ASCII);
    }
}
