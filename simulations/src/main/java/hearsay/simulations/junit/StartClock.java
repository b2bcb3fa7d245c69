package hearsay.simulations.junit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// The clock of a node of a cluster that was just made: two seconds slow until it is [#set].
///
/// A master that starts with slots says "fail" for two seconds, so that it hears what happened
/// while it was away before it serves. Nothing has happened in a new cluster; when the clock is set
/// these seconds are over.
final class StartClock implements InstantSource {

    static final Duration SLOW_BY = Duration.ofSeconds(2);

    private final InstantSource right = InstantSource.system();
    private volatile boolean isSet;

    void set() {
        isSet = true;
    }

    @Override
    public Instant instant() {
        var now = right.instant();
        return isSet ? now : now.minus(SLOW_BY);
    }
}
