package hearsay.node.keyspace;

/// Redis' patterns, as KEYS, SCAN, PSUBSCRIBE and CONFIG GET have them: `*` any bytes, `?` one,
/// `[a-c^]` one of a class, `[^...]` one that is not, `\` takes the next byte literally.
///
/// The time is at most the product of the two lengths: only the last `*` is ever widened, for
/// whatever an earlier one could take, the last one can take too. Redis' oddities are kept: `*`
/// does not match an empty text, a class left open ends with the pattern, and the bounds of a range
/// may stand in either order and are signed bytes.
public final class Glob {

    private Glob() {}

    /// Whether the whole text is of the pattern.
    public static boolean matches(byte[] pattern, byte[] text) {
        return matches(pattern, 0, pattern.length, text, 0, text.length, false);
    }

    /// The same on a stretch of each, ASCII letters in any case if asked for.
    public static boolean matches(
            byte[] pattern,
            int patternFrom,
            int patternLength,
            byte[] text,
            int from,
            int length,
            boolean anyCase) {
        int patternEnd = patternFrom + patternLength;
        int end = from + length;
        int p = patternFrom;
        int t = from;
        int afterStar = -1;
        int starTo = -1;
        if (length == 0) return patternLength == 0;
        while (t < end) {
            if (p < patternEnd && pattern[p] == '*') {
                p = skipStars(pattern, p, patternEnd);
                if (p == patternEnd) return true;
                afterStar = p;
                starTo = t;
                continue;
            }
            int next = p < patternEnd ? matchOne(pattern, p, patternEnd, text[t], anyCase) : -1;
            if (next >= 0) {
                p = next;
                t++;
            } else {
                if (afterStar < 0) return false;
                p = afterStar;
                t = ++starTo;
                if (t == end) return false;
            }
        }
        return skipStars(pattern, p, patternEnd) == patternEnd;
    }

    private static int skipStars(byte[] pattern, int from, int end) {
        int p = from;
        while (p < end && pattern[p] == '*') p++;
        return p;
    }

    /// The place behind the part of the pattern that takes this byte, or -1 if it does not.
    private static int matchOne(byte[] pattern, int p, int end, byte b, boolean anyCase) {
        byte wanted = pattern[p];
        if (wanted == '?') return p + 1;
        if (wanted == '[') return matchClass(pattern, p + 1, end, b, anyCase);
        if (wanted == '\\' && p + 1 < end) wanted = pattern[++p];
        return same(wanted, b, anyCase) ? p + 1 : -1;
    }

    private static int matchClass(byte[] pattern, int from, int end, byte b, boolean anyCase) {
        int p = from;
        boolean not = p < end && pattern[p] == '^';
        if (not) p++;
        boolean found = false;
        while (p < end && pattern[p] != ']') {
            if (pattern[p] == '\\' && p + 1 < end) {
                found |= pattern[p + 1] == b;
                p += 2;
            } else if (p + 2 < end && pattern[p + 1] == '-') {
                found |= inRange(pattern[p], pattern[p + 2], b, anyCase);
                p += 3;
            } else {
                found |= same(pattern[p], b, anyCase);
                p++;
            }
        }
        if (found == not) return -1;
        return Math.min(p + 1, end);
    }

    private static boolean inRange(byte one, byte other, byte b, boolean anyCase) {
        byte low = one < other ? one : other;
        byte high = one < other ? other : one;
        if (!anyCase) return b >= low && b <= high;
        return lower(b) >= lower(low) && lower(b) <= lower(high);
    }

    private static boolean same(byte one, byte other, boolean anyCase) {
        return one == other || (anyCase && lower(one) == lower(other));
    }

    private static byte lower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
    }
}
