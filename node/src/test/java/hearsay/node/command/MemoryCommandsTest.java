package hearsay.node.command;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.Conversation;
import hearsay.node.RealRedis;
import hearsay.node.TestNode;
import hearsay.node.TwinConversation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MemoryCommandsTest {

    @Test
    void usage_is_told_of_keys_that_exist() {
        TwinConversation.twinConversation(
                """
                > MEMORY USAGE nothing
                (nil)
                > SET color red
                OK
                > MEMORY USAGE color SAMPLES -1
                (error) ERR syntax error
                > MEMORY USAGE color SAMPLES x
                (error) ERR value is not an integer or out of range
                > MEMORY USAGE color SAMPLES
                (error) ERR syntax error
                > MEMORY USAGE color SIZES 1
                (error) ERR syntax error
                > MEMORY USAGE
                (error) ERR wrong number of arguments for 'memory|usage' command
                > MEMORY NOTHING
                (error) ERR unknown subcommand 'NOTHING'. Try MEMORY HELP.
                > MEMORY PURGE
                OK
                """);
    }

    @Test
    void a_key_takes_its_entry_its_name_its_value_and_a_place_in_the_table() {
        Conversation.conversation(
                """
                > SET color red
                OK
                > MEMORY USAGE color
                (integer) 124
                > MEMORY USAGE color SAMPLES 0
                (integer) 124
                > SET number 7
                OK
                > MEMORY USAGE number
                (integer) 108
                > APPEND color " and a text that is longer than the forty-four bytes"
                (integer) 55
                > MEMORY USAGE color
                (integer) 236
                """);
    }

    @Test
    void stats_have_the_fields_of_a_real_redis() {
        try (var real = RealRedis.startOrSkip()) {
            real.ask("SET", "color", "red");
            var client = new TestNode().connect();
            client.request("SET", "color", "red");
            client.take();
            client.request("MEMORY", "STATS");
            var ours = new String(client.take(), StandardCharsets.ISO_8859_1);
            assertThat(names(RealRedis.decode(ours))).isEqualTo(names(real.ask("MEMORY", "STATS")));
        }
    }

    private static List<Object> names(@Nullable Object stats) {
        var list = (List<?>) Objects.requireNonNull(stats);
        var names = new ArrayList<Object>();
        for (int i = 0; i < list.size(); i += 2) {
            names.add(String.valueOf(list.get(i)));
            if (list.get(i + 1) instanceof List<?> inner) names.add(names(inner));
        }
        return names;
    }

    @Test
    void stats_add_up() {
        var client = new TestNode().connect();
        for (int i = 0; i < 1000; i++) client.request("SET", "key:" + i, "value");
        client.take();
        client.request("MEMORY", "STATS");
        var told = new String(client.take(), StandardCharsets.ISO_8859_1);
        var stats = (List<?>) Objects.requireNonNull(RealRedis.decode(told));
        assertThat(of(stats, "keys.count")).isEqualTo(1000);
        assertThat(of(stats, "overhead.total") + of(stats, "dataset.bytes"))
                .isEqualTo(of(stats, "total.allocated"));
        assertThat(of(stats, "keys.bytes-per-key")).isBetween(120L, 150L);
    }

    private static long of(List<?> stats, String name) {
        return Long.parseLong(String.valueOf(stats.get(stats.indexOf(name) + 1)));
    }

    @Test
    void the_doctor_says_nothing_of_an_empty_node_and_finds_who_reads_too_slowly() {
        var node = new TestNode();
        assertThat(report(node)).startsWith("There is next to nothing in this node");
        var client = node.connect();
        client.request("SET", "text", "x".repeat(6_000_000));
        assertThat(report(node)).isEqualTo("Nothing is wrong with the memory of this node.\n");
        client.stopReading();
        client.request("GET", "text");
        assertThat(report(node)).contains("read too slowly");
        client.readAgain();
        node.pass(200);
        client.request("DEL", "text");
        client.request("SET", "text", "x".repeat(5_300_000));
        node.pass(200);
        assertThat(report(node)).contains("At its peak this node used more");
    }

    private static String report(TestNode node) {
        var client = node.connect();
        client.request("MEMORY", "DOCTOR");
        var text = new String(client.take(), StandardCharsets.ISO_8859_1);
        client.disconnect();
        return text.substring(text.indexOf('\n') + 1).replace("\r\n", "");
    }

    @Test
    void the_areas_of_the_heap_are_the_machines_affair() {
        Conversation.conversation(
                """
                > MEMORY MALLOC-STATS
                "Imagined: used 2000000\\n"
                """);
    }
}
