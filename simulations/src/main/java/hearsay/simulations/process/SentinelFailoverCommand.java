package hearsay.simulations.process;

import hearsay.client.connection.NettyLoop;
import hearsay.client.connection.Ports;
import hearsay.simulations.console.Refusal;
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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `hearsay experiment sentinel-failover`: how long until sentinels name another master, how long
/// until it takes a write, and what is lost.
@Command(
        name = "sentinel-failover",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Launches a master with replicas and sentinels, and then in each run kills (SIGKILL) the master"
                    + " while it is written to at a fixed rate; waits until every sentinel names another one and"
                    + " until that accepts a write, starts the killed node again, waits until it is a replica in"
                    + " sync, and reads back every acknowledged write.",
            "",
            "Measured: kill to the first and to the last sentinel's changed answer to GET-MASTER-ADDR-BY-NAME"
                    + " (all are asked every 5 ms); kill to first write (so are the replicas); acknowledged writes"
                    + " that were lost.",
            ""
        })
final class SentinelFailoverCommand implements Callable<Integer> {

    private static final String LOOP = "experiment";

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--on",
            paramLabel = "KIND",
            defaultValue = "hearsay",
            description =
                    "hearsay (or jvms), redis-server with redis-sentinel, or both: one after the other, and side by"
                            + " side in the table (default: ${DEFAULT-VALUE}).")
    private String kind = "hearsay";

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "5",
            description = "How often the master is killed (default: ${DEFAULT-VALUE}).")
    private int runs;

    @Option(
            names = "--replicas",
            paramLabel = "N",
            defaultValue = "2",
            description = "How many replicas it has (default: ${DEFAULT-VALUE}).")
    private int replicas;

    @Option(
            names = "--sentinels",
            paramLabel = "N",
            defaultValue = "3",
            description = "How many sentinels watch it (default: ${DEFAULT-VALUE}).")
    private int sentinels;

    @Option(
            names = "--down-after",
            paramLabel = "MILLIS",
            defaultValue = "2000",
            description = "down-after-milliseconds (default: ${DEFAULT-VALUE}).")
    private int downAfterMillis;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "500",
            description = "Writes a second (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "7200",
            description = "The first node's port (default: ${DEFAULT-VALUE}).")
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
    private @Nullable Path file;

    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        PrintWriter out = spec.commandLine().getOut();
        Map<String, List<SentinelFailoverRun>> all = new LinkedHashMap<>();
        for (String house : houses()) all.put(house, new ArrayList<>());
        var report = new SentinelFailoverReport(settings(), all);
        for (String house : houses()) runOn(house, report, out);
        out.println();
        out.print(report.table());
        out.flush();
        return 0;
    }

    private List<String> houses() {
        return switch (kind) {
            case "both" -> List.of("hearsay", "redis-server");
            case "jvms" -> List.of("hearsay");
            default -> List.of(kind);
        };
    }

    private void runOn(String house, SentinelFailoverReport report, PrintWriter out)
            throws IOException, InterruptedException {
        Ports ports = NettyLoop.ports(LOOP);
        try (var launched = new LaunchedHere(spec.commandLine().getErr())) {
            new Progress(out)
                    .step(
                            "Starting %d nodes and %d sentinels (%s)"
                                    .formatted(1 + replicas, sentinels, house),
                            () -> launched.up(up(house)));
            var story =
                    new SentinelFailover(
                            launched.folder(),
                            rate,
                            ports,
                            System::nanoTime,
                            RandomGenerator.of("L64X128MixRandom"));
            List<SentinelFailoverRun> mine = report.runs().getOrDefault(house, List.of());
            for (int i = 0; i < runs; i++) {
                SentinelFailoverRun run = story.run(i);
                mine.add(run);
                out.println("%s, run %d of %d: %s".formatted(house, i + 1, runs, run.line()));
                out.flush();
                if (file != null) Files.writeString(file, report.json());
            }
            launched.succeeded();
        } finally {
            NettyLoop.close(LOOP);
        }
    }

    private void check() {
        for (String house : houses()) {
            NodeKind program = NodeKind.named(house);
            if (program.isSentinel())
                throw new Refusal("--on is hearsay, redis-server or both, not '" + kind + "'.");
            if (program != NodeKind.REDIS_SERVER) continue;
            for (String needed : List.of("redis-server", "redis-sentinel")) {
                if (NodeFolder.onPath(needed).isEmpty())
                    throw new Refusal(
                            "There is no %s on the PATH. Install it (Debian: apt-get install redis-sentinel)."
                                    .formatted(needed));
            }
        }
        if (replicas < 1) throw new Refusal("Without replicas nobody can be promoted.");
        if (sentinels < 1) throw new Refusal("--sentinels is at least 1.");
        if (runs < 1 || rate < 1) throw new Refusal("--runs and --rate are at least 1.");
        if (file != null && Files.isDirectory(file))
            throw new Refusal("--out names a folder, " + file + ".");
    }

    private List<String> up(String house) {
        return List.of(
                "--on",
                house,
                "--replicas",
                Integer.toString(replicas),
                "--sentinels",
                Integer.toString(sentinels),
                "--port",
                Integer.toString(port),
                "--down-after",
                Integer.toString(downAfterMillis),
                "--timeout",
                Integer.toString(launchSeconds));
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("on", kind);
        settings.put("runs", runs);
        settings.put("replicas", replicas);
        settings.put("sentinels", sentinels);
        settings.put("downAfterMillis", downAfterMillis);
        settings.put("writesPerSecond", rate);
        settings.put("processors", Runtime.getRuntime().availableProcessors());
        settings.put("launcherJava", Runtime.version().toString());
        return settings;
    }
}
