package hearsay.node.replication;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.TestNetwork;
import hearsay.node.TestNetwork.Host;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Nodes that follow each other, on a network and a clock that the test holds.
@DisplayName("42. Replication")
class ReplicationTest {

    private final TestNetwork network = new TestNetwork();
    private final Host master = network.host(7000);
    private final Host replica = network.host(7001);

    @Test
    void a_replica_takes_everything_over_and_follows() {
        for (int i = 0; i < 1000; i++) master.ask("SET key:" + i + " value:" + i);
        assertThat(replica.ask("REPLICAOF 127.0.0.1 7000")).isEqualTo("OK");
        for (int step = 0; step < 100; step++) {
            network.pass(100);
            master.ask("SET during:" + step + " x");
            master.ask("INCR counter");
        }
        network.pass(100);

        assertThat(replica.info("master_link_status")).isEqualTo("up");
        assertThat(master.dump()).hasSize(1101);
        assertThat(replica.dump()).isEqualTo(master.dump());
        assertThat(replica.info("slave_repl_offset")).isEqualTo(master.info("master_repl_offset"));
        assertThat(replica.info("master_replid")).isEqualTo(master.info("master_replid"));
    }
}
