package hearsay.gossip.failover;

import hearsay.gossip.model.Health;
import hearsay.gossip.view.ClusterView;
import hearsay.gossip.view.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Replicas move to where they are needed: a master that has lost its last working replica gets one
/// from the master that has most of them.
///
/// ```
///   A ── a1 a2 a3        A ── a1 a2 a3         A ── a2 a3
///   B ── b1         →    B ── (b1 died)   →    B ── a1        a1 has the smallest name
/// ```
///
/// Without it a cluster dies of two failures, in whatever order and however far apart, that strike
/// the same master; with it, a few spare replicas anywhere protect all masters.
///
/// Nobody is asked: each replica looks around and finds out whether it is the one. It is if its
/// master has more working replicas than all others, or as many, and among the replicas of such
/// masters none has a smaller name. (Those that are dead are counted here, as in Redis: while one
/// of them has the smallest name, nobody moves.) Two replicas that see things differently may move
/// both, which does no harm.
///
/// Source: Redis Cluster specification, "Replica migration", "Replica migration algorithm".
public final class ReplicaMigration {

    /// After a failover the heir seems to be without replicas until its siblings have said that
    /// they follow it. They get this long.
    public static final long PATIENCE_MILLIS = 5_000;

    /// A master with fewer gives none away.
    private static final int WORTH_SHARING = 2;

    /// Since when each master has been without a working replica, as far as I have looked.
    private final Map<Node, Long> orphanedSince = new LinkedHashMap<>();

    /// Whether somebody waits to be helped, so that it is worth looking often.
    public boolean isWatching() {
        return !orphanedSince.isEmpty();
    }

    /// As one who is no replica, or may not move: forgets whom it watched.
    public void rest() {
        orphanedSince.clear();
    }

    /// Looks around as a replica.
    ///
    /// @param barrier how many working replicas my master must have without me
    /// @return whom I have to replicate from now on, null to stay
    public @Nullable Node look(ClusterView view, int barrier, long nowMillis) {
        var orphans = new ArrayList<Node>();
        int most = 0;
        for (Node node : view.nodes) {
            if (!node.isMaster() || node.isFailed() || node.noAddress || node.handshake) continue;
            int working = ClusterView.workingReplicas(node);
            most = Math.max(most, working);
            if (working == 0 && node.migrateTo) orphans.add(node);
        }
        watch(orphans, nowMillis);
        var target = firstWithSlots(orphans);
        var master = view.self().master();
        if (target == null || master == null || !view.ok) return null;
        if (most < WORTH_SHARING || ClusterView.workingReplicas(master) != most) return null;
        if (reachableReplicas(master) <= barrier || !isFirst(view, most)) return null;
        long since = orphanedSince.getOrDefault(target, nowMillis);
        return nowMillis - since > PATIENCE_MILLIS ? target : null;
    }

    private void watch(List<Node> orphans, long nowMillis) {
        orphanedSince.keySet().retainAll(orphans);
        for (Node orphan : orphans) orphanedSince.putIfAbsent(orphan, nowMillis);
    }

    private static @Nullable Node firstWithSlots(List<Node> orphans) {
        for (Node orphan : orphans) if (!orphan.slots().isEmpty()) return orphan;
        return null;
    }

    private static int reachableReplicas(Node master) {
        int count = 0;
        for (Node replica : master.replicas()) if (replica.health == Health.OK) count++;
        return count;
    }

    /// Whether no replica of a master with `most` working ones has a smaller name than I.
    private static boolean isFirst(ClusterView view, int most) {
        var self = view.self();
        for (Node master : view.nodes) {
            if (!master.isMaster() || ClusterView.workingReplicas(master) != most) continue;
            for (Node replica : master.replicas()) {
                if (replica.id().compareTo(self.id()) < 0) return false;
            }
        }
        return true;
    }
}
