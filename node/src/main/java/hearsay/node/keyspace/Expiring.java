package hearsay.node.keyspace;

import hearsay.node.encoding.Heap;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The entries that have a time to live, in no order: adding, removing, and taking one at random or
/// in turn all take one step.
///
/// They stand in pieces, so that nobody waits for a copy of millions: only the first piece is small
/// and grows.
final class Expiring {

    private static final int INITIAL_CAPACITY = 16;
    private static final int PIECE_SHIFT = 14;
    private static final int PIECE = 1 << PIECE_SHIFT;
    private static final @Nullable Entry[] NOTHING = new Entry[0];

    private @Nullable Entry[][] pieces = {new Entry[INITIAL_CAPACITY]};
    private int capacity = INITIAL_CAPACITY;
    private int size;

    int size() {
        return size;
    }

    long memory() {
        int made = Math.max(1, capacity >>> PIECE_SHIFT);
        return Heap.references(pieces.length) + made * Heap.references(Math.min(capacity, PIECE));
    }

    Entry get(int index) {
        if (index >= size) throw new IndexOutOfBoundsException(index);
        var entry = pieces[index >>> PIECE_SHIFT][index & PIECE - 1];
        if (entry == null) throw new IndexOutOfBoundsException(index);
        return entry;
    }

    void set(Entry entry, long expireAt) {
        if (entry.expireAt == Entry.NEVER) {
            if (size == capacity) grow();
            entry.expiresIndex = size;
            put(size++, entry);
        }
        entry.expireAt = expireAt;
    }

    void remove(Entry entry) {
        if (entry.expireAt == Entry.NEVER) return;
        entry.expireAt = Entry.NEVER;
        int hole = entry.expiresIndex;
        entry.expiresIndex = -1;
        var last = get(size - 1);
        size--;
        put(size, null);
        if (last != entry) {
            put(hole, last);
            last.expiresIndex = hole;
        }
        shrinkIfSparse();
    }

    private void put(int index, @Nullable Entry entry) {
        pieces[index >>> PIECE_SHIFT][index & PIECE - 1] = entry;
    }

    private void grow() {
        if (capacity < PIECE) {
            capacity *= 2;
            pieces[0] = Arrays.copyOf(pieces[0], capacity);
            return;
        }
        int made = capacity >>> PIECE_SHIFT;
        if (made == pieces.length) {
            pieces = Arrays.copyOf(pieces, made * 2);
            Arrays.fill(pieces, made, pieces.length, NOTHING);
        }
        pieces[made] = new Entry[PIECE];
        capacity += PIECE;
    }

    private void shrinkIfSparse() {
        if (capacity > PIECE) {
            if (size > capacity - PIECE - PIECE / 2) return;
            capacity -= PIECE;
            pieces[capacity >>> PIECE_SHIFT] = NOTHING;
        } else if (capacity > INITIAL_CAPACITY && size * 8 < capacity) {
            capacity = Math.max(INITIAL_CAPACITY, capacity / 4);
            pieces[0] = Arrays.copyOf(pieces[0], capacity);
        }
    }
}
