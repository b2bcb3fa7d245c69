package hearsay.simulations.check;

import hearsay.gossip.diary.Happening;
import hearsay.simulations.diary.Entry;
import hearsay.simulations.diary.Told;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Nobody is promoted without the votes of a majority of the masters that own slots, the failed
/// ones counted. (TAKEOVER is no promotion: it asks nobody, and says so.)
///
/// Source: Redis Cluster specification, "Replica election and promotion".
final class Promotion extends Check {

    static final Law LAW =
            new Law(
                    "votes-suffice",
                    "No replica is promoted without the votes of a majority of all masters.",
                    Severity.VIOLATION);

    private record Ballot(String candidate, long epoch) {}

    private final Map<String, Sight> nodes = new HashMap<>(); // never walked
    private final Map<String, TreeSet<String>> voters = new HashMap<>(); // never walked
    private final Map<String, Ballot> running = new HashMap<>(); // never walked

    Promotion(Scene scene) {
        super(LAW);
        for (var node : scene.nodes()) nodes.put(node.name(), node);
    }

    @Override
    List<Sense> senses() {
        return List.of(Sense.DIARY);
    }

    @Override
    void noted(Entry entry) {
        if (!(entry.what() instanceof Told(Happening happening))) return;
        switch (happening) {
            case Happening.ElectionStarted(long epoch) ->
                    running.put(entry.where(), new Ballot(entry.where(), epoch));
            case Happening.VoteGranted(var candidate, long epoch) ->
                    voters.computeIfAbsent(key(candidate.id().hex(), epoch), k -> new TreeSet<>())
                            .add(entry.where());
            case Happening.ElectionWon won -> won(entry);
            default -> {}
        }
    }

    private static String key(String candidate, long epoch) {
        return candidate + ' ' + epoch;
    }

    private void won(Entry entry) {
        var node = nodes.get(entry.where());
        var ballot = running.get(entry.where());
        if (node == null || !node.runs()) return;
        var given =
                ballot == null
                        ? new TreeSet<String>()
                        : voters.getOrDefault(key(node.id().hex(), ballot.epoch), new TreeSet<>());
        int needed = node.owners().size() / 2 + 1;
        if (given.size() >= needed) return;
        broken(
                entry.nanos(),
                entry.where(),
                "%s was promoted with the votes %s in epoch %s, but %d masters own slots: %d needed"
                        .formatted(
                                entry.where(),
                                given,
                                ballot == null ? "none" : ballot.epoch,
                                node.owners().size(),
                                needed));
    }
}
