package hearsay.simulations.campaign;

import hearsay.simulations.check.Operation;
import java.util.Locale;

/// An operation as a line: when it was asked and answered, by which client, what, and who answered.
final class HistoryLine {

    private HistoryLine() {}

    static String of(Operation operation) {
        String answered =
                operation.completedNanos() == Operation.NEVER
                        ? "never"
                        : seconds(operation.completedNanos());
        return String.format(
                        Locale.ROOT,
                        "%12s %12s  %-6s %s %s",
                        seconds(operation.invokedNanos()),
                        answered,
                        operation.client() == Operation.READ_BACK
                                ? "after"
                                : "c" + operation.client(),
                        operation,
                        operation.node().isEmpty() ? "" : "(" + operation.node() + ")")
                .stripTrailing();
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.6f", nanos / 1000 / 1e6);
    }
}
