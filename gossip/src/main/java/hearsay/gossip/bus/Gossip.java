package hearsay.gossip.bus;

import hearsay.gossip.model.NodeId;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a heartbeat says of other nodes: a list of [GossipEntry], kept in columns.
///
/// Nearly all that gossip says is that others were heard, so ids and seconds stand side by side and
/// are read one after the other; the rest of an entry is looked at by those only to whom it is
/// news. In a world of a thousand nodes five million entries are heard each second, and each look
/// at an object that was not in the cache would cost as much as the rest.
public final class Gossip extends AbstractList<GossipEntry> {

    public static final Gossip NONE = new Gossip(0);

    /// The place of a node that the sender did not find worth telling.
    public static final int NO_PLACE = -1;

    private static final char NOWHERE = Character.MAX_VALUE;
    private static final int SMALLEST = 4;

    private @Nullable NodeId[] nodes;
    private int[] pongs;
    private char[] places;

    /// The seconds of PONGs in these may be older.
    private @Nullable GossipEntry[] rest;

    private int size;

    /// @param capacity for how many entries there is room before it has to grow
    public Gossip(int capacity) {
        nodes = new @Nullable NodeId[capacity];
        pongs = new int[capacity];
        places = new char[capacity];
        rest = new @Nullable GossipEntry[capacity];
    }

    public static Gossip of(List<GossipEntry> entries) {
        var gossip = new Gossip(entries.size());
        for (GossipEntry entry : entries) gossip.tell(entry);
        return gossip;
    }

    /// Speaks of one node more; only for who writes the heartbeat.
    public void tell(GossipEntry entry) {
        tell(entry.node(), entry, entry.pongReceivedSeconds(), NO_PLACE);
    }

    /// Speaks of one node more, of which nobody need complain.
    ///
    /// @param node the entry's; who tells has it at hand, so that the entry itself is not touched
    /// @param entry with the seconds of any PONG
    /// @param place where the sender keeps the node: who came to know the nodes in the same order
    ///   has it nearby
    public void tell(NodeId node, GossipEntry entry, long pongReceivedSeconds, int place) {
        if (size == pongs.length) grow();
        nodes[size] = node;
        pongs[size] = (int) pongReceivedSeconds;
        places[size] = place < 0 ? NOWHERE : (char) Math.min(place, NOWHERE);
        rest[size++] = entry;
    }

    public NodeId node(int i) {
        return Objects.requireNonNull(nodes[Objects.checkIndex(i, size)]);
    }

    /// Unix time, see [GossipEntry#pongReceivedSeconds].
    public long pongReceivedSeconds(int i) {
        return Integer.toUnsignedLong(pongs[i]);
    }

    /// Where the sender keeps a node that is well; [#NO_PLACE] if it did not say so.
    public int place(int i) {
        return places[i] == NOWHERE ? NO_PLACE : places[i];
    }

    @Override
    public GossipEntry get(int i) {
        var entry = Objects.requireNonNull(rest[Objects.checkIndex(i, size)]);
        return entry.heardAt(pongReceivedSeconds(i));
    }

    @Override
    public int size() {
        return size;
    }

    private void grow() {
        int capacity = Math.max(2 * size, SMALLEST);
        nodes = Arrays.copyOf(nodes, capacity);
        pongs = Arrays.copyOf(pongs, capacity);
        places = Arrays.copyOf(places, capacity);
        rest = Arrays.copyOf(rest, capacity);
    }
}
