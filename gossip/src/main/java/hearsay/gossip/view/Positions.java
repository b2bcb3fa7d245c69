package hearsay.gossip.view;

import hearsay.gossip.model.NodeId;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Finds the position of a node by its id.
///
/// Every entry of gossip is looked up here, so it is a small open-addressing table that compares
/// references first: in one JVM all views come to hold the same object for the same id, and then no
/// id is ever read. At most half of the table is used.
final class Positions {

    /// More nodes than any cluster can have, and a table of two bytes per place.
    private static final int MOST = Character.MAX_VALUE;

    private static final int SMALLEST = 16;
    private static final int HASH_BITS = 16;

    /// Position plus one, by hash; 0 where nobody is.
    private char[] table = new char[SMALLEST];

    private @Nullable NodeId[] ids = new @Nullable NodeId[SMALLEST / 2];
    private int size;

    NodeId id(int position) {
        return Objects.requireNonNull(ids[position]);
    }

    /// The position, or -1.
    int find(NodeId id) {
        int mask = table.length - 1;
        for (int at = first(id, mask); table[at] != 0; at = at + 1 & mask) {
            if (ids[table[at] - 1] == id) return table[at] - 1;
        }
        return findEqual(id);
    }

    /// The position of this very object, if it is `near` or next to it; else -1.
    int findNear(NodeId id, int near) {
        for (int at = Math.max(near - 1, 0); at <= near + 1 && at < size; at++) {
            if (ids[at] == id) return at;
        }
        return -1;
    }

    private int findEqual(NodeId id) {
        int mask = table.length - 1;
        for (int at = first(id, mask); table[at] != 0; at = at + 1 & mask) {
            if (id.equals(ids[table[at] - 1])) return table[at] - 1;
        }
        return -1;
    }

    /// The id of the next position.
    void add(NodeId id) {
        if (size == MOST) throw new IllegalStateException("too many nodes");
        if (size == ids.length) grow();
        ids[size++] = id;
        enter(id, size);
    }

    /// An equal id.
    void replace(int position, NodeId same) {
        ids[position] = same;
    }

    void clear() {
        Arrays.fill(table, (char) 0);
        Arrays.fill(ids, null);
        size = 0;
    }

    private void enter(NodeId id, int number) {
        int mask = table.length - 1;
        int at = first(id, mask);
        while (table[at] != 0) at = at + 1 & mask;
        table[at] = (char) number;
    }

    private void grow() {
        table = new char[2 * table.length];
        ids = Arrays.copyOf(ids, 2 * ids.length);
        for (int position = 0; position < size; position++) {
            var id = ids[position];
            if (id != null) enter(id, position + 1);
        }
    }

    private static int first(NodeId id, int mask) {
        int hash = id.hashCode();
        return (hash ^ hash >>> HASH_BITS) & mask;
    }
}
