package hearsay.gossip.member;

import hearsay.gossip.bus.BusMessage.ManualFailoverStart;
import hearsay.gossip.diary.Happening;
import hearsay.gossip.model.Address;
import hearsay.gossip.model.Ip;
import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.SlotRange;
import hearsay.gossip.model.SlotSet;
import hearsay.gossip.view.Blacklist;
import hearsay.gossip.view.Node;

/// The CLUSTER commands that change something: conditions first, then the deed.
///
/// Source: the documentation of each command.
final class Administration {

    private static final int MAX_PORT = 65535;

    private final Core core;
    private final Heartbeats heartbeats;
    private final Failover failover;

    Administration(Core core, Heartbeats heartbeats, Failover failover) {
        this.core = core;
        this.heartbeats = heartbeats;
        this.failover = failover;
    }

    /// MEET: shakes hands with whoever is at this address. Asking twice for one is no error.
    void meet(String ip, long port, long busPort) {
        var normal = Ip.normalise(ip);
        if (normal == null || !isPort(port) || !isPort(busPort)) {
            throw new ClusterError("Invalid node address specified: " + ip + ":" + port);
        }
        for (Node node : core.view.nodes) {
            boolean same =
                    node.handshake && node.address.samePlace(normal, (int) port, 0, (int) busPort);
            if (same) return;
        }
        var node = core.newNode(NodeId.random(core.random));
        node.setHandshake(true);
        node.setMeet(true);
        node.setAddress(new Address(normal, (int) port, 0, (int) busPort, ""));
        core.view.nodes.add(node);
    }

    private static boolean isPort(long port) {
        return port > 0 && port <= MAX_PORT;
    }

    void addSlots(Iterable<SlotRange> ranges) {
        var slots = new SlotSet.Builder();
        for (SlotRange range : ranges) {
            for (int slot = range.first(); slot <= range.last(); slot++) {
                if (core.view.slots.owner(slot) != null) {
                    throw new ClusterError("Slot " + slot + " is already busy");
                }
                once(slots, slot);
            }
        }
        var added = slots.build();
        added.ranges().forEach(this::closeImports);
        core.view.bind(core.self(), added);
        saveAndUpdate();
    }

    void deleteSlots(Iterable<SlotRange> ranges) {
        var slots = new SlotSet.Builder();
        for (SlotRange range : ranges) {
            for (int slot = range.first(); slot <= range.last(); slot++) {
                if (core.view.slots.owner(slot) == null) {
                    throw new ClusterError("Slot " + slot + " is already unassigned");
                }
                once(slots, slot);
            }
        }
        var deleted = slots.build();
        deleted.ranges().forEach(this::closeImports);
        core.view.slots.unbind(deleted);
        saveAndUpdate();
    }

    private static void once(SlotSet.Builder slots, int slot) {
        if (slots.contains(slot)) {
            throw new ClusterError("Slot " + slot + " specified multiple times");
        }
        slots.add(slot);
    }

    private void closeImports(SlotRange range) {
        core.view.open.closeImports(range.first(), range.last());
    }

    void flushSlots(boolean keyspaceEmpty) {
        if (!keyspaceEmpty) {
            throw new ClusterError("DB must be empty to perform CLUSTER FLUSHSLOTS.");
        }
        core.view.slots.unbind(core.self().slots());
        saveAndUpdate();
    }

    void replicate(String masterId, boolean keyspaceEmpty) {
        var master = core.view.node(masterId);
        if (master == null) throw ClusterError.unknownNode(masterId);
        if (master.myself) throw new ClusterError("Can't replicate myself");
        if (master.isReplica()) {
            throw new ClusterError("I can only replicate a master, not a replica.");
        }
        var self = core.self();
        if (self.isMaster() && (!self.slots().isEmpty() || !keyspaceEmpty)) {
            throw new ClusterError(
                    "To set a master the node must be empty and without assigned slots.");
        }
        core.follow(master);
        saveAndUpdate();
    }

