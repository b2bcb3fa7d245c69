package hearsay.gossip.member;

import hearsay.gossip.diary.Happening;
import hearsay.gossip.failure.FailureDetector;
import hearsay.gossip.view.Node;
import org.jspecify.annotations.Nullable;

/// What a member does ten times a second.
///
/// Every node is asked often enough that a PONG is never older than T / 2, and once a second the
/// one of five random nodes that was silent the longest is asked in any case. A link that brought
/// nothing for T / 2 after a PING is opened anew before its node is suspected: the trouble may be
/// the connection's.
///
/// Source: Redis Cluster specification, "Fault tolerance: heartbeat and gossip messages".
final class Cron {

    private static final int TICKS_PER_RANDOM_PING = 10;
    private static final int CANDIDATES = 5;

    private final Core core;
    private final Heartbeats heartbeats;
    private final Conversation conversation;
    private final Failover failover;
    private long ticks;

    Cron(Core core, Heartbeats heartbeats, Failover failover) {
        this.core = core;
        this.heartbeats = heartbeats;
        this.conversation = new Conversation(core, heartbeats);
        this.failover = failover;
    }

    void tick() {
        reconnect();
        if (++ticks % TICKS_PER_RANDOM_PING == 0) pingOneOfFive();
        watchAll();
        followGrandmaster();
        replicate();
        failover.tick();
        if (!core.view.ok) core.out.updateState = true;
        core.out.saveWhatWaits();
    }

    private void reconnect() {
        core.suspects.clear();
        long handshakeTimeout = core.settings.handshakeTimeoutMillis();
        var nodes = core.view.nodes;
        for (int i = nodes.due(0, core.now); i >= 0; i = nodes.due(i, core.now)) {
            var node = nodes.get(i);
            if (node.handshake && core.now - node.createdAt > handshakeTimeout) {
                core.forget(node); // The next one moves up to this position.
                continue;
            }
            i++;
            if (node.myself || node.noAddress) continue;
            if (node.isSuspected()) core.suspects.add(node);
            if (node.link == 0) connect(node);
        }
    }

    private void connect(Node node) {
        if (Links.isConnectable(node.address)) {
            core.links.open(node, core.now);
        } else if (node.pingSent == 0) {
            // Nothing can be sent, yet without a ping pending its silence would not count.
            node.setPingSent(core.now);
        }
    }

    private void pingOneOfFive() {
        Node oldest = null;
        for (int i = 0; i < CANDIDATES; i++) {
            var node = core.view.nodes.random(core.random);
            if (node.link == 0 || node.pingSent != 0 || node.myself || node.handshake) continue;
            if (oldest == null || node.pongReceived() < oldest.pongReceived()) oldest = node;
        }
        if (oldest != null) heartbeats.ping(oldest);
    }

    private void watchAll() {
        var nodes = core.view.nodes;
        for (int i = nodes.due(0, core.now); i >= 0; i = nodes.due(i + 1, core.now)) {
            var node = nodes.get(i);
            watch(node);
            nodes.lookAgain(node, nextLook(node));
        }
    }

    /// When there can be something to do about a node at the earliest, if nothing happens to it
    /// before. A million nodes are watched in a world of a thousand, ten times a second.
    private long nextLook(Node node) {
        if (node.myself) return Long.MAX_VALUE;
        if (node.handshake || node.link == 0 || node.isSuspected()) return core.now;
        if (node == successor()) return core.now;
        if (node.pingSent == 0) return node.pongReceived() + core.settings.pingAfterMillis() + 1;
        long sign = Math.max(node.pingSent, node.dataReceived);
        return sign + core.settings.nodeTimeoutMillis() / 2 + 1;
    }

    private void watch(Node node) {
        if (node.myself || node.noAddress || node.handshake) return;
        long timeout = core.settings.nodeTimeoutMillis();
        if (node.link != 0 && isStuck(node, timeout / 2)) {
            if (core.links.ageMillis(node, core.now) > timeout) core.links.close(node.link);
        }
        boolean due = core.now - node.pongReceived() > core.settings.pingAfterMillis();
        if (node.link != 0 && node.pingSent == 0 && due) {
            heartbeats.ping(node);
            return;
        }
        if (node.link != 0 && node == successor()) {
            heartbeats.ping(node);
            return;
        }
        if (!FailureDetector.suspect(node, core.now, timeout)) return;
        core.out.updateState = true;
        // A lone master needs no second opinion, and gets none.
        if (core.self().isMaster() && core.view.size == 1) {
            conversation.failOnQuorum(node);
        } else {
            core.out.diary(new Happening.Suspected(node.id()));
        }
    }

    private boolean isStuck(Node node, long millis) {
        return node.pingSent != 0
                && core.now - node.pingSent > millis
                && core.now - node.dataReceived > millis;
    }

    private @Nullable Node successor() {
        return core.self().isMaster() ? core.manual.successor() : null;
    }

    /// My master was told that its last slot is another's, and I with it: it follows that one now,
    /// and nobody will ever claim anything of it that would tell me so.
    private void followGrandmaster() {
        var master = core.self().master();
        var grandmaster = master == null ? null : master.master();
        if (grandmaster == null || grandmaster.myself || grandmaster.isReplica()) return;
        core.out.diary(new Happening.FollowsGrandmaster(grandmaster.name()));
        core.follow(grandmaster);
        core.out.updateState = true;
        core.out.saveSync();
    }

    /// After a restart I know my master's name but may not know its address yet.
    private void replicate() {
        var master = core.self().master();
        if (core.following != null || master == null || master.noAddress) return;
        if (!master.address.ip().isEmpty()) core.replicateFrom(master);
    }
}
