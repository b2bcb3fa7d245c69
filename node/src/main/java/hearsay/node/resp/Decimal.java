package hearsay.node.resp;

/// Whole numbers as decimal digits, both ways, without building strings.
public final class Decimal {

    private static final long[] POWERS = new long[19];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) POWERS[i] = POWERS[i - 1] * 10;
    }

    private Decimal() {}

    /// How many characters `value` takes, its sign included.
    public static int length(long value) {
        if (value == Long.MIN_VALUE) return 20;
        if (value < 0) return 1 + length(-value);
        for (int digits = 1; digits < POWERS.length; digits++) {
            if (value < POWERS[digits]) return digits;
        }
        return 19;
    }

    /// Writes `value` at `at` and answers the index after it.
    public static int write(long value, byte[] out, int at) {
        if (value >= 0 && value < 10) {
            out[at] = (byte) ('0' + value);
            return at + 1;
        }
        int end = at + length(value);
        if (value == Long.MIN_VALUE) {
            var text = "-9223372036854775808";
            for (int i = 0; i < text.length(); i++) out[at + i] = (byte) text.charAt(i);
            return end;
        }
        long rest = value;
        if (rest < 0) {
            out[at] = '-';
            rest = -rest;
        }
        int i = end;
        do {
            long quotient = rest / 10;
            out[--i] = (byte) ('0' + (rest - quotient * 10));
            rest = quotient;
        } while (rest != 0);
        return end;
    }

    public static byte[] bytes(long value) {
        var bytes = new byte[length(value)];
        write(value, bytes, 0);
        return bytes;
    }

    /// Whether these bytes are a 64-bit number in its one canonical form: no spaces, no `+`, no
    /// leading zeros, no `-0`. Only then does turning them into a number and back lose nothing.
    public static boolean isLong(byte[] in, int offset, int size) {
        if (size == 0 || size > 20) return false;
        int i = offset;
        int end = offset + size;
        boolean negative = in[i] == '-';
        if (negative && ++i == end) return false;
        if (in[i] == '0') return size == 1;
        for (int j = i; j < end; j++) {
            if (in[j] < '0' || in[j] > '9') return false;
        }
        int digits = end - i;
        if (digits < 19) return true;
        if (digits > 19) return false;
        var limit = negative ? "9223372036854775808" : "9223372036854775807";
        for (int j = 0; j < digits; j++) {
            int difference = in[i + j] - limit.charAt(j);
            if (difference != 0) return difference < 0;
        }
        return true;
    }

    /// The number these bytes are; only after [#isLong] said yes.
    public static long parse(byte[] in, int offset, int size) {
        int i = offset;
        int end = offset + size;
        boolean negative = in[i] == '-';
        if (negative) i++;
        long value = 0;
        while (i < end) value = value * 10 - (in[i++] - '0');
        return negative ? value : -value;
    }
}
