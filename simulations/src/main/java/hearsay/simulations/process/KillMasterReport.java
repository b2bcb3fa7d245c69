package hearsay.simulations.process;

import hearsay.simulations.console.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/// All runs of `kill-master` put together: a table to read, and JSON to work with.
///
/// @param settings what was asked for, by name
record KillMasterReport(Map<String, Object> settings, List<KillMasterRun> runs) {

    private static final String SECONDS = "%8.3f";
    private static final String COUNT = "%8.1f";

    /// A figure of every run.
    ///
    /// @param format of its numbers, eight wide, to line up with the headings
    private record Figure(
            String title, String key, String format, Function<KillMasterRun, List<Double>> of) {}

    // spotless:off
    private static final List<Figure> FIGURES =
            List.of(
                    new Figure("kill to first write, s",         "killToFirstWriteSeconds",      SECONDS, each(KillMasterRun::firstWrite)),
                    new Figure("kill to agreement of all, s",    "killToAgreementSeconds",       SECONDS, each(KillMasterRun::agreed)),
                    new Figure("other shards refused for, s",    "othersRefusedSeconds",         SECONDS, others(KillMasterRun::othersRefused)),
                    new Figure("errors of the other shards",     "othersErrors",                 COUNT,   others(KillMasterRun::errorsOfOthers)),
                    new Figure("lost writes, victim's shard",    "lostOfVictims",                COUNT,   each(run -> run.victims().lost())),
                    new Figure("lost writes, other shards",      "lostOfOthers",                 COUNT,   others(KillMasterRun::lostByOthers)),
                    new Figure("link cut before the kill, s",    "cutBeforeKillSeconds",         SECONDS, run -> run.cut().stream().boxed().toList()),
                    new Figure("restart to first answer, s",     "restartToFirstAnswerSeconds",  SECONDS, each(KillMasterRun::answered)),
                    new Figure("restart to in sync, s",          "restartToInSyncSeconds",       SECONDS, each(KillMasterRun::inSync)));
    // spotless:on

    /// A row per figure; those that were not measured are left out.
    Table table() {
        var table = new Table("", "     min", "  median", "     p90", "     max");
        for (Figure figure : FIGURES) {
            List<Double> values = values(figure);
            if (values.isEmpty()) continue;
            Statistics all = Statistics.of(values);
            table.row(
                    figure.title(),
                    text(figure, all.min()),
                    text(figure, all.median()),
                    text(figure, all.p90()),
                    text(figure, all.max()));
        }
        return table;
    }

    String json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("experiment", "kill-master");
        json.put("settings", settings);
        Map<String, Object> figures = new LinkedHashMap<>();
        for (Figure figure : FIGURES) {
            List<Double> values = values(figure);
            if (!values.isEmpty()) figures.put(figure.key(), json(Statistics.of(values)));
        }
        json.put("figures", figures);
        json.put("runs", runs.stream().map(KillMasterRun::json).toList());
        return Json.of(json);
    }

    private List<Double> values(Figure figure) {
        List<Double> values = new ArrayList<>();
        for (KillMasterRun run : runs) values.addAll(figure.of().apply(run));
        return values;
    }

    private static Map<String, Object> json(Statistics all) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("min", all.min());
        json.put("median", all.median());
        json.put("p90", all.p90());
        json.put("max", all.max());
        return json;
    }

    private static Function<KillMasterRun, List<Double>> each(ToDoubleFunction<KillMasterRun> of) {
        return run -> List.of(of.applyAsDouble(run));
    }

    /// With nobody writing to the others there is nothing to say about them.
    private static Function<KillMasterRun, List<Double>> others(
            ToDoubleFunction<KillMasterRun> of) {
        return run -> run.others().isEmpty() ? List.of() : List.of(of.applyAsDouble(run));
    }

    private static String text(Figure figure, double value) {
        return String.format(Locale.ROOT, figure.format(), value);
    }
}
