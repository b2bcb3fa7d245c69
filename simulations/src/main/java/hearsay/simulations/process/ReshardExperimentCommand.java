package hearsay.simulations.process;

import hearsay.simulations.console.Refusal;
import hearsay.simulations.process.load.AllTypes;
import hearsay.simulations.topology.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `hearsay experiment reshard`: what clients notice of slots on the move, and what becomes of
/// keys.
@Command(
        name = "reshard",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Fills a cluster with keys of all types, takes a digest of every key, and moves slots to the last"
                    + " master by hearsay reshard, then as many from there to the first one by redis-cli, while"
                    + " our client, Jedis and Lettuce use the cluster at a fixed rate; on our nodes and on"
                    + " redis-server. Then every key is looked for at every master, and compared.",
            "",
            "With --failover, the source or the target is killed in the middle of the first; what stands half"
                    + " open is told and repaired, and the keys are compared as far as the repair brought them.",
            "",
            "Ends with 0: no operation of our client failed, no key was lost, doubled or changed (with"
                    + " --failover: it was repaired); 1: otherwise; 2: a mistake on the command line.",
            ""
        })
final class ReshardExperimentCommand implements Callable<Integer> {

    private static final int MANY_KEYS = 400_000;
    private static final long DAY_MILLIS = TimeUnit.DAYS.toMillis(1);

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--keys",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "How many keys (default: ${DEFAULT-VALUE}).")
    private int keys;

