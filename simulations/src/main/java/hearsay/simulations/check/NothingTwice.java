package hearsay.simulations.check;

import hearsay.simulations.check.Answer.Number;
import hearsay.simulations.check.Answer.Numbers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// No write is carried out that nobody asked for: none twice, and none that was refused.
///
/// Redis promises it whatever happens, as long as the client repeats nothing that may have been
/// done.
final class NothingTwice extends Check {

    static final Law LAW =
            new Law(
                    "nothing-twice",
                    "No counter holds more than was asked for, and no list has an element twice or"
                            + " one that was refused.",
                    Severity.VIOLATION);

    NothingTwice() {
        super(LAW);
    }

    @Override
    List<Sense> senses() {
        return List.of();
    }

    @Override
    void end(History history, Incidents incidents) {
        for (var key : history.keys()) key(key, history.of(key));
    }

    private void key(String key, List<Operation> operations) {
        if (operations.stream().anyMatch(o -> o.call() == Call.SET || o.call() == Call.GETSET)) {
            return;
        }
        long most = 0;
        Map<Long, Integer> pushed = new LinkedHashMap<>();
        for (var o : operations) {
            if (o.outcome() instanceof Outcome.Refused) continue;
            if (o.call() == Call.INCR) most += Math.max(0, o.argument());
            if (o.call() == Call.RPUSH) pushed.merge(o.argument(), 1, Integer::sum);
        }
        for (var o : operations) {
            if (!(o.outcome() instanceof Outcome.Ok(var answer))) continue;
            boolean counts = o.call() == Call.INCR || o.call() == Call.GET;
            if (counts && answer instanceof Number(long value) && value > most) {
                broken(
                        o.completedNanos(),
                        key,
                        "%s, but all that was asked for and not refused makes %d"
                                .formatted(o, most));
            }
            if (o.call() == Call.LRANGE && answer instanceof Numbers numbers) {
                elements(o, numbers, pushed);
            }
        }
    }

    private void elements(Operation read, Numbers numbers, Map<Long, Integer> pushed) {
        Map<Long, Integer> found = new LinkedHashMap<>();
        for (long value : numbers.values()) {
            int times = found.merge(value, 1, Integer::sum);
            if (times <= pushed.getOrDefault(value, 0)) continue;
            broken(
                    read.completedNanos(),
                    read.key(),
                    "%s holds %d for the %d. time, more often than it was pushed"
                            .formatted(read.key(), value, times));
        }
    }
}
