package hearsay.node.keyspace;

import java.util.random.RandomGenerator;

/// How often a key is used, in 24 bits: the minute in which it was last looked at, and a counter of
/// eight bits that grows ever more slowly.
///
///     31       24 23                8 7        0
///     │ unused   │ minute, wrapped   │ counter  │
///
/// With the usual factor of 10 a counter of 255 stands for a million uses. A new key begins at 5, so
/// that it is not the first to go. For every `lfu-decay-time` minutes that nobody used the key the
/// counter is one less.
///
/// Source: Redis documentation of key eviction, "The LFU eviction policy".
public final class Frequency {

    /// What a new key begins with.
    public static final int INITIAL = 5;

    private static final int MOST = 255;
    private static final int MINUTES = 0xffff;

    private Frequency() {}

    /// A counter as it is, set now.
    static int of(int counter, long nowMillis) {
        return minute(nowMillis) << 8 | counter;
    }

    /// The counter as it would be after the time that has passed.
    static int counter(int frequency, long nowMillis, int decayMinutes) {
        int counter = frequency & MOST;
        if (decayMinutes == 0) return counter;
        int last = frequency >>> 8 & MINUTES;
        int now = minute(nowMillis);
        // As in Redis the wrap is a minute short.
        int passed = now >= last ? now - last : MINUTES - last + now;
        return Math.max(0, counter - passed / decayMinutes);
    }

    /// The key is used once more: the higher its counter, the less probably it grows.
    static int used(
            int frequency,
            long nowMillis,
            int decayMinutes,
            int logFactor,
            RandomGenerator random) {
        int counter = counter(frequency, nowMillis, decayMinutes);
        if (counter < MOST) {
            double above = Math.max(0, counter - INITIAL);
            if (random.nextDouble() < 1 / (above * logFactor + 1)) counter++;
        }
        return of(counter, nowMillis);
    }

    private static int minute(long nowMillis) {
        return (int) (nowMillis / 60_000) & MINUTES;
    }
}
