package hearsay.node.command;

import static hearsay.node.TwinConversation.twinConversation;
import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.Conversation;
import hearsay.node.RespText;
import hearsay.node.TestNode;
import hearsay.node.resp.Arguments;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What happens when memory is full.
class EvictionTest {

    @Test
    void with_noeviction_commands_that_need_memory_are_refused_and_others_are_not() {
        twinConversation(
                """
                > SET color red
                OK
                > CONFIG SET maxmemory 1
                OK
                > SET color blue
                (error) OOM command not allowed when used memory > 'maxmemory'.
                > INCR count
                (error) OOM command not allowed when used memory > 'maxmemory'.
                > GET color
                "red"
                > EXPIRE color 100
                (integer) 1
                > DEL color
                (integer) 1
                > CONFIG SET maxmemory 0
                OK
                > SET color blue
                OK
                """);
    }

    @Test
    void nothing_may_be_queued_while_memory_is_full_and_exec_runs_only_what_needs_none() {
        twinConversation(
                """
                > MULTI
                OK
                > SET color red
                QUEUED
                B> CONFIG SET maxmemory 1
                OK
                > EXEC
                (error) EXECABORT Transaction discarded because of: OOM command not allowed when used memory > 'maxmemory'.
                > MULTI
                OK
                > GET color
                (error) OOM command not allowed when used memory > 'maxmemory'.
                > EXEC
                (error) EXECABORT Transaction discarded because of previous errors.
                > MULTI
                OK
                > DISCARD
                OK
                B> CONFIG SET maxmemory 0
                OK
                > MULTI
                OK
                > GET color
                QUEUED
                B> CONFIG SET maxmemory 1
                OK
                > EXEC
                1) (nil)
                > MULTI
                OK
                > WATCH color
                (error) OOM command not allowed when used memory > 'maxmemory'.
                > RESET
                RESET
                """);
    }

    @Test
    void frequencies_are_told_where_they_are_counted_and_idle_times_where_not() {
        twinConversation(
                """
                > SET color red
                OK
                > OBJECT FREQ color
                (error) ERR An LFU maxmemory policy is not selected, access frequency not tracked. Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust.
                > OBJECT FREQ nothing
                (nil)
                > CONFIG SET maxmemory-policy allkeys-lfu lfu-decay-time 0
                OK
                > SET shape round
                OK
                > OBJECT FREQ shape
                (integer) 5
                > OBJECT IDLETIME shape
                (error) ERR An LFU maxmemory policy is selected, idle time not tracked. Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust.
                > GET shape
                "round"
                > OBJECT FREQ shape
                (integer) 6
                > OBJECT IDLETIME nothing
                (nil)
                > CONFIG SET maxmemory-policy most-beautiful
                (error) ERR CONFIG SET failed (possibly related to argument 'maxmemory-policy') - argument(s) must be one of the following: volatile-lru, volatile-lfu, volatile-random, volatile-ttl, allkeys-lru, allkeys-lfu, allkeys-random, noeviction
                """);
    }

    @Test
    void restore_brings_a_frequency_or_an_idle_time_along() {
        Conversation.conversation(
                """
                > SET color red
                OK
                > CONFIG SET maxmemory-policy allkeys-lfu
                OK
                > RESTORE shape 0 "\\x00\\x03red\\n\\x00N\\xed\\xb7\\xb5\\x17\\x9f\\xbe\\xb3" FREQ 200
                (error) ERR DUMP payload version or checksum are wrong
                """);
        var node = new TestNode();
        var client = node.connect();
        client.request("SET", "color", "red");
        client.take();
        client.request("DUMP", "color");
        var reply = new String(client.take(), StandardCharsets.ISO_8859_1);
        var payload = bytes(reply.substring(reply.indexOf('\n') + 1, reply.length() - 2));
        client.request(
                bytes("RESTORE"), bytes("a"), bytes("0"), payload, bytes("IDLETIME"), bytes("500"));
        client.request(
                bytes("RESTORE"), bytes("b"), bytes("0"), payload, bytes("FREQ"), bytes("200"));
        client.request("OBJECT", "IDLETIME", "a");
        client.request("CONFIG", "SET", "maxmemory-policy", "volatile-lfu");
        client.request("OBJECT", "FREQ", "b");
        client.request(
                bytes("RESTORE"), bytes("c"), bytes("0"), payload, bytes("FREQ"), bytes("200"));
        client.request("OBJECT", "FREQ", "c");
        assertThat(RespText.of(client.take()).lines().toList())
                .as("what does not belong to the policy is not taken over")
                .containsExactly(
                        "OK", "OK", "(integer) 500", "OK", "(integer) 5", "OK", "(integer) 200");
    }

