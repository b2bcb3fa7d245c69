package hearsay.simulations.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Whether each key behaved, to all its clients, as if every operation happened at one moment
/// between its question and its answer: "single-key linearizability".
///
/// Redis promises it as long as one master serves the key. After a failover it does not: writes may
/// be gone that were acknowledged, and a master that does not know yet answers with what was.
///
/// Registers and counters (SET, GET, GETSET, INCR), lists that are appended to (RPUSH, LRANGE) and
/// sets (SADD, SREM, SMEMBERS) are checked; keys with other operations are passed over, and so is
/// WAIT. Reads at replicas must not be among them.
public final class Linearizability {

    /// Enough for half a million operations of which few overlap; a few seconds at most.
    public static final long USUAL_BUDGET = 30_000_000;

    /// @param operation the one that cannot be placed, whichever order those before it had
    /// @param timeline the operations around it, a line each
    public record Flaw(String key, Operation operation, String timeline) {}

    /// @param keys how many were checked, the flawed ones included
    /// @param steps how many times an operation was tried somewhere
    /// @param flaws one a key at most, in the order of the keys' appearance
    /// @param unknown why it gave up on some key, null if on none
    public record Result(
            int keys, long operations, long steps, List<Flaw> flaws, @Nullable String unknown) {
        public Result {
            flaws = List.copyOf(flaws);
        }

        public boolean holds() {
            return flaws.isEmpty() && unknown == null;
        }
    }

    private final long budget;
    private final Configurations visited = new Configurations();
    private final List<Flaw> flaws = new ArrayList<>();
    private int keys;
    private long operations;
    private long steps;
    private @Nullable String unknown;

    private Linearizability(long budget) {
        this.budget = budget;
    }

    public static Result of(History history) {
        return of(history, USUAL_BUDGET);
    }

    /// @param budget steps for all keys together, after which the rest is unknown
    public static Result of(History history, long budget) {
        var check = new Linearizability(budget);
        for (var key : history.keys()) check.key(key, history.of(key));
        return new Result(check.keys, check.operations, check.steps, check.flaws, check.unknown);
    }

    private void key(String key, List<Operation> all) {
        var telling = all.stream().filter(Linearizability::tells).toList();
        var model = Model.of(telling);
        if (model == null || telling.isEmpty()) return;
        keys++;
        operations += telling.size();
        var search = new Search(telling, model, visited);
        var end = search.run(budget - steps);
        steps += search.steps();
        switch (end) {
            case FOUND -> {}
            case IMPOSSIBLE -> flaws.add(flaw(key, telling, search));
            case GAVE_UP -> {
                if (unknown == null) unknown = reason(key, telling);
            }
        }
    }

    /// Who was refused did nothing, and who only asked and heard nothing tells nothing.
    private static boolean tells(Operation operation) {
        return switch (operation.outcome()) {
            case Outcome.Ok ok -> operation.call() != Call.WAIT;
            case Outcome.Refused refused -> false;
            case Outcome.Unknown unknown -> operation.call().writes();
        };
    }

    private String reason(String key, List<Operation> tried) {
        long unanswered = tried.stream().filter(o -> !o.isOk()).count();
        return String.format(
                Locale.ROOT,
                "no order found nor ruled out in %,d steps: key %s has %,d operations, %,d of them"
                        + " without an answer",
                budget,
                key,
                tried.size(),
                unanswered);
    }

    private static Flaw flaw(String key, List<Operation> tried, Search search) {
        var stuck = tried.get(search.stuck());
        var around = new LinkedHashSet<Operation>();
        for (int i : search.tail()) around.add(tried.get(i));
        for (int i : search.open()) around.add(tried.get(i));
        around.add(stuck);
        var sorted =
                around.stream().sorted(Comparator.comparingLong(Operation::invokedNanos)).toList();
        return new Flaw(key, stuck, Timeline.of(sorted, stuck));
    }
}
