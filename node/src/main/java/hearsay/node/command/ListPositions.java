package hearsay.node.command;

import hearsay.node.keyspace.ListValue;
import org.jspecify.annotations.Nullable;

/// LPOS: where in a list an element is.
///
/// Source: Redis documentation of LPOS.
final class ListPositions {

    /// COUNT was not said.
    private static final long ONE = -1;

    /// What was asked for.
    ///
    /// @param rank which of the matches is the first that counts, from the end if negative
    /// @param count how many to tell: 0 for all, [#ONE] for one that is told by itself
    /// @param longest so many elements are looked at, 0 for all
    private record Options(long rank, long count, long longest) {}

    private ListPositions() {}

    static void lPos(Call call) {
        var options = parse(call);
        var list = Call.list(call.read(1));
        if (options.count == ONE) {
            tellOne(call, list, options);
        } else {
            tellAll(call, list, options);
        }
    }

    private static Options parse(Call call) {
        long rank = 1;
        long count = ONE;
        long longest = 0;
        for (int i = 3; i < call.count(); i += 2) {
            if (i + 1 == call.count()) throw CommandError.syntax();
            if (call.is(i, "RANK")) {
                rank = rank(call, i + 1);
            } else if (call.is(i, "COUNT")) {
                count = call.integer(i + 1, 0, Long.MAX_VALUE, "ERR COUNT can't be negative");
            } else if (call.is(i, "MAXLEN")) {
                longest = call.integer(i + 1, 0, Long.MAX_VALUE, "ERR MAXLEN can't be negative");
            } else {
                throw CommandError.syntax();
            }
        }
        return new Options(rank, count, longest);
    }

    private static long rank(Call call, int word) {
        long rank = call.integer(word);
        if (rank == Long.MIN_VALUE) {
            throw new CommandError(
                    "ERR value is out of range, value must between -9223372036854775807 and"
                            + " 9223372036854775807");
        }
        if (rank == 0) {
            throw new CommandError(
                    "ERR RANK can't be zero: use 1 to start from the first match, 2 from the second"
                            + " ... or use negative to start from the end of the list");
        }
        return rank;
    }

    private static void tellOne(Call call, @Nullable ListValue list, Options options) {
        var reply = call.reply();
        int mark = reply.mark();
        if (list == null || tell(call, list, options, 1) == 0) {
            reply.truncate(mark);
            reply.nil();
        }
    }

    private static void tellAll(Call call, @Nullable ListValue list, Options options) {
        var reply = call.reply();
        if (list == null) {
            reply.array(0);
            return;
        }
        int mark = reply.mark();
        reply.arrayFrom(mark, tell(call, list, options, options.count));
    }

    /// Replies with the indices of at most `count` matches, or all if it is 0; answers how many.
    private static int tell(Call call, ListValue list, Options options, long count) {
        var words = call.words();
        boolean backwards = options.rank < 0;
        long rank = Math.abs(options.rank);
        long longest = options.longest == 0 ? Long.MAX_VALUE : options.longest;
        int size = list.size();
        int told = 0;
        long matches = 0;
        int looked = 0;
        for (var cursor = list.from(!backwards);
                cursor.isOnElement() && looked < longest;
                cursor.move(), looked++) {
            if (!cursor.equals(words.buffer(), words.offset(2), words.length(2))) continue;
            if (++matches < rank) continue;
            call.reply().integer(backwards ? size - 1 - looked : looked);
            if (++told == count) break;
        }
        return told;
    }
}
