package hearsay.node.resp;

import java.math.BigInteger;

/// Decimal digits that read back as the same double, as few as Grisu2 finds: in one case of a
/// thousand there would be fewer, and Redis prints these too.
///
/// A double stands for every number between the two middles to its neighbours. All three are
/// multiplied by a power of ten, with 64 bits, so that the digits before the point fit an int; then
/// digits of the upper bound are produced until what is left is less than the distance to the lower
/// one: enough to tell the double from its neighbours. At last the final digit is lowered as long
/// as that brings it closer to the double itself.
///
/// Source: Florian Loitsch, "Printing Floating-Point Numbers Quickly and Accurately with Integers".
final class Grisu {

    private static final int FRACTION_BITS = 52;
    private static final long HIDDEN_BIT = 1L << FRACTION_BITS;
    private static final int EXPONENT_BIAS = 1023 + FRACTION_BITS;

    /// Powers of ten from this exponent on, one of eight: enough to bring any double between 2^-60
    /// and 2^-32 times a 64-bit number.
    private static final int FIRST_POWER = -348;

    private static final int POWER_STEP = 8;
    private static final int POWERS = 87;
    private static final int EXPONENT_MIN = -60;
    private static final int EXPONENT_MAX = -32;
    private static final double LOG_OF_2 = 0.30102999566398114;

    private static final long[] FRACTIONS = new long[POWERS];
    private static final int[] EXPONENTS = new int[POWERS];
    private static final long[] TENS = new long[20];

    static {
        for (int i = 0; i < POWERS; i++) power(i, FIRST_POWER + i * POWER_STEP);
        TENS[0] = 1;
        for (int i = 1; i < TENS.length; i++) TENS[i] = TENS[i - 1] * 10;
    }

    private Grisu() {}

    /// Writes the digits of a positive, finite number at `at` and answers how many there are and
    /// the power of ten they are to be multiplied with: the count in the low 8 bits.
    static int digits(double value, byte[] out, int at) {
        long bits = Double.doubleToRawLongBits(value);
        long fraction = bits & HIDDEN_BIT - 1;
        int exponent = (int) (bits >>> FRACTION_BITS & 0x7ff);
        if (exponent == 0) {
            exponent = 1 - EXPONENT_BIAS;
        } else {
            fraction |= HIDDEN_BIT;
            exponent -= EXPONENT_BIAS;
        }
        // The upper middle, as far to the left as it goes, and the others on its scale.
        long upper = (fraction << 1) + 1;
        int shift = Long.numberOfLeadingZeros(upper);
        upper <<= shift;
        int scale = exponent - 1 - shift;
        // Below a power of two the neighbour is only half as far.
        int closer = fraction == HIDDEN_BIT ? 2 : 1;
        long lower = ((fraction << closer) - 1) << (exponent - closer - scale);
        long middle = fraction << Long.numberOfLeadingZeros(fraction);

        int power = powerFor(scale);
        long times = FRACTIONS[power];
        long high = product(upper, times) - 1;
        long low = product(lower, times) + 1;
        int point = -(scale + EXPONENTS[power] + 64);
        int ten = -(FIRST_POWER + power * POWER_STEP);
        return digits(high, high - low, high - product(middle, times), point, ten, out, at);
    }

    /// @param high the number whose digits are produced, with `point` bits behind the point
    /// @param room how far below it the digits may stay
    /// @param distance how far below it the double itself is
    private static int digits(
            long high, long room, long distance, int point, int ten, byte[] out, int at) {
        long one = 1L << point;
        long whole = high >>> point;
        long part = high & one - 1;
        int count = 0;
        for (int left = 9; left >= 0; left--) {
            int digit = (int) (whole / TENS[left]);
            whole -= digit * TENS[left];
            if (digit != 0 || count > 0) out[at + count++] = (byte) ('0' + digit);
            long rest = (whole << point) + part;
            if (Long.compareUnsigned(rest, room) <= 0) {
                lower(out, at + count - 1, room, rest, TENS[left] << point, distance);
                return packed(ten + left, count);
            }
        }
        long left = room;
        for (int behind = 1; ; behind++) {
            part *= 10;
            left *= 10;
            int digit = (int) (part >>> point);
            part &= one - 1;
            if (digit != 0 || count > 0) out[at + count++] = (byte) ('0' + digit);
            if (Long.compareUnsigned(part, left) < 0) {
                // A distance this small has its tens counted modulo 2^64.
                lower(out, at + count - 1, left, part, one, distance * TENS[behind]);
                return packed(ten - behind, count);
            }
        }
    }

    private static void lower(
            byte[] out, int last, long room, long from, long step, long distance) {
        long rest = from;
        while (Long.compareUnsigned(rest, distance) < 0
                && Long.compareUnsigned(room - rest, step) >= 0
                && (Long.compareUnsigned(rest + step, distance) < 0
                        || Long.compareUnsigned(distance - rest, rest + step - distance) > 0)) {
            out[last]--;
            rest += step;
        }
    }

    private static int packed(int ten, int count) {
        return ten << 8 | count;
    }

    private static int powerFor(int exponent) {
        int approximately = (int) (-(exponent + POWERS) * LOG_OF_2);
        int power = (approximately - FIRST_POWER) / POWER_STEP;
        while (true) {
            int reached = exponent + EXPONENTS[power] + 64;
            if (reached < EXPONENT_MIN) {
                power++;
            } else if (reached > EXPONENT_MAX) {
                power--;
            } else {
                return power;
            }
        }
    }

    /// The upper half of a product of unsigned numbers, rounded.
    private static long product(long a, long b) {
        long low = a * b;
        return Math.unsignedMultiplyHigh(a, b) + (low >>> 63);
    }

    /// The power of ten as a 64-bit fraction with its highest bit set, rounded, and an exponent.
    private static void power(int index, int ten) {
        var power = BigInteger.TEN.pow(Math.abs(ten));
        int scale = 0;
        if (ten < 0) {
            scale = power.bitLength() + 128;
            power = BigInteger.ONE.shiftLeft(scale).divide(power);
        }
        int surplus = power.bitLength() - 64;
        if (surplus > 0) {
            power = power.add(BigInteger.ONE.shiftLeft(surplus - 1)).shiftRight(surplus);
        } else {
            power = power.shiftLeft(-surplus);
        }
        FRACTIONS[index] = power.longValue();
        EXPONENTS[index] = surplus - scale;
    }
}
