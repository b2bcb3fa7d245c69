package hearsay.node.command;

import hearsay.node.keyspace.Entry;
import hearsay.node.keyspace.KeyspaceObserver.EventClass;
import hearsay.node.keyspace.StreamValue;
import hearsay.node.resp.Decimal;
import hearsay.node.stream.Consumer;
import hearsay.node.stream.ConsumerGroup;
import hearsay.node.stream.Pending;
import hearsay.node.stream.StreamId;
import java.util.ArrayList;
import java.util.Objects;

/// XCLAIM and XAUTOCLAIM: consumers take over what is pending for others.
///
/// Source: Redis documentation of XCLAIM and XAUTOCLAIM.
final class StreamClaims {

    private static final long DEFAULT_COUNT = 100;

    /// XAUTOCLAIM looks at so many pending entries for each that it may claim.
    private static final long LOOKS_PER_CLAIM = 10;

    /// What XCLAIM is told after the ids.
    private static final class Options {
        boolean force;
        boolean justId;
        long retryCount = -1;
        long deliveredAt = -1;
        StreamId lastId = StreamId.MIN;
    }

    private final Call call;
    private final Entry entry;
    private final StreamValue stream;
    private final ConsumerGroup group;
    private final Consumer consumer;
    private final long minIdle;
    private final boolean justId;
    private final long now;

    private StreamClaims(
            Call call, Entry entry, ConsumerGroup group, long minIdle, boolean justId) {
        this.call = call;
        this.entry = entry;
        this.stream = (StreamValue) entry.value();
        this.group = group;
        this.minIdle = minIdle;
        this.justId = justId;
        now = call.nowMillis();
        consumer = StreamReads.consumer(call, entry, group, 3);
        consumer.seen(now);
    }

    // XCLAIM.

    static void claim(Call call) {
        var group = StreamGroups.groupOf(call, Call.stream(call.read(1)));
        long minIdle = minIdle(call);
        int end = 5;
        while (end < call.count() && StreamIds.strictOrNull(call, end) != null) end++;
        var options = options(call, end);
        var entry = Objects.requireNonNull(call.write(1));
        boolean moved = options.lastId.isAfter(group.lastId());
        if (moved) group.lastId(options.lastId);
        var claims = new StreamClaims(call, entry, group, minIdle, options.justId);
        int mark = call.reply().mark();
        int claimed = 0;
        boolean told = false;
        for (int i = 5; i < end; i++) {
            var id = StreamIds.strict(call, i);
            var one = group.pending().find(id.ms(), id.seq());
            if (!claims.stream.entries().contains(id)) {
                if (one == null) continue;
                claims.forget(one);
                told = true;
                continue;
            }
            if (one == null) {
                if (!options.force) continue;
                one = group.add(new Pending(id.ms(), id.seq(), claims.now, 1));
            } else if (claims.isTooFresh(one)) {
                continue;
            }
            claims.take(one, options);
            claims.show(one);
            claimed++;
            told = true;
        }
        if (moved && !told) {
            StreamReads.repeatGroupId(call, 1, group);
            call.amended(entry, EventClass.STREAM, "");
        }
        call.reply().arrayFrom(mark, claimed);
        call.dontPropagate();
    }

    private static Options options(Call call, int from) {
        var options = new Options();
        for (int i = from; i < call.count(); i++) {
            boolean hasValue = i + 1 < call.count();
            if (call.is(i, "FORCE")) {
                options.force = true;
            } else if (call.is(i, "JUSTID")) {
                options.justId = true;
            } else if (call.is(i, "IDLE") && hasValue) {
                options.deliveredAt = call.nowMillis() - number(call, ++i, "IDLE");
            } else if (call.is(i, "TIME") && hasValue) {
                options.deliveredAt = number(call, ++i, "TIME");
            } else if (call.is(i, "RETRYCOUNT") && hasValue) {
                options.retryCount = number(call, ++i, "RETRYCOUNT");
            } else if (call.is(i, "LASTID") && hasValue) {
                options.lastId = StreamIds.strict(call, ++i);
            } else {
                throw new CommandError("ERR Unrecognized XCLAIM option '" + call.text(i) + "'");
            }
        }
        // A clock that is ahead of ours is no reason to refuse.
        long at = options.deliveredAt;
        if (at < 0 || at > call.nowMillis()) options.deliveredAt = call.nowMillis();
        return options;
    }

