package hearsay.simulations.process;

import hearsay.simulations.process.Overview.Row;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;

/// `hearsay kill`: as a power failure does.
@Command(
        name = "kill",
        mixinStandardHelpOptions = true,
        description = "Ends nodes at once (SIGKILL): nothing is saved, nobody is told.")
final class KillCommand extends Aim {

    @Override
    void act(List<Row> rows, Where where, PrintWriter out) throws InterruptedException {
        for (Row row : rows) process(row);
        for (Row row : rows) Signal.KILL.to(process(row));
        for (Row row : rows) {
            Ending.kill(row.member());
            out.println("Killed " + describe(row));
        }
    }
}
