package hearsay.sentinel.member;

import hearsay.client.connection.Reply;
import hearsay.gossip.diary.Level;
import hearsay.sentinel.hello.Hello;
import hearsay.sentinel.leader.Vote;
import hearsay.sentinel.member.Connections.Purpose;
import hearsay.sentinel.watch.Instance;
import hearsay.sentinel.watch.Master;
import hearsay.sentinel.watch.OtherSentinel;

/// What is answered and said on links.
final class Reception {

    private final Core core;
    private final Connections connections;
    private final InfoReception infos;
    private final HelloReception hellos;

    Reception(Core core, Connections connections, InfoReception infos, HelloReception hellos) {
        this.core = core;
        this.connections = connections;
        this.infos = infos;
        this.hellos = hellos;
    }

    void answered(long connection, long request, Reply reply) {
        var pending = connections.answered(connection, request);
        if (pending == null) return;
        var instance = pending.instance();
        switch (pending.purpose()) {
            case DISCARD -> {}
            case PING -> pong(instance, reply);
            case INFO -> {
                if (reply instanceof Reply.Bulk || reply instanceof Reply.Verbatim) {
                    infos.read(instance, reply.text());
                }
            }
            case HELLO -> {
                if (!(reply instanceof Reply.Failure)) instance.lastPublished = core.now;
            }
            case ASK -> {
                if (instance instanceof OtherSentinel sentinel) opinion(sentinel, reply);
            }
            case SUBSCRIBE -> instance.link.lastPubsubActivity = core.now;
        }
    }

    /// Source: item 63.
    private void pong(Instance instance, Reply reply) {
        var link = instance.link;
        switch (reply) {
            case Reply.Status(String text) -> {
                if (text.startsWith("PONG")) available(instance, true);
            }
            case Reply.Failure failure -> {
                String text = failure.text();
                if (text.startsWith("LOADING") || text.startsWith("MASTERDOWN")) {
                    available(instance, false);
                } else if (text.startsWith("BUSY")) {
                    busy(instance);
                }
            }
            default -> {}
        }
        link.lastPong = core.now;
    }

    private void available(Instance instance, boolean pong) {
        instance.link.lastAvailable = core.now;
        instance.link.pingPendingSince = 0;
        if (pong && instance instanceof Master master) master.rebootSince = 0;
    }

    /// A script keeps it from answering: that one must end, if it has not written anything yet.
    private void busy(Instance instance) {
        if (!instance.isDown() || instance.scriptKillSent) return;
        connections.request(instance, Purpose.DISCARD, "SCRIPT", "KILL");
        instance.scriptKillSent = true;
    }

    /// Another Sentinel says whether the master is down for it, and perhaps whom it voted for.
    ///
    /// Source: item 66.
    private void opinion(OtherSentinel sentinel, Reply reply) {
        if (!(reply instanceof Reply.Array(var items)) || items.size() != 3) return;
        if (!(items.get(0) instanceof Reply.Int(long down))
                || !(items.get(1) instanceof Reply.Bulk leader)
                || !(items.get(2) instanceof Reply.Int(long epoch))) {
            return;
        }
        sentinel.lastAnswer = core.now;
        sentinel.seesMasterDown = down == 1;
        if (leader.text().equals("*")) return;
        if (sentinel.lastVoteEpoch != epoch) {
            core.log(
                    Level.NOTICE,
                    sentinel.name()
                            + " voted for "
                            + leader.text()
                            + " "
                            + Long.toUnsignedString(epoch));
        }
        sentinel.vote = new Vote(leader.text(), epoch);
        sentinel.lastVoteEpoch = epoch;
    }

    /// A message on a subscribed channel, my own among them, which show that the link works.
    void said(long connection, String channel, String message) {
        var link = connections.linkOf(connection);
        if (link == null) return;
        link.lastPubsubActivity = core.now;
        boolean mine = message.contains(core.myId());
        if (channel.equals(Hello.CHANNEL) && !mine) hellos.read(message);
    }
}
