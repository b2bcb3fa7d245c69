package hearsay.simulations.reshard;

import static hearsay.simulations.reshard.Described.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hearsay.simulations.reshard.RepairStep.Announce;
import hearsay.simulations.reshard.RepairStep.Carry;
import hearsay.simulations.reshard.RepairStep.Claim;
import hearsay.simulations.reshard.RepairStep.Close;
import hearsay.simulations.reshard.RepairStep.Finish;
import hearsay.simulations.reshard.RepairStep.GiveUp;
import hearsay.simulations.reshard.RepairStep.Insist;
import org.junit.jupiter.api.Test;

class RepairTest {

    @Test
    void nothing_is_wrong_with_a_healthy_cluster() {
        assertThat(Described.healthy().keys("a", 7, 3).diagnosis().isWell()).isTrue();
    }

    @Test
    void a_reshard_that_was_interrupted_is_finished_in_its_direction() {
        var cluster =
                Described.healthy()
                        .open("a", 7, ">", "b")
                        .open("b", 7, "<", "a")
                        .keys("a", 7, 3)
                        .keys("b", 7, 2);
        assertThat(cluster.diagnosis().steps())
                .containsExactly(new Finish(7, id("a"), id("b")), new Announce(7, id("b")));
        assertThat(cluster.diagnosis().keysAstray()).isEqualTo(3);
        assertThat(cluster.diagnosis().findings())
                .containsExactly(
                        "Slot 7: of 127.0.0.1:7000, migrating from 127.0.0.1:7000 to 127.0.0.1:7001,"
                                + " importing at 127.0.0.1:7001 from 127.0.0.1:7000, with keys at"
                                + " 127.0.0.1:7001");
    }

    @Test
    void it_is_finished_although_the_target_was_restarted_and_knows_nothing_of_it() {
        var cluster = Described.healthy().open("a", 7, ">", "b");
        assertThat(cluster.diagnosis().steps())
                .containsExactly(new Finish(7, id("a"), id("b")), new Announce(7, id("b")));
    }

    @Test
    void after_a_failover_of_the_source_the_keys_are_carried_back_to_its_successor() {
        // d was a's replica, and serves its slots now; a is gone.
        var cluster =
                new Described()
                        .master("d", "0-5460")
                        .master("b", "5461-10922")
                        .master("c", "10923-16383")
                        .open("b", 7, "<", "a")
                        .keys("b", 7, 2);
        assertThat(cluster.diagnosis().steps())
                .containsExactly(
                        new Announce(7, id("d")),
                        new Carry(7, id("b"), id("d")),
                        new Close(7, id("b")));
    }

    @Test
    void an_importer_that_believes_in_the_dead_source_does_not_make_it_count() {
        // b imports 7 from a, so that it takes no gossip about 7; a is dead, d its successor.
        var said =
                new Described()
                        .master("d", "0-5460")
                        .master("b", "5461-16383")
                        .open("b", 7, "<", "a")
                        .picture();
        String ofD = said(said, "d") + id("a") + " 127.0.0.1:7009@0 master,fail - 0 0 1 down\n";
        String ofB =
                said(said, "b").replace("0-5460", "0-6 8-5460 [7-<-%s]".formatted(id("a")))
                        + id("a")
                        + " 127.0.0.1:7009@0 master,fail - 0 0 1 down 7\n";
        var picture = ClusterPicture.of(java.util.List.of(ofD, ofB));
        assertThat(picture.silentMasters()).isEmpty();
        assertThat(picture.misled()).containsOnlyKeys(id("b"));
    }

    @Test
    void after_a_failover_of_the_target_its_successor_is_known_by_the_keys_it_has() {
        var cluster =
                new Described()
                        .master("a", "0-5460")
                        .master("e", "5461-10922")
                        .master("c", "10923-16383")
                        .open("a", 7, ">", "b")
                        .keys("a", 7, 1)
                        .keys("e", 7, 2);
        assertThat(cluster.diagnosis().steps())
                .containsExactly(new Finish(7, id("a"), id("e")), new Announce(7, id("e")));
    }

    @Test
    void when_no_key_has_arrived_yet_it_is_closed_instead() {
        var cluster =
                new Described()
                        .master("a", "0-5460")
                        .master("e", "5461-10922")
                        .master("c", "10923-16383")
                        .open("a", 7, ">", "b")
                        .keys("a", 7, 1);
        assertThat(cluster.diagnosis().steps())
                .containsExactly(new Close(7, id("a")), new Announce(7, id("a")));
    }

