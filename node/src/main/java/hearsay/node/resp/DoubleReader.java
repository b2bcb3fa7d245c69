package hearsay.node.resp;

import java.nio.charset.StandardCharsets;

/// Reads one number from its beginning as far as it goes, as C's `strtod` does: an optional sign
/// and then `inf`, `infinity`, a decimal or a hexadecimal number with or without an exponent.
final class DoubleReader {

    /// Digits of a number that a double holds exactly, and powers of ten of which the same is true:
    /// a quotient of the two is rounded once.
    private static final int EXACT_DIGITS = 15;

    /// Digits that a long holds, whatever they are.
    private static final int LONG_DIGITS = 18;

    private static final double[] TENS = new double[EXACT_DIGITS + 1];

    static {
        TENS[0] = 1;
        for (int i = 1; i < TENS.length; i++) TENS[i] = TENS[i - 1] * 10;
    }

    private final byte[] in;
    private final int end;
    private int at;
    private boolean outOfRange;

    DoubleReader(byte[] in, int start, int end) {
        this.in = in;
        this.end = end;
        this.at = start;
    }

    /// The number, if all these bytes are a decimal one without an exponent, and a short one if it
    /// has a fraction, otherwise NaN: the usual case, at once.
    static double simple(byte[] in, int offset, int length) {
        int end = offset + length;
        int i = offset;
        boolean negative = length > 0 && in[i] == '-';
        if (negative) i++;
        if (end - i > LONG_DIGITS || i == end) return Double.NaN;
        long digits = 0;
        int count = 0;
        int point = -1;
        for (; i < end; i++) {
            int digit = in[i] - '0';
            if (digit >= 0 && digit <= 9) {
                digits = digits * 10 + digit;
                count++;
            } else if (in[i] == '.' && point < 0) {
                point = count;
            } else {
                return Double.NaN;
            }
        }
        if (count == 0 || (point >= 0 && count > EXACT_DIGITS)) return Double.NaN;
        // Either way it is rounded once.
        double value = point < 0 ? digits : digits / TENS[count - point];
        return negative ? -value : value;
    }

    /// The number; 0 if there is none, and then [#at] is where it was.
    double read() {
        int start = at;
        boolean negative = isNext('-');
        if (negative || isNext('+')) at++;
        double value = unsigned();
        if (Double.isNaN(value)) {
            at = start;
            return 0;
        }
        return negative ? -value : value;
    }

    /// Where it has stopped reading.
    int at() {
        return at;
    }

    /// Whether the number was too large for a double, or so small that nothing is left of it.
    boolean isOutOfRange() {
        return outOfRange;
    }

    private double unsigned() {
        if (skip("INF")) {
            skip("INITY");
            return Double.POSITIVE_INFINITY;
        }
        if (isHexadecimal()) {
            at += 2;
            return number(16, 'P');
        }
        return number(10, 'E');
    }

    /// Digits with a point among them and an exponent behind them, or NaN.
    private double number(int radix, char exponentMark) {
        int start = at;
        boolean any = false;
        boolean nonZero = false;
        boolean point = false;
        for (; at < end; at++) {
            if (in[at] == '.' && !point) {
                point = true;
                continue;
            }
            if (Character.digit(in[at], radix) < 0) break;
            any = true;
            nonZero |= in[at] != '0';
        }
        if (!any) return Double.NaN;
        int digitsEnd = at;
        boolean exponent = skipExponent(exponentMark);
        if (!nonZero) return 0;
        var text = new String(in, start, digitsEnd - start, StandardCharsets.ISO_8859_1);
        var power =
                exponent
                        ? new String(in, digitsEnd, at - digitsEnd, StandardCharsets.ISO_8859_1)
                        : "p0";
        double value =
                radix == 16
                        ? Double.parseDouble("0x" + text + power)
                        : Double.parseDouble(exponent ? text + power : text);
        outOfRange = Double.isInfinite(value) || value == 0;
        return value;
    }

    private boolean skipExponent(char mark) {
        if (at == end || Character.toUpperCase(in[at]) != mark) return false;
        int digit = at + 1;
        if (digit < end && (in[digit] == '+' || in[digit] == '-')) digit++;
        if (digit == end || !isDigit(in[digit])) return false;
        while (digit < end && isDigit(in[digit])) digit++;
        at = digit;
        return true;
    }

    /// Whether `0x` comes, and a digit behind it: otherwise the number is the zero alone.
    private boolean isHexadecimal() {
        if (end - at < 3 || in[at] != '0' || (in[at + 1] | 0x20) != 'x') return false;
        int digit = in[at + 2] == '.' ? at + 3 : at + 2;
        return digit < end && Character.digit(in[digit], 16) >= 0;
    }

    private boolean skip(String upperCase) {
        if (end - at < upperCase.length()) return false;
        for (int i = 0; i < upperCase.length(); i++) {
            if (Character.toUpperCase(in[at + i]) != upperCase.charAt(i)) return false;
        }
        at += upperCase.length();
        return true;
    }

    private boolean isNext(char c) {
        return at < end && in[at] == c;
    }

    private static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }
}
