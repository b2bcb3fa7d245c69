package hearsay.simulations.story;

import hearsay.simulations.check.History;
import hearsay.simulations.world.World;

/// A story with a seed: one history.
public final class StoryRun {

    private StoryRun() {}

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
            var history = new History();
            world.runUntil(story.lasts().toNanos());
            world.runFor(story.settles().toNanos());
            return Result.of(story, seed, world, history);
        }
    }
}
