package hearsay.simulations.museum;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.gossip.member.Member;
import hearsay.simulations.check.Figure;
import hearsay.simulations.check.Verdict;
import hearsay.simulations.diary.Words;
import hearsay.simulations.story.Result;
import hearsay.simulations.story.StoryFile;
import hearsay.simulations.story.StoryRun;
import hearsay.simulations.world.Cli;
import hearsay.simulations.world.Host;
import hearsay.simulations.world.World;
import hearsay.simulations.world.WorldPlan;
import java.time.Duration;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The bug museum, failover:")
class FailoverMuseumTest {

    private static final long SECOND = 1_000_000_000L;
    private static final int SEEDS = 3;

    /// redis/redis#5081: a replica that was told to follow the heir, and never reached it before it
    /// died too, thought that its data was as old as Unix time.
    @Test
    @DisplayName("33: data age overflow stops the second failover")
    void data_age_overflow() {
        var story =
                """
                about = "The heir dies before its sibling has its data."
                world { replicas = 2, node-timeout = 2s }
                lasts = 60s
                workloads = [{ kind = counters, rate = 200 }]
                troubles = [
                  { at = 10s, crash = master of slot 0, for = 45s }
                  { on = follows, nth = 1, crash = master of slot 0, for = 35s }
                ]
                """;
        for (int seed = 1; seed <= SEEDS; seed++) {
            var result = told(story, seed);
            var heirs =
                    result.diary().entries().stream()
                            .filter(entry -> entry.word().equals(Words.ELECTED))
                            .toList();
            assertThat(heirs).as("seed %d", seed).hasSizeGreaterThanOrEqualTo(2);
            assertThat(heirs.get(1).where()).isNotEqualTo(heirs.get(0).where());
            assertThat(heirs.get(1).nanos() - heirs.get(0).nanos())
                    .as("from heir to heir, seed %d", seed)
                    .isLessThan(8 * SECOND);
        }
    }

    /// redis/redis#9618: clients that had waited for the failover went on waiting until the pause
    /// of 10 s was over, though it had long been done.
    @Test
    @DisplayName("41: clients left paused after a manual failover")
    void clients_left_paused() {
        for (int seed = 1; seed <= SEEDS; seed++) {
            try (var world = synchronised(seed)) {
                var cli = new Cli(world);
                var master = world.host(7000);
                var replica = world.host(7003);
                assertThat(cli.ask(replica, "CLUSTER FAILOVER")).isEqualTo("+OK");
                until(world, () -> server(master).pause().isActive());
                long paused = world.nanos();
                var answer = cli.ask(master, "SET b 1");
                assertThat(answer).isEqualTo("-MOVED 3300 " + replica.ip() + ":7003");
                assertThat(world.nanos() - paused).isLessThan(SECOND);
                assertThat(server(master).pause().isActive()).isFalse();
                assertThat(cli.ask(replica, "SET b 1")).isEqualTo("+OK");
            }
        }
    }

    /// The same where nothing comes of the failover: the replica is gone, the master reset.
    @Test
    @DisplayName("41, 52: clients left paused after a manual failover that ended otherwise")
    void clients_left_paused_without_a_failover() {
        try (var world = synchronised(1)) {
            var cli = new Cli(world);
            var master = world.host(7000);
            cli.ask(world.host(7003), "CLUSTER FAILOVER");
            until(world, () -> server(master).pause().isActive());
            assertThat(cli.ask(master, "CLUSTER RESET")).isEqualTo("+OK");
            world.runFor(SECOND / 10); // It is saved first.
            assertThat(server(master).pause().isActive()).isFalse();
        }
        try (var world = synchronised(2)) {
            var cli = new Cli(world);
            var master = world.host(7000);
            cli.ask(world.host(7003), "CLUSTER FAILOVER");
            until(world, () -> server(master).pause().isActive());
            world.host(7003).powerCut();
            world.runFor(5 * SECOND + SECOND / 5);
            assertThat(server(master).pause().isActive()).isFalse();
            assertThat(cli.ask(master, "SET b 1")).isEqualTo("+OK");
        }
    }

    /// redis/redis#4335: the old master saw other epochs than all others did.
    @Test
    @DisplayName("37, 41, 43: epochs left unequal by a manual failover")
    void epochs_left_unequal() {
        for (var kind : new String[] {"", " FORCE", " TAKEOVER"}) {
            for (int seed = 1; seed <= SEEDS; seed++) {
                try (var world = synchronised(seed)) {
                    var cli = new Cli(world);
                    var replica = world.host(7003);
                    assertThat(cli.ask(replica, "CLUSTER FAILOVER" + kind)).isEqualTo("+OK");
                    world.runFor(5 * SECOND);
                    assertThat(member(replica).isMaster()).isTrue();
                    assertThat(epochs(world)).as("%s, seed %d", kind, seed).hasSize(1);
                    assertThat(member(replica).myConfigEpoch())
                            .isEqualTo(member(world.host(7001)).currentEpoch());
                }
            }
        }
    }

