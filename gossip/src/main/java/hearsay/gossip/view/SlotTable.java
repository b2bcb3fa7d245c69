package hearsay.gossip.view;

import hearsay.gossip.model.Slot;
import hearsay.gossip.model.SlotSet;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/// Who owns each slot, as far as I know.
///
/// The table and the sets that the nodes hold are two views of one relation, and only the methods
/// here change either.
public final class SlotTable {

    private final @Nullable Node[] owners = new @Nullable Node[Slot.COUNT];

    /// Slots bound to a node that no longer claims them. They stay bound, so that clients still get
    /// an answer, but I do not tell others.
    private SlotSet notClaimed = SlotSet.EMPTY;

    private SlotSet changed = SlotSet.EMPTY;

    public @Nullable Node owner(int slot) {
        return owners[slot];
    }

    public SlotSet notClaimed() {
        return notClaimed;
    }

    /// Free for whoever claims it: unbound, or its owner does not want it any more.
    public boolean isUnclaimed(int slot) {
        return owners[slot] == null || notClaimed.contains(slot);
    }

    /// Gives slots to a node, whoever had them.
    ///
    /// @param mastersHaveReplicas whether any master has one: then a master with its first slot is
    ///   promised replicas too (Redis issue 3043)
    public void bind(Node owner, SlotSet slots, boolean mastersHaveReplicas) {
        if (slots.isEmpty()) return;
        unbind(slots);
        for (int s = slots.next(0); s >= 0; s = slots.next(s + 1)) owners[s] = owner;
        if (owner.slots.isEmpty() && mastersHaveReplicas) owner.setMigrateTo(true);
        owner.setSlots(owner.slots.union(slots));
        changed = changed.union(slots);
    }

    /// Takes slots from whoever has them.
    public void unbind(SlotSet slots) {
        var losers = new ArrayList<Node>();
        Node last = null;
        for (int s = slots.next(0); s >= 0; s = slots.next(s + 1)) {
            var owner = owners[s];
            if (owner == null) continue;
            owners[s] = null;
            if (owner == last) continue;
            last = owner;
            if (!losers.contains(owner)) losers.add(owner);
        }
        if (losers.isEmpty()) return;
        for (Node loser : losers) {
            changed = changed.union(loser.slots.intersection(slots));
            loser.setSlots(loser.slots.minus(slots));
        }
        notClaimed = notClaimed.minus(slots);
    }

    /// What `owner` says it owns, compared with what is bound to it: see [#notClaimed].
    void markClaims(Node owner, SlotSet claimed) {
        if (owner.slots.equals(claimed))
            owner.slots = claimed; // one object in all views from now on
        if (!notClaimed.isEmpty()) notClaimed = notClaimed.minus(owner.slots.intersection(claimed));
        notClaimed = notClaimed.union(owner.slots.minus(claimed));
    }

    /// The slots that changed hands since the last call.
    public SlotSet drainChanged() {
        var drained = changed;
        changed = SlotSet.EMPTY;
        return drained;
    }
}
