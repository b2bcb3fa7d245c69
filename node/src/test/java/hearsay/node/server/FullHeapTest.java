package hearsay.node.server;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.RespText;
import hearsay.node.TestNode;
import org.junit.jupiter.api.Test;

/// The JVM's heap is a limit too, whatever `maxmemory` says: it must never be found by running out
/// of it.
class FullHeapTest {

    private static final long HEAP = 4 << 20;

    @Test
    void without_maxmemory_commands_that_need_memory_are_refused_before_the_heap_is_full() {
        var node = TestNode.withHeap(HEAP);
        var client = node.connect();
        String reply;
        int keys = 0;
        do {
            client.request("SET", "key:" + keys++, "x".repeat(1000));
            reply = RespText.of(client.take());
        } while (reply.equals("OK\n"));
        assertThat(reply)
                .isEqualTo(
                        "(error) OOM command not allowed when used memory > what the JVM's heap can hold.\n");
        assertThat(node.server().memory().used()).isBetween(HEAP / 3, HEAP / 2);
        client.request("GET", "key:1");
        assertThat(RespText.of(client.take())).startsWith("\"xxx");
        client.request("DEL", "key:1", "key:2", "key:3", "key:4");
        client.request("SET", "color", "red");
        assertThat(RespText.of(client.take())).isEqualTo("(integer) 4\nOK\n");
    }

    @Test
    void keys_go_when_the_heap_is_full_if_they_may_go_at_all() {
        var node =
                TestNode.withHeap(HEAP, "--maxmemory", "1gb", "--maxmemory-policy", "allkeys-lru");
        var client = node.connect();
        for (int i = 0; i < 10_000; i++) client.request("SET", "key:" + i, "x".repeat(1000));
        assertThat(RespText.of(client.take())).doesNotContain("OOM");
        assertThat(node.server().memory().used()).isBetween(HEAP / 3, HEAP / 2);
        assertThat(node.server().eviction().evictedKeys()).isGreaterThan(7000);
    }

    @Test
    void the_log_says_at_the_start_what_the_limit_is() {
        var node = TestNode.withHeap(100 << 20);
        node.server().eviction().announce();
        assertThat(node.log())
                .containsExactly(
                        "The JVM's heap of 100 MB can hold 63 MB of data and buffers: beyond that,"
                                + " commands that need memory get an OOM error.");
        var other = TestNode.withHeap(100 << 20, "--maxmemory", "1gb");
        other.server().eviction().announce();
        assertThat(other.log().getLast()).contains("less than maxmemory", "--heap");
    }

    @Test
    void an_answer_that_does_not_fit_into_the_heap_ends_its_session_and_no_other() {
        var node = TestNode.withHeap(HEAP);
        var client = node.connect();
        client.request("SET", "text", "x".repeat(300_000));
        var greedy = node.connect();
        var words = new String[11];
        java.util.Arrays.fill(words, "text");
        words[0] = "MGET";
        greedy.request(words);
        assertThat(greedy.isOpen()).isFalse();
        client.take();
        client.request("STRLEN", "text");
        assertThat(RespText.of(client.take())).isEqualTo("(integer) 300000\n");
    }

    @Test
    void when_clients_hold_too_much_those_go_that_hold_most() {
        var node = new TestNode("--maxmemory-clients", "1mb");
        var client = node.connect();
        client.request("SET", "text", "x".repeat(100_000));
        var slow = node.connect();
        var slower = node.connect();
        var spared = node.connect();
        spared.request("CLIENT", "NO-EVICT", "ON");
        for (var one : new TestNode.Client[] {slow, slower, spared}) one.stopReading();
        for (int i = 0; i < 3; i++) slow.request("GET", "text");
        for (int i = 0; i < 4; i++) slower.request("GET", "text");
        assertThat(slower.isOpen()).isTrue();
        for (int i = 0; i < 5; i++) spared.request("GET", "text");
        assertThat(spared.isOpen()).isTrue();
        assertThat(slower.isOpen()).isFalse();
        assertThat(slow.isOpen()).isTrue();
        assertThat(node.server().clientEviction().evicted()).isEqualTo(1);
        assertThat(node.log()).anyMatch(line -> line.startsWith("Evicting client: id=3 "));
    }

    @Test
    void the_limit_of_clients_may_be_a_share_of_maxmemory() {
        var node = new TestNode("--maxmemory-clients", "10%", "--maxmemory", "20mb");
        var client = node.connect();
        client.request("SET", "text", "x".repeat(500_000));
        client.stopReading();
        for (int i = 0; i < 3; i++) client.request("GET", "text");
        assertThat(client.isOpen()).isTrue();
        client.request("GET", "text");
        client.request("GET", "text");
        assertThat(client.isOpen()).isFalse();
    }
}
