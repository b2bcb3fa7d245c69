package hearsay.gossip.member;

import hearsay.gossip.bus.BusMessage.Fail;
import hearsay.gossip.bus.BusMessage.Heartbeat;
import hearsay.gossip.bus.BusMessage.Meet;
import hearsay.gossip.bus.BusMessage.Ping;
import hearsay.gossip.bus.BusMessage.Pong;
import hearsay.gossip.bus.BusMessage.Update;
import hearsay.gossip.bus.Extensions;
import hearsay.gossip.bus.GossipEntry;
import hearsay.gossip.bus.Header;
import hearsay.gossip.diary.Happening;
import hearsay.gossip.diary.Happening.Excuse;
import hearsay.gossip.failure.FailureDetector;
import hearsay.gossip.member.Links.Link;
import hearsay.gossip.model.Address;
import hearsay.gossip.model.Health;
import hearsay.gossip.model.NodeFlags;
import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.SlotSet;
import hearsay.gossip.view.Node;
import hearsay.gossip.view.SlotClaims;
import org.jspecify.annotations.Nullable;

/// What PING, PONG, MEET and UPDATE change in my view.
///
/// Source: Redis Cluster specification, "Nodes handshake", "Heartbeat packet content", "UPDATE
/// messages", "configEpoch conflicts resolution algorithm".
final class Conversation {

    /// How far ahead of mine another clock may be.
    private static final long CLOCK_TOLERANCE_MILLIS = 500;

    private final Core core;
    private final Heartbeats heartbeats;

    Conversation(Core core, Heartbeats heartbeats) {
        this.core = core;
        this.heartbeats = heartbeats;
    }

    /// @param sender null for a stranger
    void heartbeat(Link link, @Nullable Node sender, Heartbeat message) {
        switch (message) {
            case Ping ping -> question(link, sender, ping);
            case Meet meet -> question(link, sender, meet);
            case Pong pong -> answer(link, sender, pong);
        }
    }

    /// PING and MEET: anybody gets a PONG; only MEET makes a stranger an acquaintance.
    private void question(Link link, @Nullable Node sender, Heartbeat message) {
        boolean meet = message instanceof Meet;
        learnOwnIp(link, meet);
        if (sender == null && meet) {
            greetStranger(link, message.header());
            hearGossip(null, message);
        }
        heartbeats.pong(link.id());
        if (!link.inbound() && !shakeHands(link, sender, message.header())) return;
        if (sender == null) return;
        sender.setNoFailover((message.header().flags() & NodeFlags.NOFAILOVER) != 0);
        if (!meet) updateAddress(sender, link, message.header());
        learn(sender, message);
    }

    private void answer(Link link, @Nullable Node sender, Pong message) {
        if (!link.inbound() && !shakeHands(link, sender, message.header())) return;
        var answering = link.node();
        if (!link.inbound() && answering != null) {
            answering.setPongReceived(core.now);
            answering.setPingSent(0);
            recover(answering);
            if (isWell(answering)) core.view.nodes.settle(answering);
        }
        if (sender == null) return;
        sender.setNoFailover((message.header().flags() & NodeFlags.NOFAILOVER) != 0);
        learn(sender, message);
    }

    /// Who sends MEET uses the address that all others will use. Without any address I take what a
    /// PING shows; a later MEET may correct it.
    private void learnOwnIp(Link link, boolean meet) {
        var self = core.self();
        if (!core.settings.announce().ip().isEmpty() || link.localIp().isEmpty()) return;
        if (!meet && !self.address.ip().isEmpty()) return;
        if (link.localIp().equals(self.address.ip())) return;
        self.setAddress(self.address.withIp(link.localIp()));
        core.out.diary(new Happening.OwnAddressLearned(link.localIp()));
        core.out.saveSoon = true;
    }

