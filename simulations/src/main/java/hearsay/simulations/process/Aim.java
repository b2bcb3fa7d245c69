package hearsay.simulations.process;

import hearsay.simulations.process.Overview.Row;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// A command that does something to the nodes that it names, and so to their processes.
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
        Overview overview = Overview.of(Sight.all(where.folder(), state));
        var whom = new Whom(overview);
        List<Row> rows =
                names.stream().flatMap(name -> whom.named(name).stream()).distinct().toList();
        act(Target.of(rows, overview), where, out());
        return 0;
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    abstract void act(List<Target> targets, Where where, PrintWriter out) throws Exception;
}
