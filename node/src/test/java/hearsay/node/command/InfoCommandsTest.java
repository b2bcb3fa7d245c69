package hearsay.node.command;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.Conversation;
import hearsay.node.RealRedis;
import hearsay.node.RespText;
import hearsay.node.TestNode;
import hearsay.node.info.InfoText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class InfoCommandsTest {

    /// Fields of a real Redis 7.0 that we do not print, and why.
    private static final Map<String, String> NOT_OURS = new TreeMap<>();

    /// Fields of ours that Redis 7.0 does not print, and why.
    private static final Map<String, String> NOT_THEIRS = new TreeMap<>();

    static {
        NOT_OURS.put("expire_cycle_cpu_milliseconds", "not measured");
        NOT_OURS.put("reply_buffer_shrinks", "our buffers come from a pool");
        NOT_OURS.put("reply_buffer_expands", "our buffers come from a pool");
        NOT_OURS.put("gcc_version", "no C compiler was at work");
        NOT_THEIRS.put("hearsay_version", "who we really are");
        NOT_THEIRS.put("hearsay_heap_limit", "the bound that the JVM sets");
        for (var name :
                List.of(
                        "listener0",
                        "total_blocking_keys",
                        "total_blocking_keys_on_nokey",
                        "evicted_clients",
                        "eventloop_cycles",
                        "eventloop_duration_cmd_sum",
                        "instantaneous_eventloop_cycles_per_sec",
                        "pubsubshard_channels")) {
            NOT_THEIRS.put(name, "new in 7.2, or in a later 7.0");
        }
        for (var suffix : List.of("auth", "cmd", "key", "channel")) {
            NOT_THEIRS.put("acl_access_denied_" + suffix, "new in 7.2");
        }
    }

    @Test
    void sections_are_asked_for_by_name_in_any_case_and_unknown_ones_are_no_mistake() {
        Conversation.conversation(
                """
                > INFO Cluster
                "# Cluster\\r\\ncluster_enabled:0\\r\\n"
                > SET color red
                OK
                > INFO keyspace CLUSTER nothing
                "# Cluster\\r\\ncluster_enabled:0\\r\\n\\r\\n# Keyspace\\r\\ndb0:keys=1,expires=0,avg_ttl=0\\r\\n"
                > INFO nothing
                ""
                """);
    }

    @Test
    void the_default_leaves_out_what_is_long_and_everything_does_not() {
        assertThat(sections("INFO"))
                .containsExactly(
                        "Server",
                        "Clients",
                        "Memory",
                        "Persistence",
                        "Stats",
                        "Replication",
                        "CPU",
                        "Modules",
                        "Errorstats",
                        "Cluster",
                        "Keyspace");
        assertThat(sections("INFO", "everything"))
                .isEqualTo(sections("INFO", "ALL"))
                .contains("Commandstats", "Latencystats");
        assertThat(sections("INFO", "default", "commandstats")).contains("Commandstats", "Server");
    }

    @Test
    void who_asks_learns_which_redis_this_is_like_and_what_it_is() {
        var fields = fields(new TestNode("--port", "7001"), "INFO", "server");
        assertThat(fields)
                .containsEntry("redis_version", "7.2.6")
                .containsEntry("redis_mode", "standalone")
                .containsEntry("tcp_port", "7001")
                .containsEntry("process_id", "4242")
                .containsEntry("executable", "/opt/hearsay/node")
                .containsEntry("config_file", "")
                .containsEntry("listener0", "name=tcp,bind=127.0.0.1,port=7001");
        assertThat(fields.get("run_id")).matches("[0-9a-f]{40}");
        assertThat(fields.get("hearsay_version")).isNotEmpty();
    }

    @Test
    void time_and_traffic_are_counted() {
        var node = new TestNode();
        var client = node.connect();
        client.request("GET", "nothing");
        client.request("INCR", "a");
        client.request("INCR");
        node.pass(90_000);
        client.take();
        var fields = fields(node, "INFO", "everything");
        assertThat(fields)
                .containsEntry("uptime_in_seconds", "90")
                .containsEntry("total_connections_received", "2")
                .containsEntry("total_commands_processed", "2")
                .containsEntry("keyspace_misses", "1")
                .containsEntry("keyspace_hits", "0")
                .containsEntry("total_error_replies", "1")
                .containsEntry("errorstat_ERR", "count=1")
                .containsEntry("connected_clients", "2")
                .containsEntry("rdb_changes_since_last_save", "1")
                .containsEntry("used_cpu_user", "12.345678")
                .containsEntry("allocator_allocated", "2000000")
                .containsEntry("total_system_memory_human", "4.00G");
        assertThat(fields.get("cmdstat_incr"))
                .startsWith("calls=1,usec=")
                .endsWith("rejected_calls=1,failed_calls=0");
        assertThat(fields.get("cmdstat_get")).startsWith("calls=1,");
    }

    @Test
    void latencies_are_told_as_the_most_that_so_many_percent_took() {
        var node = new TestNode("--enable-debug-command", "yes");
        var client = node.connect();
        for (int i = 0; i < 9; i++) client.request("DEBUG", "SLEEP", "0.001");
        client.request("DEBUG", "SLEEP", "0.5");
        var before = fields(node, "INFO", "latencystats");
        assertThat(before)
                .containsEntry(
                        "latency_percentiles_usec_debug",
                        "p50=1003.519,p99=501219.327,p99.9=501219.327");
        client.request("CONFIG", "SET", "latency-tracking", "no");
        client.request("CONFIG", "RESETSTAT");
        client.request("PING");
        assertThat(fields(node, "INFO", "latencystats")).isEmpty();
    }

    @Test
    void other_parts_bring_their_own_sections_and_numbers() {
        var node = new TestNode();
        node.server().info().replace("Replication", text -> text.line("role", "slave"));
        node.server().info().gauge("cluster_connections", () -> 12);
        assertThat(fields(node, "INFO"))
                .containsEntry("role", "slave")
                .containsEntry("cluster_connections", "12")
                .doesNotContainKey("connected_slaves");
    }

    @Test
    void amounts_of_memory_are_told_in_the_largest_unit_that_fits() {
        assertThat(
                        List.of(0L, 1023L, 1024L, 1536L, 1L << 20, 5L << 30).stream()
                                .map(InfoText::human))
                .containsExactly("0B", "1023B", "1.00K", "1.50K", "1.00M", "5.00G");
    }

    @Test
    void a_resp3_client_gets_text_that_is_marked_as_text() {
        var client = new TestNode().connect();
        client.session().replies().protocol(3);
        client.request("INFO", "cluster");
        assertThat(new String(client.take(), StandardCharsets.UTF_8))
                .isEqualTo("=34\r\ntxt:# Cluster\r\ncluster_enabled:0\r\n\r\n");
    }

    @Test
    void sections_and_fields_are_those_of_a_real_redis() {
        try (var real = RealRedis.startOrSkip()) {
            for (var key : List.of("a", "b")) real.ask("SET", key, "1");
            var theirs = parse(String.valueOf(real.ask("INFO", "everything")));
            var node = new TestNode();
            var client = node.connect();
            client.request("SET", "a", "1");
            client.request("INCR", "a");
            var ours = fields(node, "INFO", "everything");
            var missing = names(theirs);
            missing.removeAll(names(ours));
            var more = names(ours);
            more.removeAll(names(theirs));
            assertThat(missing).allMatch(NOT_OURS::containsKey, "named with a reason");
            assertThat(more).allMatch(NOT_THEIRS::containsKey, "named with a reason");
            assertThat(sections(new TestNode(), "INFO"))
                    .isEqualTo(headings(String.valueOf(real.ask("INFO"))));
        }
    }

    /// Without those that depend on which commands were used.
    private static List<String> names(Map<String, String> fields) {
        return new ArrayList<>(
                fields.keySet().stream()
                        .filter(name -> !name.matches("(cmdstat|latency_percentiles|errorstat)_.*"))
                        .toList());
    }

    private static List<String> sections(String... words) {
        return sections(new TestNode(), words);
    }

    private static List<String> sections(TestNode node, String... words) {
        return headings(text(node, words));
    }

    private static List<String> headings(String info) {
        return info.lines()
                .filter(line -> line.startsWith("# "))
                .map(line -> line.substring(2))
                .toList();
    }

    private static Map<String, String> fields(TestNode node, String... words) {
        return parse(text(node, words));
    }

    private static Map<String, String> parse(String info) {
        var fields = new LinkedHashMap<String, String>();
        info.lines()
                .filter(line -> line.contains(":") && !line.startsWith("#"))
                .map(line -> line.split(":", 2))
                .forEach(parts -> fields.put(parts[0], parts[1]));
        return fields;
    }

    private static String text(TestNode node, String... words) {
        var client = node.connect();
        client.request(words);
        var quoted = RespText.of(client.take());
        return quoted.substring(1, quoted.length() - 2)
                .replace("\\r\\n", "\n")
                .replace("\\\"", "\"");
    }
}
