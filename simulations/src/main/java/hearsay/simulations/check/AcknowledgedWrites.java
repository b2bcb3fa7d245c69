package hearsay.simulations.check;

import hearsay.simulations.check.Incidents.Incident;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// Every acknowledged write is there at the end, or there is a reason why not: its master crashed,
/// or was replaced, after the acknowledgement. What is lost for a reason comes out as figures.
///
/// Source: Redis Cluster specification, "Write safety".
final class AcknowledgedWrites extends Check {

    static final Law LAW =
            new Law(
                    "acknowledged-writes",
                    "Every acknowledged write is kept, or lost in a failover or with the crash of"
                            + " its master.",
                    Severity.VIOLATION);

    AcknowledgedWrites() {
        super(LAW);
    }

    @Override
    List<Sense> senses() {
        return List.of();
    }

    @Override
    void end(History history, Incidents incidents) {
        var accounting = Accounting.of(history);
        var causes = new TreeMap<String, Integer>();
        var leads = new ArrayList<Double>();
        int confirmed = 0;
        for (var gone : accounting.lost()) {
            var write = blamed(gone, accounting, incidents);
            if (accounting.isConfirmed(write)) confirmed++;
            var end = incidents.endOfMaster(write);
            if (end == null) {
                broken(write.completedNanos(), write.key(), unexplained(write));
                continue;
            }
            causes.merge(cause(incidents, write, end), 1, Integer::sum);
            leads.add(Math.max(0, end.nanos() - write.completedNanos()) / 1e6);
        }
        figure(Figure.count("acknowledged writes", accounting.acknowledged()));
        figure(Figure.count("lost acknowledged writes", accounting.lost().size()));
        if (accounting.acknowledged() > 0) {
            double share = 100.0 * accounting.lost().size() / accounting.acknowledged();
            figure(new Figure("lost of what was acknowledged", share, "%"));
        }
        causes.forEach((cause, n) -> figure(Figure.count("lost by " + cause, n)));
        if (!leads.isEmpty()) {
            leads.sort(null);
            figure(
                    new Figure(
                            "lost before the failover, median", leads.get(leads.size() / 2), "ms"));
            figure(new Figure("lost before the failover, at most", leads.getLast(), "ms"));
        }
        if (confirmed > 0) figure(Figure.count("lost although WAIT confirmed them", confirmed));
        if (accounting.unread() > 0) {
            figure(Figure.count("keys that could not be read back", accounting.unread()));
        }
    }

    /// Of two that were told the same sum, that one is lost which there is a reason for.
    private static Operation blamed(Operation gone, Accounting accounting, Incidents incidents) {
        var twin = accounting.twin(gone);
        if (twin == null || incidents.endOfMaster(gone) != null) return gone;
        return incidents.endOfMaster(twin) == null ? gone : twin;
    }

    /// What the last trouble was before the master's end, its own first of all.
    private static String cause(Incidents incidents, Operation write, Incident end) {
        if (!end.word().equals(Incidents.FOLLOWS)) return end.word();
        var trouble = incidents.troubleBefore(end.nanos(), write.node());
        return trouble == null ? "failover" : trouble.word();
    }

    private static String unexplained(Operation write) {
        return "%s by %s at %.6f s is gone, and nothing happened to that master after it"
                .formatted(write, write.node(), write.completedNanos() / 1e9);
    }
}
