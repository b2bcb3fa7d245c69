package hearsay.node.command;

import hearsay.node.keyspace.Entry;
import hearsay.node.keyspace.StringValue;
import hearsay.node.resp.Empty;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// LCS: what two strings have in common, in order though with gaps.
///
/// The usual table of lengths, of which only two rows are kept. The way back through it needs no
/// lengths but, for each pair of positions, which neighbour was the better one: a bit.
///
/// Source: Redis documentation of LCS.
final class LongestCommonSubsequence {

    /// What Redis' table takes for each pair of positions: it refuses by that measure.
    private static final long REDIS_BYTES_PER_PAIR = 4;

    private final byte[] a;
    private final byte[] b;
    private final BitSet up;
    private final int length;

    static void lcs(Call call) {
        var a = bytes(call.read(1));
        var b = bytes(call.read(2));
        if (a == null || b == null) {
            throw new CommandError("ERR The specified keys must contain string values");
        }
        boolean onlyLength = false;
        boolean indexes = false;
        boolean withLengths = false;
        long shortest = 0;
        for (int i = 3; i < call.count(); i++) {
            if (call.is(i, "IDX")) {
                indexes = true;
            } else if (call.is(i, "LEN")) {
                onlyLength = true;
            } else if (call.is(i, "WITHMATCHLEN")) {
                withLengths = true;
            } else if (call.is(i, "MINMATCHLEN") && i + 1 < call.count()) {
                shortest = call.integer(++i);
            } else {
                throw CommandError.syntax();
            }
        }
        if (onlyLength && indexes) {
            throw new CommandError(
                    "ERR If you want both the length and indexes, please just use IDX.");
        }
        long pairs = (a.length + 1L) * (b.length + 1L);
        if (pairs * REDIS_BYTES_PER_PAIR > call.server().bulkLengthMax()) {
            throw new CommandError(
                    "ERR Insufficient memory, transient memory for LCS exceeds"
                            + " proto-max-bulk-len");
        }
        if (pairs > Integer.MAX_VALUE) {
            throw new CommandError(
                    "ERR Insufficient memory, failed allocating transient memory for LCS");
        }
        var common = new LongestCommonSubsequence(a, b, !onlyLength);
        if (onlyLength) {
            call.reply().integer(common.length);
        } else if (indexes) {
            common.replyRanges(call, shortest, withLengths);
        } else {
            call.reply().bulk(common.text());
        }
    }

    private LongestCommonSubsequence(byte[] a, byte[] b, boolean wayBack) {
        this.a = a;
        this.b = b;
        up = new BitSet();
        var above = new int[b.length + 1];
        var row = new int[b.length + 1];
        for (int i = 1; i <= a.length; i++) {
            for (int j = 1; j <= b.length; j++) {
                if (a[i - 1] == b[j - 1]) {
                    row[j] = above[j - 1] + 1;
                } else if (above[j] > row[j - 1]) {
                    row[j] = above[j];
                    if (wayBack) up.set(bit(i, j));
                } else {
                    row[j] = row[j - 1];
                }
            }
            var finished = row;
            row = above;
            above = finished;
        }
        length = above[b.length];
    }

    private byte[] text() {
        var text = new byte[length];
        int left = length;
        for (int i = a.length, j = b.length; i > 0 && j > 0; ) {
            if (a[i - 1] == b[j - 1]) {
                text[--left] = a[i - 1];
                i--;
                j--;
            } else if (up.get(bit(i, j))) {
                i--;
            } else {
                j--;
            }
        }
        return text;
    }

    /// The stretches of both strings that are equal, from the last to the first.
    private void replyRanges(Call call, long shortest, boolean withLengths) {
        var reply = call.reply();
        reply.map(2);
        reply.bulk("matches");
        int mark = reply.mark();
        int ranges = 0;
        int i = a.length;
        int j = b.length;
        while (i > 0 && j > 0) {
            if (a[i - 1] != b[j - 1]) {
                if (up.get(bit(i, j))) {
                    i--;
                } else {
                    j--;
                }
                continue;
            }
            int matched = 0;
            while (matched < Math.min(i, j) && a[i - 1 - matched] == b[j - 1 - matched]) matched++;
            if (matched >= shortest) {
                ranges++;
                reply.array(withLengths ? 3 : 2);
                replyRange(call, i - matched, i - 1);
                replyRange(call, j - matched, j - 1);
                if (withLengths) reply.integer(matched);
            }
            i -= matched;
            j -= matched;
        }
        reply.arrayFrom(mark, ranges);
        reply.bulk("len");
        reply.integer(length);
    }

    private static void replyRange(Call call, int first, int last) {
        call.reply().array(2);
        call.reply().integer(first);
        call.reply().integer(last);
    }

    private int bit(int i, int j) {
        return (i - 1) * b.length + j - 1;
    }

    /// The entry's bytes, none for no entry, null if it is no string.
    private static byte @Nullable [] bytes(@Nullable Entry entry) {
        if (entry == null) return Empty.BYTES;
        return entry.value() instanceof StringValue string ? string.bytes() : null;
    }
}
