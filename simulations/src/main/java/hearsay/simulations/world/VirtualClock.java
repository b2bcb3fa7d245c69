package hearsay.simulations.world;

import hearsay.simulations.runtime.Agenda;
import java.time.Instant;
import java.time.InstantSource;

/// The time of day on one machine, which need not be that on another: it may have jumped, and it
/// may run fast or slow.
///
/// Timers and [#nanos] do not jump: they are the machine's monotonic clock.
public final class VirtualClock implements InstantSource {

    /// When worlds begin: 2026-01-01, in milliseconds.
    static final long BEGINNING_MILLIS = 1_767_225_600_000L;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Agenda agenda;
    private long offsetNanos;
    private double drift;
    private long driftSinceNanos;

    VirtualClock(Agenda agenda) {
        this.agenda = agenda;
    }

    /// Sets the clock forward, or back if negative.
    public void jump(long nanos) {
        offsetNanos += nanos;
    }

    /// From now on the clock gains so many seconds a second; loses if negative.
    public void drift(double secondsPerSecond) {
        offsetNanos += driftedNanos();
        driftSinceNanos = agenda.nanos();
        drift = secondsPerSecond;
    }

    /// How many seconds it gains a second.
    public double drift() {
        return drift;
    }

    /// How far it is ahead of the true time.
    public long errorNanos() {
        return offsetNanos + driftedNanos();
    }

    private long driftedNanos() {
        return drift == 0 ? 0 : (long) (drift * (agenda.nanos() - driftSinceNanos));
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public long millis() {
        return BEGINNING_MILLIS + (agenda.nanos() + errorNanos()) / NANOS_PER_MILLI;
    }

    /// A clock that only goes forward.
    long nanos() {
        return agenda.nanos();
    }
}
