package hearsay.gossip.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hearsay.gossip.bus.BusMessage.Fail;
import hearsay.gossip.bus.BusMessage.Pong;
import hearsay.gossip.bus.BusMessage.Update;
import hearsay.gossip.harness.Cluster;
import hearsay.gossip.harness.Host;
import hearsay.gossip.harness.Network;
import hearsay.gossip.member.Member.Access;
import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.SlotRange;
import hearsay.gossip.model.SlotSet;
import hearsay.gossip.routing.Redirect;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Three masters, each with a replica. The first, whose epoch is 1, gives slot 0 to the second,
/// whose epoch is 2; the greatest epoch anybody has heard of is 6.
@DisplayName("CLUSTER SETSLOT")
class ReshardingTest {

    private static final Settings SETTINGS = Settings.DEFAULT.withNodeTimeoutMillis(1_000);
    private static final int SLOT = 0;
    private static final String NOBODY = "e".repeat(40);

    private final Cluster cluster = Cluster.formed(1, 3, 1, SETTINGS);
    private final Host giver = cluster.hosts.get(0);
    private final Host taker = cluster.hosts.get(1);
    private final Host third = cluster.hosts.get(2);
    private final Host giversReplica = cluster.hosts.get(3);

    @Test
    @DisplayName("48: is refused where it makes no sense, in Redis' words")
    void refusals() {
        refused(giver, "0", "IMPORTING", id(taker), "I'm already the owner of hash slot 0");
        refused(taker, "0", "MIGRATING", id(giver), "I'm not the owner of hash slot 0");
        refused(giver, "0", "MIGRATING", NOBODY, "I don't know about node " + NOBODY);
        refused(taker, "0", "importing", "x", "I don't know about node x");
        refused(taker, "0", "NODE", NOBODY, "Unknown node " + NOBODY);
        for (String action : List.of("MIGRATING", "NODE")) {
            refused(giver, "0", action, id(giversReplica), "Target node is not a master");
        }
        refused(giversReplica, "x", "STABLE", "", "Please use SETSLOT only with masters.");
        refused(giver, "16384", "STABLE", "", "Invalid or out of range slot");
        var invalid = "Invalid CLUSTER SETSLOT action or number of arguments. Try CLUSTER HELP";
        refused(giver, "0", "MOVING", id(taker), invalid);
        refused(giver, "0", "NODE", "", invalid);
        refused(giver, "0", "STABLE", id(taker), invalid);
        refused(giver, "0", "STABLE TIMEOUT", "", "Missing timeout value");
        refused(giver, "0", "STABLE TIMEOUT -1", "", "timeout is negative");
        refused(giver, "0", "STABLE TIMEOUT 1.5", "", "timeout is not an integer or out of range");
    }

    @Test
    @DisplayName("48: says how long the replicas may take to hear of it, and 2 s if it does not")
    void timeouts() {
        assertThat(read(giver, "0 STABLE").timeoutMillis()).isEqualTo(10_000);
        assertThat(read(giver, "0 stable timeout 50").timeoutMillis()).isEqualTo(50);
    }

    @Test
    @DisplayName("55: an open slot is shown on both sides, and closed by STABLE")
    void open_slots_are_shown() {
        open();
        assertThat(giver.member().nodes(false))
                .contains("connected 0-5460 [0->-" + id(taker) + "]\n");
        assertThat(taker.member().nodes(false))
                .contains("connected 5461-10921 [0-<-" + id(giver) + "]\n");
        assertThat(third.member().nodes(false)).doesNotContain("[");
        set(giver, "0 STABLE");
        set(taker, "0 STABLE");
        assertThat(giver.member().nodes(false)).doesNotContain("[");
        assertThat(taker.member().nodes(false)).doesNotContain("[");
        assertThat(giver.member().hasOpenSlots()).isFalse();
    }

    @Test
    @DisplayName("50: open slots survive a restart")
    void open_slots_survive_a_restart() {
        open();
        for (Host host : List.of(giver, taker)) {
            cluster.crash(host);
            cluster.restart(host, false);
        }
        cluster.run(5_000);
        assertThat(giver.member().nodes(false)).contains("[0->-" + id(taker) + "]");
        assertThat(taker.member().nodes(false)).contains("[0-<-" + id(giver) + "]");
    }

