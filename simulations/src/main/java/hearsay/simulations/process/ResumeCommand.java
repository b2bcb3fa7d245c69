package hearsay.simulations.process;

import hearsay.simulations.process.Overview.Row;
import hearsay.simulations.process.Sight.Condition;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;

/// `hearsay resume`: the end of a pause.
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        description = "Lets paused nodes go on (SIGCONT).")
final class ResumeCommand extends Aim {

    @Override
    void act(List<Row> rows, Where where, PrintWriter out) {
        for (Row row : rows) {
            ProcessHandle process = process(row);
            if (row.condition() != Condition.PAUSED) {
                out.println("Was not paused: " + describe(row));
                continue;
            }
            Signal.CONT.to(process);
            out.println("Resumed " + describe(row));
        }
    }
}
