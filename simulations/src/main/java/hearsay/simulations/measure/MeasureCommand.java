package hearsay.simulations.measure;

import hearsay.simulations.console.Table;
import hearsay.simulations.process.HeapSize;
import hearsay.simulations.process.NodeKind;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `hearsay measure`: memory, ranks and pauses beside redis-server.
@Command(
        name = "measure",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Puts the same data into one of our nodes and into the redis-server on the PATH, one after the other,"
                    + " and shows side by side",
            "  memory   what a million small strings, hashes, members and elements take (used_memory)",
            "  ranks    how long ZADD and ZRANK take in sorted sets of 10,000 members and more",
            "  pauses   the longest wait for a PONG while millions of keys come and go",
            "and, without redis-server,",
            "  simulator   how fast virtual time passes, by the number of nodes",
            ""
        })
public final class MeasureCommand implements Callable<Integer> {

    /// What there is to measure.
    enum Subjects {
        MEMORY,
        RANKS,
        PAUSES,
        SIMULATOR;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..*",
            paramLabel = "WHAT",
            description = "${COMPLETION-CANDIDATES} (default: all of them).")
    private List<Subjects> wanted = List.of();

    @Option(
            names = "--scale",
            paramLabel = "PERCENT",
            defaultValue = "100",
            description = "How much of the data to use (default: ${DEFAULT-VALUE}).")
    private int percent;

    @Option(
            names = "--heap",
            paramLabel = "SIZE",
            defaultValue = "6g",
            description = "The heap of our node's JVM (default: ${DEFAULT-VALUE}).")
    private String heap = "6g";

    @Option(
            names = "--jvm",
            paramLabel = "OPTION",
            description = "A further option for our node's JVM; may be repeated.")
    private List<String> jvmOptions = new ArrayList<>();

    @Option(
            names = "--on",
            paramLabel = "KIND",
            description = "Only this kind of node: hearsay or redis-server.")
    private List<String> kinds = List.of("hearsay", "redis-server");

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        for (var what : wanted.isEmpty() ? List.of(Subjects.values()) : wanted) {
            switch (what) {
                case MEMORY -> show(out, new MemoryTable(percent));
                case RANKS -> show(out, new RankTable(percent));
                case PAUSES -> show(out, new PauseTable(percent));
                case SIMULATOR -> show(out);
            }
        }
        return 0;
    }

    private void show(PrintWriter out, Measurement measurement) {
        var options = new ArrayList<>(HeapSize.options(heap));
        options.addAll(jvmOptions);
        List<List<Double>> columns = new ArrayList<>();
        for (var kind : kinds) {
            try (var subject = Subject.start(NodeKind.named(kind), options)) {
                columns.add(measurement.of(subject, step -> progress(out, kind, step)));
            }
        }
        out.println();
        out.println(measurement.title());
        out.print(table(measurement, columns));
        out.println();
        out.flush();
    }

    /// The simulator has nobody beside it.
    private void show(PrintWriter out) {
        var measurement = new SimulatorTable(step -> progress(out, "simulator", step));
        var table = measurement.measure(1000 * percent / 100);
        out.println();
        out.println(measurement.title());
        out.println(table);
        out.flush();
    }

    private Table table(Measurement measurement, List<List<Double>> columns) {
        var headings = new ArrayList<>(List.of(""));
        headings.addAll(kinds);
        if (columns.size() == 2) headings.add("ratio");
        var table = new Table(headings.toArray(new String[0]));
        var rows = measurement.rows();
        for (int row = 0; row < rows.size(); row++) {
            var cells = new ArrayList<>(List.of(rows.get(row)));
            for (var column : columns) cells.add(number(column.get(row)));
            if (columns.size() == 2) {
                cells.add(
                        String.format(
                                Locale.ROOT,
                                "%.2f",
                                columns.getFirst().get(row) / columns.getLast().get(row)));
            }
            table.row(cells.toArray(new String[0]));
        }
        return table;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.2f" : "%.0f", value);
    }

    private static void progress(PrintWriter out, String kind, String step) {
        out.printf(Locale.ROOT, "  %-12s  %s%n", kind, step);
        out.flush();
    }
}
