package hearsay.simulations.reshard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RebalancePlanTest {

    @Test
    void a_balanced_cluster_stays_as_it_is() {
        assertThat(RebalancePlan.of(Described.healthy().picture(), Map.of(), false, 2)).isEmpty();
    }

    @Test
    void an_empty_master_gets_its_share_if_it_is_to() {
        var picture = Described.healthy().master("d", "").picture();
        assertThat(RebalancePlan.of(picture, Map.of(), false, 2)).isEmpty();
        var moves = RebalancePlan.of(picture, Map.of(), true, 2);
        assertThat(moves).hasSize(4096).allMatch(move -> move.to().equals(Described.id("d")));
        assertThat(slotsAfter(picture, moves)).isEqualTo(List.of(4096, 4096, 4096, 4096));
    }

    @Test
    void weights_are_shares_and_zero_gives_all() {
        var picture = Described.healthy().picture();
        var heavy = RebalancePlan.of(picture, Map.of(Described.id("a"), 2.0), false, 2);
        assertThat(slotsAfter(picture, heavy)).isEqualTo(List.of(8192, 4096, 4096));
        var leaving = RebalancePlan.of(picture, Map.of(Described.id("b"), 0.0), false, 2);
        assertThat(slotsAfter(picture, leaving)).isEqualTo(List.of(8192, 0, 8192));
    }

    @Test
    void no_more_slots_move_than_must() {
        var picture = new Described().master("a", "0-16000").master("b", "16001-16383").picture();
        var moves = RebalancePlan.of(picture, Map.of(), false, 2);
        assertThat(moves).hasSize(16_001 - 8_192);
        assertThat(slotsAfter(picture, moves)).isEqualTo(List.of(8192, 8192));
    }

    @Test
    void what_makes_no_sense_is_refused() {
        var picture = Described.healthy().master("d", "").picture();
        assertThatThrownBy(
                        () -> RebalancePlan.of(picture, Map.of(Described.id("d"), 1.0), false, 2))
                .hasMessageContaining("only with --use-empty-masters");
        assertThatThrownBy(
                        () -> RebalancePlan.of(picture, Map.of(Described.id("a"), -1.0), false, 2))
                .hasMessageContaining("0 or more");
    }

    private static List<Integer> slotsAfter(ClusterPicture picture, List<SlotMove> moves) {
        return picture.masters().stream()
                .map(m ->
                        m.slots().size()
                                + (int) moves.stream().filter(x -> x.to().equals(m.id())).count()
                                - (int) moves.stream().filter(x -> x.from().equals(m.id())).count())
                .toList();
    }
}