    @Test
    void a_third_one_that_has_keys_hands_them_to_the_target() {
        var cluster =
                Described.healthy()
                        .open("a", 7, ">", "b")
                        .open("b", 7, "<", "a")
                        .open("c", 7, "<", "a")
                        .keys("a", 7, 3)
                        .keys("c", 7, 1);
        assertThat(cluster.diagnosis().steps())
                .containsExactly(
                        new Finish(7, id("a"), id("b")),
                        new Carry(7, id("c"), id("b")),
                        new Close(7, id("c")),
                        new Announce(7, id("b")));
    }

    @Test
    void keys_that_nobody_announces_are_found_and_carried_to_their_owner() {
        var cluster = Described.healthy().keys("c", 7, 4).keys("a", 7, 1);
        assertThat(cluster.diagnosis().steps())
                .containsExactly(new Announce(7, id("a")), new Carry(7, id("c"), id("a")));
    }

    @Test
    void of_two_that_claim_a_slot_the_one_with_most_keys_keeps_it() {
        var cluster =
                Described.healthy().master("b", "7 5461-10922").keys("a", 7, 1).keys("b", 7, 2);
        assertThat(cluster.diagnosis().steps())
                .containsExactly(
                        new Insist(7, id("b")),
                        new GiveUp(7, id("a"), id("b")),
                        new Announce(7, id("b")),
                        new Carry(7, id("a"), id("b")),
                        new Close(7, id("a")));
    }

    @Test
    void without_keys_the_highest_epoch_keeps_it() {
        var cluster = Described.healthy().master("b", "7 5461-10922");
        assertThat(cluster.diagnosis().steps()).startsWith(new Insist(7, id("b")));
    }

    @Test
    void a_slot_of_nobody_goes_where_its_keys_are_and_else_to_the_poorest() {
        var cluster =
                new Described()
                        .master("a", "0-5460")
                        .master("b", "5463-10922")
                        .master("c", "10923-16383")
                        .keys("c", 5461, 1);
        assertThat(cluster.diagnosis().steps())
                .containsExactly(
                        new Claim(5461, id("c")),
                        new Announce(5461, id("c")),
                        new Claim(5462, id("b")),
                        new Announce(5462, id("b")));
    }

    @Test
    void many_slots_of_nobody_are_spread() {
        var cluster = new Described().master("a", "").master("b", "");
        var steps = cluster.diagnosis().steps();
        assertThat(
                        steps.stream()
                                .filter(step ->
                                        step instanceof Claim claim
                                                && claim.node().equals(id("a"))))
                .hasSize(8192);
        assertThat(cluster.diagnosis().findings())
                .containsExactly("16384 slots (0-16383): served by nobody");
    }

    @Test
    void a_master_that_believes_otherwise_is_told() {
        var a = new Described().master("a", "0-99").master("b", "100-16383").picture();
        var b = new Described().master("a", "0-50").master("b", "51-16383").picture();
        // b believes that it has 51 to 99 no more, a that it has them not yet.
        String ofA = said(a, "a");
        String ofB = said(b, "b").replace(" 51-16383", " 100-16383");
        var picture = ClusterPicture.of(java.util.List.of(ofA, ofB));
        var diagnosis = Diagnosis.of(picture, java.util.Map.of());
        assertThat(diagnosis.findings())
                .containsExactly("127.0.0.1:7001 does not know who owns 51-99");
        assertThat(diagnosis.steps())
                .hasSize(49)
                .allMatch(step -> step instanceof Announce to && to.owner().equals(id("a")));
    }

    @Test
    void nothing_is_repaired_while_a_master_is_silent() {
        assertThatThrownBy(() -> Described.healthy().silent("a").diagnosis())
                .hasMessageStartingWith(
                        "The master 127.0.0.1:7000 serves 5461 slots and does not answer");
    }

    /// The lines again that made the picture.
    private static String said(ClusterPicture picture, String letter) {
        var text = new StringBuilder();
        for (SeenNode line : picture.views().getOrDefault(id(letter), java.util.List.of()))
            text.append(
                    "%s %s@0 %s - 0 0 %d connected %s\n"
                            .formatted(
                                    line.id(),
                                    line.address(),
                                    String.join(",", line.flags()),
                                    line.configEpoch(),
                                    String.join(
                                            " ",
                                            line.slots().ranges().stream()
                                                    .map(Object::toString)
                                                    .toList())));
        return text.toString();
    }
}
