package hearsay.simulations.junit;

import hearsay.gossip.model.Slot;
import hearsay.gossip.routing.HashSlot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

/// A real Redis Cluster inside this JVM, and what a test may do to it.
///
/// Its nodes are those of `./hearsay up`, on real ports of 127.0.0.1, with clocks, timeouts and
/// elections of their own; only their bus and their disks are in memory. Everything done to them
/// here is over when the method returns, unless it says otherwise. What comes of it is awaited with
/// `await…`, which wait for events and fail with a [ClusterTimeout] that tells what the nodes did.
///
/// Partitions and [#bus] concern nodes among themselves; the test's clients reach every node that
/// runs.
public final class Cluster implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int ATTEMPTS = 5;

    private final ClusterOptions options;
    private final List<ClusterNode> nodes = new ArrayList<>();
    private final Cuts cuts = new Cuts();
    private final Chronicle chronicle = new Chronicle();
    private final Roles roles = new Roles(nodes, cuts);
    private final Operator operator;
    private final Ground ground;
    private boolean disturbed;

    private Cluster(ClusterOptions options, List<Integer> ports) {
        this.options = options;
        for (int port : ports) nodes.add(new ClusterNode(this, port));
        operator = new Operator("hearsay-operator-" + ports.getFirst());
        ground = new Ground(options, nodes, cuts, chronicle);
    }

    /// A cluster that serves, for a test without JUnit's help: somebody must close it.
    public static Cluster start(ClusterOptions options) {
        for (int attempt = 1; ; attempt++) {
            var cluster = new Cluster(options, FreePorts.take(options.nodes()));
            try {
                cluster.form();
                return cluster;
            } catch (IOException taken) {
                cluster.close();
                if (attempt == ATTEMPTS) throw new UncheckedIOException(taken);
            } catch (RuntimeException | Error failed) {
                cluster.close();
                throw failed;
            }
        }
    }

    private void form() throws IOException {
        ground.form();
        awaitHealthy();
    }

    // ---- Where it is. ----

    /// `127.0.0.1:port` of a node that runs: where a client may begin.
    public String address() {
        return addresses().getFirst();
    }

    /// Those of all nodes that run, masters of the beginning first.
    public List<String> addresses() {
        return nodes.stream().filter(ClusterNode::isUp).map(ClusterNode::address).toList();
    }

    /// All nodes, also those that are down, masters of the beginning first.
    public List<ClusterNode> nodes() {
        return List.copyOf(nodes);
    }

    /// The slot of a key.
    public static int slot(String key) {
        return HashSlot.of(key);
    }

    /// The node that serves a slot; if nobody does, its last owner.
    public ClusterNode master(int slot) {
        return roles.master(checked(slot));
    }

    /// One of the nodes that follow the slot's master.
    ///
    /// @throws IllegalStateException it has none that runs
    public ClusterNode replica(int slot) {
        var replicas = replicas(slot);
        if (replicas.isEmpty())
            throw new IllegalStateException("the master of slot " + slot + " has no replica");
        return replicas.getFirst();
    }

    /// The nodes that follow the slot's master and run.
    public List<ClusterNode> replicas(int slot) {
        return roles.replicasOf(master(slot));
    }

    /// The nodes that follow a master and run.
    public List<ClusterNode> replicasOf(ClusterNode master) {
        return roles.replicasOf(master);
    }

    // ---- What happens to nodes. ----

    /// kill -9 of whoever serves a slot.
    ///
    /// @return the victim
    public ClusterNode killMaster(int slot) {
        var victim = master(slot);
        kill(victim);
        return victim;
    }

    /// kill -9: connections break, the port refuses, the disk stays.
    public void kill(ClusterNode node) {
        disturbed = true;
        chronicle.tell(node.name(), "--- killed");
        node.end();
        operator.forget(node);
    }

    /// Starts the process again if it is down; with its old nodes.conf and, since nothing was
    /// saved, no keys.
    public void restart(ClusterNode node) {
        if (node.isUp()) return;
        chronicle.tell(node.name(), "--- restarted");
        try {
            ground.restart(node);
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
    }

    /// SIGSTOP, or a long collection of garbage: it does nothing, and its connections stay open.
    public void pause(ClusterNode node) {
        disturbed = true;
        var life = node.life();
        if (life == null) throw new IllegalStateException(node + " is down");
        chronicle.tell(node.name(), "--- paused");
        life.pause();
    }

    /// It goes on, and first hears all that came meanwhile.
    public void resume(ClusterNode node) {
        var life = node.life();
        if (life == null || !life.isPaused()) return;
        chronicle.tell(node.name(), "--- resumed");
        life.resume();
    }

    // ---- What happens between nodes. ----

    /// Each group keeps to itself until [#heal]: what is sent to another group waits. Nodes in no
    /// group still reach all.
    @SafeVarargs
    public final void partition(List<ClusterNode>... groups) {
        disturbed = true;
        chronicle.tell("net", "--- partition " + Arrays.toString(groups));
        cuts.partition(
                Arrays.stream(groups)
                        .map(group -> group.stream().map(ClusterNode::port).toList())
                        .toList());
    }

    /// Cuts these, together, off from all others until [#heal].
    public void isolate(ClusterNode... some) {
        var inside = List.of(some);
        partition(inside, nodes.stream().filter(node -> !inside.contains(node)).toList());
    }

    /// Messages of the cluster bus to be lost or late.
    public BusRoute bus() {
        return new BusRoute(this);
    }

    /// Ends all partitions and what [#bus] began, and resumes all who are paused. Who was killed
    /// stays dead.
    public void heal() {
        chronicle.tell("net", "--- healed");
        for (var fault : ground.exchange().faults()) end(fault);
        cuts.heal();
        for (var node : nodes) resume(node);
    }

    // ---- What an operator does. ----

    /// A manual failover: the first replica of the slot's master takes its place, without a write
    /// lost. It is over, and everybody knows, when this returns.
    ///
    /// @return the new master
    public ClusterNode failover(int slot) {
        disturbed = true;
        var successor = replica(slot);
        operator.must(successor, "CLUSTER", "FAILOVER");
        await(
                () -> roles.isOwnedBy(slot, successor),
                successor + " serves slot " + slot + " after CLUSTER FAILOVER");
        roles.settle();
        return successor;
    }

    /// The move of a slot from its master to another one, which begins with a call to the
    /// [Migration].
    public Migration migrate(int slot, ClusterNode to) {
        disturbed = true;
        return new Migration(this, checked(slot), master(slot), to);
    }

    // ---- What a test waits for. ----

    /// Waits until all nodes that run agree who serves what, say `cluster_state:ok`, suspect none
    /// that runs, and every replica has its master's data.
    public void awaitHealthy() {
        await(roles::areHealthy, "the cluster is healthy");
        roles.settle();
    }

    /// Waits until a slot has another master than when the test last waited for something (or
    /// began), and all nodes that run and can hear of it know.
    ///
    /// @return the new master
    public ClusterNode awaitFailover(int slot) {
        await(
                () -> roles.isTakenOver(checked(slot)),
                "somebody takes over slot " + slot + " from " + roles.ownerBefore(slot));
        roles.settle();
        return master(slot);
    }

    /// Waits until a node says that the cluster does not work: `cluster_state:fail`.
    public void awaitDown(ClusterNode node) {
        await(
                () -> {
                    var view = node.view();
                    return view != null && !view.isOk();
                },
                node + " says cluster_state:fail");
    }

    /// Waits until every replica of the slot's master that runs has all that was written there
    /// before the call: who fails over after that loses nothing of it.
    public void awaitReplicated(int slot) {
        var life = master(slot).life();
        if (life == null) throw new IllegalStateException(master(slot) + " is down");
        long written = life.viewNow().offset();
        for (var replica : replicas(slot)) {
            await(
                    () -> {
                        var view = replica.view();
                        return view != null && view.isInSync() && view.offset() >= written;
                    },
                    replica + " has what was written to " + master(slot));
        }
    }

    /// Waits until so many clients are blocked at a node, as by BLPOP or WAIT.
    public void awaitBlocked(ClusterNode node, int clients) {
        await(
                () -> {
                    var view = node.view();
                    return view != null && view.blockedClients() >= clients;
                },
                clients + " clients are blocked at " + node);
    }

    /// What the nodes did until now: seconds since the start, a port, Redis' log line.
    public String diary() {
        return chronicle.text();
    }

    /// Ends all nodes. No thread, port or file is left.
    @Override
    public void close() {
        operator.close();
        ground.close();
    }

    // ---- For those who belong to it. ----

    /// Makes it what it was at the start, without keys: a new one, if anything was done to it.
    void renew() {
        if (!disturbed) {
            chronicle.beginAnew();
            for (var node : nodes) if (node.isMaster()) operator.must(node, "FLUSHALL");
            return;
        }
        heal();
        for (var node : nodes) {
            node.end();
            operator.forget(node);
        }
        disturbed = false;
        roles.forget();
        chronicle.beginAnew();
        try {
            form();
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
    }

    BusFault begin(BusFault fault) {
        disturbed = true;
        ground.exchange().begin(fault);
        return fault;
    }

    void end(BusFault fault) {
        ground.exchange().end(fault);
    }

    void await(BooleanSupplier holds, String what) {
        chronicle.await(holds, PATIENCE, what, roles::text);
    }

    Chronicle chronicle() {
        return chronicle;
    }

    Operator operator() {
        return operator;
    }

    Roles roles() {
        return roles;
    }

    ClusterOptions options() {
        return options;
    }

    String idOf(ClusterNode node) {
        return ground.idOf(node).hex();
    }

    private static int checked(int slot) {
        if (!Slot.isValid(slot)) throw new IllegalArgumentException("no such slot: " + slot);
        return slot;
    }
}
