package hearsay.node.cluster;

import hearsay.gossip.bus.Payload;
import hearsay.gossip.member.ReplicationStatus;
import hearsay.gossip.model.SlotSet;

/// What a node's part in the cluster asks of the rest of the node.
public interface Hands {

    /// Where replication stands now.
    ReplicationStatus replication();

    /// Become a replica of the node at this address, or follow it there.
    void replicateFrom(String ip, int port);

    /// Stop replicating and keep the data.
    void becomeMaster();

    void dropKeys(SlotSet slots);

    void dropAllKeys();

    /// Hold back the clients' writes until then at most, Unix time in milliseconds.
    void pauseWrites(long untilMillis);

    /// Whether, once writes are held back, nothing more changes: no key is on its way to another
    /// node.
    boolean isSettled();

    void resumeWrites();

    /// A message from another node's client, for the subscribers here.
    void publish(Payload channel, Payload message, boolean sharded);

    /// These slots changed hands: what belongs to them and is no key has no place here any more.
    void slotsChanged(SlotSet slots);

    /// The slots changed hands, or `cluster_state` did: blocked clients may have to go elsewhere.
    void routesChanged();

    /// The configuration could not be written: the node must not go on.
    void cannotSave(String reason);
}
