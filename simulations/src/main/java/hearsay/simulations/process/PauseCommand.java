package hearsay.simulations.process;

import hearsay.simulations.process.Sight.Condition;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;

/// `hearsay pause`: as a long stop of the world does.
@Command(
        name = "pause",
        mixinStandardHelpOptions = true,
        description =
                "Freezes nodes (SIGSTOP): their connections stay, and nothing comes through them."
                        + " The nodes in the same JVM freeze with them.")
final class PauseCommand extends Aim {

    @Override
    void act(List<Target> targets, Where where, PrintWriter out) {
        for (Target target : targets) {
            ProcessHandle process = target.process();
            if (target.named().condition() == Condition.PAUSED) {
                out.println("Paused already: " + target.describe());
                continue;
            }
            Signal.STOP.to(process);
            out.println("Paused " + target.describe());
        }
    }
}
