package hearsay.client.routing;

import hearsay.client.connection.Loop;
import java.util.concurrent.TimeUnit;

/// The loop's time in milliseconds, since some beginning.
record Clock(Loop loop) {

    /// As far away as nobody waits, and near enough to count with.
    static final long NEVER = Long.MAX_VALUE / 4_000_000;

    long nowMillis() {
        return TimeUnit.NANOSECONDS.toMillis(loop.nanoTime());
    }

    Loop.Timer wakeAt(long millis, Runnable task) {
        return loop.schedule(TimeUnit.MILLISECONDS.toNanos(millis) - loop.nanoTime(), task);
    }
}
