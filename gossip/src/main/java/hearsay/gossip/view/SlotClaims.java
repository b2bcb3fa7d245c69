package hearsay.gossip.view;

import hearsay.gossip.model.SlotSet;
import org.jspecify.annotations.Nullable;

/// How a master's claim to slots changes my view, and what that means for me.
///
/// "Last failover wins": a slot goes to who claims it with the greater config epoch, or to who
/// claims it at all if nobody does. A slot that I am importing is left to the operator, unless its
/// owner is replaced within its shard (as in Valkey; Redis 7.2 leaves that to the operator too). A
/// slot that its owner stops claiming stays bound to it, because an outdated answer redirects a
/// client once while no answer is an outage, but I do not spread it any more.
///
/// Source: Redis Cluster specification, "Hash slots configuration propagation", "How nodes rejoin
/// the cluster", "Replica migration".
public final class SlotClaims {

    private SlotClaims() {}

    /// What a claim changed.
    ///
    /// @param rebound slots that went to the claimant
    /// @param lost those of them that were mine; if I remain a master, their keys must go
    /// @param follow whom I have to replicate now, null if nothing changes for me
    /// @param subReplica whether that is because my master became a replica
    public record Outcome(
            SlotSet rebound, SlotSet lost, @Nullable Node follow, boolean subReplica) {}

    /// Lets a master claim slots.
    ///
    /// @param claimant a master, not myself
    /// @param allowReplicaMigration if not, I follow only one that took all my slots at once and
    ///   has no others
    public static Outcome merge(
            ClusterView view,
            Node claimant,
            long epoch,
            SlotSet claimed,
            boolean allowReplicaMigration) {
        var self = view.self();
        var myMaster = self.isMaster() ? self : self.master();
        var rebound = new SlotSet.Builder();
        var lost = new SlotSet.Builder();
        int taken = 0;
        var wanted = claimed.minus(claimant.slots());
        for (int slot = wanted.next(0); slot >= 0; slot = wanted.next(slot + 1)) {
            if (!yields(view, slot, claimant, epoch)) continue;
            var owner = view.slots.owner(slot);
            if (owner == self) lost.add(slot);
            if (owner != null && owner == myMaster) taken++;
            rebound.add(slot);
        }
        var gained = rebound.build();
        view.bind(claimant, gained);
        view.slots.markClaims(claimant, claimed);

        if (taken > 0 && myMaster != null && myMaster.slots().isEmpty()) {
            if (allowReplicaMigration || claimed.size() == taken) {
                return new Outcome(gained, SlotSet.EMPTY, claimant, false);
            }
        }
        var grandmaster = grandmaster(self);
        if (grandmaster != null) return new Outcome(gained, SlotSet.EMPTY, grandmaster, true);
        return new Outcome(gained, lost.build(), null, false);
    }

    private static boolean yields(ClusterView view, int slot, Node claimant, long epoch) {
        var slots = view.slots;
        var owner = slots.owner(slot);
        if (view.open.isImporting(slot) && !isHeir(claimant, owner, view.open.source(slot))) {
            return false;
        }
        return owner == null
                || slots.isUnclaimed(slot)
                || view.rules.outranks(epoch, owner.configEpoch);
    }

    /// Whether whom I take a slot from was replaced by one of its replicas. What is said of the
    /// slot then is no decision about the migration; without it the slot would stay a dead node's,
    /// and I would think the whole cluster down.
    private static boolean isHeir(Node claimant, @Nullable Node owner, @Nullable Node source) {
        return owner != null && owner == source && claimant.shardId.equals(owner.shardId);
    }

    /// My master's master, which there is when my master lost its last slot; not if that is me, as
    /// can be after a TAKEOVER.
    private static @Nullable Node grandmaster(Node self) {
        var master = self.master();
        var grandmaster = master == null ? null : master.master();
        return grandmaster == self ? null : grandmaster;
    }

    /// Who owns, by a newer epoch, something that `sender` claims. It needs an UPDATE then.
    public static @Nullable Node newerOwner(
            ClusterView view, Node sender, long epoch, SlotSet claimed) {
        for (int slot = claimed.next(0); slot >= 0; slot = claimed.next(slot + 1)) {
            var owner = view.slots.owner(slot);
            if (owner == null || owner == sender || view.slots.isUnclaimed(slot)) continue;
            if (owner.configEpoch > epoch) return owner;
        }
        return null;
    }
}
