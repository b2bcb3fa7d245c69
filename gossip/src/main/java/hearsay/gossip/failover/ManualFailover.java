package hearsay.gossip.failover;

import hearsay.gossip.view.Node;
import org.jspecify.annotations.Nullable;

/// A failover that an operator asked for with CLUSTER FAILOVER: nothing is lost, because the master
/// stops its clients and lets the replica catch up first.
///
/// ```
///   replica                                master
///   AwaitingOffset ──── MFSTART ─────────▶ Paused: writes wait, up to 10 s
///        │        ◀──── PING, PAUSED, its offset, which no longer grows
///   CatchingUp
///        │ my offset is its offset
///   Ready ───────────── election, without delay, votes forced
/// ```
///
/// All of it must be done within 5 s, else both forget about it. FORCE begins at `Ready`.
///
/// Source: Redis Cluster specification, "Manual failover".
public final class ManualFailover {

    public static final long TIMEOUT_MILLIS = 5_000;

    /// The master's pause is longer than the attempt, so that it ends by decision, not by timeout.
    public static final long PAUSE_MILLIS = 2 * TIMEOUT_MILLIS;

    private sealed interface State {
        record None() implements State {}

        record AwaitingOffset(long endsAtMillis) implements State {}

        record CatchingUp(long endsAtMillis, long masterOffset) implements State {}

        record Ready(long endsAtMillis) implements State {}

        /// My clients wait.
        ///
        /// @param offsetFinal whether my offset was read after the clients stopped; before that I
        ///   must not call it final
        record Paused(long endsAtMillis, Node replica, boolean offsetFinal) implements State {}
    }

    private State state = new State.None();

    /// As a replica: CLUSTER FAILOVER.
    public void begin(long nowMillis) {
        state = new State.AwaitingOffset(nowMillis + TIMEOUT_MILLIS);
    }

    /// As a replica: CLUSTER FAILOVER FORCE.
    public void force(long nowMillis) {
        state = new State.Ready(nowMillis + TIMEOUT_MILLIS);
    }

    /// As a master: my replica sent MFSTART.
    public void pauseFor(Node replica, long nowMillis) {
        state = new State.Paused(nowMillis + TIMEOUT_MILLIS, replica, false);
    }

    /// As a replica: my paused master said where it stopped. Returns whether I waited for that.
    public boolean masterStoppedAt(long offset) {
        if (!(state instanceof State.AwaitingOffset(long endsAt))) return false;
        state = new State.CatchingUp(endsAt, offset);
        return true;
    }

    /// As a paused master: my clients have stopped, and my offset was read after that.
    public void stoppedForGood() {
        if (state instanceof State.Paused(long endsAt, Node replica, boolean known) && !known) {
            state = new State.Paused(endsAt, replica, true);
        }
    }

    /// As a replica: my own offset is `offset` now. Returns whether that is all that my master has.
    public boolean offsetIs(long offset) {
        if (!(state instanceof State.CatchingUp(long endsAt, long masterOffset))) return false;
        if (offset != masterOffset) return false;
        state = new State.Ready(endsAt);
        return true;
    }

    /// Returns whether it was too late; what remains is to [#reset].
    public boolean isTimedOut(long nowMillis) {
        return switch (state) {
            case State.None none -> false;
            case State.AwaitingOffset waiting -> waiting.endsAtMillis() < nowMillis;
            case State.CatchingUp catching -> catching.endsAtMillis() < nowMillis;
            case State.Ready ready -> ready.endsAtMillis() < nowMillis;
            case State.Paused paused -> paused.endsAtMillis() < nowMillis;
        };
    }

    /// Forgets about it. Returns whether clients were paused for it, who may go on now.
    public boolean reset() {
        boolean paused = state instanceof State.Paused;
        state = new State.None();
        return paused;
    }

    public boolean isInProgress() {
        return !(state instanceof State.None);
    }

    public boolean isReady() {
        return state instanceof State.Ready;
    }

    /// As a master: whether my packets carry an offset that will not grow.
    public boolean isPausedForGood() {
        return state instanceof State.Paused paused && paused.offsetFinal();
    }

    /// As a master: who is about to take over, and needs to hear from me often.
    public @Nullable Node successor() {
        return state instanceof State.Paused paused ? paused.replica() : null;
    }
}
