package hearsay.gossip.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hearsay.gossip.bus.BusMessage.Fail;
import hearsay.gossip.bus.Extensions;
import hearsay.gossip.member.Settings.Announce;
import hearsay.gossip.member.Settings.PreferredEndpoint;
import hearsay.gossip.model.NodeFlags;
import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.SlotRange;
import hearsay.gossip.model.SlotSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What a node tells of its cluster")
class ReportsTest {

    private static final Settings SETTINGS = Settings.DEFAULT.withNodeTimeoutMillis(Stage.T);

    private final Stage stage = new Stage();
    private final List<Stage.Peer> peers = stage.peers(3);
    private final Stage.Peer master = peers.get(0);
    private final Stage.Peer replica = peers.get(1);
    private final NodeId me = stage.member.myId();

    /// I have slots 0-99 and 16383, a master has the others and a replica; another has none.
    @BeforeEach
    void a_small_cluster() {
        var mine = List.of(new SlotRange(0, 99), new SlotRange(16383, 16383));
        stage.command(m -> m.addSlots(mine, stage.now));
        master.slots = SlotSet.range(100, 16382);
        master.configEpoch = 4;
        master.currentEpoch = 5;
        master.offset = 88;
        master.pings();
        replica.master = master.id;
        replica.configEpoch = 4;
        replica.slots = master.slots;
        replica.offset = 77;
        replica.extensions = new Extensions("b.example", "", master.id, List.of());
        replica.pings();
    }

    @Test
    @DisplayName("55: CLUSTER NODES has a line per node, myself first")
    void nodes() {
        long heard = stage.now;
        var expected =
                """
                ME 10.0.0.100:7000@17000 myself,master - 0 0 0 connected 0-99 16383
                A 10.0.0.1:7000@17000 master - 0 HEARD 4 connected 100-16382
                B 10.0.0.2:7000@17000,b.example slave A 0 HEARD 4 connected
                C 10.0.0.3:7000@17000 master - 0 HEARD 0 connected
                """
                        .replace("ME ", me + " ")
                        .replace("A ", master.id + " ")
                        .replace("B ", replica.id + " ")
                        .replace("C ", peers.get(2).id + " ")
                        .replace("HEARD", Long.toString(heard));
        assertThat(stage.member.nodes(false)).isEqualTo(expected);
        assertThat(stage.member.replicas(master.id.hex(), false))
                .containsExactly(expected.lines().toList().get(2));
        assertThatThrownBy(() -> stage.member.replicas(replica.id.hex(), false))
                .hasMessage("ERR The specified node is not a master");
        assertThatThrownBy(() -> stage.member.replicas("x", false))
                .hasMessage("ERR Unknown node x");
    }

    @Test
    @DisplayName("24, 58: CLUSTER INFO counts slots, nodes, epochs and packets by type")
    void info() {
        stage.pass(2_200, peers);
        assertThat(stage.member.info())
                .startsWith(
                        """
                        cluster_state:ok
                        cluster_slots_assigned:16384
                        cluster_slots_ok:16384
                        cluster_slots_pfail:0
                        cluster_slots_fail:0
                        cluster_known_nodes:4
                        cluster_size:2
                        cluster_current_epoch:5
                        cluster_my_epoch:0
                        """
                                .replace("\n", "\r\n"))
                .contains("\r\ncluster_stats_messages_meet_sent:3\r\n")
                .contains("\r\ncluster_stats_messages_ping_received:5\r\n")
                .doesNotContain("fail_received", "module");
        replica.says(new Fail(replica.header(0), master.id));
        assertThat(stage.member.info())
                .contains("cluster_state:fail\r\n", "cluster_slots_fail:16283\r\n")
                .contains("cluster_stats_messages_fail_received:1\r\n");
    }

