package hearsay.simulations.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import hearsay.gossip.routing.HashSlot;
import hearsay.simulations.real.Writer.Outcome;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisMovedDataException;

/// An operator makes a replica the master, in three ways, while Jedis goes on writing.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ManualFailoverTest {

    private RealCluster cluster;

    @BeforeAll
    void form_a_cluster() throws Exception {
        cluster = RealCluster.formed(3, 1);
    }

    @AfterAll
    void end_it() {
        cluster.close();
    }

    @Test
    void the_gentle_way_loses_no_acknowledged_write() throws Exception {
        Outcome outcome = failover(0, "CLUSTER FAILOVER");
        assertThat(outcome.lost()).isEmpty();
        assertThat(outcome.acknowledgedAfter()).isGreaterThan(100);
    }

    @Test
    void FORCE_asks_no_master_and_TAKEOVER_nobody() throws Exception {
        assertThat(failover(1, "CLUSTER FAILOVER FORCE").acknowledgedAfter()).isGreaterThan(100);
        assertThat(failover(2, "CLUSTER FAILOVER TAKEOVER").acknowledgedAfter()).isGreaterThan(100);
    }

    @Test
    void a_master_is_told_that_this_is_for_replicas() throws Exception {
        int master = cluster.role(0).equals("master") ? 0 : 3;
        assertThat(cluster.text(master, "CLUSTER FAILOVER"))
                .isEqualTo("ERR You should send CLUSTER FAILOVER to a replica");
    }

    /// Each shard only once: nobody votes twice for replicas of the same master within twice the
    /// node timeout.
    ///
    /// @param shard its master is the node of this number, its replica three further
    private Outcome failover(int shard, String command) throws Exception {
        int before = shard;
        int after = shard + 3;
        try (var writer = Writer.start(cluster, command.replace(' ', '-'))) {
            writer.awaitAcknowledged(200);
            assertThat(cluster.text(after, command)).isEqualTo("OK");
            Eventually.holds(() -> assertThat(cluster.role(after)).isEqualTo("master"));
            Eventually.holds(() -> assertThat(cluster.role(before)).isEqualTo("slave"));
            expectMoved(before, after, shard);
            long then = writer.acknowledged();
            writer.awaitAcknowledged(then + 200);
            Outcome outcome = writer.stop(then);
            cluster.awaitHealth();
            return outcome;
        }
    }

    private void expectMoved(int before, int after, int shard) {
        var key = List.of("b", "c", "foo").get(shard);
        int slot = HashSlot.of(key);
        try (var jedis = new Jedis("127.0.0.1", cluster.port(before))) {
            var failure = catchThrowable(() -> jedis.get(key));
            assertThat(failure)
                    .isInstanceOf(JedisMovedDataException.class)
                    .hasMessage("MOVED " + slot + " 127.0.0.1:" + cluster.port(after));
        }
    }
}
