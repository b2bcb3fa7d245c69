package hearsay.node.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import hearsay.node.TestNode;
import hearsay.node.command.CommandTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MemoryUseTest {

    private static final int KEYS = 100_000;

    /// What is written for key number `#`: a hundred thousand of each.
    private static final List<String> WRITES =
            List.of(
                    "SET key:# #",
                    "SET key:# embedded-value-of-key-number-#",
                    "SET key:# 0123456789012345678901234567890123456789012345678901234567890123#",
                    "SET key:# # EX 1000",
                    "APPEND key:# some-text-to-which-more-could-be-added-#",
                    "RPUSH key:# a-first-element # and-a-third-one",
                    "SADD key:# 1 2 3 #",
                    "SADD key:# red green blue #",
                    "HSET key:# name somebody-# age 44 city Palermo",
                    "ZADD key:# 1 one 2 two 3.5 member-#",
                    "XADD key:# 1-1 name somebody-# age 44",
                    "SETBIT key:# 1000 1",
                    "PFADD key:# a b c #",
                    "RPUSH list element-number-#",
                    "SADD set member-number-#",
                    "SADD numbers #",
                    "HSET hash field-# value-#",
                    "ZADD ranking # member-number-#",
                    "XADD log #-1 name somebody-# age 44",
                    "PFADD visitors visitor-#");

    static Stream<String> writes() {
        var table = new CommandTable();
        return WRITES.stream().filter(write -> table.find(write.split(" ")[0]) != null);
    }

    @ParameterizedTest
    @MethodSource("writes")
    void what_is_counted_is_what_the_heap_holds_after_garbage_is_gone(String write) {
        var node = new TestNode();
        var client = node.connect();
        fill(client, write, 0, 1000);
        node.pass(200);
        long counted = node.server().memory().used();
        long held = heap(8);
        fill(client, write, 1000, KEYS);
        node.pass(60_000);
        long countedMore = node.server().memory().used() - counted;
        long heldMore = heap(2) - held;
        client.request("PING");
        // Something of half a megabyte may always come and go in a JVM.
        long tolerance = Math.max((long) (0.15 * heldMore), 512 * 1024);
        assertThat(countedMore).as(write).isCloseTo(heldMore, offset(tolerance));
    }

    private static void fill(TestNode.Client client, String write, int from, int to) {
        var words = write.split(" ");
        for (int i = from; i < to; i++) {
            var number = Integer.toString(i + 1);
            var request = new String[words.length];
            for (int w = 0; w < words.length; w++) request[w] = words[w].replace("#", number);
            client.request(request);
            if (i % 1000 == 0) client.take();
        }
        client.take();
    }

    /// What a test before this one has left goes only after some collections.
    private static long heap(int collections) {
        var runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < collections; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }

    @Test
    void what_is_removed_is_counted_no_longer() {
        var node = new TestNode();
        var client = node.connect();
        long before = node.server().keyspaces().memory();
        fill(client, "SET key:# value-number-# EX 100", 0, 1000);
        assertThat(node.server().keyspaces().memory()).isGreaterThan(before + 80_000);
        fill(client, "DEL key:#", 0, 500);
        client.request("FLUSHALL");
        node.pass(1000);
        assertThat(node.server().keyspaces().memory()).isEqualTo(before);
        fill(client, "SET key:# value-number-# PX 100", 0, 1000);
        node.pass(10_000);
        assertThat(node.server().keyspaces().get(0).size()).isZero();
        long tables = node.server().keyspaces().memory() - before;
        assertThat(tables).isBetween(0L, 4096L);
    }

    @Test
    void swapped_and_moved_keys_are_counted_where_they_are() {
        var node = new TestNode();
        var client = node.connect();
        var first = node.server().keyspaces().get(0);
        var second = node.server().keyspaces().get(1);
        long empty = first.memory();
        client.request("SET", "color", "red");
        long one = first.memory();
        client.request("SWAPDB", "0", "1");
        assertThat(List.of(first.memory(), second.memory())).containsExactly(empty, one);
        client.request("SELECT", "1");
        client.request("MOVE", "color", "0");
        assertThat(List.of(first.memory(), second.memory())).containsExactly(one, empty);
    }

    @Test
    void what_clients_hold_is_counted_while_they_hold_it() {
        var node = new TestNode();
        var memory = node.server().memory();
        var slow = node.connect();
        slow.request("SET", "text", "x".repeat(100_000));
        long before = memory.clients();
        slow.stopReading();
        for (int i = 0; i < 10; i++) slow.request("GET", "text");
        assertThat(memory.clients() - before).isCloseTo(1_000_000, Percentage.withPercentage(5));
        slow.readAgain();
        node.pass(100);
        assertThat(memory.clients()).isEqualTo(before);
        slow.request("MULTI");
        for (int i = 0; i < 10; i++) slow.request("SET", "text", "x".repeat(100_000));
        assertThat(memory.clients() - before).isGreaterThan(1_000_000);
        slow.disconnect();
        assertThat(memory.clients()).isZero();
    }

    @Test
    void a_request_that_has_not_come_completely_is_held_too() {
        var node = new TestNode();
        var client = node.connect();
        client.send(
                "*3\r\n$3\r\nSET\r\n$1\r\na\r\n$1000000\r\nxxxx"
                        .getBytes(StandardCharsets.US_ASCII));
        client.send("x".repeat(900_000).getBytes(StandardCharsets.US_ASCII));
        assertThat(node.server().memory().clients()).isGreaterThan(900_000);
    }

    @Test
    void the_parts_are_the_whole() {
        var node = new TestNode();
        var client = node.connect();
        fill(client, "SET key:# value-number-# EX 100", 0, 1000);
        var memory = node.server().memory();
        assertThat(memory.overhead() + memory.dataset()).isEqualTo(memory.used());
        assertThat(memory.dataset()).isBetween(60_000L, 80_000L);
        node.pass(100);
        assertThat(memory.peak()).isGreaterThanOrEqualTo(memory.used());
        var sizes = new ArrayList<Long>();
        node.server().keyspaces().get(0).forEach(entry -> sizes.add(MemoryUse.of(entry)));
        assertThat(sizes.stream().mapToLong(Long::longValue).sum())
                .isCloseTo(node.server().keyspaces().memory(), Percentage.withPercentage(15));
    }
}
