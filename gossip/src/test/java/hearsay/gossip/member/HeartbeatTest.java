package hearsay.gossip.member;

import static hearsay.gossip.member.Stage.T;
import static hearsay.gossip.member.Stage.assertSavedFirst;
import static hearsay.gossip.member.Stage.sent;
import static org.assertj.core.api.Assertions.assertThat;

import hearsay.gossip.bus.BusMessage.Fail;
import hearsay.gossip.bus.BusMessage.Heartbeat;
import hearsay.gossip.bus.BusMessage.ManualFailoverStart;
import hearsay.gossip.bus.BusMessage.Ping;
import hearsay.gossip.bus.BusMessage.Publish;
import hearsay.gossip.bus.BusMessage.PublishShard;
import hearsay.gossip.bus.BusMessage.Update;
import hearsay.gossip.bus.BusMessage.Vote;
import hearsay.gossip.bus.BusMessage.VoteRequest;
import hearsay.gossip.bus.Extensions;
import hearsay.gossip.bus.Header;
import hearsay.gossip.bus.Payload;
import hearsay.gossip.model.Address;
import hearsay.gossip.model.NodeFlags;
import hearsay.gossip.model.SlotSet;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A node's heartbeat")
class HeartbeatTest {

    private final Stage stage = new Stage();

    @Test
    @DisplayName("18: asks everybody before its last PONG is T/2 old, and some more often")
    void asks_everybody_in_time() {
        var peers = stage.peers(5);
        stage.tick();
        for (var peer : peers) peer.pongs();
        var pinged = stage.pass(T / 2 + 100);
        for (var peer : peers) {
            assertThat(sent(pinged, peer.link())).hasOnlyElementsOfType(Ping.class).hasSize(1);
        }
    }

    @Test
    @DisplayName("18: does not ask again while an answer is due")
    void asks_once() {
        var peer = stage.peers(1).getFirst();
        peer.pongs();
        assertThat(sent(stage.pass(T), peer.link())).hasSize(1);
    }

    @Test
    @DisplayName("20: does not ask whom another heard lately")
    void trusts_what_others_heard() {
        var peers = stage.peers(2);
        for (var peer : peers) peer.pongs();
        stage.pass(T / 2 - 100, List.of());
        stage.now += 200;
        peers.get(0).pings(peers.get(1).gossip(NodeFlags.MASTER, stage.now + 2_000)); // the future
        peers.get(0).pings(peers.get(1).gossip(NodeFlags.MASTER, stage.now));
        assertThat(sent(stage.tick(), peers.get(1).link())).isEmpty();
    }

    @Test
    @DisplayName("19: speaks of three others, or a tenth, never of itself, never twice of one")
    void speaks_of_some_others() {
        stage.peers(6);
        var pings = sent(stage.pass(T), Ping.class);
        assertThat(pings).isNotEmpty();
        for (Heartbeat ping : pings) {
            assertThat(Stage.ids(ping)).hasSizeBetween(1, 3).doesNotHaveDuplicates();
            assertThat(Stage.ids(ping)).isSubsetOf("a", "b", "c", "d", "e", "f");
        }
    }

