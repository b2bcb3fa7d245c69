package hearsay.simulations.museum;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.gossip.member.Member;
import hearsay.simulations.check.Verdict;
import hearsay.simulations.network.Route;
import hearsay.simulations.story.Catalogue;
import hearsay.simulations.story.Result;
import hearsay.simulations.story.StoryRun;
import hearsay.simulations.world.Cli;
import hearsay.simulations.world.Host;
import hearsay.simulations.world.World;
import hearsay.simulations.world.WorldPlan;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The bug museum, slots on the move:")
class ReshardingMuseumTest {

    private static final long SECOND = 1_000_000_000L;
    private static final int SLOT = 3300; // That of the key b, owned by 7000.

    /// redis/redis#3776, #2969: a reshard that failed in the middle left nodes that did not agree
    /// whose the slot is.
    @Test
    @DisplayName("47, 48: slots that differ after a failed reshard")
    void slots_that_differ_after_a_failed_reshard() {
        for (int seed = 1; seed <= 2; seed++) {
            try (var world = synchronised(seed)) {
                var cli = new Cli(world);
                var source = world.host(7000);
                var target = world.host(7001);
                opened(cli, source, target);
                target.crash(); // Before it heard NODE.
                world.runFor(8 * SECOND);
                target.start();
                world.runFor(8 * SECOND);
                assertThat(member(source).ownerOf(SLOT)).isEqualTo(member(source).myId());
                assertThat(owners(world)).as("seed %d", seed).hasSize(1);
            }
        }
    }

    /// redis/redis#6339: the target crashed when it had said that the slot is its own, came back
    /// without it, and the slot was nobody's.
    @Test
    @DisplayName("48, 50: a node that dies during SETSLOT")
    void a_node_that_dies_during_setslot() {
        for (boolean written : new boolean[] {false, true}) {
            for (int seed = 1; seed <= 2; seed++) {
                try (var world = new World(WorldPlan.of(3, 0, Duration.ofSeconds(2)), seed)) {
                    world.runFor(5 * SECOND);
                    var cli = new Cli(world);
                    var target = world.host(7001);
                    opened(cli, world.host(7000), target);
                    assertThat(node(cli, target, target)).isEqualTo("+OK");
                    while (written && isSaving(target)) world.runFor(SECOND / 10_000);
                    target.powerCut();
                    world.runFor(4 * SECOND);
                    target.start();
                    world.runFor(8 * SECOND);
                    assertThat(owners(world)).as("seed %d", seed).hasSize(1);
                    var owner = member(world.host(7000)).ownerOf(SLOT);
                    assertThat(owner).as("seed %d", seed).isNotNull();
                    if (written) assertThat(owner).isEqualTo(member(target).myId());
                }
            }
        }
    }

    /// redis/redis#12336: a node that had not heard of the move corrected others by UPDATE, and
    /// gave the slot back to who had given it away.
    @Test
    @DisplayName("45, 46: stale UPDATEs spreading a wrong owner")
    void stale_updates_spreading_a_wrong_owner() {
        for (int seed = 1; seed <= 2; seed++) {
            try (var world = synchronised(seed)) {
                var cli = new Cli(world);
                var source = world.host(7000);
                var target = world.host(7001);
                var asleep = world.host(7002);
                asleep.pause();
                opened(cli, source, target);
                assertThat(node(cli, target, target)).isEqualTo("+OK");
                assertThat(node(cli, source, target)).isEqualTo("+OK");
                // Long enough to miss every word of it, too short to be replaced.
                world.runFor(SECOND / 2);
                asleep.resume();
                for (int step = 0; step < 50; step++) {
                    world.runFor(SECOND / 10);
                    assertThat(member(source).ownerOf(SLOT)).isEqualTo(member(target).myId());
                    assertThat(member(target).ownerOf(SLOT)).isEqualTo(member(target).myId());
                }
                assertThat(owners(world)).as("seed %d", seed).hasSize(1);
            }
        }
    }

    /// redis/redis#10346: a target that was told NODE without IMPORTING took no new epoch, and
    /// nobody believed it.
    @Test
    @DisplayName("48: SETSLOT NODE without IMPORTING")
    void setslot_node_without_importing() {
        for (int seed = 1; seed <= 2; seed++) {
            try (var world = synchronised(seed)) {
                var cli = new Cli(world);
                var source = world.host(7000);
                var target = world.host(7001);
                assertThat(node(cli, target, target)).isEqualTo("+OK");
                assertThat(node(cli, source, target)).isEqualTo("+OK");
                world.runFor(8 * SECOND);
                assertThat(owners(world)).as("seed %d", seed).hasSize(1);
            }
        }
    }

