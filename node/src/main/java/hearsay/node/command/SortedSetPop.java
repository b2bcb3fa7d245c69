package hearsay.node.command;

import hearsay.node.keyspace.Entry;
import hearsay.node.keyspace.RankRange;
import hearsay.node.keyspace.SortedSetValue;
import hearsay.node.resp.Decimal;

/// Commands that take members of the lowest or the highest score out of a sorted set, some of which
/// wait until there is one.
///
/// Source: Redis documentation of ZPOPMIN, ZMPOP, BZPOPMIN and BZMPOP.
final class SortedSetPop {

    /// Pops one member, said without a count: its score stands beside it, not in a pair.
    private static final long ONE = -1;

    private SortedSetPop() {}

    static void zPopMin(Call call) {
        pop(call, false);
    }

    static void zPopMax(Call call) {
        pop(call, true);
    }

    static void bZPopMin(Call call) {
        popOrWait(call, false);
    }

    static void bZPopMax(Call call) {
        popOrWait(call, true);
    }

    static void zMPop(Call call) {
        popFirst(call, 1, false);
    }

    static void bZMPop(Call call) {
        popFirst(call, 2, true);
    }

    private static void pop(Call call, boolean max) {
        if (call.count() > 3) throw CommandError.syntax();
        long count = ONE;
        if (call.count() == 3) {
            count =
                    call.integer(
                            2, 0, Long.MAX_VALUE, "ERR value is out of range, must be positive");
        }
        var entry = call.write(1);
        var set = Call.sortedSet(entry);
        if (entry == null || set == null || count == 0) {
            call.reply().array(0);
            return;
        }
        int popped = popped(set, count);
        boolean pairs = count != ONE && call.reply().isResp3();
        call.reply().array(pairs ? popped : 2 * popped);
        take(call, entry, set, max, popped, pairs);
    }

    private static void popOrWait(Call call, boolean max) {
        int last = call.count() - 2;
        long deadline = call.deadlineSeconds(last + 1);
        for (int i = 1; i <= last; i++) {
            var entry = call.write(i);
            var set = Call.sortedSet(entry);
            if (entry == null || set == null) continue;
            call.reply().array(3);
            call.reply().bulk(entry.key());
            take(call, entry, set, max, 1, false);
            if (call.isRepeated()) call.propagateAs(command(max), entry.key());
            return;
        }
        waitFor(call, 1, last, deadline);
    }

    /// ZMPOP and BZMPOP: the first of several sets that has members.
    ///
    /// @param number the word that says how many keys follow
    private static void popFirst(Call call, int number, boolean waits) {
        long keys = call.integer(number, 1, Long.MAX_VALUE, "ERR numkeys should be greater than 0");
        if (keys >= call.count() - number - 1) throw CommandError.syntax();
        int where = number + 1 + (int) keys;
        boolean max = call.is(where, "MAX");
        if (!max && !call.is(where, "MIN")) throw CommandError.syntax();
        long count = count(call, where + 1);
        long deadline = waits ? call.deadlineSeconds(1) : 0;
        for (int i = number + 1; i < where; i++) {
            var entry = call.write(i);
            var set = Call.sortedSet(entry);
            if (entry == null || set == null) continue;
            int popped = popped(set, count);
            call.reply().array(2);
            call.reply().bulk(entry.key());
            call.reply().array(popped);
            take(call, entry, set, max, popped, true);
            if (call.isRepeated()) {
                call.propagateAs(command(max), entry.key(), Decimal.bytes(popped));
            }
            return;
        }
        if (waits) {
            waitFor(call, number + 1, where - 1, deadline);
        } else {
            call.reply().nilArray();
        }
    }

    private static long count(Call call, int from) {
        if (from == call.count()) return 1;
        if (from + 2 != call.count() || !call.is(from, "COUNT")) {
            if (from + 2 < call.count() && call.is(from, "COUNT")) counted(call, from + 1);
            throw CommandError.syntax();
        }
        return counted(call, from + 1);
    }

    private static long counted(Call call, int word) {
        return call.integer(word, 1, Long.MAX_VALUE, "ERR count should be greater than 0");
    }

    private static int popped(SortedSetValue set, long count) {
        return (int) Math.min(count == ONE ? 1 : count, set.size());
    }

    private static void take(
            Call call, Entry entry, SortedSetValue set, boolean max, int count, boolean pairs) {
        var reply = call.reply();
        int size = set.size();
        var place = set.at(max ? size - 1 : 0);
        for (int i = 0; i < count; i++) {
            if (pairs) reply.array(2);
            place.reply(reply);
            reply.number(place.score());
            if (max) {
                place.previous();
            } else {
                place.next();
            }
        }
        set.remove(max ? new RankRange(size - count, size) : new RankRange(0, count));
        SortedSetCommands.removed(call, entry, set, max ? "zpopmax" : "zpopmin");
    }

    private static void waitFor(Call call, int firstKey, int lastKey, long deadline) {
        if (call.mayBlock()) {
            call.block(SortedSetValue.class, firstKey, lastKey, deadline, false);
        } else {
            call.reply().nilArray();
        }
    }

    private static byte[] command(boolean max) {
        return max ? Words.ZPOPMAX : Words.ZPOPMIN;
    }
}
