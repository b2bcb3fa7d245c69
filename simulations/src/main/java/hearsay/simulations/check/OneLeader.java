package hearsay.simulations.check;

import hearsay.sentinel.model.Milestone;
import hearsay.simulations.diary.Achieved;
import hearsay.simulations.diary.Entry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The failover of a master has one leader per epoch, who was elected by a majority of the
/// Sentinels that it knows, and by as many as the quorum says; and only a leader tells a replica to
/// become the master.
///
/// Source: "High availability with Redis Sentinel", "Quorum" and "Configuration epochs".
final class OneLeader extends Check {

    static final Law LAW =
            new Law(
                    "one-leader-per-epoch",
                    "At most one Sentinel leads a failover in one epoch, elected by a majority and"
                            + " the quorum, and nobody else promotes.",
                    Severity.VIOLATION);

    /// By master and epoch.
    private final Map<String, String> leaders = new HashMap<>(); // never walked

    /// By master and epoch, and candidate: who voted for it.
    private final Map<String, Map<String, Set<String>>> votes = new HashMap<>(); // never walked

    OneLeader() {
        super(LAW);
    }

    @Override
    List<Sense> senses() {
        return List.of(Sense.DIARY);
    }

    @Override
    void noted(Entry entry) {
        if (!(entry.what() instanceof Achieved(var milestone))) return;
        String epoch = milestone.master() + " in epoch " + milestone.epoch();
        switch (milestone) {
            case Milestone.Voted voted ->
                    votes.computeIfAbsent(epoch, unseen -> new HashMap<>())
                            .computeIfAbsent(voted.leader(), unseen -> new HashSet<>())
                            .add(entry.where());
            case Milestone.Elected elected -> elected(entry, elected, epoch);
            case Milestone.PromotionOrdered ordered -> {
                if (!entry.where().equals(leaders.get(epoch))) {
                    broken(
                            entry.nanos(),
                            entry.where(),
                            entry.where() + " promotes and does not lead the failover of " + epoch);
                }
            }
            default -> {}
        }
    }

    /// By order one leads without votes, and two may be ordered to at the same time.
    private void elected(Entry entry, Milestone.Elected elected, String epoch) {
        var other = leaders.put(epoch, entry.where());
        if (elected.forced()) return;
        if (other != null && !other.equals(entry.where())) {
            broken(
                    entry.nanos(),
                    entry.where(),
                    entry.where() + " and " + other + " lead the failover of " + epoch);
        }
        int cast = Math.min(elected.votes(), cast(epoch, entry.where()));
        boolean enough = cast > elected.voters() / 2 && cast >= elected.quorum();
        if (!enough) {
            broken(
                    entry.nanos(),
                    entry.where(),
                    "%s leads the failover of %s by %d votes of %d, with a quorum of %d"
                            .formatted(
                                    entry.where(),
                                    epoch,
                                    cast,
                                    elected.voters(),
                                    elected.quorum()));
        }
    }

    /// How many Sentinels did vote for it: who is elected has voted for itself, too.
    private int cast(String epoch, String leader) {
        for (var voters : votes.getOrDefault(epoch, Map.of()).values())
            if (voters.contains(leader)) return voters.size();
        return 0;
    }
}
