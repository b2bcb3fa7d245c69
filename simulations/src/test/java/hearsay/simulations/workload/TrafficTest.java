package hearsay.simulations.workload;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.client.connection.Endpoint;
import hearsay.client.connection.Loop;
import hearsay.client.connection.Ports;
import hearsay.node.link.Links;
import hearsay.simulations.check.Answer;
import hearsay.simulations.check.Call;
import hearsay.simulations.check.History;
import hearsay.simulations.check.Linearizability;
import hearsay.simulations.check.Operation;
import hearsay.simulations.check.Outcome;
import hearsay.simulations.world.Host;
import hearsay.simulations.world.World;
import hearsay.simulations.world.WorldPlan;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Clients at work on a virtual cluster of three masters and three replicas, for some seconds.
class TrafficTest {

    private static final long SECOND = 1_000_000_000;

    private final History history = new History();

    @Test
    void counters_hold_at_the_end_what_was_acknowledged() {
        run(workload(Workload.Kind.COUNTERS, 500, 4), world -> {});
        var increments = new TreeMap<String, Long>();
        for (var done : all(Call.INCR)) increments.merge(done.key(), 1L, Long::sum);
        assertThat(all(Call.INCR)).hasSizeBetween(900, 1_100);
        assertThat(all(Call.GET)).hasSizeBetween(900, 1_100);
        assertThat(readBack(Call.GET)).hasSize(increments.size());
        for (var read : readBack(Call.GET))
            assertThat(answer(read))
                    .isEqualTo(new Answer.Number(increments.getOrDefault(read.key(), 0L)));
        assertThat(history.keys()).hasSize(20);
    }

    @Test
    void registers_are_set_exchanged_and_compared() {
        run(workload(Workload.Kind.REGISTERS, 500, 4), world -> {});
        assertThat(all(Call.SET)).hasSizeGreaterThan(600);
        assertThat(all(Call.GETSET)).hasSizeGreaterThan(100);
        assertThat(all(Call.SET).stream().map(Operation::argument).distinct().count())
                .isEqualTo(all(Call.SET).size());
        assertThat(Linearizability.of(history).flaws()).isEmpty();
        assertThat(Linearizability.of(history).keys()).isEqualTo(20);
        assertThat(readBack(Call.GET)).hasSize(20);
    }

    @Test
    void lists_keep_what_was_added_in_an_order_that_all_saw() {
        run(workload(Workload.Kind.LISTS, 300, 4), world -> {});
        for (var read : readBack(Call.LRANGE))
            assertThat(numbers(read))
                    .containsExactlyInAnyOrderElementsOf(added(Call.RPUSH, read.key()));
        assertThat(Linearizability.of(history).flaws()).isEmpty();
        assertThat(readBack(Call.LRANGE)).hasSize(20);
    }

    @Test
    void sets_keep_what_was_added() {
        run(workload(Workload.Kind.SETS, 300, 4), world -> {});
        for (var read : readBack(Call.SMEMBERS))
            assertThat(new TreeSet<>(numbers(read)))
                    .isEqualTo(new TreeSet<>(added(Call.SADD, read.key())));
        assertThat(readBack(Call.SMEMBERS)).hasSize(20);
    }

    @Test
    void money_is_moved_but_neither_made_nor_lost() {
        run(workload(Workload.Kind.TRANSFERS, 300, 4), world -> {});
        assertThat(all(Call.MSET)).hasSize(20);
        assertThat(all(Call.TRANSFER)).hasSizeGreaterThan(400);
        assertThat(all(Call.MGET)).hasSizeGreaterThan(400);
        for (var read : all(Call.MGET))
            assertThat(numbers(read).stream().mapToLong(n -> n).sum()).isEqualTo(4_000);
        assertThat(readBack(Call.MGET)).hasSize(20);
    }

    @Test
    void every_subscriber_hears_every_message() {
        run(workload(Workload.Kind.PUBSUB, 100, 4), world -> {});
        assertThat(all(Call.PUBLISH)).hasSizeBetween(350, 450);
        // Those published before somebody listened are missed.
        assertThat(all(Call.MESSAGE).size())
                .isBetween(all(Call.PUBLISH).size() * 4 - 40, all(Call.PUBLISH).size() * 4);
    }

    @Test
    void a_group_reads_every_message_once_and_claims_what_was_left_lying() {
        run(workload(Workload.Kind.STREAMS, 100, 4), world -> {});
        var added = new TreeSet<Long>();
        for (var done : all(Call.XADD)) added.add(done.argument());
        var read = all(Call.XREADGROUP).stream().flatMap(o -> numbers(o).stream()).toList();
        assertThat(added).hasSizeGreaterThan(350);
        assertThat(read).doesNotHaveDuplicates();
        assertThat(new TreeSet<>(read)).isEqualTo(added);
        assertThat(all(Call.XAUTOCLAIM).stream().mapToLong(o -> numbers(o).size()).sum())
                .isPositive();
        assertThat(all(Call.XACK)).hasSizeGreaterThan(300);
        var kept = readBack(Call.XRANGE).stream().flatMap(o -> numbers(o).stream()).toList();
        assertThat(new TreeSet<>(kept)).isEqualTo(added);
    }

