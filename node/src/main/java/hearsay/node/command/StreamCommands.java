package hearsay.node.command;

import static hearsay.node.command.Command.command;
import static hearsay.node.command.Command.container;

import hearsay.node.keyspace.Entry;
import hearsay.node.keyspace.KeyspaceObserver.EventClass;
import hearsay.node.keyspace.StreamValue;
import hearsay.node.stream.NodeLimits;
import hearsay.node.stream.StreamId;
import java.util.List;

/// Commands on streams and their entries. Those on groups are in [StreamGroups], [StreamReads] and
/// [StreamClaims].
///
/// Source: Redis documentation, "Stream commands".
final class StreamCommands {

    // spotless:off
    static final List<Command> TABLE = List.of(
            command("XACK",        -4, "WRITE FAST",              "1 RW UPDATE",                       StreamGroups::ack),
            command("XADD",        -5, "WRITE DENYOOM FAST",      "1 RW UPDATE",                       StreamCommands::add),
            command("XAUTOCLAIM",  -6, "WRITE FAST",              "1 RW DELETE",                       StreamClaims::autoClaim),
            command("XCLAIM",      -6, "WRITE FAST",              "1 RW UPDATE",                       StreamClaims::claim),
            command("XDEL",        -3, "WRITE FAST",              "1 RW DELETE",                       StreamCommands::delete),
            container("XGROUP",    -2, "",
                    command("CREATE",         -5, "WRITE DENYOOM", "2 RW INSERT",                      StreamGroups::create),
                    command("CREATECONSUMER",  5, "WRITE DENYOOM", "2 RW INSERT",                      StreamGroups::createConsumer),
                    command("DELCONSUMER",     5, "WRITE",         "2 RW DELETE",                      StreamGroups::deleteConsumer),
                    command("DESTROY",         4, "WRITE",         "2 RW DELETE",                      StreamGroups::destroy),
                    command("HELP",            2, "LOADING STALE", "",                                 StreamGroups::help),
                    command("SETID",          -5, "WRITE",         "2 RW UPDATE",                      StreamGroups::setId)),
            container("XINFO",     -2, "",
                    command("CONSUMERS",       4, "READONLY",      "2 RO ACCESS",                      StreamInfo::consumers),
                    command("GROUPS",          3, "READONLY",      "2 RO ACCESS",                      StreamInfo::groups),
                    command("HELP",            2, "LOADING STALE", "",                                 StreamInfo::help),
                    command("STREAM",         -3, "READONLY",      "2 RO ACCESS",                      StreamInfo::stream)),
            command("XLEN",         2, "READONLY FAST",           "1 RO",                              StreamCommands::length),
            command("XPENDING",    -3, "READONLY",                "1 RO ACCESS",                       StreamGroups::pending),
            command("XRANGE",      -4, "READONLY",                "1 RO ACCESS",                       StreamCommands::range),
            command("XREAD",       -4, "BLOCKING READONLY",       "STREAMS@1..-1/1/2 RO ACCESS",       StreamReads::read),
            command("XREADGROUP",  -7, "BLOCKING WRITE",          "STREAMS@4..-1/1/2 RO ACCESS",       StreamReads::readGroup),
            command("XREVRANGE",   -4, "READONLY",                "1 RO ACCESS",                       StreamCommands::reverseRange),
            command("XSETID",      -3, "WRITE DENYOOM FAST",      "1 RW UPDATE",                       StreamCommands::setId),
            command("XTRIM",       -4, "WRITE",                   "1 RW DELETE",                       StreamCommands::trim));
    // spotless:on

    private StreamCommands() {}

    private static void add(Call call) {
        var options = TrimOptions.ofAdd(call);
        int content = options.idAt + 1;
        int contentWords = call.count() - content;
        if (contentWords < 2 || contentWords % 2 == 1) {
            throw CommandError.wrongArity(call.command().fullName());
        }
        boolean chosen = options.id == null || StreamIds.hasStar(call, options.idAt);
        if (!chosen && StreamId.MIN.equals(options.id)) {
            throw new CommandError("ERR The ID specified in XADD must be greater than 0-0");
        }
        var entry = call.write(1);
        var stream = Call.stream(entry);
        if (stream == null && options.noMakeStream) {
            call.reply().nil();
            return;
        }
        var id = newId(call, options, stream == null ? StreamId.MIN : stream.lastId());
        checkSize(call, content);
        if (stream == null || entry == null) {
            stream = new StreamValue();
            entry = call.add(1, stream);
        }
        stream.append(id, call.words(), content, contentWords / 2, limits(call));
        long trimmed = options.trim == null ? 0 : stream.entries().trim(options.trim);
        call.reply().id(id.ms(), id.seq());
        call.changed(entry, EventClass.STREAM, "xadd");
        call.ready(entry);
        if (trimmed > 0) call.event(entry, EventClass.STREAM, "xtrim");
        if (call.isRepeated() && (chosen || options.isApproximate())) {
            var words = words(call);
            words[options.idAt] = id.bytes();
            options.repeatExactly(words, stream);
            call.propagateAs(words);
        }
    }

    private static StreamId newId(Call call, TrimOptions options, StreamId last) {
        if (last.isMax()) {
            throw new CommandError(
                    "ERR The stream has exhausted the last possible ID, unable to add more items");
        }
        var id = options.id;
        if (id == null) {
            boolean later = Long.compareUnsigned(call.nowMillis(), last.ms()) > 0;
            return later ? new StreamId(call.nowMillis(), 0) : last.next();
        }
        if (StreamIds.hasStar(call, options.idAt) && id.ms() == last.ms() && last.seq() != -1) {
            return last.next();
        }
        if (id.isAfter(last)) return id;
        throw new CommandError(
                "ERR The ID specified in XADD is equal or smaller than the target stream top item");
    }