    /// It gets a random name until its own PONG tells the real one.
    private void greetStranger(Link link, Header header) {
        var node = core.newNode(NodeId.random(core.random));
        node.setHandshake(true);
        node.setAddress(announced(link, header, ""));
        core.view.nodes.add(node);
        core.out.saveSoon = true;
    }

    /// On my own link: completes a handshake. Returns whether to go on with this packet.
    private boolean shakeHands(Link link, @Nullable Node sender, Header header) {
        var node = link.node();
        if (node == null || !node.handshake) return true;
        if (sender != null) {
            core.out.diary(new Happening.HandshakeKnown(sender.name()));
            updateAddress(sender, link, header);
            core.forget(node);
            return false;
        }
        core.view.nodes.rename(node, header.sender());
        node.setHandshake(false);
        node.setFlags(header.flags() & (NodeFlags.MASTER | NodeFlags.REPLICA), core.now);
        core.out.saveSoon = true;
        return true;
    }

    /// A node's address is where its own link comes from, or what it announces.
    private void updateAddress(Node node, Link link, Header header) {
        if (link.id() == node.link) return;
        var address = announced(link, header, node.address.hostname());
        if (address.ip().isEmpty() || address.equals(node.address)) return;
        node.setAddress(address);
        core.links.close(node.link);
        node.setNoAddress(false);
        core.out.diary(new Happening.AddressChanged(node.name(), address.ip(), address.port()));
        if (core.self().master() == node) core.replicateFrom(node);
        core.out.saveSoon = true;
        core.out.updateState = true;
    }

    private static Address announced(Link link, Header header, String hostname) {
        var ip = header.ip().isEmpty() ? link.remoteIp() : header.ip();
        return new Address(ip, header.port(), header.tlsPort(), header.busPort(), hostname);
    }

    private void recover(Node node) {
        var recovery = FailureDetector.recover(node, core.now, core.settings.nodeTimeoutMillis());
        switch (recovery) {
            case NONE -> {
                return;
            }
            case UNSUSPECTED -> core.out.diary(new Happening.SuspicionLifted(node.name()));
            case REPLICA -> clear(node, Excuse.REPLICA);
            case MASTER_WITHOUT_SLOTS -> clear(node, Excuse.MASTER_WITHOUT_SLOTS);
            case MASTER_NOT_REPLACED -> clear(node, Excuse.MASTER_NOT_REPLACED);
        }
        core.out.updateState = true;
        core.out.saveSoon = true;
    }

    private void clear(Node node, Excuse why) {
        core.out.diary(new Happening.FailCleared(node.name(), why));
    }

    /// What a known node says of itself, then of others.
    private void learn(Node sender, Heartbeat message) {
        var header = message.header();
        learnRole(sender, header.master());
        var claimed = header.slots();
        var owner = sender.isMaster() ? sender : sender.master();
        if (owner != null && !owner.slots().equals(claimed)) {
            if (sender.isMaster()) claim(sender, header.configEpoch(), claimed);
            correct(sender, header);
        } else if (owner == sender) {
            sender.share(claimed);
        }
        resolveCollision(sender, header.configEpoch());
        hearGossip(sender, message);
        hearExtensions(sender, message.extensions());
    }

    private void learnRole(Node sender, @Nullable NodeId masterId) {
        if (masterId == null) {
            if (core.view.setMaster(sender)) changed();
            return;
        }
        if (core.view.setReplica(sender)) changed();
        var master = core.view.node(masterId);
        if (master == null || sender.master() == master) return;
        core.view.setMasterOf(sender, master);
        core.setShard(sender, master.shardId);
        core.out.saveSoon = true;
    }

    private void changed() {
        core.out.updateState = true;
        core.out.saveSoon = true;
    }

