package hearsay.simulations.process;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/// Writes to one shard at a fixed rate, each time a key of its own, and remembers what was
/// acknowledged.
///
/// The pace is a timetable, not a pause between requests: a slow answer does not lower the rate. A
/// writer that is late by more than a moment leaves out what it has missed, so that an outage is
/// not followed by a burst. A write that fails is never repeated: its key stays unknown.
final class Writer {

    /// How soon after an error the next write follows, at the latest.
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final long CATCH_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /// @param nanos when the acknowledgement had come
    record Acknowledged(long sequence, long nanos) {}

    /// @param nanos when the error had come
    record Trouble(String kind, long nanos) {}

    private final ShardClient client;
    private final String keyPrefix;
    private final long intervalNanos;
    private final LongSupplier nanoTime;
    private final List<Acknowledged> acknowledged = new ArrayList<>();
    private final List<Trouble> troubles = new ArrayList<>();
    private final Thread thread;
    private volatile boolean stopped;

    /// @param keyPrefix comes before the sequence number, and holds the hash tag
    /// @param rate writes a second
    Writer(ShardClient client, String keyPrefix, double rate, LongSupplier nanoTime) {
        this.client = client;
        this.keyPrefix = keyPrefix;
        this.intervalNanos = Math.max(1, (long) (TimeUnit.SECONDS.toNanos(1) / rate));
        this.nanoTime = nanoTime;
        this.thread = Thread.ofPlatform().name("writer " + keyPrefix).daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// Returns when its last request is answered; what it remembers is complete then.
    void stop() throws InterruptedException {
        stopped = true;
        thread.join();
        client.close();
    }

    /// After [#stop].
    List<Acknowledged> acknowledged() {
        return acknowledged;
    }

    /// After [#stop].
    List<Trouble> troubles() {
        return troubles;
    }

    static String key(String prefix, long sequence) {
        return prefix + sequence;
    }

    private void run() {
        try {
            long due = nanoTime.getAsLong();
            for (long sequence = 0; !stopped; sequence++) {
                var answer = client.ask("SET", key(keyPrefix, sequence), Long.toString(sequence));
                long now = nanoTime.getAsLong();
                if (answer.isDone()) acknowledged.add(new Acknowledged(sequence, now));
                else troubles.add(new Trouble(answer.trouble(), now));
                long pause = answer.isDone() ? intervalNanos : Math.min(intervalNanos, RETRY_NANOS);
                due = Math.max(due + pause, now - CATCH_UP_NANOS);
                sleepUntil(due, nanoTime);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static void sleepUntil(long due, LongSupplier nanoTime) throws InterruptedException {
        for (long left = due - nanoTime.getAsLong(); left > 0; ) {
            if (Thread.interrupted()) throw new InterruptedException();
            LockSupport.parkNanos(left);
            left = due - nanoTime.getAsLong();
        }
    }
}