    @Test
    @DisplayName("56: CLUSTER SLOTS goes by ranges: the master, then replicas that have data")
    void slots() {
        var rows = stage.member.slots();
        assertThat(rows).extracting(SlotsRow::range).hasToString("[0-99, 100-16382, 16383]");
        assertThat(rows.get(1).servers())
                .extracting(SlotsRow.Server::id)
                .containsExactly(master.id, replica.id);
        var last = rows.get(1).servers().get(1);
        assertThat(last.endpoint()).isEqualTo("10.0.0.2");
        assertThat(last.metadata()).hasToString("{hostname=b.example}");
        replica.offset = 0;
        replica.pings();
        assertThat(stage.member.slots().get(1).servers()).hasSize(1);
        replica.offset = 1;
        replica.pings();
        master.says(new Fail(master.header(0), replica.id));
        assertThat(stage.member.slots().get(1).servers()).hasSize(1);
    }

    @Test
    @DisplayName("56, 59: CLUSTER SLOTS names the preferred endpoint, and the others as metadata")
    void slots_by_other_endpoints() {
        prefer(PreferredEndpoint.HOSTNAME);
        assertThat(servers())
                .extracting(SlotsRow.Server::endpoint)
                .containsExactly("?", "b.example");
        assertThat(servers().get(1).metadata()).hasToString("{ip=10.0.0.2}");
        prefer(PreferredEndpoint.UNKNOWN_ENDPOINT);
        assertThat(servers()).extracting(SlotsRow.Server::endpoint).containsExactly(null, null);
        assertThat(servers().get(1).metadata()).hasToString("{ip=10.0.0.2, hostname=b.example}");
    }

    @Test
    @DisplayName("57: CLUSTER SHARDS puts masters and replicas together, with their health")
    void shards() {
        var shards = stage.member.shards();
        assertThat(shards).extracting(Shard::slots).hasToString("[[0-99, 16383], [100-16382], []]");
        var second = shards.get(1).nodes();
        assertThat(second)
                .containsExactly(
                        new Shard.Server(
                                master.id,
                                7000,
                                0,
                                "10.0.0.1",
                                "10.0.0.1",
                                "",
                                "master",
                                88,
                                "online"),
                        new Shard.Server(
                                replica.id,
                                7000,
                                0,
                                "10.0.0.2",
                                "10.0.0.2",
                                "b.example",
                                "replica",
                                77,
                                "online"));
        replica.offset = 0;
        replica.pings();
        replica.says(new Fail(replica.header(0), master.id));
        assertThat(stage.member.shards().get(1).nodes())
                .extracting(Shard.Server::health)
                .containsExactly("fail", "loading");
    }

    @Test
    @DisplayName("30: COUNT-FAILURE-REPORTS")
    void count_failure_reports() {
        master.pings(replica.gossip(NodeFlags.REPLICA | NodeFlags.PFAIL, stage.now));
        // A replica's word does not count.
        replica.pings(master.gossip(NodeFlags.MASTER | NodeFlags.PFAIL, stage.now));
        assertThat(stage.member.countFailureReports(replica.id.hex(), stage.now)).isEqualTo(1);
        assertThat(stage.member.countFailureReports(master.id.hex(), stage.now)).isZero();
        assertThatThrownBy(() -> stage.member.countFailureReports("x", stage.now))
                .hasMessage("ERR Unknown node x");
    }

    @Test
    @DisplayName("23: CLUSTER LINKS has two links per peer")
    void links() {
        assertThat(stage.member.links())
                .extracting(row -> row.direction() + " " + row.node().hex().charAt(0))
                .containsExactly("to a", "from a", "to b", "from b", "to c", "from c");
    }

    private List<SlotsRow.Server> servers() {
        return stage.member.slots().get(1).servers();
    }

    private void prefer(PreferredEndpoint endpoint) {
        var settings = SETTINGS.withAnnounce(endpoint, Announce.NOTHING);
        stage.command(m -> m.configure(settings, stage.now));
    }
}
