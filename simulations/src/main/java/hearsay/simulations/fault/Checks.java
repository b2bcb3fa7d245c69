package hearsay.simulations.fault;

import java.time.Duration;

/// What several values refuse, worded once.
public final class Checks {

    private Checks() {}

    public static void probability(double probability) {
        if (!(probability >= 0 && probability <= 1))
            throw new IllegalArgumentException("a probability is from 0 to 1, not " + probability);
    }

    public static void positive(String what, Duration duration) {
        if (duration.isNegative() || duration.isZero())
            throw new IllegalArgumentException(what + " is longer than 0s");
    }

    public static void notNegative(String what, Duration duration) {
        if (duration.isNegative()) throw new IllegalArgumentException(what + " cannot be negative");
    }
}
