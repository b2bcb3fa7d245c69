package hearsay.simulations.story;

import hearsay.simulations.check.Call;
import hearsay.simulations.check.Figure;
import hearsay.simulations.check.History;
import hearsay.simulations.check.Operation;
import hearsay.simulations.check.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What clients noticed: how many operations there were and how they ended, how long they took, and
/// for how long a key could not be used.
final class ClientFigures {

    private static final double NANOS_PER_MILLI = 1e6;

    private final Map<String, Long> failingSince = new HashMap<>(); // never walked
    private long outage;
    private int operations;
    private int refused;
    private int unknown;
    private long[] latencies = new long[1024];
    private int answered;

    private ClientFigures() {}

    /// `outage` is the longest time for which a key could not be used: from when an operation was
    /// asked for until it succeeded, be it that its client tried again and again, or that it and
    /// others failed before. What never succeeded again does not count.
    static List<Figure> of(History history) {
        var figures = new ClientFigures();
        for (int i = 0; i < history.size(); i++) figures.add(history.get(i));
        return figures.figures();
    }

    private void add(Operation operation) {
        boolean isRequest =
                operation.client() != Operation.READ_BACK && operation.call() != Call.MESSAGE;
        if (!isRequest) return;
        operations++;
        switch (operation.outcome()) {
            case Outcome.Ok ok -> succeeded(operation);
            case Outcome.Refused error -> {
                refused++;
                failingSince.merge(operation.key(), operation.invokedNanos(), Math::min);
            }
            case Outcome.Unknown why -> {
                unknown++;
                failingSince.merge(operation.key(), operation.invokedNanos(), Math::min);
            }
        }
    }

    private void succeeded(Operation operation) {
        if (answered == latencies.length) latencies = Arrays.copyOf(latencies, answered * 2);
        latencies[answered++] = operation.completedNanos() - operation.invokedNanos();
        Long since = failingSince.remove(operation.key());
        long from =
                since == null
                        ? operation.invokedNanos()
                        : Math.min(since, operation.invokedNanos());
        outage = Math.max(outage, operation.completedNanos() - from);
    }

    private List<Figure> figures() {
        List<Figure> figures = new ArrayList<>();
        if (operations == 0) return figures;
        figures.add(Figure.count("operations", operations));
        figures.add(Figure.count("refused operations", refused));
        figures.add(Figure.count("operations without answer", unknown));
        figures.add(new Figure("outage", outage / NANOS_PER_MILLI, "ms"));
        if (answered == 0) return figures;
        Arrays.sort(latencies, 0, answered);
        figures.add(latency("latency median", 50));
        figures.add(latency("latency p99", 99));
        figures.add(latency("latency longest", 100));
        return figures;
    }

    private Figure latency(String name, int percent) {
        int rank = (int) Math.ceil(percent / 100.0 * answered);
        return new Figure(name, latencies[Math.max(0, rank - 1)] / NANOS_PER_MILLI, "ms");
    }
}
