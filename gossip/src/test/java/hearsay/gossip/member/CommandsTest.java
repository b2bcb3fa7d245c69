package hearsay.gossip.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hearsay.gossip.harness.Cluster;
import hearsay.gossip.harness.Host;
import hearsay.gossip.model.SlotRange;
import hearsay.gossip.model.SlotSet;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The CLUSTER commands")
class CommandsTest {

    private static final Settings SETTINGS = Settings.DEFAULT.withNodeTimeoutMillis(1_000);
    private static final String NOBODY = "e".repeat(40);

    private final Cluster alone = new Cluster(1, 1, SETTINGS);
    private final Host one = alone.hosts.getFirst();

    @Test
    @DisplayName("49: ADDSLOTS takes free slots, each once, all or none")
    void add_slots() {
        add("1", "2");
        assertThat(one.member().mySlots()).isEqualTo(SlotSet.of(1, 2));
        refused("Slot 2 is already busy", () -> add("3", "2"));
        refused("Slot 3 specified multiple times", () -> add("3", "3"));
        refused("Invalid or out of range slot", () -> add("16384"));
        refused("Invalid or out of range slot", () -> add("x"));
        refused("start slot number 9 is greater than end slot number 8", () -> addRange("9", "8"));
        assertThat(one.member().mySlots()).isEqualTo(SlotSet.of(1, 2));
        assertThat(one.saved).contains("connected 1-2\n");
    }

    @Test
    @DisplayName("49: DELSLOTS gives up slots that have an owner; FLUSHSLOTS all, of an empty node")
    void delete_slots() {
        addRange("0", "9");
        one.carryOut(one.member().deleteSlots(SlotArguments.slots(List.of("4")), alone.now()));
        assertThat(one.member().mySlots().ranges()).hasToString("[0-3, 5-9]");
        refused(
                "Slot 4 is already unassigned",
                () -> one.member().deleteSlots(List.of(new SlotRange(3, 4)), alone.now()));
        refused(
                "DB must be empty to perform CLUSTER FLUSHSLOTS.",
                () -> one.member().flushSlots(false, alone.now()));
        one.carryOut(one.member().flushSlots(true, alone.now()));
        assertThat(one.member().mySlots().isEmpty()).isTrue();
    }

    @Test
    @DisplayName("49: SET-CONFIG-EPOCH is for a node that is alone and has none; BUMPEPOCH for any")
    void epochs() {
        refused("Invalid config epoch specified: -1", () -> setEpoch(-1));
        var bumped = one.member().bumpEpoch(alone.now());
        assertThat(bumped.reply()).isEqualTo("BUMPED 1");
        assertThat(bumped.effects().getFirst()).isInstanceOf(Effect.Save.class);
        assertThat(one.member().bumpEpoch(alone.now()).reply()).isEqualTo("STILL 1");
        refused("Node config epoch is already non-zero", () -> setEpoch(5));
        one.carryOut(one.member().meet("10.0.0.9", 7000, 17000, alone.now()));
        refused(
                "The user can assign a config epoch only when the node does not know any other"
                        + " node.",
                () -> setEpoch(5));
    }

    @Test
    @DisplayName("16: MEET wants a numeric address; a handshake that nobody answers is given up")
    void meet() {
        refused("Invalid node address specified: localhost:7000", () -> meet("localhost", 7000));
        refused("Invalid node address specified: 127.0.0.1:0", () -> meet("127.0.0.1", 0));
        refused("Invalid node address specified: 1.2.3.256:7000", () -> meet("1.2.3.256", 7000));
        meet("10.0.0.9", 7000);
        meet("10.0.0.9", 7000);
        meet("0:0:0:0:0:0:0:1", 7000);
        assertThat(one.member().nodes(false).lines())
                .hasSize(3)
                .anyMatch(line -> line.contains(" ::1:7000@17000 handshake - 0 0 0 disconnected"));
        assertThat(one.member().conf().nodes()).hasSize(1);
        alone.run(1_200);
        assertThat(one.member().nodes(false).lines()).hasSize(1);
    }

    @Test
    @DisplayName("49, 50: SAVECONFIG writes and syncs")
    void save_config() {
        assertThat(one.member().saveConfig(alone.now()))
                .containsExactly(new Effect.Save(one.member().conf(), true));
    }

