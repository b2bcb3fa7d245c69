package hearsay.simulations.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hearsay.simulations.check.Verdict;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The stories of Sentinels")
class SentinelStoriesTest {

    private static final int SEEDS = Integer.getInteger("hearsay.seeds", 2);

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "sentinel-failover",
                "sentinel-two-only",
                "sentinel-paused-master",
                "sentinel-split",
                "sentinel-split-brain",
                "sentinel-quorum",
                "sentinel-partitioned-leader",
                "sentinel-priorities",
                "sentinel-parallel-syncs",
                "sentinel-rolling-restart",
                "sentinel-tilt",
                "sentinel-random"
            })
    @DisplayName("hold their laws")
    void laws_hold(String name) {
        for (int seed = 0; seed < SEEDS; seed++) {
            var result = StoryRun.of(Catalogue.story(name), seed);
            for (var verdict : result.verdicts()) {
                assertTrue(
                        verdict instanceof Verdict.Held, name + " seed " + seed + ": " + verdict);
            }
            assertEquals(
                    result.hashText(), StoryRun.of(Catalogue.story(name), seed).hashText(), name);
        }
    }
}
