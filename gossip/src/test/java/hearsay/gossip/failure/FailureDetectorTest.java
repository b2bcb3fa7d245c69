package hearsay.gossip.failure;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.gossip.failure.FailureDetector.Recovery;
import hearsay.gossip.model.Health;
import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.Role;
import hearsay.gossip.model.SlotSet;
import hearsay.gossip.view.ClusterView;
import hearsay.gossip.view.Node;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A node that falls silent")
class FailureDetectorTest {

    private static final long NOW = 1_000_000;
    private static final long T = 1_000;

    private final Node me = node('0', true);
    private final ClusterView view = new ClusterView(me);
    private final Node silent = node('1', false);
    private final Node other = node('2', false);
    private final Node third = node('3', false);

    @BeforeEach
    void four_masters() {
        view.nodes.add(silent);
        view.nodes.add(other);
        view.nodes.add(third);
        int slot = 0;
        for (Node node : view.nodes) {
            node.role = Role.MASTER;
            view.bind(node, SlotSet.of(slot++));
        }
        view.size = 4;
    }

    @Test
    @DisplayName("25: is suspected after T without answer, counted from the unanswered PING")
    void is_suspected_after_the_timeout() {
        assertThat(FailureDetector.suspect(silent, NOW, T)).isFalse();
        silent.pingSent = NOW;
        assertThat(FailureDetector.suspect(silent, NOW + T, T)).isFalse();
        assertThat(FailureDetector.suspect(silent, NOW + T + 1, T)).isTrue();
        assertThat(silent.health).isEqualTo(Health.PFAIL);
        assertThat(FailureDetector.suspect(silent, NOW + T + 2, T)).isFalse();
    }

    @Test
    @DisplayName("23, 25: anything that arrives from it is a sign of life")
    void any_data_is_life() {
        silent.pingSent = NOW;
        silent.dataReceived = NOW + 500;
        assertThat(FailureDetector.suspect(silent, NOW + T + 1, T)).isFalse();
        assertThat(FailureDetector.suspect(silent, NOW + T + 501, T)).isTrue();
    }

    @Test
    @DisplayName("26: fails when a majority of the masters with slots reported it, myself included")
    void fails_by_majority() {
        silent.health = Health.PFAIL;
        silent.reports.add(other.index(), NOW);
        assertThat(fails(NOW)).isFalse();
        silent.reports.add(other.index(), NOW);
        assertThat(fails(NOW)).isFalse();
        silent.reports.add(third.index(), NOW);
        assertThat(fails(NOW + 5)).isTrue();
        assertThat(silent.failedAt).isEqualTo(NOW + 5);
    }

    @Test
    @DisplayName("26: my own opinion counts only if I am a master")
    void a_replica_has_no_opinion() {
        silent.health = Health.PFAIL;
        view.size = 3;
        silent.reports.add(other.index(), NOW);
        view.setReplica(me);
        assertThat(fails(NOW)).isFalse();
        silent.reports.add(third.index(), NOW);
        assertThat(fails(NOW)).isTrue();
    }

    @Test
    @DisplayName("26: never fails while I can reach it")
    void needs_my_suspicion_too() {
        for (Node reporter : view.nodes) silent.reports.add(reporter.index(), NOW);
        assertThat(fails(NOW)).isFalse();
    }

    @Test
    @DisplayName("26, 30: reports count for 2 T")
    void reports_expire() {
        silent.reports.add(other.index(), NOW);
        silent.reports.add(third.index(), NOW + 500);
        assertThat(FailureDetector.reports(silent, NOW + 2 * T, T)).isEqualTo(2);
        assertThat(FailureDetector.reports(silent, NOW + 2 * T + 1, T)).isEqualTo(1);
        silent.reports.add(other.index(), NOW + 2 * T + 2);
        assertThat(FailureDetector.reports(silent, NOW + 2 * T + 501, T)).isEqualTo(1);
    }

    @Test
    @DisplayName("26: a report is taken back, or goes with who made it")
    void reports_are_taken_back() {
        silent.reports.add(other.index(), NOW);
        silent.reports.add(third.index(), NOW);
        assertThat(silent.reports.remove(other.index())).isTrue();
        assertThat(silent.reports.remove(other.index())).isFalse();
        view.remove(third);
        assertThat(FailureDetector.reports(silent, NOW, T)).isZero();
    }

    @Test
    @DisplayName(
            "29: a PONG clears suspicion at once, and FAIL of a replica or slotless master too")
    void recovers_at_once_when_nothing_hangs_on_it() {
        silent.health = Health.PFAIL;
        assertThat(recovers(NOW)).isEqualTo(Recovery.UNSUSPECTED);
        view.slots.unbind(silent.slots());
        silent.fail(NOW);
        assertThat(recovers(NOW)).isEqualTo(Recovery.MASTER_WITHOUT_SLOTS);
        view.setReplica(silent);
        silent.fail(NOW);
        assertThat(recovers(NOW)).isEqualTo(Recovery.REPLICA);
    }

    @Test
    @DisplayName("29: a master with slots waits 2 T for somebody to replace it")
    void a_master_waits_for_its_heir() {
        silent.fail(NOW);
        assertThat(recovers(NOW + 2 * T)).isEqualTo(Recovery.NONE);
        assertThat(silent.isFailed()).isTrue();
        assertThat(recovers(NOW + 2 * T + 1)).isEqualTo(Recovery.MASTER_NOT_REPLACED);
        assertThat(silent.health).isEqualTo(Health.OK);
    }

    private boolean fails(long now) {
        return FailureDetector.failOnQuorum(view, silent, now, T);
    }

    private Recovery recovers(long now) {
        return FailureDetector.recover(silent, now, T);
    }

    private static Node node(char name, boolean myself) {
        var id = new NodeId(String.valueOf(name).repeat(40));
        return new Node(id, id, myself, NOW);
    }
}
