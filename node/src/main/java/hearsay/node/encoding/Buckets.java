package hearsay.node.encoding;

import hearsay.node.encoding.Dictionary.Node;
import org.jspecify.annotations.Nullable;

/// The places of a hash table, each with a chain of nodes.
///
/// A small table is one array. A large one is made of pieces that come into being when something is
/// put there, and may go one by one: nobody has to wait until an array for millions is cleared, or
/// until the machine has found the memory for it, which takes longer still.
final class Buckets {

    /// The largest table in one piece: a megabyte.
    private static final int WHOLE_MAX = 1 << 18;

    private static final int PIECE_SHIFT = 15;
    private static final int PIECE = 1 << PIECE_SHIFT;
    private static final int PIECE_MASK = PIECE - 1;

    private static final @Nullable Node[] NOTHING = new Node[PIECE];

    private final int length;
    private final @Nullable Node @Nullable [] whole;
    private final @Nullable Node[][] pieces;
    private int made;

    /// @param length a power of two
    Buckets(int length) {
        this.length = length;
        if (length <= WHOLE_MAX) {
            whole = new Node[length];
            pieces = new Node[0][];
        } else {
            whole = null;
            pieces = new Node[length >>> PIECE_SHIFT][];
            java.util.Arrays.fill(pieces, NOTHING);
        }
    }

    int length() {
        return length;
    }

    /// The first node at a place, or null.
    @Nullable Node get(int place) {
        var all = whole;
        if (all != null) return all[place];
        return pieces[place >>> PIECE_SHIFT][place & PIECE_MASK];
    }

    void set(int place, @Nullable Node first) {
        var all = whole;
        if (all != null) {
            all[place] = first;
            return;
        }
        var piece = pieces[place >>> PIECE_SHIFT];
        if (piece == NOTHING) {
            if (first == null) return;
            piece = new Node[PIECE];
            pieces[place >>> PIECE_SHIFT] = piece;
            made++;
        }
        piece[place & PIECE_MASK] = first;
    }

    /// Nothing is before this place any more, and nothing will be: what was there may go.
    void emptyBefore(int place) {
        if (whole != null || (place & PIECE_MASK) != 0 || place == 0) return;
        int piece = (place >>> PIECE_SHIFT) - 1;
        if (pieces[piece] == NOTHING) return;
        pieces[piece] = NOTHING;
        made--;
    }

    /// Bytes of heap, nodes not counted.
    long memory() {
        long own = Heap.object(4 * 4);
        if (whole != null) return own + Heap.references(length);
        return own + Heap.references(pieces.length) + made * Heap.references(PIECE);
    }
}
