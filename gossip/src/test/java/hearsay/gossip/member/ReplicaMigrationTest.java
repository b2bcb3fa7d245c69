package hearsay.gossip.member;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.gossip.harness.Cluster;
import hearsay.gossip.harness.Host;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A replica")
class ReplicaMigrationTest {

    private static final long T = 2_000;
    private static final Settings SETTINGS = Settings.DEFAULT.withNodeTimeoutMillis(T);

    @Test
    @DisplayName("54: moves to a master that lost its own, 5 s after that, the one with least name")
    void moves_to_an_orphan() {
        for (int seed = 0; seed < 10; seed++) {
            var cluster = Cluster.formed(seed, 3, 2, SETTINGS);
            var orphan = cluster.hosts.get(0);
            var first = first(replicasOfTheOthers(cluster));
            cluster.crash(cluster.hosts.get(3));
            cluster.crash(cluster.hosts.get(6));
            long failed = failed(cluster, orphan, 2);
            long took = cluster.mustReach("a move", 20_000, () -> follows(first, orphan));
            assertThat(took).isBetween(4_900L, 6_200L);
            assertThat(failed).isLessThan(3 * T);
            assertThat(first.diary).contains("Migrating to orphaned master " + orphan.id());
            cluster.mustReach("the news", 3_000, () -> seenEverywhere(cluster, orphan, first));
            cluster.run(30_000);
            assertThat(moves(cluster)).isEqualTo(1);
            assertThat(first.member().myShardId()).isEqualTo(orphan.member().myShardId());
        }
    }

    @Test
    @DisplayName("54: and then replaces it")
    void takes_over_where_it_went() {
        var cluster = Cluster.formed(1, 3, 2, SETTINGS);
        var orphan = cluster.hosts.get(0);
        var first = first(replicasOfTheOthers(cluster));
        cluster.crash(cluster.hosts.get(3));
        cluster.crash(cluster.hosts.get(6));
        cluster.mustReach("a move", 20_000, () -> follows(first, orphan));
        cluster.run(2 * T);
        cluster.crash(orphan);
        cluster.mustReach("promotion", 10_000, () -> first.member().isMaster());
        cluster.mustReach("agreement", 2_000, cluster::isAgreed);
    }

    @Test
    @DisplayName("54: stays where its master would have fewer than cluster-migration-barrier left")
    void respects_the_barrier() {
        var cluster = Cluster.formed(2, 3, 2, barrier(2));
        cluster.crash(cluster.hosts.get(3));
        cluster.crash(cluster.hosts.get(6));
        cluster.run(40_000);
        assertThat(moves(cluster)).isZero();
        // The barrier is lowered while they run.
        for (Host host : cluster.hosts) {
            if (host.isUp()) host.carryOut(host.member().configure(barrier(1), cluster.now()));
        }
        cluster.run(8_000);
        assertThat(moves(cluster)).isEqualTo(1);
    }

    @Test
    @DisplayName("54: stays when cluster-allow-replica-migration says no")
    void may_be_told_to_stay() {
        var cluster = Cluster.formed(3, 3, 2, SETTINGS.withReplicas(false, 10, false));
        cluster.crash(cluster.hosts.get(3));
        cluster.crash(cluster.hosts.get(6));
        cluster.run(40_000);
        assertThat(moves(cluster)).isZero();
    }

    @Test
    @DisplayName("54: stays when no master has two working ones, and where none ever had any")
    void needs_somebody_with_two() {
        var single = Cluster.formed(4, 3, 1, SETTINGS);
        single.crash(single.hosts.get(3));
        single.run(40_000);
        assertThat(moves(single)).isZero();
    }

    @Test
    @DisplayName("54: gives the heir of a dead master time to be followed by its siblings")
    void does_not_run_to_an_heir_whose_replicas_are_on_their_way() {
        for (int seed = 0; seed < 10; seed++) {
            var cluster = Cluster.formed(seed, 3, 2, SETTINGS);
            cluster.crash(cluster.hosts.get(0));
            cluster.mustReach("agreement", 20_000, () -> !heirs(cluster).isEmpty());
            cluster.run(30_000);
            assertThat(moves(cluster)).isZero();
        }
    }

