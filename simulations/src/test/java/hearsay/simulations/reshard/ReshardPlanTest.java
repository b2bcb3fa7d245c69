package hearsay.simulations.reshard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hearsay.gossip.model.SlotSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReshardPlanTest {

    @Test
    void all_other_masters_give_in_proportion_and_the_largest_what_does_not_divide() {
        var picture = Described.healthy().picture();
        var moves = ReshardPlan.count(picture, List.of(), picture.named("7002"), 101);
        assertThat(SlotMove.table(moves, picture))
                .isEqualTo(
                        """
                        from            to              slots  which
                        127.0.0.1:7001  127.0.0.1:7002  51     5461-5511
                        127.0.0.1:7000  127.0.0.1:7002  50     0-49
                        """);
    }

    @Test
    void all_slots_of_the_sources_can_be_asked_for_and_not_one_more() {
        var picture = Described.healthy().picture();
        SeenNode to = picture.named("7002");
        assertThat(ReshardPlan.count(picture, List.of(), to, 10_923)).hasSize(10_923);
        assertThatThrownBy(() -> ReshardPlan.count(picture, List.of(), to, 10_924))
                .hasMessage("10924 slots are too many: together the sources have only 10923.");
        assertThatThrownBy(
                        () -> ReshardPlan.count(picture, List.of(picture.named("7000")), to, 5462))
                .hasMessage("5462 slots are too many: 127.0.0.1:7000 has only 5461.");
        assertThatThrownBy(() -> ReshardPlan.count(picture, List.of(), to, 0))
                .hasMessageContaining("at least 1");
    }

    @Test
    void named_slots_come_from_whoever_serves_them() {
        var picture = Described.healthy().picture();
        var moves =
                ReshardPlan.exactly(
                        picture, List.of(), picture.named("7001"), SlotSet.of(0, 16_383));
        assertThat(moves)
                .containsExactly(
                        new SlotMove(0, Described.id("a"), Described.id("b")),
                        new SlotMove(16_383, Described.id("c"), Described.id("b")));
    }

    @Test
    void towards_nobody_or_a_replica_or_itself_nothing_is_moved() {
        var picture = Described.healthy().replica("d", "a").picture();
        assertThatThrownBy(() -> picture.named("7009"))
                .hasMessageStartingWith("There is no node '7009' in the cluster. These are known:");
        assertThatThrownBy(() -> ReshardPlan.count(picture, List.of(), picture.named("7003"), 10))
                .hasMessage(
                        "127.0.0.1:7003 is a replica of 127.0.0.1:7000: only masters serve slots.");
        SeenNode a = picture.named("7000");
        assertThatThrownBy(() -> ReshardPlan.count(picture, List.of(a), a, 10))
                .hasMessageStartingWith("127.0.0.1:7000 cannot be source and target at once");
        assertThatThrownBy(() -> ReshardPlan.exactly(picture, List.of(), a, SlotSet.of(7)))
                .hasMessage("127.0.0.1:7000 serves slot 7 already.");
    }

    @Test
    void a_slot_that_nobody_serves_cannot_be_moved() {
        var picture = new Described().master("a", "0-99").master("b", "200-16383").picture();
        assertThatThrownBy(() ->
                        ReshardPlan.exactly(
                                picture, List.of(), picture.named("7000"), SlotSet.range(150, 202)))
                .hasMessageStartingWith("Slots 150-199 are served by nobody");
    }

    @Test
    void during_another_reshard_nothing_is_moved() {
        var picture = Described.healthy().open("a", 7, ">", "b").open("b", 7, "<", "a").picture();
        assertThatThrownBy(() -> ReshardPlan.count(picture, List.of(), picture.named("7002"), 10))
                .hasMessageStartingWith("Slot 7 stands open: another reshard is under way");
    }

    @Test
    void with_a_master_that_does_not_answer_nothing_is_moved() {
        var picture = Described.healthy().silent("b").picture();
        assertThatThrownBy(() -> ReshardPlan.count(picture, List.of(), picture.named("7002"), 10))
                .hasMessage("The master 127.0.0.1:7001 serves 5462 slots and does not answer.");
    }

    @Test
    void every_count_is_met_exactly_by_slots_of_their_owners() {
        var picture =
                new Described()
                        .master("a", "0-6")
                        .master("b", "7-9999")
                        .master("c", "10000-16382")
                        .master("d", "16383")
                        .picture();
        SeenNode to = picture.named("7003");
        for (int count : IntStream.of(1, 2, 3, 7, 100, 1_000, 16_382, 16_383).toArray()) {
            var moves = ReshardPlan.count(picture, List.of(), to, count);
            assertThat(moves.stream().map(SlotMove::slot).distinct()).hasSize(count);
            assertThat(moves)
                    .allMatch(move ->
                            picture.owner(move.slot()).orElseThrow().id().equals(move.from()));
        }
    }
}
