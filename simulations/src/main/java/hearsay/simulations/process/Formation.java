package hearsay.simulations.process;

import hearsay.simulations.console.Refusal;
import hearsay.simulations.process.RespConnection.ReplyError;
import hearsay.simulations.topology.Blueprint;
import hearsay.simulations.topology.Plan;
import hearsay.simulations.topology.Plan.Seat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Makes one cluster of nodes that run and do not know each other yet: what `redis-cli --cluster
/// create` does, but watching each step until it is done instead of sleeping.
final class Formation implements AutoCloseable {

    private static final int REPLY_MILLIS = 5_000;
    private static final int POLL_MILLIS = 20;

    /// So many nodes are introduced to each other one by one, which saves rounds of gossip.
    private static final int FEW = 16;

    private final Path folder;
    private final Plan plan;
    private final List<Member> members;
    private final LongSupplier nanoTime;
    private final long deadline;
    private final Map<Integer, RespConnection> connections = new LinkedHashMap<>();
    private final Map<Integer, String> ids = new LinkedHashMap<>();

    /// @param members in the order of the plan's seats
    /// @param nanoTime a clock that only goes forward
    Formation(
            Path folder,
            Plan plan,
            List<Member> members,
            LongSupplier nanoTime,
            long patienceNanos) {
        this.folder = folder;
        this.plan = plan;
        this.members = members;
        this.nanoTime = nanoTime;
        this.deadline = nanoTime.getAsLong() + patienceNanos;
    }

    /// Until each answers PING.
    void awaitAnswers(Map<Integer, Long> logSizes) throws InterruptedException {
        await(
                members,
                member -> {
                    if (connections.containsKey(member.port())) return "";
                    var folderOf = new NodeFolder(member.folder(folder));
                    if (member.process().isEmpty())
                        throw new Refusal(
                                "The node on port %d ended. Its log, %s, ends with:\n\n%s"
                                        .formatted(
                                                member.port(),
                                                folderOf.log(),
                                                folderOf.endOfLog(
                                                        logSizes.getOrDefault(member.port(), 0L))));
                    try {
                        var connection = Sight.connect(member, folderOf, REPLY_MILLIS);
                        connection.call("PING");
                        connections.put(member.port(), connection);
                        return "";
                    } catch (ReplyError e) {
                        if (String.valueOf(e.getMessage()).startsWith("LOADING"))
                            return "is loading";
                        throw new Refusal(
                                "The node on port " + member.port() + " says " + e.getMessage());
                    } catch (IOException e) {
                        return "does not answer PING (" + e.getMessage() + ")";
                    }
                });
    }

    /// The nodes start with what is written there: nothing is left to do but to wait for them.
    void isAsIn(Blueprint blueprint) {
        for (Seat seat : plan.seats()) ids.put(seat.port(), blueprint.idOf(seat.port()));
    }

    /// Each master its slots, and each node an epoch of its own.
    void assignSlots() {
        for (Seat seat : plan.seats()) {
            seat.slots()
                    .ifPresent(range ->
                            call(
                                    seat.port(),
                                    "CLUSTER",
                                    "ADDSLOTSRANGE",
                                    Integer.toString(range.first()),
                                    Integer.toString(range.last())));
            call(seat.port(), "CLUSTER", "SET-CONFIG-EPOCH", Long.toString(seat.configEpoch()));
            ids.put(seat.port(), call(seat.port(), "CLUSTER", "MYID"));
        }
    }

    /// Everybody hears of everybody; the rest is gossip.
    void introduce() throws InterruptedException {
        for (int i = 1; i < members.size(); i++) {
            int acquaintances = members.size() <= FEW ? i : 1;
            for (Member earlier : members.subList(0, acquaintances)) meet(members.get(i), earlier);
        }
        await(
                members,
                member -> {
                    List<NodeLine> nodes = nodes(member);
                    long known = nodes.stream().filter(NodeLine::isKnown).count();
                    if (known < members.size())
                        return "knows %d of %d nodes".formatted(known, members.size());
                    return nodes.size() == known ? "" : "shakes hands";
                });
    }

