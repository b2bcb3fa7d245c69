package hearsay.simulations.process;

import hearsay.simulations.console.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// All runs of `sentinel-failover` put together, of one house or of two side by side.
///
/// @param settings what was asked for, by name
/// @param runs by what they ran on, `hearsay` and `redis-server`
record SentinelFailoverReport(
        Map<String, Object> settings, Map<String, List<SentinelFailoverRun>> runs) {

    private static final String SECONDS = "%8.3f";
    private static final String COUNT = "%8.1f";

    private record Figure(
            String title, String key, String format, ToDoubleFunction<SentinelFailoverRun> of) {}

    // spotless:off
    private static final List<Figure> FIGURES =
            List.of(
                    new Figure("kill to first changed answer, s", "killToFirstChangedAnswerSeconds", SECONDS, SentinelFailoverRun::firstAnswer),
                    new Figure("kill to last changed answer, s",  "killToLastChangedAnswerSeconds",  SECONDS, SentinelFailoverRun::lastAnswer),
                    new Figure("kill to first write, s",          "killToFirstWriteSeconds",         SECONDS, SentinelFailoverRun::firstWrite),
                    new Figure("acknowledged writes lost",        "lost",                            COUNT,   run -> run.outcome().lost()),
                    new Figure("restart to in sync, s",           "restartToInSyncSeconds",          SECONDS, SentinelFailoverRun::inSync));
    // spotless:on

    /// A row per figure and house.
    Table table() {
        var table = new Table("", "on", "     min", "  median", "     p90", "     max");
        for (Figure figure : FIGURES) {
            String title = figure.title();
            for (var house : runs.entrySet()) {
                if (house.getValue().isEmpty()) continue;
                Statistics all = statistics(figure, house.getValue());
                table.row(
                        title,
                        house.getKey(),
                        text(figure, all.min()),
                        text(figure, all.median()),
                        text(figure, all.p90()),
                        text(figure, all.max()));
                title = "";
            }
        }
        return table;
    }

    String json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("experiment", "sentinel-failover");
        json.put("settings", settings);
        runs.forEach((house, all) -> {
            if (!all.isEmpty()) json.put(house, json(all));
        });
        return Json.of(json);
    }

    private static Map<String, Object> json(List<SentinelFailoverRun> all) {
        Map<String, Object> json = new LinkedHashMap<>();
        for (Figure figure : FIGURES) {
            Statistics s = statistics(figure, all);
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("min", s.min());
            figures.put("median", s.median());
            figures.put("p90", s.p90());
            figures.put("max", s.max());
            json.put(figure.key(), figures);
        }
        json.put("runs", all.stream().map(SentinelFailoverRun::json).toList());
        return json;
    }

    private static Statistics statistics(Figure figure, List<SentinelFailoverRun> all) {
        List<Double> values = new ArrayList<>();
        for (SentinelFailoverRun run : all) values.add(figure.of().applyAsDouble(run));
        return Statistics.of(values);
    }

    private static String text(Figure figure, double value) {
        return String.format(Locale.ROOT, figure.format(), value);
    }
}
