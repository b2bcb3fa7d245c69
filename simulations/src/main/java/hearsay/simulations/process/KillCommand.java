package hearsay.simulations.process;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;

/// `hearsay kill`: as a power failure does.
@Command(
        name = "kill",
        mixinStandardHelpOptions = true,
        description =
                "Ends nodes at once (SIGKILL): nothing is saved, nobody is told. The nodes in the same"
                        + " JVM end with them.")
final class KillCommand extends Aim {

    @Override
    void act(List<Target> targets, Where where, PrintWriter out) throws InterruptedException {
        for (Target target : targets) target.process();
        for (Target target : targets) Signal.KILL.to(target.process());
        for (Target target : targets) {
            Ending.kill(target.named().member());
            out.println("Killed " + target.describe());
        }
    }
}
