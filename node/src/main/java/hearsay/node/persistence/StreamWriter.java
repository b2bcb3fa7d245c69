package hearsay.node.persistence;

import hearsay.node.keyspace.StreamValue;
import hearsay.node.stream.ById;
import hearsay.node.stream.ConsumerGroup;
import hearsay.node.stream.Identified;
import hearsay.node.stream.StreamId;
import hearsay.node.stream.StreamNode;

/// Writes a stream as Redis 7.0 and all newer ones read it: its nodes as they stand in memory, what
/// is known of its ids, and its groups; not since when consumers have been idle, which is of 7.2.
final class StreamWriter {

    private final RdbWriter out;
    private final byte[] id = new byte[16];

    StreamWriter(RdbWriter out) {
        this.out = out;
    }

    void write(StreamValue stream) {
        begin(stream);
        stream.entries().nodes().forEach(this::node);
        end(stream);
    }

    /// Nodes follow, as many as there are, and then the [#end].
    void begin(StreamValue stream) {
        out.length(stream.entries().nodes().size());
    }

    void node(StreamNode node) {
        put(node);
        out.string(id);
        out.string(node.entries().array(), 0, node.entries().size());
    }

    void end(StreamValue stream) {
        out.length(stream.length());
        lengths(stream.lastId());
        lengths(stream.entries().firstId());
        lengths(stream.maxDeletedId());
        out.length(stream.entriesAdded());
        out.length(stream.groups().size());
        for (var group : stream.groups()) write(group);
    }

    private void write(ConsumerGroup group) {
        out.string(group.name());
        lengths(group.lastId());
        out.length(group.entriesRead());
        out.length(group.pending().size());
        group.pending()
                .forEach(one -> {
                    raw(one);
                    out.littleLong(one.deliveredAt());
                    out.length(one.deliveries());
                });
        out.length(group.consumers().size());
        for (var consumer : group.consumers()) {
            out.string(consumer.name());
            out.littleLong(consumer.seenAt());
            ids(consumer.pending());
        }
    }

    private void ids(ById<? extends Identified> list) {
        out.length(list.size());
        list.forEach(this::raw);
    }

    private void lengths(StreamId streamId) {
        out.length(streamId.ms());
        out.length(streamId.seq());
    }

    private void raw(Identified one) {
        put(one);
        out.raw(id, 0, id.length);
    }

    private void put(Identified one) {
        Words.putBigLong(id, 0, one.ms());
        Words.putBigLong(id, 8, one.seq());
    }
}
