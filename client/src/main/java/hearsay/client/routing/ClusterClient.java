package hearsay.client.routing;

import hearsay.client.connection.ConnectionSettings;
import hearsay.client.connection.Endpoint;
import hearsay.client.connection.NettyLoop;
import hearsay.client.connection.Ports;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/// A client of a whole cluster: each request goes to the master of its keys' slot, follows MOVED
/// and ASK, and waits out what passes, such as a failover, within a time limit. In production
/// prefer Lettuce (asynchronous) or Jedis (blocking): they are proven there; this one is for
/// experiments, because it shows and counts what it does, and takes its clock and its chance from
/// outside.
///
/// A request whose keys are in several slots goes to the first key's node, which says CROSSSLOT; it
/// is divided only when asked for ([#scatter]). One whose keys are in one slot that is just moving
/// may be answered with TRYAGAIN, and is repeated until all its keys are on one side.
///
/// Source: Redis Cluster specification, "Clients first connection and handling of redirections".
public final class ClusterClient extends RedisClient {

    private static final AtomicInteger CLIENTS = new AtomicInteger();

    private final ClusterTopology topology;

    private ClusterClient(Sender sender, ClusterTopology topology, Endpoint seed, Runnable atEnd) {
        super(sender, topology, seed, atEnd);
        this.topology = topology;
    }

    /// Asks the seeds for the slot map.
    ///
    /// @param seeds some nodes of the cluster; the others are learned from them
    /// @param random for back-off and the choice of nodes; used on the client's thread alone
    /// @return fails with a [RequestFailed] if none of the seeds gave a map
    public static CompletionStage<ClusterClient> open(
            List<Endpoint> seeds,
            ConnectionSettings settings,
            RetryPolicy policy,
            RandomGenerator random) {
        var name = "hearsay-client-" + CLIENTS.incrementAndGet();
        var ports = NettyLoop.ports(name);
        return open(seeds, settings, policy, random, ports, () -> NettyLoop.close(name));
    }

    /// The same in a world of the caller's, whose thread goes on when the client is closed.
    public static CompletionStage<ClusterClient> open(
            List<Endpoint> seeds,
            ConnectionSettings settings,
            RetryPolicy policy,
            RandomGenerator random,
            Ports ports) {
        return open(seeds, settings, policy, random, ports, () -> {});
    }

    private static CompletionStage<ClusterClient> open(
            List<Endpoint> seeds,
            ConnectionSettings settings,
            RetryPolicy policy,
            RandomGenerator random,
            Ports ports,
            Runnable atEnd) {
        if (seeds.isEmpty()) throw new IllegalArgumentException("no node to begin with");
        var shared = new Connections(settings, ports, false);
        var topology =
                new ClusterTopology(List.copyOf(seeds), shared, random, new Clock(ports.loop()));
        var sender = new Sender(settings, policy, random, ports, topology, shared);
        return whenReady(new ClusterClient(sender, topology, seeds.getFirst(), atEnd));
    }

    /// The slot map as it is known at the moment.
    public SlotMap slots() {
        return topology.map();
    }
}