    @Test
    @DisplayName("49, 52: who gives up or forgets what it was about forgets that it was open")
    void open_slots_are_forgotten() {
        open();
        taker.carryOut(
                taker.member().deleteSlots(List.of(new SlotRange(SLOT, SLOT)), cluster.now()));
        assertThat(taker.member().nodes(false)).doesNotContain("[");
        giver.carryOut(giver.member().forget(id(taker), cluster.now()));
        assertThat(giver.member().nodes(false)).doesNotContain("[");
        set(taker, "1 IMPORTING " + id(giver));
        taker.carryOut(taker.member().reset(false, true, cluster.now()));
        assertThat(taker.member().nodes(false)).doesNotContain("[");
    }

    @Test
    @DisplayName(
            "48: an import ends under a new epoch that nobody voted for, and all are told at once")
    void an_import_ends_under_a_new_epoch() {
        open();
        var effects = effects(taker, 1, "0 NODE " + id(taker));
        assertThat(taker.member().myConfigEpoch()).isEqualTo(7);
        Stage.assertSavedFirst(effects);
        assertThat(effects).contains(new Effect.AwaitSaved());
        assertThat(pongsWhenSaved(taker))
                .hasSize(5)
                .allSatisfy(pong -> {
                    assertThat(pong.header().configEpoch()).isEqualTo(7);
                    assertThat(pong.header().slots().contains(SLOT)).isTrue();
                });
        taker.carryOut(effects);
        assertThat(taker.diary)
                .endsWith("New configEpoch set to 7", "configEpoch updated after importing slot 0");
        cluster.run(100);
        for (Host host : cluster.hosts) {
            assertThat(host.member().ownerOf(SLOT)).isEqualTo(taker.id());
        }
        assertThat(taker.member().hasOpenSlots()).isFalse();
    }

    @Test
    @DisplayName("48: an import that ends under the greatest epoch needs no greater one")
    void an_import_may_end_under_the_same_epoch() {
        taker.carryOut(taker.member().bumpEpoch(cluster.now()).effects());
        set(taker, "0 IMPORTING " + id(giver));
        var effects = effects(taker, 0, "0 NODE " + id(taker));
        assertThat(taker.member().myConfigEpoch()).isEqualTo(7);
        assertThat(effects).contains(new Effect.AwaitSaved());
        assertThat(pongsWhenSaved(taker)).hasSize(5);
    }

    @Test
    @DisplayName(
            "48: a slot with keys is not given away; what migrates is closed with the last key")
    void a_slot_with_keys_is_kept() {
        open();
        assertThatThrownBy(() -> effects(giver, 3, "0 NODE " + id(taker)))
                .hasMessage(
                        "ERR Can't assign hashslot 0 to a different node while I still hold keys"
                                + " for this hash slot.");
        giver.carryOut(effects(giver, 3, "0 NODE " + id(giver)));
        assertThat(giver.member().nodes(false)).contains("[0->-");
        giver.carryOut(effects(giver, 0, "0 NODE " + id(giver)));
        assertThat(giver.member().nodes(false)).doesNotContain("[");
    }

    @Test
    @DisplayName("48: a master without its last slot follows who has it, if it may")
    void a_master_without_slots_follows() {
        int last = lastSlot(giver);
        giver.carryOut(giver.member().deleteSlots(List.of(new SlotRange(1, last)), cluster.now()));
        set(giver, "0 NODE " + id(taker));
        assertThat(giver.member().isMaster()).isFalse();
        assertThat(giver.member().master()).isEqualTo(taker.id());
        assertThat(giver.diary)
                .anyMatch(line -> line.startsWith("Configuration change detected. Reconfiguring"));
    }

    @Test
    @DisplayName("48: a replica of one whose last slot was given away by command follows too")
    void its_replica_follows_too() {
        int last = lastSlot(giver);
        for (Host host : List.of(giver, giversReplica)) {
            host.carryOut(
                    host.member().deleteSlots(List.of(new SlotRange(1, last)), cluster.now()));
        }
        byMaster(giversReplica, "0 NODE " + id(taker));
        set(giver, "0 NODE " + id(taker));
        cluster.run(1_000);
        assertThat(giversReplica.member().master()).isEqualTo(taker.id());
    }

