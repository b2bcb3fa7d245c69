package hearsay.simulations.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hearsay.gossip.model.Slot;
import hearsay.gossip.model.SlotRange;
import hearsay.simulations.topology.Plan.Seat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanTest {

    @Test
    void three_masters_share_the_slots_as_redis_cli_shares_them() {
        assertThat(Plan.shares(3))
                .containsExactly(
                        new SlotRange(0, 5460),
                        new SlotRange(5461, 10922),
                        new SlotRange(10923, 16383));
    }

    @Test
    void shares_leave_no_slot_out_and_give_none_twice() {
        for (int masters : new int[] {1, 2, 3, 5, 6, 7, 10, 100, 1000, 16384}) {
            List<SlotRange> shares = Plan.shares(masters);
            assertThat(shares).hasSize(masters);
            assertThat(shares.getFirst().first()).isZero();
            assertThat(shares.getLast().last()).isEqualTo(Slot.COUNT - 1);
            for (int i = 1; i < masters; i++)
                assertThat(shares.get(i).first()).isEqualTo(shares.get(i - 1).last() + 1);
        }
    }

    @Test
    void masters_come_first_and_their_replicas_follow_them_in_turn() {
        List<Seat> seats = new Plan(2, 2, 7000, true).seats();
        assertThat(seats)
                .extracting(Seat::port)
                .containsExactly(7000, 7001, 7002, 7003, 7004, 7005);
        assertThat(seats)
                .extracting(Seat::masterPort)
                .containsExactly(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(7000),
                        Optional.of(7001),
                        Optional.of(7000),
                        Optional.of(7001));
        assertThat(seats).extracting(Seat::configEpoch).doesNotHaveDuplicates();
    }

    @Test
    void without_a_cluster_nobody_has_slots_and_there_is_one_master() {
        assertThat(new Plan(1, 2, 7000, false).seats())
                .allSatisfy(seat -> assertThat(seat.slots()).isEmpty());
        assertThatThrownBy(() -> new Plan(2, 0, 7000, false))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void what_cannot_be_is_refused() {
        assertThatThrownBy(() -> new Plan(0, 1, 7000, true))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Plan(3, -1, 7000, true))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Plan(3, 1, 65531, true))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new Plan(3, 1, 65530, true).lastPort()).isEqualTo(65535);
    }
}