    /// redis/redis#10798: a replica that was restarted had its master's epoch from nodes.conf, the
    /// greatest of all; its TAKEOVER then took no new one, and nobody believed it.
    @Test
    @DisplayName("41, 50: a takeover by a replica that was restarted is not noticed")
    void takeover_after_a_restart() {
        // Of two with one epoch that with the smaller name gives way in the end: by chance.
        for (int seed = 1; seed <= 2 * SEEDS; seed++) {
            try (var world = synchronised(seed)) {
                var cli = new Cli(world);
                // The master of 7005 gets the greatest epoch.
                assertThat(cli.ask(world.host(7002), "CLUSTER BUMPEPOCH")).isEqualTo("+BUMPED 7");
                world.runFor(3 * SECOND);
                var replica = world.host(7005);
                replica.crash();
                replica.start();
                world.runFor(8 * SECOND);
                assertThat(cli.ask(replica, "CLUSTER FAILOVER TAKEOVER")).isEqualTo("+OK");
                world.runFor(SECOND);
                assertThat(member(replica).myConfigEpoch()).as("seed %d", seed).isEqualTo(8);
                for (var host : world.hosts()) {
                    assertThat(member(host).ownerOf(16383)).isEqualTo(member(replica).myId());
                }
            }
        }
    }

    /// valkey-io/valkey#1018: the candidates for several dead masters stand in the same epoch, and
    /// none gets a majority; again and again, until the data of all is too old. Here as in Redis a
    /// vote may be split, but both get theirs long before.
    @Test
    @DisplayName("34, 36, 38: two dead masters split each other's votes")
    void two_dead_masters_split_votes() {
        var story =
                """
                about = "Two masters die at once, and their replicas hear of it at the same moment."
                world { masters = 5, node-timeout = 2s, network { latency = 20ms..40ms } }
                lasts = 60s
                workloads = [{ kind = counters, rate = 200 }]
                troubles = [{ at = 10s, crash = minority of the masters, for = 45s }]
                """;
        int elections = 0;
        for (int seed = 1; seed <= 4 * SEEDS; seed++) {
            var result = told(story, seed);
            assertThat(figure(result, "failovers")).as("seed %d", seed).isEqualTo(2);
            assertThat(figure(result, "outage")).as("seed %d", seed).isLessThan(25_000);
            elections += (int) figure(result, "elections");
        }
        assertThat(elections).as("some votes were split").isGreaterThan(2 * 4 * SEEDS);
    }

    /// redis/redis#13048: where a port refuses at once, no PING was ever pending, and nobody
    /// suspected the dead.
    @Test
    @DisplayName("25, 27: late FAIL after refused connections")
    void late_fail_after_refused_connections() {
        for (int seed = 1; seed <= 2 * SEEDS; seed++) {
            try (var world = synchronised(seed)) {
                world.host(7000).crash();
                long died = world.nanos();
                until(world, () -> allSeeItFail(world));
                // T / 2 until a PING is due, T of silence, and what gossip takes.
                assertThat(world.nanos() - died).as("seed %d", seed).isLessThan(4 * SECOND);
            }
        }
    }

    private static boolean allSeeItFail(World world) {
        for (var host : world.hosts()) {
            if (host.isUp() && !member(host).nodes(false).contains("master,fail ")) return false;
        }
        return true;
    }

    /// Three masters and their replicas, which have their data.
    private static World synchronised(long seed) {
        var world = new World(WorldPlan.of(3, 1, Duration.ofSeconds(2)), seed);
        world.runFor(12 * SECOND);
        return world;
    }

    private static void until(World world, java.util.function.BooleanSupplier condition) {
        long end = world.nanos() + 20 * SECOND;
        while (!condition.getAsBoolean()) {
            assertThat(world.nanos()).isLessThan(end);
            world.runFor(SECOND / 1000);
        }
    }

    /// What each node thinks of the epochs of all: one element if all think the same.
    private static TreeSet<String> epochs(World world) {
        var views = new TreeSet<String>();
        for (var host : world.hosts()) {
            var epochs = new TreeMap<String, String>();
            for (var line : member(host).nodes(false).lines().toList()) {
                var fields = line.split(" ", -1);
                epochs.put(fields[0], fields[6]);
            }
            views.add(member(host).currentEpoch() + " " + epochs);
        }
        return views;
    }

    private static Result told(String text, long seed) {
        var result = StoryRun.of(StoryFile.read(text, "here", new TreeMap<>()), seed);
        for (Verdict verdict : result.verdicts()) {
            assertThat(verdict).as("seed %d", seed).isNotInstanceOf(Verdict.Broken.class);
        }
        return result;
    }

    private static double figure(Result result, String name) {
        return result.figures().stream()
                .filter(figure -> figure.name().equals(name))
                .mapToDouble(Figure::number)
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is none of " + result.figures()));
    }

    private static Member member(Host host) {
        return Objects.requireNonNull(host.member());
    }

    private static hearsay.node.server.Server server(Host host) {
        return Objects.requireNonNull(host.server());
    }
}