    @Test
    @DisplayName("54: does not move while the cluster is down")
    void waits_for_better_times() {
        var cluster = Cluster.formed(6, 3, 2, SETTINGS);
        for (int dead : new int[] {1, 2, 3, 6}) cluster.crash(cluster.hosts.get(dead));
        cluster.run(40_000);
        assertThat(moves(cluster)).isZero();
    }

    @Test
    @DisplayName("54: a master that gets its first slot where others have replicas is owed one too")
    void moves_to_a_new_master() {
        var cluster = Cluster.formed(7, 3, 2, SETTINGS);
        var newcomer = cluster.hosts.get(8);
        newcomer.carryOut(newcomer.member().reset(false, true, cluster.now()));
        for (Host host : cluster.hosts) {
            if (host == newcomer) continue;
            host.carryOut(host.member().forget(newcomer.id().hex(), cluster.now()));
        }
        cluster.run(61_000);
        var first = cluster.hosts.get(0);
        var at = newcomer.address;
        first.carryOut(first.member().meet(at.ip(), at.port(), at.busPort(), cluster.now()));
        cluster.run(3 * T);
        first.carryOut(first.member().deleteSlots(List.of(slot()), cluster.now()));
        newcomer.carryOut(newcomer.member().deleteSlots(List.of(slot()), cluster.now()));
        newcomer.carryOut(newcomer.member().addSlots(List.of(slot()), cluster.now()));
        cluster.run(20_000);
        assertThat(moves(cluster)).isEqualTo(1);
        assertThat(cluster.hosts).anyMatch(host -> follows(host, newcomer));
    }

    private static hearsay.gossip.model.SlotRange slot() {
        return new hearsay.gossip.model.SlotRange(7, 7);
    }

    private static Settings barrier(int barrier) {
        var s = SETTINGS;
        return new Settings(
                s.nodeTimeoutMillis(),
                s.pingIntervalMillis(),
                s.replicaValidityFactor(),
                s.replPingPeriodMillis(),
                barrier,
                s.requireFullCoverage(),
                s.allowReadsWhenDown(),
                s.allowPubSubShardWhenDown(),
                s.allowReplicaMigration(),
                s.replicaNoFailover(),
                s.preferredEndpoint(),
                s.announce());
    }

    /// Runs until all that are up have called so many of its replicas failed.
    private static long failed(Cluster cluster, Host orphan, int replicas) {
        return cluster.mustReach(
                "FAIL",
                10_000,
                () ->
                        cluster.hosts.stream()
                                .filter(Host::isUp)
                                .allMatch(host -> failures(host) == replicas));
    }

    private static long failures(Host host) {
        return host.member()
                .nodes(false)
                .lines()
                .filter(line -> line.contains("slave,fail "))
                .count();
    }

    private static List<Host> replicasOfTheOthers(Cluster cluster) {
        return List.of(
                cluster.hosts.get(4),
                cluster.hosts.get(5),
                cluster.hosts.get(7),
                cluster.hosts.get(8));
    }

    private static Host first(List<Host> hosts) {
        return hosts.stream().min(Comparator.comparing(host -> host.id().hex())).orElseThrow();
    }

    private static boolean follows(Host host, Host master) {
        return host.isUp() && master.id().equals(host.member().master());
    }

    private static boolean seenEverywhere(Cluster cluster, Host master, Host replica) {
        return cluster.hosts.stream()
                .filter(Host::isUp)
                .allMatch(host ->
                        host.member().replicas(master.id().hex(), false).stream()
                                .anyMatch(line -> line.startsWith(replica.id().hex())));
    }

    private static List<Host> heirs(Cluster cluster) {
        var heirs = new ArrayList<Host>();
        for (Host host : cluster.hosts.subList(3, cluster.hosts.size())) {
            if (host.isUp() && host.member().isMaster()) heirs.add(host);
        }
        return heirs;
    }

    private static long moves(Cluster cluster) {
        return cluster.hosts.stream()
                .flatMap(host -> host.diary.stream())
                .filter(line -> line.startsWith("Migrating to orphaned master"))
                .count();
    }
}
