package hearsay.simulations.junit;

import hearsay.gossip.member.Member;
import hearsay.gossip.model.NodeFlags;
import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.SlotSet;
import hearsay.node.server.Server;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What a node thought of itself and of the others after the last thing that happened to it.
///
/// @param master whom it follows, null for a master
/// @param slots its own
/// @param owners of all slots, as it sees them
/// @param suspected whom it calls PFAIL or FAIL
/// @param isInSync whether, being a replica, it has a copy of its master's data and goes on
///   receiving
/// @param offset up to where it has written, or copied, the stream of its shard's changes
/// @param blockedClients how many wait for a key, a replica, a message
record View(
        NodeId id,
        boolean isOk,
        @Nullable NodeId master,
        SlotSet slots,
        long configEpoch,
        SortedMap<NodeId, SlotSet> owners,
        SortedSet<NodeId> suspected,
        boolean isInSync,
        long offset,
        int blockedClients) {

    /// To be called on the node's own thread.
    static View of(Server server, Member member) {
        var suspected = new TreeSet<NodeId>();
        for (var entry : member.conf().nodes()) {
            if ((entry.flags() & NodeFlags.FAILING) != 0) suspected.add(entry.id());
        }
        var link = server.replication().master();
        return new View(
                member.myId(),
                member.isOk(),
                member.master(),
                member.mySlots(),
                member.myConfigEpoch(),
                member.owners(),
                suspected,
                link != null && link.isUp(),
                server.replication().offset(),
                server.waiting().count());
    }

    boolean isMaster() {
        return master == null;
    }

    /// Who serves a slot, null for nobody.
    @Nullable NodeId ownerOf(int slot) {
        for (var owner : owners.entrySet()) {
            if (owner.getValue().contains(slot)) return owner.getKey();
        }
        return null;
    }

    @Override
    public String toString() {
        return (isOk ? "ok" : "fail")
                + (master == null ? ", master of " + slots.ranges() : ", replica of " + master)
                + (master != null && !isInSync ? ", not in sync" : "")
                + (suspected.isEmpty() ? "" : ", suspects " + suspected);
    }
}
