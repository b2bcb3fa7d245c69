package hearsay.simulations.real;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.client.connection.Endpoint;
import hearsay.simulations.process.load.AllTypes;
import hearsay.simulations.process.load.Census;
import hearsay.simulations.process.load.Filling;
import hearsay.simulations.process.load.HearsayClient;
import hearsay.simulations.process.reshard.Reach;
import hearsay.simulations.reshard.Diagnosis;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// Every subcommand of `redis-cli --cluster`, against one cluster of ours that it has made, with
/// keys of all types in it; after each of those that move something no key is lost, doubled or
/// changed.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class RedisCliClusterTest {

    private static final int KEYS = 3_000;
    private static final long DAY_MILLIS = 86_400_000;

    private final List<RealNode> nodes = new ArrayList<>();
    private final AllTypes keys = new AllTypes(KEYS, System.currentTimeMillis() + DAY_MILLIS);
    private final List<Census> census = new ArrayList<>();

    @BeforeAll
    void create_makes_a_cluster_of_six_nodes() throws Exception {
        Tools.run("redis-cli", "--version").succeeded();
        for (int i = 0; i < 6; i++) nodes.add(node());
        var create = new ArrayList<Object>();
        for (var node : nodes) create.add(address(node));
        create.addAll(List.of("--cluster-replicas", "1", "--cluster-yes"));
        assertThat(cluster("create", create.toArray()).succeeded())
                .contains("[OK] All nodes agree about slots configuration.")
                .contains("[OK] All 16384 slots covered.");
        awaitAgreement();
        try (var client = HearsayClient.to(seeds())) {
            Filling.fill(client, keys);
        }
        census.add(takeCensus());
        assertThat(census.getFirst().keys()).isEqualTo(KEYS);
    }

    @AfterAll
    void end_them() {
        for (var node : nodes) node.close();
    }

    @Test
    @Order(1)
    void check_and_info_find_all_well_and_count_the_keys() throws Exception {
        assertThat(cluster("check", address(0)).succeeded())
                .contains("[OK] %d keys in 3 masters.".formatted(KEYS))
                .contains("[OK] All nodes agree about slots configuration.")
                .contains("[OK] All 16384 slots covered.");
        assertThat(cluster("info", address(5)).succeeded())
                .contains("[OK] %d keys in 3 masters.".formatted(KEYS));
    }

    @Test
    @Order(2)
    void call_asks_every_node_or_only_the_masters() throws Exception {
        assertThat(cluster("call", address(0), "PING").succeeded().lines())
                .filteredOn(line -> line.endsWith(": PONG"))
                .hasSize(6);
        assertThat(
                        cluster("call", address(0), "ROLE", "--cluster-only-masters")
                                .succeeded()
                                .lines())
                .filteredOn(line -> line.contains(": master"))
                .hasSize(3);
    }

    @Test
    @Order(3)
    void set_timeout_reaches_every_node() throws Exception {
        var said = cluster("set-timeout", address(0), 6_000).output();
        assertThat(said).contains(">>> New node timeout set.");
        for (var node : nodes)
            try (var talk = node.talk()) {
                assertThat(talk.call("CONFIG GET cluster-node-timeout").pretty())
                        .contains("\"6000\"");
            }
    }

    @Test
    @Order(4)
    void reshard_moves_slots_with_their_keys() throws Exception {
        assertThat(
                        cluster(
                                        "reshard",
                                        address(0),
                                        "--cluster-from",
                                        id(0),
                                        "--cluster-to",
                                        id(1),
                                        "--cluster-slots",
                                        150,
                                        "--cluster-yes")
                                .succeeded())
                .contains("Moving slot 0 from " + address(0) + " to " + address(1));
        isWell();
        assertThat(slotsOf(1)).isEqualTo(5_462 + 150);
    }

    @Test
    @Order(5)
    void rebalance_moves_them_back() throws Exception {
        assertThat(cluster("rebalance", address(0)).succeeded())
                .contains(">>> Rebalancing across 3 nodes.");
        isWell();
        assertThat(slotsOf(1)).isBetween(5_461, 5_462);
    }

    @Test
    @Order(6)
    void fix_finishes_what_was_left_half_open_and_gives_orphans_to_somebody() throws Exception {
        int slot = slotOf(0, 1);
        try (var source = nodes.get(0).talk();
                var target = nodes.get(1).talk()) {
            assertThat(target.text("CLUSTER SETSLOT %d IMPORTING %s".formatted(slot, id(0))))
                    .isEqualTo("OK");
            assertThat(source.text("CLUSTER SETSLOT %d MIGRATING %s".formatted(slot, id(1))))
                    .isEqualTo("OK");
            var key = source.call("CLUSTER GETKEYSINSLOT %d 1".formatted(slot)).items().getFirst();
            assertThat(
                            source.text(
                                    "MIGRATE 127.0.0.1 %d %s 0 5000"
                                            .formatted(nodes.get(1).port(), key.text())))
                    .isEqualTo("OK");
        }
        assertThat(cluster("check", address(0)).output()).contains("The following slots are open");
        assertThat(cluster("fix", address(0), "--cluster-yes").succeeded())
                .contains(">>> Fixing open slot " + slot)
                .contains("[OK] All 16384 slots covered.");
        isWell();
    }

    @Test
    @Order(7)
    void a_new_node_is_added_gets_slots_gives_them_back_and_is_deleted() throws Exception {
        nodes.add(node());
        assertThat(cluster("add-node", address(6), address(0)).succeeded())
                .contains("[OK] New node added correctly.");
        awaitAgreement();
        cluster(
                        "reshard",
                        address(0),
                        "--cluster-from",
                        id(2),
                        "--cluster-to",
                        id(6),
                        "--cluster-slots",
                        30,
                        "--cluster-yes")
                .succeeded();
        isWell();
        assertThat(slotsOf(6)).isEqualTo(30);
        assertThat(cluster("del-node", address(0), id(6)).output())
                .contains("[ERR] Node " + address(6) + " is not empty!");
        cluster(
                        "reshard",
                        address(0),
                        "--cluster-from",
                        id(6),
                        "--cluster-to",
                        id(2),
                        "--cluster-slots",
                        30,
                        "--cluster-yes")
                .succeeded();
        assertThat(cluster("del-node", address(0), id(6)).succeeded())
                .contains(">>> Sending CLUSTER RESET SOFT to the deleted node.");
        assertThat(nodes.get(6).text("CLUSTER NODES").lines()).hasSize(1);
        nodes.removeLast().close();
        isWell();
    }

    @Test
    @Order(8)
    void a_replica_is_added_to_the_master_that_is_named() throws Exception {
        nodes.add(node());
        assertThat(
                        cluster(
                                        "add-node",
                                        address(6),
                                        address(0),
                                        "--cluster-slave",
                                        "--cluster-master-id",
                                        id(1))
                                .succeeded())
                .contains("[OK] New node added correctly.");
        Eventually.holds(() -> {
            assertThat(nodes.get(6).field("INFO replication", "master_link_status"))
                    .isEqualTo("up");
            assertThat(nodes.get(6).field("INFO replication", "master_port"))
                    .isEqualTo(Integer.toString(nodes.get(1).port()));
        });
        // Who has not heard of it yet could not forget it.
        awaitAgreement();
        cluster("del-node", address(0), id(6)).succeeded();
        nodes.removeLast().close();
        isWell();
    }

    @Test
    @Order(9)
    void import_brings_the_keys_of_a_redis_without_cluster_mode() throws Exception {
        try (var alone = RealNode.start()) {
            try (var talk = alone.talk()) {
                for (int i = 0; i < 100; i++)
                    assertThat(talk.text("SET imported:%d %d".formatted(i, i))).isEqualTo("OK");
            }
            cluster("import", address(0), "--cluster-from", "127.0.0.1:" + alone.port())
                    .succeeded();
            assertThat(alone.text("DBSIZE")).isEqualTo("0");
        }
        try (var client = HearsayClient.to(seeds())) {
            for (int i = 0; i < 100; i++)
                assertThat(client.call("GET", "imported:" + i).toCompletableFuture().get())
                        .isEqualTo(Integer.toString(i));
        }
        isWell();
    }

    @Test
    @Order(10)
    void backup_writes_an_rdb_file_of_every_master(@TempDir Path folder) throws Exception {
        assertThat(cluster("backup", address(0), folder).succeeded())
                .contains("[OK] Backup created into: " + folder);
        assertThat(Files.readString(folder.resolve("nodes.json"))).contains(id(0), id(1), id(2));
        try (var files = Files.list(folder)) {
            var rdbs = files.filter(file -> file.toString().endsWith(".rdb")).toList();
            assertThat(rdbs).hasSize(3);
            for (var rdb : rdbs)
                assertThat(new String(Files.readAllBytes(rdb), 0, 5, StandardCharsets.US_ASCII))
                        .isEqualTo("REDIS");
        }
    }

    /// Nodes agree, nothing is open, and every key is where it was, or has moved with its slot.
    private void isWell() throws Exception {
        awaitAgreement();
        awaitOneView();
        try (var reach = new Reach(seeds(), new Reach.Access("", "", 20_000))) {
            var picture = reach.settled();
            assertThat(Diagnosis.of(picture, reach.keys(picture)).findings()).isEmpty();
        }
        var difference = takeCensus().since(census.getFirst());
        assertThat(difference.isNone()).as(difference.toString()).isTrue();
    }

    /// All nodes, replicas too, see the same slots at the same masters.
    private void awaitOneView() {
        Eventually.holds(() -> {
            try (var reach = new Reach(seeds(), new Reach.Access("", "", 20_000))) {
                var picture = reach.settled();
                for (var node : picture.nodes())
                    for (var seen : picture.views().getOrDefault(node.id(), List.of()))
                        if (seen.isMaster())
                            assertThat(seen.slots())
                                    .as("%s as %s sees it", seen.address(), node.address())
                                    .isEqualTo(picture.byId(seen.id()).orElseThrow().slots());
            }
        });
    }

    private Census takeCensus() throws Exception {
        try (var reach = new Reach(seeds(), new Reach.Access("", "", 20_000))) {
            return Census.of(reach, reach.settled(), keys);
        }
    }

    private void awaitAgreement() {
        Eventually.holds(() -> {
            for (var node : nodes) {
                assertThat(node.field("CLUSTER INFO", "cluster_state")).isEqualTo("ok");
                assertThat(node.field("CLUSTER INFO", "cluster_known_nodes"))
                        .isEqualTo(Integer.toString(nodes.size()));
                if (node.field("INFO replication", "role").equals("slave"))
                    assertThat(node.field("INFO replication", "master_link_status"))
                            .isEqualTo("up");
            }
            for (int i = 3; i < 6; i++)
                assertThat(nodes.get(i).field("INFO replication", "role")).isEqualTo("slave");
        });
    }

    private static RealNode node() throws Exception {
        var directives = new ArrayList<>(RealNode.CLUSTERED);
        directives.add("--enable-debug-command yes");
        return RealNode.start(directives.toArray(String[]::new));
    }

    private static Tools.Run cluster(String subcommand, Object... arguments) throws Exception {
        var all = new ArrayList<Object>(List.of("--cluster", subcommand));
        all.addAll(List.of(arguments));
        return Tools.run("redis-cli", all.toArray());
    }

    private List<Endpoint> seeds() {
        return nodes.stream().map(node -> new Endpoint("127.0.0.1", node.port())).toList();
    }

    private String address(int node) {
        return address(nodes.get(node));
    }

    private static String address(RealNode node) {
        return "127.0.0.1:" + node.port();
    }

    private String id(int node) throws Exception {
        return nodes.get(node).text("CLUSTER MYID");
    }

    private int slotsOf(int node) throws Exception {
        try (var reach = new Reach(seeds(), new Reach.Access("", "", 20_000))) {
            return reach.settled().named(Integer.toString(nodes.get(node).port())).slots().size();
        }
    }

    /// The first slot of a node that has at least so many keys.
    private int slotOf(int node, int keys) throws Exception {
        try (var reach = new Reach(seeds(), new Reach.Access("", "", 20_000))) {
            var picture = reach.settled();
            var counts = reach.keys(picture).get(id(node));
            var slots = picture.named(Integer.toString(nodes.get(node).port())).slots();
            for (int slot = slots.next(0); slot >= 0; slot = slots.next(slot + 1))
                if (counts != null && counts[slot] >= keys) return slot;
        }
        throw new AssertionError("no slot with " + keys + " keys");
    }
}
