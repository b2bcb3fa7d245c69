package hearsay.sentinel.failover;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.sentinel.model.Periods;
import hearsay.sentinel.rules.Rules;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The replica to promote")
class ReplicaSelectionTest {

    private static final long DOWN_AFTER = 2_000;
    private static final long MASTER_UP = -1;

    private final ReplicaSelection selection = new ReplicaSelection(Rules.REDIS, Periods.DEFAULT);

    @Test
    @DisplayName("D7.70: answers, and has done so in the last five seconds")
    void is_reachable() {
        assertThat(best(0, new Candidate("a", false, 0, 0, 100, 0, 0, "1"))).isNull();
        assertThat(best(0, new Candidate("a", true, 5_001, 0, 100, 0, 0, "1"))).isNull();
        assertThat(best(0, new Candidate("a", true, 5_000, 0, 100, 0, 0, "1"))).isEqualTo("a");
    }

    @Test
    @DisplayName("D7.70: has told of itself within five seconds, or thirty while the master is up")
    void is_known_well() {
        var late = new Candidate("a", true, 0, 5_001, 100, 0, 0, "1");
        assertThat(best(0, late)).isNull();
        assertThat(best(MASTER_UP, late)).isEqualTo("a");
        assertThat(best(MASTER_UP, new Candidate("a", true, 0, 30_001, 100, 0, 0, "1"))).isNull();
    }

    @Test
    @DisplayName("D7.70: lost its master not much earlier than everybody else")
    void is_not_too_old() {
        long limit = 10 * DOWN_AFTER + 7_000;
        assertThat(best(7_000, new Candidate("a", true, 0, 0, 100, limit, 0, "1"))).isEqualTo("a");
        assertThat(best(7_000, new Candidate("a", true, 0, 0, 100, limit + 1, 0, "1"))).isNull();
        assertThat(best(MASTER_UP, new Candidate("a", true, 0, 0, 100, limit, 0, "1"))).isNull();
    }

    @Test
    @DisplayName("D7.70: may be promoted at all")
    void has_a_priority() {
        assertThat(best(0, new Candidate("a", true, 0, 0, 0, 0, 0, "1"))).isNull();
    }

    @Test
    @DisplayName("D7.70: has the smallest priority, then the greatest offset, then the smallest id")
    void is_the_best() {
        assertThat(
                        best(
                                0,
                                new Candidate("a", true, 0, 0, 100, 0, 900, "1"),
                                new Candidate("b", true, 0, 0, 10, 0, 1, "2")))
                .isEqualTo("b");
        assertThat(
                        best(
                                0,
                                new Candidate("a", true, 0, 0, 100, 0, 1, "1"),
                                new Candidate("b", true, 0, 0, 100, 0, 900, "2")))
                .isEqualTo("b");
        assertThat(
                        best(
                                0,
                                new Candidate("a", true, 0, 0, 100, 0, 900, null),
                                new Candidate("b", true, 0, 0, 100, 0, 900, "C"),
                                new Candidate("c", true, 0, 0, 100, 0, 900, "b")))
                .isEqualTo("c");
    }

    private @Nullable String best(long masterDown, Candidate... candidates) {
        var best = selection.select(List.of(candidates), DOWN_AFTER, masterDown);
        return best == null ? null : best.name();
    }
}
