package hearsay.simulations.process;

import hearsay.simulations.process.Plan.Seat;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.ArrayList;
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
            "Launches a real cluster, one JVM per node, and returns when every node says"
                    + " cluster_state:ok and every replica is in sync.",
            "",
            "Directives of redis.conf are passed to every node: hearsay up --cluster-node-timeout 2000",
            ""
        })
final class UpCommand implements Callable<Integer> {

    /// More are of no use for finding the Akka cluster.
    private static final int MOST_SEED_NODES = 6;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private Where where = new Where();

    @Option(
            names = "--masters",
            paramLabel = "N",
            defaultValue = "3",
            description = "How many masters share the slots (default: ${DEFAULT-VALUE}).")
    private int masters;

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
            defaultValue = "yes",
            description = "no: one master without cluster mode, --replicas follow it.")
    private String cluster = "yes";

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

    @Option(names = "--jvms", paramLabel = "N", description = "One per node, for the time being.")
    private int jvms;

    @Option(names = "--sentinels", paramLabel = "N", description = "Still to come.")
    private int sentinels;

    @Option(names = "--record", paramLabel = "FILE", hidden = true)
    private String recordAotCache = "";

    @Unmatched private List<String> rest = new ArrayList<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Plan plan = plan();
        NodeKind program = NodeKind.named(kind);
        List<List<String>> extra = Directives.parse(rest);
        try (FileLock lock = where.lock()) {
            assert lock.isValid();
            refuseIfThere();
            refuseIfTaken(plan, program);
            launch(plan, program, extra, new Progress(out));
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
        out.println("End it:      hearsay down" + where.option());
        return 0;
    }

    private Plan plan() {
        if (sentinels != 0)
            throw new Refusal(Refusal.TO_COME, "hearsay up --sentinels is still to come.");
        var plan = new Plan(masters, replicas, port, isYes(cluster));
        if (jvms != 0 && jvms != plan.size())
            throw new Refusal(
                    Refusal.TO_COME,
                    "Several nodes in a JVM are still to come: leave --jvms out, or ask for "
                            + plan.size()
                            + ".");
        return plan;
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

    private void refuseIfTaken(Plan plan, NodeKind program) {
        for (Seat seat : plan.seats()) {
            refuseIfTaken(seat.port(), plan, "");
            if (!plan.cluster()) continue;
            int bus = program.busPort(seat.port());
            if (bus > 65535)
                throw new Refusal(
                        "The nodes' bus needs port %d + %d, beyond 65535: choose a lower --port."
                                .formatted(seat.port(), bus - seat.port()));
            refuseIfTaken(
                    bus, plan, ", which the bus of the node on %d needs".formatted(seat.port()));
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

    private void launch(Plan plan, NodeKind program, List<List<String>> extra, Progress progress)
            throws IOException, InterruptedException {
        var starting = new Starting(where.folder(), plan.cluster(), jvmOptions());
        var cleanUp = new Thread(starting::killAll);
        Runtime.getRuntime().addShutdownHook(cleanUp);
        try {
            Optional<Blueprint> blueprint = blueprint(plan, program);
            for (Seat seat : plan.seats()) {
                var folder = new NodeFolder(where.folder().resolve(Integer.toString(seat.port())));
                folder.clear(false);
                folder.create(directives(plan, program, seat, folder.path(), extra));
                if (blueprint.isPresent()) blueprint.get().write(folder, seat.port());
            }
            String nodes = plan.size() == 1 ? "1 node" : plan.size() + " nodes";
            String each = program == NodeKind.HEARSAY ? "one JVM each" : "one redis-server each";
            Map<Integer, Long> logSizes = new LinkedHashMap<>();
            for (Seat seat : plan.seats())
                logSizes.put(seat.port(), starting.folderOf(seat.port()).sizeOfLog());
            long patience = TimeUnit.SECONDS.toNanos(patienceSeconds);
            List<Member> members = new ArrayList<>();
            try (var formation =
                    new Formation(where.folder(), plan, members, System::nanoTime, patience)) {
                progress.step(
                        "Starting %s in %s, %s, ports %d to %d"
                                .formatted(nodes, where.asGiven(), each, port, plan.lastPort()),
                        () -> {
                            for (Seat seat : plan.seats())
                                members.add(
                                        starting.start(
                                                host, seat.port(), program, recording(plan, seat)));
                            formation.awaitAnswers(logSizes);
                        });
                blueprint.ifPresent(formation::isAsIn);
                form(plan, formation, blueprint.isPresent(), progress);
            }
            starting.succeed();
        } catch (Refusal e) {
            throw new Refusal(
                    e.exitCode(), e.text() + "\n\nWhat was started has been ended again.");
        } finally {
            starting.killAll();
            Runtime.getRuntime().removeShutdownHook(cleanUp);
        }
    }

    /// Nodes of ours are given their nodes.conf; redis-servers of any version are formed by
    /// commands.
    private Optional<Blueprint> blueprint(Plan plan, NodeKind program) {
        if (!plan.cluster() || program != NodeKind.HEARSAY) return Optional.empty();
        return Optional.of(new Blueprint(plan, host, RandomGenerator.of("L64X128MixRandom")));
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
        return heap.isEmpty() ? List.of() : List.of("-Xmx" + heap);
    }

    private List<String> recording(Plan plan, Seat seat) {
        boolean recorded = !recordAotCache.isEmpty() && seat.port() == plan.lastPort();
        return recorded ? List.of("-XX:AOTCacheOutput=" + recordAotCache) : List.of();
    }

    private List<List<String>> directives(
            Plan plan, NodeKind program, Seat seat, Path folder, List<List<String>> extra) {
        List<List<String>> directives = new ArrayList<>();
        directives.add(List.of("port", Integer.toString(seat.port())));
        directives.add(List.of("bind", host));
        directives.add(List.of("dir", folder.toString()));
        directives.add(List.of("pidfile", folder.resolve("pid").toString()));
        if (plan.cluster()) {
            directives.add(List.of("cluster-enabled", "yes"));
            directives.add(List.of("cluster-config-file", "nodes.conf"));
            if (program == NodeKind.HEARSAY) directives.add(seedNodes(plan));
        }
        directives.add(List.of("save", ""));
        directives.add(List.of("appendonly", "no"));
        // A replica that has just been made need not wait for others to share its full resync.
        directives.add(List.of("repl-diskless-sync-delay", "0"));
        directives.addAll(extra);
        return directives;
    }

    private List<String> seedNodes(Plan plan) {
        List<String> words = new ArrayList<>();
        words.add("hearsay-seed-nodes");
        for (Seat seat : plan.seats().subList(0, Math.min(plan.size(), MOST_SEED_NODES)))
            words.add(host + ":" + NodeKind.HEARSAY.busPort(seat.port()));
        return words;
    }
}
