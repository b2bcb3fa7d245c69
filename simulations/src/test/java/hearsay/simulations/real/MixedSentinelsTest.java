package hearsay.simulations.real;

import static hearsay.simulations.real.MonitoredTrio.Kind.OURS;
import static hearsay.simulations.real.MonitoredTrio.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Our Sentinels and Redis' own watch the same master, and must agree.
final class MixedSentinelsTest {

    @Test
    void two_of_ours_and_a_real_one_agree_that_a_real_master_has_failed_and_promote_our_replica()
            throws Exception {
        try (var trio = MonitoredTrio.of(List.of(REDIS, OURS, OURS), List.of(OURS, OURS, REDIS))) {
            try (var clients = SentinelClients.of(trio)) {
                trio.kill(0);

                int promoted = trio.awaitMasterAmong(List.of(1, 2));
                trio.awaitFollows(3 - promoted, promoted);
                clients.awaitMaster(promoted);
                trio.restart(0);
                trio.awaitFollows(0, promoted);
                for (int i = 0; i < 3; i++) {
                    assertThat(Files.readString(trio.sentinelConf(i)))
                            .contains("sentinel monitor mymaster 127.0.0.1 " + trio.port(promoted))
                            .contains("sentinel leader-epoch mymaster 1")
                            .contains("sentinel current-epoch 1");
                }
            }
        }
    }

    @Test
    void three_of_ours_fail_our_master_over_and_know_it_again_after_a_restart() throws Exception {
        try (var trio = MonitoredTrio.of(List.of(OURS, OURS, OURS), List.of(OURS, OURS, OURS))) {
            int promoted;
            try (var clients = SentinelClients.of(trio)) {
                trio.kill(0);
                promoted = trio.awaitMasterAmong(List.of(1, 2));
                trio.awaitFollows(3 - promoted, promoted);
                clients.awaitMaster(promoted);
            }
            var id = trio.sentinel(0, "SENTINEL MYID");
            trio.killSentinel(0);
            trio.restartSentinel(0);
            Eventually.holds(() -> {
                assertThat(trio.masterPort(0)).isEqualTo(trio.port(promoted));
                assertThat(trio.sentinel(0, "SENTINEL MYID")).isEqualTo(id);
                assertThat(trio.sentinel(0, "INFO sentinel")).contains("slaves=2,sentinels=3");
            });
        }
    }
}
