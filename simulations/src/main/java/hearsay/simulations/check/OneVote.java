package hearsay.simulations.check;

import hearsay.gossip.diary.Happening;
import hearsay.gossip.diary.Name;
import hearsay.simulations.diary.Entry;
import hearsay.simulations.diary.Told;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A master votes once in an epoch, whether or not it crashed in between: this is what makes two
/// winners of one epoch impossible.
///
/// Source: Redis Cluster specification, "Masters reply to replica vote request".
final class OneVote extends Check {

    static final Law LAW =
            new Law(
                    "one-vote-per-epoch",
                    "No master votes twice in one epoch, across crashes too.",
                    Severity.VIOLATION);

    private record Vote(Name candidate, long nanos) {}

    /// By voter and epoch.
    private final Map<String, TreeMap<Long, Vote>> votes = new HashMap<>(); // never walked

    OneVote() {
        super(LAW);
    }

    @Override
    List<Sense> senses() {
        return List.of(Sense.DIARY);
    }

    @Override
    void noted(Entry entry) {
        if (!(entry.what() instanceof Told(Happening happening))) return;
        switch (happening) {
            // Whoever lost all it knew, or was told to forget it, is somebody else now.
            case Happening.Born born -> votes.remove(entry.where());
            case Happening.Reborn reborn -> votes.remove(entry.where());
            case Happening.VoteGranted(var candidate, long epoch) ->
                    voted(entry, new Vote(candidate, entry.nanos()), epoch);
            default -> {}
        }
    }

    private void voted(Entry entry, Vote vote, long epoch) {
        var mine = votes.computeIfAbsent(entry.where(), unseen -> new TreeMap<>());
        var earlier = mine.put(epoch, vote);
        if (earlier == null) return;
        broken(
                entry.nanos(),
                entry.where(),
                "%s votes for %s in epoch %d, in which it voted for %s at %.3f s"
                        .formatted(
                                entry.where(),
                                vote.candidate.id(),
                                epoch,
                                earlier.candidate.id(),
                                earlier.nanos / 1e9));
    }
}