    @Test
    @DisplayName("19: speaks of everybody whom it suspects")
    void speaks_of_all_suspects() {
        var peers = stage.peers(8);
        stage.share(peers);
        stage.pass(3 * T, peers.subList(0, 4));
        var ping = sent(stage.pass(1_500), Ping.class).getLast();
        assertThat(Stage.ids(ping)).contains("e", "f", "g", "h").doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("13, 23: a link that brings nothing for T/2 after a PING is opened anew")
    void reopens_a_silent_link() {
        var peer = stage.peers(1).getFirst();
        stage.pass(T + 1_000, List.of(peer));
        long old = peer.link();
        var effects = stage.pass(T + 500);
        assertThat(effects).contains(new Effect.CloseLink(old));
        assertThat(peer.link()).isNotEqualTo(old);
    }

    @Test
    @DisplayName("25: a PING pending on a lost link stays pending on the next one")
    void remembers_what_is_pending() {
        var peers = stage.peers(2);
        stage.share(peers);
        var silent = peers.get(1);
        stage.pass(T / 2 + 200, List.of(peers.get(0)));
        for (int i = 0; i < 20; i++) {
            stage.on(new Event.LinkClosed(silent.link()));
            stage.tick();
            stage.on(new Event.LinkOpened(silent.link()));
            peers.get(0).pongs();
        }
        assertThat(silent.flags()).isEqualTo("master,fail?");
        silent.pongs();
        assertThat(silent.flags()).isEqualTo("master");
    }

    @Test
    @DisplayName("25, D8: a refused connection is no proof; T/2 of silence, then T, is")
    void suspects_whose_port_refuses() {
        var peers = stage.peers(2);
        stage.share(peers);
        var dead = peers.get(1);
        long died = stage.now;
        stage.on(new Event.LinkClosed(dead.link()));
        while (!dead.flags().equals("master,fail?")) {
            stage.tick();
            stage.on(new Event.LinkClosed(dead.link()));
            peers.get(0).pongs();
            assertThat(stage.now - died).isLessThan(T / 2 + T + 400);
        }
        assertThat(stage.now - died).isGreaterThan(T);
        assertThat(stage.diary.getLast()).isEqualTo("*** NODE " + dead.id + " possibly failing");
    }

    @Test
    @DisplayName("26, 27, 30: with the reports of a majority says FAIL to all")
    void says_fail_by_majority() {
        var peers = stage.peers(4);
        stage.share(peers);
        var dead = peers.get(3);
        var alive = peers.subList(0, 3);
        stage.pass(2 * T, alive);
        assertThat(dead.flags()).isEqualTo("master,fail?");
        var entry = dead.gossip(NodeFlags.MASTER | NodeFlags.PFAIL, stage.now);
        assertThat(sent(peers.get(0).pings(entry), Fail.class)).isEmpty();
        assertThat(sent(peers.get(0).pings(entry), Fail.class)).isEmpty();
        assertThat(stage.member.countFailureReports(dead.id.hex(), stage.now)).isEqualTo(1);
        var fails = sent(peers.get(1).pings(entry), Fail.class);
        assertThat(fails).hasSize(4).allMatch(fail -> fail.failing().equals(dead.id));
        assertThat(dead.flags()).isEqualTo("master,fail");
        assertThat(stage.member.isOk()).isFalse();
    }

    @Test
    @DisplayName("27: believes FAIL at once, though not about itself")
    void believes_fail() {
        var peers = stage.peers(2);
        peers.get(0).says(new Fail(peers.get(0).header(0), peers.get(1).id));
        assertThat(peers.get(1).flags()).isEqualTo("master,fail");
        peers.get(0).says(new Fail(peers.get(0).header(0), stage.member.myId()));
        assertThat(stage.member.nodes(false)).contains(" myself,master ");
    }

    @Test
    @DisplayName("28: a lone master needs no second opinion")
    void a_lone_master_decides_alone() {
        var replica = stage.peers(1).getFirst();
        replica.master = stage.member.myId();
        replica.pongs();
        stage.command(m -> m.addSlots(SlotSet.ALL.ranges(), stage.now));
        stage.pass(2_100, List.of(replica));
        stage.pass(2 * T);
        assertThat(replica.flags()).isEqualTo("slave,fail");
    }

    @Test
    @DisplayName("43: takes over the greatest epoch heard of, and saves a node's new one soon")
    void hears_epochs() {
        var peer = stage.peers(1).getFirst();
        peer.currentEpoch = 42;
        peer.configEpoch = 17;
        assertThat(peer.pings()).noneMatch(Effect.Save.class::isInstance);
        assertSavedFirst(stage.tick());
        assertThat(stage.member.currentEpoch()).isEqualTo(42);
        assertThat(peer.shown().get(6)).isEqualTo("17");
    }

    @Test
    @DisplayName("47: of two masters with one epoch the one with the smaller id moves on")
    void resolves_a_collision() {
        var stage = new Stage(Settings.DEFAULT, named('4', 3));
        var peers = stage.peers(6); // a to f are greater than 4
        peers.get(0).configEpoch = 3;
        peers.get(0).currentEpoch = 5;
        assertSavedFirst(peers.get(0).pings());
        assertThat(stage.member.myConfigEpoch()).isEqualTo(6);
        assertThat(stage.diary.getLast()).contains("configEpoch collision", "configEpoch set to 6");

        var greater = new Stage(Settings.DEFAULT, named('z', 3));
        var smaller = greater.peers(1).getFirst();
        smaller.configEpoch = 3;
        smaller.pings();
        assertThat(greater.member.myConfigEpoch()).isEqualTo(3);
    }

    @Test
    @DisplayName("46: tells who claims what is another's, and does not believe old news itself")
    void updates_who_slept() {
        var peers = stage.peers(2);
        stage.share(peers);
        var heir = peers.get(1);
        var sleeper = peers.get(0);
        sleeper.slots = sleeper.slots.union(SlotSet.of(heir.slots.next(0)));
        var update = sent(sleeper.pings(), Update.class).getFirst();
        assertThat(update.node()).isEqualTo(heir.id);
        assertThat(update.configEpoch()).isEqualTo(2);
        assertThat(update.slots()).isEqualTo(heir.slots);

        var old = new Update(heir.header(0), sleeper.id, 1, SlotSet.ALL);
        heir.says(old);
        assertThat(stage.member.ownerOf(heir.slots.next(0))).isEqualTo(heir.id);
        heir.says(new Update(heir.header(0), sleeper.id, 9, SlotSet.of(16383)));
        assertThat(stage.member.ownerOf(16383)).isEqualTo(sleeper.id);
        heir.says(new Update(heir.header(0), stage.member.myId(), 99, SlotSet.EMPTY));
        assertThat(stage.member.mySlots().isEmpty()).isFalse();
        assertThat(stage.diary.getLast()).isEqualTo("Discarding UPDATE message about myself.");
    }

    @Test
    @DisplayName("39, 40: loses keys with slots while it keeps others, its mastery with the last")
    void loses_slots() {
        var peers = stage.peers(2);
        stage.share(peers);
        var heir = peers.get(0);
        heir.configEpoch = 9;
        var mine = stage.member.mySlots();
        heir.slots = heir.slots.union(mine.without(0));
        var effects = heir.pings();
        assertSavedFirst(effects);
        assertThat(effects).contains(new Effect.DropKeysInSlots(mine.without(0)));
        heir.slots = heir.slots.with(0);
        effects = heir.pings();
        assertSavedFirst(effects);
        assertThat(effects).anyMatch(Effect.ReplicateFrom.class::isInstance);
        assertThat(effects).noneMatch(Effect.DropKeysInSlots.class::isInstance);
        assertThat(effects).contains(new Effect.SlotsChanged(SlotSet.of(0)));
        assertThat(stage.member.master()).isEqualTo(heir.id);
        assertThat(stage.member.myShardId()).isEqualTo(heir.id);
    }

    @Test
    @DisplayName("28: calls nobody failed on one report, not even in the moment of its restart")
    void counts_the_masters_before_it_hears_anything() {
        var peers = stage.peers(4);
        stage.share(peers);
        var silent = peers.get(3);
        stage.pass(5_000, peers.subList(0, 3));
        assertThat(silent.flags()).isEqualTo("master,fail?");

        var again = new Stage(Settings.DEFAULT.withNodeTimeoutMillis(Stage.T), stage.member.conf());
        var reporter = again.new Peer('a', 1);
        reporter.connects();
        var effects = reporter.pings(silent.gossip(NodeFlags.MASTER | NodeFlags.PFAIL, again.now));
        assertThat(sent(effects, Fail.class)).isEmpty();
        assertThat(again.member.countFailureReports(silent.id.hex(), again.now)).isEqualTo(1);
        assertThat(again.member.nodes(false)).contains("fail?");
    }

    @Test
    @DisplayName("36: gives a vote once per epoch, saved first")
    void votes_once() {
        var peers = stage.peers(3);
        stage.share(peers.subList(0, 2));
        var candidate = peers.get(2);
        candidate.master = peers.get(0).id;
        candidate.slots = peers.get(0).slots;
        candidate.configEpoch = 1;
        candidate.pings();
        stage.pass(200, peers);
        candidate.currentEpoch = 3;
        candidate.says(new VoteRequest(candidate.header(0)));
        assertThat(stage.diary.getLast()).endsWith("its master is up");
        peers.get(1).says(new Fail(peers.get(1).header(0), peers.get(0).id));
        var effects = candidate.says(new VoteRequest(candidate.header(0)));
        assertSavedFirst(effects);
        assertThat(((Effect.Save) effects.getFirst()).conf().lastVoteEpoch()).isEqualTo(3);
        assertThat(sent(effects, candidate.link())).singleElement().isInstanceOf(Vote.class);
        assertThat(candidate.says(new VoteRequest(candidate.header(0))))
                .noneMatch(Effect.Send.class::isInstance);
        assertThat(stage.diary.getLast()).endsWith("already voted for epoch 3");
    }

    @Test
    @DisplayName(
            "41: asked by its replica pauses its clients, and only then calls its offset final")
    void pauses_for_its_replica() {
        var peers = stage.peers(2);
        stage.share(peers.subList(0, 1));
        var replica = peers.get(1);
        peers.get(0).says(new ManualFailoverStart(peers.get(0).header(0))); // none of mine
        assertThat(stage.member.isManualFailoverInProgress()).isFalse();
        replica.master = stage.member.myId();
        replica.pings();
        var effects = replica.says(new ManualFailoverStart(replica.header(0)));
        assertThat(effects).contains(new Effect.PauseClients(stage.now + 10_000));
        assertThat(sent(effects, Ping.class)).isEmpty();
        // A tick may carry an offset from before the pause.
        assertThat(sent(stage.tick(), Ping.class)).noneMatch(HeartbeatTest::isPaused);
        var pings = sent(stage.on(new Event.OffsetIs(777)), Ping.class);
        assertThat(pings).singleElement().matches(HeartbeatTest::isPaused);
        assertThat(pings.getFirst().header().offset()).isEqualTo(777);
        assertThat(stage.pass(5_000)).contains(new Effect.ResumeClients());
        assertThat(stage.diary).contains("Manual failover timed out.");
    }

    @Test
    @DisplayName("60: PUBLISH goes to all, SPUBLISH to the own shard; both are delivered here")
    void carries_messages_of_clients() {
        var peers = stage.peers(3);
        var replica = peers.get(1);
        replica.master = stage.member.myId();
        replica.extensions = new Extensions("", "", stage.member.myShardId(), List.of());
        replica.pings();
        var channel = Payload.of("news");
        var text = Payload.of("hello");
        assertThat(sent(stage.command(m -> m.publish(channel, text, stage.now)), Publish.class))
                .hasSize(3);
        var sharded = stage.command(m -> m.publishShard(channel, text, stage.now));
        assertThat(sent(sharded, PublishShard.class)).hasSize(1);
        assertThat(sent(sharded, replica.link())).hasSize(1);
        assertThat(replica.says(new PublishShard(replica.header(0), channel, text)))
                .containsExactly(new Effect.Publish(channel, text, true));
    }

    @Test
    void speaks_for_its_master_when_it_is_a_replica() {
        var peer = stage.peers(1).getFirst();
        peer.slots = SlotSet.range(0, 99);
        peer.configEpoch = 4;
        peer.pings();
        stage.command(m -> m.replicate(peer.id.hex(), true, stage.now));
        stage.replication = new ReplicationStatus(55, true, 0, stage.now);
        var header = sent(stage.pass(T), Ping.class).getFirst().header();
        assertThat(header.slots()).isEqualTo(peer.slots);
        assertThat(header.configEpoch()).isEqualTo(4);
        assertThat(header.master()).isEqualTo(peer.id);
        assertThat(header.offset()).isEqualTo(55);
        assertThat(header.flags() & NodeFlags.REPLICA).isNotZero();
    }

    private static boolean isPaused(Heartbeat heartbeat) {
        return heartbeat.header().has(Header.PAUSED);
    }

    private static NodesConf named(char name, long epoch) {
        var entry =
                new NodesConf.Entry(
                        Stage.id(name),
                        Address.of("10.0.0.100", 7000),
                        "",
                        Stage.id(name),
                        NodeFlags.MYSELF | NodeFlags.MASTER,
                        null,
                        0,
                        0,
                        epoch,
                        true,
                        SlotSet.EMPTY,
                        List.of());
        return new NodesConf(List.of(entry), epoch, 0);
    }
}