    private void claim(Node claimant, long epoch, SlotSet claimed) {
        if (claimant.myself) return;
        boolean mayMigrate = core.settings.allowReplicaMigration();
        var outcome = SlotClaims.merge(core.view, claimant, epoch, claimed, mayMigrate);
        if (!outcome.rebound().isEmpty()) {
            core.out.diary(new Happening.SlotsRebound(claimant.name(), outcome.rebound(), epoch));
            core.out.updateState = true;
            core.out.saveSoonSync();
            settleOpenSlots(claimant, outcome.rebound());
        }
        var follow = outcome.follow();
        if (follow != null) {
            core.out.diary(
                    outcome.subReplica()
                            ? new Happening.FollowsGrandmaster(follow.name())
                            : new Happening.Follows(follow.name()));
            core.follow(follow);
            core.out.updateState = true;
            core.out.saveSync();
        } else if (!outcome.lost().isEmpty()) {
            core.out.saveSync();
            core.out.add(new Effect.DropKeysInSlots(outcome.lost()));
        }
    }

    /// What has gone to another shard is given away no more: Redis leaves that open, and asks the
    /// former taker for keys when the slot comes back one day. And if who is on the other side of
    /// an open slot was replaced by this one, its replica, it goes on with what it heard from its
    /// master.
    private void settleOpenSlots(Node claimant, SlotSet rebound) {
        if (!core.view.open.isAny()) return;
        if (!claimant.shardId.equals(core.self().shardId)) {
            core.view.open.closeMigrations(rebound);
        }
        for (Node peer : core.view.open.peers()) {
            boolean replaced =
                    peer != claimant
                            && peer.slots().isEmpty()
                            && peer.shardId.equals(claimant.shardId);
            if (replaced && core.view.open.inherit(peer, claimant)) {
                core.out.diary(new Happening.OpenSlotsInherited(peer.name(), claimant.name()));
            }
        }
    }

    /// Who claims what belongs to a newer epoch has slept: its heir is told to it.
    private void correct(Node sender, Header header) {
        var heir = SlotClaims.newerOwner(core.view, sender, header.configEpoch(), header.slots());
        if (heir == null) return;
        core.out.diary(new Happening.UpdateSent(sender.id(), heir.id()));
        if (sender.link == 0) return;
        var slots = heir.slots().minus(core.view.slots.notClaimed());
        core.out.send(
                sender.link, new Update(heartbeats.header(0), heir.id(), heir.configEpoch, slots));
    }

    /// Two masters with one epoch: the one with the smaller id moves on, so the greatest id never
    /// does, and it ends. It happens when clusters are made and when epochs are taken by command.
    private void resolveCollision(Node sender, long epoch) {
        var self = core.self();
        if (!self.isMaster() || !sender.isMaster() || epoch != self.configEpoch) return;
        if (sender.configEpoch != self.configEpoch) return;
        if (!core.view.rules.givesWay(self.id(), sender.id())) return;
        core.view.currentEpoch++;
        self.configEpoch = core.view.currentEpoch;
        core.out.saveSync();
        core.out.diary(new Happening.EpochCollision(sender.name(), self.configEpoch));
    }

    private void hearGossip(@Nullable Node sender, Heartbeat message) {
        var nodes = core.view.nodes;
        var gossip = message.gossip();
        long credible = credibleMillis() / 1000;
        for (int i = 0, size = gossip.size(); i < size; i++) {
            if (nodes.hear(gossip, i, credible)) continue;
            var entry = gossip.get(i);
            var node = nodes.get(entry.node());
            if (node == null) {
                if (sender != null) meetByGossip(entry);
                continue;
            }
            boolean failing = (entry.flags() & NodeFlags.FAILING) != 0;
            if (sender != null && core.view.rules.isBelieved(sender.role) && !node.myself) {
                hearReport(sender, node, failing);
            }
            if (!failing) hearLife(node, entry);
        }
    }

    /// Gossip of a trusted node is enough to trust another, by id; a handshake with the address
    /// could reach a node of another cluster.
    private void meetByGossip(GossipEntry entry) {
        if ((entry.flags() & NodeFlags.NOADDR) != 0) return;
        if (core.view.blacklist.contains(entry.node(), core.now)) return;
        var node = core.newNode(entry.node());
        node.setFlags(entry.flags(), core.now);
        node.setAddress(addressOf(entry, ""));
        core.view.nodes.add(node);
    }

