package hearsay.gossip.member;

import hearsay.gossip.bus.BusMessage;
import hearsay.gossip.bus.Payload;
import hearsay.gossip.diary.Happening;
import hearsay.gossip.model.Address;
import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.SlotSet;

/// Everything that a member can ask of the world, to be carried out in order.
public sealed interface Effect {

    /// Connect to the bus port at `address`. Answered by [Event.LinkOpened] or [Event.LinkClosed],
    /// never within the call.
    record OpenLink(long link, Address address) implements Effect {}

    record CloseLink(long link) implements Effect {}

    /// Send on an outbound or inbound link. One that is still opening keeps what is sent until it
    /// stands, or drops it if it never does.
    record Send(long link, BusMessage message) implements Effect {}

    /// Write nodes.conf. Whatever stands behind this in the list, and all later lists, waits until
    /// it is written, and synced if `sync`: it may be a vote or an epoch that must not be
    /// forgotten.
    record Save(NodesConf conf, boolean sync) implements Effect {}

    /// Say [Event.Saved] when all that was to be saved until now is written. Once does for several:
    /// what is decided meanwhile can be told together.
    record AwaitSaved() implements Effect {}

    /// Become a replica of `master`, or follow it to a new address.
    record ReplicateFrom(NodeId master, Address address) implements Effect {}

    /// Stop replicating; keep the data.
    record BecomeMaster() implements Effect {}

    /// Delete the keys in `slots`: another master owns them now, and I am none of its replicas.
    record DropKeysInSlots(SlotSet slots) implements Effect {}

    /// Delete all keys: a replica was reset.
    record DropAllKeys() implements Effect {}

    /// Hold back writes of clients until `untilMillis` at most, and as soon as they are held back
    /// say [Event.OffsetIs]: that is the offset a replica will wait for.
    record PauseClients(long untilMillis) implements Effect {}

    record ResumeClients() implements Effect {}

    /// Say [Event.OffsetIs] as soon as my replication offset is `offset`.
    record AwaitOffset(long offset) implements Effect {}

    /// A message of another node's client, for the subscribers here.
    record Publish(Payload channel, Payload message, boolean sharded) implements Effect {}

    /// These slots changed hands, or became anybody's or nobody's: clients that are blocked on keys
    /// or subscribed to sharded channels in them may have to go elsewhere.
    record SlotsChanged(SlotSet slots) implements Effect {}

    /// `cluster_state` changed.
    record StateChanged(boolean ok) implements Effect {}

    /// Something to tell: for the log, and for whoever else listens.
    record Diary(Happening happening) implements Effect {}
}
