package hearsay.simulations.real;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.client.connection.Reply;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A node that ends and starts again in its folder is the one it was.
final class RestartTest {

    private final List<RealNode> nodes = new ArrayList<>();

    /// One master with all slots and its replica, each in an actor system of its own.
    @BeforeEach
    void form_a_cluster() throws Exception {
        for (int i = 0; i < 2; i++) {
            nodes.add(RealNode.clustered());
        }
        var master = nodes.get(0);
        var replica = nodes.get(1);
        assertThat(master.text("CLUSTER ADDSLOTSRANGE 0 16383")).isEqualTo("OK");
        assertThat(master.text("CLUSTER SET-CONFIG-EPOCH 7")).isEqualTo("OK");
        assertThat(replica.text("CLUSTER MEET 127.0.0.1 " + master.port())).isEqualTo("OK");
        var id = master.text("CLUSTER MYID");
        Eventually.holds(() -> assertThat(replica.text("CLUSTER REPLICATE " + id)).isEqualTo("OK"));
        awaitHealth();
    }

    @AfterEach
    void end_it() {
        for (var node : nodes) node.close();
    }

    @Test
    void a_master_keeps_its_id_its_slots_and_its_epoch() throws Exception {
        var master = nodes.get(0);
        var id = master.text("CLUSTER MYID");
        var self = self(master);
        master.stop();
        assertThat(Ports.isFree(master.port())).isTrue();
        master.restart();
        assertThat(master.text("CLUSTER MYID")).isEqualTo(id);
        assertThat(self).endsWith(" 7 connected 0-16383");
        assertThat(self(master)).endsWith(" 7 connected 0-16383");
        awaitHealth();
    }

    @Test
    void a_replica_comes_back_and_catches_up() throws Exception {
        var master = nodes.get(0);
        var replica = nodes.get(1);
        var id = replica.text("CLUSTER MYID");
        replica.stop();
        assertThat(Ports.isFree(replica.port())).isTrue();
        try (var talk = master.talk()) {
            for (int i = 0; i < 1000; i++) talk.call("SET", "missed:" + i, "x");
        }
        replica.restart();
        assertThat(replica.text("CLUSTER MYID")).isEqualTo(id);
        awaitHealth();
        try (var talk = replica.talk()) {
            assertThat(talk.text("READONLY")).isEqualTo("OK");
            assertThat(talk.text("GET missed:999")).isEqualTo("x");
            assertThat(((Reply.Int) talk.call("DBSIZE")).value()).isEqualTo(1000);
        }
        assertThat(replica.text("DEBUG DIGEST")).isEqualTo(master.text("DEBUG DIGEST"));
    }

    private void awaitHealth() {
        Eventually.holds(() -> {
            for (var node : nodes) {
                assertThat(node.field("CLUSTER INFO", "cluster_state")).isEqualTo("ok");
            }
            assertThat(nodes.get(1).field("INFO replication", "role")).isEqualTo("slave");
            assertThat(nodes.get(1).field("INFO replication", "master_link_status"))
                    .isEqualTo("up");
        });
    }

    private static String self(RealNode node) throws Exception {
        return node.text("CLUSTER NODES")
                .lines()
                .filter(line -> line.contains("myself"))
                .findFirst()
                .orElseThrow();
    }
}
