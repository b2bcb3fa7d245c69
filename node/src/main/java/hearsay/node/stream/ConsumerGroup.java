package hearsay.node.stream;

import hearsay.node.encoding.Heap;
import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Consumers who share the entries of a stream among them: each is delivered to one, and pending
/// until that one acknowledges it.
///
/// Source: Redis documentation, "Streams", section "Consumer groups".
public final class ConsumerGroup {

    /// It cannot be told how many entries the group has read.
    public static final long UNKNOWN = -1;

    private static final long TREE_BYTES = Heap.object(36);
    private static final int TREE_ENTRY = 28;

    private final byte[] name;
    private final Footprint footprint;
    private final ById<Pending> pending;
    private final TreeMap<byte[], Consumer> consumers = new TreeMap<>(Arrays::compareUnsigned);
    private StreamId lastId;
    private long entriesRead;

    public ConsumerGroup(byte[] name, StreamId lastId, long entriesRead, Footprint footprint) {
        this.name = name;
        this.lastId = lastId;
        this.entriesRead = entriesRead;
        this.footprint = footprint;
        pending = new ById<>(footprint);
        footprint.add(ownBytes());
    }

    /// Not to be changed.
    public byte[] name() {
        return name;
    }

    /// The last entry that was delivered to anyone.
    public StreamId lastId() {
        return lastId;
    }

    public void lastId(StreamId id) {
        lastId = id;
    }

    /// How many entries the stream had had when the last one delivered was added, that one
    /// included; or [#UNKNOWN].
    public long entriesRead() {
        return entriesRead;
    }

    public void entriesRead(long count) {
        entriesRead = count;
    }

    /// All that was delivered and not acknowledged yet.
    public ById<Pending> pending() {
        return pending;
    }

    /// In the order of their names' bytes.
    public Collection<Consumer> consumers() {
        return consumers.values();
    }

    public @Nullable Consumer consumer(byte[] consumer) {
        return consumers.get(consumer);
    }

    /// A new consumer, of a name that nobody has yet.
    public Consumer add(byte[] consumer, long seenAt, long activeAt) {
        var added = new Consumer(consumer, seenAt, activeAt, footprint);
        footprint.add(added.memory());
        consumers.put(consumer, added);
        return added;
    }

    /// The consumer goes, and with it all that is pending for it.
    public void remove(Consumer consumer) {
        consumer.pending()
                .forEach(one -> {
                    pending.remove(one.ms, one.seq);
                    footprint.add(-Pending.BYTES);
                });
        consumer.pending().release();
        consumers.remove(consumer.name());
        footprint.add(-consumer.memory());
    }

    /// The entry was delivered to the consumer for the first time, whoever had it before.
    public Pending deliver(long ms, long seq, Consumer consumer, long nowMillis) {
        var one = pending.find(ms, seq);
        if (one == null) one = add(new Pending(ms, seq, nowMillis, 1));
        else one.delivered(nowMillis, 1);
        assign(one, consumer);
        return one;
    }

    /// Adds what is not pending yet. It has no owner.
    public Pending add(Pending one) {
        pending.add(one);
        footprint.add(Pending.BYTES);
        return one;
    }

    /// From now on it is the consumer's.
    ///
    /// @return false if it already was
    public boolean assign(Pending one, Consumer consumer) {
        if (one.belongsTo(consumer)) return false;
        if (one.hasOwner()) one.owner().pending().remove(one.ms, one.seq);
        one.owner(consumer);
        consumer.pending().add(one);
        return true;
    }

    /// It is pending no more.
    ///
    /// @return whether it was
    public boolean settle(StreamId id) {
        var one = pending.remove(id.ms(), id.seq());
        if (one == null) return false;
        one.owner().pending().remove(id.ms(), id.seq());
        footprint.add(-Pending.BYTES);
        return true;
    }

    /// Nobody asks for the group any more: its room is given back.
    public void release() {
        for (var consumer : consumers.values()) {
            consumer.pending().release();
            footprint.add(-consumer.memory());
        }
        footprint.add(-Pending.BYTES * pending.size() - ownBytes());
        pending.release();
    }

    public ConsumerGroup copy(Footprint newFootprint) {
        var copy = new ConsumerGroup(name, lastId, entriesRead, newFootprint);
        pending.forEach(
                one -> copy.add(new Pending(one.ms, one.seq, one.deliveredAt(), one.deliveries())));
        for (var consumer : consumers.values()) {
            var same = copy.add(consumer.name(), consumer.seenAt(), consumer.activeAt());
            consumer.pending()
                    .forEach(one ->
                            copy.assign(
                                    Objects.requireNonNull(copy.pending.find(one.ms, one.seq)),
                                    same));
        }
        return copy;
    }

    private long ownBytes() {
        return Heap.object(4 * 5 + 8)
                + TREE_BYTES
                + Heap.bytes(name.length)
                + Heap.object(TREE_ENTRY)
                + Heap.object(16);
    }
}
