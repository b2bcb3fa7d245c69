package hearsay.simulations.process;

import hearsay.simulations.campaign.ReplayCommand;
import hearsay.simulations.campaign.SimCommand;
import hearsay.simulations.console.Refusal;
import hearsay.simulations.story.BadStory;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// What the script `hearsay` runs for every subcommand but `node` and `sentinel`.
///
/// Exit codes: 0 done, 1 could not be done or something is down, 2 a mistake on the command line, 3
/// there is no cluster, 64 not yet part of Hearsay; those of `sim` and `replay` stand in their
/// help.
@Command(
        name = "hearsay",
        header = "A Redis made of actors, to run for real and to break on purpose.%n",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        version = "Hearsay 0.1.0, after Redis 7.2.6",
        subcommands = {
            UpCommand.class,
            StatusCommand.class,
            DownCommand.class,
            KillCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            RestartCommand.class,
            AddCommand.class,
            RemoveCommand.class,
            ReshardCommand.class,
            RebalanceCommand.class,
            FixCommand.class,
            ExperimentCommand.class,
            SimCommand.class,
            ReplayCommand.class,
            Launcher.NodeCommand.class,
            Launcher.SentinelCommand.class,
            TrainCommand.class,
        })
public final class Launcher {

    /// What the house has room for and is not built yet.
    private static final List<String> TO_COME = List.of("partition", "heal");

    private Launcher() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        var line = new CommandLine(new Launcher());
        line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        for (String name : TO_COME) {
            var toCome = new CommandLine(new ToCome(name)).setUnmatchedArgumentsAllowed(true);
            line.addSubcommand(name, toCome);
        }
        line.setUsageHelpWidth(100);
        line.setExecutionExceptionHandler(Launcher::refused);
        return line;
    }

    private static int refused(Exception e, CommandLine command, CommandLine.ParseResult parsed)
            throws Exception {
        if (e instanceof Refusal refusal) {
            command.getErr().println(refusal.text());
            return refusal.exitCode();
        }
        if (e instanceof BadStory bad) {
            command.getErr().println(bad.text());
            return BadStory.EXIT_CODE;
        }
        if (e instanceof java.io.IOException) {
            command.getErr().println("Cannot read or write: " + e.getMessage());
            return Refusal.FAILED;
        }
        throw e;
    }

    /// Only for `hearsay --help`: the script replaces itself by the node's JVM.
    @Command(
            name = "node",
            description = {
                "One node in the foreground, with redis-server's own command line: hearsay node [redis.conf] [--port 7000 --cluster-enabled yes ...]."
                        + " HEARSAY_JAVA_OPTS adds options for its JVM, -Xmx256m for instance."
            })
    static final class NodeCommand implements Runnable {
        @Parameters(paramLabel = "ARGUMENT", arity = "0..*")
        private List<String> arguments = List.of();

        @Override
        public void run() {
            throw new Refusal(
                    "hearsay node " + String.join(" ", arguments) + " runs by the script hearsay.");
        }
    }

    /// Likewise.
    @Command(
            name = "sentinel",
            description = {
                "One Sentinel in the foreground, with redis-sentinel's own command line: hearsay sentinel sentinel.conf [--port 26379 ...]."
            })
    static final class SentinelCommand implements Runnable {
        @Parameters(paramLabel = "ARGUMENT", arity = "0..*")
        private List<String> arguments = List.of();

        @Override
        public void run() {
            throw new Refusal(
                    "hearsay sentinel "
                            + String.join(" ", arguments)
                            + " runs by the script hearsay.");
        }
    }

    /// Takes any arguments, and does nothing with them.
    @Command(description = "Still to come.")
    static final class ToCome implements Runnable {
        private final String name;

        ToCome(String name) {
            this.name = name;
        }

        @Override
        public void run() {
            throw new Refusal(Refusal.TO_COME, "hearsay " + name + " is still to come.");
        }
    }
}
