package hearsay.simulations.story;

import hearsay.simulations.check.History;
import hearsay.simulations.workload.Traffic;
import hearsay.simulations.world.World;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// A story with a seed: one history.
///
/// ```
/// begin            lasts           settles        reading back
///   |----------------|----------------|-----------|
///   clients, faults  all is healed,   every key   the laws judge
///                    views converge   once more
/// ```
public final class StoryRun {

    /// More than any reading back takes in a cluster that serves.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final long STEP_NANOS = 10_000_000;

    private final Story story;
    private final World world;
    private final History history = new History();
    private final Traffic traffic;

    private StoryRun(Story story, World world) {
        this.story = story;
        this.world = world;
        traffic =
                new Traffic(
                        story.workloads(),
                        Visitors.of(world),
                        world.simulation()::nextChance,
                        history);
    }

    /// Runs it from the begin to the end, on this thread.
    public static Result of(Story story, long seed) {
        return run(story, seed, false);
    }

    /// The same, and messages that decide something are kept for pictures. That changes nothing of
    /// what happens.
    public static Result watched(Story story, long seed) {
        return run(story, seed, true);
    }

    private static Result run(Story story, long seed, boolean watched) {
        try (var world = new World(story.world(), seed)) {
            var run = new StoryRun(story, world);
            run.tell();
            return Result.of(story, seed, world, run.history);
        }
    }

    private void tell() {
        if (!story.workloads().isEmpty()) traffic.begin();
        world.runFor(story.lasts().toNanos());
        world.runFor(story.settles().toNanos());
        if (!story.workloads().isEmpty()) readBack();
    }

    private void readBack() {
        var isRead = new boolean[1];
        traffic.readBack(() -> isRead[0] = true);
        runUntil(() -> isRead[0]);
        traffic.end();
    }

    private void runUntil(BooleanSupplier done) {
        long last = world.nanos() + PATIENCE.toNanos();
        while (!done.getAsBoolean() && world.nanos() < last) world.runFor(STEP_NANOS);
    }
}
