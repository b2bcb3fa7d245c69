package hearsay.simulations.process;

import hearsay.simulations.console.Refusal;
import hearsay.simulations.process.Overview.Row;
import hearsay.simulations.process.RespConnection.ReplyError;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.FileLock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `hearsay add`: one node more for a cluster that runs.
@Command(
        name = "add",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Starts one node more, configured like the others, and has it meet them: a master without slots, or"
                    + " a replica.",
            "",
            "Ends with 0: all nodes know it, and a replica is in sync; 1: it could not be done, and what was"
                    + " started has been ended again; 2: a mistake on the command line; 3: there is no cluster.",
            ""
        })
final class AddCommand implements Callable<Integer> {

    private static final int REPLY_MILLIS = 5_000;
    private static final int POLL_MILLIS = 50;

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Where where = new Where();

    @Option(
            names = "--replica-of",
            paramLabel = "NODE",
            description = "Whom it follows: a port, the beginning of an id, master-of:slot:N.")
    private Optional<String> replicaOf = Optional.empty();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Its port (default: the one after the last node's).")
    private Optional<Integer> wantedPort = Optional.empty();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "When to give up (default: ${DEFAULT-VALUE}).")
    private int patienceSeconds;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try (FileLock lock = where.lock()) {
            assert lock.isValid();
            StateFile state = where.state();
            if (!state.cluster())
                throw new Refusal("What runs there is not in cluster mode: nobody can join it.");
            Overview overview = Overview.of(Sight.all(where.folder(), state));
            Optional<Row> master = replicaOf.map(name -> master(name, overview));
            List<Row> alive =
                    overview.rows().stream().filter(r -> r.answers().isPresent()).toList();
            if (alive.isEmpty()) throw new Refusal("No node answers that it could meet.");
            int port = port(state);
            Member added = start(state, alive.getFirst().member(), port);
            boolean done = false;
            try {
                join(added, alive, master, new Progress(out));
                done = true;
            } finally {
                if (!done) giveUp(state, added);
            }
            tell(added, master, out);
        }
        return 0;
    }

    private static Row master(String name, Overview overview) {
        List<Row> named = new Whom(overview).named(name);
        if (named.size() != 1) throw new Refusal("'" + name + "' is more than one node.");
        Row master = named.getFirst();
        if (!master.isMaster())
            throw new Refusal(
                    "%d is a replica of %d itself: only masters have replicas."
                            .formatted(master.member().port(), master.masterPort()));
        if (master.answers().isEmpty())
            throw new Refusal(master.member().port() + " is " + master.health() + ".");
        return master;
    }

    private int port(StateFile state) {
        int port = wantedPort.orElse(state.members().getLast().port() + 1);
        if (port < 1 || port > 65_535) throw new Refusal("No port: " + port + ".");
        if (state.members().stream().anyMatch(m -> m.port() == port))
            throw new Refusal("The cluster has a node on port " + port + " already.");
        Member model = state.members().getFirst();
        for (int needed : List.of(port, model.kind().busPort(port)))
            if (needed > 65_535 || !PortHolder.isFree(model.host(), needed))
                throw new Refusal(
                        "Port %d is taken by %s. Choose another one: --port"
                                .formatted(needed, PortHolder.describe(needed)));
        return port;
    }

    private Member start(StateFile state, Member model, int port) throws IOException {
        var folder = new NodeFolder(where.folder().resolve(Integer.toString(port)));
        folder.clear(false);
        folder.createLike(new NodeFolder(model.folder(where.folder())), port);
        var seat = new Member(model.host(), port, model.kind(), 0, 0);
        Member added = Starting.again(where.folder(), List.of(seat), state.jvmOptions()).getFirst();
        state.plus(added).write(where.folder());
        return added;
    }

    private void giveUp(StateFile state, Member added) {
        added.process().ifPresent(Signal.KILL::to);
        state.write(where.folder());
    }

    private void join(Member added, List<Row> others, Optional<Row> master, Progress progress)
            throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(patienceSeconds);
        progress.step(
                "Starting a %s on port %d".formatted(added.kind(), added.port()),
                () -> await(added, deadline, node -> "PONG".equals(node.call("PING"))));
        progress.step(
                "Introducing it to the others",
                () -> {
                    for (Member other :
                            Member.onePerProcess(others.stream().map(Row::member).toList()))
                        await(added, deadline, node -> isMet(node, other));
                    String id = ask(added, "CLUSTER", "MYID");
                    for (Row other : others)
                        await(other.member(), deadline, node -> knows(node, id));
                    await(added, deadline, node -> knowsAll(node, others));
                });
        if (master.isPresent())
            progress.step(
                    "Making it a replica of " + master.get().member().port(),
                    () -> {
                        ask(added, "CLUSTER", "REPLICATE", master.get().id());
                        await(added, deadline, AddCommand::isInSync);
                    });
    }

    private static boolean isMet(RespConnection node, Member other) throws IOException {
        node.call("CLUSTER", "MEET", other.host(), Integer.toString(other.port()));
        return true;
    }

    private static boolean knows(RespConnection node, String id) throws IOException {
        return NodeLine.parse(node.call("CLUSTER", "NODES")).stream()
                .anyMatch(line -> line.id().equals(id) && line.isKnown());
    }

    private static boolean knowsAll(RespConnection node, List<Row> others) throws IOException {
        for (Row other : others) if (!knows(node, other.id())) return false;
        return node.fields("CLUSTER", "INFO").getOrDefault("cluster_state", "").equals("ok");
    }

    private static boolean isInSync(RespConnection node) throws IOException {
        Map<String, String> replication = node.fields("INFO", "replication");
        return "slave".equals(replication.get("role"))
                && "up".equals(replication.get("master_link_status"));
    }

    private interface Condition {
        boolean holds(RespConnection node) throws IOException;
    }

    private void await(Member member, long deadline, Condition condition)
            throws InterruptedException {
        var folder = new NodeFolder(member.folder(where.folder()));
        String last = "it is not so yet";
        while (true) {
            if (member.process().isEmpty())
                throw new Refusal(
                        "The node on port %d ended. Its log, %s, ends with:\n\n%s"
                                .formatted(member.port(), folder.log(), folder.endOfLog(0)));
            try (RespConnection node = Sight.connect(member, folder, REPLY_MILLIS)) {
                if (condition.holds(node)) return;
            } catch (IOException e) {
                last = String.valueOf(e.getMessage());
            }
            if (System.nanoTime() > deadline)
                throw new Refusal(
                        "Time is up: the node on port %d: %s".formatted(member.port(), last));
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    private String ask(Member member, String... words) {
        try (RespConnection node =
                Sight.connect(
                        member, new NodeFolder(member.folder(where.folder())), REPLY_MILLIS)) {
            return node.call(words);
        } catch (ReplyError e) {
            throw new Refusal(
                    "The node on port %d answers %s with: %s"
                            .formatted(member.port(), String.join(" ", words), e.getMessage()));
        } catch (IOException e) {
            throw new Refusal("The node on port %d is gone: %s".formatted(member.port(), e));
        }
    }

    private void tell(Member added, Optional<Row> master, PrintWriter out) {
        out.println();
        out.print(Overview.of(Sight.all(where.folder(), where.state())).table());
        if (master.isEmpty())
            out.println(
                    "\nIt serves no slot yet:  hearsay reshard%1$s --to %2$d --slots N   or   hearsay rebalance%1$s --use-empty-masters"
                            .formatted(where.option(), added.port()));
        out.flush();
    }
}
