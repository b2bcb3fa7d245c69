package hearsay.simulations.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.gossip.bus.BusMessage;
import hearsay.simulations.diary.Entry;
import hearsay.simulations.diary.Words;
import hearsay.simulations.fault.Aim;
import hearsay.simulations.fault.AimText;
import hearsay.simulations.fault.Fault;
import hearsay.simulations.fault.Fault.Partition.Clients;
import hearsay.simulations.fault.Fault.Partition.Shape;
import hearsay.simulations.fault.Latency;
import hearsay.simulations.fault.Trouble;
import hearsay.simulations.fault.When;
import hearsay.simulations.world.Host;
import hearsay.simulations.world.World;
import hearsay.simulations.world.WorldPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Nemesis")
class NemesisTest {

    private static final long SECOND = 1_000_000_000L;
    private static final Duration FOR_5S = Duration.ofSeconds(5);

    private final List<World> worlds = new ArrayList<>();
    private World world = new World(WorldPlan.USUAL, 1);
    private long beginNanos;
    private Nemesis nemesis = begin(world);

    @AfterEach
    void close() {
        worlds.forEach(World::close);
    }

    @Test
    void kills_the_master_of_a_slot_and_starts_it_when_the_time_is_over() {
        nemesis.begin(List.of(trouble(at(2), new Fault.Crash(), "master of slot 0", 5)));
        pass(3);
        assertThat(world.host(7000).isUp()).isFalse();
        assertThat(nemesis.isQuiet()).isFalse();
        pass(5);
        assertThat(world.host(7000).isUp()).isTrue();
        assertThat(nemesis.isQuiet()).isTrue();
        assertThat(deeds()).containsExactly("2.0 7000 crash", "7.0 7000 start");
    }

    @Test
    void finds_the_master_at_the_moment_of_the_fault_not_before() {
        nemesis.begin(
                List.of(
                        trouble(at(1), new Fault.Crash(), "master of slot 0", 30),
                        trouble(at(20), new Fault.Crash(), "master of slot 0", 30)));
        pass(21);
        var newMaster = world.host(7003);
        assertThat(deeds()).containsExactly("1.0 7000 crash", "20.0 7003 crash");
        assertThat(newMaster.isUp()).isFalse();
    }

    @Test
    void a_crash_within_a_crash_leaves_the_node_down_until_the_later_one_is_over() {
        nemesis.begin(
                List.of(
                        trouble(at(1), new Fault.Crash(), "7004", 10),
                        trouble(at(2), new Fault.Restart(true), "it", 0),
                        trouble(at(3), new Fault.Crash(), "7004", 20)));
        pass(12);
        assertThat(world.host(7004).isUp()).isFalse();
        pass(12);
        assertThat(world.host(7004).isUp()).isTrue();
    }

    @Test
    void a_node_that_is_paused_twice_goes_on_after_the_longer_pause() {
        nemesis.begin(
                List.of(
                        trouble(at(1), new Fault.Pause(), "7004", 10),
                        trouble(at(2), new Fault.Pause(), "7004", 3)));
        pass(7);
        assertThat(world.host(7004).isPaused()).isTrue();
        pass(5);
        assertThat(world.host(7004).isPaused()).isFalse();
        assertThat(deeds()).containsExactly("1.0 7004 pause", "11.0 7004 resume");
    }

    @Test
    void a_pause_longer_than_the_node_timeout_costs_a_master_its_slots() {
        nemesis.begin(List.of(trouble(at(1), new Fault.Pause(), "master of slot 0", 15)));
        pass(30);
        assertThat(words("7003")).contains(Words.ELECTED);
        assertThat(member(7003).isMaster()).isTrue();
        assertThat(member(7000).isMaster()).isFalse();
    }

    @Test
    void happens_again_and_again() {
        nemesis.begin(
                List.of(
                        new Trouble(
                                new When.Every(
                                        Duration.ofSeconds(2), FOR_5S, Duration.ofSeconds(11)),
                                new Fault.ResetLinks(),
                                Aim.EVERYONE,
                                Optional.empty())));
        pass(20);
        assertThat(times("fault")).containsExactly(5.0, 7.0, 9.0);
    }

    @Test
    void happens_by_chance_within_its_bounds_and_otherwise_with_another_seed() {
        assertThat(chanceTimes(1)).isEqualTo(chanceTimes(1)).isNotEqualTo(chanceTimes(2));
        assertThat(chanceTimes(1)).hasSizeBetween(20, 60).allMatch(time -> time >= 1 && time < 41);
    }

    private List<Double> chanceTimes(long seed) {
        world = new World(WorldPlan.USUAL, 7);
        nemesis = begin(world, new SplittableRandom(seed));
        nemesis.begin(
                List.of(
                        new Trouble(
                                new When.Between(
                                        Duration.ofSeconds(1),
                                        Duration.ofSeconds(41),
                                        Duration.ofSeconds(1)),
                                new Fault.ResetLinks(),
                                AimText.parse("any node"),
                                Optional.empty())));
        pass(50);
        return times("fault");
    }