    private static void checkSize(Call call, int content) {
        long text = 0;
        for (int i = content; i < call.count(); i++) text += call.length(i);
        if (text > NodeLimits.SIZE_MAX) {
            throw new CommandError("ERR Elements are too large to be stored");
        }
    }

    private static void trim(Call call) {
        var options = TrimOptions.ofTrim(call);
        var entry = call.write(1);
        var stream = Call.stream(entry);
        if (entry == null || stream == null || options.trim == null) {
            call.reply().integer(0);
            return;
        }
        long trimmed = stream.entries().trim(options.trim);
        call.reply().integer(trimmed);
        if (trimmed == 0) return;
        call.changed(entry, EventClass.STREAM, "xtrim");
        if (call.isRepeated() && options.isApproximate()) {
            var words = words(call);
            options.repeatExactly(words, stream);
            call.propagateAs(words);
        }
    }

    private static void delete(Call call) {
        var entry = call.write(1);
        var stream = Call.stream(entry);
        if (entry == null || stream == null) {
            call.reply().integer(0);
            return;
        }
        var ids = ids(call, 2);
        int deleted = 0;
        for (var id : ids) {
            if (stream.delete(id)) deleted++;
        }
        if (deleted > 0) call.changed(entry, EventClass.STREAM, "xdel");
        call.reply().integer(deleted);
    }

    private static void length(Call call) {
        var stream = Call.stream(call.read(1));
        call.reply().integer(stream == null ? 0 : stream.length());
    }

    private static void range(Call call) {
        var from = StreamIds.start(call, 2);
        var to = StreamIds.end(call, 3);
        range(call, from, to, false);
    }

    private static void reverseRange(Call call) {
        var from = StreamIds.start(call, 3);
        var to = StreamIds.end(call, 2);
        range(call, from, to, true);
    }

    private static void range(Call call, StreamId from, StreamId to, boolean backward) {
        long count = Long.MAX_VALUE;
        for (int i = 4; i < call.count(); i += 2) {
            if (!call.is(i, "COUNT") || i + 1 == call.count()) throw CommandError.syntax();
            count = call.integer(i + 1);
        }
        var stream = Call.stream(call.read(1));
        var reply = call.reply();
        if (stream == null) {
            reply.array(0);
        } else if (count <= 0) {
            reply.nilArray();
        } else {
            var entries = stream.entries();
            StreamReplies.entries(
                    reply,
                    backward ? entries.backward(from, to) : entries.forward(from, to),
                    count);
        }
    }

    private static void setId(Call call) {
        var id = StreamIds.strict(call, 2);
        long added = -1;
        var maxDeleted = StreamId.MIN;
        for (int i = 3; i < call.count(); i += 2) {
            boolean hasValue = i + 1 < call.count();
            if (call.is(i, "ENTRIESADDED") && hasValue) {
                added = call.integer(i + 1);
                if (added < 0) throw new CommandError("ERR entries_added must be positive");
            } else if (call.is(i, "MAXDELETEDID") && hasValue) {
                maxDeleted = StreamIds.strict(call, i + 1);
                if (maxDeleted.isAfter(id)) throw smaller("the provided max_deleted_entry_id");
            } else {
                throw CommandError.syntax();
            }
        }
        var entry = call.write(1);
        var stream = Call.stream(entry);
        if (entry == null || stream == null) throw CommandError.noSuchKey();
        checkSetId(stream, id, added);
        stream.lastId(id);
        if (added >= 0) stream.entriesAdded(added);
        if (!maxDeleted.isZero()) stream.maxDeletedId(maxDeleted);
        call.reply().ok();
        call.amended(entry, EventClass.STREAM, "xsetid");
    }

    private static void checkSetId(StreamValue stream, StreamId id, long added) {
        if (stream.maxDeletedId().isAfter(id)) throw smaller("current max_deleted_entry_id");
        if (stream.length() == 0) return;
        if (stream.entries().lastId().isAfter(id)) throw smaller("the target stream top item");
        if (added >= 0 && stream.length() > added) {
            throw new CommandError(
                    "ERR The entries_added specified in XSETID is smaller than the target stream"
                            + " length");
        }
    }

    private static CommandError smaller(String thanWhat) {
        return new CommandError("ERR The ID specified in XSETID is smaller than " + thanWhat);
    }

    /// All words from `from` on, which must be ids before any of them is acted on.
    static StreamId[] ids(Call call, int from) {
        var ids = new StreamId[call.count() - from];
        for (int i = 0; i < ids.length; i++) ids[i] = StreamIds.strict(call, from + i);
        return ids;
    }

    /// Adds a stream of nothing, for the groups it is to have.
    static Entry addEmpty(Call call, int key) {
        return call.add(key, new StreamValue());
    }

    private static NodeLimits limits(Call call) {
        var values = call.server().settings().values();
        return new NodeLimits(values.streamNodeMaxEntries(), values.streamNodeMaxBytes());
    }

    private static byte[][] words(Call call) {
        var words = new byte[call.count()][];
        for (int i = 0; i < words.length; i++) words[i] = call.bytes(i);
        return words;
    }
}
