package hearsay.simulations.check;

import java.util.Arrays;
import java.util.List;

/// Draws operations over time, a line each. Time runs from moment to moment, not to scale: the
/// seconds stand beside.
///
/// ```
///     12.000100 s  client 1  SET x 1 → OK   ├──────┤
///     12.000300 s  client 2  GET x → nil        ├─────┤   ◀ fits nowhere
///     12.000400 s  client 3  SET x 2 → ?           ├────…
/// ```
final class Timeline {

    private static final int COLUMNS = 4;
    private static final int LONGEST_LABEL = 44;

    private Timeline() {}

    /// @param operations ascending by the time of asking
    static String of(List<Operation> operations, Operation marked) {
        var moments =
                operations.stream()
                        .flatMap(o -> List.of(o.invokedNanos(), o.completedNanos()).stream())
                        .filter(nanos -> nanos != Operation.NEVER)
                        .mapToLong(nanos -> nanos)
                        .sorted()
                        .distinct()
                        .toArray();
        var text = new StringBuilder();
        int width = operations.stream().mapToInt(o -> label(o).length()).max().orElse(0);
        for (var operation : operations) {
            text.append(line(operation, width, moments, operation.equals(marked)).stripTrailing())
                    .append('\n');
        }
        return text.toString();
    }

    private static String line(Operation operation, int width, long[] moments, boolean marked) {
        var client = operation.client() == Operation.READ_BACK ? "end" : operation.client();
        return "    %11.6f s  client %-3s %s  %s%s"
                .formatted(
                        operation.invokedNanos() / 1e9,
                        client,
                        padded(label(operation), width),
                        bar(operation, moments),
                        marked ? "  ◀ fits nowhere" : "");
    }

    private static String padded(String label, int width) {
        return label + " ".repeat(width - label.length());
    }

    private static String label(Operation operation) {
        var label = operation.toString();
        if (!operation.isOk()) label = label.substring(0, label.indexOf(" → ") + 3) + "?";
        return label.length() <= LONGEST_LABEL
                ? label
                : label.substring(0, LONGEST_LABEL / 2)
                        + "…"
                        + label.substring(label.length() - LONGEST_LABEL / 2);
    }

    private static String bar(Operation operation, long[] moments) {
        int from = Arrays.binarySearch(moments, operation.invokedNanos()) * COLUMNS;
        boolean ends = operation.isOk();
        int to =
                ends
                        ? Arrays.binarySearch(moments, operation.completedNanos()) * COLUMNS
                        : moments.length * COLUMNS;
        var line = new StringBuilder(" ".repeat(from)).append('├');
        line.repeat('─', Math.max(0, to - from - 1)).append(ends ? "┤" : "…");
        return line.append(" ".repeat(Math.max(0, moments.length * COLUMNS - to))).toString();
    }
}
