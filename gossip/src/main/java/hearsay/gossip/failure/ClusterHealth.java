package hearsay.gossip.failure;

import hearsay.gossip.model.Slot;
import hearsay.gossip.view.ClusterView;
import hearsay.gossip.view.Node;

/// Decides whether the cluster works, as far as I can see: `cluster_state` of CLUSTER INFO.
///
/// It fails when a slot has no living owner (if full coverage is required), or when I reach only a
/// minority of the masters: then others may be electing my successor.
///
/// A master hesitates before it says "ok" again, so that news of what happened meanwhile reaches it
/// before the writes of clients do: 2 s after its start, and one node timeout (0.5 to 5 s) after it
/// was with the minority.
///
/// Source: Redis Cluster specification, "Availability", "Survival after partitions".
public final class ClusterHealth {

    private static final long WRITABLE_DELAY_MILLIS = 2_000;
    private static final long MIN_REJOIN_DELAY_MILLIS = 500;
    private static final long MAX_REJOIN_DELAY_MILLIS = 5_000;

    private long firstAskedAt = Node.NEVER;
    private long amongMinorityAt = Node.NEVER;

    /// Brings `view.ok` and `view.size` up to date; returns whether the state changed.
    public boolean update(
            ClusterView view, boolean requireFullCoverage, long nodeTimeoutMillis, long nowMillis) {
        if (firstAskedAt == Node.NEVER) firstAskedAt = nowMillis;
        int reachable = 0;
        int covered = 0;
        for (Node node : view.nodes) {
            if (!node.isFailed()) covered += node.slots().size();
            if (!isCounted(view, node)) continue;
            if (!node.isFailed() && !node.isSuspected()) reachable++;
        }
        count(view);
        boolean master = view.self().isMaster();
        if (master && !view.ok && nowMillis - firstAskedAt < WRITABLE_DELAY_MILLIS) return false;

        boolean majority = view.rules.mayServe(reachable, view.size);
        if (!majority) amongMinorityAt = nowMillis;
        boolean ok = majority && (!requireFullCoverage || covered == Slot.COUNT);

        if (ok == view.ok) return false;
        long rejoinDelay =
                Math.clamp(nodeTimeoutMillis, MIN_REJOIN_DELAY_MILLIS, MAX_REJOIN_DELAY_MILLIS);
        if (ok && master && nowMillis - amongMinorityAt < rejoinDelay) return false;
        view.ok = ok;
        return true;
    }

    /// I am alone with myself, whatever the view says of others; returns whether the state changed.
    public boolean reachNobody(ClusterView view, long nowMillis) {
        int reachable = isCounted(view, view.self()) ? 1 : 0;
        if (view.rules.mayServe(reachable, view.size)) return false;
        amongMinorityAt = nowMillis;
        boolean changed = view.ok;
        view.ok = false;
        return changed;
    }

    /// Brings `view.size` up to date. Due as soon as there is a view: Redis counts only after the
    /// first tick, a master after the delay above, and until then one report is a majority to it.
    public static void count(ClusterView view) {
        int size = 0;
        for (Node node : view.nodes) if (isCounted(view, node)) size++;
        view.size = size;
    }

    private static boolean isCounted(ClusterView view, Node node) {
        return view.rules.isCounted(node.role, !node.slots().isEmpty(), node.health);
    }
}
