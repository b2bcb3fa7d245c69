package hearsay.simulations.junit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// What happened in a cluster, and who waits for what: every event wakes those who wait, so that
/// nobody has to sleep.
final class Chronicle {

    private static final int KEPT = 2_000;

    private long begin = System.nanoTime();
    private final ArrayDeque<String> lines = new ArrayDeque<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private long events;
    private boolean forgot;

    /// What was before is no matter any more.
    synchronized void beginAnew() {
        begin = System.nanoTime();
        lines.clear();
        forgot = false;
    }

    /// Something happened that is worth telling.
    synchronized void tell(String who, String what) {
        long millis = (System.nanoTime() - begin) / 1_000_000;
        if (lines.size() == KEPT) {
            lines.removeFirst();
            forgot = true;
        }
        lines.add("%7.3f  %-6s %s".formatted(millis / 1000.0, who, what));
        changed();
    }

    /// Something may be otherwise than before.
    synchronized void changed() {
        events++;
        notifyAll();
    }

    /// Whether anybody waits: then every change counts.
    boolean isAwaited() {
        return waiting.get() > 0;
    }

    /// Waits until something holds; it is looked at again after every event, and no node has to
    /// wait for that.
    ///
    /// @param what how it is called in the error
    /// @param state what is said of the present state if it never holds
    /// @throws ClusterTimeout it did not hold in time
    void await(BooleanSupplier holds, Duration atMost, String what, Supplier<String> state) {
        long end = System.nanoTime() + atMost.toNanos();
        waiting.incrementAndGet();
        try {
            for (long seen = events(); !holds.getAsBoolean(); seen = next(seen, end)) {
                if (System.nanoTime() < end) continue;
                throw new ClusterTimeout(what, atMost, state.get(), text());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting until " + what, interrupted);
        } finally {
            waiting.decrementAndGet();
        }
    }

    private synchronized long events() {
        return events;
    }

    /// Waits for an event that was not seen yet.
    private synchronized long next(long seen, long end) throws InterruptedException {
        while (events == seen) {
            long left = end - System.nanoTime();
            if (left <= 0) break;
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return events;
    }

    /// All of it: seconds since the start, the node's port, and Redis' own words.
    synchronized String text() {
        var text = new StringBuilder(forgot ? "…\n" : "");
        for (var line : lines) text.append(line).append('\n');
        return text.toString();
    }
}
