package hearsay.simulations.reshard;

/// One thing to do about one slot. Nodes are named by their ids.
public sealed interface RepairStep {

    int slot();

    /// SETSLOT STABLE: the node forgets that the slot was on its way.
    record Close(int slot, String node) implements RepairStep {}

    /// The node takes a slot that nobody has: ADDSLOTS, and an epoch above all others, so that its
    /// word is the last.
    record Claim(int slot, String node) implements RepairStep {}

    /// The node keeps a slot that others claim too, by an epoch above all others.
    record Insist(int slot, String node) implements RepairStep {}

    /// The node no longer serves the slot, but keeps its keys until they are carried to the owner:
    /// SETSLOT NODE, then IMPORTING, without which the new owner's next heartbeat would have it
    /// delete them.
    record GiveUp(int slot, String node, String owner) implements RepairStep {}

    /// All keys of the slot that are at a node which does not own it, to the one that does.
    record Carry(int slot, String from, String owner) implements RepairStep {}

    /// The reshard of an open slot is done to its end: the rest of the keys, then SETSLOT NODE.
    record Finish(int slot, String from, String to) implements RepairStep {}

    /// All masters hear whose the slot is: SETSLOT NODE.
    record Announce(int slot, String owner) implements RepairStep {}
}
