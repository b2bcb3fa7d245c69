package hearsay.gossip.view;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.gossip.bus.GossipEntry;
import hearsay.gossip.model.Address;
import hearsay.gossip.model.Health;
import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.Role;
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

    private static GossipEntry heardAt(Node node, long seconds) {
        var mine = node.gossip();
        return new GossipEntry(
                mine.node(),
                mine.pingSentSeconds(),
                seconds,
                mine.ip(),
                mine.port(),
                mine.tlsPort(),
                mine.busPort(),
                mine.flags());
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
        nodes.hear(nodes.find(second.id()), heardAt(second, CREDIBLE), CREDIBLE);
        view.remove(first);
        assertThat(second.pongReceived()).isEqualTo(CREDIBLE * 1000);
        assertThat(first.pongReceived()).isEqualTo(NOW);
    }

    @Test
    void are_heard_of_in_passing_only_while_nothing_is_wrong_with_them() {
        var node = node();
        nodes.add(node);
        var later = heardAt(node, CREDIBLE);
        int at = nodes.find(node.id());
        assertThat(nodes.hear(at, later, CREDIBLE)).isFalse();
        nodes.settle(node);
        assertThat(nodes.hear(at, later, CREDIBLE - 1)).isFalse();
        assertThat(node.pongReceived()).isEqualTo(NOW);
        assertThat(nodes.hear(at, heardAt(node, NOW / 1000), CREDIBLE)).isTrue();
        assertThat(node.pongReceived()).isEqualTo(NOW);
        assertThat(nodes.hear(at, later, CREDIBLE)).isTrue();
        assertThat(node.pongReceived()).isEqualTo(CREDIBLE * 1000);
        node.setHealth(Health.PFAIL);
        assertThat(nodes.hear(at, heardAt(node, CREDIBLE + 1), CREDIBLE + 1)).isFalse();
        assertThat(node.pongReceived()).isEqualTo(CREDIBLE * 1000);
    }

    @Test
    void are_told_of_as_they_are_and_with_the_words_of_others_if_those_say_the_same() {
        var node = node();
        nodes.add(node);
        int at = nodes.find(node.id());
        assertThat(nodes.entry(at)).as("no link, no slots").isNull();
        node.setLink(7);
        nodes.settle(node);
        assertThat(nodes.entry(at)).isEqualTo(node.gossip()).isSameAs(nodes.entry(at));
        var later = heardAt(node, CREDIBLE);
        nodes.hear(at, later, CREDIBLE);
        assertThat(nodes.entry(at)).isSameAs(later).isEqualTo(node.gossip());
        node.setAddress(Address.of("10.0.0.2", 7000));
        assertThat(nodes.entry(at)).isNotEqualTo(later).isEqualTo(node.gossip());
        node.setPingSent(NOW);
        assertThat(nodes.entry(at)).isEqualTo(node.gossip());
        node.setHealth(Health.PFAIL);
        assertThat(nodes.entry(at)).isNull();
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
