package hearsay.simulations.check;

import hearsay.simulations.diary.Deed;
import hearsay.simulations.diary.Entry;
import hearsay.simulations.diary.LogLine;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// After a promotion the leader sends the other replicas to the new master a few at a time: while
/// one resynchronises it may serve nobody.
///
/// ```
///   +slave-reconf-sent   +slave-reconf-inprog   +slave-reconf-done      one replica's way
///        |---------------- counts as one at once ------|
/// ```
///
/// Source: "High availability with Redis Sentinel", "parallel-syncs".
final class ParallelSyncs extends Check {

    static final Law LAW =
            new Law(
                    "parallel-syncs-kept",
                    "No more replicas at once are sent to the new master than parallel-syncs says.",
                    Severity.VIOLATION);

    private final int allowed;

    /// By leader, the replicas on their way.
    private final Map<String, Set<String>> underWay = new HashMap<>(); // never walked

    private int most;

    ParallelSyncs(Scene scene) {
        super(LAW);
        allowed = scene.watch().parallelSyncs();
    }

    @Override
    List<Sense> senses() {
        return List.of(Sense.DIARY);
    }

    @Override
    void noted(Entry entry) {
        switch (entry.what()) {
            case LogLine(String text) -> heard(entry, text.split(" ", 4));
            case Deed deed -> underWay.remove(entry.where()); // It crashed, or starts.
            default -> {}
        }
    }

    /// `+slave-reconf-sent slave 10.0.27.90:7002 …`
    private void heard(Entry entry, String[] words) {
        switch (words[0]) {
            case "+slave-reconf-sent" -> sent(entry, words[2]);
            case "+slave-reconf-done", "-slave-reconf-sent-timeout" ->
                    of(entry.where()).remove(words[2]);
            case "+failover-end", "+failover-end-for-timeout", "+switch-master", "+try-failover" ->
                    underWay.remove(entry.where());
            default -> {}
        }
    }

    private Set<String> of(String leader) {
        return underWay.computeIfAbsent(leader, unseen -> new LinkedHashSet<>());
    }

    private void sent(Entry entry, String replica) {
        var those = of(entry.where());
        those.add(replica);
        most = Math.max(most, those.size());
        if (those.size() <= allowed) return;
        broken(
                entry.nanos(),
                entry.where(),
                "%s has %d replicas resynchronise at once, %s: parallel-syncs is %d"
                        .formatted(entry.where(), those.size(), those, allowed));
    }

    @Override
    void end(History history, Incidents incidents) {
        figure(Figure.count("replicas that resynchronised at once", most));
    }
}
