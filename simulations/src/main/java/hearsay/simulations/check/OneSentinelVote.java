package hearsay.simulations.check;

import hearsay.sentinel.model.Milestone;
import hearsay.simulations.diary.Achieved;
import hearsay.simulations.diary.Entry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A Sentinel votes once in an epoch, whether or not it crashed in between: this is what makes two
/// leaders of one epoch impossible.
///
/// Source: "High availability with Redis Sentinel", "Configuration epochs".
final class OneSentinelVote extends Check {

    static final Law LAW =
            new Law(
                    "one-sentinel-vote-per-epoch",
                    "No Sentinel votes for two leaders in one epoch, across crashes too.",
                    Severity.VIOLATION);

    /// By voter, master and epoch.
    private final Map<String, String> votes = new HashMap<>(); // never walked

    OneSentinelVote() {
        super(LAW);
    }

    @Override
    List<Sense> senses() {
        return List.of(Sense.DIARY);
    }

    @Override
    void noted(Entry entry) {
        if (!(entry.what() instanceof Achieved(Milestone.Voted voted))) return;
        String key = entry.where() + " " + voted.master() + " " + voted.epoch();
        var earlier = votes.put(key, voted.leader());
        if (earlier == null || earlier.equals(voted.leader())) return;
        broken(
                entry.nanos(),
                entry.where(),
                "%s votes for %s in epoch %d of %s, in which it voted for %s"
                        .formatted(
                                entry.where(),
                                voted.leader(),
                                voted.epoch(),
                                voted.master(),
                                earlier));
    }
}
