package hearsay.gossip.view;

import hearsay.gossip.model.NodeId;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Finds the position of a node by its id.
///
/// Every entry of gossip is looked up here, so it is an open-addressing table that compares
/// references first: in one JVM all views come to hold the same object for the same id, and then no
/// id is ever read. At most half of the table is used.
final class Positions {

    private static final int SMALLEST = 16;
    private static final int HASH_BITS = 16;

    private @Nullable NodeId[] ids = new @Nullable NodeId[SMALLEST];
    private int[] positions = new int[SMALLEST];
    private int size;

    /// The position, or -1.
    int find(NodeId id) {
        int at = place(id);
        return ids[at] == null ? -1 : positions[at];
    }

    void put(NodeId id, int position) {
        if (2 * (size + 1) > ids.length) grow();
        int at = place(id);
        if (ids[at] == null) size++;
        ids[at] = id;
        positions[at] = position;
    }

    void clear() {
        Arrays.fill(ids, null);
        size = 0;
    }

    /// Where `id` is, or where it would be put.
    private int place(NodeId id) {
        int mask = ids.length - 1;
        int hash = id.hashCode();
        int first = (hash ^ hash >>> HASH_BITS) & mask;
        for (int at = first; ids[at] != null; at = at + 1 & mask) {
            if (ids[at] == id) return at;
        }
        int at = first;
        while (ids[at] != null && !id.equals(ids[at])) at = at + 1 & mask;
        return at;
    }

    private void grow() {
        var oldIds = ids;
        var oldPositions = positions;
        ids = new @Nullable NodeId[2 * oldIds.length];
        positions = new int[ids.length];
        for (int i = 0; i < oldIds.length; i++) {
            var id = oldIds[i];
            if (id == null) continue;
            int at = place(id);
            ids[at] = id;
            positions[at] = oldPositions[i];
        }
    }
}
