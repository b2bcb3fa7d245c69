package hearsay.simulations.process;

import hearsay.simulations.process.Sight.Condition;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;

/// `hearsay resume`: the end of a pause.
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        description = "Lets paused nodes go on (SIGCONT), with those in the same JVM.")
final class ResumeCommand extends Aim {

    @Override
    void act(List<Target> targets, Where where, PrintWriter out) {
        for (Target target : targets) {
            ProcessHandle process = target.process();
            if (target.named().condition() != Condition.PAUSED) {
                out.println("Was not paused: " + target.describe());
                continue;
            }
            Signal.CONT.to(process);
            out.println("Resumed " + target.describe());
        }
    }
}
