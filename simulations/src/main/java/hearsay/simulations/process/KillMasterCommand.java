package hearsay.simulations.process;

import hearsay.client.connection.NettyLoop;
import hearsay.client.connection.Ports;
import hearsay.simulations.console.Refusal;
import hearsay.simulations.topology.Plan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `hearsay experiment kill-master`: how long a shard is without a master, and what it loses.
@Command(
        name = "kill-master",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Launches a cluster, and then in each run kills (SIGKILL) another master while every shard is"
                    + " written to at a fixed rate; waits for the first write on the promoted replica and until"
                    + " all nodes agree, starts the killed node again, waits until it is a replica in sync, and"
                    + " reads back every acknowledged write.",
            "",
            "Measured: kill to first write (a probe asks the replicas every 5 ms); how long the other shards"
                    + " refused, first to last error; acknowledged writes that were lost; restart to in sync.",
            ""
        })
final class KillMasterCommand implements Callable<Integer> {

    private static final String LOOP = "experiment";

    private static final int REPLY_MILLIS = 5_000;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--on",
            paramLabel = "KIND",
            defaultValue = "hearsay",
            description =
                    "hearsay (or jvms), or redis-server: the one on the PATH (default: ${DEFAULT-VALUE});"
                            + " virtual: hearsay sim kill-master, with as many seeds as runs.")
    private String kind = "hearsay";

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "5",
            description = "How often a master is killed (default: ${DEFAULT-VALUE}).")
    private int runs;

    @Option(
            names = "--masters",
            paramLabel = "N",
            defaultValue = "3",
            description =
                    "How many masters, of which each is killed in turn (default: ${DEFAULT-VALUE}).")
    private int masters;

    @Option(
            names = "--replicas",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many replicas each master has (default: ${DEFAULT-VALUE}).")
    private int replicas;

    @Option(
            names = "--node-timeout",
            paramLabel = "MILLIS",
            defaultValue = "2000",
            description = "cluster-node-timeout (default: ${DEFAULT-VALUE}).")
    private int nodeTimeoutMillis;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "500",
            description = "Writes a second, of all shards together (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--full-coverage",
            paramLabel = "yes|no",
            defaultValue = "yes",
            description =
                    "cluster-require-full-coverage: whether all shards refuse when one does (default:"
                            + " ${DEFAULT-VALUE}).")
    private String fullCoverage = "yes";

    @Option(
            names = "--cut-replication",
            paramLabel = "MILLIS",
            defaultValue = "0",
            description =
                    "So long before the kill the victim's replicas are cut off, by SIGSTOP of their processes"
                            + " and then CLIENT KILL TYPE replica on the victim (without which they would find"
                            + " the writes in their sockets); they continue just after the kill. The whole rate"
                            + " goes to the victim's shard, so that about rate x time writes are lost.")
    private int cutMillis;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "7100",
            description = "The first node's port; the others follow (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "When to give up the launch (default: ${DEFAULT-VALUE}).")
    private int launchSeconds;

    @Option(
            names = "--out",
            paramLabel = "FILE.json",
            description = "Where to write all figures of all runs, after each run.")
    private @org.jspecify.annotations.Nullable Path file;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (kind.equals("virtual")) return virtual();
        check();
        PrintWriter out = spec.commandLine().getOut();
        Ports ports = NettyLoop.ports(LOOP);
        try (var launched = new LaunchedHere(spec.commandLine().getErr())) {
            new Progress(out)
                    .step(
                            "Starting %d nodes (%s)".formatted(plan().size(), kind),
                            () -> launched.up(up()));
            var story =
                    new KillMaster(
                            launched.folder(),
                            plan(),
                            rate,
                            cutMillis,
                            ports,
                            System::nanoTime,
                            RandomGenerator.of("L64X128MixRandom"));
            var report = new KillMasterReport(settings(), new ArrayList<>());
            for (int i = 0; i < runs; i++) {
                KillMasterRun run = story.run(i);
                report.runs().add(run);
                out.println("run %d of %d: %s".formatted(i + 1, runs, run.line()));
                out.flush();
                if (file != null) Files.writeString(file, report.json());
            }
            out.println();
            out.print(report.table());
            out.flush();
            launched.succeeded();
        } finally {
            NettyLoop.close(LOOP);
        }
        return 0;
    }

    private int virtual() {
        var line = Launcher.commandLine();
        line.setOut(spec.commandLine().getOut()).setErr(spec.commandLine().getErr());
        return line.execute(
                "sim",
                "kill-master",
                "--seeds",
                "1.." + runs,
                "--set",
                "masters=" + masters,
                "--set",
                "replicas=" + replicas,
                "--set",
                "timeout=" + nodeTimeoutMillis + "ms",
                "--set",
                "rate=" + rate);
    }

    private void check() {
        NodeKind program = NodeKind.named(kind);
        if (program == NodeKind.REDIS_SERVER && NodeFolder.onPath("redis-server").isEmpty())
            throw new Refusal(
                    "There is no redis-server on the PATH. Install it (Debian: apt-get install redis-server).");
        if (!fullCoverage.equals("yes") && !fullCoverage.equals("no"))
            throw new Refusal("--full-coverage is yes or no, not '" + fullCoverage + "'.");
        if (masters < 3)
            throw new Refusal("With fewer than three masters no majority is left to vote.");
        if (replicas < 1) throw new Refusal("Without replicas nobody can be promoted.");
        if (runs < 1 || rate < 1) throw new Refusal("--runs and --rate are at least 1.");
        if (cutMillis < 0 || cutMillis >= nodeTimeoutMillis)
            throw new Refusal(
                    "A replica that is stopped for the node timeout would be failing itself:"
                            + " --cut-replication is less than --node-timeout.");
        if (file != null && Files.isDirectory(file))
            throw new Refusal("--out names a folder, " + file + ".");
    }

    private Plan plan() {
        try {
            return new Plan(masters, replicas, port, true);
        } catch (IllegalArgumentException impossible) {
            throw new Refusal(String.valueOf(impossible.getMessage()));
        }
    }

    private List<String> up() {
        return List.of(
                "--on",
                kind,
                "--masters",
                Integer.toString(masters),
                "--replicas",
                Integer.toString(replicas),
                "--port",
                Integer.toString(port),
                "--timeout",
                Integer.toString(launchSeconds),
                "--cluster-node-timeout",
                Integer.toString(nodeTimeoutMillis),
                "--cluster-require-full-coverage",
                fullCoverage);
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("on", kind);
        settings.put("runs", runs);
        settings.put("masters", masters);
        settings.put("replicas", replicas);
        settings.put("nodeTimeoutMillis", nodeTimeoutMillis);
        settings.put("writesPerSecond", rate);
        settings.put("fullCoverage", fullCoverage.equals("yes"));
        settings.put("cutReplicationMillis", cutMillis);
        settings.put("processors", Runtime.getRuntime().availableProcessors());
        settings.put("launcherJava", Runtime.version().toString());
        return settings;
    }
}
