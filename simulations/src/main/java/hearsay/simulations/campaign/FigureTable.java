package hearsay.simulations.campaign;

import hearsay.simulations.check.Figure;
import hearsay.simulations.console.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The figures of many seeds: what is usual, what is rare, and which seed shows the worst.
final class FigureTable {

    private final Map<String, Distribution> distributions = new LinkedHashMap<>();
    private final int runs;

    FigureTable(List<Summary> summaries) {
        runs = summaries.size();
        for (Summary summary : summaries)
            for (Figure figure : summary.figures())
                distributions
                        .computeIfAbsent(
                                figure.name(), name -> new Distribution(name, figure.unit()))
                        .add(figure.number(), summary.seed());
    }

    List<Distribution> distributions() {
        return List.copyOf(distributions.values());
    }

    /// A figure that not all runs have says in how many it was.
    @Override
    public String toString() {
        var table = new Table("figure", "median", "p90", "p99", "worst", "seed", "runs");
        for (Distribution distribution : distributions.values()) {
            Distribution.Sample worst = distribution.worst();
            List<String> cells = new ArrayList<>();
            cells.add(distribution.title());
            cells.add(number(distribution.percentile(50)));
            cells.add(number(distribution.percentile(90)));
            cells.add(number(distribution.percentile(99)));
            cells.add(number(worst.number()));
            cells.add(distribution.isAllTheSame() ? "any" : Long.toString(worst.seed()));
            cells.add(
                    distribution.count() == runs ? "all" : Integer.toString(distribution.count()));
            table.row(cells.toArray(new String[0]));
        }
        return table.toString();
    }

    static String number(double number) {
        if (number == Math.rint(number) && Math.abs(number) < 1e15)
            return Long.toString((long) number);
        return String.format(Locale.ROOT, Math.abs(number) < 10 ? "%.3f" : "%.1f", number);
    }
}
