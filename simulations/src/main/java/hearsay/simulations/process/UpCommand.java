package hearsay.simulations.process;

import hearsay.simulations.console.Refusal;
import hearsay.simulations.topology.Blueprint;
import hearsay.simulations.topology.Plan;
import hearsay.simulations.topology.Plan.Seat;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.FileLock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/// `hearsay up`: from nothing to a cluster that serves every slot and whose replicas are in sync.
@Command(
        name = "up",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        customSynopsis =
                "hearsay up [--masters N] [--replicas N] [--port PORT] [--dir DIR] [...] [[--] --DIRECTIVE VALUE...]",
        description = {
            "Launches a real cluster, one JVM per node (see --jvms), and returns when every node says"
                    + " cluster_state:ok and every replica is in sync.",
            "",
            "Directives of redis.conf are passed to every node: hearsay up --cluster-node-timeout 2000",
            ""
        })
final class UpCommand implements Callable<Integer> {

    /// More are of no use for finding the Akka cluster. A few processes start faster one batch
    /// after the other than all at once; and the masters, who come first and must wait for two
    /// seconds before they serve, do so while their replicas start.
    private static final int AT_ONCE = Math.max(3, Runtime.getRuntime().availableProcessors());

    private static final String NODE_TIMEOUT = "cluster-node-timeout";

    /// Redis' default: no JVM takes that long to start.
    private static final int LAUNCH_NODE_TIMEOUT_MILLIS = 15_000;

    private static final int MOST_SEED_NODES = 6;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private Where where = new Where();

    @Option(
            names = "--masters",
            paramLabel = "N",
            description = "How many masters share the slots (default: 3; 1 with --sentinels).")
    private Optional<Integer> masters = Optional.empty();

    @Option(
            names = "--replicas",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many replicas each master has (default: ${DEFAULT-VALUE}).")
    private int replicas;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "7000",
            description = "The first node's port; the others follow (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "The address of all nodes (default: ${DEFAULT-VALUE}).")
    private String host = "127.0.0.1";

    @Option(
            names = "--cluster",
            paramLabel = "yes|no",
            description =
                    "no: one master without cluster mode, --replicas follow it (default: yes; no with"
                            + " --sentinels).")
    private Optional<String> cluster = Optional.empty();

    @Option(
            names = "--on",
            paramLabel = "KIND",
            defaultValue = "hearsay",
            description = "hearsay, or redis-server: the same cluster of real Redis processes.")
    private String kind = "hearsay";

    @Option(
            names = "--heap",
            paramLabel = "SIZE",
            description = "The heap of each JVM, 256m for instance (default: 128m).")
    private String heap = "";

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "When to give up (default: ${DEFAULT-VALUE}).")
    private int patienceSeconds;

    @Option(
            names = "--jvms",
            paramLabel = "N",
            description =
                    "Spreads the nodes over N JVMs, a replica never beside its master if N > 1 (default:"
                            + " one JVM per node). They live, freeze and die together.")
    private Optional<Integer> jvms = Optional.empty();

    @Option(
            names = "--sentinels",
            paramLabel = "N",
            description = {
                "So many sentinels watch one master and its replicas, which are no cluster then"
                        + " (default: none)."
            })
    private int sentinels;

    @Option(
            names = "--sentinel-port",
            paramLabel = "PORT",
            description =
                    "The first sentinel's port (default: 19379 above --port, 26379 above 7000).")
    private Optional<Integer> sentinelPort = Optional.empty();

    @Option(
            names = "--down-after",
            paramLabel = "MILLIS",
            defaultValue = "5000",
            description = "The sentinels' down-after-milliseconds (default: ${DEFAULT-VALUE}).")
    private long downAfterMillis;

    @Option(
            names = "--failover-timeout",
            paramLabel = "MILLIS",
            defaultValue = "60000",
            description = "The sentinels' failover-timeout (default: ${DEFAULT-VALUE}).")
    private long failoverTimeoutMillis;

    @Option(names = "--record", paramLabel = "FILE", hidden = true)
    private String recordAotCache = "";

    private int processes;

