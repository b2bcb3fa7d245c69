package hearsay.client.routing;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/// Counts what [Metrics] tells. Written on the client's loop, read by all threads.
final class Meter {

    private final LongAdder requests = new LongAdder();
    private final LongAdder redirects = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder troubledMillis = new LongAdder();
    private final Map<Trouble, LongAdder> troubles = new EnumMap<>(Trouble.class);

    /// All kinds are there from the beginning, so that the map itself never changes.
    Meter() {
        for (var trouble : Trouble.values()) troubles.put(trouble, new LongAdder());
    }

    void sent(Attempt.Why why) {
        switch (why) {
            case FIRST -> requests.increment();
            case REDIRECTED -> redirects.increment();
            case RETRIED -> retries.increment();
        }
    }

    void met(Trouble trouble) {
        Objects.requireNonNull(troubles.get(trouble)).increment();
    }

    void failed() {
        failures.increment();
    }

    void troubled(long millis) {
        troubledMillis.add(millis);
    }

    Metrics read(long refreshes) {
        var met = new EnumMap<Trouble, Long>(Trouble.class);
        troubles.forEach((trouble, times) -> {
            if (times.sum() > 0) met.put(trouble, times.sum());
        });
        return new Metrics(
                requests.sum(),
                redirects.sum(),
                retries.sum(),
                refreshes,
                failures.sum(),
                met,
                troubledMillis.sum());
    }
}
