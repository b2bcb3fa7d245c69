package hearsay.simulations.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/// redis-cli and redis-benchmark make a cluster of fresh nodes, and use it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class RedisToolsTest {

    /// redis-cli has no notion of a shared bus port, so that each node is in a JVM's part of its
    /// own.
    private final List<RealNode> nodes = new ArrayList<>();

    @BeforeAll
    void start_nodes_and_have_redis_cli_join_them() throws Exception {
        Tools.run("redis-cli", "--version").succeeded();
        for (int i = 0; i < 6; i++) nodes.add(RealNode.clustered());
        var create = new ArrayList<Object>(List.of("--cluster", "create"));
        for (var node : nodes) create.add("127.0.0.1:" + node.port());
        create.addAll(List.of("--cluster-replicas", "1", "--cluster-yes"));
        assertThat(Tools.run("redis-cli", create.toArray()).succeeded())
                .contains(">>> Performing hash slots allocation on 6 nodes")
                .contains("[OK] All nodes agree about slots configuration.")
                .contains("[OK] All 16384 slots covered.");
        Eventually.holds(() -> {
            for (var node : nodes) {
                assertThat(node.field("CLUSTER INFO", "cluster_state")).isEqualTo("ok");
                assertThat(node.field("CLUSTER INFO", "cluster_size")).isEqualTo("3");
                assertThat(node.text("CLUSTER NODES").lines())
                        .filteredOn(line -> line.contains("slave "))
                        .hasSize(3);
            }
            for (var replica : nodes.subList(3, 6)) {
                assertThat(replica.field("INFO replication", "master_link_status")).isEqualTo("up");
            }
        });
    }

    @AfterAll
    void end_them() {
        for (var node : nodes) node.close();
    }

    @Test
    void check_finds_nothing_wrong() throws Exception {
        assertThat(Tools.run("redis-cli", "--cluster", "check", any()).succeeded())
                .contains("[OK] All nodes agree about slots configuration.")
                .contains("[OK] All 16384 slots covered.")
                .contains("1 additional replica(s)");
    }

    @Test
    void info_lists_the_masters_with_their_slots_and_replicas() throws Exception {
        assertThat(Tools.run("redis-cli", "--cluster", "info", any()).succeeded())
                .containsPattern("\\| 5461 slots \\| 1 (slaves|replicas)\\.")
                .containsPattern("\\| 5462 slots \\| 1 (slaves|replicas)\\.")
                .contains(" keys in 3 masters.");
    }

    @Test
    void call_asks_every_node() throws Exception {
        var answers = Tools.run("redis-cli", "--cluster", "call", any(), "ping").succeeded();
        assertThat(answers.lines().filter(line -> line.endsWith(": PONG"))).hasSize(6);
    }

    @Test
    @Order(1)
    void the_client_follows_redirections_with_c() throws Exception {
        var session = "set foo bar\nset hello world\nget foo\nget hello\n";
        assertThat(cli(session, "-c").lines().filter(line -> !line.startsWith("-> Redirected")))
                .containsExactly("OK", "OK", "bar", "world");
        assertThat(cli("get foo\n")).startsWith("MOVED 12182 127.0.0.1:" + nodes.get(2).port());
    }

    @Test
    void the_third_protocol_shows_maps() throws Exception {
        assertThat(
                        Tools.run(
                                        "redis-cli",
                                        "-3",
                                        "-p",
                                        port(),
                                        "--no-raw",
                                        "config",
                                        "get",
                                        "port")
                                .succeeded())
                .isEqualTo("1# \"port\" => \"" + port() + "\"\n");
    }

    @Test
    @Order(2)
    void a_pipe_inserts_in_mass_and_scan_lists_it() throws Exception {
        var commands = new StringBuilder();
        for (int i = 0; i < 2000; i++) {
            // The tag {b} belongs to the first master.
            commands.append(request("SET", "{b}" + i, "value " + i));
        }
        var pipe = Tools.runWith(bytes(commands.toString()), "redis-cli", "-p", port(), "--pipe");
        assertThat(pipe.succeeded()).contains("errors: 0, replies: 2000");
        var listed = Tools.run("redis-cli", "-p", port(), "--scan", "--pattern", "{b}*");
        assertThat(listed.succeeded().lines().distinct()).hasSize(2000);
    }

    @Test
    @Order(3)
    void the_benchmark_finds_all_masters() throws Exception {
        var run =
                Tools.run(
                        "redis-benchmark",
                        "-p",
                        port(),
                        "--cluster",
                        "-t",
                        "set,get",
                        "-n",
                        2000,
                        "-q");
        assertThat(run.succeeded())
                .contains("Cluster has 3 master nodes:")
                .contains("SET: ", "GET: ", "requests per second")
                .doesNotContain("Error", "WARNING");
    }

    @Test
    void the_benchmark_without_a_cluster_pipelines() throws Exception {
        try (var alone = RealNode.start()) {
            var run =
                    Tools.run(
                            "redis-benchmark",
                            "-p",
                            alone.port(),
                            "-t",
                            "set,get,incr,mset,ping",
                            "-n",
                            5000,
                            "-P",
                            16,
                            "-q");
            assertThat(run.succeeded())
                    .contains("SET: ", "GET: ", "INCR: ", "MSET (10 keys): ", "PING_INLINE: ")
                    .doesNotContain("Error", "WARNING");
        }
    }

    private String cli(String input, Object... options) throws Exception {
        var arguments = new ArrayList<Object>(List.of("-p", port()));
        arguments.addAll(List.of(options));
        return Tools.runWith(bytes(input), "redis-cli", arguments.toArray()).succeeded();
    }

    private String any() {
        return "127.0.0.1:" + nodes.get(4).port();
    }

    /// Of the first master.
    private int port() {
        return nodes.getFirst().port();
    }

    private static String request(String... words) {
        var text = new StringBuilder("*" + words.length + "\r\n");
        for (var word : words) {
            text.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        return text.toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
