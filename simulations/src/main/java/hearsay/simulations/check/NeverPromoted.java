package hearsay.simulations.check;

import hearsay.sentinel.model.Milestone;
import hearsay.simulations.diary.Achieved;
import hearsay.simulations.diary.Entry;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A replica with priority 0 stays one.
///
/// Source: "High availability with Redis Sentinel", "Replica selection and priority".
final class NeverPromoted extends Check {

    static final Law LAW =
            new Law(
                    "priority-0-never-promoted",
                    "No replica with priority 0 is made the master.",
                    Severity.VIOLATION);

    /// Names, which are ports.
    private final Set<String> excluded = new HashSet<>(); // never walked

    NeverPromoted(Scene scene) {
        super(LAW);
        var nodes = scene.nodes();
        for (int i = 0; i < nodes.size(); i++)
            if (scene.watch().priority(i - 1) == 0) excluded.add(nodes.get(i).name());
    }

    @Override
    List<Sense> senses() {
        return List.of(Sense.DIARY);
    }

    @Override
    void noted(Entry entry) {
        if (!(entry.what() instanceof Achieved(Milestone.PromotionOrdered ordered))) return;
        var replica = Integer.toString(ordered.replica().port());
        if (!excluded.contains(replica)) return;
        broken(
                entry.nanos(),
                entry.where(),
                "%s promotes %s, whose priority is 0".formatted(entry.where(), replica));
    }
}
