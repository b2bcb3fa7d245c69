package hearsay.gossip.view;

import hearsay.gossip.bus.Gossip;
import hearsay.gossip.bus.GossipEntry;
import hearsay.gossip.model.NodeId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Everybody I know, myself first, then in the order in which I came to know them.
///
/// What is asked of very many nodes stands in columns, one value per node by its position, so that
/// a tick or a heartbeat touches the few nodes to which something happens and no others. In a world
/// of a thousand nodes there are a million [Node]s, more than any cache holds. The columns follow
/// from the nodes' fields: any change of a field ([#changed]) voids what stands in them, and it is
/// found out anew when it is asked for.
public final class Nodes implements Iterable<Node> {

    private static final int SMALLEST = 8;
    private static final int UNSETTLED = 0;
    private static final long AT_ONCE = Long.MIN_VALUE;

    private final Positions positions = new Positions();
    private final List<Node> all = new ArrayList<>();
    private final BitSet indexes = new BitSet();

    /// The second up to which nothing is news about PONGs of the node; see [#settle].
    private int[] heardAt = new int[SMALLEST];

    /// When the node has to be looked at next; see [#lookAgain].
    private long[] lookAt = new long[SMALLEST];

    /// What my heartbeats say of the node, if they may speak of it and it is well; the seconds of
    /// its PONG may be older.
    private @Nullable GossipEntry[] told = new @Nullable GossipEntry[SMALLEST];

    public @Nullable Node get(NodeId id) {
        int position = positions.find(id);
        return position < 0 ? null : all.get(position);
    }

    public Node get(int position) {
        return all.get(position);
    }

    /// The position of a node, -1 if it is unknown.
    public int find(NodeId id) {
        return positions.find(id);
    }

    /// Includes myself and handshakes.
    public int size() {
        return all.size();
    }

    public Node random(RandomGenerator random) {
        return all.get(random.nextInt(all.size()));
    }

    public void add(Node node) {
        int position = all.size();
        if (positions.find(node.id) >= 0)
            throw new IllegalStateException("already known: " + node.id);
        if (position == lookAt.length) {
            heardAt = Arrays.copyOf(heardAt, 2 * position);
            lookAt = Arrays.copyOf(lookAt, 2 * position);
            told = Arrays.copyOf(told, 2 * position);
        }
        heardAt[position] = UNSETTLED;
        node.index = indexes.nextClearBit(0);
        indexes.set(node.index);
        all.add(node);
        positions.add(node.id);
        node.nodes = this;
        node.position = position;
        changed(node);
    }

    void remove(Node node) {
        for (Node each : all) changed(each); // Most of them move.
        node.nodes = null;
        all.remove(node.position);
        for (Node other : all) other.reports.remove(node.index);
        indexes.clear(node.index);
        positions.clear();
        for (int position = 0; position < all.size(); position++) {
            var other = all.get(position);
            other.position = position;
            positions.add(other.id);
        }
    }

    /// A handshake ends, or I was reset hard: the node gets its real name.
    public void rename(Node node, NodeId id) {
        node.id = id;
        positions.clear();
        for (Node each : all) positions.add(each.id);
        changed(node);
    }

    /// A node said its name itself: the same, and from now on the same object too.
    public void share(Node node, NodeId sameId) {
        node.id = sameId;
        positions.replace(node.position, sameId);
        changed(node);
    }

    /// A copy, for loops that remove.
    public List<Node> snapshot() {
        return List.copyOf(all);
    }

    @Override
    public Iterator<Node> iterator() {
        return all.iterator();
    }

    // ---- The columns. ----

    void changed(Node node) {
        int position = node.position;
        node.pongReceived = pongReceived(node);
        heardAt[position] = UNSETTLED;
        lookAt[position] = AT_ONCE;
        told[position] = null;
    }

    /// Its own answers are known to the millisecond, those to others to the second.
    long pongReceived(Node node) {
        return Math.max(node.pongReceived, heardSeconds(node.position) * 1000);
    }

    private long heardSeconds(int position) {
        return Integer.toUnsignedLong(heardAt[position]);
    }

    /// The next position, from this one on, of a node that has to be looked at; -1 if there is
    /// none.
    public int due(int from, long nowMillis) {
        for (int i = from, size = all.size(); i < size; i++) if (lookAt[i] <= nowMillis) return i;
        return -1;
    }

    /// Nothing needs to be done about `node` before `atMillis` unless it changes.
    public void lookAgain(Node node, long atMillis) {
        lookAt[node.position] = atMillis;
    }

    /// Whatever was planned, look at all.
    public void lookAtAll() {
        Arrays.fill(lookAt, AT_ONCE);
    }

    /// Nobody complains of `node` and no PING to it is pending: until it changes, nothing that
    /// gossip says matters but a later PONG.
    public void settle(Node node) {
        heardAt[node.position] = (int) (pongReceived(node) / 1000);
    }

    /// Hears what one entry of `gossip` says, if it is nothing but that a settled node answered
    /// another; returns whether that is all that there was to do. In this way goes nearly all
    /// gossip, and it touches no [Node].
    ///
    /// @param credible the second after which no PONG can have been heard yet
    public boolean hear(Gossip gossip, int i, long credible) {
        int place = gossip.place(i);
        if (place == Gossip.NO_PLACE) return false;
        int position = positions.findNear(gossip.node(i), place);
        if (position < 0) return false;
        long last = heardSeconds(position);
        if (last == UNSETTLED) return false;
        long seconds = gossip.pongReceivedSeconds(i);
        if (seconds <= last) return true;
        if (seconds > credible) return false;
        heardAt[position] = (int) seconds;
        return true;
    }

    /// Speaks of a node, unless heartbeats do not speak of it: it is myself, suspected, or not
    /// worth telling.
    public boolean tell(int position, Gossip gossip) {
        var known = told[position];
        if (known != null) {
            long heard = heardSeconds(position);
            if (heard == UNSETTLED) heard = all.get(position).pongReceived() / 1000;
            gossip.tell(positions.id(position), known, heard, position);
            return true;
        }
        var node = all.get(position);
        if (node.myself || node.isSuspected() || !node.isWorthTelling()) return false;
        var entry = node.gossip();
        if (node.isFailed()) {
            gossip.tell(entry);
            return true;
        }
        told[position] = entry;
        gossip.tell(node.id, entry, entry.pongReceivedSeconds(), position);
        return true;
    }
}
