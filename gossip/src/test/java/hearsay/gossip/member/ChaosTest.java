package hearsay.gossip.member;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.gossip.harness.Cluster;
import hearsay.gossip.harness.Host;
import hearsay.gossip.member.Member.FailoverKind;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Loss, delay, partitions, and crashes between any two effects; a restart has only the file, now
/// and then only what was synced of it. [Cluster] holds at every step the law that nobody shares a
/// slot under one epoch; here the cluster must also find back to one opinion when the trouble ends.
@DisplayName("36, 37, 43-47: In two hundred unlucky minutes")
class ChaosTest {

    private static final int SEEDS = 200;
    private static final Settings SETTINGS = Settings.DEFAULT.withNodeTimeoutMillis(1_000);

    @Test
    void no_two_masters_own_a_slot_under_one_epoch_and_all_agree_in_the_end() {
        int failovers = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            var cluster = Cluster.formed(seed, 3, 1 + seed % 2, SETTINGS);
            trouble(cluster, new SplittableRandom(seed * 31L + 7));
            recover(cluster, seed);
            for (Host host : cluster.hosts) {
                if (host.member().isMaster() && host.member().myConfigEpoch() > 9) failovers++;
            }
        }
        // Trouble that troubles nobody proves nothing.
        assertThat(failovers).isGreaterThan(SEEDS / 2);
    }

    @Test
    void a_seed_repeats_itself_to_the_letter() {
        assertThat(logOf(42)).isEqualTo(logOf(42)).isNotEqualTo(logOf(43));
    }

    private static String logOf(int seed) {
        var cluster = Cluster.formed(seed, 3, 1, SETTINGS);
        trouble(cluster, new SplittableRandom(seed));
        return cluster.log();
    }

    private static void trouble(Cluster cluster, SplittableRandom random) {
        cluster.noise(random.nextDouble() * 0.3, 1 + random.nextInt(400));
        for (int step = 0; step < 12; step++) {
            var host = cluster.hosts.get(random.nextInt(cluster.hosts.size()));
            switch (random.nextInt(6)) {
                case 0 -> {
                    if (host.isUp()) host.crashAfterEffects = random.nextInt(40);
                }
                case 1 -> {
                    if (host.isUp()) cluster.crash(host);
                }
                case 2, 3 -> {
                    if (!host.isUp()) cluster.restart(host, random.nextBoolean());
                }
                case 4 -> {
                    var other = cluster.hosts.get(random.nextInt(cluster.hosts.size()));
                    cluster.isolate(host, other);
                }
                default -> failover(cluster, host, random);
            }
            cluster.run(500 + random.nextInt(4_000));
            if (random.nextInt(3) == 0) cluster.heal();
        }
    }

    private static void failover(Cluster cluster, Host host, SplittableRandom random) {
        if (!host.isUp()) return;
        var kind = random.nextBoolean() ? FailoverKind.GENTLE : FailoverKind.FORCE;
        try {
            host.carryOut(host.member().failover(kind, cluster.now()));
        } catch (ClusterError refused) {
            assertThat(refused.getMessage()).startsWith("ERR ");
        }
    }

    private static void recover(Cluster cluster, int seed) {
        cluster.heal();
        cluster.noise(0, 3);
        for (Host host : cluster.hosts) {
            host.crashAfterEffects = -1;
            if (!host.isUp()) cluster.restart(host, false);
        }
        cluster.mustReach("agreement with seed " + seed, 60_000, cluster::isAgreed);
    }
}
