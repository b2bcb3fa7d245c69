package hearsay.simulations.check;

import hearsay.simulations.check.Answer.Number;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A counter that is only incremented never runs backwards for one client that asks one master.
///
/// What was lost in between, when a master died or changed its place, is counted and no violation.
final class MonotonicCounters extends Check {

    static final Law LAW =
            new Law(
                    "monotonic-counters",
                    "No counter runs backwards for one client at one master.",
                    Severity.VIOLATION);

    private record Reader(int client, String node) {}

    private int backwards;

    MonotonicCounters() {
        super(LAW);
    }

    @Override
    List<Sense> senses() {
        return List.of();
    }

    @Override
    void end(History history, Incidents incidents) {
        for (var key : history.keys()) {
            var operations = history.of(key);
            if (operations.stream().allMatch(MonotonicCounters::countsUp)) {
                key(operations, incidents);
            }
        }
        figure(Figure.count("counters that ran backwards over a failover", backwards));
    }

    private static boolean countsUp(Operation o) {
        return (o.call() == Call.INCR && o.argument() >= 0)
                || o.call() == Call.GET
                || o.call() == Call.WAIT;
    }

    /// Operations stand in the order of their answers. Those under way together tell nothing of
    /// each other.
    private void key(List<Operation> operations, Incidents incidents) {
        Map<Reader, Operation> greatest = new HashMap<>(); // never walked
        for (var o : operations) {
            if (o.call() == Call.WAIT || !o.isOk()) continue;
            var reader = new Reader(o.client(), o.node());
            var before = greatest.get(reader);
            if (before == null || value(o) >= value(before)) {
                greatest.put(reader, o);
                continue;
            }
            if (o.invokedNanos() < before.completedNanos()) continue;
            if (incidents.anyChange(before.invokedNanos(), o.completedNanos())) backwards++;
            else tell(o, before);
            greatest.put(reader, o);
        }
    }

    private static long value(Operation o) {
        return o.outcome() instanceof Outcome.Ok(Number(long value)) ? value : 0;
    }

    private void tell(Operation o, Operation before) {
        broken(
                o.completedNanos(),
                o.key(),
                "client %d got %d from %s at %.6f s, and %d at %.6f s"
                        .formatted(
                                o.client(),
                                value(before),
                                o.node(),
                                before.completedNanos() / 1e9,
                                value(o),
                                o.completedNanos() / 1e9));
    }
}
