package hearsay.client.routing;

import hearsay.client.connection.ConnectionSettings;
import hearsay.client.connection.Endpoint;
import hearsay.client.connection.NettyLoop;
import hearsay.client.connection.Ports;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/// A client of a master that sentinels watch over: every request goes to whoever they say is the
/// master now, and waits out a failover within a time limit. In production prefer Lettuce or Jedis,
/// which know Sentinel too; see [ClusterClient] for why.
///
/// It asks the sentinels when it is opened, when a connection to the master breaks, and when a
/// write is answered with READONLY; and it hears `+switch-master` from all of them. Nobody is used
/// as a master who does not say himself that he is one.
///
/// Source: Redis documentation, "Guidelines for Redis clients with support for Redis Sentinel".
public final class SentinelClient extends RedisClient {

    private static final AtomicInteger CLIENTS = new AtomicInteger();

    private final SentinelTopology topology;

    private SentinelClient(Sender sender, SentinelTopology topology, Endpoint any, Runnable atEnd) {
        super(sender, topology, any, atEnd);
        this.topology = topology;
    }

    /// Asks the sentinels for the master.
    ///
    /// @param name of the master, as the sentinels were told it by `sentinel monitor`
    /// @param sentinels some or all of them, in the order in which they are asked
    /// @param toSentinels how to connect to them: they have users and passwords of their own
    /// @param settings how to connect to the master and its replicas
    /// @param random for back-off and the choice of replicas; used on the client's thread alone
    /// @return fails with a [RequestFailed] if no sentinel knows that master, or if it is no master
    ///   within the policy's time limit
    public static CompletionStage<SentinelClient> open(
            String name,
            List<Endpoint> sentinels,
            ConnectionSettings toSentinels,
            ConnectionSettings settings,
            RetryPolicy policy,
            RandomGenerator random) {
        var loop = "hearsay-sentinel-client-" + CLIENTS.incrementAndGet();
        var ports = NettyLoop.ports(loop);
        Runnable atEnd = () -> NettyLoop.close(loop);
        return open(name, sentinels, toSentinels, settings, policy, random, ports, atEnd);
    }

    /// The same in a world of the caller's, whose thread goes on when the client is closed.
    public static CompletionStage<SentinelClient> open(
            String name,
            List<Endpoint> sentinels,
            ConnectionSettings toSentinels,
            ConnectionSettings settings,
            RetryPolicy policy,
            RandomGenerator random,
            Ports ports) {
        return open(name, sentinels, toSentinels, settings, policy, random, ports, () -> {});
    }

    private static CompletionStage<SentinelClient> open(
            String name,
            List<Endpoint> sentinels,
            ConnectionSettings toSentinels,
            ConnectionSettings settings,
            RetryPolicy policy,
            RandomGenerator random,
            Ports ports,
            Runnable atEnd) {
        if (sentinels.isEmpty()) throw new IllegalArgumentException("no sentinel to begin with");
        var shared = new Connections(settings, ports, false);
        var topology =
                new SentinelTopology(
                        name, List.copyOf(sentinels), toSentinels, policy, random, ports, shared);
        var sender = new Sender(settings, policy, random, ports, topology, shared);
        return whenReady(new SentinelClient(sender, topology, sentinels.getFirst(), atEnd));
    }

    /// Who is taken for the master at the moment.
    public Endpoint master() {
        return topology.master(Route.NO_SLOT);
    }

    /// Its replicas that can be read from, as a sentinel has listed them when it was asked last.
    public List<Endpoint> replicas() {
        return topology.replicas(Route.NO_SLOT);
    }
}
