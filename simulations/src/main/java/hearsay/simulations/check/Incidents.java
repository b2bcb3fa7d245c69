package hearsay.simulations.check;

import hearsay.gossip.diary.Happening;
import hearsay.gossip.model.NodeId;
import hearsay.simulations.diary.Deed;
import hearsay.simulations.diary.Entry;
import hearsay.simulations.diary.Told;
import hearsay.simulations.diary.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What went wrong in a run, and who took whose place: the reasons for which Redis may lose what it
/// has acknowledged.
final class Incidents {

    /// @param word the diary's
    /// @param who the node that it happened to
    record Incident(long nanos, String word, String who) {}

    private final List<Incident> all = new ArrayList<>();
    private final Map<String, Integer> takeovers = new LinkedHashMap<>();

    void noted(Entry entry) {
        if (entry.what() instanceof Told(Happening happening)) {
            switch (happening) {
                case Happening.ElectionWon won -> add(entry);
                case Happening.TakeoverAccepted accepted -> {
                    takeovers.merge(entry.where(), 1, Integer::sum);
                    add(entry);
                }
                case Happening.FollowsGrandmaster follows -> add(entry);
                case Happening.Follows follows -> add(entry);
                default -> {}
            }
        } else if (entry.what() instanceof Deed deed && isTrouble(deed.word())) {
            add(entry);
        }
    }

    private static boolean isTrouble(String word) {
        return switch (word) {
            case Deed.CRASH,
                            Deed.POWER_CUT,
                            Deed.PARTITION,
                            Deed.PAUSE,
                            Deed.GAVE_UP,
                            Deed.FAULT ->
                    true;
            default -> false;
        };
    }

    private void add(Entry entry) {
        all.add(new Incident(entry.nanos(), entry.word(), entry.where()));
    }

    /// Whether nothing ever went wrong.
    boolean isCalm() {
        return all.isEmpty();
    }

    /// Whether an operator let a replica take over without anybody's vote.
    boolean tookOver(String node) {
        return takeovers.containsKey(node);
    }

    boolean anyTakeover() {
        return !takeovers.isEmpty();
    }

    /// The first change of masters at or after that time, null if there was none.
    @Nullable Incident changeAfter(long nanos) {
        for (var incident : all) {
            boolean changes =
                    incident.word.equals(Words.ELECTED)
                            || incident.word.equals("takeover")
                            || incident.word.equals(Words.FOLLOWS);
            if (changes && incident.nanos >= nanos) return incident;
        }
        return null;
    }

    /// The last trouble at or before that time, null if there was none.
    @Nullable Incident troubleBefore(long nanos) {
        Incident last = null;
        for (var incident : all) {
            if (incident.nanos > nanos) break;
            if (isTrouble(incident.word)) last = incident;
        }
        return last;
    }

    int count(String word) {
        return (int) all.stream().filter(incident -> incident.word.equals(word)).count();
    }

    /// Node ids and names, as the diary's tellers know them.
    static String shortName(NodeId id) {
        return id.hex().substring(0, 8);
    }
}