    @Test
    @DisplayName(
            "48: a replica that obeys writes its file at its next tick: it would be told again")
    void a_replica_writes_many_orders_at_once() {
        for (int slot = 0; slot < 3; slot++) {
            assertThat(obeyed(giversReplica, slot + " MIGRATING " + id(taker)))
                    .noneMatch(Effect.Save.class::isInstance);
        }
        var tick = new Event.Tick(ReplicationStatus.master(0));
        var effects = giversReplica.member().on(tick, cluster.now());
        assertThat(effects.getFirst()).isInstanceOf(Effect.Save.class);
        assertThat(((Effect.Save) effects.getFirst()).conf().text())
                .contains("[0->-" + id(taker), "[1->-" + id(taker), "[2->-" + id(taker));
    }

    @Test
    @DisplayName("44: nobody gets a slot that I take in, but a replica that has replaced its owner")
    void an_imported_slot_is_nobodys_to_claim() {
        open();
        set(third, "0 IMPORTING " + id(giver));
        third.carryOut(effects(third, 0, "0 NODE " + id(third)));
        cluster.run(1_000);
        assertThat(taker.member().ownerOf(SLOT)).isEqualTo(giver.id());
        assertThat(giver.member().ownerOf(SLOT)).isEqualTo(third.id());
        assertThat(taker.member().nodes(false)).contains("[0-<-" + id(giver));
    }

    @Test
    @DisplayName("5, 6: where a request goes depends on which of its keys are here")
    void requests_on_an_open_slot() {
        open();
        assertThat(routed(giver, 2, 0, false)).isEqualTo("here");
        assertThat(routed(giver, 0, 1, false)).isEqualTo("ASK 0 10.0.0.2:6379");
        assertThat(routed(giver, 1, 1, false))
                .isEqualTo("TRYAGAIN Multiple keys request during rehashing of slot");
        assertThat(routed(taker, 1, 0, false)).isEqualTo("MOVED 0 10.0.0.1:6379");
        assertThat(routed(taker, 0, 1, true)).isEqualTo("here");
        assertThat(routed(taker, 1, 1, true))
                .isEqualTo("TRYAGAIN Multiple keys request during rehashing of slot");
        assertThat(routed(third, 0, 1, true)).isEqualTo("MOVED 0 10.0.0.1:6379");
    }

    @Test
    @DisplayName("7: who moves keys is never sent elsewhere")
    void migrate_is_served() {
        open();
        for (Host host : List.of(giver, taker)) {
            var route =
                    host.member()
                            .routeOpen(
                                    SLOT,
                                    Access.WRITE,
                                    false,
                                    new KeysHere(1, 5, true, false, true));
            assertThat(route).isSameAs(Redirect.SERVE);
        }
    }

    @Test
    @DisplayName("5: who gives a slot to itself sends nobody there")
    void a_slot_given_to_oneself() {
        set(giver, "0 MIGRATING " + id(giver));
        assertThat(routed(giver, 0, 1, false)).isEqualTo("here");
        assertThat(routed(giver, 1, 1, false)).isEqualTo("here");
    }

    @Test
    @DisplayName("3: in a cluster that is down nothing is sent on")
    void nothing_is_sent_on_when_down() {
        open();
        cluster.isolate(giver);
        cluster.mustReach("state fail", 5_000, () -> !giver.member().isOk());
        assertThat(routed(giver, 0, 1, false)).isEqualTo("CLUSTERDOWN The cluster is down");
    }

    // ---- Each named after what went wrong with it once. ----

    @Test
    @DisplayName(
            "SETSLOT NODE without IMPORTING: no epoch is taken; the owner's decides, and the slot goes back")
    void set_slot_node_without_importing() {
        set(taker, "0 NODE " + id(taker));
        assertThat(taker.member().myConfigEpoch()).isEqualTo(2);
        cluster.run(5_000);
        assertThat(cluster.isAgreed()).isTrue();
        // The taker's epoch is greater than the giver's by chance.
        assertThat(third.member().ownerOf(SLOT)).isEqualTo(taker.id());
        int others = lastSlot(third);
        set(taker, others + " NODE " + id(taker));
        cluster.run(5_000);
        assertThat(cluster.isAgreed()).isTrue();
        assertThat(taker.member().ownerOf(others)).isEqualTo(third.id());
        assertThat(taker.dropped.contains(others)).isTrue();
    }

