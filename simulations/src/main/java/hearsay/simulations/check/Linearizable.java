package hearsay.simulations.check;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Every key behaves as if each operation happened at one moment: see [Linearizability].
///
/// Source: Redis Cluster specification, "Write safety": with failovers and partitions it does not.
final class Linearizable extends Check {

    static final Law LAW =
            new Law(
                    "linearizable",
                    "To its clients every key behaves as if each operation happened at one moment,"
                            + " as long as nothing goes wrong.",
                    Severity.VIOLATION_WHILE_CALM);

    /// Steps that are worth it to count what is no violation.
    private static final long FOR_A_FIGURE = 3_000_000;

    private @Nullable String unknown;

    Linearizable() {
        super(LAW);
    }

    @Override
    List<Sense> senses() {
        return List.of();
    }

    @Override
    void end(History history, Incidents incidents) {
        boolean matters = incidents.isCalm();
        var result =
                Linearizability.of(history, matters ? Linearizability.USUAL_BUDGET : FOR_A_FIGURE);
        for (var flaw : result.flaws()) {
            long nanos = flaw.operation().completedNanos();
            broken(
                    nanos,
                    flaw.key(),
                    "%s fits nowhere:\n%s".formatted(flaw.operation(), flaw.timeline()));
        }
        if (matters) unknown = result.unknown();
        figure(Figure.count("keys checked for linearizability", result.keys()));
        figure(Figure.count("keys not linearizable", result.flaws().size()));
    }

    @Override
    Verdict verdict() {
        return unknown == null || isBroken()
                ? super.verdict()
                : new Verdict.Unknown(law(), unknown);
    }
}
