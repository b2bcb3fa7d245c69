package hearsay.simulations.junit;

import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.SlotSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Who is what in a cluster, by what its nodes think.
final class Roles {

    private final List<ClusterNode> nodes;
    private final Cuts cuts;

    /// Who owned what when the test last waited for something.
    private SortedMap<NodeId, SlotSet> settled = new TreeMap<>();

    Roles(List<ClusterNode> nodes, Cuts cuts) {
        this.nodes = nodes;
        this.cuts = cuts;
    }

    /// The node that serves a slot: of those that say so the one with the greatest epoch; if none
    /// does, who is down and was its owner, as the others say.
    ///
    /// @throws IllegalStateException nobody owns it
    ClusterNode master(int slot) {
        var serving = serving(slot);
        if (serving != null) return serving;
        for (var node : nodes) {
            var view = node.view();
            var owner = view == null ? null : view.ownerOf(slot);
            if (owner != null) return byId(owner);
        }
        throw new IllegalStateException("nobody owns slot " + slot);
    }

    private @Nullable ClusterNode serving(int slot) {
        ClusterNode found = null;
        long epoch = -1;
        for (var node : nodes) {
            var view = node.view();
            if (view == null || !view.isMaster() || !view.slots().contains(slot)) continue;
            if (view.configEpoch() <= epoch) continue;
            found = node;
            epoch = view.configEpoch();
        }
        return found;
    }

    /// Those that follow a node and run, in the order of their ports.
    List<ClusterNode> replicasOf(ClusterNode master) {
        var id = new NodeId(master.id());
        var found = new ArrayList<ClusterNode>();
        for (var node : nodes) {
            var view = node.view();
            if (view != null && id.equals(view.master())) found.add(node);
        }
        found.sort(Comparator.comparingInt(ClusterNode::port));
        return found;
    }

    ClusterNode byId(NodeId id) {
        for (var node : nodes) if (node.id().equals(id.hex())) return node;
        throw new IllegalStateException("no node of this cluster: " + id);
    }

    /// Whether those that run are of one mind: everything is served, everybody is well, and every
    /// replica has its master's data.
    boolean areHealthy() {
        var awake = nodes.stream().filter(ClusterNode::isAwake).toList();
        SortedMap<NodeId, SlotSet> owners = null;
        for (var node : awake) {
            var view = node.view();
            if (view == null || !view.isOk() || isSuspicious(view)) return false;
            if (!view.isMaster() && !(view.isInSync() && isServed(view.master()))) return false;
            if (owners != null && !owners.equals(view.owners())) return false;
            owners = view.owners();
        }
        return owners != null;
    }

    /// Whether somebody suspects one that runs.
    private boolean isSuspicious(View view) {
        for (var id : view.suspected()) if (byId(id).isAwake()) return true;
        return false;
    }

    private boolean isServed(@Nullable NodeId master) {
        var node = byId(Objects.requireNonNull(master));
        var view = node.view();
        return node.isAwake() && view != null && view.isMaster();
    }

    void forget() {
        settled = new TreeMap<>();
    }

    /// From now on what the nodes say now is what was before.
    void settle() {
        for (var node : nodes) {
            var view = node.view();
            if (!node.isAwake() || view == null) continue;
            if (settled.isEmpty() || view.isOk()) settled = view.owners();
        }
    }

    /// Who was the owner of a slot before the test began to break things, or since it last waited.
    ClusterNode ownerBefore(int slot) {
        for (var owner : settled.entrySet()) {
            if (owner.getValue().contains(slot)) return byId(owner.getKey());
        }
        throw new IllegalStateException("nobody owned slot " + slot);
    }

    /// Whether a slot has another owner than before, all who run and can hear of it have, and say
    /// that the cluster works.
    boolean isTakenOver(int slot) {
        var now = serving(slot);
        if (now == null || now == ownerBefore(slot) || !now.isAwake()) return false;
        return isOwnedBy(slot, now);
    }

    /// Whether all who run and can hear of it agree that a slot is a node's.
    boolean isOwnedBy(int slot, ClusterNode owner) {
        var id = new NodeId(owner.id());
        for (var node : nodes) {
            if (!node.isAwake() || cuts.isCut(node.port(), owner.port())) continue;
            var view = node.view();
            if (view == null || !view.isOk() || !id.equals(view.ownerOf(slot))) return false;
        }
        return true;
    }

    /// A line for each node.
    String text() {
        var text = new StringBuilder();
        for (var node : nodes) {
            text.append(node.name()).append("  ").append(node.id()).append("  ");
            var view = node.view();
            if (!node.isUp()) text.append("down");
            else text.append(node.isPaused() ? "paused, " : "").append(view);
            text.append('\n');
        }
        return text.toString();
    }
}
