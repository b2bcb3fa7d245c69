package hearsay.simulations.world;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.sentinel.member.Report.MasterAddress;
import hearsay.sentinel.model.Milestone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A master that Sentinels watch, in virtual time")
class WatchedWorldTest {

    private static final long SECOND = 1_000_000_000;
    private static final int SEEDS = Integer.getInteger("hearsay.watched.seeds", 5);

    private static final WorldPlan TRIO = WorldPlan.watched(2, Watch.of(3, Duration.ofSeconds(2)));

    @Test
    @DisplayName("D7.61: all find all, by INFO and hello alone")
    void acquaintance() {
        try (var world = new World(TRIO, 1)) {
            world.runFor(15 * SECOND);
            for (var host : world.sentinels()) {
                var settings = sentinel(host).settings().monitored().getFirst();
                assertThat(settings.knownReplicas()).hasSize(2);
                assertThat(settings.knownSentinels()).hasSize(2);
            }
        }
    }

    @Test
    @DisplayName(
            "D7.64-75: the master dies, a replica takes its place, and it returns as a replica")
    void a_failover() {
        try (var world = new World(TRIO, 2)) {
            world.runFor(15 * SECOND);
            world.host(7000).crash();
            world.runFor(15 * SECOND);
            int port = agreedMaster(world);
            assertThat(port).isIn(7001, 7002);
            assertThat(server(world.host(port)).replication().isMaster()).isTrue();
            assertThat(server(world.host(port == 7001 ? 7002 : 7001)).replication().isMaster())
                    .isFalse();
            world.host(7000).start();
            world.runFor(40 * SECOND);
            assertThat(server(world.host(7000)).replication().isMaster()).isFalse();
            assertThat(agreedMaster(world)).isEqualTo(port);
            laws(world);
        }
    }

    @Test
    @DisplayName("the same seed is the same history")
    void a_seed_is_a_history() {
        assertThat(history(7)).isEqualTo(history(7)).isNotEqualTo(history(8));
    }

    private static List<World.Reached> history(long seed) {
        try (var world = new World(TRIO, seed)) {
            world.runFor(15 * SECOND);
            world.host(7000).crash();
            world.runFor(15 * SECOND);
            assertThat(world.reached()).isNotEmpty();
            return List.copyOf(world.reached());
        }
    }

    @Test
    @DisplayName("D7.67, 79: a vote survives the loss of power")
    void a_vote_survives() {
        try (var world = new World(TRIO, 3)) {
            world.runFor(15 * SECOND);
            world.host(7000).powerCut();
            while (world.reached().isEmpty()) world.runFor(SECOND / 100);
            for (var host : world.sentinels()) host.powerCut();
            for (var reached : List.copyOf(world.reached())) {
                if (!(reached.milestone() instanceof Milestone.Voted voted)) continue;
                var host = world.host(Integer.parseInt(reached.sentinel()));
                if (!host.isUp()) host.start();
                world.runFor(SECOND);
                var known = sentinel(host).settings().monitored().getFirst();
                assertThat(known.leaderEpoch()).isGreaterThanOrEqualTo(voted.epoch());
            }
            for (var host : world.sentinels()) host.start();
            world.runFor(90 * SECOND);
            assertThat(agreedMaster(world)).isIn(7001, 7002);
            laws(world);
        }
    }

    @Test
    @DisplayName(
            "five nodes, five Sentinels, random faults: one leader per epoch; in the end, one master")
    void random_faults() {
        for (int seed = 0; seed < SEEDS; seed++) {
            var plan = WorldPlan.watched(4, Watch.of(5, Duration.ofSeconds(2)));
            try (var world = new World(plan, seed)) {
                world.runFor(15 * SECOND);
                trouble(world, new SplittableRandom(seed));
                laws(world);
                for (var host : all(world)) {
                    host.resume();
                    host.start();
                }
                int waited = 0;
                do {
                    world.runFor(5 * SECOND);
                    assertThat(waited += 5).as("seed " + seed).isLessThan(200);
                } while (!isWell(world));
                laws(world);
            }
        }
    }

    private static void trouble(World world, SplittableRandom chance) {
        for (int i = 0; i < 15; i++) {
            var hosts = all(world);
            var host = hosts.get(chance.nextInt(hosts.size()));
            switch (chance.nextInt(5)) {
                case 0 -> host.crash();
                case 1 -> host.powerCut();
                case 2 -> host.pause();
                case 3 -> host.resume();
                default -> host.start();
            }
            world.runFor(chance.nextLong(8 * SECOND));
        }
    }

    private static List<Host> all(World world) {
        var all = new ArrayList<>(world.hosts());
        all.addAll(world.sentinels());
        return all;
    }

    private static boolean isWell(World world) {
        int port = agreedMaster(world);
        if (port == 0) return false;
        for (var host : world.hosts()) {
            if (server(host).replication().isMaster() != (host.port() == port)) return false;
        }
        return true;
    }

    /// Where all living Sentinels send clients, 0 if not to one place.
    private static int agreedMaster(World world) {
        int port = 0;
        for (var host : world.sentinels()) {
            var core = host.sentinel();
            if (core == null) continue;
            var address = core.masterAddress(Watch.MASTER);
            int mine = address instanceof MasterAddress(var ip, int at) ? at : 0;
            if (port != 0 && port != mine) return 0;
            port = mine;
        }
        return port;
    }

    /// At most one elected leader per epoch, with a majority of votes; one vote per Sentinel and
    /// epoch.
    private static void laws(World world) {
        var leaders = new TreeMap<Long, String>();
        var votes = new TreeMap<String, String>();
        for (var reached : world.reached()) {
            switch (reached.milestone()) {
                case Milestone.Elected elected -> {
                    var other = leaders.putIfAbsent(elected.epoch(), reached.sentinel());
                    assertThat(other).isIn(null, reached.sentinel());
                    assertThat(elected.votes()).isGreaterThan(elected.voters() / 2);
                }
                case Milestone.Voted voted -> {
                    var key = reached.sentinel() + " in " + voted.epoch();
                    assertThat(votes.putIfAbsent(key, voted.leader()))
                            .as("vote of " + key)
                            .isIn(null, voted.leader());
                }
                default -> {}
            }
        }
    }

    private static hearsay.sentinel.member.Sentinel sentinel(Host host) {
        return java.util.Objects.requireNonNull(host.sentinel());
    }

    private static hearsay.node.server.Server server(Host host) {
        return java.util.Objects.requireNonNull(host.server());
    }
}