    @Unmatched private List<String> rest = new ArrayList<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Plan plan = plan();
        NodeKind program = NodeKind.named(kind);
        Spread spread =
                jvms.map(n -> new Spread(plan, program, n))
                        .orElseGet(() -> Spread.alone(plan, program));
        List<List<String>> extra = Directives.parse(rest);
        Sentinels watchers = watchers(program, extra);
        try (FileLock lock = where.lock()) {
            assert lock.isValid();
            refuseIfThere();
            refuseIfTaken(spread);
            for (int each : watchers.ports()) refuseIfTaken(each, plan, "");
            launch(spread, extra, watchers, new Progress(out));
        }
        Overview overview = Overview.of(Sight.all(where.folder(), where.state()));
        out.println();
        out.println(overview.table());
        out.println(
                "Talk to it:  redis-cli%s -p %d%s"
                        .formatted(
                                plan.cluster() ? " -c" : "",
                                port,
                                host.equals("127.0.0.1") ? "" : " -h " + host));
        if (sentinels > 0)
            out.println(
                    "Ask for it:  redis-cli -p %d SENTINEL get-master-addr-by-name %s"
                            .formatted(watchers.port(), Sentinels.MASTER));
        out.println("End it:      hearsay down" + where.option());
        return 0;
    }

    private Plan plan() {
        boolean watched = sentinels > 0;
        if (watched && cluster.equals(Optional.of("yes")))
            throw new Refusal(
                    "Sentinels watch a master without cluster mode: leave --cluster out.");
        if (watched && jvms.isPresent())
            throw new Refusal("Sentinels watch processes: leave --jvms out.");
        try {
            return new Plan(
                    masters.orElse(watched ? 1 : 3),
                    replicas,
                    port,
                    isYes(cluster.orElse(watched ? "no" : "yes")));
        } catch (IllegalArgumentException impossible) {
            throw new Refusal(String.valueOf(impossible.getMessage()));
        }
    }

    private Sentinels watchers(NodeKind program, List<List<String>> extra) {
        return new Sentinels(
                where.folder(),
                host,
                program.sentinel(),
                sentinelPort.orElse(port + Sentinels.ABOVE_NODES),
                sentinels,
                port,
                replicas,
                downAfterMillis,
                failoverTimeoutMillis,
                lastValue(extra, "requirepass"));
    }

    private static boolean isYes(String word) {
        return switch (word) {
            case "yes" -> true;
            case "no" -> false;
            default -> throw new Refusal("--cluster is yes or no, not '" + word + "'.");
        };
    }

    private void refuseIfThere() {
        var state = StateFile.read(where.folder());
        if (state.isEmpty()) return;
        List<Member> members = state.get().members();
        long alive = members.stream().filter(m -> m.process().isPresent()).count();
        String found =
                alive == 0
                        ? "A cluster was launched in %s, and none of its %d nodes runs any more."
                                .formatted(where.asGiven(), members.size())
                        : "There is a cluster in %s already: %d of %d nodes run, ports %d to %d."
                                .formatted(
                                        where.asGiven(),
                                        alive,
                                        members.size(),
                                        members.getFirst().port(),
                                        members.getLast().port());
        throw new Refusal(
                """
                %s
                  hearsay status%3$s        how it is
                  hearsay %2$s%3$s  to start its nodes again
                  hearsay down%3$s          to end it and forget it
                Another one can live beside it: hearsay up --dir OTHER --port %4$d\
                """
                        .formatted(
                                found,
                                "restart all",
                                where.option(),
                                members.getLast().port() + 1));
    }

    private void refuseIfTaken(Spread spread) {
        Plan plan = spread.plan();
        for (List<Seat> group : spread.groups()) {
            for (Seat seat : group) refuseIfTaken(seat.port(), plan, "");
            if (!plan.cluster()) continue;
            int first = group.getFirst().port();
            int bus = spread.busPort(group.getFirst());
            if (bus > 65535)
                throw new Refusal(
                        "The nodes' bus needs port %d + %d, beyond 65535: choose a lower --port."
                                .formatted(first, bus - first));
            refuseIfTaken(bus, plan, ", which the bus of the node on %d needs".formatted(first));
        }
    }

    private void refuseIfTaken(int wanted, Plan plan, String what) {
        if (PortHolder.isFree(host, wanted)) return;
        throw new Refusal(
                """
                Port %d%s is taken by %s.
                End that, or choose other ports: hearsay up%s --port %d\
                """
                        .formatted(
                                wanted,
                                what,
                                PortHolder.describe(wanted),
                                where.option(),
                                plan.lastPort() + 100));
    }

    private void launch(
            Spread spread, List<List<String>> extra, Sentinels watchers, Progress progress)
            throws IOException, InterruptedException {
        Plan plan = spread.plan();
        var starting = new Starting(where.folder(), plan.cluster(), jvmOptions());
        var cleanUp = new Thread(starting::killAll);
        Runtime.getRuntime().addShutdownHook(cleanUp);
        try {
            Optional<Blueprint> blueprint = blueprint(spread);
            for (Seat seat : plan.seats()) {
                var folder = new NodeFolder(where.folder().resolve(Integer.toString(seat.port())));
                folder.clear(false);
                folder.create(directives(spread, seat, folder, patiently(extra)));
                if (blueprint.isPresent()) folder.writeNodesConf(blueprint.get().of(seat.port()));
            }
            String nodes = plan.size() == 1 ? "1 node" : plan.size() + " nodes";
            Map<Integer, Long> logSizes = new LinkedHashMap<>();
            for (Seat seat : plan.seats())
                logSizes.put(seat.port(), starting.folderOf(seat.port()).sizeOfLog());
            long patience = TimeUnit.SECONDS.toNanos(patienceSeconds);
            List<Member> members = new ArrayList<>();
            try (var formation =
                    new Formation(where.folder(), plan, members, System::nanoTime, patience)) {
                progress.step(
                        "Starting %s in %s, %s, ports %d to %d"
                                .formatted(
                                        nodes, where.asGiven(), how(spread), port, plan.lastPort()),
                        () -> {
                            for (List<Seat> group : spread.groups()) {
                                members.addAll(start(starting, spread, group));
                                members.sort(Comparator.comparingInt(Member::port));
                                if (++processes % AT_ONCE == 0) formation.awaitAnswers(logSizes);
                            }
                            formation.awaitAnswers(logSizes);
                        });
                blueprint.ifPresent(formation::isAsIn);
                form(plan, formation, blueprint.isPresent(), progress);
                if (!patiently(extra).equals(extra)) {
                    formation.setEverywhere(NODE_TIMEOUT, lastValue(extra, NODE_TIMEOUT));
                    for (Seat seat : plan.seats()) {
                        var folder = starting.folderOf(seat.port());
                        folder.create(directives(spread, seat, folder, extra));
                    }
                }
            }
            if (sentinels > 0) watch(watchers, starting, progress);
            starting.succeed();
        } catch (Refusal e) {
            throw new Refusal(
                    e.exitCode(), e.text() + "\n\nWhat was started has been ended again.");
        } finally {
            starting.killAll();
            Runtime.getRuntime().removeShutdownHook(cleanUp);
        }
    }

    private void watch(Sentinels watchers, Starting starting, Progress progress)
            throws IOException, InterruptedException {
        watchers.create();
        List<Member> members = new ArrayList<>();
        progress.step(
                "Starting %d %s, ports %d to %d"
                        .formatted(
                                sentinels,
                                sentinels == 1 ? "sentinel" : "sentinels",
                                watchers.ports().getFirst(),
                                watchers.ports().getLast()),
                () -> members.addAll(watchers.start(starting)));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(patienceSeconds);
        progress.step(
                "Waiting until they have found the replicas and each other",
                () -> watchers.awaitAcquaintance(members, deadline));
    }

    /// The same directives for the launch itself. Processes that start together do not start at the
    /// same moment: with a short node timeout the first of them would take the others for failed,
    /// and their replicas for needed. They are told the real one when all are there.
    private static List<List<String>> patiently(List<List<String>> directives) {
        List<List<String>> patient = new ArrayList<>();
        for (List<String> directive : directives)
            patient.add(patiently(directive.getFirst(), directive));
        return List.copyOf(patient);
    }

    private static List<String> patiently(String name, List<String> directive) {
        if (!name.equalsIgnoreCase(NODE_TIMEOUT) || directive.size() != 2) return directive;
        String value = directive.get(1);
        boolean isShort =
                value.matches("[0-9]{1,5}") && Integer.parseInt(value) < LAUNCH_NODE_TIMEOUT_MILLIS;
        return isShort ? List.of(name, Integer.toString(LAUNCH_NODE_TIMEOUT_MILLIS)) : directive;
    }

    private static String lastValue(List<List<String>> directives, String name) {
        return directives.stream()
                .filter(directive -> directive.getFirst().equalsIgnoreCase(name))
                .map(List::getLast)
                .reduce("", (earlier, later) -> later);
    }

    /// Nodes of ours are given their nodes.conf; redis-servers of any version are formed by
    /// commands.
    private Optional<Blueprint> blueprint(Spread spread) {
        if (!spread.plan().cluster() || spread.kind() != NodeKind.HEARSAY) return Optional.empty();
        return Optional.of(spread.blueprint(host, RandomGenerator.of("L64X128MixRandom")));
    }

    private static String how(Spread spread) {
        if (spread.kind() != NodeKind.HEARSAY) return "one redis-server each";
        if (spread.jvms() == spread.plan().size()) return "one JVM each";
        return spread.jvms() == 1 ? "in one JVM" : "in " + spread.jvms() + " JVMs";
    }

    private List<Member> start(Starting starting, Spread spread, List<Seat> group) {
        List<Integer> ports = group.stream().map(Seat::port).toList();
        return starting.start(host, ports, spread.kind(), recording(spread.plan(), ports));
    }

    private static void form(Plan plan, Formation formation, boolean formed, Progress progress)
            throws InterruptedException {
        if (formed) {
            progress.step("Waiting until all agree and are in sync", formation::awaitAgreement);
            return;
        }
        if (plan.cluster()) {
            progress.step(
                    "Giving 16384 slots to "
                            + (plan.masters() == 1 ? "1 master" : plan.masters() + " masters"),
                    formation::assignSlots);
            if (plan.size() > 1)
                progress.step("Introducing the nodes to each other", formation::introduce);
        }
        if (plan.replicasPerMaster() > 0)
            progress.step("Giving each replica its master", formation::replicate);
        progress.step("Waiting until all agree and are in sync", formation::awaitAgreement);
    }

    private List<String> jvmOptions() {
        return heap.isEmpty() ? List.of() : HeapSize.options(heap);
    }

    private List<String> recording(Plan plan, List<Integer> ports) {
        boolean recorded = !recordAotCache.isEmpty() && ports.contains(plan.lastPort());
        return recorded ? List.of("-XX:AOTCacheOutput=" + recordAotCache) : List.of();
    }

    private List<List<String>> directives(
            Spread spread, Seat seat, NodeFolder folder, List<List<String>> extra) {
        Plan plan = spread.plan();
        List<List<String>> directives = new ArrayList<>();
        directives.add(List.of("port", Integer.toString(seat.port())));
        directives.add(List.of("bind", host));
        directives.add(List.of("dir", folder.path().toString()));
        directives.add(List.of("pidfile", folder.path().resolve("pid").toString()));
        // A JVM has only one standard output.
        if (spread.isShared(seat)) directives.add(List.of("logfile", folder.log().toString()));
        if (plan.cluster()) {
            directives.add(List.of("cluster-enabled", "yes"));
            directives.add(List.of("cluster-config-file", "nodes.conf"));
            if (!spread.ownsBus(seat))
                directives.add(List.of("cluster-port", Integer.toString(spread.busPort(seat))));
            if (spread.kind() == NodeKind.HEARSAY) directives.add(seedNodes(spread));
        }
        directives.add(List.of("save", ""));
        directives.add(List.of("appendonly", "no"));
        // A replica that has just been made need not wait for others to share its full resync.
        directives.add(List.of("repl-diskless-sync-delay", "0"));
        directives.addAll(extra);
        return directives;
    }

    private List<String> seedNodes(Spread spread) {
        List<String> words = new ArrayList<>();
        words.add("hearsay-seed-nodes");
        spread.busPorts().stream()
                .limit(MOST_SEED_NODES)
                .forEach(bus -> words.add(host + ":" + bus));
        return words;
    }
}