    /// Each replica to its master.
    ///
    /// Who serves what, and that it is a replica now, a node would tell the others with its next
    /// pings, up to half a node timeout later. When it meets those whom it knows already, it tells
    /// them at once.
    void replicate() {
        for (Seat seat : plan.seats()) {
            if (seat.masterPort().isEmpty()) continue;
            int master = seat.masterPort().get();
            if (plan.cluster()) call(seat.port(), "CLUSTER", "REPLICATE", idOf(master));
            else
                call(seat.port(), "REPLICAOF", members.getFirst().host(), Integer.toString(master));
        }
    }

    /// Until every node says that the cluster is well, agrees on who is who, and every replica is
    /// in sync.
    void awaitAgreement() throws InterruptedException {
        await(
                members,
                member -> {
                    try {
                        return disagreement(
                                Sight.ask(connection(member.port()), plan.cluster()),
                                seat(member.port()));
                    } catch (IOException e) {
                        throw lost(member.port(), e);
                    }
                });
    }

    void setEverywhere(String directive, String value) {
        for (Seat seat : plan.seats()) call(seat.port(), "CONFIG", "SET", directive, value);
    }

    @Override
    public void close() {
        for (RespConnection connection : connections.values()) connection.close();
    }

    /// What is not yet as planned in the eyes of one node; empty when everything is.
    private String disagreement(Sight.Answers answers, Seat seat) {
        if (!answers.clusterState().equals("ok"))
            return "says cluster_state:" + answers.clusterState();
        if (plan.cluster()) {
            for (Seat other : plan.seats()) {
                Optional<NodeLine> seen =
                        answers.nodes().stream()
                                .filter(line -> line.id().equals(idOf(other.port())))
                                .findFirst();
                if (seen.isEmpty()) return "does not know " + other.port();
                if (!isAsPlanned(seen.get(), other))
                    return "does not know yet what " + other.port() + " does";
            }
        }
        if (seat.masterPort().isEmpty()) return "";
        return answers.linkIsUp() ? "" : "is not in sync with " + seat.masterPort().get();
    }

    private boolean isAsPlanned(NodeLine seen, Seat seat) {
        if (seen.isSuspected() || !seen.isKnown()) return false;
        if (seat.masterPort().isPresent())
            return seen.master().equals(idOf(seat.masterPort().get()));
        return seen.isMaster()
                && seat.slots()
                        .map(range -> seen.slots().ranges().equals(List.of(range)))
                        .orElse(true);
    }

    /// Asks everyone again and again until nobody has anything to object.
    private void await(List<Member> whom, Objection objection) throws InterruptedException {
        List<Member> left = new ArrayList<>(whom);
        while (true) {
            String last = "";
            for (Iterator<Member> each = left.iterator(); each.hasNext(); ) {
                Member member = each.next();
                String said = objection.of(member);
                if (said.isEmpty()) each.remove();
                else last = "the node on port " + member.port() + " still " + said;
            }
            if (left.isEmpty()) return;
            if (nanoTime.getAsLong() > deadline) {
                var folderOf = new NodeFolder(left.getLast().folder(folder));
                throw new Refusal(
                        "Time is up: %s. Its log, %s, ends with:\n\n%s"
                                .formatted(last, folderOf.log(), folderOf.endOfLog(0)));
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private interface Objection {
        String of(Member member);
    }

    private void meet(Member member, Member other) {
        call(member.port(), "CLUSTER", "MEET", other.host(), Integer.toString(other.port()));
    }

    private List<NodeLine> nodes(Member member) {
        return NodeLine.parse(call(member.port(), "CLUSTER", "NODES"));
    }

    private String call(int port, String... words) {
        try {
            return connection(port).call(words);
        } catch (ReplyError e) {
            throw new Refusal(
                    "The node on port %d answers %s with: %s"
                            .formatted(port, String.join(" ", words), e.getMessage()));
        } catch (IOException e) {
            throw lost(port, e);
        }
    }

    private Refusal lost(int port, IOException e) {
        var folderOf = new NodeFolder(folder.resolve(Integer.toString(port)));
        return new Refusal(
                "The connection to the node on port %d broke (%s). Its log, %s, ends with:\n\n%s"
                        .formatted(port, e.getMessage(), folderOf.log(), folderOf.endOfLog(0)));
    }

    private RespConnection connection(int port) {
        RespConnection connection = connections.get(port);
        if (connection == null) throw new AssertionError("no connection to " + port);
        return connection;
    }

    private String idOf(int port) {
        return ids.getOrDefault(port, "");
    }

    private Seat seat(int port) {
        return plan.seats().get(port - plan.firstPort());
    }
}
