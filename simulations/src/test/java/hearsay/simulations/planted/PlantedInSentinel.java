package hearsay.simulations.planted;

import hearsay.sentinel.rules.Rules;
import hearsay.simulations.story.BadStory;
import hearsay.simulations.story.Story;
import hearsay.simulations.story.StoryFile;
import java.util.List;
import java.util.TreeMap;

/// A fault in a Sentinel's protocol, the law that it breaks, and the story in which it does.
record PlantedInSentinel(String fault, Rules rules, String law, String story) {

    /// Slow links make candidates of several at once.
    private static final String SLOW =
            """
            about = "A master dies, and it takes long until one Sentinel hears another."
            world {
              replicas = 2
              network { latency = 20ms..200ms }
              sentinels { count = 5, quorum = 2, failover-timeout = 4s }
            }
            troubles = [{ at = 5s, crash = master of slot 0, for = 20s }]
            """;

    private static final String SLOW_WITH_CRASHES =
            SLOW.replace(
                            "for = 20s }",
                            "for = 20s }, { on = sentinel-votes, nth = 2, times = 20, crash = it, for = 20ms }")
                    .replace("count = 5", "count = 7");

    static final List<PlantedInSentinel> ALL =
            List.of(
                    new PlantedInSentinel(
                            "vote twice",
                            new BrokenSentinelRules.VoteTwice(),
                            "one-sentinel-vote-per-epoch",
                            SLOW),
                    new PlantedInSentinel(
                            "forget the vote at a crash",
                            new BrokenSentinelRules.ForgetLastVoteAtCrash(),
                            "one-sentinel-vote-per-epoch",
                            SLOW_WITH_CRASHES),
                    new PlantedInSentinel(
                            "say the vote before it is saved",
                            new BrokenSentinelRules.SayBeforeSaving(),
                            "one-sentinel-vote-per-epoch",
                            SLOW_WITH_CRASHES),
                    new PlantedInSentinel(
                            "elect without a majority",
                            new BrokenSentinelRules.ElectWithoutMajority(),
                            "one-leader-per-epoch",
                            SLOW),
                    new PlantedInSentinel(
                            "elect without the quorum",
                            new BrokenSentinelRules.ElectWithoutQuorum(),
                            "one-leader-per-epoch",
                            SLOW.replace("quorum = 2", "quorum = 4")),
                    new PlantedInSentinel(
                            "promote without being elected",
                            new BrokenSentinelRules.PromoteUnelected(),
                            "one-leader-per-epoch",
                            SLOW),
                    new PlantedInSentinel(
                            "promote whoever there is",
                            new BrokenSentinelRules.PromoteWhoeverThereIs(),
                            "priority-0-never-promoted",
                            SLOW.replace("quorum = 2", "priorities = \"0 0\", quorum = 2")),
                    new PlantedInSentinel(
                            "believe older configurations",
                            new BrokenSentinelRules.BelieveOlderConfigurations(),
                            "configurations-only-advance",
                            SLOW.replace(
                                    "troubles = [",
                                    "troubles = [{ at = 4s, pause = 26379, for = 15s }, ")));

    Story read() throws BadStory {
        var usual =
                """
                world { masters = 1, node-timeout = 1s, sentinels { down-after = 2s } }
                lasts = 30s
                settles = 60s
                """;
        return StoryFile.read(usual + story, "planted.conf", new TreeMap<>());
    }

    @Override
    public String toString() {
        return fault;
    }
}
