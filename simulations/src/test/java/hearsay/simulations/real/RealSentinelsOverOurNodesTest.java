package hearsay.simulations.real;

import static hearsay.simulations.real.MonitoredTrio.Kind.OURS;
import static hearsay.simulations.real.MonitoredTrio.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Three redis-sentinels watch our master and its two replicas, as they would watch redis-servers.
final class RealSentinelsOverOurNodesTest {

    private static final List<MonitoredTrio.Kind> OUR_NODES = List.of(OURS, OURS, OURS);
    private static final List<MonitoredTrio.Kind> THEIR_SENTINELS = List.of(REDIS, REDIS, REDIS);

    @Test
    void they_promote_a_replica_of_a_killed_master_all_follow_and_clients_find_it()
            throws Exception {
        try (var trio = MonitoredTrio.of(OUR_NODES, THEIR_SENTINELS)) {
            try (var clients = SentinelClients.of(trio)) {
                trio.kill(0);

                int promoted = trio.awaitMasterAmong(List.of(1, 2));
                trio.awaitFollows(3 - promoted, promoted);
                clients.awaitMaster(promoted);

                trio.restart(0);
                trio.awaitFollows(0, promoted);
                assertThat(trio.node(0, "GET lettuce")).isEqualTo("\"after\"");
                assertThat(Files.readString(trio.conf(0)))
                        .contains("replicaof 127.0.0.1 " + trio.port(promoted));
            }
        }
    }

    @Test
    void they_prefer_the_replica_of_the_lowest_priority_when_they_are_told_to_fail_over()
            throws Exception {
        try (var trio = MonitoredTrio.of(OUR_NODES, THEIR_SENTINELS)) {
            trio.node(1, "CONFIG SET replica-priority 0");
            trio.node(2, "CONFIG SET replica-priority 10");
            Eventually.holds(() -> {
                var replicas = trio.sentinel(0, "SENTINEL REPLICAS " + MonitoredTrio.NAME);
                assertThat(replicas)
                        .containsPattern("slave-priority\\W+10\\b")
                        .containsPattern("slave-priority\\W+0\\b");
            });
            assertThat(trio.sentinel(0, "SENTINEL FAILOVER " + MonitoredTrio.NAME)).isEqualTo("OK");

            assertThat(trio.awaitMasterAmong(List.of(1, 2))).isEqualTo(2);
            trio.awaitFollows(0, 2);
            trio.awaitFollows(1, 2);
        }
    }
}
