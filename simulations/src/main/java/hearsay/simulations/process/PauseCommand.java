package hearsay.simulations.process;

import hearsay.simulations.process.Overview.Row;
import hearsay.simulations.process.Sight.Condition;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;

/// `hearsay pause`: as a long stop of the world does.
@Command(
        name = "pause",
        mixinStandardHelpOptions = true,
        description =
                "Freezes nodes (SIGSTOP): their connections stay, and nothing comes through them.")
final class PauseCommand extends Aim {

    @Override
    void act(List<Row> rows, Where where, PrintWriter out) {
        for (Row row : rows) {
            ProcessHandle process = process(row);
            if (row.condition() == Condition.PAUSED) {
                out.println("Paused already: " + describe(row));
                continue;
            }
            Signal.STOP.to(process);
            out.println("Paused " + describe(row));
        }
    }
}
