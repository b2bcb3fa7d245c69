package hearsay.simulations.process;

import hearsay.simulations.console.Refusal;
import hearsay.simulations.measure.MeasureCommand;
import hearsay.simulations.story.BadStory;
import hearsay.simulations.story.Catalogue;
import hearsay.simulations.story.Story;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `hearsay experiment`: a story told several times, and measured.
@Command(
        name = "experiment",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = 64,
        customSynopsis = {
            "hearsay experiment STORY [--on jvms|redis-server|virtual] [--runs N] [--set NAME=VALUE]... [...]",
            "hearsay experiment kill-master|reshard|sentinel-failover|measure ..."
        },
        description = {
            "Tells a story several times on real processes, ours or redis-server's, and measures it.",
            "",
            "STORY is one of the catalogue (hearsay sim --list) or a file; what happens in it must be what can"
                    + " be done to a process: crash, restart, pause, failover. kill-master has more figures of"
                    + " its own than its story: its file's name, kill-master.conf, tells that instead.",
            "",
            "Ends with 0: all laws held, as far as they can be seen from outside; 1: one was broken;"
                    + " 2: nobody knows; 64: the story cannot be told.",
            ""
        },
        subcommands = {
            KillMasterCommand.class,
            ReshardExperimentCommand.class,
            SentinelFailoverCommand.class,
            MeasureCommand.class
        })
final class ExperimentCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "STORY", arity = "0..1", description = "A story's name, or its file.")
    private Optional<String> story = Optional.empty();

    @Option(
            names = "--on",
            paramLabel = "WORLD",
            defaultValue = "jvms",
            description =
                    "jvms, one for each node; redis-server, the one on the PATH; virtual, which is hearsay sim"
                            + " (default: ${DEFAULT-VALUE}).")
    private String world = "jvms";

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "1",
            description = "How often it is told (default: ${DEFAULT-VALUE}).")
    private int runs;

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "A parameter of the story.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "What chance decides in the story: times, aims, keys. Of the first run; each further one has"
                            + " the next (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "The first node's port (default: the story's, usually 7000).")
    private Optional<Integer> port = Optional.empty();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "When to give up the launch (default: ${DEFAULT-VALUE}).")
    private int launchSeconds;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where to write each run's diary, in all its forms.")
    private @Nullable Path folder;

    @Override
    public Integer call() throws Exception {
        String name =
                story.orElseThrow(() -> new ParameterException(spec.commandLine(), "Which story?"));
        if (runs < 1) throw new ParameterException(spec.commandLine(), "--runs is at least 1.");
        Story told = find(name);
        return switch (world) {
            case "virtual" -> virtual(name);
            case "jvms", "hearsay" -> real(told, NodeKind.HEARSAY);
            case "redis-server" -> real(told, NodeKind.REDIS_SERVER);
            default ->
                    throw new ParameterException(
                            spec.commandLine(),
                            "--on is jvms, redis-server or virtual, not '" + world + "'.");
        };
    }

    private Story find(String name) {
        var set = new TreeMap<>(settings);
        String known = name.replaceFirst("\\.conf$", "");
        try {
            boolean isOfCatalogue =
                    Catalogue.names().contains(known) && !Files.exists(Path.of(name));
            return isOfCatalogue ? Catalogue.story(known, set) : Catalogue.find(name, set);
        } catch (BadStory bad) {
            throw new Refusal(BadStory.EXIT_CODE, String.valueOf(bad.getMessage()));
        }
    }

    private int real(Story told, NodeKind kind) throws Exception {
        return new StoryExperiment(
                        told,
                        kind,
                        port.orElse(told.world().firstPort()),
                        launchSeconds,
                        spec.commandLine().getOut())
                .run(runs, seed, Optional.ofNullable(folder));
    }

    private int virtual(String name) {
        List<String> arguments = new ArrayList<>();
        arguments.add("sim");
        arguments.add(name);
        arguments.add("--seeds");
        arguments.add(seed + ".." + (seed + runs - 1));
        settings.forEach((key, value) -> {
            arguments.add("--set");
            arguments.add(key + "=" + value);
        });
        if (folder != null) {
            arguments.add("--out");
            arguments.add(folder.toString());
        }
        var line = Launcher.commandLine();
        line.setOut(spec.commandLine().getOut()).setErr(spec.commandLine().getErr());
        return line.execute(arguments.toArray(String[]::new));
    }
}
