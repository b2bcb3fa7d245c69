package hearsay.node.persistence;

import hearsay.node.keyspace.StreamValue;
import hearsay.node.keyspace.Value;
import hearsay.node.stream.Consumer;
import hearsay.node.stream.ConsumerGroup;
import hearsay.node.stream.NodeCheck;
import hearsay.node.stream.Pending;
import hearsay.node.stream.StreamId;
import org.jspecify.annotations.Nullable;

/// Builds a stream of its parts; [Layout] has their order.
///
/// What a stranger says of a stream must be true of it: how many entries there are, that nothing is
/// after the last id, that what is pending is so for exactly one consumer.
final class StreamBuilder extends ValueBuilder {

    private enum Phase {
        NODES,
        HEADER,
        GROUP,
        PENDING,
        CONSUMER,
        OWNED
    }

    private static final int HEADER_1 = 3;
    private static final int HEADER_2 = 8;

    private final int version;
    private final StreamValue stream = new StreamValue();
    private Phase phase = Phase.NODES;
    private final long[] numbers = new long[HEADER_2];
    private int numberCount;
    private byte @Nullable [] nodeId;
    private byte[] name = {};
    private @Nullable ConsumerGroup group;
    private @Nullable Consumer consumer;
    private long consumersLeft;
    private long ownedLeft;
    private int owned;
    private long pendingMs;
    private long pendingSeq;

    /// @param version of the type: 1, 2 or 3
    StreamBuilder(int version) {
        this.version = version;
    }

    @Override
    protected void count(long times) {
        if (times < 0) throw new Unsound("Impossible count in a stream");
        switch (phase) {
            case NODES -> {
                // Texts follow, or, where there are none, the numbers of the header.
            }
            case HEADER -> phase = Phase.GROUP;
            case GROUP -> phase = Phase.PENDING;
            case PENDING -> {
                consumersLeft = times;
                nextConsumer();
            }
            case CONSUMER -> {
                ownedLeft = times;
                phase = Phase.OWNED;
                if (times == 0) endOfConsumer();
            }
            case OWNED -> throw new IllegalStateException("a count among ids");
        }
    }

    @Override
    protected void text(byte[] text) {
        var id = nodeId;
        if (phase == Phase.NODES && id == null) {
            if (text.length != 16) {
                throw new Unsound("Stream node key entry is not the size of a stream ID");
            }
            nodeId = text;
        } else if (phase == Phase.NODES && id != null) {
            nodeId = null;
            node(Words.bigLong(id, 0), Words.bigLong(id, 8), text);
        } else {
            name = text;
            numberCount = 0;
        }
    }

    @Override
    protected void number(long number) {
        if (phase == Phase.NODES) phase = Phase.HEADER;
        numbers[numberCount++] = number;
        switch (phase) {
            case HEADER -> {
                if (numberCount == (version == 1 ? HEADER_1 : HEADER_2)) header();
            }
            case GROUP -> {
                if (numberCount == (version == 1 ? 2 : 3)) beginGroup();
            }
            case PENDING -> {
                if (numberCount == 2) pending();
            }
            case CONSUMER -> {
                if (numberCount == (version < 3 ? 1 : 2)) beginConsumer();
            }
            case NODES, OWNED -> throw new IllegalStateException("a number");
        }
    }

    @Override
    protected void id(long millis, long sequence) {
        if (phase == Phase.OWNED) {
            own(millis, sequence);
            return;
        }
        pendingMs = millis;
        pendingSeq = sequence;
        numberCount = 0;
    }

    @Override
    protected Value value() {
        return stream;
    }

    private void node(long ms, long seq, byte[] listpack) {
        var node = NodeCheck.read(ms, seq, listpack);
        if (node == null) throw new Unsound("Stream listpack integrity check failed.");
        if (!stream.entries().add(node)) throw new Unsound("Listpack re-added with existing key");
    }

    private void header() {
        numberCount = 0;
        var entries = stream.entries();
        if (!entries.isInOrder()) throw new Unsound("Stream entries out of order");
        if (numbers[0] != entries.length()) {
            throw new Unsound("Stream length inconsistent with rax entries");
        }
        entries.findFirst();
        stream.lastId(new StreamId(numbers[1], numbers[2]));
        if (entries.lastId().isAfter(stream.lastId())) {
            throw new Unsound("Stream entry after the last ID");
        }
        if (version == 1) {
            stream.entriesAdded(entries.length());
        } else {
            stream.maxDeletedId(new StreamId(numbers[5], numbers[6]));
            stream.entriesAdded(numbers[7]);
        }
    }

    private void beginGroup() {
        var last = new StreamId(numbers[0], numbers[1]);
        long read = version == 1 ? stream.entriesUpTo(last) : numbers[2];
        group = stream.addGroup(name, last, read);
        if (group == null) throw new Unsound("Duplicated consumer group name");
        owned = 0;
    }

    private ConsumerGroup group() {
        if (group == null) throw new IllegalStateException("no group yet");
        return group;
    }

    private void pending() {
        if (group().pending().find(pendingMs, pendingSeq) != null) {
            throw new Unsound("Duplicated global PEL entry loading stream consumer group");
        }
        group().add(new Pending(pendingMs, pendingSeq, numbers[0], numbers[1]));
        numberCount = 0;
    }

    private void beginConsumer() {
        if (group().consumer(name) != null) {
            throw new Unsound("Duplicate stream consumer detected");
        }
        consumer = group().add(name, numbers[0], version < 3 ? numbers[0] : numbers[1]);
        numberCount = 0;
    }

    private void own(long ms, long seq) {
        var one = group().pending().find(ms, seq);
        if (one == null) throw new Unsound("Consumer entry not found in group global PEL");
        if (one.hasOwner() || consumer == null) {
            throw new Unsound("Duplicated consumer PEL entry loading a stream consumer group");
        }
        group().assign(one, consumer);
        owned++;
        if (--ownedLeft == 0) endOfConsumer();
    }

    private void endOfConsumer() {
        consumersLeft--;
        nextConsumer();
    }

    private void nextConsumer() {
        phase = consumersLeft > 0 ? Phase.CONSUMER : Phase.GROUP;
        if (phase == Phase.CONSUMER) return;
        if (owned != group().pending().size()) {
            throw new Unsound("Stream CG PEL entry without consumer");
        }
    }
}
