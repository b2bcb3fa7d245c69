package hearsay.node.keyspace;

import java.util.function.LongSupplier;

/// Removes keys whose time is over although nobody asks for them.
///
/// It looks at a few of the keys with a time to live, in turn, and goes on with a database for as
/// long as more than a tenth of what it looks at is over: little work where little expires, more
/// where much does. It never takes long: a *slow* cycle, ten times a second, may use a quarter of
/// that time; a *fast* one, in any turn of the loop, a millisecond, and only while there is reason
/// to believe that many keys are overdue.
///
/// Source: Redis documentation of EXPIRE, "How Redis expires keys"; the figures are those of
/// `active-expire-effort`.
public final class ActiveExpiry {

    private static final int KEYS_PER_ROUND = 20;
    private static final int ACCEPTABLE_STALE_PERCENT = 10;
    private static final long FAST_NANOS = 1_000_000;
    private static final int SLOW_PERCENT = 25;

    /// How often a slow cycle comes.
    private static final long PERIOD_NANOS = 100_000_000;

    /// The clock is looked at once in so many rounds.
    private static final int ROUNDS_PER_LOOK = 16;

    private static final int DATABASES_PER_CYCLE = 16;

    private final Keyspaces keyspaces;
    private final LongSupplier nanoTime;
    private boolean enabled = true;
    private int extraEffort;
    private int nextDatabase;
    private boolean outOfTime;
    private boolean hasRunFast;
    private long lastFastNanos;
    private double stalePercent;
    private long timeouts;
    private int rounds;

    /// Nothing runs until it is called.
    ///
    /// @param nanoTime a clock that only goes forward
    public ActiveExpiry(Keyspaces keyspaces, LongSupplier nanoTime) {
        this.keyspaces = keyspaces;
        this.nanoTime = nanoTime;
    }

    /// Switched off, keys vanish only when somebody meets them (`DEBUG SET-ACTIVE-EXPIRE`).
    public void enabled(boolean yes) {
        enabled = yes;
    }

    /// @param effort from 1, Redis' default, to 10 (`active-expire-effort`)
    public void effort(int effort) {
        if (effort < 1 || effort > 10) throw new IllegalArgumentException("effort " + effort);
        extraEffort = effort - 1;
    }

    /// CONFIG RESETSTAT.
    public void resetStatistics() {
        stalePercent = 0;
        timeouts = 0;
    }

    /// How many of the keys with a time to live are over and still here, a running estimate.
    public double stalePercent() {
        return stalePercent;
    }

    /// How often a cycle had to stop because its time was up.
    public long timeouts() {
        return timeouts;
    }

    /// To be called every 100 ms.
    public void slow() {
        if (!mayRun()) return;
        cycle(PERIOD_NANOS / 100 * (SLOW_PERCENT + 2L * extraEffort));
    }

    /// To be called in every turn of the loop.
    public void fast() {
        if (!outOfTime && stalePercent < acceptableStale()) return;
        if (!mayRun()) return;
        long limit = FAST_NANOS + FAST_NANOS / 4 * extraEffort;
        long now = nanoTime.getAsLong();
        if (hasRunFast && now - lastFastNanos < 2 * limit) return;
        hasRunFast = true;
        lastFastNanos = now;
        cycle(limit);
    }

    private boolean mayRun() {
        return enabled && keyspaces.expiry() == Keyspaces.Expiry.REMOVE;
    }

    private void cycle(long limitNanos) {
        long deadline = nanoTime.getAsLong() + limitNanos;
        int databases = keyspaces.count();
        if (!outOfTime) databases = Math.min(databases, DATABASES_PER_CYCLE);
        outOfTime = false;
        rounds = 0;
        long looked = 0;
        long removed = 0;
        for (int i = 0; i < databases && !outOfTime; i++) {
            // The next database comes first next time, whatever becomes of this one's turn.
            var db = keyspaces.get(nextDatabase++ % keyspaces.count());
            int inRound;
            int removedInRound;
            do {
                inRound = Math.min(keysPerRound(), db.expiringKeys());
                if (inRound == 0) break;
                removedInRound = db.expireSome(inRound);
                looked += inRound;
                removed += removedInRound;
                outOfTime = ++rounds % ROUNDS_PER_LOOK == 0 && isOver(deadline);
            } while (!outOfTime && removedInRound * 100 > inRound * acceptableStale());
        }
        if (outOfTime) timeouts++;
        double found = looked == 0 ? 0 : 100.0 * removed / looked;
        stalePercent = found * 0.05 + stalePercent * 0.95;
    }

    private boolean isOver(long deadline) {
        return nanoTime.getAsLong() - deadline > 0;
    }

    private int keysPerRound() {
        return KEYS_PER_ROUND + KEYS_PER_ROUND / 4 * extraEffort;
    }

    private int acceptableStale() {
        return ACCEPTABLE_STALE_PERCENT - extraEffort;
    }
}
