package hearsay.simulations.check;

import hearsay.simulations.check.Answer.Numbers;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/// Transactions move money, but never make or lose any: whoever counts finds the sum that was there
/// at first. A transaction is replicated as a whole or not at all, so this holds across failovers
/// too; only all accounts together can be lost, with the write that made them.
///
/// Source: Redis documentation, "Transactions".
final class Sums extends Check {

    static final Law LAW =
            new Law(
                    "sums-stay",
                    "The accounts under one hash tag always add up to what they were founded with.",
                    Severity.VIOLATION);

    private int gone;

    Sums() {
        super(LAW);
    }

    @Override
    List<Sense> senses() {
        return List.of();
    }

    @Override
    void end(History history, Incidents incidents) {
        for (var key : history.keys()) key(history.of(key), incidents);
        if (gone > 0) figure(Figure.count("counts of accounts that were lost altogether", gone));
    }

    private void key(List<Operation> operations, Incidents incidents) {
        var founded = new TreeSet<Long>();
        long since = Long.MAX_VALUE;
        for (var o : operations) {
            if (o.call() != Call.MSET || o.outcome() instanceof Outcome.Refused) continue;
            founded.add(o.argument());
            if (o.isOk()) since = Math.min(since, o.completedNanos());
        }
        if (founded.isEmpty()) return;
        for (var o : operations) {
            if (o.call() != Call.MGET || !(o.outcome() instanceof Outcome.Ok(Numbers numbers))) {
                continue;
            }
            long sum = Arrays.stream(numbers.values()).sum();
            if (founded.contains(sum)) continue;
            boolean notYet = o.invokedNanos() < since;
            if (sum == 0 && (notYet || incidents.anyChange(0, o.completedNanos()))) {
                if (!notYet) gone++;
                continue;
            }
            broken(
                    o.completedNanos(),
                    o.key(),
                    "%s adds up to %d, and was founded with %s".formatted(o, sum, founded));
        }
    }
}
