package hearsay.simulations.process;

import hearsay.simulations.measure.MeasureCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `hearsay experiment`: a story told several times, and measured.
@Command(
        name = "experiment",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "STORY",
        description =
                "Tells a story several times on real processes, ours or redis-server's, and measures it.",
        subcommands = {KillMasterCommand.class, MeasureCommand.class})
final class ExperimentCommand implements Runnable {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which story?");
    }
}
