package hearsay.node.resp;

import java.math.BigDecimal;

/// Doubles as Redis prints them: 17 significant digits, shortest form that reads back the same.
public final class Doubles {

    private Doubles() {}

    /// `inf`, `-inf`, `nan`, whole numbers without a fraction, everything else as C's `%.17g` would
    /// shorten it.
    public static String text(double value) {
        if (Double.isNaN(value)) return "nan";
        if (Double.isInfinite(value)) return value > 0 ? "inf" : "-inf";
        if (value == 0) return 1 / value < 0 ? "-0" : "0";
        if (value == Math.rint(value) && Math.abs(value) < 1e17) return Long.toString((long) value);
        var decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        int exponent = decimal.precision() - decimal.scale() - 1;
        if (exponent < -5 || exponent >= 17) return scientific(decimal, exponent);
        return decimal.toPlainString();
    }

    private static String scientific(BigDecimal decimal, int exponent) {
        var digits = decimal.unscaledValue().abs().toString();
        var text = new StringBuilder();
        if (decimal.signum() < 0) text.append('-');
        text.append(digits.charAt(0));
        if (digits.length() > 1) text.append('.').append(digits, 1, digits.length());
        text.append('e').append(exponent < 0 ? '-' : '+');
        int magnitude = Math.abs(exponent);
        if (magnitude < 10) text.append('0');
        return text.append(magnitude).toString();
    }
}
