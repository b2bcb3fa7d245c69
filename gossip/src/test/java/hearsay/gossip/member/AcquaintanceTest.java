package hearsay.gossip.member;

import static hearsay.gossip.member.Stage.sent;
import static org.assertj.core.api.Assertions.assertThat;

import hearsay.gossip.bus.BusMessage;
import hearsay.gossip.bus.BusMessage.Meet;
import hearsay.gossip.bus.BusMessage.Ping;
import hearsay.gossip.bus.BusMessage.Pong;
import hearsay.gossip.bus.Extensions;
import hearsay.gossip.bus.Extensions.Forgotten;
import hearsay.gossip.bus.Gossip;
import hearsay.gossip.bus.Payload;
import hearsay.gossip.model.NodeFlags;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A node among strangers and acquaintances")
class AcquaintanceTest {

    private final Stage stage = new Stage();

    @Test
    @DisplayName("16: told to MEET it opens a link, says MEET, and takes the name from the PONG")
    void meets_whom_it_is_told_to() {
        var peer = stage.new Peer('a', 1);
        stage.command(m -> m.meet(peer.ip, 7000, 17000, stage.now));
        stage.tick();
        var greeting = stage.on(new Event.LinkOpened(peer.link()));
        assertThat(sent(greeting, peer.link())).singleElement().isInstanceOf(Meet.class);
        assertThat(peer.shown()).isEmpty();
        peer.pongs();
        assertThat(peer.flags()).isEqualTo("master");
        assertThat(stage.pass(1_200)).filteredOn(Effect.Save.class::isInstance).isNotEmpty();
    }

    @Test
    @DisplayName("16: a stranger's PING gets a PONG and nothing else; its MEET makes it known")
    void takes_in_who_says_meet() {
        var peer = stage.new Peer('a', 1);
        peer.connects();
        var answer = peer.pings();
        assertThat(sent(answer, peer.inbound)).singleElement().isInstanceOf(Pong.class);
        assertThat(stage.member.nodes(false).lines()).hasSize(1);
        var welcome = peer.says(new Meet(peer.header(0), Gossip.NONE, peer.extensions));
        assertThat(sent(welcome, peer.inbound)).singleElement().isInstanceOf(Pong.class);
        assertThat(stage.member.nodes(false)).contains("10.0.0.1:7000@17000 handshake");
        assertThat(stage.tick()).anyMatch(Effect.OpenLink.class::isInstance);
        var greeting = stage.on(new Event.LinkOpened(peer.link()));
        assertThat(sent(greeting, peer.link())).singleElement().isInstanceOf(Ping.class);
        peer.pongs();
        assertThat(peer.flags()).isEqualTo("master");
    }

    @Test
    @DisplayName("16: other packets of strangers are ignored")
    void ignores_strangers() {
        var peer = stage.new Peer('a', 1);
        peer.currentEpoch = 99;
        peer.connects();
        assertThat(peer.says(new BusMessage.VoteRequest(peer.header(0)))).isEmpty();
        assertThat(peer.says(new BusMessage.Update(peer.header(0), peer.id, 99, peer.slots)))
                .isEmpty();
        var publish =
                new BusMessage.Publish(peer.header(0), Payload.of("channel"), Payload.of("x"));
        assertThat(peer.says(publish)).isEmpty();
        peer.says(new BusMessage.Fail(peer.header(0), stage.member.myId()));
        assertThat(stage.diary.getLast())
                .startsWith("Ignoring FAIL message from unknown node " + peer.id);
        assertThat(stage.member.currentEpoch()).isZero();
    }

    @Test
    @DisplayName("17: gossip of a known node introduces others, by their ids and without handshake")
    void learns_others_by_gossip() {
        var known = stage.peers(1).getFirst();
        var third = stage.new Peer('c', 3);
        var homeless = stage.new Peer('d', 4);
        known.pings(
                third.gossip(NodeFlags.REPLICA, stage.now),
                homeless.gossip(NodeFlags.MASTER | NodeFlags.NOADDR, stage.now));
        assertThat(third.shown()).contains("10.0.0.3:7000@17000", "slave");
        assertThat(homeless.shown()).isEmpty();
    }

    @Test
    @DisplayName("17, 52: not those that were forgotten within the last minute")
    void does_not_learn_whom_it_forgot() {
        var peers = stage.peers(2);
        var gone = peers.get(1);
        stage.command(m -> m.forget(gone.id.hex(), stage.now));
        assertThat(gone.shown()).isEmpty();
        var ping = sent(stage.pass(2_000), Ping.class).getFirst();
        assertThat(ping.extensions().forgotten())
                .singleElement()
                .matches(forgotten -> forgotten.node().equals(gone.id));
        peers.get(0).pings(gone.gossip(NodeFlags.MASTER, stage.now));
        assertThat(gone.shown()).isEmpty();
        stage.now += 61_000;
        peers.get(0).pings(gone.gossip(NodeFlags.MASTER, stage.now));
        assertThat(gone.flags()).isEqualTo("master");
    }

