package hearsay.node.actor;

import hearsay.gossip.bus.Payload;
import hearsay.gossip.member.ReplicationStatus;
import hearsay.gossip.model.SlotSet;
import hearsay.node.cluster.Hands;
import hearsay.node.server.Server;

/// Does in a [Server] what its part in the cluster decides.
final class NodeHands implements Hands {

    private final Server server;

    NodeHands(Server server) {
        this.server = server;
    }

    @Override
    public ReplicationStatus replication() {
        return ReplicationStatus.master(0);
    }

    @Override
    public void replicateFrom(String ip, int port) {}

    @Override
    public void becomeMaster() {}

    @Override
    public void dropKeys(SlotSet slots) {}

    @Override
    public void dropAllKeys() {
        server.keyspaces().clear();
    }

    @Override
    public void pauseWrites(long untilMillis) {}

    @Override
    public void resumeWrites() {}

    @Override
    public void publish(Payload channel, Payload message, boolean sharded) {}

    @Override
    public void routesChanged() {}

    @Override
    public void cannotSave(String reason) {}
}
