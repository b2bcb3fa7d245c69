package hearsay.node.command;

import hearsay.node.encoding.Listpack;
import hearsay.node.keyspace.Glob;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What SCAN, HSCAN, SSCAN and ZSCAN have in common: their options, and the pace of the walk.
///
/// ```
/// long cursor = ScanOptions.cursor(call, 2);              // first of all: a bad cursor is an error
/// var hash = Call.hash(call.read(1));
/// if (hash == null) { ScanOptions.replyNothing(call); return; }
/// var options = ScanOptions.of(call, 3);                  // not even looked at if there is no key
/// cursor = options.walk(cursor, table::scan, field -> ...);
/// ```
///
/// Source: Redis documentation of SCAN.
final class ScanOptions {

    /// Something that is walked with a cursor: it shows what stands behind it and answers where to
    /// go on, 0 at the end.
    @FunctionalInterface
    interface Walked<N> {
        long scan(long cursor, Consumer<N> visitor);
    }

    private static final long COUNT = 10;

    /// Empty buckets cost time too: at most so many buckets are looked at for each element wanted.
    private static final long BUCKETS_PER_ELEMENT = 10;

    private long count = COUNT;
    private byte @Nullable [] pattern;
    private @Nullable String type;

    private ScanOptions() {}

    /// The options of a walk through one value.
    ///
    /// @param from the word where they begin
    static ScanOptions of(Call call, int from) {
        return parse(call, from, false);
    }

    /// The options of a walk through all keys, which may ask for one type.
    static ScanOptions ofKeys(Call call, int from) {
        return parse(call, from, true);
    }

    private static ScanOptions parse(Call call, int from, boolean keys) {
        var options = new ScanOptions();
        for (int i = from; i < call.count(); i += 2) {
            boolean hasValue = i + 1 < call.count();
            if (call.is(i, "COUNT") && hasValue) {
                options.count = call.integer(i + 1);
                if (options.count < 1) throw CommandError.syntax();
            } else if (call.is(i, "MATCH") && hasValue) {
                options.pattern = isEverything(call, i + 1) ? null : call.bytes(i + 1);
            } else if (keys && call.is(i, "TYPE") && hasValue) {
                options.type = call.text(i + 1);
            } else {
                throw CommandError.syntax();
            }
        }
        return options;
    }

    /// Whether an element is one of those asked for.
    boolean matches(byte[] element) {
        return matches(element, 0, element.length);
    }

    boolean matches(byte[] bytes, int offset, int length) {
        if (pattern == null) return true;
        return Glob.matches(pattern, 0, pattern.length, bytes, offset, length, false);
    }

    private boolean matches(Listpack pack, int at) {
        return pattern == null || matches(pack.text(at));
    }

    boolean isOfType(String name) {
        return type == null || type.equalsIgnoreCase(name);
    }

    /// Goes on from `cursor` until as many elements were shown as wanted, whether or not they
    /// match; answers where to go on the next time, 0 at the end.
    <N> long walk(long cursor, Walked<N> table, Consumer<N> visitor) {
        long buckets =
                count > Long.MAX_VALUE / BUCKETS_PER_ELEMENT
                        ? Long.MAX_VALUE
                        : count * BUCKETS_PER_ELEMENT;
        var shown = new long[1];
        long next = cursor;
        do {
            next =
                    table.scan(
                            next,
                            element -> {
                                shown[0]++;
                                visitor.accept(element);
                            });
        } while (next != 0 && buckets-- > 0 && shown[0] < count);
        return next;
    }

    /// Replies with all that is in a listpack, at once: it is too small to be walked.
    ///
    /// @param step 1 for single elements, 2 for pairs, whose first is what must match
    void replyAll(Call call, Listpack pack, int step) {
        var reply = call.reply();
        reply.array(2);
        reply.bulk(0);
        int mark = reply.mark();
        int shown = 0;
        for (int at = pack.first(); at >= 0; ) {
            boolean matches = matches(pack, at);
            for (int i = 0; i < step; i++, at = pack.next(at)) {
                if (matches) pack.reply(at, reply);
            }
            if (matches) shown += step;
        }
        reply.arrayFrom(mark, shown);
    }

    /// What is answered if there is no key: the end of the walk, and nothing met.
    static void replyNothing(Call call) {
        call.reply().array(2);
        call.reply().bulk(0);
        call.reply().array(0);
    }

    /// A cursor is read as C's `strtoul` reads: a sign is allowed, nothing at all is 0, and a zero
    /// byte is the end.
    ///
    /// @throws CommandError it is no number of 64 bits
    static long cursor(Call call, int index) {
        var text = call.bytes(index);
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
