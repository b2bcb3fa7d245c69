package hearsay.gossip.failure;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.gossip.model.Health;
import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.Role;
import hearsay.gossip.model.SlotSet;
import hearsay.gossip.view.ClusterView;
import hearsay.gossip.view.Node;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("31. The cluster state, as a master sees it,")
class ClusterHealthTest {

    private static final long T = 1_000;

    private final ClusterHealth health = new ClusterHealth();
    private final ClusterView view = new ClusterView(node('0', true));
    private final Node second = node('1', false);
    private final Node third = node('2', false);
    private boolean fullCoverage = true;

    @BeforeEach
    void three_masters() {
        view.nodes.add(second);
        view.nodes.add(third);
        for (Node node : view.nodes) node.role = Role.MASTER;
        view.bind(view.self(), SlotSet.range(0, 5000));
        view.bind(second, SlotSet.range(5001, 10000));
        view.bind(third, SlotSet.range(10001, 16383));
    }

    @Test
    void is_fail_for_two_seconds_after_the_start() {
        assertThat(okAt(0)).isFalse();
        assertThat(okAt(1_999)).isFalse();
        assertThat(okAt(2_000)).isTrue();
        assertThat(view.size).isEqualTo(3);
    }

    @Test
    void is_fail_when_a_slot_has_no_living_owner_if_all_are_required() {
        started();
        third.fail(1);
        assertThat(okAt(3_000)).isFalse();
        fullCoverage = false;
        assertThat(okAt(3_100)).isTrue();
    }

    @Test
    void is_fail_when_a_slot_is_nobody_s() {
        started();
        view.slots.unbind(SlotSet.of(16383));
        assertThat(okAt(3_000)).isFalse();
    }

    @Test
    void is_fail_in_a_minority_and_for_a_node_timeout_after_it() {
        started();
        second.health = Health.PFAIL;
        assertThat(okAt(3_000)).isTrue();
        third.health = Health.PFAIL;
        assertThat(okAt(4_000)).isFalse();
        third.health = Health.OK;
        assertThat(okAt(4_999)).isFalse();
        assertThat(okAt(5_000)).isTrue();
    }

    @Test
    void does_not_hesitate_as_a_replica() {
        view.slots.unbind(view.self().slots());
        view.setReplica(view.self());
        view.bind(second, SlotSet.ALL);
        assertThat(okAt(0)).isTrue();
    }

    private void started() {
        okAt(0);
        okAt(2_000);
        assertThat(view.ok).isTrue();
    }

    private boolean okAt(long millis) {
        health.update(view, fullCoverage, T, 1_000_000 + millis);
        return view.ok;
    }

    private static Node node(char name, boolean myself) {
        var id = new NodeId(String.valueOf(name).repeat(40));
        return new Node(id, id, myself, 1);
    }
}