    @Option(
            names = "--slots",
            paramLabel = "N",
            defaultValue = "4000",
            description = "How many slots move (default: ${DEFAULT-VALUE}).")
    private int slots;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "5000",
            description =
                    "Operations a second, of the three clients together (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--on",
            paramLabel = "KIND",
            defaultValue = "both",
            description = "hearsay, redis-server or both (default: ${DEFAULT-VALUE}).")
    private String on = "both";

    @Option(
            names = "--by",
            paramLabel = "TOOL",
            defaultValue = "both",
            description =
                    "What moves the slots: hearsay, redis-cli or both (default: ${DEFAULT-VALUE}).")
    private String by = "both";

    @Option(
            names = "--failover",
            paramLabel = "source|target",
            description = "Who is killed in the middle; then only hearsay moves.")
    private Optional<String> failover = Optional.empty();

    @Option(
            names = "--fix-by",
            paramLabel = "TOOL",
            defaultValue = "hearsay",
            description = "What repairs it then: hearsay or redis-cli (default: ${DEFAULT-VALUE}).")
    private String fixBy = "hearsay";

    @Option(
            names = "--masters",
            paramLabel = "N",
            defaultValue = "3",
            description = "How many masters, up to 8 (default: ${DEFAULT-VALUE}).")
    private int masters;

    @Option(
            names = "--replicas",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many replicas each has (default: ${DEFAULT-VALUE}).")
    private int replicas;

    @Option(
            names = "--heap",
            paramLabel = "SIZE",
            description = "The heap of each of our JVMs (default: 768m, 256m for fewer keys).")
    private Optional<String> heap = Optional.empty();

    @Option(
            names = "--node-timeout",
            paramLabel = "MILLIS",
            defaultValue = "5000",
            description = "cluster-node-timeout (default: ${DEFAULT-VALUE}).")
    private int nodeTimeoutMillis;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "7300",
            description = "The first node's port; the others follow (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = "When to give up the launch (default: ${DEFAULT-VALUE}).")
    private int launchSeconds;

    @Option(
            names = "--warm-up",
            paramLabel = "ROUNDS",
            defaultValue = "12",
            description =
                    "How often all is moved there and back before, under the same load: until it"
                            + " gets no faster, and so often at most"
                            + " (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(
            names = "--times",
            paramLabel = "N",
            defaultValue = "5",
            description =
                    "How often our tool moves all; the median counts (default: ${DEFAULT-VALUE}).")
    private int times;

    @Option(
            names = "--out",
            paramLabel = "FILE.json",
            description = "Where to write all figures, after each run.")
    private @Nullable Path file;

    @Override
    public Integer call() throws Exception {
        check();
        var out = spec.commandLine().getOut();
        List<ReshardRun> runs = new ArrayList<>();
        var allTypes = new AllTypes(keys, System.currentTimeMillis() + DAY_MILLIS);
        for (String kind : chosen("--on", on, "hearsay", "redis-server")) {
            try (var scene = new ReshardScene(up(kind), out)) {
                var experiment =
                        new ReshardExperiment(
                                scene, kind, allTypes, slots, rate, times, failover, fixBy, out);
                experiment.fill();
                experiment.warmUp(warmUp);
                for (String tool : tools()) {
                    runs.add(experiment.run(tool));
                    write(runs);
                }
                scene.succeeded();
            }
        }
        out.println();
        out.print(new ReshardReport(runs).text());
        out.flush();
        return runs.stream().allMatch(this::isWell) ? 0 : Refusal.FAILED;
    }

    private boolean isWell(ReshardRun run) {
        if (failover.isPresent())
            return run.notes().contains(ReshardExperiment.REPAIRED)
                    && !run.notes().contains(ReshardExperiment.NOBODY_KILLED);
        return run.difference().isNone()
                && run.clients().stream()
                        .allMatch(c -> !c.name().equals("hearsay") || c.failed() == 0);
    }

    private List<String> tools() {
        return failover.isPresent()
                ? List.of("hearsay")
                : chosen("--by", by, "hearsay", "redis-cli");
    }

    private static List<String> chosen(String option, String value, String one, String other) {
        if (value.equals("both")) return List.of(one, other);
        if (value.equals(one) || value.equals(other)) return List.of(value);
        throw new Refusal("%s is %s, %s or both, not '%s'.".formatted(option, one, other, value));
    }

    private void check() {
        List<String> kinds = chosen("--on", on, "hearsay", "redis-server");
        chosen("--by", by, "hearsay", "redis-cli");
        if (!List.of("hearsay", "redis-cli").contains(fixBy))
            throw new Refusal("--fix-by is hearsay or redis-cli.");
        failover.ifPresent(who -> {
            if (!who.equals("source") && !who.equals("target"))
                throw new Refusal("--failover is source or target.");
            if (replicas < 1 || masters < 3)
                throw new Refusal("A failover needs replicas, and three masters to vote.");
        });
        if (kinds.contains("redis-server") && NodeFolder.onPath("redis-server").isEmpty())
            throw new Refusal(
                    "There is no redis-server on the PATH. Install it (Debian: apt-get install redis-server),"
                            + " or say --on hearsay.");
        boolean needsCli = tools().contains("redis-cli") || fixBy.equals("redis-cli");
        if (needsCli && NodeFolder.onPath("redis-cli").isEmpty())
            throw new Refusal("There is no redis-cli on the PATH: say --by hearsay.");
        if (keys < 1 || keys > 100_000_000 || rate < 3 || slots < 1)
            throw new Refusal("--keys is 1 to 100000000, --rate at least 3, --slots at least 1.");
        if (warmUp < 0 || warmUp > 100) throw new Refusal("--warm-up is 0 to 100 rounds.");
        if (times < 1 || times > 100) throw new Refusal("--times is 1 to 100.");
        if (masters < 2 || masters > 8) throw new Refusal("--masters is 2 to 8.");
        if (slots > 16_384 / masters)
            throw new Refusal(
                    "A master of %d has %d slots, and as many can be moved there and back: not %d."
                            .formatted(masters, 16_384 / masters, slots));
        try {
            assert new Plan(masters, replicas, port, true).size() > 0;
        } catch (IllegalArgumentException impossible) {
            throw new Refusal(String.valueOf(impossible.getMessage()));
        }
    }

    private List<String> up(String kind) {
        List<String> up =
                new ArrayList<>(
                        List.of(
                                "--on",
                                kind,
                                "--masters",
                                Integer.toString(masters),
                                "--replicas",
                                Integer.toString(replicas),
                                "--port",
                                Integer.toString(port),
                                "--timeout",
                                Integer.toString(launchSeconds)));
        if (kind.equals("hearsay"))
            up.addAll(List.of("--heap", heap.orElse(keys > MANY_KEYS ? "768m" : "256m")));
        up.addAll(
                List.of(
                        "--cluster-node-timeout",
                        Integer.toString(nodeTimeoutMillis),
                        "--enable-debug-command",
                        "yes"));
        return up;
    }

    private void write(List<ReshardRun> runs) throws IOException {
        if (file == null) return;
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("keys", keys);
        settings.put("slots", slots);
        settings.put("rate", rate);
        settings.put("masters", masters);
        settings.put("replicas", replicas);
        settings.put("failover", failover.orElse(""));
        settings.put("fixBy", fixBy);
        settings.put("nodeTimeoutMillis", nodeTimeoutMillis);
        settings.put("processors", Runtime.getRuntime().availableProcessors());
        Files.writeString(file, new ReshardReport(runs).json(settings));
    }
}
