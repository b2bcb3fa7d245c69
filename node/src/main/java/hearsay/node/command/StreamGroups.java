package hearsay.node.command;

import hearsay.node.keyspace.KeyspaceObserver.EventClass;
import hearsay.node.keyspace.StreamValue;
import hearsay.node.resp.Replies;
import hearsay.node.stream.ConsumerGroup;
import hearsay.node.stream.Pending;
import hearsay.node.stream.StreamId;
import org.jspecify.annotations.Nullable;

/// XGROUP, XACK and XPENDING: groups of consumers, and what is pending in them.
///
/// Source: Redis documentation of XGROUP, XACK and XPENDING.
final class StreamGroups {

    private static final String[] HELP = {
        "XGROUP <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
        "CREATE <key> <groupname> <id|$> [option]",
        "    A new group that begins after this id. Options are:",
        "    * MKSTREAM",
        "      With a stream, if there is none.",
        "    * ENTRIESREAD entries_read",
        "      The group has read so many entries already (internal use).",
        "CREATECONSUMER <key> <groupname> <consumer>",
        "    A new consumer in the group.",
        "DELCONSUMER <key> <groupname> <consumer>",
        "    Takes a consumer out, with all that is pending for it.",
        "DESTROY <key> <groupname>",
        "    Takes the group away.",
        "SETID <key> <groupname> <id|$> [ENTRIESREAD entries_read]",
        "    The group goes on after this id, having read so many entries.",
        "HELP",
        "    Print this help."
    };

    private StreamGroups() {}

    // XGROUP.

    static void create(Call call) {
        boolean makeStream = false;
        long entriesRead = ConsumerGroup.UNKNOWN;
        for (int i = 5; i < call.count(); i++) {
            if (call.is(i, "MKSTREAM")) {
                makeStream = true;
            } else if (call.is(i, "ENTRIESREAD") && i + 1 < call.count()) {
                entriesRead = entriesRead(call, ++i);
            } else {
                throw CommandError.subcommandSyntax("XGROUP", call.text(1));
            }
        }
        var entry = call.write(2);
        var stream = Call.stream(entry);
        if (stream == null && !makeStream) throw noStream();
        if (call.count() > 8) throw CommandError.subcommandSyntax("XGROUP", call.text(1));
        var last = lastId(call, 4, stream, false);
        boolean created = entry == null;
        if (entry == null || stream == null) {
            entry = StreamCommands.addEmpty(call, 2);
            stream = (StreamValue) entry.value();
        }
        if (stream.addGroup(call.bytes(3), last, entriesRead) == null) {
            throw new CommandError("BUSYGROUP Consumer Group name already exists");
        }
        call.reply().ok();
        if (created) call.changed(entry, EventClass.STREAM, "xgroup-create");
        else call.amended(entry, EventClass.STREAM, "xgroup-create");
    }

    static void setId(Call call) {
        long entriesRead = ConsumerGroup.UNKNOWN;
        for (int i = 5; i < call.count(); i += 2) {
            if (!call.is(i, "ENTRIESREAD") || i + 1 == call.count()) {
                throw CommandError.subcommandSyntax("XGROUP", call.text(1));
            }
            entriesRead = entriesRead(call, i + 1);
        }
        var entry = call.write(2);
        var stream = Call.stream(entry);
        if (entry == null || stream == null) throw noStream();
        var group = group(call, stream);
        if (call.count() > 7) throw CommandError.subcommandSyntax("XGROUP", call.text(1));
        group.lastId(lastId(call, 4, stream, true));
        group.entriesRead(entriesRead);
        call.reply().ok();
        call.amended(entry, EventClass.STREAM, "xgroup-setid");
    }

    static void destroy(Call call) {
        var entry = call.write(2);
        var stream = Call.stream(entry);
        if (entry == null || stream == null) throw noStream();
        var group = stream.group(call.bytes(3));
        if (group != null) {
            stream.removeGroup(group);
            call.amended(entry, EventClass.STREAM, "xgroup-destroy");
            // Whoever waits in the group has to know.
            call.ready(entry);
        }
        call.reply().integer(group == null ? 0 : 1);
    }

    static void createConsumer(Call call) {
        var entry = call.write(2);
        var stream = Call.stream(entry);
        if (entry == null || stream == null) throw noStream();
        var group = group(call, stream);
        boolean isNew = group.consumer(call.bytes(4)) == null;
        if (isNew) {
            group.add(call.bytes(4), call.nowMillis(), hearsay.node.stream.Consumer.NEVER);
            call.amended(entry, EventClass.STREAM, "xgroup-createconsumer");
        }
        call.reply().integer(isNew ? 1 : 0);
    }

