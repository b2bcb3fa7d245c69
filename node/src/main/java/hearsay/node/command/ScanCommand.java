package hearsay.node.command;

import hearsay.node.keyspace.Entry;
import hearsay.node.keyspace.Glob;
import hearsay.node.resp.Arguments;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// SCAN: all keys, a few at a time, whatever happens in between.
///
/// What is guaranteed, and why it holds, is told in the keyspace's dictionary.
///
/// Source: Redis documentation of SCAN.
final class ScanCommand {

    private static final long COUNT = 10;

    /// Empty buckets cost time too: at most so many buckets are looked at for each key wanted.
    private static final long BUCKETS_PER_KEY = 10;

    private ScanCommand() {}

    static void scan(Call call) {
        long cursor = cursor(call.words(), 1);
        long count = COUNT;
        byte[] pattern = null;
        String type = null;
        for (int i = 2; i < call.count(); i += 2) {
            boolean hasValue = i + 1 < call.count();
            if (call.is(i, "COUNT") && hasValue) {
                count = call.integer(i + 1);
                if (count < 1) throw CommandError.syntax();
            } else if (call.is(i, "MATCH") && hasValue) {
                pattern = isEverything(call, i + 1) ? null : call.bytes(i + 1);
            } else if (call.is(i, "TYPE") && hasValue) {
                type = call.text(i + 1);
            } else {
                throw CommandError.syntax();
            }
        }
        var found = new ArrayList<Entry>();
        cursor = collect(call, cursor, count, pattern, found);
        reply(call, cursor, found, type);
    }

    private static long collect(
            Call call, long from, long count, byte @Nullable [] pattern, List<Entry> found) {
        var db = call.db();
        var over = new ArrayList<Entry>();
        var seen = new long[1];
        long buckets =
                count > Long.MAX_VALUE / BUCKETS_PER_KEY ? Long.MAX_VALUE : count * BUCKETS_PER_KEY;
        long cursor = from;
        do {
            cursor =
                    db.scan(
                            cursor,
                            entry -> {
                                seen[0]++;
                                if (pattern != null && !Glob.matches(pattern, entry.key())) return;
                                (db.isOver(entry) ? over : found).add(entry);
                            });
        } while (cursor != 0 && buckets-- > 0 && seen[0] < count);
        for (var entry : over) db.removeExpired(entry);
        return cursor;
    }

    private static void reply(Call call, long cursor, List<Entry> found, @Nullable String type) {
        var reply = call.reply();
        reply.array(2);
        reply.bulk(cursor);
        int mark = reply.mark();
        int shown = 0;
        for (var entry : found) {
            if (type != null && !type.equalsIgnoreCase(entry.value().type())) continue;
            reply.bulk(entry.key());
            shown++;
        }
        reply.arrayFrom(mark, shown);
    }

    /// A cursor is read as C's `strtoul` reads: a sign is allowed, nothing at all is 0, and a zero
    /// byte is the end.
    ///
    /// @throws CommandError it is no number of 64 bits
    static long cursor(Arguments words, int index) {
        var text = words.bytes(index);
        int end = 0;
        while (end < text.length && text[end] != 0) end++;
        int at = end > 0 && (text[0] == '-' || text[0] == '+') ? 1 : 0;
        if (at == end) {
            if (end == 0) return 0;
            throw invalidCursor();
        }
        long cursor = 0;
        for (int i = at; i < end; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) throw invalidCursor();
            boolean overflows =
                    Long.compareUnsigned(cursor, Long.divideUnsigned(-1 - digit, 10)) > 0;
            if (overflows) throw invalidCursor();
            cursor = cursor * 10 + digit;
        }
        return text[0] == '-' ? -cursor : cursor;
    }

    private static CommandError invalidCursor() {
        return new CommandError("ERR invalid cursor");
    }

    private static boolean isEverything(Call call, int index) {
        return call.length(index) == 1 && call.words().buffer()[call.words().offset(index)] == '*';
    }
}
