package hearsay.simulations.process;

import hearsay.gossip.diary.Happening;
import hearsay.gossip.model.SlotSet;
import hearsay.simulations.check.Law;
import hearsay.simulations.check.Severity;
import hearsay.simulations.check.Verdict;
import hearsay.simulations.diary.Entry;
import hearsay.simulations.diary.Told;
import hearsay.simulations.process.Look.Own;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The laws of a cluster as far as they can be seen from outside: in what nodes answer, a few times
/// a second, and in their logs. What happens between two looks and is not logged, nobody sees:
/// these can only ever be too kind.
final class OutsideLaws {

    static final Law ONE_OWNER =
            law("one-owner-per-slot", "No two masters claim a slot in the same config epoch.");
    static final Law ONE_VOTE = law("one-vote-per-epoch", "No master votes twice in one epoch.");
    static final Law EPOCHS_GROW =
            law("epochs-never-go-back", "A node's current epoch never gets less, not by a crash.");
    static final Law EPOCHS_DIFFER =
            law("epochs-differ", "Once quiet, no two masters have the same config epoch.");
    static final Law VIEWS_CONVERGE =
            law("views-converge", "After the last fault all nodes agree in time who serves what.");
    static final Law REPLICAS_EQUAL =
            law("replicas-equal-master", "Once quiet, a replica has what its master has.");

    private static final List<Law> ALL =
            List.of(
                    ONE_OWNER,
                    ONE_VOTE,
                    EPOCHS_DIFFER,
                    EPOCHS_GROW,
                    REPLICAS_EQUAL,
                    VIEWS_CONVERGE);

    private record Claim(String who, SlotSet slots) {}

    private OutsideLaws() {}

    /// Whether a law of that name is one of these.
    static boolean has(String name) {
        return ALL.stream().anyMatch(law -> law.name().equals(name));
    }

    /// Those that looks and entries can tell of.
    static List<Verdict> of(List<Look> looks, List<Entry> entries) {
        return List.of(oneOwner(looks), oneVote(entries), epochsDiffer(looks), epochsGrow(looks));
    }

    static Verdict oneOwner(List<Look> looks) {
        Map<Long, List<Claim>> claims = new LinkedHashMap<>();
        for (Look look : looks) {
            for (Own own : look.owns()) {
                SlotSet slots = own.line().slots();
                if (!own.line().isMaster() || slots.isEmpty()) continue;
                long epoch = own.line().configEpoch();
                List<Claim> same = claims.computeIfAbsent(epoch, any -> new ArrayList<>());
                for (Claim other : same)
                    if (!other.who().equals(own.name()) && meet(other.slots(), slots))
                        return broken(
                                ONE_OWNER,
                                look,
                                own,
                                "%s and %s both claim slots in config epoch %d: %s, and %s"
                                        .formatted(
                                                other.who(),
                                                own.name(),
                                                epoch,
                                                other.slots(),
                                                slots));
                var claim = new Claim(own.name(), slots);
                if (!same.contains(claim)) same.add(claim);
            }
        }
        return new Verdict.Held(ONE_OWNER);
    }

    static Verdict oneVote(List<Entry> entries) {
        Map<String, String> votes = new LinkedHashMap<>();
        for (Entry entry : entries) {
            if (!(entry.what() instanceof Told(Happening.VoteGranted vote))) continue;
            String candidate = vote.candidate().id().hex();
            String earlier = votes.put(entry.where() + " " + vote.epoch(), candidate);
            if (earlier != null)
                return new Verdict.Broken(
                        ONE_VOTE,
                        "%s votes for %s and for %s in epoch %d"
                                .formatted(entry.where(), earlier, candidate, vote.epoch()),
                        entry.nanos(),
                        entry.where());
        }
        return new Verdict.Held(ONE_VOTE);
    }

    /// A node that got a new id is another node.
    static Verdict epochsGrow(List<Look> looks) {
        Map<String, Long> greatest = new LinkedHashMap<>();
        for (Look look : looks) {
            for (Own own : look.owns()) {
                long epoch = own.answers().currentEpoch();
                Long before = greatest.put(own.line().id(), epoch);
                if (before != null && epoch < before)
                    return broken(
                            EPOCHS_GROW,
                            look,
                            own,
                            "%s was in epoch %d, and is in epoch %d"
                                    .formatted(own.name(), before, epoch));
            }
        }
        return new Verdict.Held(EPOCHS_GROW);
    }

    static Verdict epochsDiffer(List<Look> looks) {
        Look last = looks.isEmpty() ? null : looks.getLast();
        if (last == null) return new Verdict.Unknown(EPOCHS_DIFFER, "nobody has looked");
        Map<Long, String> epochs = new LinkedHashMap<>();
        for (Own own : last.owns()) {
            if (!own.line().isMaster()) continue;
            @Nullable String other = epochs.put(own.line().configEpoch(), own.name());
            if (other != null)
                return broken(
                        EPOCHS_DIFFER,
                        last,
                        own,
                        "%s and %s both have config epoch %d"
                                .formatted(other, own.name(), own.line().configEpoch()));
        }
        return new Verdict.Held(EPOCHS_DIFFER);
    }

    private static boolean meet(SlotSet one, SlotSet other) {
        return one.ranges().stream()
                .anyMatch(a ->
                        other.ranges().stream()
                                .anyMatch(b -> a.first() <= b.last() && b.first() <= a.last()));
    }

    private static Verdict broken(Law law, Look look, Own own, String text) {
        return new Verdict.Broken(law, text, look.nanos(), own.name());
    }

    private static Law law(String name, String says) {
        return new Law(name, says, Severity.VIOLATION);
    }
}
