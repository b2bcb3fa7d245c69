package hearsay.node.stream;

import hearsay.node.encoding.Listpack;
import org.jspecify.annotations.Nullable;

/// Reads a node that comes from elsewhere, and believes nothing of it.
public final class NodeCheck {

    private final Listpack entries;
    private int at;
    private boolean sound = true;

    private NodeCheck(Listpack entries) {
        this.entries = entries;
        at = entries.first();
    }

    /// The node with these bytes, or null: they are no listpack, its elements are not laid out as
    /// [StreamNode] says, or what they count is not there.
    ///
    /// @param bytes the node's own from now on
    public static @Nullable StreamNode read(long ms, long seq, byte[] bytes) {
        if (!Listpack.isValid(bytes, 0, bytes.length)) return null;
        var entries = Listpack.of(bytes);
        return new NodeCheck(entries).isSound() ? new StreamNode(ms, seq, entries) : null;
    }

    private boolean isSound() {
        long live = number();
        long deleted = number();
        long masterFields = count();
        skip(masterFields);
        if (number() != 0) return false;
        while (sound && at >= 0) {
            if (entry(masterFields)) deleted--;
            else live--;
        }
        return sound && live == 0 && deleted == 0;
    }

    /// Reads an entry; answers whether it is deleted.
    private boolean entry(long masterFields) {
        long flags = number();
        number();
        number();
        boolean same = (flags & StreamNode.SAME_FIELDS) != 0;
        long fields = same ? masterFields : count();
        skip(same ? fields : 2 * fields);
        long pieces = number();
        if (pieces != (same ? 3 + fields : 4 + 2 * fields)) sound = false;
        if (flags < 0 || flags > (StreamNode.DELETED | StreamNode.SAME_FIELDS)) sound = false;
        return (flags & StreamNode.DELETED) != 0;
    }

    /// The next element, which must be a number.
    private long number() {
        if (!sound || at < 0 || !entries.isNumber(at)) {
            sound = false;
            return 0;
        }
        long number = entries.number(at);
        at = entries.next(at);
        return number;
    }

    /// The next element, which must be a number of elements that may be here.
    private long count() {
        long count = number();
        if (count >= 0 && count <= entries.count()) return count;
        sound = false;
        return 0;
    }

    private void skip(long elements) {
        for (long i = 0; i < elements; i++) {
            if (at < 0) {
                sound = false;
                return;
            }
            at = entries.next(at);
        }
    }
}
