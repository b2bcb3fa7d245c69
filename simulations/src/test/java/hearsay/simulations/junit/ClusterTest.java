package hearsay.simulations.junit;

import static hearsay.gossip.bus.BusMessage.Type.VOTE;
import static hearsay.gossip.bus.BusMessage.Type.VOTE_REQUEST;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // The extension fills the field.
@HearsayCluster
@DisplayName("A cluster within the test's JVM")
final class ClusterTest {

    private static final int SLOT = Cluster.slot("foo");

    private Cluster cluster;

    @Test
    void serves_with_every_replica_in_sync_when_the_test_begins() {
        assertThat(cluster.nodes()).hasSize(6).allMatch(ClusterNode::isUp);
        assertThat(cluster.addresses()).hasSize(6).contains(cluster.address());
        for (var node : cluster.nodes()) {
            assertThat(node.call("CLUSTER", "INFO").text())
                    .contains("cluster_state:ok", "cluster_known_nodes:6", "cluster_size:3");
        }
        for (var replica : cluster.replicas(SLOT)) {
            assertThat(replica.call("INFO", "replication").text())
                    .contains("role:slave", "master_link_status:up");
        }
        assertThat(cluster.master(SLOT).call("SET", "foo", "bar").text()).isEqualTo("OK");
    }

    @Test
    void replaces_a_master_that_was_killed_and_takes_it_back_as_a_replica() {
        var old = cluster.killMaster(SLOT);
        assertThat(old.isUp()).isFalse();
        assertThat(cluster.addresses()).doesNotContain(old.address());

        var successor = cluster.awaitFailover(SLOT);
        assertThat(successor).isNotEqualTo(old).isEqualTo(cluster.master(SLOT));
        assertThat(successor.call("SET", "foo", "bar").text()).isEqualTo("OK");

        old.restart();
        cluster.awaitHealthy();
        assertThat(cluster.replicas(SLOT)).containsExactly(old);
        assertThat(old.call("GET", "foo").text())
                .isEqualTo("MOVED " + SLOT + " " + successor.address());
    }

    @Test
    void replaces_a_master_that_stands_still_and_that_one_finds_out_when_it_goes_on() {
        var frozen = cluster.master(SLOT);
        frozen.pause();
        assertThat(frozen.isPaused()).isTrue();
        var successor = cluster.awaitFailover(SLOT);
        frozen.resume();
        cluster.awaitHealthy();
        assertThat(frozen.isMaster()).isFalse();
        assertThat(cluster.replicas(SLOT)).containsExactly(frozen);
        assertThat(successor.isMaster()).isTrue();
    }

    @Test
    void hands_a_slot_over_by_order() {
        var before = cluster.master(SLOT);
        before.call("SET", "foo", "kept");
        var after = cluster.failover(SLOT);
        assertThat(after).isNotEqualTo(before);
        assertThat(after.call("GET", "foo").text()).isEqualTo("kept");
    }

    @Test
    void has_no_majority_on_the_smaller_side_of_a_partition() {
        var minority = cluster.master(SLOT);
        cluster.isolate(minority);
        cluster.awaitDown(minority);
        assertThat(minority.call("GET", "foo").text()).isEqualTo("CLUSTERDOWN The cluster is down");
        var successor = cluster.awaitFailover(SLOT);
        cluster.heal();
        cluster.awaitHealthy();
        assertThat(cluster.replicas(SLOT)).containsExactly(minority);
        assertThat(successor.call("GET", "foo").pretty()).isEqualTo("(nil)");
    }

    @Test
    void keeps_replicas_behind_a_partition_from_hearing_of_writes_until_it_heals() {
        var master = cluster.master(SLOT);
        var replica = cluster.replica(SLOT);
        cluster.partition(List.of(master), List.of(replica));
        master.call("SET", "foo", "late");
        assertThat(master.call("WAIT", "1", "200").text()).isEqualTo("0");
        cluster.heal();
        assertThat(master.call("WAIT", "1", "10000").text()).isEqualTo("1");
    }

    @Test
    void elects_nobody_while_requests_for_votes_are_lost() {
        var lost = cluster.bus().drop(VOTE_REQUEST);
        var dead = cluster.killMaster(SLOT);
        lost.awaitCaught(2); // One for each master that could vote.
        assertThat(cluster.master(SLOT)).isEqualTo(dead);
        lost.end();
        assertThat(cluster.awaitFailover(SLOT)).isNotEqualTo(dead);
    }

    @Test
    void elects_nobody_before_a_majority_of_votes_has_come() {
        var late = cluster.bus().delay(VOTE, Duration.ofSeconds(1));
        cluster.killMaster(SLOT);
        late.awaitCaught(2);
        long caught = System.nanoTime();
        cluster.awaitFailover(SLOT);
        assertThat(Duration.ofNanos(System.nanoTime() - caught))
                .isGreaterThan(Duration.ofMillis(900));
    }

    @Test
    void tells_what_its_nodes_did() {
        cluster.killMaster(SLOT);
        var successor = cluster.awaitFailover(SLOT);
        assertThat(cluster.diary())
                .contains("--- killed")
                .containsPattern(
                        "\\d +%d +Starting a failover election".formatted(successor.port()))
                .containsPattern(" %d +Failover election won".formatted(successor.port()));
    }
}
