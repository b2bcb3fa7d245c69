package hearsay.node.command;

import hearsay.node.resp.Arguments;
import hearsay.node.stream.StreamId;
import org.jspecify.annotations.Nullable;

/// Words that are ids of a stream: `5-1`, `5` for the moment alone, `5-*` where the server is to
/// choose the number, `-` and `+` for the first and the last of all, `(5-1` to leave one out.
///
/// Numbers are read as C's `strtoull` does, with blanks, a sign and zeros before them, since that
/// is what Redis does with all that is not in the canonical form. A zero byte is the end.
///
/// Source: Redis documentation of XADD and XRANGE.
final class StreamIds {

    private static final int LONGEST = 127;

    private StreamIds() {}

    /// An id as such; its sequence number is 0 if it has none.
    static StreamId strict(Call call, int index) {
        var id = parse(call.words(), index, 0, 0, true, false);
        if (id == null) throw invalid();
        return id;
    }

    /// An id, `-` or `+`.
    static StreamId any(Call call, int index) {
        var id = parse(call.words(), index, 0, 0, false, false);
        if (id == null) throw invalid();
        return id;
    }

    static @Nullable StreamId strictOrNull(Call call, int index) {
        return parse(call.words(), index, 0, 0, true, false);
    }

    /// What XADD takes: an id, or a moment and a star.
    static StreamId toAdd(Call call, int index) {
        var id = parse(call.words(), index, 0, 0, true, true);
        if (id == null) throw invalid();
        return id;
    }

    /// Whether the word is a moment and a star.
    static boolean hasStar(Call call, int index) {
        var words = call.words();
        int last = words.offset(index) + words.length(index) - 1;
        return words.length(index) > 2
                && words.buffer()[last] == '*'
                && words.buffer()[last - 1] == '-';
    }

    /// The first id of an interval.
    static StreamId start(Call call, int index) {
        boolean excluded = isExcluded(call.words(), index);
        var id = parse(call.words(), index, excluded ? 1 : 0, 0, excluded, false);
        if (id == null) throw invalid();
        if (!excluded) return id;
        if (id.isMax()) throw new CommandError("ERR invalid start ID for the interval");
        return id.next();
    }

    /// The last id of an interval.
    static StreamId end(Call call, int index) {
        boolean excluded = isExcluded(call.words(), index);
        var id = parse(call.words(), index, excluded ? 1 : 0, -1, excluded, false);
        if (id == null) throw invalid();
        if (!excluded) return id;
        if (id.isZero()) throw new CommandError("ERR invalid end ID for the interval");
        return id.previous();
    }

    private static CommandError invalid() {
        return new CommandError("ERR Invalid stream ID specified as stream command argument");
    }

    private static boolean isExcluded(Arguments words, int index) {
        return words.length(index) > 1 && words.buffer()[words.offset(index)] == '(';
    }

    private static @Nullable StreamId parse(
            Arguments words,
            int index,
            int skipped,
            long missingSequence,
            boolean strict,
            boolean star) {
        if (words.length(index) - skipped > LONGEST) return null;
        var bytes = words.buffer();
        int from = words.offset(index) + skipped;
        int to = find(bytes, from, words.offset(index) + words.length(index), 0);
        if (to - from == 1 && (bytes[from] == '-' || bytes[from] == '+')) {
            if (strict) return null;
            return bytes[from] == '-' ? StreamId.MIN : StreamId.MAX;
        }
        int hyphen = find(bytes, from, to, '-');
        var ms = new Unsigned(bytes, from, hyphen);
        if (!ms.isNumber) return null;
        if (hyphen == to) return new StreamId(ms.value, missingSequence);
        if (star && to - hyphen == 2 && bytes[hyphen + 1] == '*') return new StreamId(ms.value, 0);
        var sequence = new Unsigned(bytes, hyphen + 1, to);
        return sequence.isNumber ? new StreamId(ms.value, sequence.value) : null;
    }

    private static int find(byte[] bytes, int from, int to, int wanted) {
        int at = from;
        while (at < to && bytes[at] != wanted) at++;
        return at;
    }

    /// An unsigned number of 64 bits.
    ///
    /// One with a minus sign counts backwards from 2⁶⁴, unless it is a signed number in its
    /// canonical form, which Redis has looked for before and does not want.
    private static final class Unsigned {

        final boolean isNumber;
        long value;

        Unsigned(byte[] bytes, int from, int to) {
            int at = from;
            while (at < to && isBlank(bytes[at])) at++;
            boolean negative = at < to && bytes[at] == '-';
            if (at < to && (negative || bytes[at] == '+')) at++;
            boolean canonical = at - from == 1 && at < to && bytes[at] != '0';
            boolean fits = digits(bytes, at, to);
            isNumber = fits && !(negative && canonical && isSigned(value));
            if (negative) value = -value;
        }

        private boolean digits(byte[] bytes, int from, int to) {
            for (int i = from; i < to; i++) {
                int digit = bytes[i] - '0';
                if (digit < 0 || digit > 9) return false;
                long room = Long.divideUnsigned(-1 - digit, 10);
                if (Long.compareUnsigned(value, room) > 0) return false;
                value = value * 10 + digit;
            }
            return from < to;
        }

        private static boolean isSigned(long magnitude) {
            return magnitude >= 0 || magnitude == Long.MIN_VALUE;
        }

        private static boolean isBlank(byte b) {
            return b == ' ' || (b >= '\t' && b <= '\r');
        }
    }
}
