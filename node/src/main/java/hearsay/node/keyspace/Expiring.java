package hearsay.node.keyspace;

import hearsay.node.encoding.Heap;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The entries that have a time to live, in no order: adding, removing, and taking one at random or
/// in turn all take one step.
final class Expiring {

    private static final int INITIAL_CAPACITY = 16;

    private @Nullable Entry[] entries = new Entry[INITIAL_CAPACITY];
    private int size;

    int size() {
        return size;
    }

    long memory() {
        return Heap.references(entries.length);
    }

    Entry get(int index) {
        var entry = entries[index];
        if (entry == null || index >= size) throw new IndexOutOfBoundsException(index);
        return entry;
    }

    void set(Entry entry, long expireAt) {
        if (entry.expireAt == Entry.NEVER) {
            if (size == entries.length) entries = Arrays.copyOf(entries, size * 2);
            entry.expiresIndex = size;
            entries[size++] = entry;
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
        entries[size] = null;
        if (last != entry) {
            entries[hole] = last;
            last.expiresIndex = hole;
        }
        if (entries.length > INITIAL_CAPACITY && size * 8 < entries.length) {
            entries = Arrays.copyOf(entries, Math.max(INITIAL_CAPACITY, entries.length / 4));
        }
    }
}
