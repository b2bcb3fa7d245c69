package hearsay.node.command;

import hearsay.node.keyspace.StreamValue;
import hearsay.node.resp.Replies;
import hearsay.node.stream.ById;
import hearsay.node.stream.Consumer;
import hearsay.node.stream.ConsumerGroup;
import hearsay.node.stream.Pending;
import hearsay.node.stream.RadixNodes;
import hearsay.node.stream.StreamId;

/// XINFO: what there is to know of a stream, its groups and their consumers.
///
/// Source: Redis documentation of XINFO.
final class StreamInfo {

    private static final long DEFAULT_COUNT = 10;

    private static final String[] HELP = {
        "XINFO <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
        "CONSUMERS <key> <groupname>",
        "    The consumers of <groupname>.",
        "GROUPS <key>",
        "    The groups of the stream.",
        "STREAM <key> [FULL [COUNT <count>]",
        "    About the stream; with FULL, its entries, groups and consumers too.",
        "HELP",
        "    Print this help."
    };

    private StreamInfo() {}

    static void stream(Call call) {
        var stream = stream(call, 2);
        boolean full = call.count() > 3;
        long count = DEFAULT_COUNT;
        if (full) {
            boolean withCount = call.count() == 6;
            if ((call.count() != 4 && !withCount)
                    || !call.is(3, "FULL")
                    || (withCount && !call.is(4, "COUNT"))) {
                throw CommandError.subcommandSyntax("XINFO", call.text(1));
            }
            if (withCount) count = call.integer(5);
            if (count < 0) count = DEFAULT_COUNT;
            if (count == 0) count = Long.MAX_VALUE;
        }
        var reply = call.reply();
        reply.map(full ? 9 : 10);
        header(reply, stream);
        if (full) {
            reply.bulk("entries");
            var all = stream.entries().forward(StreamId.MIN, StreamId.MAX);
            StreamReplies.entries(reply, all, count);
            reply.bulk("groups");
            reply.array(stream.groups().size());
            for (var group : stream.groups()) inFull(reply, stream, group, count);
        } else {
            reply.bulk("groups");
            reply.integer(stream.groups().size());
            ends(reply, stream);
        }
    }

    static void groups(Call call) {
        var stream = stream(call, 2);
        var reply = call.reply();
        reply.array(stream.groups().size());
        for (var group : stream.groups()) {
            reply.map(6);
            reply.bulk("name");
            reply.bulk(group.name());
            reply.bulk("consumers");
            reply.integer(group.consumers().size());
            reply.bulk("pending");
            reply.integer(group.pending().size());
            progress(reply, stream, group);
        }
    }

    static void consumers(Call call) {
        var stream = stream(call, 2);
        var group = stream.group(call.bytes(3));
        if (group == null) throw StreamGroups.noGroupForKey(call.text(3), call.text(2));
        var reply = call.reply();
        long now = call.nowMillis();
        reply.array(group.consumers().size());
        for (var consumer : group.consumers()) {
            long active = consumer.activeAt();
            reply.map(4);
            reply.bulk("name");
            reply.bulk(consumer.name());
            reply.bulk("pending");
            reply.integer(consumer.pending().size());
            reply.bulk("idle");
            reply.integer(Math.max(0, now - consumer.seenAt()));
            reply.bulk("inactive");
            reply.integer(active == Consumer.NEVER ? active : now - active);
        }
    }

    static void help(Call call) {
        call.reply().array(HELP.length);
        for (var line : HELP) call.reply().status(line);
    }

    private static StreamValue stream(Call call, int key) {
        var stream = Call.stream(call.read(key));
        if (stream == null) throw CommandError.noSuchKey();
        return stream;
    }

    private static void header(Replies reply, StreamValue stream) {
        var nodes = stream.entries().nodes();
        reply.bulk("length");
        reply.integer(stream.length());
        reply.bulk("radix-tree-keys");
        reply.integer(nodes.size());
        reply.bulk("radix-tree-nodes");
        reply.integer(RadixNodes.of(nodes));
        reply.bulk("last-generated-id");
        StreamReplies.id(reply, stream.lastId());
        reply.bulk("max-deleted-entry-id");
        StreamReplies.id(reply, stream.maxDeletedId());
        reply.bulk("entries-added");
        reply.integer(stream.entriesAdded());
        reply.bulk("recorded-first-entry-id");
        StreamReplies.id(reply, stream.entries().firstId());
    }

    private static void ends(Replies reply, StreamValue stream) {
        var first = stream.entries().forward(StreamId.MIN, StreamId.MAX);
        reply.bulk("first-entry");
        if (first.next()) first.addTo(reply);
        else reply.nil();
        var last = stream.entries().backward(StreamId.MIN, StreamId.MAX);
        reply.bulk("last-entry");
        if (last.next()) last.addTo(reply);
        else reply.nil();
    }

    /// How far the group has come, and how far it has to go.
    private static void progress(Replies reply, StreamValue stream, ConsumerGroup group) {
        reply.bulk("last-delivered-id");
        StreamReplies.id(reply, group.lastId());
        reply.bulk("entries-read");
        if (group.entriesRead() == ConsumerGroup.UNKNOWN) reply.nil();
        else reply.integer(group.entriesRead());
        reply.bulk("lag");
        var lag = stream.lag(group);
        if (lag.isPresent()) reply.integer(lag.getAsLong());
        else reply.nil();
    }

    private static void inFull(Replies reply, StreamValue stream, ConsumerGroup group, long count) {
        reply.map(7);
        reply.bulk("name");
        reply.bulk(group.name());
        progress(reply, stream, group);
        reply.bulk("pel-count");
        reply.integer(group.pending().size());
        reply.bulk("pending");
        pending(reply, group.pending(), count, true);
        reply.bulk("consumers");
        reply.array(group.consumers().size());
        for (var consumer : group.consumers()) {
            reply.map(5);
            reply.bulk("name");
            reply.bulk(consumer.name());
            reply.bulk("seen-time");
            reply.integer(consumer.seenAt());
            reply.bulk("active-time");
            reply.integer(consumer.activeAt());
            reply.bulk("pel-count");
            reply.integer(consumer.pending().size());
            reply.bulk("pending");
            pending(reply, consumer.pending(), count, false);
        }
    }

    private static void pending(Replies reply, ById<Pending> list, long count, boolean withOwner) {
        int shown = (int) Math.min(count, list.size());
        reply.array(shown);
        var one = list.first();
        for (int i = 0; i < shown && one != null; i++) {
            reply.array(withOwner ? 4 : 3);
            reply.id(one.ms(), one.seq());
            if (withOwner) reply.bulk(one.owner().name());
            reply.integer(one.deliveredAt());
            reply.integer(one.deliveries());
            one = list.higher(one.ms(), one.seq());
        }
    }
}
