package hearsay.node.keyspace;

import hearsay.node.encoding.Dictionary;
import hearsay.node.encoding.Heap;
import org.jspecify.annotations.Nullable;

/// One key with its value, its time to live, and its place in the dictionary.
public sealed class Entry extends Dictionary.Node permits Entry.InSlot {

    /// No time to live.
    public static final long NEVER = -1;

    static final long MEMORY = Heap.object(12 + 24 + 8);

    Value value;

    /// Bytes of heap, in steps of eight, that the value was counted with; -1 once the entry is not
    /// in its database any more.
    int held = -1;

    long expireAt = NEVER;

    /// Where this entry stands among those with a time to live; meaningless without one.
    int expiresIndex = -1;

    /// The second, wrapped, when the key was last used.
    int lastUsed;

    /// How often it is used, see [Frequency].
    int frequency;

    /// The last snapshot that has this entry, see [Snapshot].
    int snapshot;

    Entry(byte[] key, int hash, Value value) {
        super(key, hash);
        this.value = value;
    }

    /// Bytes of heap for the entry and its key, the value not counted.
    public final long memory() {
        return ownMemory() + Heap.bytes(key().length);
    }

    /// Bytes of heap for the entry alone.
    long ownMemory() {
        return MEMORY;
    }

    public final Value value() {
        return value;
    }

    /// Unix time in milliseconds, or [#NEVER].
    public final long expireAt() {
        return expireAt;
    }

    public final boolean expires() {
        return expireAt != NEVER;
    }

    public final int lastUsedSeconds() {
        return lastUsed;
    }

    /// An entry in cluster mode, with its neighbours among the keys of the same hash slot.
    static final class InSlot extends Entry {

        static final long MEMORY = Heap.object(12 + 24 + 8 + 8);

        @Nullable InSlot previousInSlot;
        @Nullable InSlot nextInSlot;

        InSlot(byte[] key, int hash, Value value) {
            super(key, hash, value);
        }

        @Override
        long ownMemory() {
            return MEMORY;
        }
    }
}
