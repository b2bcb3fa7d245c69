package hearsay.simulations.diary;

import hearsay.gossip.diary.Happening;
import hearsay.gossip.model.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The messages between nodes as far as a diary betrays them, where nobody could watch the bus:
/// processes of their own, whose logs are all there is.
///
/// ```
///   7003 asks for votes in epoch 7  ->  7001 votes for 7003 in epoch 7  ->  7003 is elected
///   7002 declares 7000 failed       ->  7003 hears from 7002 that 7000 has failed
/// ```
final class Guess {

    /// A vote that was given and of which nothing came yet.
    private record Given(String voter, long nanos, long epoch) {}

    private final Names names;
    private final List<Arrow> arrows = new ArrayList<>();

    /// When it asked last, by epoch and the candidate's name.
    private final Map<String, Long> asked = new LinkedHashMap<>();

    private final Map<String, List<Given>> votes = new LinkedHashMap<>();

    /// When it declared that, by both names.
    private final Map<String, Long> declared = new LinkedHashMap<>();

    private Guess(Names names) {
        this.names = names;
    }

    static List<Arrow> arrows(List<Entry> entries, Names names) {
        var guess = new Guess(names);
        for (Entry entry : entries)
            if (entry.what() instanceof Told(Happening happening)) guess.hear(entry, happening);
        return guess.arrows;
    }

    private void hear(Entry entry, Happening happening) {
        switch (happening) {
            case Happening.ElectionStarted it -> {
                votes.remove(entry.where());
                asked.put(it.epoch() + " " + entry.where(), entry.nanos());
            }
            case Happening.VoteGranted it -> {
                String candidate = of(it.candidate().id());
                Long nanos = asked.get(it.epoch() + " " + candidate);
                if (nanos != null)
                    add(candidate, nanos, entry, "FAILOVER_AUTH_REQUEST in epoch " + it.epoch());
                votes.computeIfAbsent(candidate, any -> new ArrayList<>())
                        .add(new Given(entry.where(), entry.nanos(), it.epoch()));
            }
            case Happening.ElectionWon it -> {
                List<Given> given = votes.remove(entry.where());
                if (given == null) return;
                for (Given vote : given)
                    add(
                            vote.voter(),
                            vote.nanos(),
                            entry,
                            "FAILOVER_AUTH_ACK in epoch " + vote.epoch());
            }
            case Happening.MarkedFailed it ->
                    declared.put(entry.where() + " " + of(it.node().id()), entry.nanos());
            case Happening.FailHeard it -> {
                String from = of(it.from().id());
                Long nanos = declared.get(from + " " + of(it.about().id()));
                if (nanos != null) add(from, nanos, entry, "FAIL about " + of(it.about().id()));
            }
            default -> {}
        }
    }

    private String of(NodeId id) {
        return names.of(id);
    }

    private void add(String from, long nanos, Entry to, String text) {
        arrows.add(new Arrow(from, nanos, to.where(), to.nanos(), text));
    }
}