    private static long number(Call call, int index, String option) {
        return call.integer(
                index,
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                "ERR Invalid " + option + " option argument for XCLAIM");
    }

    private static long minIdle(Call call) {
        long millis =
                call.integer(
                        4,
                        Long.MIN_VALUE,
                        Long.MAX_VALUE,
                        "ERR Invalid min-idle-time argument for " + call.command().name());
        return Math.max(0, millis);
    }

    private void take(Pending one, Options options) {
        long deliveries = one.deliveries();
        if (options.retryCount >= 0) deliveries = options.retryCount;
        else if (!justId) deliveries++;
        take(one, options.deliveredAt, deliveries);
    }

    // XAUTOCLAIM.

    static void autoClaim(Call call) {
        var read = call.read(1);
        long minIdle = minIdle(call);
        var from = StreamIds.start(call, 5);
        long count = DEFAULT_COUNT;
        boolean justId = false;
        for (int i = 6; i < call.count(); i++) {
            if (call.is(i, "COUNT") && i + 1 < call.count()) {
                count = call.integer(++i, 1, Long.MAX_VALUE / 16, "ERR COUNT must be > 0");
            } else if (call.is(i, "JUSTID")) {
                justId = true;
            } else {
                throw CommandError.syntax();
            }
        }
        var group = StreamGroups.groupOf(call, Call.stream(read));
        var entry = Objects.requireNonNull(call.write(1));
        new StreamClaims(call, entry, group, minIdle, justId).from(from, count);
        call.dontPropagate();
    }

    private void from(StreamId from, long max) {
        var claimed = new ArrayList<Pending>();
        var gone = new ArrayList<StreamId>();
        long count = max;
        long looks = count * LOOKS_PER_CLAIM;
        var one = group.pending().ceiling(from.ms(), from.seq());
        while (one != null && looks-- > 0 && count > 0) {
            if (!stream.entries().contains(one.id())) {
                gone.add(one.id());
                forget(one);
                count--;
            } else if (!isTooFresh(one)) {
                take(one, now, justId ? one.deliveries() : one.deliveries() + 1);
                claimed.add(one);
                count--;
            }
            one = group.pending().higher(one.ms(), one.seq());
        }
        var reply = call.reply();
        reply.array(3);
        StreamReplies.id(reply, one == null ? StreamId.MIN : one.id());
        reply.array(claimed.size());
        for (var taken : claimed) show(taken);
        reply.array(gone.size());
        for (var id : gone) reply.id(id.ms(), id.seq());
    }

    // Both.

    private boolean isTooFresh(Pending one) {
        return minIdle > 0 && now - one.deliveredAt() < minIdle;
    }

    private void take(Pending one, long deliveredAt, long deliveries) {
        one.delivered(deliveredAt, deliveries);
        group.assign(one, consumer);
        consumer.active(now);
        changed(one);
    }

    private void show(Pending one) {
        if (justId) {
            call.reply().id(one.ms(), one.seq());
        } else {
            var walk = stream.entries().forward(one.id(), one.id());
            if (walk.next()) walk.addTo(call.reply());
        }
    }

    /// The entry is not in the stream any more: nobody need do anything about it.
    private void forget(Pending one) {
        changed(one);
        group.settle(one.id());
        call.db().amended(entry);
    }

    private void changed(Pending one) {
        repeat(call, 1, 2, group, one);
        call.amended(entry, EventClass.STREAM, "");
    }

    /// Others repeat the outcome: whose the entry is, since when, how often it was delivered, and
    /// how far the group is. That works however often it is said.
    ///
    /// @param key the word with the key, and `groupName` that with the group's name
    static void repeat(Call call, int key, int groupName, ConsumerGroup group, Pending one) {
        if (!call.isRepeated()) return;
        call.alsoPropagate(
                Words.XCLAIM,
                call.bytes(key),
                call.bytes(groupName),
                one.owner().name(),
                Decimal.bytes(0),
                one.id().bytes(),
                Words.TIME,
                Decimal.bytes(one.deliveredAt()),
                Words.RETRYCOUNT,
                Decimal.bytes(one.deliveries()),
                Words.FORCE,
                Words.JUSTID,
                Words.LASTID,
                group.lastId().bytes());
    }
}
