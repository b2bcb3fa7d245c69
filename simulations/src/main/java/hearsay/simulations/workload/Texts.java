package hearsay.simulations.workload;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/// Numbers as values: digits, then dots up to the wanted size.
final class Texts {

    private Texts() {}

    static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }

    static String text(byte[] ascii) {
        return new String(ascii, US_ASCII);
    }

    /// @param size in bytes; a number that is longer is not cut
    static byte[] number(long value, int size) {
        var digits = ascii(Long.toString(value));
        if (digits.length >= size) return digits;
        var padded = Arrays.copyOf(digits, size);
        Arrays.fill(padded, digits.length, size, (byte) '.');
        return padded;
    }

    /// @throws NumberFormatException it does not begin with a number
    static long number(byte[] text) {
        boolean negative = text.length > 0 && text[0] == '-';
        int at = negative ? 1 : 0;
        long value = 0;
        for (; at < text.length && text[at] != '.'; at++) {
            int digit = text[at] - '0';
            if (digit < 0 || digit > 9) throw strange(text);
            value = 10 * value + digit;
        }
        if (at == (negative ? 1 : 0)) throw strange(text);
        return negative ? -value : value;
    }

    private static NumberFormatException strange(byte[] text) {
        return new NumberFormatException("not one of our values: " + text(text));
    }
}
