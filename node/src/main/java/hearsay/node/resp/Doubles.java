package hearsay.node.resp;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Doubles as Redis prints and reads them.
///
/// Source: Redis documentation of ZADD, "Range of integer scores that can be expressed precisely",
/// and the texts that Redis 7.2 writes.
public final class Doubles {

    /// No double takes more characters.
    public static final int LENGTH_MAX = 32;

    private static final int DIGITS_MAX = 18;

    /// Whole numbers up to this one are printed as such: half of the largest long.
    private static final double WHOLE_MAX = (double) (Long.MAX_VALUE >> 1);

    private static final byte[] NAN = {'n', 'a', 'n'};
    private static final byte[] INFINITE = {'i', 'n', 'f'};

    private Doubles() {}

    /// See [#write].
    public static String text(double value) {
        return new String(bytes(value), StandardCharsets.ISO_8859_1);
    }

    /// See [#write].
    public static byte[] bytes(double value) {
        var out = new byte[LENGTH_MAX];
        return Arrays.copyOf(out, write(value, out, 0));
    }

    /// See [#writeShortest].
    public static byte[] shortest(double value) {
        var out = new byte[LENGTH_MAX];
        return Arrays.copyOf(out, writeShortest(value, out, 0));
    }

    /// Writes `value` at `at` and answers the index after it: whole numbers without a fraction,
    /// everything else with as few digits as read back the same, very large and very small ones
    /// with an exponent. `inf`, `-inf`, `-0`, `nan`.
    ///
    /// @param out with room for [#LENGTH_MAX] characters
    public static int write(double value, byte[] out, int at) {
        return isWhole(value) && (value != 0 || 1 / value > 0)
                ? Decimal.write((long) value, out, at)
                : writeShortest(value, out, at);
    }

    /// As [#write], but large whole numbers have an exponent too: `1e+17`.
    public static int writeShortest(double value, byte[] out, int at) {
        if (Double.isNaN(value)) return word(NAN, out, at);
        boolean negative = value < 0 || 1 / value < 0;
        if (negative) out[at] = '-';
        int start = negative ? at + 1 : at;
        if (value == 0) {
            out[start] = '0';
            return start + 1;
        }
        if (Double.isInfinite(value)) return word(INFINITE, out, start);
        int packed = Grisu.digits(Math.abs(value), out, start);
        return place(out, start, packed & 0xff, packed >> 8, negative);
    }

    /// With 17 significant digits, without zeros at their end: as C's `%.17g`, and as ZSCAN shows
    /// the scores of large sorted sets.
    public static String longText(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value) || value == 0) return text(value);
        var rounded = new BigDecimal(value).round(new MathContext(17, RoundingMode.HALF_EVEN));
        rounded = rounded.stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent >= -4 && exponent < 17) return rounded.toPlainString();
        var digits = rounded.unscaledValue().abs().toString();
        var point = digits.length() > 1 ? "." : "";
        return (value < 0 ? "-" : "")
                + digits.charAt(0)
                + point
                + digits.substring(1)
                + (exponent < 0 ? "e-" : "e+")
                + (Math.abs(exponent) < 10 ? "0" : "")
                + Math.abs(exponent);
    }

    /// Whether the value is a whole number that a long can hold without loss, as far as Redis
    /// trusts it.
    public static boolean isWhole(double value) {
        return Math.abs(value) <= WHOLE_MAX && value == (long) value;
    }

    /// The number that all of these bytes are, as C's `strtod` reads it: decimal, hexadecimal or
    /// `inf`. NaN for no number, for `nan`, and for what is too large or too small for a double.
    public static double parse(byte[] in, int offset, int length) {
        double simple = DoubleReader.simple(in, offset, length);
        if (!Double.isNaN(simple)) return simple;
        var reader = new DoubleReader(in, offset, offset + length);
        double value = reader.read();
        return reader.at() == offset + length && length > 0 && !reader.isOutOfRange()
                ? value
                : Double.NaN;
    }

    /// As [#parse], but more lenient, as Redis is with the ends of a range of scores: spaces may
    /// come first, a zero byte ends it, nothing at all is 0, and what is too large is infinite.
    public static double parseLeniently(byte[] in, int offset, int length) {
        return parse(in, offset, length, true);
    }

    /// As [#parseLeniently], but NaN for what is too large or too small for a double.
    public static double parseInRange(byte[] in, int offset, int length) {
        return parse(in, offset, length, false);
    }

    private static double parse(byte[] in, int offset, int length, boolean beyondRange) {
        double simple = DoubleReader.simple(in, offset, length);
        if (!Double.isNaN(simple)) return simple;
        int end = offset;
        while (end < offset + length && in[end] != 0) end++;
        int start = offset;
        while (start < end && isSpace(in[start])) start++;
        var reader = new DoubleReader(in, start, end);
        double value = reader.read();
        if (reader.at() == start) return offset == end ? 0 : Double.NaN;
        if (reader.isOutOfRange() && !beyondRange) return Double.NaN;
        return reader.at() == end ? value : Double.NaN;
    }

    private static boolean isSpace(byte c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    private static int word(byte[] word, byte[] out, int at) {
        System.arraycopy(word, 0, out, at, word.length);
        return at + word.length;
    }

    /// Puts point, zeros and exponent to the `count` digits that stand at `at`, which are to be
    /// multiplied by 10 to the power of `ten`.
    private static int place(byte[] out, int at, int count, int ten, boolean negative) {
        int exponent = ten + count - 1;
        if (ten >= 0 && exponent < count + 7) {
            Arrays.fill(out, at + count, at + count + ten, (byte) '0');
            return at + count + ten;
        }
        if (ten < 0 && (ten > -7 || Math.abs(exponent) < 4)) {
            int before = count + ten;
            return before > 0 ? point(out, at, count, before) : zeros(out, at, count, -before);
        }
        return scientific(out, at, Math.min(count, negative ? DIGITS_MAX - 1 : DIGITS_MAX), ten);
    }

    private static int point(byte[] out, int at, int count, int before) {
        System.arraycopy(out, at + before, out, at + before + 1, count - before);
        out[at + before] = '.';
        return at + count + 1;
    }

    private static int zeros(byte[] out, int at, int count, int zeros) {
        System.arraycopy(out, at, out, at + 2 + zeros, count);
        Arrays.fill(out, at, at + 2 + zeros, (byte) '0');
        out[at + 1] = '.';
        return at + 2 + zeros + count;
    }

    private static int scientific(byte[] out, int at, int count, int ten) {
        int exponent = ten + count - 1;
        int end = at + 1;
        if (count > 1) end = point(out, at, count, 1);
        out[end++] = 'e';
        out[end++] = (byte) (exponent < 0 ? '-' : '+');
        return Decimal.write(Math.abs(exponent), out, end);
    }
}
