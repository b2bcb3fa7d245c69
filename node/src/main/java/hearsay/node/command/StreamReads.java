package hearsay.node.command;

import hearsay.node.keyspace.Entry;
import hearsay.node.keyspace.KeyspaceObserver.EventClass;
import hearsay.node.keyspace.StreamValue;
import hearsay.node.resp.Arguments;
import hearsay.node.resp.Decimal;
import hearsay.node.stream.Consumer;
import hearsay.node.stream.ConsumerGroup;
import hearsay.node.stream.StreamId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// XREAD and XREADGROUP: what is new in some streams, for one reader or for the members of a group;
/// and to wait for it.
///
/// Source: Redis documentation of XREAD and XREADGROUP.
final class StreamReads {

    /// `>` of XREADGROUP: what was never delivered to anyone. Nothing can be after this id anyway.
    private static final StreamId NEVER_DELIVERED = StreamId.MAX;

    private static final long NOT_BLOCKING = -1;

    private final Call call;
    private final boolean inGroup;

    /// The words with the group's and the consumer's names; 0 without.
    private int groupAt;

    private boolean noAck;
    private long count;
    private long deadline = NOT_BLOCKING;
    private int firstKey;
    private int keys;
    private StreamId[] after = {};

    private StreamReads(Call call, boolean inGroup) {
        this.call = call;
        this.inGroup = inGroup;
    }

    static void read(Call call) {
        new StreamReads(call, false).run();
    }

    static void readGroup(Call call) {
        // Others are told what was delivered to whom.
        call.dontPropagate();
        new StreamReads(call, true).run();
    }

    /// The consumer of a group whose name is word `index`; it comes into being by being named.
    static Consumer consumer(Call call, Entry entry, ConsumerGroup group, int index) {
        var name = call.bytes(index);
        var known = group.consumer(name);
        if (known != null) return known;
        var created = group.add(name, call.nowMillis(), Consumer.NEVER);
        call.amended(entry, EventClass.STREAM, "xgroup-createconsumer");
        return created;
    }

    /// Others are told how far the group is.
    ///
    /// @param key the word with the key
    static void repeatGroupId(Call call, int key, ConsumerGroup group) {
        if (!call.isRepeated()) return;
        call.alsoPropagate(
                Words.XGROUP,
                Words.SETID,
                call.bytes(key),
                group.name(),
                group.lastId().bytes(),
                Words.ENTRIESREAD,
                Decimal.bytes(group.entriesRead()));
    }

    private void run() {
        parse();
        resolve();
        var reply = call.reply();
        int mark = reply.mark();
        int served = 0;
        for (int i = 0; i < keys; i++) {
            if (inGroup ? serveGroup(i) : serve(i)) served++;
        }
        if (served > 0) {
            if (reply.isResp3()) reply.mapFrom(mark, served);
            else reply.arrayFrom(mark, served);
        } else if (deadline == NOT_BLOCKING || !call.mayBlock()) {
            reply.nilArray();
        } else {
            call.block(
                    StreamValue.class, firstKey, firstKey + keys - 1, deadline, inGroup, again());
        }
    }

    // The words.

    private void parse() {
        for (int i = 1; i < call.count() && firstKey == 0; i++) {
            int more = call.count() - i - 1;
            if (call.is(i, "BLOCK") && more > 0) {
                deadline = call.deadlineMillis(++i);
            } else if (call.is(i, "COUNT") && more > 0) {
                count = Math.max(0, call.integer(++i));
            } else if (call.is(i, "STREAMS") && more > 0) {
                if (more % 2 != 0) throw unbalanced();
                firstKey = i + 1;
                keys = more / 2;
            } else if (call.is(i, "GROUP") && more > 1) {
                if (!inGroup) throw onlyInGroup("GROUP");
                groupAt = i + 1;
                i += 2;
            } else if (call.is(i, "NOACK")) {
                if (!inGroup) throw onlyInGroup("NOACK");
                noAck = true;
            } else {
                throw CommandError.syntax();
            }
        }
        if (firstKey == 0) throw CommandError.syntax();
        if (inGroup && groupAt == 0) {
            throw new CommandError("ERR Missing GROUP option for XREADGROUP");
        }
        if (count == 0) count = Long.MAX_VALUE;
    }

    private void resolve() {
        after = new StreamId[keys];
        for (int i = 0; i < keys; i++) {
            int idAt = firstKey + keys + i;
            var stream = Call.stream(call.read(firstKey + i));
            if (inGroup) group(i, stream);
            if (call.is(idAt, "$")) {
                if (inGroup) throw dollarInGroup();
                after[i] = stream == null ? StreamId.MIN : stream.lastId();
            } else if (call.is(idAt, ">")) {
                if (!inGroup) {
                    throw new CommandError(
                            "ERR The > ID can be specified only when calling XREADGROUP using the"
                                    + " GROUP <group> <consumer> option.");
                }
                after[i] = NEVER_DELIVERED;
            } else {
                after[i] = StreamIds.strict(call, idAt);
            }
        }
    }

