package hearsay.simulations.fault;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

/// How long something takes, as a distribution: a packet on its way, an fsync.
///
/// ```
/// 1ms            always that
/// 1ms..5ms       anything between, all equally likely
/// about 1ms 0.5  half of all take less; its logarithm is normal with the deviation 0.5, as round
///                trips in a network are: few are much shorter, some much longer
/// normal 1ms 0.2 around 1ms, with a standard deviation of 0.2 times that
/// tail 1ms..3ms  at least 1ms and 3ms on average, exponentially distributed: a few take very long
/// ```
///
/// @param shape which of them
/// @param low the least; the median of `about`, the mean of `normal`
/// @param high the most; the mean of `tail`; as `low` for the others
/// @param deviation of the natural logarithm for `about`, as a part of the mean for `normal`; 0 for
///   the others
public record Latency(Shape shape, Duration low, Duration high, double deviation) {

    /// What the distribution looks like.
    public enum Shape {
        FIXED,
        UNIFORM,
        LOG_NORMAL,
        NORMAL,
        EXPONENTIAL
    }

    /// What a local network is like: two machines beside each other.
    public static final Latency LOCAL = between(Duration.ofNanos(100_000), Duration.ofMillis(1));

    /// Nothing takes time.
    public static final Latency NONE = always(Duration.ZERO);

    public Latency {
        Objects.requireNonNull(shape);
        if (low.isNegative()) throw new IllegalArgumentException("a latency cannot be negative");
        if (high.compareTo(low) < 0)
            throw new IllegalArgumentException(
                    "a latency's range goes upwards: "
                            + Text.of(high)
                            + " is below "
                            + Text.of(low));
        if (!(deviation >= 0 && deviation <= 5))
            throw new IllegalArgumentException("a latency's deviation is from 0 to 5");
    }

    public static Latency always(Duration duration) {
        return new Latency(Shape.FIXED, duration, duration, 0);
    }

    public static Latency between(Duration low, Duration high) {
        return new Latency(Shape.UNIFORM, low, high, 0);
    }

    public static Latency about(Duration median, double deviation) {
        return new Latency(Shape.LOG_NORMAL, median, median, deviation);
    }

    /// Around the mean; what would be negative is 0.
    ///
    /// @param deviation as a part of the mean
    public static Latency normal(Duration mean, double deviation) {
        return new Latency(Shape.NORMAL, mean, mean, deviation);
    }

    /// At least `low`; on average `mean`, with an exponential tail.
    public static Latency tail(Duration low, Duration mean) {
        return new Latency(Shape.EXPONENTIAL, low, mean, 0);
    }

    /// @throws IllegalArgumentException if the text is none of these forms
    public static Latency parse(String text) {
        String words = text.strip().toLowerCase(Locale.ROOT);
        if (words.startsWith("about ") || words.startsWith("normal ")) {
            String[] parts = words.split("\\s+");
            if (parts.length > 3)
                throw new IllegalArgumentException(
                        "'" + text + "' is no latency; expected for instance 'about 1ms 0.5'");
            Duration middle = Text.duration(parts[1]);
            double deviation = parts.length == 2 ? 0.5 : Text.number(parts[2]);
            return parts[0].equals("about") ? about(middle, deviation) : normal(middle, deviation);
        }
        if (words.startsWith("tail ")) {
            var range = parse(words.substring("tail ".length()));
            return tail(range.low, range.high);
        }
        int dots = words.indexOf("..");
        if (dots < 0) return always(Text.duration(words));
        return between(
                Text.duration(words.substring(0, dots)), Text.duration(words.substring(dots + 2)));
    }

    /// In the form that [#parse] reads.
    @Override
    public String toString() {
        return switch (shape) {
            case FIXED -> Text.of(low);
            case UNIFORM -> Text.of(low) + ".." + Text.of(high);
            case LOG_NORMAL -> "about " + Text.of(low) + " " + deviation;
            case NORMAL -> "normal " + Text.of(low) + " " + deviation;
            case EXPONENTIAL -> "tail " + Text.of(low) + ".." + Text.of(high);
        };
    }
}
