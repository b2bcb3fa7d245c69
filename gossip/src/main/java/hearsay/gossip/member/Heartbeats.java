package hearsay.gossip.member;

import hearsay.gossip.bus.BusMessage;
import hearsay.gossip.bus.BusMessage.Meet;
import hearsay.gossip.bus.BusMessage.Ping;
import hearsay.gossip.bus.BusMessage.Pong;
import hearsay.gossip.bus.Extensions;
import hearsay.gossip.bus.Gossip;
import hearsay.gossip.bus.Header;
import hearsay.gossip.view.Node;
import java.util.BitSet;

/// Writes packets: who I am, and in heartbeats what I know of some others.
///
/// A heartbeat speaks of a tenth of the nodes, at least three, picked at random, and of every node
/// in PFAIL. Why a tenth: within the 2 T for which a report counts, a node exchanges at least eight
/// heartbeats with every other, so each master hears of a given suspect from about 80 % of the
/// masters by chance alone.
///
/// Source: Redis Cluster specification, "Heartbeat packet content".
final class Heartbeats {

    private static final int MIN_GOSSIP = 3;
    private static final int NODES_PER_ENTRY = 10;

    private final Core core;
    private Extensions extensions = Extensions.NONE;

    /// Of whom the heartbeat that is being written speaks already, by position.
    private final BitSet spoken = new BitSet();

    Heartbeats(Core core) {
        this.core = core;
    }

    void ping(Node node) {
        node.setPingSent(core.now);
        core.out.send(node.link, new Ping(header(0), gossip(), extensions()));
    }

    /// The first word on a new link. A ping that was pending on the link before it is still
    /// pending.
    void greet(Node node) {
        if (node.meet) {
            node.setMeet(false);
            core.out.send(node.link, new Meet(header(0), gossip(), extensions()));
            return;
        }
        long pendingSince = node.pingSent;
        ping(node);
        if (pendingSince != 0) node.setPingSent(pendingSince);
    }

    void pong(long link) {
        core.out.send(link, new Pong(header(0), gossip(), extensions()));
    }

    /// News for all, or only for my replicas and my siblings.
    void broadcastPong(boolean siblingsOnly) {
        for (Node node : core.view.nodes) {
            if (node.link == 0 || node.myself || node.handshake) continue;
            if (!siblingsOnly || isSibling(node)) pong(node.link);
        }
    }

    private boolean isSibling(Node node) {
        var master = node.master();
        if (!node.isReplica() || master == null) return false;
        return master.myself || master == core.self().master();
    }

    void broadcast(BusMessage message) {
        for (Node node : core.view.nodes) {
            if (node.link != 0 && !node.myself && !node.handshake)
                core.out.send(node.link, message);
        }
    }

    void broadcastToShard(BusMessage message) {
        var shardId = core.self().shardId;
        for (Node node : core.view.nodes) {
            if (node.link == 0 || node.myself || node.handshake) continue;
            if (node.shardId.equals(shardId)) core.out.send(node.link, message);
        }
    }

    /// A replica speaks for its master: the slots and their epoch are the master's.
    Header header(int mflags) {
        var self = core.self();
        var owner = self.shardMaster();
        var master = self.master();
        boolean paused = self.isMaster() && core.manual.isPausedForGood();
        var address = core.announced("");
        return new Header(
                self.id(),
                core.view.currentEpoch,
                owner.configEpoch,
                core.replication.offset(),
                owner.slots(),
                master == null ? null : master.id(),
                address.ip(),
                address.port(),
                address.tlsPort(),
                address.busPort(),
                self.flags(),
                core.view.ok,
                paused ? mflags | Header.PAUSED : mflags);
    }

    private Gossip gossip() {
        spoken.clear();
        var nodes = core.view.nodes;
        int fresh = nodes.size() - 2; // neither myself nor, most likely, who gets this
        int wanted = Math.min(Math.max(nodes.size() / NODES_PER_ENTRY, MIN_GOSSIP), fresh);
        if (wanted <= 0 && core.suspects.isEmpty()) return Gossip.NONE;
        var gossip = new Gossip(Math.max(wanted, 0) + core.suspects.size());
        int tries = wanted * 3;
        while (fresh > 0 && gossip.size() < wanted && tries-- > 0) {
            int position = core.random.nextInt(nodes.size());
            if (spoken.get(position)) continue;
            if (!nodes.tell(position, gossip)) {
                if (!nodes.get(position).myself && !nodes.get(position).isSuspected()) fresh--;
                continue;
            }
            spoken.set(position);
            fresh--;
        }
        for (Node node : core.suspects) {
            if (node.isSuspected() && !node.handshake && !node.noAddress)
                gossip.tell(node.gossip());
        }
        return gossip;
    }

    private Extensions extensions() {
        var self = core.self();
        var forgotten = core.view.blacklist.forgotten(core.now);
        var last = extensions;
        if (forgotten.isEmpty()
                && last.forgotten().isEmpty()
                && self.shardId.equals(last.shardId())
                && self.address.hostname().equals(last.hostname())
                && self.nodename.equals(last.nodename())) {
            return last;
        }
        extensions =
                new Extensions(self.address.hostname(), self.nodename, self.shardId, forgotten);
        return extensions;
    }
}