    private ConsumerGroup group(int index, @Nullable StreamValue stream) {
        var group = stream == null ? null : stream.group(call.bytes(groupAt));
        if (group != null) return group;
        throw new CommandError(
                "NOGROUP No such key '"
                        + call.text(firstKey + index)
                        + "' or consumer group '"
                        + call.text(groupAt)
                        + "' in XREADGROUP with GROUP option");
    }

    private CommandError unbalanced() {
        return new CommandError(
                "ERR Unbalanced '"
                        + call.command().fullName()
                        + "' list of streams: for each stream key an ID or '"
                        + (inGroup ? '>' : '$')
                        + "' must be specified.");
    }

    private static CommandError onlyInGroup(String option) {
        return new CommandError(
                "ERR The "
                        + option
                        + " option is only supported by XREADGROUP. You called XREAD instead.");
    }

    private static CommandError dollarInGroup() {
        return new CommandError(
                "ERR The $ ID is meaningless in the context of XREADGROUP: you want to read the"
                        + " history of this consumer by specifying a proper ID, or use the > ID to"
                        + " get new messages. The $ ID would just return an empty result set.");
    }

    /// The request as it is to be run when there is something new: new since now.
    private Arguments again() {
        var words = new byte[call.count()][];
        for (int i = 0; i < words.length; i++) words[i] = call.bytes(i);
        for (int i = 0; i < keys; i++) {
            int idAt = firstKey + keys + i;
            if (call.is(idAt, "$")) words[idAt] = after[i].bytes();
        }
        return Arguments.of(words);
    }

    // The entries.

    private boolean serve(int index) {
        var stream = Call.stream(call.read(firstKey + index));
        if (stream == null || !stream.entries().lastId().isAfter(after[index])) return false;
        head(index);
        var walk = stream.entries().forward(after[index].next(), StreamId.MAX);
        StreamReplies.entries(call.reply(), walk, count);
        return true;
    }

    private boolean serveGroup(int index) {
        call.read(firstKey + index);
        var entry = Objects.requireNonNull(call.write(firstKey + index));
        var stream = (StreamValue) entry.value();
        var group = group(index, stream);
        boolean isNew = group.consumer(call.bytes(groupAt + 1)) == null;
        var consumer = consumer(call, entry, group, groupAt + 1);
        if (isNew && noAck) repeatCreation(index, consumer);
        consumer.seen(call.nowMillis());
        if (!after[index].equals(NEVER_DELIVERED)) {
            head(index);
            history(stream, consumer, after[index].next());
        } else if (stream.entries().lastId().isAfter(group.lastId())) {
            head(index);
            deliver(index, stream, group, consumer);
        } else {
            return false;
        }
        call.amended(entry, EventClass.STREAM, "");
        return true;
    }

    private void head(int index) {
        var reply = call.reply();
        if (!reply.isResp3()) reply.array(2);
        reply.bulk(call.bytes(firstKey + index));
    }

    private void deliver(int index, StreamValue stream, ConsumerGroup group, Consumer consumer) {
        var reply = call.reply();
        var walk = stream.entries().forward(group.lastId().next(), StreamId.MAX);
        int mark = reply.mark();
        int shown = 0;
        while (shown < count && walk.next()) {
            stream.delivered(group, walk.id());
            walk.addTo(reply);
            shown++;
            if (noAck) continue;
            var one = group.deliver(walk.ms(), walk.seq(), consumer, call.nowMillis());
            consumer.active(call.nowMillis());
            StreamClaims.repeat(call, firstKey + index, groupAt, group, one);
        }
        if (noAck && shown > 0) repeatGroupId(call, firstKey + index, group);
        reply.arrayFrom(mark, shown);
    }

    /// What was delivered to the consumer before and is still pending; without its content, if the
    /// entry is no longer there.
    private void history(StreamValue stream, Consumer consumer, StreamId from) {
        var reply = call.reply();
        int mark = reply.mark();
        int shown = 0;
        var one = consumer.pending().ceiling(from.ms(), from.seq());
        while (one != null && shown < count) {
            var walk = stream.entries().forward(one.id(), one.id());
            if (walk.next()) {
                walk.addTo(reply);
                one.delivered(call.nowMillis(), one.deliveries() + 1);
            } else {
                reply.array(2);
                reply.id(one.ms(), one.seq());
                reply.nilArray();
            }
            shown++;
            one = consumer.pending().higher(one.ms(), one.seq());
        }
        reply.arrayFrom(mark, shown);
    }

    private void repeatCreation(int index, Consumer consumer) {
        if (!call.isRepeated()) return;
        call.alsoPropagate(
                Words.XGROUP,
                Words.CREATECONSUMER,
                call.bytes(firstKey + index),
                call.bytes(groupAt),
                consumer.name());
    }
}