    @Test
    @DisplayName("53: REPLICATE is for an empty node without slots, and names a master")
    void replicate() {
        var cluster = Cluster.formed(2, 3, 1, SETTINGS);
        var master = cluster.hosts.get(0);
        var replica = cluster.hosts.get(3);
        long now = cluster.now();
        refused("Unknown node " + NOBODY, () -> replica.member().replicate(NOBODY, true, now));
        refused("Unknown node x", () -> replica.member().replicate("x", true, now));
        refused(
                "Can't replicate myself",
                () -> replica.member().replicate(replica.id().hex(), true, now));
        refused(
                "I can only replicate a master, not a replica.",
                () -> master.member().replicate(replica.id().hex(), true, now));
        refused(
                "To set a master the node must be empty and without assigned slots.",
                () -> master.member().replicate(cluster.hosts.get(1).id().hex(), true, now));
        replica.carryOut(replica.member().replicate(cluster.hosts.get(1).id().hex(), false, now));
        assertThat(replica.member().master()).isEqualTo(cluster.hosts.get(1).id());
        assertThat(replica.member().myShardId())
                .isEqualTo(cluster.hosts.get(1).member().myShardId());
    }

    @Test
    @DisplayName("52: FORGET keeps a node out for a minute, at all who hear of it")
    void forget() {
        var cluster = Cluster.formed(3, 3, 1, SETTINGS);
        var gone = cluster.hosts.get(5);
        var id = gone.id().hex();
        var first = cluster.hosts.get(0);
        refused(
                "I tried hard but I can't forget myself...",
                () -> first.member().forget(first.id().hex(), cluster.now()));
        refused("Unknown node " + NOBODY, () -> first.member().forget(NOBODY, cluster.now()));
        var replica = cluster.hosts.get(3);
        refused(
                "Can't forget my master!",
                () -> replica.member().forget(first.id().hex(), cluster.now()));
        cluster.crash(gone);
        first.carryOut(first.member().forget(id, cluster.now()));
        cluster.mustReach(
                "oblivion",
                5_000,
                () ->
                        cluster.hosts.subList(0, 5).stream()
                                .noneMatch(host -> host.member().nodes(false).contains(id)));
        first.carryOut(first.member().forget(id, cluster.now())); // once more is no error
        cluster.run(50_000);
        assertThat(first.member().nodes(false)).doesNotContain(id);
    }

    @Test
    @DisplayName("52: RESET forgets all others; HARD also who I am")
    void reset() {
        var cluster = Cluster.formed(4, 3, 1, SETTINGS);
        var master = cluster.hosts.get(0);
        var replica = cluster.hosts.get(3);
        refused(
                "CLUSTER RESET can't be called with master nodes containing keys",
                () -> master.member().reset(false, false, cluster.now()));
        var id = replica.id();
        replica.carryOut(replica.member().reset(false, false, cluster.now()));
        assertThat(replica.id()).isEqualTo(id);
        assertThat(replica.member().isMaster()).isTrue();
        assertThat(replica.offset).isZero();
        assertThat(replica.member().nodes(false).lines()).hasSize(1);
        assertThat(replica.member().currentEpoch()).isEqualTo(6);
        replica.carryOut(replica.member().reset(true, true, cluster.now()));
        assertThat(replica.id()).isNotEqualTo(id);
        assertThat(replica.member().currentEpoch()).isZero();
        assertThat(replica.synced).startsWith(replica.id().hex());
    }

    @Test
    @DisplayName("51: keys found at the start claim free slots, and mark another's as importing")
    void adopt_keys() {
        var cluster = Cluster.formed(5, 3, 0, SETTINGS);
        var first = cluster.hosts.get(0);
        first.carryOut(first.member().deleteSlots(List.of(new SlotRange(0, 9)), cluster.now()));
        first.carryOut(first.member().adoptKeys(SlotSet.of(5, 100, 16383), cluster.now()));
        assertThat(first.member().ownerOf(5)).isEqualTo(first.id());
        assertThat(first.member().ownerOf(6)).isNull();
        assertThat(first.member().nodes(false))
                .contains("[16383-<-" + cluster.hosts.get(2).id() + "]");
        assertThat(first.diary)
                .contains("I have keys for unassigned slot 5. Taking responsibility for it.");
    }

    private void add(String... slots) {
        one.carryOut(one.member().addSlots(SlotArguments.slots(List.of(slots)), alone.now()));
    }

    private void addRange(String... slots) {
        one.carryOut(one.member().addSlots(SlotArguments.ranges(List.of(slots)), alone.now()));
    }

    private void meet(String ip, int port) {
        one.carryOut(one.member().meet(ip, port, port + 10_000L, alone.now()));
    }

    private void setEpoch(long epoch) {
        one.carryOut(one.member().setConfigEpoch(epoch, alone.now()));
    }

    private static void refused(String words, ThrowingCallable command) {
        assertThatThrownBy(command).isInstanceOf(ClusterError.class).hasMessage("ERR " + words);
    }
}