    @Test
    void one_trouble_more_changes_nothing_about_the_others() {
        var reset =
                new Trouble(
                        new When.Between(FOR_5S, Duration.ofSeconds(50), Duration.ZERO),
                        new Fault.Pause(),
                        AimText.parse("any node"),
                        Optional.empty());
        var other = trouble(at(60), new Fault.ResetLinks(), "any node", 0);
        var alone = firstDeed(List.of(reset));
        assertThat(firstDeed(List.of(other, reset))).isEqualTo(alone);
    }

    private String firstDeed(List<Trouble> troubles) {
        world = new World(WorldPlan.USUAL, 7);
        nemesis = begin(world);
        nemesis.begin(troubles);
        pass(55);
        return deeds().getFirst();
    }

    @Test
    void pauses_the_winner_when_a_vote_is_granted_before_it_hears_of_it() {
        world = new World(WorldPlan.of(3, 2, Duration.ofSeconds(2)), 1);
        nemesis = begin(world);
        nemesis.begin(
                List.of(
                        trouble(at(1), new Fault.Crash(), "master of slot 0", 40),
                        trouble(
                                new When.On(Words.VOTES, Duration.ZERO, 1, 1),
                                new Fault.Pause(),
                                "the winner",
                                8)));
        pass(30);
        var paused =
                world.diary().entries().stream()
                        .filter(entry -> entry.is("pause"))
                        .findFirst()
                        .orElseThrow();
        var vote =
                world.diary().entries().stream()
                        .filter(entry -> entry.is(Words.VOTES))
                        .findFirst()
                        .orElseThrow();
        assertThat(paused.nanos()).isEqualTo(vote.nanos());
        assertThat(world.diary().names().in(vote.text())).contains(paused.where());
    }

    @Test
    void hits_the_one_that_was_hit_before() {
        nemesis.begin(
                List.of(
                        trouble(at(1), new Fault.Crash(), "any replica of slot 0", 0),
                        trouble(at(2), new Fault.LoseFile("nodes.conf"), "it", 0),
                        trouble(at(3), new Fault.Restart(true), "it", 0)));
        var before = member(7003).myId();
        pass(5);
        assertThat(world.host(7003).isUp()).isTrue();
        assertThat(member(7003).myId()).isNotEqualTo(before);
    }

    @Test
    void a_node_without_its_disk_is_a_new_node() {
        var before = member(7003).myId();
        nemesis.begin(List.of(trouble(at(1), new Fault.Restart(false), "7003", 0)));
        pass(3);
        assertThat(member(7003).myId()).isNotEqualTo(before);
    }

    @Test
    void isolates_a_minority_and_heals_it() {
        nemesis.begin(
                List.of(
                        new Trouble(
                                at(1),
                                new Fault.Partition(Shape.ISOLATE, Clients.EVERYWHERE),
                                AimText.parse("master of slot 0"),
                                Optional.of(Duration.ofSeconds(15)))));
        pass(10);
        assertThat(member(7000).isOk()).isFalse();
        assertThat(member(7003).isMaster()).isTrue();
        pass(20);
        assertThat(member(7000).isMaster()).isFalse();
        assertThat(member(7000).isOk()).isTrue();
        assertThat(deeds()).containsExactly("1.0 world partition", "16.0 world heal");
    }

    @Test
    void every_shape_of_partition_is_made_and_healed() {
        for (var shape : Shape.values()) {
            world = new World(WorldPlan.of(5, 1, Duration.ofSeconds(2)), 3);
            nemesis = begin(world);
            nemesis.begin(
                    List.of(
                            new Trouble(
                                    at(1),
                                    new Fault.Partition(shape, Clients.BOTH_SIDES),
                                    AimText.parse("7000, 7001"),
                                    Optional.of(Duration.ofSeconds(10)))));
            pass(9);
            assertThat(words(null)).as(shape.name()).contains(Words.SUSPECTS);
            pass(60);
            for (var host : world.hosts()) assertThat(member(host.port()).isOk()).isTrue();
        }
    }

    @Test
    void dropped_votes_prevent_a_failover_until_that_is_over() {
        nemesis.begin(
                List.of(
                        trouble(
                                at(0),
                                new Fault.DropMessages(BusMessage.Type.VOTE, 1, 0, true),
                                "all",
                                20),
                        trouble(at(1), new Fault.Crash(), "master of slot 0", 0)));
        pass(18);
        assertThat(words("7003")).contains(Words.ASKS_FOR_VOTES).doesNotContain(Words.ELECTED);
        pass(20);
        assertThat(words("7003")).contains(Words.ELECTED);
    }

    @Test
    void an_operator_asks_a_replica_to_take_over() {
        nemesis.begin(
                List.of(
                        trouble(
                                at(2),
                                new Fault.ManualFailover(Fault.ManualFailover.Kind.NORMAL),
                                "best replica of slot 0",
                                0)));
        pass(10);
        assertThat(member(7003).isMaster()).isTrue();
        assertThat(texts()).contains("CLUSTER FAILOVER: +OK");
    }

