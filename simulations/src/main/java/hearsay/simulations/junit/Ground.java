package hearsay.simulations.junit;

import hearsay.gossip.model.Address;
import hearsay.gossip.model.NodeId;
import hearsay.node.net.Loops;
import hearsay.node.remote.Jvm;
import hearsay.simulations.topology.Blueprint;
import hearsay.simulations.topology.Plan;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

/// What the nodes of a cluster stand on: an actor system, an event loop for each, a bus; and how
/// they come to be a cluster, which is that each finds a nodes.conf when it starts.
final class Ground implements AutoCloseable {

    private static final long SECONDS_TO_END = 10;

    private final List<ClusterNode> nodes;
    private final ClusterOptions options;
    private final Timer timer;
    private final Jvm jvm;
    private final Surroundings surroundings;
    private final Map<ClusterNode, NodeId> ids = new LinkedHashMap<>();

    Ground(ClusterOptions options, List<ClusterNode> nodes, Cuts cuts, Chronicle chronicle) {
        this.options = options;
        this.nodes = nodes;
        timer = new Timer("hearsay-bus-" + nodes.getFirst().port());
        var loops = nodes.stream().map(ClusterNode::loop).toList();
        jvm = Jvm.start(Jvm.Options.alone().withLoops(loops).surviving());
        var exchange = new BusExchange(cuts, timer, System::nanoTime);
        surroundings = new Surroundings(jvm.system(), options, exchange, cuts, chronicle);
    }

    BusExchange exchange() {
        return surroundings.exchange();
    }

    NodeId idOf(ClusterNode node) {
        var id = ids.get(node);
        if (id == null) throw new IllegalStateException(node + " is not part of a cluster yet");
        return id;
    }

    /// Makes a new cluster of the nodes, none of which runs: all forget what they were.
    ///
    /// @throws IOException a port is taken
    void form() throws IOException {
        int first = nodes.getFirst().port();
        var plan = new Plan(options.masters(), options.replicas(), first, true);
        var blueprint =
                new Blueprint(
                        plan,
                        seat -> addressOf(nodes.get(seat.port() - first)),
                        RandomGenerator.of("L64X128MixRandom"));
        for (var node : nodes) {
            ids.put(node, new NodeId(blueprint.idOf(node.port())));
            node.remember(blueprint.of(node.port()).text());
        }
        // Masters first: a replica that finds nobody tries again only after a second.
        start(nodes.subList(0, options.masters()));
        start(nodes.subList(options.masters(), nodes.size()));
    }

    private void start(List<ClusterNode> some) throws IOException {
        var lives = some.stream().map(node -> node.begin(surroundings, true)).toList();
        for (var life : lives) life.listen();
    }

    /// Starts a node again that was there before.
    void restart(ClusterNode node) throws IOException {
        node.begin(surroundings, false).listen();
    }

    private static Address addressOf(ClusterNode node) {
        return new Address(node.host(), node.port(), 0, node.busPort(), "");
    }

    @Override
    public void close() {
        for (var node : nodes) node.end();
        timer.close();
        try {
            jvm.stop().toCompletableFuture().get(SECONDS_TO_END, TimeUnit.SECONDS);
            var loops = nodes.stream().map(ClusterNode::loop).toList();
            Loops.close(loops, SECONDS_TO_END * 1000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException late) {
            throw new IllegalStateException("the actor system did not end", late);
        }
    }
}
