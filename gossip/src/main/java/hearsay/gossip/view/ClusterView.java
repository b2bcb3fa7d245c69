package hearsay.gossip.view;

import hearsay.gossip.model.Health;
import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.Role;
import hearsay.gossip.model.SlotSet;
import hearsay.gossip.rules.Rules;
import org.jspecify.annotations.Nullable;

/// All that one node believes about its cluster.
///
/// Source: Redis Cluster specification, "Configuration handling, propagation, and failovers".
public final class ClusterView {

    public final Nodes nodes = new Nodes();
    public final SlotTable slots = new SlotTable();
    public final OpenSlots open = new OpenSlots();
    public final Blacklist blacklist = new Blacklist();
    public final Rules rules;
    private final Node self;

    /// The greatest epoch that I have heard of.
    public long currentEpoch;

    /// The epoch of the last vote that I gave.
    public long lastVoteEpoch;

    /// Masters with at least one slot, failed ones too: those whose majority decides.
    public int size;

    /// Whether the cluster works, as far as I can tell.
    public boolean ok;

    public ClusterView(Node self) {
        this(self, Rules.REDIS);
    }

    public ClusterView(Node self, Rules rules) {
        this.self = self;
        this.rules = rules;
        nodes.add(self);
    }

    public Node self() {
        return self;
    }

    public @Nullable Node node(NodeId id) {
        return nodes.get(id);
    }

    /// Looks up what a client wrote; null as well if that is no id at all.
    public @Nullable Node node(String id) {
        return NodeId.isValid(id) ? nodes.get(new NodeId(id)) : null;
    }

    public long maxEpoch() {
        long max = currentEpoch;
        for (Node node : nodes) max = Math.max(max, node.configEpoch);
        return max;
    }

    /// Returns whether that was news.
    public boolean setMaster(Node node) {
        if (node.isMaster()) return false;
        var master = node.master;
        if (master != null) {
            removeReplica(master, node);
            if (!node.myself) node.setMigrateTo(true);
        }
        node.setRole(Role.MASTER);
        node.master = null;
        return true;
    }

    /// A master says it is a replica now: what it owned is nobody's. Returns whether that was news.
    public boolean setReplica(Node node) {
        if (node.isReplica()) return false;
        if (node.isMaster()) {
            slots.unbind(node.slots);
            node.setMigrateTo(false);
        }
        node.setRole(Role.REPLICA);
        return true;
    }

    public void setMasterOf(Node replica, Node master) {
        var former = replica.master;
        if (former == master) return;
        if (former != null) removeReplica(former, replica);
        replica.master = master;
        master.replicas.add(replica);
        master.setMigrateTo(true);
    }

    private static void removeReplica(Node master, Node replica) {
        master.replicas.remove(replica);
        if (master.replicas.isEmpty()) master.setMigrateTo(false);
    }

    public void bind(Node owner, SlotSet claimed) {
        if (!claimed.isEmpty()) slots.bind(owner, claimed, mastersHaveReplicas());
    }

    private boolean mastersHaveReplicas() {
        for (Node node : nodes) if (!node.isReplica() && !node.replicas.isEmpty()) return true;
        return false;
    }

    /// Forgets a node and all that was believed because of it.
    public void remove(Node node) {
        open.forget(node);
        slots.unbind(node.slots);
        for (Node replica : node.replicas) replica.master = null;
        node.replicas.clear();
        var master = node.master;
        if (master != null) removeReplica(master, node);
        node.master = null;
        nodes.remove(node);
    }

    /// Replicas of `master` that the cluster does not think dead.
    public static int workingReplicas(Node master) {
        int count = 0;
        for (Node replica : master.replicas) if (replica.health != Health.FAIL) count++;
        return count;
    }
}
