package hearsay.gossip.view;

import hearsay.gossip.model.NodeId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Everybody I know, myself first, then in the order in which I came to know them.
public final class Nodes implements Iterable<Node> {

    /// For look-up only: its order never shows.
    private final Map<NodeId, Node> byId = new HashMap<>();

    private final List<Node> all = new ArrayList<>();
    private final BitSet indexes = new BitSet();

    public @Nullable Node get(NodeId id) {
        return byId.get(id);
    }

    public Node get(int position) {
        return all.get(position);
    }

    /// Includes myself and handshakes.
    public int size() {
        return all.size();
    }

    public Node random(RandomGenerator random) {
        return all.get(random.nextInt(all.size()));
    }

    public void add(Node node) {
        var same = byId.put(node.id, node);
        if (same != null) throw new IllegalStateException("already known: " + node.id);
        node.index = indexes.nextClearBit(0);
        indexes.set(node.index);
        all.add(node);
    }

    void remove(Node node) {
        byId.remove(node.id);
        all.remove(node);
        for (Node other : all) other.reports.remove(node.index);
        indexes.clear(node.index);
    }

    /// A handshake ends, or I was reset hard: the node gets its real name.
    public void rename(Node node, NodeId id) {
        byId.remove(node.id);
        node.id = id;
        byId.put(id, node);
    }

    /// A copy, for loops that remove.
    public List<Node> snapshot() {
        return List.copyOf(all);
    }

    @Override
    public Iterator<Node> iterator() {
        return all.iterator();
    }
}
