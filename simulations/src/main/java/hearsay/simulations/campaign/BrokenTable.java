package hearsay.simulations.campaign;

import hearsay.simulations.check.Verdict;
import hearsay.simulations.console.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The laws that did not hold in all of many seeds, and in which.
final class BrokenTable {

    private static final int SHOWN = 10;

    private final Map<String, List<Long>> broken = new LinkedHashMap<>();
    private final Map<String, List<Long>> unknown = new LinkedHashMap<>();

    BrokenTable(List<Summary> summaries) {
        for (Summary summary : summaries)
            for (Verdict verdict : summary.notHeld())
                (verdict instanceof Verdict.Broken ? broken : unknown)
                        .computeIfAbsent(verdict.law().name(), law -> new ArrayList<>())
                        .add(summary.seed());
    }

    boolean isEmpty() {
        return broken.isEmpty() && unknown.isEmpty();
    }

    @Override
    public String toString() {
        var table = new Table("law", "", "runs", "seeds");
        broken.forEach((law, seeds) -> table.row(law, "BROKEN", count(seeds), shown(seeds)));
        unknown.forEach((law, seeds) -> table.row(law, "unknown", count(seeds), shown(seeds)));
        return table.toString();
    }

    private static String count(List<Long> seeds) {
        return Integer.toString(seeds.size());
    }

    private static String shown(List<Long> seeds) {
        String first =
                seeds.stream().limit(SHOWN).map(String::valueOf).collect(Collectors.joining(" "));
        return seeds.size() > SHOWN ? first + " …" : first;
    }
}
