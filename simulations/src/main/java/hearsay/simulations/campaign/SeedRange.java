package hearsay.simulations.campaign;

import java.util.Locale;

/// Which seeds: `7`, `1..1000`; both ends are meant.
record SeedRange(long from, long to) {

    SeedRange {
        if (to < from)
            throw new IllegalArgumentException(
                    "seeds go upwards: %d is below %d".formatted(to, from));
        if (to - from < 0 || to - from >= 100_000_000)
            throw new IllegalArgumentException("at most 100000000 seeds at once");
    }

    /// @throws IllegalArgumentException if the text is neither `A..B` nor a number, which stands
    ///   for that many from 1 on
    static SeedRange parse(String text) {
        int dots = text.indexOf("..");
        if (dots < 0) return new SeedRange(1, seed(text));
        return new SeedRange(seed(text.substring(0, dots)), seed(text.substring(dots + 2)));
    }

    static long seed(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "'%s' is no seed; expected a whole number, or two with .. between"
                            .formatted(text));
        }
    }

    int count() {
        return (int) (to - from + 1);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%d..%d", from, to);
    }
}
