package hearsay.gossip.member;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.gossip.bus.BusMessage;
import hearsay.gossip.bus.BusMessage.Heartbeat;
import hearsay.gossip.bus.BusMessage.Pong;
import hearsay.gossip.bus.Extensions;
import hearsay.gossip.bus.Gossip;
import hearsay.gossip.bus.GossipEntry;
import hearsay.gossip.bus.Header;
import hearsay.gossip.diary.Happening;
import hearsay.gossip.diary.Level;
import hearsay.gossip.model.Address;
import hearsay.gossip.model.NodeFlags;
import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.SlotSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One member alone on a stage, and peers played by the test: every word of theirs is written out.
///
/// The member is named 0…, the peers a…, b…; all are on 10.0.0.x, port 7000.
final class Stage {

    static final long T = 2_000;

    /// A peer that the test plays. Its fields are what its next packet says.
    final class Peer {
        final NodeId id;
        final String ip;
        final long inbound;
        long currentEpoch;
        long configEpoch;
        long offset;
        SlotSet slots = SlotSet.EMPTY;
        @Nullable NodeId master;
        int port = 7000;
        String announcedIp = "";
        Extensions extensions;

        Peer(char name, int number) {
            id = Stage.id(name);
            ip = "10.0.0." + number;
            inbound = -number;
            extensions = new Extensions("", "", id, List.of());
        }

        Header header(int mflags) {
            return new Header(
                    id,
                    currentEpoch,
                    configEpoch,
                    offset,
                    slots,
                    master,
                    announcedIp,
                    port,
                    0,
                    port + Address.BUS_PORT_OFFSET,
                    master == null ? NodeFlags.MASTER : NodeFlags.REPLICA,
                    true,
                    mflags);
        }

        /// Opens its link to the member.
        List<Effect> connects() {
            return on(new Event.LinkAccepted(inbound, ip, "10.0.0.100"));
        }

        /// Says something on its own link.
        List<Effect> says(BusMessage message) {
            return on(new Event.Received(inbound, message));
        }

        List<Effect> pings(GossipEntry... gossip) {
            return says(new BusMessage.Ping(header(0), Gossip.of(List.of(gossip)), extensions));
        }

        /// Answers on the member's link.
        List<Effect> pongs(GossipEntry... gossip) {
            var entries = Gossip.of(List.of(gossip));
            return on(new Event.Received(link(), new Pong(header(0), entries, extensions)));
        }

        /// The member's link to it, which must have been opened.
        long link() {
            Long link = outbound.get(ip);
            if (link == null) throw new AssertionError("no link to " + ip);
            return link;
        }

        /// How another peer's gossip shows it.
        GossipEntry gossip(int flags, long pongMillis) {
            return new GossipEntry(id, 0, pongMillis / 1000, ip, port, 0, port + 10_000, flags);
        }

        /// How the member shows it: the fields of its line in CLUSTER NODES.
        List<String> shown() {
            for (String line : member.nodes(false).split("\n", -1)) {
                if (line.startsWith(id.hex())) return Arrays.asList(line.split(" ", -1));
            }
            return List.of();
        }

        String flags() {
            return shown().isEmpty() ? "" : shown().get(2);
        }
    }

    final Member member;
    final List<String> diary = new ArrayList<>();
    long now = 1_700_000_000_000L;
    ReplicationStatus replication = ReplicationStatus.master(0);
    private final Map<String, Long> outbound = new LinkedHashMap<>();

    Stage() {
        this(Settings.DEFAULT.withNodeTimeoutMillis(T), null);
    }

    Stage(Settings settings, @Nullable NodesConf conf) {
        member =
                new Member(
                        settings,
                        new Address("", 7000, 0, 17000, ""),
                        new SplittableRandom(1),
                        conf,
                        now);
        note(member.start(now));
    }

    static NodeId id(char name) {
        return new NodeId(String.valueOf(name).repeat(40));
    }

    List<Effect> on(Event event) {
        return note(member.on(event, now));
    }

    List<Effect> command(Function<Member, List<Effect>> command) {
        return note(command.apply(member));
    }

    private List<Effect> note(List<Effect> effects) {
        for (Effect effect : effects) {
            if (effect instanceof Effect.OpenLink(long link, Address to))
                outbound.put(to.ip(), link);
            if (effect instanceof Effect.Diary(var happening)) note(happening);
        }
        return effects;
    }

    /// The log as an operator would see it with `loglevel debug`.
    private void note(Happening happening) {
        if (happening.level() != Level.UNLOGGED) diary.add(happening.line());
    }

    List<Effect> tick() {
        now += 100;
        return on(new Event.Tick(replication));
    }

    /// Lets time pass, tick by tick.
    List<Effect> pass(long millis) {
        var all = new ArrayList<Effect>();
        for (long until = now + millis; now < until; ) all.addAll(tick());
        return all;
    }

    /// Peers that are fully known: the handshake is over, links stand both ways.
    List<Peer> peers(int count) {
        var peers = new ArrayList<Peer>();
        for (int i = 0; i < count; i++) {
            var peer = new Peer((char) ('a' + i), i + 1);
            peers.add(peer);
            command(m -> m.meet(peer.ip, 7000, 17000, now));
        }
        tick();
        for (Peer peer : peers) {
            on(new Event.LinkOpened(peer.link()));
            peer.pongs();
            peer.connects();
            peer.pings();
        }
        return peers;
    }

    /// All masters of the cluster own a share, the member too; every PONG is fresh.
    void share(List<Peer> peers) {
        int size = 16384 / (peers.size() + 1);
        command(m -> m.addSlots(SlotSet.range(0, size - 1).ranges(), now));
        for (int i = 0; i < peers.size(); i++) {
            var peer = peers.get(i);
            int first = size * (i + 1);
            int last = i == peers.size() - 1 ? 16383 : first + size - 1;
            peer.slots = SlotSet.range(first, last);
            peer.configEpoch = i + 1L;
            peer.currentEpoch = peers.size();
            peer.pongs();
        }
        pass(2_100, peers);
    }

    /// Lets time pass while these peers answer.
    void pass(long millis, List<Peer> answering) {
        for (long until = now + millis; now < until; ) {
            tick();
            for (Peer peer : answering) peer.pongs();
        }
    }

    static <M extends BusMessage> List<M> sent(List<Effect> effects, Class<M> type) {
        var messages = new ArrayList<M>();
        for (Effect effect : effects) {
            if (effect instanceof Effect.Send(long link, BusMessage message)
                    && type.isInstance(message)) {
                messages.add(type.cast(message));
            }
        }
        return messages;
    }

    /// What was sent on one link.
    static List<BusMessage> sent(List<Effect> effects, long on) {
        var messages = new ArrayList<BusMessage>();
        for (Effect effect : effects) {
            if (effect instanceof Effect.Send(long link, BusMessage message) && link == on) {
                messages.add(message);
            }
        }
        return messages;
    }

    static List<String> ids(Heartbeat heartbeat) {
        return heartbeat.gossip().stream()
                .map(entry -> entry.node().hex().substring(0, 1))
                .toList();
    }

    /// A save stands before everything that is sent.
    static void assertSavedFirst(List<Effect> effects) {
        assertThat(effects.getFirst()).isInstanceOf(Effect.Save.class);
        assertThat(((Effect.Save) effects.getFirst()).sync()).isTrue();
    }
}
