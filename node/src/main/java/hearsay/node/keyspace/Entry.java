package hearsay.node.keyspace;

import org.jspecify.annotations.Nullable;

/// One key with its value, its time to live, and its place in the dictionary.
public final class Entry {

    /// No time to live.
    public static final long NEVER = -1;

    final byte[] key;
    final int hash;
    @Nullable Entry next;

    Value value;
    long expireAt = NEVER;

    /// Where this entry stands among those with a time to live; meaningless without one.
    int expiresIndex = -1;

    /// Seconds, wrapped, since the key was last used.
    int lastUsed;

    /// The last snapshot that has this entry, see [Snapshot].
    int snapshot;

    /// Neighbours among the keys of the same hash slot; unused outside cluster mode.
    @Nullable Entry slotPrevious;

    @Nullable Entry slotNext;

    Entry(byte[] key, int hash, Value value) {
        this.key = key;
        this.hash = hash;
        this.value = value;
    }

    /// The key's bytes; not to be changed.
    public byte[] key() {
        return key;
    }

    public Value value() {
        return value;
    }

    /// Unix time in milliseconds, or [#NEVER].
    public long expireAt() {
        return expireAt;
    }

    public boolean expires() {
        return expireAt != NEVER;
    }

    public int lastUsedSeconds() {
        return lastUsed;
    }
}