    @Test
    @DisplayName("Slots that differ after a failed reshard: only the taker was told, and all agree")
    void slots_that_differ_after_a_failed_reshard() {
        open();
        set(taker, "0 NODE " + id(taker));
        cluster.run(2_000);
        assertThat(cluster.isAgreed()).isTrue();
        assertThat(giver.member().ownerOf(SLOT)).isEqualTo(taker.id());
        // Were it left open, keys would be asked for at the taker once the slot is back.
        assertThat(giver.member().nodes(false)).doesNotContain("[");
        assertThat(giver.dropped.contains(SLOT)).isTrue();
    }

    @Test
    @DisplayName(
            "Slots that differ after a failed reshard: only the giver was told, and gets it back")
    void a_slot_given_to_one_who_does_not_take_it() {
        open();
        set(giver, "0 NODE " + id(taker));
        cluster.run(2_000);
        // Nobody claims it, and nobody who imports believes what is claimed. The others still know
        // whom to send clients to.
        assertThat(third.member().ownerOf(SLOT)).isEqualTo(giver.id());
        assertThat(taker.member().nodes(false)).contains("[0-<-");
        set(taker, "0 NODE " + id(taker));
        cluster.run(1_000);
        assertThat(cluster.isAgreed()).isTrue();
        assertThat(third.member().ownerOf(SLOT)).isEqualTo(taker.id());
    }

    @Test
    @DisplayName(
            "A node that dies during SETSLOT has said nothing that it does not know afterwards")
    void a_node_that_dies_during_set_slot() {
        for (int effects = 0; effects <= 8; effects++) {
            var cluster = Cluster.formed(effects, 3, 0, SETTINGS);
            var giver = cluster.hosts.get(0);
            var taker = cluster.hosts.get(1);
            set(cluster, taker, "0 IMPORTING " + id(giver));
            taker.carryOut(taker.member().saveConfig(cluster.now()));
            set(cluster, giver, "0 MIGRATING " + id(taker));
            taker.crashAfterEffects = effects;
            set(cluster, taker, "0 NODE " + id(taker));
            if (taker.isUp()) cluster.crash(taker);
            cluster.run(200);
            cluster.restart(taker, true);
            cluster.run(5_000);
            assertThat(taker.member().currentEpoch())
                    .isGreaterThanOrEqualTo(giver.member().currentEpoch());
            if (taker.member().hasOpenSlots()) {
                assertThat(giver.member().ownerOf(0)).isEqualTo(giver.id());
                set(cluster, taker, "0 NODE " + id(taker));
                cluster.run(2_000);
            }
            assertThat(cluster.isAgreed()).as("after %d effects", effects).isTrue();
            assertThat(giver.member().ownerOf(0)).isEqualTo(taker.id());
        }
    }

    @Test
    @DisplayName("45: A stale UPDATE spreading a wrong owner: what its owner gave up is not spread")
    void a_stale_update_spreading_a_wrong_owner() {
        // The third hears that the giver claims the slot no longer, and not yet who has it.
        set(taker, "0 IMPORTING " + id(giver));
        cluster.rule((from, to, message) -> from == taker && to == third ? Network.LOST : 1);
        set(taker, "0 NODE " + id(taker));
        set(giver, "0 NODE " + id(taker));
        cluster.run(300);
        assertThat(third.member().ownerOf(SLOT)).isEqualTo(giver.id());
        var told = new boolean[1];
        cluster.rule((from, to, message) -> {
            boolean wrong = message instanceof Update update && update.slots().contains(SLOT);
            told[0] |= wrong && from == third;
            return 1;
        });
        cluster.run(5_000);
        assertThat(told[0]).isFalse();
        assertThat(cluster.isAgreed()).isTrue();
        assertThat(third.member().ownerOf(SLOT)).isEqualTo(taker.id());
    }

