package hearsay.node.config;

import java.util.OptionalLong;

/// Numbers as Redis reads them from a configuration: each of its four ways has its own idea of what
/// a number is.
final class Numbers {

    private Numbers() {}

    /// Strict, for plain integers: an optional minus and digits without leading zeros, nothing
    /// around them.
    static OptionalLong strict(String text) {
        if (text.equals("0")) return OptionalLong.of(0);
        int first = text.startsWith("-") ? 1 : 0;
        if (text.length() == first || text.length() > 20 || text.charAt(first) == '0')
            return OptionalLong.empty();
        if (digitsFrom(text, first) != text.length()) return OptionalLong.empty();
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException tooLarge) {
            return OptionalLong.empty();
        }
    }

    /// An amount of memory: digits and a unit, `k m g` in thousands, `kb mb gb` in 1024s, in any
    /// case. An unsigned number of 64 bits; what is larger wraps, and no digits at all are a zero,
    /// as in Redis.
    static OptionalLong memory(String text) {
        int end = digitsFrom(text, 0);
        if (end > 127) return OptionalLong.empty();
        long unit =
                switch (Words.lower(text.substring(end))) {
                    case "", "b" -> 1L;
                    case "k" -> 1_000L;
                    case "kb" -> 1L << 10;
                    case "m" -> 1_000_000L;
                    case "mb" -> 1L << 20;
                    case "g" -> 1_000_000_000L;
                    case "gb" -> 1L << 30;
                    default -> 0L;
                };
        if (unit == 0) return OptionalLong.empty();
        return OptionalLong.of(unsigned(text.substring(0, end)) * unit);
    }

    /// As C's `strtoll`: blanks and a sign may stand in front, nothing may stand behind, no digits
    /// are a zero, and what is too large becomes the largest.
    static OptionalLong lenient(String text, int radix) {
        int at = 0;
        while (at < text.length()
                && (text.charAt(at) == ' ' || (text.charAt(at) >= 9 && text.charAt(at) <= 13)))
            at++;
        boolean negative = at < text.length() && text.charAt(at) == '-';
        if (negative || (at < text.length() && text.charAt(at) == '+')) at++;
        if (at == text.length()) return text.isEmpty() ? OptionalLong.of(0) : OptionalLong.empty();
        for (int i = at; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c >= '0' + radix) return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(
                    Long.parseLong((negative ? "-" : "") + text.substring(at), radix));
        } catch (NumberFormatException tooLarge) {
            return OptionalLong.of(negative ? Long.MIN_VALUE : Long.MAX_VALUE);
        }
    }

    private static long unsigned(String digits) {
        if (digits.isEmpty()) return 0;
        try {
            return Long.parseUnsignedLong(digits);
        } catch (NumberFormatException tooLarge) {
            return -1;
        }
    }

    private static int digitsFrom(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') at++;
        return at;
    }
}
