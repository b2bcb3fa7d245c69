package hearsay.node.resp;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A number as INCRBYFLOAT calculates with it: a `long double` of x86-64, 64 bits of mantissa and
/// 15 of exponent, for which Java has no type.
///
/// A value is kept exactly, as the decimal number that its bits stand for, so that `0.1` plus `0.2`
/// makes the very text that Redis makes of it.
public final class LongDouble {

    public static final LongDouble ZERO = new LongDouble(BigDecimal.ZERO);

    private static final LongDouble INFINITE = new LongDouble(null);

    private static final int MANTISSA_BITS = 64;

    /// Every finite value is less than 2 to this power.
    private static final int EXPONENT_MAX = 16384;

    /// Decimal exponents beyond which nothing needs to be calculated: above, all is infinite,
    /// below, all is zero.
    private static final int DECIMAL_EXPONENT_MAX = 4933;

    private static final int DECIMAL_EXPONENT_MIN = -4951;

    private static final int FRACTION_DIGITS = 17;
    private static final int LONGEST_TEXT = 5 * 1024;

    private static final Pattern DECIMAL =
            Pattern.compile("([+-]?)(\\d*)(?:\\.(\\d*))?(?:[eE]([+-]?\\d+))?");
    private static final Pattern HEXADECIMAL =
            Pattern.compile("([+-]?)0[xX]([0-9a-fA-F]*)(?:\\.([0-9a-fA-F]*))?(?:[pP]([+-]?\\d+))?");
    private static final Pattern INFINITY =
            Pattern.compile("[+-]?inf(inity)?", Pattern.CASE_INSENSITIVE);
    private static final BigInteger FIVE = BigInteger.valueOf(5);

    private final @Nullable BigDecimal value;

    private LongDouble(@Nullable BigDecimal value) {
        this.value = value;
    }

    /// The number that the whole text is, as C's `strtold` reads it, or null: for no number, `nan`,
    /// and what is too large or too small.
    public static @Nullable LongDouble parse(byte[] text) {
        if (text.length == 0 || text.length >= LONGEST_TEXT) return null;
        var word = new String(text, StandardCharsets.ISO_8859_1);
        if (INFINITY.matcher(word).matches()) return INFINITE;
        var decimal = DECIMAL.matcher(word);
        if (decimal.matches()) {
            return read(decimal.group(1), decimal.group(2), decimal.group(3), decimal.group(4), 10);
        }
        var hexadecimal = HEXADECIMAL.matcher(word);
        if (!hexadecimal.matches()) return null;
        return read(
                hexadecimal.group(1),
                hexadecimal.group(2),
                hexadecimal.group(3),
                hexadecimal.group(4),
                16);
    }

    /// The sum, rounded to the nearest value, to the even one of two equally near.
    public LongDouble plus(LongDouble other) {
        if (value == null || other.value == null) return INFINITE;
        return rounded(value.add(other.value));
    }

    /// Neither infinite nor no number at all.
    public boolean isFinite() {
        return value != null;
    }

    /// A thousand times as much, rounded to the next whole number that is not less; the ends of the
    /// range for what is beyond them.
    public long ceilingOfThousandfold() {
        if (value == null) return Long.MAX_VALUE;
        var whole = rounded(value.movePointRight(3)).value;
        if (whole == null) return Long.MAX_VALUE;
        whole = whole.setScale(0, RoundingMode.CEILING);
        if (whole.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) >= 0) return Long.MAX_VALUE;
        if (whole.compareTo(BigDecimal.valueOf(Long.MIN_VALUE)) <= 0) return Long.MIN_VALUE;
        return whole.longValueExact();
    }

    /// As `%.17Lf` without the zeros at its end.
    public String text() {
        if (value == null) return "inf";
        var shown = value.setScale(FRACTION_DIGITS, RoundingMode.HALF_EVEN).stripTrailingZeros();
        return shown.toPlainString();
    }

    private static @Nullable LongDouble read(
            String sign,
            String whole,
            @Nullable String fraction,
            @Nullable String exponent,
            int radix) {
        var behind = fraction == null ? "" : fraction;
        if (whole.isEmpty() && behind.isEmpty()) return null;
        var digits = new BigInteger(whole + behind, radix);
        if (digits.signum() == 0) return ZERO;
        long power = exponent == null ? 0 : clamped(exponent);
        BigDecimal exact;
        if (radix == 10) {
            exact = new BigDecimal(digits, behind.length());
            long magnitude = exact.precision() - exact.scale() - 1 + power;
            if (magnitude > DECIMAL_EXPONENT_MAX || magnitude < DECIMAL_EXPONENT_MIN) return null;
            exact = exact.scaleByPowerOfTen((int) power);
        } else {
            long shift = power - 4L * behind.length();
            long magnitude = digits.bitLength() + shift;
            if (magnitude > EXPONENT_MAX || magnitude < -EXPONENT_MAX - MANTISSA_BITS) return null;
            exact = shifted(digits, (int) shift);
        }
        var rounded = rounded(sign.equals("-") ? exact.negate() : exact);
        return rounded.isFinite() ? rounded : null;
    }

    private static long clamped(String exponent) {
        try {
            return Math.clamp(Long.parseLong(exponent), -1_000_000, 1_000_000);
        } catch (NumberFormatException tooLong) {
            return exponent.startsWith("-") ? -1_000_000 : 1_000_000;
        }
    }

    private static LongDouble rounded(BigDecimal exact) {
        if (exact.signum() == 0) return ZERO;
        var numerator = exact.unscaledValue().abs();
        var denominator = BigInteger.ONE;
        if (exact.scale() > 0) {
            denominator = BigInteger.TEN.pow(exact.scale());
        } else {
            numerator = numerator.multiply(BigInteger.TEN.pow(-exact.scale()));
        }
        // A quotient of two or three bits more than the mantissa has; the rest only breaks ties.
        int shift = MANTISSA_BITS + 2 - (numerator.bitLength() - denominator.bitLength());
        if (shift > 0) {
            numerator = numerator.shiftLeft(shift);
        } else {
            denominator = denominator.shiftLeft(-shift);
        }
        var division = numerator.divideAndRemainder(denominator);
        int surplus = division[0].bitLength() - MANTISSA_BITS;
        var mantissa = division[0].shiftRight(surplus);
        var dropped = division[0].subtract(mantissa.shiftLeft(surplus));
        int half = dropped.compareTo(BigInteger.ONE.shiftLeft(surplus - 1));
        boolean tie = half == 0 && division[1].signum() == 0;
        if (tie ? mantissa.testBit(0) : half >= 0) mantissa = mantissa.add(BigInteger.ONE);
        if (mantissa.bitLength() + surplus - shift > EXPONENT_MAX) return INFINITE;
        var rounded = shifted(mantissa, surplus - shift);
        return new LongDouble(exact.signum() < 0 ? rounded.negate() : rounded);
    }

    /// A whole number times a power of two, exactly.
    private static BigDecimal shifted(BigInteger number, int power) {
        if (power >= 0) return new BigDecimal(number.shiftLeft(power));
        return new BigDecimal(number.multiply(FIVE.pow(-power)), -power);
    }
}