    @Test
    void a_pipeline_is_sent_at_once_and_writes_are_confirmed_by_replicas() {
        var usual = workload(Workload.Kind.COUNTERS, 200, 4);
        run(
                new Workload(
                        usual.kind(),
                        2,
                        200,
                        usual.keys(),
                        new Keys.Zipf(1.1),
                        10,
                        0,
                        1,
                        Duration.ofMillis(500),
                        1,
                        usual.begins(),
                        usual.ends()),
                world -> {});
        assertThat(all(Call.WAIT)).hasSameSizeAs(all(Call.INCR));
        assertThat(all(Call.WAIT)).allMatch(o -> answer(o).equals(new Answer.Number(1)));
        var bursts = new TreeMap<Long, Integer>();
        for (var done : all(Call.INCR))
            if (done.client() == 0) bursts.merge(done.invokedNanos(), 1, Integer::sum);
        assertThat(bursts.values()).containsOnly(10);
    }

    @Test
    void without_a_rate_one_operation_follows_the_other() {
        run(workload(Workload.Kind.COUNTERS, 0, 1), world -> {});
        long before = 0;
        for (var done : history()) {
            if (done.client() != 0) continue;
            assertThat(done.invokedNanos()).isGreaterThanOrEqualTo(before);
            before = done.completedNanos();
        }
        assertThat(history.size()).isGreaterThan(1_000);
    }

    @Test
    void a_failover_in_the_middle_costs_seconds_and_a_few_answers() {
        run(
                workload(Workload.Kind.COUNTERS, 500, 12),
                world -> {
                    var unused = world.agenda().after(2 * SECOND, world.host(7000)::crash);
                });
        long unknown =
                history().stream().filter(o -> o.outcome() instanceof Outcome.Unknown).count();
        assertThat(unknown).isBetween(0L, 20L);
        assertThat(all(Call.INCR)).hasSizeGreaterThan(1_500);
        assertThat(all(Call.INCR).stream().map(Operation::node).distinct())
                .contains("7000", "7001", "7002")
                .hasSizeGreaterThan(3);
        assertThat(readBack(Call.GET)).hasSize(20);
    }

    @Test
    void transactions_are_done_whole_or_not_at_all_whoever_dies_or_sleeps() {
        run(
                workload(Workload.Kind.TRANSFERS, 300, 12),
                world -> {
                    var agenda = world.agenda();
                    var unused =
                            List.of(
                                    agenda.after(2 * SECOND, world.host(7001)::powerCut),
                                    agenda.after(3 * SECOND, world.host(7002)::pause),
                                    agenda.after(8 * SECOND, world.host(7002)::resume));
                });
        assertThat(all(Call.TRANSFER)).hasSizeGreaterThan(500);
        for (var read : all(Call.MGET))
            assertThat(numbers(read).stream().mapToLong(n -> n).sum()).isEqualTo(4_000);
        assertThat(readBack(Call.MGET)).hasSize(20);
    }

    @Test
    void the_same_seed_makes_the_same_history() {
        run(workload(Workload.Kind.REGISTERS, 300, 4), world -> {});
        var again = new TrafficTest();
        again.run(workload(Workload.Kind.REGISTERS, 300, 4), world -> {});
        assertThat(again.history.hash()).isEqualTo(history.hash());
        assertThat(again.history.size()).isEqualTo(history.size());
    }

    private static Workload workload(Workload.Kind kind, double rate, int seconds) {
        return new Workload(
                kind,
                4,
                rate,
                20,
                new Keys.Uniform(),
                1,
                0.5,
                0,
                Duration.ZERO,
                16,
                Duration.ZERO,
                Duration.ofSeconds(seconds));
    }

    private void run(Workload workload, Consumer<World> trouble) {
        try (var world = new World(WorldPlan.USUAL, 1)) {
            world.runFor(8 * SECOND);
            var traffic =
                    new Traffic(
                            List.of(workload),
                            surroundings(world),
                            world.simulation()::nextChance,
                            history);
            traffic.begin();
            trouble.accept(world);
            world.runFor(workload.ends().toNanos() + 3 * SECOND);
            assertThat(traffic.isOver()).isTrue();
            var read = new boolean[1];
            traffic.readBack(() -> read[0] = true);
            world.runFor(SECOND);
            assertThat(read[0]).isTrue();
            traffic.end();
        }
    }

    static Surroundings surroundings(World world) {
        var links = new TreeMap<Integer, Links>();
        Loop loop = new AgendaLoop(world.agenda());
        return new Surroundings(
                world.hosts().stream().map(TrafficTest::endpoint).toList(),
                number ->
                        new Ports(
                                links.computeIfAbsent(
                                        number,
                                        n -> world.network().plug("10.255.0." + (n + 1)).links()),
                                loop),
                endpoint -> Integer.toString(endpoint.port()),
                0);
    }

    private static Endpoint endpoint(Host host) {
        return new Endpoint(host.ip(), host.port());
    }

    private List<Operation> history() {
        return java.util.stream.IntStream.range(0, history.size()).mapToObj(history::get).toList();
    }

    private List<Operation> all(Call call) {
        return history().stream()
                .filter(o -> o.client() >= 0 && o.call() == call && o.isOk())
                .toList();
    }

    private List<Operation> readBack(Call call) {
        return history().stream()
                .filter(o -> o.client() == Operation.READ_BACK && o.call() == call && o.isOk())
                .toList();
    }

    private List<Long> added(Call call, String key) {
        return all(call).stream()
                .filter(o -> o.key().equals(key))
                .map(Operation::argument)
                .toList();
    }

    private static Answer answer(Operation operation) {
        return ((Outcome.Ok) operation.outcome()).answer();
    }

    private static List<Long> numbers(Operation operation) {
        return Arrays.stream(((Answer.Numbers) answer(operation)).values()).boxed().toList();
    }
}
