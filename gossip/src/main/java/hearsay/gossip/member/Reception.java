package hearsay.gossip.member;

import hearsay.gossip.bus.BusMessage;
import hearsay.gossip.bus.BusMessage.Fail;
import hearsay.gossip.bus.BusMessage.Heartbeat;
import hearsay.gossip.bus.BusMessage.ManualFailoverStart;
import hearsay.gossip.bus.BusMessage.Publish;
import hearsay.gossip.bus.BusMessage.PublishShard;
import hearsay.gossip.bus.BusMessage.Update;
import hearsay.gossip.bus.BusMessage.Vote;
import hearsay.gossip.bus.BusMessage.VoteRequest;
import hearsay.gossip.bus.Header;
import hearsay.gossip.bus.Payload;
import hearsay.gossip.diary.Happening;
import hearsay.gossip.failover.Ballot;
import hearsay.gossip.failover.Ballot.Verdict;
import hearsay.gossip.failover.Election;
import hearsay.gossip.failover.ManualFailover;
import hearsay.gossip.member.Links.Link;
import hearsay.gossip.model.Address;
import hearsay.gossip.model.NodeId;
import hearsay.gossip.view.Node;
import org.jspecify.annotations.Nullable;

/// Takes packets in: finds out who speaks, learns from the header what every packet carries, and
/// hands heartbeats on to [Conversation].
final class Reception {

    private final Core core;
    private final Heartbeats heartbeats;
    private final Conversation conversation;
    private final long[] received = new long[BusMessage.Type.values().length];

    Reception(Core core, Heartbeats heartbeats) {
        this.core = core;
        this.heartbeats = heartbeats;
        this.conversation = new Conversation(core, heartbeats);
    }

    long received(BusMessage.Type type) {
        return received[type.code()];
    }

    void receive(long linkId, BusMessage message) {
        var link = core.links.get(linkId);
        if (link == null) return;
        received[message.type().code()]++;
        var header = message.header();
        if (isSomebodyElse(link, header)) {
            if (message instanceof Heartbeat) loseAddress(link);
            return;
        }
        var sender = sender(link, header);
        if (sender != null) hear(sender, header);
        if (sender != null) {
            obey(link, sender, message);
        } else if (message instanceof Heartbeat heartbeat) {
            conversation.heartbeat(link, null, heartbeat);
        } else if (message instanceof Fail fail) {
            core.out.diary(new Happening.FailIgnored(header.sender(), fail.failing()));
        }
    }

    private void obey(Link link, Node sender, BusMessage message) {
        switch (message) {
            case Heartbeat heartbeat -> conversation.heartbeat(link, sender, heartbeat);
            case Fail fail -> fail(sender, fail.failing());
            case Publish publish -> publish(publish.channel(), publish.message(), false);
            case PublishShard publish -> publish(publish.channel(), publish.message(), true);
            case VoteRequest request -> consider(sender, request.header());
            case Vote vote -> count(sender, vote.header());
            case Update update -> conversation.update(update);
            case ManualFailoverStart start -> pause(sender);
        }
    }

    /// My link leads to a node that is not the one I dialled: another one has its address now.
    private static boolean isSomebodyElse(Link link, Header header) {
        var node = link.node();
        if (link.inbound() || node == null || node.handshake) return false;
        return !node.id().equals(header.sender());
    }

    private void loseAddress(Link link) {
        var node = link.node();
        if (node == null) return;
        node.setNoAddress(true);
        node.setAddress(Address.NONE.withHostname(node.address.hostname()));
        core.links.close(link.id());
        core.out.saveSoon = true;
    }

    private @Nullable Node sender(Link link, Header header) {
        var node = link.node();
        var sender =
                node != null && !node.handshake && node.id().equals(header.sender())
                        ? node
                        : core.view.node(header.sender());
        if (sender != null && sender.id() != header.sender())
            core.view.nodes.share(sender, header.sender());
        if (sender == node) return sender;
        if (sender != null && link.inbound()) core.links.identify(link, sender);
        return sender;
    }

    /// What every packet says, whatever it is about.
    private void hear(Node sender, Header header) {
        sender.dataReceived = core.now;
        if (header.currentEpoch() > core.view.currentEpoch) {
            core.view.currentEpoch = header.currentEpoch();
        }
        if (header.configEpoch() > sender.configEpoch) {
            sender.configEpoch = header.configEpoch();
            core.out.saveSoonSync();
        }
        sender.offset = header.offset();
        if (header.has(Header.PAUSED)
                && core.self().master() == sender
                && core.manual.masterStoppedAt(sender.offset)) {
            core.out.checkManualFailover = true;
            core.out.diary(new Happening.PausedOffsetHeard(sender.offset));
            core.out.add(new Effect.AwaitOffset(sender.offset));
        }
    }

    private void publish(Payload channel, Payload message, boolean sharded) {
        core.out.add(new Effect.Publish(channel, message, sharded));
    }

    private void fail(Node sender, NodeId failing) {
        var node = core.view.node(failing);
        if (node == null || node.isFailed() || node.myself) return;
        core.out.diary(new Happening.FailHeard(sender.name(), node.name()));
        node.fail(core.now);
        core.out.updateState = true;
        core.out.saveSoon = true;
    }

    private void consider(Node candidate, Header request) {
        long timeout = core.settings.nodeTimeoutMillis();
        switch (Ballot.consider(core.view, candidate, request, timeout, core.now)) {
            case Verdict.NoVoice none -> {}
            case Verdict.Denied(String reason) ->
                    core.out.diary(new Happening.VoteDenied(candidate.name(), reason));
            case Verdict.Granted(long epoch) -> {
                if (core.view.rules.isVoteSavedFirst()) core.out.saveSync();
                if (candidate.link != 0) {
                    core.out.send(candidate.link, new Vote(heartbeats.header(0)));
                }
                core.out.diary(new Happening.VoteGranted(candidate.name(), epoch));
            }
        }
    }

    private void count(Node voter, Header header) {
        if (!voter.isVoter()) return;
        core.out.diary(new Happening.VoteReceived(voter.name(), header.currentEpoch()));
        core.election.on(
                new Election.Event.VoteGranted(voter.id(), header.currentEpoch()), core.now);
        core.out.checkFailover = true;
    }

    private void pause(Node replica) {
        if (replica.master() != core.self()) return;
        core.endManualFailover();
        core.manual.pauseFor(replica, core.now);
        core.out.diary(new Happening.ManualFailoverRequested(replica.name()));
        core.out.add(new Effect.PauseClients(core.now + ManualFailover.PAUSE_MILLIS));
    }
}