    void failover(Member.FailoverKind kind) {
        var self = core.self();
        if (self.isMaster()) {
            throw new ClusterError("You should send CLUSTER FAILOVER to a replica");
        }
        var master = self.master();
        if (master == null) {
            throw new ClusterError("I'm a replica but my master is unknown to me");
        }
        boolean gentle = kind == Member.FailoverKind.GENTLE;
        if (gentle && (master.isFailed() || master.link == 0)) {
            throw new ClusterError("Master is down or failed, please use CLUSTER FAILOVER FORCE");
        }
        core.endManualFailover();
        switch (kind) {
            case GENTLE -> {
                core.manual.begin(core.now);
                core.out.diary(new Happening.ManualFailoverAccepted());
                core.out.send(master.link, new ManualFailoverStart(heartbeats.header(0)));
            }
            case FORCE -> {
                core.manual.force(core.now);
                core.out.diary(new Happening.ForcedFailoverAccepted());
            }
            case TAKEOVER -> {
                core.out.diary(new Happening.TakeoverAccepted());
                core.bumpEpoch();
                failover.replaceMaster();
            }
        }
    }

    void forget(String id) {
        var node = core.view.node(id);
        if (node == null) {
            boolean forgotten =
                    NodeId.isValid(id) && core.view.blacklist.contains(new NodeId(id), core.now);
            if (forgotten) return; // Another node was told first, and told me.
            throw ClusterError.unknownNode(id);
        }
        if (node.myself) throw new ClusterError("I tried hard but I can't forget myself...");
        if (core.self().master() == node) throw new ClusterError("Can't forget my master!");
        core.view.blacklist.add(node.id(), Blacklist.TTL_SECONDS, core.now);
        core.forget(node);
        saveAndUpdate();
    }

    void reset(boolean hard, boolean keyspaceEmpty) {
        var self = core.self();
        if (self.isMaster() && !keyspaceEmpty) {
            throw new ClusterError(
                    "CLUSTER RESET can't be called with master nodes containing keys");
        }
        if (self.isReplica()) {
            core.view.setMaster(self);
            core.stopReplicating();
            core.out.add(new Effect.DropAllKeys());
        }
        core.view.open.closeAll();
        core.endManualFailover();
        core.view.slots.unbind(SlotSet.ALL);
        for (Node node : core.view.nodes.snapshot()) if (!node.myself) core.forget(node);
        core.view.blacklist.clear();
        if (hard) becomeSomebodyElse(self);
        core.out.updateState = true;
        core.out.saveSync();
    }

    private void becomeSomebodyElse(Node self) {
        core.view.currentEpoch = 0;
        core.view.lastVoteEpoch = 0;
        self.configEpoch = 0;
        core.out.diary(new Happening.EpochReset());
        core.view.nodes.rename(self, NodeId.random(core.random));
        self.shardId = NodeId.random(core.random);
        core.out.diary(new Happening.Reborn(self.id()));
    }

    void setConfigEpoch(long epoch) {
        var self = core.self();
        if (epoch < 0) throw new ClusterError("Invalid config epoch specified: " + epoch);
        if (core.view.nodes.size() > 1) {
            throw new ClusterError(
                    "The user can assign a config epoch only when the node does not know any other"
                            + " node.");
        }
        if (self.configEpoch != 0) throw new ClusterError("Node config epoch is already non-zero");
        self.configEpoch = epoch;
        core.out.diary(new Happening.EpochSet(epoch));
        core.view.currentEpoch = Math.max(core.view.currentEpoch, epoch);
        saveAndUpdate();
    }

    /// At the start of a master: keys in slots that are nobody's make them mine; keys in slots that
    /// are another's are noted as half taken over, for redis-cli to repair.
    void adoptKeys(SlotSet populated) {
        if (!core.self().isMaster()) return;
        var unassigned = new SlotSet.Builder();
        for (int slot = populated.next(0); slot >= 0; slot = populated.next(slot + 1)) {
            var owner = core.view.slots.owner(slot);
            if (owner == core.self() || core.view.open.isImporting(slot)) continue;
            if (owner == null) {
                core.out.diary(new Happening.KeysAdopted(slot));
                unassigned.add(slot);
            } else {
                core.out.diary(new Happening.KeysOfAnother(slot));
                core.view.open.importFrom(slot, owner);
            }
            core.out.saveSync();
        }
        core.view.bind(core.self(), unassigned.build());
    }

    private void saveAndUpdate() {
        core.out.updateState = true;
        core.out.saveNow = true;
    }
}
