package hearsay.node.encoding;

import java.util.Arrays;

/// LibLZF, the compression of strings in RDB files (`rdbcompression yes`).
///
/// A compressed text is a row of two kinds of pieces:
///
///     000nnnnn  …                     the next n+1 bytes as they are, 1 to 32
///     nnnooooo  oooooooo              copy n+2 bytes, 3 to 8, from o+1 bytes back
///     111ooooo  nnnnnnnn  oooooooo    copy n+9 bytes, 9 to 264, from o+1 bytes back
///
/// An instance compresses, and keeps its table of what was seen where between texts; it is for one
/// thread. The same text always compresses to the same bytes. Expanding needs no state.
public final class Lzf {

    private static final int TABLE_BITS = 14;
    private static final int LONGEST_LITERAL = 1 << 5;
    private static final int FARTHEST = 1 << 13;
    private static final int LONGEST_COPY = (1 << 8) + (1 << 3);

    /// For the hash of three bytes, `epoch` + where in the text they last began. Whatever an
    /// earlier text left behind is below `epoch`, so that the table need not be wiped for each
    /// short string.
    private final int[] lastSeen = new int[1 << TABLE_BITS];

    private int epoch = 1;

    /// Compresses into `to`, from its beginning; the compressed length, or -1 if that is longer
    /// than `limit`.
    public int compress(byte[] text, int from, int length, byte[] to, int limit) {
        if (epoch > Integer.MAX_VALUE - length) {
            Arrays.fill(lastSeen, 0);
            epoch = 1;
        }
        int compressed = pieces(text, from, from + length, to, Math.min(limit, to.length));
        epoch += length;
        return compressed;
    }

    private int pieces(byte[] text, int from, int end, byte[] to, int limit) {
        int literalFrom = from;
        int at = from;
        int out = 0;
        while (at < end - 2) {
            int match = match(text, from, at);
            if (match < 0) {
                at++;
                continue;
            }
            int length = 3;
            int longest = Math.min(end - at, LONGEST_COPY);
            while (length < longest && text[match + length] == text[at + length]) length++;

            out = literal(text, literalFrom, at, to, out, limit);
            if (out < 0 || out + (length < 9 ? 2 : 3) > limit) return -1;
            out = copy(length, at - match - 1, to, out);
            at += length;
            literalFrom = at;
            rememberTail(text, from, at, end);
        }
        return literal(text, literalFrom, end, to, out, limit);
    }

    /// Where the three bytes at `at` stood before, near enough to be pointed at; or -1. Remembers
    /// `at`.
    private int match(byte[] text, int from, int at) {
        int slot = slot(text, at);
        int seen = lastSeen[slot] - epoch;
        lastSeen[slot] = epoch + (at - from);
        if (seen < 0) return -1;
        int match = from + seen;
        boolean same =
                at - match <= FARTHEST
                        && text[match] == text[at]
                        && text[match + 1] == text[at + 1]
                        && text[match + 2] == text[at + 2];
        return same ? match : -1;
    }

    /// Of the bytes that a copy stands for only the last two places are remembered: enough to chain
    /// repetitions, and much quicker than all of them.
    private void rememberTail(byte[] text, int from, int at, int end) {
        for (int i = at - 2; i < at && i < end - 2; i++) {
            lastSeen[slot(text, i)] = epoch + (i - from);
        }
    }

    private static int slot(byte[] text, int at) {
        int three = (text[at] & 0xff) << 16 | (text[at + 1] & 0xff) << 8 | (text[at + 2] & 0xff);
        return (three * 0x9E3779B1) >>> (32 - TABLE_BITS);
    }

    private static int literal(byte[] text, int from, int end, byte[] to, int out, int limit) {
        while (from < end) {
            int run = Math.min(end - from, LONGEST_LITERAL);
            if (out + 1 + run > limit) return -1;
            to[out++] = (byte) (run - 1);
            System.arraycopy(text, from, to, out, run);
            out += run;
            from += run;
        }
        return out;
    }

    private static int copy(int length, int back, byte[] to, int out) {
        int n = length - 2;
        if (n < 7) {
            to[out++] = (byte) (n << 5 | back >> 8);
        } else {
            to[out++] = (byte) (7 << 5 | back >> 8);
            to[out++] = (byte) (n - 7);
        }
        to[out++] = (byte) back;
        return out;
    }

    /// How long the text will be that these bytes expand to, or -1 if they are cut off. To be asked
    /// before memory is given to a length that a file merely claims.
    public static long expandedLength(byte[] compressed, int from, int length) {
        int end = from + length;
        int at = from;
        long expanded = 0;
        while (at < end) {
            int control = compressed[at++] & 0xff;
            if (control < LONGEST_LITERAL) {
                if (control + 1 > end - at) return -1;
                at += control + 1;
                expanded += control + 1;
                continue;
            }
            int run = (control >> 5) + 2;
            int more = run == 9 ? 2 : 1;
            if (more > end - at) return -1;
            if (run == 9) run += compressed[at] & 0xff;
            at += more;
            expanded += run;
        }
        return expanded;
    }

    /// Expands `length` compressed bytes into the whole of `text`; false when they are not the
    /// compression of a text of just that length.
    public static boolean expand(byte[] compressed, int from, int length, byte[] text) {
        int end = from + length;
        int at = from;
        int out = 0;
        while (at < end) {
            int control = compressed[at++] & 0xff;
            if (control < LONGEST_LITERAL) {
                int run = control + 1;
                if (run > end - at || run > text.length - out) return false;
                System.arraycopy(compressed, at, text, out, run);
                at += run;
                out += run;
                continue;
            }
            int run = (control >> 5) + 2;
            if (run == 9) {
                if (at == end) return false;
                run += compressed[at++] & 0xff;
            }
            if (at == end) return false;
            int source = out - ((control & 0x1f) << 8 | (compressed[at++] & 0xff)) - 1;
            if (source < 0 || run > text.length - out) return false;
            copyWithin(text, source, out, run);
            out += run;
        }
        return out == text.length;
    }

    /// The source may reach into what is being written: "one back, 100 long" repeats a byte.
    private static void copyWithin(byte[] text, int source, int out, int run) {
        if (source + run <= out) {
            System.arraycopy(text, source, text, out, run);
            return;
        }
        for (int i = 0; i < run; i++) text[out + i] = text[source + i];
    }
}
