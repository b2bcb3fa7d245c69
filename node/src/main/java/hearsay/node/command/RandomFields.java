package hearsay.node.command;

import hearsay.node.encoding.Listpack;
import hearsay.node.keyspace.HashValue;
import hearsay.node.keyspace.HashValue.Field;
import hearsay.node.resp.Replies;

/// HRANDFIELD: fields of a hash, chosen at random.
///
/// A positive count asks for so many different fields, a negative one for so many draws, which may
/// draw a field again. In RESP3 a field and its value are an array of their own.
final class RandomFields {

    private RandomFields() {}

    static void hRandField(Call call) {
        if (call.count() == 2) {
            one(call);
            return;
        }
        long count = signedCount(call, 2);
        boolean withValues = call.count() == 4 && call.is(3, "WITHVALUES");
        if (call.count() > 3 && !withValues) throw CommandError.syntax();
        if (withValues && Math.abs(count) > Long.MAX_VALUE / 2) {
            throw new CommandError("ERR value is out of range");
        }
        var hash = Call.hash(call.read(1));
        if (hash == null || count == 0) {
            call.reply().array(0);
        } else if (count < 0 || count == 1) {
            draw(call, hash, Math.abs(count), withValues);
        } else {
            choose(call, hash, (int) Math.min(count, hash.count()), withValues);
        }
    }

    /// A count that may be negative, but not so much that it has no positive counterpart.
    static long signedCount(Call call, int index) {
        long count = call.integer(index);
        if (count == Long.MIN_VALUE) {
            throw new CommandError(
                    "ERR value is out of range, value must between -9223372036854775807 and"
                            + " 9223372036854775807");
        }
        return count;
    }

    private static void one(Call call) {
        var hash = Call.hash(call.read(1));
        if (hash == null) {
            call.reply().nil();
            return;
        }
        var pairs = hash.listpack();
        if (pairs != null) pairs.reply(randomPair(call, pairs), call.reply());
        var fields = hash.fields();
        if (fields != null) call.reply().bulk(fields.random(call.random()).key());
    }

    private static int randomPair(Call call, Listpack pairs) {
        return pairs.at(2 * call.random().nextInt(pairs.count() / 2));
    }

    private static void draw(Call call, HashValue hash, long count, boolean withValues) {
        var reply = call.reply();
        begin(reply, count, withValues);
        var pairs = hash.listpack();
        if (pairs != null) {
            var places = places(pairs);
            for (long i = 0; i < count && !reply.isOverflown(); i++) {
                reply(reply, pairs, places[call.random().nextInt(places.length)], withValues);
            }
        }
        var fields = hash.fields();
        if (fields == null) return;
        for (long i = 0; i < count && !reply.isOverflown(); i++) {
            reply(reply, fields.random(call.random()), withValues);
        }
    }

    /// Where the fields are, so that they need not be looked for again and again.
    private static int[] places(Listpack pairs) {
        var places = new int[pairs.count() / 2];
        int at = pairs.first();
        for (int i = 0; i < places.length; i++) {
            places[i] = at;
            at = pairs.next(pairs.next(at));
        }
        return places;
    }

    private static void choose(Call call, HashValue hash, int count, boolean withValues) {
        var reply = call.reply();
        begin(reply, count, withValues);
        var pairs = hash.listpack();
        if (pairs != null) {
            var sampling = Sampling.inOrder(call.random(), count, hash.count());
            for (int at = pairs.first(); !sampling.isComplete(); at = pairs.next(pairs.next(at))) {
                if (sampling.takesNext()) reply(reply, pairs, at, withValues);
            }
        }
        var fields = hash.fields();
        if (fields == null) return;
        if (count == hash.count()) {
            fields.forEach(field -> reply(reply, field, withValues));
        } else {
            for (var field : Sampling.of(fields, count, call.random())) {
                reply(reply, field, withValues);
            }
        }
    }

    private static void begin(Replies reply, long count, boolean withValues) {
        reply.array(withValues && !reply.isResp3() ? 2 * count : count);
    }

    private static void reply(Replies reply, Listpack pairs, int at, boolean withValues) {
        if (withValues && reply.isResp3()) reply.array(2);
        pairs.reply(at, reply);
        if (withValues) pairs.reply(pairs.next(at), reply);
    }

    private static void reply(Replies reply, Field field, boolean withValues) {
        if (withValues && reply.isResp3()) reply.array(2);
        reply.bulk(field.key());
        if (withValues) reply.bulk(field.value());
    }
}
