package hearsay.gossip.member;

import hearsay.gossip.member.NodesConf.Entry;
import hearsay.gossip.member.NodesConf.OpenSlot;
import hearsay.gossip.model.NodeFlags;
import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.Role;
import hearsay.gossip.rules.Rules;
import hearsay.gossip.view.ClusterView;
import hearsay.gossip.view.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Turns a view into what nodes.conf says, and back.
final class Memory {

    private Memory() {}

    /// What a first start begins with: a master with a random name, alone.
    static ClusterView blank(RandomGenerator random, Rules rules, long nowMillis) {
        var self = new Node(NodeId.random(random), NodeId.random(random), true, nowMillis);
        self.setRole(Role.MASTER);
        return new ClusterView(self, rules);
    }

    static ClusterView recall(NodesConf conf, RandomGenerator random, Rules rules, long nowMillis) {
        var self = conf.nodes().stream().filter(Entry::isMyself).findFirst().orElseThrow();
        var view = new ClusterView(node(self, random, nowMillis), rules);
        for (Entry entry : conf.nodes()) {
            if (!entry.isMyself()) view.nodes.add(node(entry, random, nowMillis));
        }
        for (Entry entry : conf.nodes()) relate(view, entry, random, nowMillis);
        view.currentEpoch = conf.currentEpoch();
        view.lastVoteEpoch = rules.rememberedVote(conf.lastVoteEpoch());
        // The file may have been edited by hand.
        view.currentEpoch = view.maxEpoch();
        return view;
    }

    private static Node node(Entry entry, RandomGenerator random, long nowMillis) {
        var shardId = entry.shardId() == null ? NodeId.random(random) : entry.shardId();
        var node = new Node(entry.id(), shardId, entry.isMyself(), nowMillis);
        node.setAddress(entry.address());
        node.nodename = entry.nodename();
        node.setFlags(entry.flags(), nowMillis);
        node.configEpoch = entry.configEpoch();
        if (entry.pongReceived() != 0) node.setPongReceived(nowMillis);
        if (entry.pingSent() != 0) node.setPingSent(nowMillis);
        return node;
    }

    private static void relate(
            ClusterView view, Entry entry, RandomGenerator random, long nowMillis) {
        var node = known(view, entry.id(), random, nowMillis);
        if (entry.master() != null) {
            var master = known(view, entry.master(), random, nowMillis);
            view.setMasterOf(node, master);
            if (entry.shardId() == null) node.shardId = master.shardId;
        }
        var free = new ArrayList<Integer>();
        var slots = entry.slots();
        for (int slot = slots.next(0); slot >= 0; slot = slots.next(slot + 1)) {
            if (view.slots.owner(slot) != null) free.add(slot);
        }
        for (int slot : free) slots = slots.without(slot); // The first line that names it has it.
        view.bind(node, slots);
        for (OpenSlot open : entry.openSlots()) {
            var peer = known(view, open.peer(), random, nowMillis);
            if (open.importing()) {
                view.open.importFrom(open.slot(), peer);
            } else {
                view.open.migrate(open.slot(), peer);
            }
        }
    }

    private static Node known(ClusterView view, NodeId id, RandomGenerator random, long nowMillis) {
        var node = view.node(id);
        if (node != null) return node;
        var mentioned = new Node(id, NodeId.random(random), false, nowMillis);
        view.nodes.add(mentioned);
        return mentioned;
    }

    /// Handshakes are not remembered: their names are made up.
    static NodesConf of(ClusterView view) {
        var entries = new ArrayList<Entry>(view.nodes.size());
        for (Node node : view.nodes) if (!node.handshake) entries.add(entry(view, node));
        return new NodesConf(entries, view.currentEpoch, view.lastVoteEpoch);
    }

    static Entry entry(ClusterView view, Node node) {
        var master = node.master();
        return new Entry(
                node.id(),
                node.address,
                node.nodename,
                // A master that has not told me its shard yet must not disagree with its replicas:
                // the file would be refused.
                node.shardMaster().shardId,
                node.flags() & ~(NodeFlags.MEET | NodeFlags.MIGRATE_TO),
                master == null ? null : master.id(),
                node.pingSent,
                node.pongReceived(),
                node.shardMaster().configEpoch,
                node.link != 0 || node.myself,
                node.slots(),
                node.myself ? openSlots(view) : List.of());
    }

    private static List<OpenSlot> openSlots(ClusterView view) {
        if (!view.open.isAny()) return List.of();
        var migrating = view.open.migrating();
        var importing = view.open.importing();
        var open = new ArrayList<OpenSlot>();
        migrating.forEach((slot, to) -> open.add(new OpenSlot(slot, false, to.id())));
        importing.forEach((slot, from) -> {
            if (!migrating.containsKey(slot)) {
                open.add(new OpenSlot(slot, true, from.id()));
            }
        });
        open.sort((a, b) -> Integer.compare(a.slot(), b.slot()));
        return open;
    }
}
