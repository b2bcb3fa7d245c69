package hearsay.node.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReplicationHistoryTest {

    private static final String OLD = "a".repeat(40);
    private static final String OTHER = "b".repeat(40);

    @Test
    void a_fresh_history_has_an_id_of_forty_hexadecimal_digits_and_no_second() {
        var history = ReplicationHistory.fresh(new Random(1));
        assertThat(history.id()).matches("[0-9a-f]{40}");
        assertThat(history.secondId()).isEqualTo(ReplicationHistory.NO_ID);
        assertThat(history.secondOffset()).isEqualTo(-1);
        assertThat(history).isEqualTo(ReplicationHistory.fresh(new Random(1)));
        assertThat(history).isNotEqualTo(ReplicationHistory.fresh(new Random(2)));
    }

    @Test
    void a_promoted_replica_serves_those_who_have_what_both_masters_have() {
        var history = ReplicationHistory.of(OLD).shift(50, new Random(1));
        assertThat(history.id()).isNotEqualTo(OLD);
        assertThat(history.secondId()).isEqualTo(OLD);
        assertThat(history.secondOffset()).isEqualTo(51);

        assertThat(history.canContinue(OLD, 50)).isTrue();
        assertThat(history.canContinue(OLD, 51)).isTrue();
        assertThat(history.canContinue(OLD, 52)).isFalse();
        assertThat(history.canContinue(history.id(), 52)).isTrue();
        assertThat(history.canContinue(OTHER, 1)).isFalse();
    }

    @Test
    void a_replica_promoted_before_its_master_wrote_anything_serves_its_siblings() {
        var history = ReplicationHistory.of(OLD).shift(0, new Random(1));
        assertThat(history.canContinue(OLD, 1)).isTrue();
        assertThat(history.canContinue(OLD, 2)).isFalse();
    }

    @Test
    void ids_are_compared_regardless_of_case() {
        assertThat(ReplicationHistory.of(OLD).canContinue(OLD.toUpperCase(Locale.ROOT), 7))
                .isTrue();
    }

    @Test
    void a_question_mark_and_the_id_that_is_none_never_continue() {
        var history = ReplicationHistory.of(OLD);
        assertThat(history.canContinue("?", -1)).isFalse();
        assertThat(history.canContinue(ReplicationHistory.NO_ID, -1)).isFalse();
        assertThat(history.canContinue(ReplicationHistory.NO_ID, -2)).isFalse();
    }

    @Test
    void a_replica_whose_master_was_promoted_takes_the_new_id_and_keeps_the_old() {
        var history = ReplicationHistory.of(OLD);
        var continued = history.continuedAs(OTHER, 50);
        assertThat(continued).isEqualTo(new ReplicationHistory(OTHER, OLD, 51));
        assertThat(continued.continuedAs(OTHER, 60)).isEqualTo(continued);
    }

    @Test
    void what_is_no_id_is_refused() {
        for (var id : new String[] {"", "?", "a".repeat(39), "g".repeat(40)}) {
            assertThatThrownBy(() -> ReplicationHistory.of(id))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
