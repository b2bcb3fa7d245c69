package hearsay.gossip.member;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.gossip.harness.Cluster;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Nodes that meet")
class FormationTest {

    private static final Settings SETTINGS = Settings.DEFAULT.withNodeTimeoutMillis(2_000);

    @Test
    @DisplayName("13, 16, 17: one of them is told of all others; gossip makes a full mesh")
    void become_a_full_mesh() {
        var cluster = new Cluster(1, 6, SETTINGS);
        cluster.meetAll();
        cluster.mustReach("a full mesh", 5_000, cluster::isMesh);
    }

    @Test
    @DisplayName("26, 31, 43, 44: they agree on every slot, and say ok")
    void agree_on_who_serves_what() {
        var cluster = Cluster.formed(2, 3, 1, SETTINGS);
        assertThat(cluster.isAgreed()).isTrue();
        for (var host : cluster.hosts) {
            assertThat(host.member().info())
                    .contains("cluster_state:ok", "cluster_slots_ok:16384", "cluster_size:3")
                    .contains("cluster_known_nodes:6");
        }
    }
}
