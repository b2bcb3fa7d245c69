package hearsay.gossip.member;

import hearsay.gossip.diary.Happening;
import hearsay.gossip.failover.Election;
import hearsay.gossip.failover.ManualFailover;
import hearsay.gossip.failure.ClusterHealth;
import hearsay.gossip.model.Address;
import hearsay.gossip.model.NodeId;
import hearsay.gossip.view.ClusterView;
import hearsay.gossip.view.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What the parts of a member share: its view, its links, and the deeds that more than one of them
/// does.
final class Core {

    final RandomGenerator random;
    final ClusterView view;
    final Outbox out = new Outbox();
    final Links links = new Links(out);
    final ClusterHealth health = new ClusterHealth();
    final ManualFailover manual = new ManualFailover();
    final Election election;

    /// Where I really listen.
    final Address listening;

    Settings settings;
    long now;
    ReplicationStatus replication = ReplicationStatus.master(0);

    /// Whom the shell replicates, as far as I told it.
    @Nullable NodeId following;

    /// Nodes in PFAIL at the last tick: every heartbeat speaks of them.
    final List<Node> suspects = new ArrayList<>();

    Core(Settings settings, Address listening, RandomGenerator random, ClusterView view) {
        this.settings = settings;
        this.listening = listening;
        this.random = random;
        this.view = view;
        this.election = new Election(random, view.rules);
    }

    Node self() {
        return view.self();
    }

    Node newNode(NodeId id) {
        return new Node(id, NodeId.random(random), false, now);
    }

    /// Where others shall find me.
    Address announced(String ip) {
        var announce = settings.announce();
        int port = orElse(announce.port(), listening.port());
        return new Address(
                announce.ip().isEmpty() ? ip : announce.ip(),
                port,
                orElse(announce.tlsPort(), listening.tlsPort()),
                orElse(announce.busPort(), listening.busPort()),
                announce.hostname());
    }

    private static int orElse(int configured, int actual) {
        return configured != 0 ? configured : actual;
    }

    /// Turns me into a replica of `master`. I own no slots any more.
    void follow(Node master) {
        // Within its shard a replica's new master has the same slots open as the old one.
        if (self().isMaster() || !self().shardId.equals(master.shardId)) view.open.closeAll();
        view.setReplica(self());
        view.setMasterOf(self(), master);
        setShard(self(), master.shardId);
        replicateFrom(master);
        endManualFailover();
    }

    void replicateFrom(Node master) {
        following = master.id();
        out.add(new Effect.ReplicateFrom(master.id(), master.address));
    }

    void stopReplicating() {
        following = null;
        out.add(new Effect.BecomeMaster());
    }

    void setShard(Node node, NodeId shardId) {
        if (!node.shardId.equals(shardId)) {
            out.saveSoon = true;
        }
        node.shardId = shardId; // Also if it is equal: one object in all views from now on.
        if (self().master() == node && !self().shardId.equals(shardId)) {
            self().shardId = shardId;
            out.saveSoonSync();
        }
    }

    void endManualFailover() {
        if (manual.reset()) out.add(new Effect.ResumeClients());
    }

    void forget(Node node) {
        links.closeAll(node);
        suspects.remove(node);
        view.remove(node);
    }

    /// Takes a new epoch without asking anybody, unless mine is the greatest already and mine
    /// alone. Two nodes may do so at once; the collision is resolved later. Returns whether there
    /// is a new one.
    ///
    /// Redis is content with the greatest, shared or not. But an import that ends under an epoch
    /// that the giver has too is a claim that nobody believes, and is undone if it is the giver
    /// that leaves the collision by a greater epoch.
    boolean bumpEpoch() {
        long mine = self().configEpoch;
        if (mine != 0 && mine == view.maxEpoch() && !isShared(mine)) return false;
        view.currentEpoch++;
        self().configEpoch = view.currentEpoch;
        out.saveSync();
        out.diary(new Happening.EpochBumped(self().configEpoch));
        return true;
    }

    private boolean isShared(long epoch) {
        for (Node node : view.nodes) {
            if (!node.myself && node.isMaster() && node.configEpoch == epoch) return true;
        }
        return false;
    }

    void updateState() {
        out.updateState = false;
        boolean full = settings.requireFullCoverage();
        if (health.update(view, full, settings.nodeTimeoutMillis(), now)) tellState();
    }

    void reachNobody(long nowMillis) {
        if (health.reachNobody(view, nowMillis)) tellState();
    }

    private void tellState() {
        var state = view.ok ? Happening.State.OK : Happening.State.FAIL;
        out.diary(new Happening.StateChanged(state));
        out.add(new Effect.StateChanged(view.ok));
    }
}