    private void hearReport(Node sender, Node node, boolean failing) {
        if (failing) {
            if (node.reportedBy(sender, core.now)) {
                core.out.diary(new Happening.ReportHeard(sender.name(), node.name()));
            }
            failOnQuorum(node);
        } else if (node.reports.remove(sender.index())) {
            core.out.diary(new Happening.ReportWithdrawn(sender.name(), node.name()));
        }
    }

    void failOnQuorum(Node node) {
        long timeout = core.settings.nodeTimeoutMillis();
        if (!FailureDetector.failOnQuorum(core.view, node, core.now, timeout)) return;
        core.out.diary(new Happening.MarkedFailed(node.name()));
        heartbeats.broadcast(new Fail(heartbeats.header(0), node.id()));
        core.out.updateState = true;
        core.out.saveSoon = true;
    }

    /// Another heard it: that saves me a ping. And if I cannot reach it while others can, its
    /// address may have changed.
    private void hearLife(Node node, GossipEntry entry) {
        if (isWithoutDoubt(node)) {
            long pongMillis = entry.pongReceivedSeconds() * 1000;
            if (pongMillis <= credibleMillis() && pongMillis > node.pongReceived()) {
                node.setPongReceived(pongMillis);
            }
            if (isWell(node)) core.view.nodes.settle(node);
        }
        boolean unreachable = node.isFailed() || node.isSuspected();
        if (!unreachable || (entry.flags() & NodeFlags.NOADDR) != 0) return;
        boolean same =
                node.address.samePlace(entry.ip(), entry.port(), entry.tlsPort(), entry.busPort());
        if (same) return;
        core.links.close(node.link);
        node.setAddress(addressOf(entry, node.address.hostname()));
        node.setNoAddress(false);
    }

    private boolean isWell(Node node) {
        return node.health == Health.OK && isWithoutDoubt(node);
    }

    /// No PING to it is pending and nobody complains of it.
    private boolean isWithoutDoubt(Node node) {
        if (node.pingSent != 0) return false;
        return FailureDetector.reports(node, core.now, core.settings.nodeTimeoutMillis()) == 0;
    }

    private long credibleMillis() {
        return core.now + CLOCK_TOLERANCE_MILLIS;
    }

    private static Address addressOf(GossipEntry entry, String hostname) {
        return new Address(entry.ip(), entry.port(), entry.tlsPort(), entry.busPort(), hostname);
    }

    private void hearExtensions(Node sender, Extensions extensions) {
        for (Extensions.Forgotten forgotten : extensions.forgotten()) {
            var node = core.view.node(forgotten.node());
            if (node == null || node.myself || core.self().master() == node) continue;
            core.view.blacklist.add(node.id(), forgotten.ttlSeconds(), core.now);
            core.forget(node);
            changed();
        }
        if (core.view.node(sender.id()) != sender) return; // It told me to forget itself.
        if (!sender.address.hostname().equals(extensions.hostname())) {
            sender.setAddress(sender.address.withHostname(extensions.hostname()));
            core.out.saveSoon = true;
        }
        if (!sender.nodename.equals(extensions.nodename())) {
            sender.nodename = extensions.nodename();
            core.out.saveSoon = true;
        }
        var shardId = extensions.shardId();
        core.setShard(sender, shardId != null ? shardId : sender.shardMaster().shardId);
    }

    /// Another tells me who owns, by a newer epoch, what I claimed.
    void update(Update message) {
        var node = core.view.node(message.node());
        if (node == null || node.configEpoch >= message.configEpoch()) return;
        if (node.myself) {
            core.out.diary(new Happening.UpdateDiscarded());
            return;
        }
        core.view.setMaster(node);
        node.configEpoch = message.configEpoch();
        core.out.saveSoonSync();
        claim(node, message.configEpoch(), message.slots());
    }
}
