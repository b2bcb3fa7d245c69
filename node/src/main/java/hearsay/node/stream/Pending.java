package hearsay.node.stream;

import hearsay.node.encoding.Heap;
import org.jspecify.annotations.Nullable;

/// An entry that was delivered to a consumer of a group and not acknowledged yet.
///
/// It is in the list of the group and in that of its owner.
public final class Pending extends Identified {

    static final long BYTES = Heap.object(4 * 8 + 4);

    private long deliveredAt;
    private long deliveries;
    private @Nullable Consumer owner;

    public Pending(long ms, long seq, long deliveredAt, long deliveries) {
        super(ms, seq);
        this.deliveredAt = deliveredAt;
        this.deliveries = deliveries;
    }

    /// Unix time of the last delivery, in milliseconds.
    public long deliveredAt() {
        return deliveredAt;
    }

    public long deliveries() {
        return deliveries;
    }

    /// It was delivered again, or is said to have been.
    ///
    /// @param atMillis when it is said to have been delivered last
    /// @param times how often, altogether
    public void delivered(long atMillis, long times) {
        deliveredAt = atMillis;
        deliveries = times;
    }

    /// Whom it was delivered to last.
    public Consumer owner() {
        if (owner == null) throw new IllegalStateException("pending for nobody");
        return owner;
    }

    public boolean hasOwner() {
        return owner != null;
    }

    boolean belongsTo(Consumer consumer) {
        return owner == consumer;
    }

    void owner(Consumer newOwner) {
        owner = newOwner;
    }
}