    @Test
    @DisplayName("52: forgets whom another was told to forget, but neither itself nor its master")
    void forgets_by_hearsay() {
        var peers = stage.peers(3);
        var teller = peers.get(0);
        stage.command(m -> m.replicate(peers.get(2).id.hex(), true, stage.now));
        teller.extensions =
                new Extensions(
                        "",
                        "",
                        teller.id,
                        List.of(
                                new Forgotten(peers.get(1).id, 60),
                                new Forgotten(peers.get(2).id, 60),
                                new Forgotten(stage.member.myId(), 60)));
        teller.pings();
        assertThat(peers.get(1).shown()).isEmpty();
        assertThat(peers.get(2).shown()).isNotEmpty();
        assertThat(stage.member.nodes(false)).contains("myself,slave");
    }

    @Test
    @DisplayName("22: learns its own address from a MEET, and from a PING if it has none")
    void learns_its_own_address() {
        var peer = stage.new Peer('a', 1);
        assertThat(stage.member.myAddress().ip()).isEmpty();
        peer.connects();
        peer.pings();
        assertThat(stage.member.myAddress().ip()).isEqualTo("10.0.0.100");
        assertThat(stage.diary).contains("IP address for this node updated to 10.0.0.100");
    }

    @Test
    @DisplayName("22: follows a node whose PINGs come from a new address, also as its replica")
    void follows_a_node_that_moved() {
        var peer = stage.peers(1).getFirst();
        stage.command(m -> m.replicate(peer.id.hex(), true, stage.now));
        long old = peer.link();
        peer.port = 7777;
        var effects = peer.pings();
        assertThat(effects).contains(new Effect.CloseLink(old));
        assertThat(effects)
                .filteredOn(Effect.ReplicateFrom.class::isInstance)
                .singleElement()
                .matches(e -> ((Effect.ReplicateFrom) e).address().port() == 7777);
        assertThat(peer.shown()).contains("10.0.0.1:7777@17777");
        assertThat(stage.tick()).anyMatch(Effect.OpenLink.class::isInstance);
        assertThat(stage.diary.getLast()).contains("(), now 10.0.0.1:7777");
    }

    @Test
    @DisplayName("22: takes back the address of a node where somebody else answers")
    void finds_somebody_else_at_an_address() {
        var peer = stage.peers(1).getFirst();
        var other = stage.new Peer('x', 9);
        long link = peer.link();
        var effects =
                stage.on(
                        new Event.Received(
                                link, new Pong(other.header(0), Gossip.NONE, other.extensions)));
        assertThat(effects).containsExactly(new Effect.CloseLink(link));
        assertThat(peer.flags()).isEqualTo("master,noaddr");
        assertThat(peer.shown()).contains(":0@0");
        assertThat(stage.pass(1_000)).noneMatch(Effect.OpenLink.class::isInstance);
        // Its own PING tells where it is now.
        peer.pings();
        assertThat(peer.flags()).isEqualTo("master");
    }

    @Test
    @DisplayName("21: adopts the address that gossip gives for a node it cannot reach")
    void adopts_an_address_for_the_unreachable() {
        var peers = stage.peers(2);
        stage.share(peers);
        var lost = peers.get(1);
        stage.pass(2 * Stage.T, List.of(peers.get(0)));
        assertThat(lost.flags()).isEqualTo("master,fail?");
        lost.port = 7500;
        peers.get(0).pings(lost.gossip(NodeFlags.MASTER, stage.now));
        assertThat(lost.shown()).contains("10.0.0.2:7500@17500");
    }

    @Test
    @DisplayName("59: hostname, node name and shard come with the heartbeat")
    void hears_names() {
        var peer = stage.peers(1).getFirst();
        peer.extensions = new Extensions("a.example", "alice", Stage.id('5'), List.of());
        peer.pings();
        assertThat(peer.shown()).contains("10.0.0.1:7000@17000,a.example");
        assertThat(stage.member.conf().text())
                .contains(",a.example,tls-port=0,nodename=alice,shard-id=5555");
    }

    @Test
    @DisplayName("13: a second link of one peer replaces the first")
    void keeps_one_inbound_link_per_peer() {
        var peer = stage.peers(1).getFirst();
        stage.on(new Event.LinkAccepted(-77, peer.ip, ""));
        var effects =
                stage.on(
                        new Event.Received(
                                -77, new Ping(peer.header(0), Gossip.NONE, peer.extensions)));
        assertThat(effects).contains(new Effect.CloseLink(peer.inbound));
        assertThat(stage.member.links())
                .extracting(LinkRow::link)
                .containsExactly(peer.link(), -77L);
    }
}
