package hearsay.simulations.process;

import hearsay.simulations.console.Table;
import hearsay.simulations.process.ReshardRun.Client;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Reshards side by side: a column for each.
final class ReshardReport {

    private final List<ReshardRun> runs;

    ReshardReport(List<ReshardRun> runs) {
        this.runs = List.copyOf(runs);
    }

    /// The table, what each run noted, and our rates beside Redis'.
    String text() {
        var text = new StringBuilder().append(table());
        for (ReshardRun run : runs)
            for (Client client : run.clients())
                client.failures()
                        .forEach((kind, count) ->
                                text.append(
                                        "%s by %s, %s: %d x %s\n"
                                                .formatted(
                                                        run.world(),
                                                        run.tool(),
                                                        client.name(),
                                                        count,
                                                        kind)));
        for (String tool : List.of("hearsay", "redis-cli"))
            text.append(ratio("Moved by " + tool, tool, tool));
        return text.append(ratio("Each moved by its own tool", "hearsay", "redis-cli")).toString();
    }

    String json(Map<String, Object> settings) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("settings", settings);
        all.put("runs", runs.stream().map(ReshardRun::asMap).toList());
        return Json.of(all);
    }

    private Table table() {
        List<String> headings = new ArrayList<>();
        headings.add("slots of / moved by");
        for (ReshardRun run : runs) headings.add(run.world() + " / " + run.tool());
        var table = new Table(headings.toArray(String[]::new));
        row(table, "slots moved", run -> "%,d".formatted(run.slots()));
        row(table, "keys moved", run -> "%,d".formatted(run.keys()));
        row(table, "seconds", run -> number("%.1f", run.seconds()));
        row(table, "keys moved per second", run -> number("%,.0f", run.keysPerSecond()));
        row(table, "operations meanwhile", run -> "%,d".formatted(run.operations()));
        for (int i = 0; i < clients(); i++) {
            int which = i;
            String name = runs.getFirst().clients().get(i).name();
            each(table, which, name + ": failed", client -> "%,d".formatted(client.failed()));
            each(
                    table,
                    which,
                    name + ": p99 / max, ms",
                    c -> number("%.1f", c.p99Millis()) + " / " + number("%.0f", c.maxMillis()));
        }
        row(table, "wrong answers", run -> sum(run, Client::wrong));
        row(table, "increments lost", run -> sum(run, client -> client.counted().lost()));
        row(table, "increments done twice", run -> sum(run, client -> client.counted().twice()));
        row(table, "keys lost", run -> "%,d".formatted(run.difference().lostInAll()));
        row(table, "keys doubled", run -> "%,d".formatted(run.difference().doubled()));
        row(table, "keys changed", run -> "%,d".formatted(run.difference().changed()));
        row(table, "expiry late, ms at most", run -> "" + run.difference().driftMillis());
        return table;
    }

    private int clients() {
        return runs.isEmpty() ? 0 : runs.getFirst().clients().size();
    }

    private static String sum(ReshardRun run, java.util.function.ToLongFunction<Client> figure) {
        return "%,d".formatted(run.clients().stream().mapToLong(figure).sum());
    }

    private void each(Table table, int which, String label, Function<Client, String> cell) {
        row(table, label, run -> cell.apply(run.clients().get(which)));
    }

    private void row(Table table, String label, Function<ReshardRun, String> cell) {
        List<String> cells = new ArrayList<>();
        cells.add(label);
        for (ReshardRun run : runs) cells.add(cell.apply(run));
        table.row(cells.toArray(String[]::new));
    }

    private String ratio(String how, String ourTool, String theirTool) {
        Optional<ReshardRun> ours = find("hearsay", ourTool);
        Optional<ReshardRun> theirs = find("redis-server", theirTool);
        if (ours.isEmpty() || theirs.isEmpty()) return "";
        return "%s, keys per second of ours to those of redis-server: %s\n"
                .formatted(
                        how,
                        number("%.2f", ours.get().keysPerSecond() / theirs.get().keysPerSecond()));
    }

    private Optional<ReshardRun> find(String world, String tool) {
        return runs.stream()
                .filter(run -> run.world().equals(world) && run.tool().equals(tool))
                .findFirst();
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
