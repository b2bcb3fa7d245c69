package hearsay.simulations.story;

import hearsay.gossip.rules.Rules;
import hearsay.simulations.check.History;
import hearsay.simulations.check.Inspection;
import hearsay.simulations.diary.Message;
import hearsay.simulations.diary.Overheard;
import hearsay.simulations.nemesis.Nemesis;
import hearsay.simulations.workload.Traffic;
import hearsay.simulations.world.Host;
import hearsay.simulations.world.World;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/// A story with a seed: one history.
///
/// ```
///      begin            lasts           settles        reading back
///   -----|----------------|----------------|-----------|
///   nodes  clients, faults  all is healed,   every key   the laws judge
///   start                   views converge   once more
/// ```
///
/// All times of a story count from the begin: when every node serves, about 2 s after the world
/// began, because that is how long masters wait before they do.
public final class StoryRun {

    /// More than any cluster takes to start, or to read all keys back.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final long STEP_NANOS = 10_000_000;
    private static final long SETTLING_NANOS = 500_000_000;

    private static final hearsay.sentinel.rules.Rules WATCHING = hearsay.sentinel.rules.Rules.REDIS;

    private final Story story;
    private final World world;
    private final History history = new History();
    private final Traffic traffic;
    private final Nemesis nemesis;
    private final Inspection inspection;
    private List<Message> messages = List.of();

    /// In a world where all nodes serve.
    private StoryRun(Story story, World world) {
        this.story = story;
        this.world = world;
        runUntil(world, () -> begins(world));
        traffic =
                new Traffic(
                        story.workloads(),
                        Visitors.of(world),
                        world.simulation()::nextChance,
                        history);
        nemesis = new Nemesis(world, world.simulation().nextChance());
        inspection = Inspection.of(world, story.laws(), story.settles().toNanos());
        world.network().tap(inspection.tap());
        history.tell(inspection::answered);
    }

    /// Runs it from the begin to the end, on this thread.
    public static Result of(Story story, long seed) {
        return run(story, seed, Rules.REDIS, WATCHING, false);
    }

    /// The same with nodes that keep to other rules than Redis', to see whether the laws notice.
    public static Result of(Story story, long seed, Rules rules) {
        return run(story, seed, rules, WATCHING, false);
    }

    /// The same with Sentinels that keep to other rules.
    public static Result of(Story story, long seed, hearsay.sentinel.rules.Rules rules) {
        return run(story, seed, Rules.REDIS, rules, false);
    }

    /// The same, and messages that decide something are kept for pictures. That changes nothing of
    /// what happens.
    public static Result watched(Story story, long seed) {
        return run(story, seed, Rules.REDIS, WATCHING, true);
    }

    private static Result run(
            Story story,
            long seed,
            Rules rules,
            hearsay.sentinel.rules.Rules sentinelRules,
            boolean watched) {
        try (var world = new World(story.world(), seed, rules, sentinelRules)) {
            var run = new StoryRun(story, world);
            if (watched) run.watch();
            run.tell();
            var findings = run.inspection.end(run.history);
            return Result.of(
                    story,
                    seed,
                    world,
                    run.history,
                    findings,
                    run.nemesis.happened(),
                    run.messages);
        }
    }

    private void watch() {
        Map<String, String> names = new TreeMap<>();
        for (Host host : world.hosts()) names.put(host.ip(), host.name());
        var overheard = new Overheard(ip -> names.getOrDefault(ip, ip));
        messages = overheard.messages();
        var tap = inspection.tap();
        world.network().tap(tap == null ? overheard : new BothTaps(tap, overheard));
    }

    private void tell() {
        boolean hasClients = !story.workloads().isEmpty();
        if (hasClients) traffic.begin();
        nemesis.begin(story.troubles());
        world.runFor(story.lasts().toNanos());
        nemesis.heal();
        inspection.healed();
        settle();
        if (hasClients) readBack();
    }

    /// Sentinels that have agreed for as long as an attempt at a failover may take, with the pause
    /// before the next, have agreed for good.
    private void settle() {
        long end = world.nanos() + story.settles().toNanos();
        long enough = 2 * world.plan().watch().failoverTimeout().toNanos();
        while (world.nanos() < end) {
            long since = inspection.settledSince();
            if (since > 0 && world.nanos() - since >= enough) return;
            long step = since == 0 ? Long.MAX_VALUE : SETTLING_NANOS;
            world.runFor(Math.min(step, end - world.nanos()));
        }
    }

    private void readBack() {
        var isRead = new boolean[1];
        traffic.readBack(() -> isRead[0] = true);
        runUntil(world, () -> isRead[0]);
        traffic.end();
    }

    /// A cluster begins when all serve, a watched master when all Sentinels have found each other
    /// and its replicas.
    private static boolean begins(World world) {
        var watch = world.plan().watch();
        if (watch.isNone()) return world.hosts().stream().allMatch(StoryRun::serves);
        return world.sentinels().stream()
                .allMatch(sentinel -> {
                    var core = sentinel.sentinel();
                    if (core == null) return false;
                    var known = core.settings().monitored().getFirst();
                    return known.knownReplicas().size() == world.plan().replicas()
                            && known.knownSentinels().size() == watch.sentinels() - 1;
                });
    }

    private static boolean serves(Host host) {
        var member = host.member();
        var server = host.server();
        if (member == null || server == null || !member.isOk()) return false;
        var master = server.replication().master();
        return master == null || master.isUp();
    }

    private static void runUntil(World world, BooleanSupplier done) {
        long last = world.nanos() + PATIENCE.toNanos();
        while (!done.getAsBoolean() && world.nanos() < last) world.runFor(STEP_NANOS);
    }
}
