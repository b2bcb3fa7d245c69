package hearsay.node.keyspace;

import hearsay.node.encoding.Heap;
import hearsay.node.resp.Arguments;
import hearsay.node.stream.ConsumerGroup;
import hearsay.node.stream.Entries;
import hearsay.node.stream.Footprint;
import hearsay.node.stream.NodeLimits;
import hearsay.node.stream.StreamId;
import java.util.Arrays;
import java.util.Collection;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A stream: entries with ever greater ids, and groups of consumers.
///
/// Unlike other collections it may be empty: the last id and the groups are worth keeping.
///
/// Source: Redis documentation, "Streams".
public final class StreamValue implements Value {

    private static final long BYTES = Heap.object(8 * 4) + Heap.object(36) + 3 * Heap.object(16);

    private final Footprint footprint = new Footprint();
    private final Entries entries = new Entries(footprint);
    private final TreeMap<byte[], ConsumerGroup> groups = new TreeMap<>(Arrays::compareUnsigned);
    private StreamId lastId = StreamId.MIN;
    private StreamId maxDeletedId = StreamId.MIN;
    private long entriesAdded;

    @Override
    public String type() {
        return "stream";
    }

    @Override
    public String encoding() {
        return "stream";
    }

    @Override
    public long memory() {
        return BYTES + footprint.bytes();
    }

    @Override
    public StreamValue copy() {
        var copy = new StreamValue();
        entries.copyTo(copy.entries);
        copy.lastId = lastId;
        copy.maxDeletedId = maxDeletedId;
        copy.entriesAdded = entriesAdded;
        groups.forEach((name, group) -> copy.groups.put(name, group.copy(copy.footprint)));
        return copy;
    }

    public Entries entries() {
        return entries;
    }

    public long length() {
        return entries.length();
    }

    /// The greatest id ever given, though its entry may be gone.
    public StreamId lastId() {
        return lastId;
    }

    public void lastId(StreamId id) {
        lastId = id;
    }

    /// The greatest id of an entry that somebody deleted from among the others; 0-0 for none.
    public StreamId maxDeletedId() {
        return maxDeletedId;
    }

    public void maxDeletedId(StreamId id) {
        maxDeletedId = id;
    }

    /// How many entries there have been.
    public long entriesAdded() {
        return entriesAdded;
    }

    public void entriesAdded(long count) {
        entriesAdded = count;
    }

    /// Adds an entry. Its id is greater than [#lastId].
    ///
    /// @param from the word with the first field; value, field, value follow
    public void append(StreamId id, Arguments words, int from, int fields, NodeLimits limits) {
        entries.append(id, words, from, fields, limits);
        entriesAdded++;
        lastId = id;
    }

    /// Deletes an entry, if it is there.
    public boolean delete(StreamId id) {
        if (!entries.delete(id)) return false;
        if (id.isAfter(maxDeletedId)) maxDeletedId = id;
        return true;
    }

    /// In the order of their names' bytes.
    public Collection<ConsumerGroup> groups() {
        return groups.values();
    }

    public @Nullable ConsumerGroup group(byte[] name) {
        return groups.get(name);
    }

    /// A new group, unless there is one of that name.
    public @Nullable ConsumerGroup addGroup(byte[] name, StreamId last, long entriesRead) {
        if (groups.containsKey(name)) return null;
        var group = new ConsumerGroup(name, last, entriesRead, footprint);
        groups.put(name, group);
        return group;
    }

    public void removeGroup(ConsumerGroup group) {
        groups.remove(group.name());
        group.release();
    }

    /// The group has been given this entry. If it is after its last one, it has read one more, as
    /// far as that can be told.
    public void delivered(ConsumerGroup group, StreamId id) {
        if (!id.isAfter(group.lastId())) return;
        if (group.entriesRead() != ConsumerGroup.UNKNOWN && !hasGapFrom(id)) {
            group.entriesRead(group.entriesRead() + 1);
        } else if (entriesAdded != 0) {
            group.entriesRead(entriesUpTo(id));
        }
        group.lastId(id);
    }

    /// How many entries the group has still to read; nothing if that cannot be told.
    public OptionalLong lag(ConsumerGroup group) {
        if (entriesAdded == 0) return OptionalLong.of(0);
        long read =
                group.entriesRead() != ConsumerGroup.UNKNOWN && !hasGapFrom(group.lastId())
                        ? group.entriesRead()
                        : entriesUpTo(group.lastId());
        return read == ConsumerGroup.UNKNOWN
                ? OptionalLong.empty()
                : OptionalLong.of(entriesAdded - read);
    }

    /// How many entries there had been when this id's was added, that one included, or
    /// [ConsumerGroup#UNKNOWN].
    ///
    /// It can be told of the ends of a stream in which nothing is missing, and of everything before
    /// them: in the middle, nobody counts.
    public long entriesUpTo(StreamId id) {
        if (entriesAdded == 0) return 0;
        int toLast = id.compareTo(lastId);
        if (entries.isEmpty() && toLast <= 0) return entriesAdded;
        if (toLast == 0) return entriesAdded;
        if (toLast > 0) return ConsumerGroup.UNKNOWN;
        var first = entries.firstId();
        if (maxDeletedId.isZero() || first.isAfter(maxDeletedId)) {
            int toFirst = id.compareTo(first);
            if (toFirst < 0) return entriesAdded - length();
            if (toFirst == 0) return entriesAdded - length() + 1;
        }
        return ConsumerGroup.UNKNOWN;
    }

    /// Whether an entry may have been deleted at this id or later, among those that are here.
    private boolean hasGapFrom(StreamId id) {
        return !entries.isEmpty()
                && !maxDeletedId.isZero()
                && !entries.firstId().isAfter(maxDeletedId)
                && !id.isAfter(maxDeletedId);
    }
}