    @Test
    void what_is_known_of_the_use_of_keys_is_known_after_a_reload() {
        var node = new TestNode("--enable-debug-command", "yes");
        var client = node.connect();
        client.request("SET", "color", "red");
        node.pass(100_000);
        client.request("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
        client.request("DEBUG", "RELOAD");
        client.request("OBJECT", "IDLETIME", "color");
        client.request("CONFIG", "SET", "maxmemory-policy", "allkeys-lfu");
        client.request("GET", "color");
        client.request("GET", "color");
        client.request("DEBUG", "RELOAD");
        client.request("OBJECT", "FREQ", "color");
        assertThat(RespText.of(client.take()).lines().toList())
                .contains("(integer) 100")
                .endsWith("(integer) 6");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void a_counter_grows_ever_more_slowly_and_is_forgotten_minute_by_minute() {
        var node = new TestNode("--maxmemory-policy", "allkeys-lfu");
        var client = node.connect();
        client.request("SET", "color", "red");
        var counters = new ArrayList<Integer>();
        for (int uses = 1; uses <= 10_000; uses++) {
            client.request("GET", "color");
            if (uses == 10 || uses == 100 || uses == 1000 || uses == 10_000) {
                counters.add(frequency(client));
            }
        }
        assertThat(counters.get(0)).isBetween(6, 8);
        assertThat(counters.get(1)).isBetween(7, 13);
        assertThat(counters.get(2)).isBetween(15, 24);
        assertThat(counters.get(3)).isBetween(44, 58);
        int before = counters.get(3);
        node.pass(5 * 60_000);
        assertThat(frequency(client)).isEqualTo(before - 5);
        client.request("CONFIG", "SET", "lfu-decay-time", "0");
        assertThat(frequency(client)).isEqualTo(before);
        client.request("CONFIG", "SET", "lfu-decay-time", "1", "lfu-log-factor", "0");
        client.request("GET", "color");
        assertThat(frequency(client)).isEqualTo(before - 4);
        node.pass(3_600_000);
        assertThat(frequency(client)).isZero();
    }

    private static int frequency(TestNode.Client client) {
        client.take();
        client.request("OBJECT", "FREQ", "color");
        return Integer.parseInt(RespText.of(client.take()).replaceAll("\\D", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"volatile-lru", "volatile-lfu", "volatile-random", "volatile-ttl"})
    void keys_without_a_time_to_live_stay_under_volatile_policies(String policy) {
        var node = new TestNode("--maxmemory-policy", policy);
        var client = node.connect();
        for (int i = 0; i < 100; i++) client.request("SET", "stays:" + i, "x".repeat(100));
        for (int i = 0; i < 100; i++) client.request("SET", "goes:" + i, "x", "EX", "100");
        client.request("CONFIG", "SET", "maxmemory", "1");
        client.take();
        client.request("SET", "another", "one");
        assertThat(RespText.of(client.take())).startsWith("(error) OOM");
        assertThat(node.server().keyspaces().get(0).size()).isEqualTo(100);
        assertThat(node.server().eviction().evictedKeys()).isEqualTo(100);
    }

    @Test
    void volatile_ttl_takes_those_whose_time_is_over_first() {
        var node = new TestNode("--maxmemory-policy", "volatile-ttl", "--maxmemory-samples", "64");
        var client = node.connect();
        for (int i = 0; i < 100; i++) {
            client.request("SET", "key:" + i, "x".repeat(1000), "EX", Integer.toString(1000 - i));
        }
        limitTo(node, client, 20_000);
        client.take();
        client.request("EXISTS", "key:0", "key:1", "key:2", "key:97", "key:98", "key:99");
        assertThat(RespText.of(client.take())).isEqualTo("(integer) 3\n");
        client.request("EXISTS", "key:97", "key:98", "key:99");
        assertThat(RespText.of(client.take())).isEqualTo("(integer) 0\n");
    }

    @Test
    void what_goes_is_heard_of_and_repeated_as_a_deletion() {
        var node = new TestNode("--maxmemory-policy", "allkeys-random");
        var heard = new ArrayList<String>();
        var repeated = new ArrayList<String>();
        node.server().listen((db, key, eventClass, event) -> heard.add(event));
        node.server().propagation().add((db, words) -> repeated.add(text(words)));
        var client = node.connect();
        client.request("SET", "color", "red");
        client.request("WATCH", "color");
        client.request("CONFIG", "SET", "maxmemory", "1");
        assertThat(heard).endsWith("evicted");
        assertThat(repeated).endsWith("DEL color");
        client.request("CONFIG", "SET", "maxmemory", "0", "lazyfree-lazy-eviction", "yes");
        client.request("MULTI");
        client.request("PING");
        client.take();
        client.request("EXEC");
        assertThat(RespText.of(client.take())).isEqualTo("(nil)\n");
        client.request("SET", "shape", "round");
        client.request("CONFIG", "SET", "maxmemory", "1");
        assertThat(repeated).endsWith("UNLINK shape");
    }

    private static String text(Arguments words) {
        var text = new StringBuilder(words.text(0));
        for (int i = 1; i < words.count(); i++) text.append(' ').append(words.text(i));
        return text.toString();
    }

    @Test
    void a_replica_evicts_nothing_unless_it_is_told_to() {
        for (var ignores : List.of("yes", "no")) {
            var node =
                    new TestNode(
                            "--maxmemory-policy",
                            "allkeys-lru",
                            "--replica-ignore-maxmemory",
                            ignores);
            var client = node.connect();
            for (int i = 0; i < 100; i++) client.request("SET", "key:" + i, "x");
            client.request("REPLICAOF", "127.0.0.1", "1");
            client.request("CONFIG", "SET", "maxmemory", "1");
            client.request("GET", "key:1");
            assertThat(node.server().keyspaces().get(0).size())
                    .isEqualTo(ignores.equals("yes") ? 100 : 0);
        }
    }

    @Test
    void nothing_goes_while_clients_are_paused() {
        var node = new TestNode("--maxmemory-policy", "allkeys-lru");
        var client = node.connect();
        for (int i = 0; i < 100; i++) client.request("SET", "key:" + i, "x");
        client.request("CLIENT", "PAUSE", "1000", "WRITE");
        client.request("CONFIG", "SET", "maxmemory", "1");
        client.request("GET", "key:1");
        assertThat(node.server().keyspaces().get(0).size()).isEqualTo(100);
        node.pass(2000);
        assertThat(node.server().keyspaces().get(0).size()).isZero();
    }

    @Test
    void much_to_be_evicted_is_evicted_in_slices() {
        var node =
                new TestNode(
                        "--maxmemory-policy", "allkeys-lru", "--maxmemory-eviction-tenacity", "0");
        // This clock moves whenever somebody looks at it: every look finds the time to be over.
        node.tickingNanos(1000);
        var client = node.connect();
        for (int i = 0; i < 1000; i++) client.request("SET", "key:" + i, "x");
        client.request("CONFIG", "SET", "maxmemory", "1");
        assertThat(node.server().keyspaces().get(0).size()).isEqualTo(1000 - 16);
        client.request("PING");
        assertThat(node.server().keyspaces().get(0).size()).isEqualTo(1000 - 48);
        client.take();
        client.request("SET", "another", "one");
        assertThat(RespText.of(client.take())).isEqualTo("OK\n");
        node.pass(1000);
        assertThat(node.server().keyspaces().get(0).size()).isZero();
        assertThat(node.server().eviction().evictedKeys()).isEqualTo(1001);
        assertThat(node.server().eviction().exceedingMillis()).isPositive();
        client.request("CONFIG", "SET", "maxmemory", "1mb");
        client.request("PING");
        assertThat(node.server().eviction().exceedingMillis()).isZero();
        assertThat(node.server().eviction().exceededMillis()).isPositive();
    }

    @Test
    void evictions_that_take_long_are_remembered() {
        var node =
                new TestNode(
                        "--maxmemory-policy", "allkeys-lru", "--latency-monitor-threshold", "5");
        node.tickingNanos(10_000_000);
        var client = node.connect();
        client.request("SET", "color", "red");
        client.request("CONFIG", "SET", "maxmemory", "1");
        client.take();
        client.request("LATENCY", "LATEST");
        assertThat(RespText.of(client.take())).contains("\"eviction-cycle\"", "\"eviction-del\"");
    }

    /// So that so many bytes are free for data.
    private static void limitTo(TestNode node, TestNode.Client client, long bytes) {
        long others = node.server().memory().used() - node.server().keyspaces().memory();
        client.request("CONFIG", "SET", "maxmemory", Long.toString(others + 20_000 + bytes));
        client.request("PING");
    }
}
