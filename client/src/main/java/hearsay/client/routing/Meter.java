package hearsay.client.routing;

import java.util.EnumMap;
import java.util.concurrent.atomic.LongAdder;

/// Counts what [Metrics] tells. Written on the client's loop, read by all threads.
final class Meter {

    private final LongAdder requests = new LongAdder();
    private final LongAdder redirects = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder troubledMillis = new LongAdder();
    private final LongAdder[] troubles = new LongAdder[Trouble.values().length];

    Meter() {
        for (int i = 0; i < troubles.length; i++) troubles[i] = new LongAdder();
    }

    void sent(Attempt.Why why) {
        switch (why) {
            case FIRST -> requests.increment();
            case REDIRECTED -> redirects.increment();
            case RETRIED -> retries.increment();
        }
    }

    void met(Trouble trouble) {
        troubles[trouble.ordinal()].increment();
    }

    void failed() {
        failures.increment();
    }

    void troubled(long millis) {
        troubledMillis.add(millis);
    }

    Metrics read(long refreshes) {
        var met = new EnumMap<Trouble, Long>(Trouble.class);
        for (var trouble : Trouble.values()) {
            long times = troubles[trouble.ordinal()].sum();
            if (times > 0) met.put(trouble, times);
        }
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
