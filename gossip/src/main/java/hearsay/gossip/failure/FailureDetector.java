package hearsay.gossip.failure;

import hearsay.gossip.model.Health;
import hearsay.gossip.view.ClusterView;
import hearsay.gossip.view.Node;

/// From silence to suspicion, from suspicions to a verdict, and back.
///
/// ```
///            silent for T                a majority of masters reported it in the last 2 T,
///                                        or someone says FAIL
///      OK ─────────────────▶ PFAIL ─────────────────▶ FAIL
///       ▲        a PONG        │                        │  a PONG from a replica or a master
///       ◀──────────────────────┘                        │  without slots; from a master with
///       ◀───────────────────────────────────────────────┘  slots only after 2 T in which nobody
///                                                          took them
/// ```
///
/// The agreement is weak on purpose: masters say PFAIL at different moments. What makes failover
/// safe is the vote, not this.
///
/// Source: Redis Cluster specification, "Failure detection".
public final class FailureDetector {

    /// Reports count for this many node timeouts.
    private static final int REPORT_VALIDITY = 2;

    /// A master that nobody replaced gets this many node timeouts before it may come back.
    private static final int UNDO_AFTER = 2;

    private FailureDetector() {}

    /// Flags a silent node PFAIL. Anything that arrives from a node counts as life, not just a
    /// PONG, since a busy link may delay one.
    ///
    /// @return whether it is newly suspected
    public static boolean suspect(Node node, long nowMillis, long nodeTimeoutMillis) {
        if (node.pingSent == 0 || node.health != Health.OK) return false;
        long silentMillis = Math.min(nowMillis - node.pingSent, nowMillis - node.dataReceived);
        if (silentMillis <= nodeTimeoutMillis) return false;
        node.setHealth(Health.PFAIL);
        return true;
    }

    /// Flags a suspected node FAIL if enough masters agree. A replica may find that out too, though
    /// its own opinion does not count.
    ///
    /// @return whether it failed just now; then everybody is to be told
    public static boolean failOnQuorum(
            ClusterView view, Node node, long nowMillis, long nodeTimeoutMillis) {
        if (!node.isSuspected()) return false;
        int reports = reports(node, nowMillis, nodeTimeoutMillis);
        if (view.self().isMaster()) reports++;
        if (reports < view.rules.suspicionsNeeded(view.size)) return false;
        node.fail(nowMillis);
        return true;
    }

    public static int reports(Node node, long nowMillis, long nodeTimeoutMillis) {
        return node.reports.count(nowMillis, REPORT_VALIDITY * nodeTimeoutMillis);
    }

    /// What a PONG from a node that I thought dead changes.
    public enum Recovery {
        /// Still FAIL: it is a master, and its replicas may be about to take over.
        NONE,
        /// It was only suspected.
        UNSUSPECTED,
        REPLICA,
        MASTER_WITHOUT_SLOTS,
        /// Nobody serves its slots after some time: better it than nobody.
        MASTER_NOT_REPLACED
    }

    public static Recovery recover(Node node, long nowMillis, long nodeTimeoutMillis) {
        var recovery = recoveryOf(node, nowMillis, nodeTimeoutMillis);
        if (recovery != Recovery.NONE) node.setHealth(Health.OK);
        return recovery;
    }

    private static Recovery recoveryOf(Node node, long nowMillis, long nodeTimeoutMillis) {
        return switch (node.health) {
            case OK -> Recovery.NONE;
            case PFAIL -> Recovery.UNSUSPECTED;
            case FAIL -> {
                if (node.isReplica()) yield Recovery.REPLICA;
                if (node.slots().isEmpty()) yield Recovery.MASTER_WITHOUT_SLOTS;
                boolean longAgo = nowMillis - node.failedAt > UNDO_AFTER * nodeTimeoutMillis;
                yield node.isMaster() && longAgo ? Recovery.MASTER_NOT_REPLACED : Recovery.NONE;
            }
        };
    }
}
