package hearsay.simulations.junit;

import hearsay.gossip.bus.BusMessage;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which messages of the cluster bus are meant, to be followed by what happens to them:
///
/// ```
/// cluster.bus().drop(FAIL);
/// cluster.bus().from(replica).to(a, b).drop(VOTE_REQUEST);
/// cluster.bus().from(voter).delay(VOTE, Duration.ofMillis(300));
/// cluster.bus().times(1).drop(UPDATE);
/// ```
public final class BusRoute {

    private final Cluster cluster;
    private final @Nullable List<Integer> from;
    private final @Nullable List<Integer> to;
    private final int times;

    BusRoute(Cluster cluster) {
        this(cluster, null, null, Integer.MAX_VALUE);
    }

    private BusRoute(
            Cluster cluster, @Nullable List<Integer> from, @Nullable List<Integer> to, int times) {
        this.cluster = cluster;
        this.from = from;
        this.to = to;
        this.times = times;
    }

    /// Only those that one of these sends.
    public BusRoute from(ClusterNode... senders) {
        return new BusRoute(cluster, ports(senders), to, times);
    }

    /// Only those that are for one of these.
    public BusRoute to(ClusterNode... receivers) {
        return new BusRoute(cluster, from, ports(receivers), times);
    }

    /// Only the next so many.
    public BusRoute times(int count) {
        return new BusRoute(cluster, from, to, count);
    }

    /// They are lost. The links go on.
    public BusFault drop(BusMessage.Type type) {
        return cluster.begin(new BusFault(cluster, from, to, type, null, times));
    }

    /// They come so much later, and what follows on the same link comes after them.
    public BusFault delay(BusMessage.Type type, Duration by) {
        return cluster.begin(new BusFault(cluster, from, to, type, by, times));
    }

    private static List<Integer> ports(ClusterNode... nodes) {
        return Arrays.stream(nodes).map(ClusterNode::port).toList();
    }
}