    /// redis/redis#3442: source and target had one epoch, and neither believed what the other said
    /// of the slot: the migration could not be ended any more.
    @Test
    @DisplayName("47, 48: an epoch collision blocking a migration")
    void an_epoch_collision_blocking_a_migration() {
        for (int seed = 1; seed <= 3; seed++) {
            try (var world = synchronised(seed)) {
                var cli = new Cli(world);
                var source = world.host(7000);
                var target = world.host(7001);
                opened(cli, source, target);
                var others = world.hosts().stream().filter(host -> host != source);
                var cut =
                        world.network()
                                .cut(
                                        Route.between(
                                                List.of(source.ip()),
                                                others.map(Host::ip).toList()));
                // Both take a new epoch without a word to each other: the same one.
                assertThat(cli.ask(source, "CLUSTER BUMPEPOCH")).isEqualTo("+BUMPED 7");
                assertThat(node(cli, target, target)).isEqualTo("+OK");
                assertThat(member(target).myConfigEpoch()).isEqualTo(7);
                cut.end();
                world.runFor(5 * SECOND);
                var epochs = new TreeSet<Long>();
                for (int port = 7000; port <= 7002; port++) {
                    epochs.add(member(world.host(port)).myConfigEpoch());
                }
                assertThat(epochs).as("seed %d: one epoch each", seed).hasSize(3);
                // The operator ends what he began, or begins anew if the source has it again.
                if (member(source).mySlots().contains(SLOT)) opened(cli, source, target);
                assertThat(node(cli, target, target)).isEqualTo("+OK");
                node(cli, source, target);
                world.runFor(5 * SECOND);
                assertThat(owners(world)).as("seed %d", seed).hasSize(1);
                assertThat(member(source).ownerOf(SLOT)).isEqualTo(member(target).myId());
            }
        }
    }

    @Test
    void slots_move_there_and_back_under_load_and_no_client_notices() {
        var result = told("reshard", 1);
        assertThat(moves(result)).isEqualTo(2);
        assertThat(figure(result, "refused operations")).isZero();
        assertThat(figure(result, "lost acknowledged writes")).isZero();
    }

    @Test
    void slots_move_under_load_and_random_faults_and_no_law_is_broken() {
        for (int seed = 1; seed <= 2; seed++) {
            assertThat(moves(told("reshard-random-faults", seed))).as("seed %d", seed).isEqualTo(2);
        }
    }

    private static long moves(Result result) {
        return result.diary().entries().stream()
                .filter(entry -> entry.text().contains("have been moved here"))
                .count();
    }

    private static Result told(String name, long seed) {
        var story = Catalogue.story(name, new TreeMap<>());
        var result = StoryRun.of(story, seed);
        for (Verdict verdict : result.verdicts()) {
            assertThat(verdict).as("seed %d", seed).isNotInstanceOf(Verdict.Broken.class);
        }
        return result;
    }

    private static double figure(Result result, String name) {
        return result.figures().stream()
                .filter(figure -> figure.name().equals(name))
                .mapToDouble(figure -> figure.number())
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is none of " + result.figures()));
    }

    private static void opened(Cli cli, Host source, Host target) {
        var slot = "CLUSTER SETSLOT " + SLOT;
        assertThat(cli.ask(target, slot + " IMPORTING " + member(source).myId())).isEqualTo("+OK");
        assertThat(cli.ask(source, slot + " MIGRATING " + member(target).myId())).isEqualTo("+OK");
    }

    private static boolean isSaving(Host host) {
        var server = Objects.requireNonNull(host.server());
        return Objects.requireNonNull(server.membership()).isSaving();
    }

    private static String node(Cli cli, Host told, Host owner) {
        return cli.ask(told, "CLUSTER SETSLOT " + SLOT + " NODE " + member(owner).myId());
    }

    /// Who owns the slot in the eyes of each: one element if they agree.
    private static TreeSet<String> owners(World world) {
        var owners = new TreeSet<String>();
        for (var host : world.hosts()) owners.add(String.valueOf(member(host).ownerOf(SLOT)));
        return owners;
    }

    /// Three masters and their replicas, which have their data.
    private static World synchronised(long seed) {
        var world = new World(WorldPlan.of(3, 1, Duration.ofSeconds(2)), seed);
        world.runFor(12 * SECOND);
        return world;
    }

    private static Member member(Host host) {
        return Objects.requireNonNull(host.member());
    }
}
