package hearsay.node.stream;

import hearsay.node.encoding.Heap;

/// Somebody who reads from a stream as a member of a group.
public final class Consumer {

    /// Has never been given anything.
    public static final long NEVER = -1;

    private static final int TREE_ENTRY = 28;

    private final byte[] name;
    private final ById<Pending> pending;
    private long seenAt;
    private long activeAt;

    Consumer(byte[] name, long seenAt, long activeAt, Footprint footprint) {
        this.name = name;
        this.pending = new ById<>(footprint);
        this.seenAt = seenAt;
        this.activeAt = activeAt;
    }

    /// Not to be changed.
    public byte[] name() {
        return name;
    }

    /// What was delivered to it and not acknowledged yet.
    public ById<Pending> pending() {
        return pending;
    }

    /// When it asked for anything last, Unix time in milliseconds.
    public long seenAt() {
        return seenAt;
    }

    /// When it was given anything last, Unix time in milliseconds, or [#NEVER].
    public long activeAt() {
        return activeAt;
    }

    public void seen(long atMillis) {
        seenAt = atMillis;
    }

    public void active(long atMillis) {
        activeAt = atMillis;
    }

    long memory() {
        return Heap.object(8 + 16) + Heap.bytes(name.length) + Heap.object(TREE_ENTRY);
    }
}
