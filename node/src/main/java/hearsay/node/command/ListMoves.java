package hearsay.node.command;

import static hearsay.node.command.Command.command;

import hearsay.node.keyspace.Entry;
import hearsay.node.keyspace.KeyspaceObserver.EventClass;
import hearsay.node.keyspace.ListValue;
import hearsay.node.resp.Decimal;
import java.util.List;

/// Commands that take elements from one list to another, or from the first of several lists that
/// has any; and all that wait for elements, see [Call#block].
///
/// Those that wait are told to replicas as what they did in the end.
///
/// Source: Redis documentation of BLPOP, LMOVE and LMPOP.
final class ListMoves {

    // spotless:off
    static final List<Command> TABLE = List.of(
            command("BLMOVE",     6, "WRITE DENYOOM BLOCKING",          "1 RW ACCESS DELETE; 2 RW INSERT", ListMoves::blMove),
            command("BLMPOP",    -5, "WRITE BLOCKING",                  "2#0,1,1 RW ACCESS DELETE",        ListMoves::blmPop),
            command("BLPOP",     -3, "WRITE BLOCKING",                  "1..-2 RW ACCESS DELETE",          call -> blockingPop(call, true)),
            command("BRPOP",     -3, "WRITE BLOCKING",                  "1..-2 RW ACCESS DELETE",          call -> blockingPop(call, false)),
            command("BRPOPLPUSH", 4, "WRITE DENYOOM BLOCKING",          "1 RW ACCESS DELETE; 2 RW INSERT", ListMoves::brPoplPush),
            command("LMOVE",      5, "WRITE DENYOOM",                   "1 RW ACCESS DELETE; 2 RW INSERT", ListMoves::lMove),
            command("LMPOP",     -4, "WRITE",                           "1#0,1,1 RW ACCESS DELETE",        ListMoves::lmPop),
            command("RPOPLPUSH",  3, "WRITE DENYOOM",                   "1 RW ACCESS DELETE; 2 RW INSERT", ListMoves::rPoplPush));
    // spotless:on

    private ListMoves() {}

    // From one list to another.

    private static void lMove(Call call) {
        move(call, isLeft(call, 3), isLeft(call, 4));
    }

    private static void rPoplPush(Call call) {
        move(call, false, true);
    }

    private static void blMove(Call call) {
        boolean from = isLeft(call, 3);
        boolean to = isLeft(call, 4);
        if (!moved(call, from, to, call.deadlineSeconds(5))) return;
        if (call.isRepeated()) {
            call.propagateAs(
                    Words.LMOVE, call.bytes(1), call.bytes(2), call.bytes(3), call.bytes(4));
        }
    }

    private static void brPoplPush(Call call) {
        if (!moved(call, false, true, call.deadlineSeconds(3))) return;
        if (call.isRepeated()) {
            call.propagateAs(Words.RPOPLPUSH, call.bytes(1), call.bytes(2));
        }
    }

    /// LEFT, or else RIGHT.
    private static boolean isLeft(Call call, int word) {
        if (call.is(word, "LEFT")) return true;
        if (call.is(word, "RIGHT")) return false;
        throw CommandError.syntax();
    }

    /// Moves an element, or waits for one.
    private static boolean moved(Call call, boolean fromFirst, boolean toFirst, long deadline) {
        if (Call.list(call.write(1)) == null && call.mayBlock()) {
            call.block(ListValue.class, 1, 1, deadline, false);
            return false;
        }
        return move(call, fromFirst, toFirst);
    }

    private static boolean move(Call call, boolean fromFirst, boolean toFirst) {
        var source = call.write(1);
        var from = Call.list(source);
        if (source == null || from == null) {
            call.reply().nil();
            return false;
        }
        var target = call.write(2);
        var to = Call.list(target);
        var cursor = from.from(fromFirst);
        var element = cursor.pack().text(cursor.position());
        // A number from a quicklist is still one when Redis asks whether the other list can take
        // it, and then counts nothing.
        boolean weightless =
                from.encoding().equals("quicklist") && cursor.pack().isNumber(cursor.position());
        cursor.delete();
        if (target == null || to == null) {
            to = new ListValue();
            target = call.add(2, to);
        }
        ListCommands.growing(call, to, 1, weightless ? 0 : element.length);
        to.push(toFirst, element, 0, element.length);
        call.changed(target, EventClass.LIST, toFirst ? "lpush" : "rpush");
        call.reply().bulk(element);
        ListCommands.popped(call, source, from, fromFirst);
        return true;
    }

    // From one of several.

    private static void blockingPop(Call call, boolean first) {
        int last = call.count() - 2;
        long deadline = call.deadlineSeconds(last + 1);
        for (int i = 1; i <= last; i++) {
            var entry = call.write(i);
            var list = Call.list(entry);
            if (entry == null || list == null) continue;
            call.reply().array(2);
            call.reply().bulk(entry.key());
            ListCommands.popOne(call, entry, list, first);
            if (call.isRepeated()) {
                call.propagateAs(first ? Words.LPOP : Words.RPOP, entry.key());
            }
            return;
        }
        waitForOne(call, 1, last, deadline);
    }

    private static void waitForOne(Call call, int firstKey, int lastKey, long deadline) {
        if (call.mayBlock()) {
            call.block(ListValue.class, firstKey, lastKey, deadline, false);
        } else {
            call.reply().nilArray();
        }
    }

    private static void lmPop(Call call) {
        var request = SeveralPops.parse(call, 1);
        if (!popped(call, request)) call.reply().nilArray();
    }

    private static void blmPop(Call call) {
        var request = SeveralPops.parse(call, 2);
        long deadline = call.deadlineSeconds(1);
        if (!popped(call, request)) {
            waitForOne(call, request.firstKey, request.lastKey, deadline);
        }
    }

    private static boolean popped(Call call, SeveralPops request) {
        for (int i = request.firstKey; i <= request.lastKey; i++) {
            var entry = call.write(i);
            var list = Call.list(entry);
            if (entry == null || list == null) continue;
            popped(call, request, entry, list);
            return true;
        }
        return false;
    }

    private static void popped(Call call, SeveralPops request, Entry entry, ListValue list) {
        call.reply().array(2);
        call.reply().bulk(entry.key());
        boolean first = request.left;
        int taken = ListCommands.popSeveral(call, entry, list, first, request.count);
        if (call.isRepeated()) {
            call.propagateAs(first ? Words.LPOP : Words.RPOP, entry.key(), Decimal.bytes(taken));
        }
    }

    /// What LMPOP and BLMPOP ask for: `numkeys key … LEFT|RIGHT [COUNT count]`.
    private record SeveralPops(int firstKey, int lastKey, boolean left, long count) {

        static SeveralPops parse(Call call, int numkeys) {
            long keys =
                    call.integer(
                            numkeys, 1, Long.MAX_VALUE, "ERR numkeys should be greater than 0");
            if (keys >= call.count() - numkeys - 1) throw CommandError.syntax();
            int where = numkeys + (int) keys + 1;
            boolean left = isLeft(call, where);
            long count = 0;
            for (int i = where + 1; i < call.count(); i += 2) {
                boolean isCount = count == 0 && call.is(i, "COUNT") && i + 1 < call.count();
                if (!isCount) throw CommandError.syntax();
                count =
                        call.integer(
                                i + 1, 1, Long.MAX_VALUE, "ERR count should be greater than 0");
            }
            return new SeveralPops(numkeys + 1, where - 1, left, Math.max(count, 1));
        }
    }
}
