package hearsay.gossip.member;

import hearsay.gossip.diary.Happening;
import hearsay.gossip.member.SetSlot.Action;
import hearsay.gossip.model.SlotSet;
import hearsay.gossip.view.Node;
import hearsay.gossip.view.OpenSlots;
import java.util.ArrayList;
import java.util.List;

/// CLUSTER SETSLOT: opens a slot on both sides, and closes it when its keys have moved.
///
/// ```
///   taker   SETSLOT s IMPORTING giver ─────────────── keys arrive ── SETSLOT s NODE taker   a new epoch
///   giver         SETSLOT s MIGRATING taker ── MIGRATE … MIGRATE ──── SETSLOT s NODE taker
/// ```
///
/// The taker ends its import first, and under a new epoch: from then on its claim outranks the
/// giver's wherever the two are heard. An epoch costs an election otherwise; here nobody can have
/// claimed the slot meanwhile but the giver, and two takers that pick the same epoch are told apart
/// later, as any two masters with one epoch are.
///
/// The taker tells everybody at once, as soon as its file knows: of many slots together, if the
/// client sends many orders together.
///
/// A master has its replicas obey first, in its stream: who is promoted in the middle then knows
/// what is open. There an order changes what they believe and nothing else; and since a replica
/// that comes back from a restart is told what is open anyway, its file may be a tick late.
///
/// Source: Redis Cluster specification, "Live reconfiguration"; for replicas, Valkey 8.
final class Resharding {

    private final Core core;

    Resharding(Core core) {
        this.core = core;
    }

    /// Refuses what cannot be done.
    ///
    /// @param keys how many keys the slot has here
    /// @param byMaster whether I am a replica and my master says so
    void check(SetSlot order, int keys, boolean byMaster) {
        boolean mine = core.view.slots.owner(order.slot()) == core.self();
        switch (order.action()) {
            case MIGRATING -> {
                if (!mine && !byMaster) {
                    throw new ClusterError("I'm not the owner of hash slot " + order.slot());
                }
                master(order, "I don't know about node ");
            }
            case IMPORTING -> {
                if (mine) {
                    throw new ClusterError("I'm already the owner of hash slot " + order.slot());
                }
                master(order, "I don't know about node ");
            }
            case STABLE -> {}
            case NODE -> {
                var owner = master(order, "Unknown node ");
                if (mine && owner != core.self() && keys > 0) {
                    throw new ClusterError(
                            ("Can't assign hashslot %d to a different node while I still hold keys for"
                                            + " this hash slot.")
                                    .formatted(order.slot()));
                }
            }
        }
    }

    private Node master(SetSlot order, String unknown) {
        var node = core.view.node(order.node());
        if (node == null) throw new ClusterError(unknown + order.node());
        if (node.isReplica()) throw new ClusterError("Target node is not a master");
        return node;
    }

    void setSlot(SetSlot order, int keys, boolean byMaster) {
        check(order, keys, byMaster);
        var open = core.view.open;
        int slot = order.slot();
        switch (order.action()) {
            case MIGRATING -> {
                var to = master(order, "");
                open.migrate(slot, to);
                core.out.diary(new Happening.SlotMigrating(slot, to.name()));
            }
            case IMPORTING -> {
                var from = master(order, "");
                open.importFrom(slot, from);
                core.out.diary(new Happening.SlotImporting(slot, from.name()));
            }
            case STABLE -> {
                open.close(slot);
                core.out.diary(new Happening.SlotStable(slot));
            }
            case NODE -> assign(slot, master(order, ""), keys);
        }
        core.out.updateState = true;
        if (byMaster) core.out.saveSoon = true;
        else core.out.saveNow = true;
    }

    void closeAll() {
        core.view.open.closeAll();
        core.out.saveNow = true;
    }

    static List<SetSlot> orders(OpenSlots open) {
        if (!open.isAny()) return List.of();
        var orders = new ArrayList<SetSlot>();
        open.migrating().forEach((slot, to) -> orders.add(SetSlot.of(slot, Action.MIGRATING, to)));
        open.importing()
                .forEach((slot, from) -> orders.add(SetSlot.of(slot, Action.IMPORTING, from)));
        return orders;
    }

    private void assign(int slot, Node owner, int keys) {
        var self = core.self();
        boolean wasMine = core.view.slots.owner(slot) == self;
        if (keys == 0) core.view.open.closeMigration(slot);
        core.view.bind(owner, SlotSet.of(slot));
        core.out.diary(new Happening.SlotAssigned(slot, owner.name()));
        if (wasMine
                && owner != self
                && self.slots().isEmpty()
                && core.settings.allowReplicaMigration()) {
            core.out.diary(new Happening.Follows(owner.name()));
            core.follow(owner);
            core.out.saveSync();
        }
        if (!core.view.open.isImporting(slot)) return;
        if (owner == self) {
            if (core.bumpEpoch()) core.out.diary(new Happening.ImportEnded(slot));
            core.view.open.closeImport(slot);
            core.out.add(new Effect.AwaitSaved());
        } else if (owner == self.master()) {
            core.view.open.closeImport(slot);
        }
    }
}
