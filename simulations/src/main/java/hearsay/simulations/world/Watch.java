package hearsay.simulations.world;

import java.time.Duration;
import java.util.List;

/// The Sentinels of a world without a cluster: who watches its one master.
///
/// @param sentinels how many, 0 for a world that is a cluster
/// @param quorum of those that must agree that the master is down
/// @param downAfter `down-after-milliseconds`
/// @param failoverTimeout `failover-timeout`
/// @param parallelSyncs `parallel-syncs`
/// @param priorities `replica-priority` of the first replicas; the others have the usual one
/// @param clientsKnow so many of the Sentinels each client asks and listens to, from the one of its
///   own number on
public record Watch(
        int sentinels,
        int quorum,
        Duration downAfter,
        Duration failoverTimeout,
        int parallelSyncs,
        List<Integer> priorities,
        int clientsKnow) {

    /// The name of the master that they watch.
    public static final String MASTER = "mymaster";

    /// Where the first Sentinel listens; the others follow.
    public static final int FIRST_PORT = 26_379;

    private static final int USUAL_PRIORITY = 100;

    /// No Sentinels: the world is a cluster.
    public static final Watch NONE =
            new Watch(0, 1, Duration.ofSeconds(30), Duration.ofMinutes(3), 1, List.of(), 1);

    public Watch {
        if (sentinels < 0) throw new IllegalArgumentException("Sentinels cannot be negative");
        if (quorum < 1) throw new IllegalArgumentException("a quorum is at least one");
        if (sentinels > 0 && quorum > sentinels)
            throw new IllegalArgumentException("a quorum of more than all Sentinels is never met");
        if (downAfter.toMillis() < 1 || failoverTimeout.toMillis() < 1)
            throw new IllegalArgumentException("times of a watch are at least 1ms");
        if (parallelSyncs < 1)
            throw new IllegalArgumentException("at least one replica is synchronised at a time");
        for (int priority : priorities) {
            if (priority < 0) throw new IllegalArgumentException("priorities cannot be negative");
        }
        if (clientsKnow < 1)
            throw new IllegalArgumentException("a client knows one Sentinel at least");
        priorities = List.copyOf(priorities);
    }

    /// So many Sentinels that a majority of them must agree.
    public static Watch of(int sentinels, Duration downAfter) {
        return new Watch(
                sentinels,
                sentinels / 2 + 1,
                downAfter,
                Duration.ofSeconds(20),
                1,
                List.of(),
                sentinels);
    }

    public boolean isNone() {
        return sentinels == 0;
    }

    /// Of a node's `replica-priority`.
    ///
    /// @param replica counted from 0; the first master is -1
    public int priority(int replica) {
        return replica >= 0 && replica < priorities.size()
                ? priorities.get(replica)
                : USUAL_PRIORITY;
    }

    /// sentinel.conf of one that listens at `port`.
    ///
    /// @param master where the master is
    String conf(String ip, int port, String masterIp, int masterPort) {
        return """
        port %d
        bind %s
        dir %s
        protected-mode no
        sentinel monitor %s %s %d %d
        sentinel down-after-milliseconds %s %d
        sentinel failover-timeout %s %d
        sentinel parallel-syncs %s %d
        """
                .formatted(
                        port,
                        ip,
                        VirtualFiles.HOME,
                        MASTER,
                        masterIp,
                        masterPort,
                        quorum,
                        MASTER,
                        downAfter.toMillis(),
                        MASTER,
                        failoverTimeout.toMillis(),
                        MASTER,
                        parallelSyncs);
    }
}