    @Test
    void a_clock_is_set_and_set_back() {
        nemesis.begin(
                List.of(
                        trouble(
                                at(1),
                                new Fault.ClockJump(Duration.ofHours(1)),
                                "master of slot 0",
                                5),
                        trouble(at(2), new Fault.ClockDrift(1000), "7001", 5)));
        pass(3);
        assertThat(world.host(7000).clock().errorNanos()).isEqualTo(3600 * SECOND);
        assertThat(world.host(7001).clock().errorNanos()).isPositive();
        pass(10);
        assertThat(world.host(7000).clock().errorNanos()).isZero();
        assertThat(world.host(7001).clock().errorNanos()).isEqualTo(5_000_000);
    }

    @Test
    void a_disk_is_slow_and_full_and_well_again() {
        var disk = world.host(7000).disk();
        nemesis.begin(
                List.of(
                        trouble(at(1), new Fault.FullDisk(), "7000", 5),
                        trouble(
                                at(1),
                                new Fault.SlowDisk(Latency.always(Duration.ofSeconds(3))),
                                "7000",
                                5)));
        pass(2);
        var writing =
                org.assertj.core.api.Assertions.catchThrowable(
                        () -> disk.append("/data/x").append(new byte[10], 0, 10));
        assertThat(writing).hasMessageContaining("No space left");
        pass(10);
        assertThat(
                        org.assertj.core.api.Assertions.catchThrowable(
                                () -> disk.append("/data/x").append(new byte[10], 0, 10)))
                .isNull();
    }

    @Test
    void an_aim_at_nobody_is_told_and_does_nothing() {
        nemesis.begin(List.of(trouble(at(1), new Fault.Crash(), "the winner", 0)));
        pass(2);
        assertThat(nemesis.performed()).isZero();
        assertThat(texts()).contains("hits nobody: there is no the winner");
    }

    @Test
    void the_end_heals_everything_and_nothing_more_happens() {
        nemesis.begin(
                List.of(
                        trouble(at(1), new Fault.Crash(), "7000", 0),
                        trouble(at(1), new Fault.PowerCut(), "7001", 0),
                        trouble(at(1), new Fault.Pause(), "7002", 0),
                        trouble(at(1), new Fault.Loss(0.5), "all", 0),
                        trouble(at(1), new Fault.Hold(), "7003", 0),
                        trouble(at(9), new Fault.Crash(), "7004", 0)));
        pass(5);
        nemesis.heal();
        assertThat(nemesis.changedNanos()).isEqualTo(world.nanos());
        pass(60);
        assertThat(world.hosts()).allMatch(Host::isUp).noneMatch(Host::isPaused);
        assertThat(world.network().disturbances()).isEmpty();
        assertThat(world.hosts()).allMatch(host -> member(host.port()).isOk());
        assertThat(deeds()).noneMatch(deed -> deed.contains("7004"));
    }

    // The words of these tests.

    private Nemesis begin(World made) {
        return begin(made, new SplittableRandom(1));
    }

    private Nemesis begin(World made, RandomGenerator chance) {
        worlds.add(made);
        made.runFor(5 * SECOND); // Replicas get to know their masters.
        beginNanos = made.nanos();
        return new Nemesis(made, chance);
    }

    private void pass(int seconds) {
        world.runFor(seconds * SECOND);
    }

    private hearsay.gossip.member.Member member(int port) {
        var member = world.host(port).member();
        if (member == null) throw new AssertionError(port + " is down");
        return member;
    }

    private static When at(int seconds) {
        return new When.At(Duration.ofSeconds(seconds));
    }

    private static Trouble trouble(When when, Fault fault, String aim, int seconds) {
        return new Trouble(
                when,
                fault,
                AimText.parse(aim),
                seconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds)));
    }

    /// What was done to nodes, as `seconds where what`.
    private List<String> deeds() {
        var words = List.of("crash", "power-cut", "start", "pause", "resume", "partition", "heal");
        return world.diary().entries().stream()
                .filter(entry -> words.contains(entry.word()))
                .map(entry -> seconds(entry) + " " + entry.where() + " " + entry.word())
                .toList();
    }

    private List<Double> times(String word) {
        return world.diary().entries().stream()
                .filter(entry -> entry.is(word))
                .map(this::seconds)
                .toList();
    }

    private double seconds(Entry entry) {
        return (entry.nanos() - beginNanos) / 1_000_000 / 1000.0;
    }

    /// What a node told of, or all of them.
    private List<String> words(@org.jspecify.annotations.Nullable String node) {
        return world.diary().entries().stream()
                .filter(entry -> node == null || entry.isOf(node))
                .map(Entry::word)
                .toList();
    }

    private List<String> texts() {
        return world.diary().entries().stream().map(Entry::text).toList();
    }
}