    static void deleteConsumer(Call call) {
        var entry = call.write(2);
        var stream = Call.stream(entry);
        if (entry == null || stream == null) throw noStream();
        var group = group(call, stream);
        var consumer = group.consumer(call.bytes(4));
        int pending = 0;
        if (consumer != null) {
            pending = consumer.pending().size();
            group.remove(consumer);
            call.amended(entry, EventClass.STREAM, "xgroup-delconsumer");
        }
        call.reply().integer(pending);
    }

    static void help(Call call) {
        call.reply().array(HELP.length);
        for (var line : HELP) call.reply().status(line);
    }

    private static long entriesRead(Call call, int index) {
        long count = call.integer(index);
        if (count >= 0 || count == ConsumerGroup.UNKNOWN) return count;
        throw new CommandError("ERR value for ENTRIESREAD must be positive or -1");
    }

    /// An id, or `$` for the last one of the stream.
    private static StreamId lastId(
            Call call, int index, @Nullable StreamValue stream, boolean takesEnds) {
        if (call.is(index, "$")) return stream == null ? StreamId.MIN : stream.lastId();
        return takesEnds ? StreamIds.any(call, index) : StreamIds.strict(call, index);
    }

    private static ConsumerGroup group(Call call, StreamValue stream) {
        var group = stream.group(call.bytes(3));
        if (group == null) throw noGroupForKey(call.text(3), call.text(2));
        return group;
    }

    static CommandError noGroupForKey(String group, String key) {
        return new CommandError(
                "NOGROUP No such consumer group '" + group + "' for key name '" + key + "'");
    }

    private static CommandError noStream() {
        return new CommandError(
                "ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may"
                        + " want to use the MKSTREAM option to create an empty stream"
                        + " automatically.");
    }

    // What is pending.

    static void ack(Call call) {
        var stream = Call.stream(call.read(1));
        var group = stream == null ? null : stream.group(call.bytes(2));
        if (group == null) {
            call.reply().integer(0);
            return;
        }
        var ids = StreamCommands.ids(call, 3);
        var entry = call.write(1);
        int settled = 0;
        for (var id : ids) {
            if (group.settle(id)) settled++;
        }
        if (entry != null && settled > 0) call.amended(entry, EventClass.STREAM, "");
        call.reply().integer(settled);
    }

    static void pending(Call call) {
        int count = call.count();
        if (count == 3) {
            summary(call.reply(), group(call));
            return;
        }
        if (count < 6 || count > 9) throw CommandError.syntax();
        int from = 3;
        long minIdle = 0;
        if (call.is(3, "IDLE")) {
            minIdle = call.integer(4);
            if (count < 8) throw CommandError.syntax();
            from = 5;
        }
        long max = call.integer(from + 2);
        var first = StreamIds.start(call, from);
        var last = StreamIds.end(call, from + 1);
        var group = group(call);
        var consumer = from + 3 < count ? group.consumer(call.bytes(from + 3)) : null;
        if (from + 3 < count && consumer == null) {
            call.reply().array(0);
            return;
        }
        var list = consumer == null ? group.pending() : consumer.pending();
        int mark = call.reply().mark();
        int shown = 0;
        for (var one = list.ceiling(first.ms(), first.seq());
                one != null && shown < max && !one.id().isAfter(last);
                one = list.higher(one.ms(), one.seq())) {
            if (minIdle != 0 && call.nowMillis() - one.deliveredAt() < minIdle) continue;
            detail(call, one);
            shown++;
        }
        call.reply().arrayFrom(mark, shown);
    }

    private static void summary(Replies reply, ConsumerGroup group) {
        var first = group.pending().first();
        var last = group.pending().last();
        reply.array(4);
        reply.integer(group.pending().size());
        if (first == null || last == null) {
            reply.nil();
            reply.nil();
            reply.nilArray();
            return;
        }
        reply.id(first.ms(), first.seq());
        reply.id(last.ms(), last.seq());
        int mark = reply.mark();
        int shown = 0;
        for (var consumer : group.consumers()) {
            if (consumer.pending().isEmpty()) continue;
            reply.array(2);
            reply.bulk(consumer.name());
            reply.bulk(consumer.pending().size());
            shown++;
        }
        reply.arrayFrom(mark, shown);
    }

    private static void detail(Call call, Pending one) {
        var reply = call.reply();
        reply.array(4);
        reply.id(one.ms(), one.seq());
        reply.bulk(one.owner().name());
        reply.integer(Math.max(0, call.nowMillis() - one.deliveredAt()));
        reply.integer(one.deliveries());
    }

    /// The group that words 1 and 2 name.
    private static ConsumerGroup group(Call call) {
        return groupOf(call, Call.stream(call.read(1)));
    }

    /// The group of that stream that word 2 names.
    static ConsumerGroup groupOf(Call call, @Nullable StreamValue stream) {
        var group = stream == null ? null : stream.group(call.bytes(2));
        if (group != null) return group;
        throw new CommandError(
                "NOGROUP No such key '"
                        + call.text(1)
                        + "' or consumer group '"
                        + call.text(2)
                        + "'");
    }
}
