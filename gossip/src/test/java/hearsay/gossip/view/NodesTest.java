package hearsay.gossip.view;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.gossip.bus.Gossip;
import hearsay.gossip.bus.GossipEntry;
import hearsay.gossip.model.Address;
import hearsay.gossip.model.Health;
import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.Role;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Those whom a node knows")
class NodesTest {

    private static final long NOW = 1_700_000_000_700L;
    private static final long CREDIBLE = NOW / 1000 + 1;

    private final SplittableRandom random = new SplittableRandom(1);
    private final Node self = node();
    private final ClusterView view = new ClusterView(self);
    private final Nodes nodes = view.nodes;

    private Node node() {
        var node = new Node(NodeId.random(random), NodeId.random(random), false, NOW);
        node.setRole(Role.MASTER);
        node.setAddress(Address.of("10.0.0.1", 7000));
        node.setPongReceived(NOW);
        return node;
    }

    /// Another, who keeps the node in the same place, heard of it that it answered.
    private boolean hears(Node node, long seconds, long credible) {
        var gossip = new Gossip(1);
        gossip.tell(node.id(), node.gossip(), seconds, nodes.find(node.id()));
        return nodes.hear(gossip, 0, credible);
    }

    private List<GossipEntry> told(Node node) {
        var gossip = new Gossip(1);
        assertThat(nodes.tell(nodes.find(node.id()), gossip)).isEqualTo(!gossip.isEmpty());
        return gossip;
    }

    @Test
    void are_found_by_name_whoever_comes_and_goes() {
        var byId = new TreeMap<NodeId, Node>();
        byId.put(self.id(), self);
        for (int step = 0; step < 3_000; step++) {
            if (random.nextInt(3) == 0 && nodes.size() > 1) {
                var gone = nodes.get(1 + random.nextInt(nodes.size() - 1));
                view.remove(gone);
                byId.remove(gone.id());
                assertThat(nodes.get(gone.id())).isNull();
            } else {
                var node = node();
                node.setPongReceived(NOW + step);
                nodes.add(node);
                nodes.settle(node);
                byId.put(node.id(), node);
            }
            if (random.nextInt(5) == 0) {
                var renamed = nodes.random(random);
                byId.remove(renamed.id());
                nodes.rename(renamed, NodeId.random(random));
                byId.put(renamed.id(), renamed);
            }
            var one = nodes.random(random);
            assertThat(nodes.get(new NodeId(one.id().hex()))).isSameAs(byId.get(one.id()));
            assertThat(nodes.get(nodes.find(one.id()))).isSameAs(one);
        }
        assertThat(nodes).hasSameSizeAs(byId.values());
    }

    @Test
    void take_their_memory_along_when_one_of_them_goes() {
        var first = node();
        var second = node();
        nodes.add(first);
        nodes.add(second);
        nodes.settle(second);
        assertThat(hears(second, CREDIBLE, CREDIBLE)).isTrue();
        view.remove(first);
        assertThat(second.pongReceived()).isEqualTo(CREDIBLE * 1000);
        assertThat(first.pongReceived()).isEqualTo(NOW);
    }

    @Test
    void are_heard_of_in_passing_only_while_nothing_is_wrong_with_them() {
        var node = node();
        nodes.add(node);
        assertThat(hears(node, CREDIBLE, CREDIBLE)).isFalse();
        nodes.settle(node);
        assertThat(hears(node, CREDIBLE, CREDIBLE - 1)).isFalse();
        assertThat(node.pongReceived()).isEqualTo(NOW);
        assertThat(hears(node, NOW / 1000, CREDIBLE)).isTrue();
        assertThat(node.pongReceived()).isEqualTo(NOW);
        assertThat(hears(node, CREDIBLE, CREDIBLE)).isTrue();
        assertThat(node.pongReceived()).isEqualTo(CREDIBLE * 1000);
        node.setHealth(Health.PFAIL);
        assertThat(hears(node, CREDIBLE + 1, CREDIBLE + 1)).isFalse();
        assertThat(node.pongReceived()).isEqualTo(CREDIBLE * 1000);
    }

    @Test
    void are_heard_of_where_others_keep_them_or_one_place_beside() {
        for (int i = 0; i < 5; i++) nodes.add(node());
        var node = nodes.get(3);
        nodes.settle(node);
        for (int place : new int[] {2, 3, 4}) assertThat(hears(node, place)).isTrue();
        for (int place : new int[] {0, 1, 5, 700, Gossip.NO_PLACE})
            assertThat(hears(node, place)).isFalse();
    }

    private boolean hears(Node node, int place) {
        var gossip = new Gossip(1);
        gossip.tell(node.id(), node.gossip(), CREDIBLE, place);
        return nodes.hear(gossip, 0, CREDIBLE);
    }

    @Test
    void are_told_of_as_they_are() {
        var node = node();
        nodes.add(node);
        assertThat(told(node)).as("no link, no slots").isEmpty();
        node.setLink(7);
        nodes.settle(node);
        assertThat(told(node)).containsExactly(node.gossip());
        hears(node, CREDIBLE, CREDIBLE);
        assertThat(told(node)).containsExactly(node.gossip().heardAt(CREDIBLE));
        node.setAddress(Address.of("10.0.0.2", 7000));
        assertThat(told(node)).containsExactly(node.gossip());
        node.setPingSent(NOW);
        assertThat(told(node)).containsExactly(node.gossip());
        node.setHealth(Health.PFAIL);
        assertThat(told(node)).isEmpty();
    }

    @Test
    void that_failed_are_told_of_without_a_place_so_that_everybody_looks() {
        var node = node();
        nodes.add(node);
        node.setLink(7);
        node.setHealth(Health.FAIL);
        var gossip = new Gossip(1);
        assertThat(nodes.tell(1, gossip)).isTrue();
        assertThat(gossip.place(0)).isEqualTo(Gossip.NO_PLACE);
    }

    @Test
    void are_looked_at_when_it_was_planned_or_when_they_change() {
        var node = node();
        nodes.add(node);
        nodes.lookAgain(self, NOW + 50);
        nodes.lookAgain(node, NOW + 100);
        assertThat(nodes.due(0, NOW + 49)).isEqualTo(-1);
        assertThat(nodes.due(0, NOW + 50)).isZero();
        assertThat(nodes.due(1, NOW + 100)).isEqualTo(1);
        nodes.lookAgain(self, NOW + 300);
        nodes.lookAgain(node, NOW + 300);
        node.setPingSent(NOW);
        assertThat(nodes.due(0, NOW)).isEqualTo(1);
    }
}
