package hearsay.simulations.check;

import hearsay.sentinel.model.Milestone;
import hearsay.simulations.diary.Achieved;
import hearsay.simulations.diary.Entry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The configuration of a later failover replaces that of an earlier one, and never the other way
/// round: a Sentinel that was away brings nothing old back.
///
/// Source: "High availability with Redis Sentinel", "Configuration propagation".
final class OnlyAdvance extends Check {

    static final Law LAW =
            new Law(
                    "configurations-only-advance",
                    "No Sentinel goes over to a master of an earlier epoch, across crashes too.",
                    Severity.VIOLATION);

    private record Latest(long epoch, String master) {}

    /// By Sentinel and name of the master.
    private final Map<String, Latest> latest = new HashMap<>(); // never walked

    OnlyAdvance() {
        super(LAW);
    }

    @Override
    List<Sense> senses() {
        return List.of(Sense.DIARY);
    }

    @Override
    void noted(Entry entry) {
        if (!(entry.what() instanceof Achieved(Milestone.Switched switched))) return;
        var now = new Latest(switched.epoch(), switched.to().ip() + ":" + switched.to().port());
        var before = latest.put(entry.where() + " " + switched.master(), now);
        boolean again = now.equals(before); // It crashed before it had saved that.
        if (before == null || again || switched.epoch() > before.epoch()) return;
        broken(
                entry.nanos(),
                entry.where(),
                "%s goes over to %s of epoch %d, after %s of epoch %d"
                        .formatted(
                                entry.where(),
                                now.master(),
                                now.epoch(),
                                before.master(),
                                before.epoch()));
    }
}