    @Test
    @DisplayName("46: a giver that slept through it all is told, and claims the slot no more")
    void a_giver_that_slept() {
        open();
        cluster.isolate(giver, giversReplica);
        set(taker, "0 NODE " + id(taker));
        cluster.run(500);
        assertThat(giver.member().ownerOf(SLOT)).isEqualTo(giver.id());
        cluster.heal();
        // All that the taker itself says to the giver is lost: it is the others that tell it.
        cluster.rule((from, to, message) -> from == taker && to == giver ? Network.LOST : 1);
        cluster.run(5_000);
        assertThat(giver.member().ownerOf(SLOT)).isEqualTo(taker.id());
        assertThat(third.diary).anyMatch(line -> line.contains("sending an UPDATE message about"));
    }

    @Test
    @DisplayName(
            "47: An epoch collision blocking a migration: an import never ends under a shared epoch")
    void an_epoch_collision_blocking_a_migration() {
        var stage = new Stage();
        var giver = stage.peers(2).getFirst();
        giver.slots = SlotSet.range(0, 16383);
        giver.configEpoch = 5;
        giver.currentEpoch = 5;
        giver.pongs();
        stage.command(m -> m.bumpEpoch(stage.now).effects());
        stage.command(m -> setSlot(m, 0, "0 IMPORTING " + giver.id.hex(), stage.now));
        // It took the epoch that I have: which of us moves on, our names decide, and later.
        giver.configEpoch = 6;
        giver.currentEpoch = 6;
        giver.says(new Fail(giver.header(0), new NodeId(NOBODY)));
        stage.command(m -> setSlot(m, 0, "0 NODE " + m.myId().hex(), stage.now));
        assertThat(stage.member.myConfigEpoch()).isEqualTo(7);
        assertThat(Stage.sent(stage.member.on(new Event.Saved(), stage.now), Pong.class))
                .isNotEmpty()
                .allMatch(pong -> pong.header().configEpoch() == 7);
    }

    private List<Pong> pongsWhenSaved(Host host) {
        return Stage.sent(host.member().on(new Event.Saved(), cluster.now()), Pong.class);
    }

    private void open() {
        set(taker, "0 IMPORTING " + id(giver));
        set(giver, "0 MIGRATING " + id(taker));
    }

    private void set(Host host, String words) {
        set(cluster, host, words);
    }

    private static void set(Cluster cluster, Host host, String words) {
        host.carryOut(setSlot(host.member(), 0, words, cluster.now()));
    }

    private void byMaster(Host replica, String words) {
        replica.carryOut(obeyed(replica, words));
    }

    private List<Effect> obeyed(Host replica, String words) {
        var member = replica.member();
        var order = member.readSetSlot(List.of(words.split(" ")), slot -> 0, true);
        return member.setSlot(order, slot -> 0, true, cluster.now());
    }

    private List<Effect> effects(Host host, int keys, String words) {
        return setSlot(host.member(), keys, words, cluster.now());
    }

    private static List<Effect> setSlot(Member member, int keys, String words, long now) {
        var order = member.readSetSlot(List.of(words.split(" ")), slot -> keys, false);
        return member.setSlot(order, slot -> keys, false, now);
    }

    private static SetSlot read(Host host, String words) {
        return host.member().readSetSlot(List.of(words.split(" ")), slot -> 0, false);
    }

    private static void refused(Host host, String slot, String action, String node, String words) {
        var line = (slot + " " + action + " " + node).strip();
        assertThatThrownBy(() -> read(host, line))
                .isInstanceOf(ClusterError.class)
                .hasMessage("ERR " + words);
    }

    private static String routed(Host host, int present, int missing, boolean asking) {
        boolean several = present + missing > 1;
        var keys = new KeysHere(present, missing, several, asking, false);
        var route = host.member().routeOpen(SLOT, Access.WRITE, false, keys);
        return route instanceof Redirect.Serve ? "here" : route.error(false);
    }

    private static int lastSlot(Host host) {
        return host.member().mySlots().ranges().getLast().last();
    }

    private static String id(Host host) {
        return host.id().hex();
    }
}
