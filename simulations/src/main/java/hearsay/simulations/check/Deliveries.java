package hearsay.simulations.check;

import hearsay.simulations.check.Answer.Numbers;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// No message of a stream is new to its group twice, and no subscriber gets a message of pub/sub
/// twice. A delivery is replicated after it was answered, as every write is: what a failover forgot
/// is delivered again, and so is all if it forgot the group and a reader makes it anew. That is
/// counted, and no violation.
///
/// Source: Redis documentation, "Redis Streams", "Consumer groups" and "Persistence, replication
/// and message safety".
final class Deliveries extends Check {

    static final Law LAW =
            new Law(
                    "stream-groups",
                    "No message is new to a stream's group twice, nor comes to a subscriber twice.",
                    Severity.VIOLATION);

    private record Delivery(int client, long message) {}

    private int again;

    Deliveries() {
        super(LAW);
    }

    @Override
    List<Sense> senses() {
        return List.of();
    }

    @Override
    void end(History history, Incidents incidents) {
        for (var key : history.keys()) key(history.of(key), incidents);
        figure(Figure.count("messages delivered again over a failover", again));
    }

    private void key(List<Operation> operations, Incidents incidents) {
        // A message whose XADD or PUBLISH has no clear outcome may be there twice.
        Set<Long> once = new HashSet<>(); // never walked
        for (var o : operations) {
            if ((o.call() == Call.XADD || o.call() == Call.PUBLISH) && o.isOk()) {
                once.add(o.argument());
            }
        }
        Map<Delivery, Operation> first = new HashMap<>(); // never walked
        for (var o : operations) {
            if (o.call() == Call.MESSAGE) {
                deliver(new Delivery(o.client(), o.argument()), o, first, once, incidents);
            } else if (o.call() == Call.XREADGROUP
                    && o.outcome() instanceof Outcome.Ok(Numbers numbers)) {
                for (long message : numbers.values()) {
                    deliver(new Delivery(0, message), o, first, once, incidents);
                }
            }
        }
    }

    private void deliver(
            Delivery delivery,
            Operation o,
            Map<Delivery, Operation> first,
            Set<Long> once,
            Incidents incidents) {
        var before = first.put(delivery, o);
        if (before == null || !once.contains(delivery.message)) return;
        boolean excused =
                o.call() == Call.MESSAGE
                        ? incidents.anyChange(before.invokedNanos(), o.completedNanos())
                        : incidents.mayForget(before, o);
        if (excused) {
            again++;
            return;
        }
        broken(
                o.completedNanos(),
                o.key(),
                "message %d of %s came to client %d at %.6f s and again to client %d at %.6f s"
                        .formatted(
                                delivery.message,
                                o.key(),
                                before.client(),
                                before.completedNanos() / 1e9,
                                o.client(),
                                o.completedNanos() / 1e9));
    }
}
