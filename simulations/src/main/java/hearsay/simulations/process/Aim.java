package hearsay.simulations.process;

import hearsay.simulations.process.Overview.Row;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// A command that does something to the nodes that it names.
abstract class Aim implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Where where = new Where();

    @Parameters(
            paramLabel = "NODE",
            arity = "1..*",
            description =
                    "A port, the beginning of an id, master-of:slot:N, replica-of:slot:N,"
                            + " replicas-of:slot:N (or :key:NAME), all-masters, all-replicas, all.")
    private List<String> names = List.of();

    @Override
    public Integer call() throws Exception {
        StateFile state = where.state();
        var whom = new Whom(Overview.of(Sight.all(where.folder(), state)));
        List<Row> rows =
                names.stream().flatMap(name -> whom.named(name).stream()).distinct().toList();
        act(rows, where, out());
        return 0;
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    abstract void act(List<Row> rows, Where where, PrintWriter out) throws Exception;

    /// For instance `7001 (master, pid 4711)`.
    static String describe(Row row) {
        return "%d (%s, pid %d)"
                .formatted(
                        row.member().port(),
                        row.isMaster()
                                ? "master"
                                : "replica"
                                        + (row.masterPort() == 0 ? "" : " of " + row.masterPort()),
                        row.member().pid());
    }

    /// The process, which must run.
    static ProcessHandle process(Row row) {
        return row.member()
                .process()
                .orElseThrow(() -> new Refusal("%d does not run.".formatted(row.member().port())));
    }
}
