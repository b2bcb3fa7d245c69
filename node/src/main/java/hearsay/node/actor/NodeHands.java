package hearsay.node.actor;

import hearsay.gossip.bus.Payload;
import hearsay.gossip.member.ReplicationStatus;
import hearsay.gossip.model.SlotSet;
import hearsay.gossip.routing.Redirect;
import hearsay.node.cluster.Hands;
import hearsay.node.keyspace.Entry;
import hearsay.node.keyspace.Keyspace;
import hearsay.node.keyspace.KeyspaceObserver.EventClass;
import hearsay.node.resp.Arguments;
import hearsay.node.resp.Bytes;
import hearsay.node.server.Blocked;
import hearsay.node.server.Pause;
import hearsay.node.server.Server;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// Does in a [Server] what its part in the cluster decides.
public final class NodeHands implements Hands {

    private static final byte[] DEL = "DEL".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] UNLINK = "UNLINK".getBytes(StandardCharsets.US_ASCII);

    private final Server server;
    private final Consumer<String> giveUp;

    /// @param giveUp ends the node, saying why
    public NodeHands(Server server, Consumer<String> giveUp) {
        this.server = server;
        this.giveUp = giveUp;
    }

    @Override
    public ReplicationStatus replication() {
        var replication = server.replication();
        var master = replication.master();
        if (master == null) return ReplicationStatus.master(replication.offset());
        return new ReplicationStatus(
                replication.offset(),
                master.isUp(),
                master.downSinceMillis(),
                master.lastIoMillis());
    }

    @Override
    public void replicateFrom(String ip, int port) {
        var master = server.replication().master();
        if (master != null && master.host().equals(ip) && master.port() == port) return;
        server.replication().replicateFrom(ip, port);
    }

    @Override
    public void becomeMaster() {
        server.replication().becomeMaster();
    }

    @Override
    public void dropKeys(SlotSet slots) {
        var db = server.keyspaces().get(0);
        for (int slot = slots.next(0); slot >= 0; slot = slots.next(slot + 1)) {
            var keys = db.slotKeys();
            keys.forEach(slot, keys.count(slot), entry -> drop(db, entry));
        }
    }

    private void drop(Keyspace db, Entry found) {
        var key = found.key();
        var entry = db.write(key, 0, key.length);
        if (entry == null) return;
        db.remove(entry);
        db.changed(entry, EventClass.GENERIC, "del");
        boolean lazy = server.settings().memory().lazyServerDel();
        server.propagation().also(db.index(), Arguments.of(lazy ? UNLINK : DEL, key));
    }

    @Override
    public void dropAllKeys() {
        server.keyspaces().clear();
    }

    @Override
    public void pauseWrites(long untilMillis) {
        server.pause(Pause.Purpose.FAILOVER, Pause.Scope.WRITES, untilMillis);
    }

    @Override
    public boolean isSettled() {
        return server.keyspaces().inFlight().isEmpty();
    }

    @Override
    public void resumeWrites() {
        server.unpause(Pause.Purpose.FAILOVER);
    }

    @Override
    public void publish(Payload channel, Payload message, boolean sharded) {
        var name = new Bytes(channel.bytes());
        var text = message.bytes();
        if (sharded) {
            server.pubsub().publishInShard(name, text, 0, text.length);
        } else {
            server.pubsub().publish(name, text, 0, text.length);
        }
    }

    @Override
    public void slotsChanged(SlotSet slots) {
        server.pubsub().slotsChanged(slots);
    }

    @Override
    public void routesChanged() {
        var part = server.membership();
        if (part == null) return;
        for (var session : server.waiting().all()) {
            if (!(session.blocked() instanceof Blocked.OnKeys wait)) continue;
            boolean readOnly = session.isReadOnly() && wait.onlyReads();
            var redirect = part.member().routeBlocked(wait.slot(), readOnly);
            if (redirect instanceof Redirect.Serve) continue;
            server.waiting().fail(session, redirect.error(false));
        }
    }

    @Override
    public void cannotSave(String reason) {
        giveUp.accept("Fatal: can't update cluster config file: " + reason);
    }
}
