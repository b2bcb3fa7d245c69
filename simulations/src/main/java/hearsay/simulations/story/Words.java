package hearsay.simulations.story;

import java.util.List;

/// The words that stories take from elsewhere: names of laws, and the diary's events.
final class Words {

    static final List<String> LAWS =
            List.of(
                    "one-owner-per-slot",
                    "one-vote-per-epoch",
                    "epochs-differ",
                    "epochs-never-go-back",
                    "replicas-equal-master",
                    "views-converge",
                    "acknowledged-writes",
                    "linearizable",
                    "monotonic-counters",
                    "stream-groups",
                    "wait-is-true",
                    "minority-stops",
                    "votes-suffice",
                    "sums-stay");

    private Words() {}

    static List<String> events() {
        return List.of(
                "crash",
                "power-cut",
                "start",
                "restart",
                "pause",
                "resume",
                "partition",
                "heal",
                "election-started",
                "election-won",
                "vote-granted",
                "marked-failed",
                "suspected");
    }
}
