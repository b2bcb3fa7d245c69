package hearsay.node.replication;

/// Slows a snapshot down on purpose, for tests of what happens meanwhile: so much time for each
/// key, on average since it began. Without a delay it costs nothing.
///
/// A delay of more than 0 are microseconds for each key, one of less than 0 is one microsecond for
/// so many keys.
///
/// Source: `rdb-key-save-delay` and `key-load-delay` of Redis 7.2.
final class KeyPace {

    private final long beganMillis;
    private double owedMicros;

    KeyPace(long nowMillis) {
        beganMillis = nowMillis;
    }

    /// How long `keys` keys take, in microseconds.
    static double micros(long keys, int delay) {
        return delay >= 0 ? (double) keys * delay : (double) keys / -delay;
    }

    /// So many keys have gone by.
    void passed(long keys, int delay) {
        if (delay != 0) owedMicros += micros(keys, delay);
    }

    /// Whether the time of all keys that have gone by is over.
    ///
    /// @param delay the setting by now: who takes it away waits no longer
    boolean mayGoOn(int delay, long nowMillis) {
        return delay == 0 || owedMicros <= (nowMillis - beganMillis) * 1000.0;
    }
}
