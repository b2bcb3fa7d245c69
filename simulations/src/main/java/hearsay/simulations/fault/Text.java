package hearsay.simulations.fault;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations and numbers as stories write them: `500ms`, `2s`, `0.1`, `5%`.
public final class Text {

    private static final Pattern DURATION =
            Pattern.compile("(-?[0-9]+(?:\\.[0-9]+)?)\\s*([a-zµ]+)");

    private Text() {}

    /// @throws IllegalArgumentException if it is none, or has no unit
    public static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text.strip());
        long unit = matcher.matches() ? nanosOf(matcher.group(2)) : 0;
        if (unit == 0)
            throw new IllegalArgumentException(
                    "'"
                            + text.strip()
                            + "' is no duration; expected a number with one of the units ns, us,"
                            + " ms, s, m, h, d, as in 500ms");
        try {
            return Duration.ofNanos(
                    new BigDecimal(matcher.group(1))
                            .multiply(BigDecimal.valueOf(unit))
                            .longValueExact());
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "'" + text.strip() + "' is finer than a nanosecond or longer than 290 years");
        }
    }

    private static long nanosOf(String unit) {
        return switch (unit) {
            case "ns", "nano", "nanos", "nanosecond", "nanoseconds" -> 1;
            case "us", "µs", "micro", "micros", "microsecond", "microseconds" -> 1_000;
            case "ms", "milli", "millis", "millisecond", "milliseconds" -> 1_000_000;
            case "s", "second", "seconds" -> 1_000_000_000L;
            case "m", "minute", "minutes" -> 60_000_000_000L;
            case "h", "hour", "hours" -> 3_600_000_000_000L;
            case "d", "day", "days" -> 86_400_000_000_000L;
            default -> 0;
        };
    }

    /// A number from 0 to 1, also as percent.
    ///
    /// @throws IllegalArgumentException if it is none
    public static double fraction(String text) {
        String digits = text.strip();
        boolean percent = digits.endsWith("%");
        double value =
                number(percent ? digits.substring(0, digits.length() - 1).strip() : digits)
                        / (percent ? 100 : 1);
        if (value >= 0 && value <= 1) return value;
        throw new IllegalArgumentException(
                "'"
                        + digits
                        + "' is no fraction; expected a number from 0 to 1, or from 0% to 100%");
    }

    /// @throws IllegalArgumentException if it is none
    public static double number(String text) {
        try {
            return new BigDecimal(text.strip()).doubleValue();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text.strip() + "' is no number");
        }
    }

    /// The shortest way to write it with one unit: `1500ms`, `2s`.
    public static String of(Duration duration) {
        long nanos = duration.toNanos();
        if (nanos % 1_000_000_000 == 0) return nanos / 1_000_000_000 + "s";
        if (nanos % 1_000_000 == 0) return nanos / 1_000_000 + "ms";
        if (nanos % 1_000 == 0) return nanos / 1_000 + "us";
        return nanos + "ns";
    }
}
