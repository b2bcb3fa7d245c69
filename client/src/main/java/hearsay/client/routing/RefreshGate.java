package hearsay.client.routing;

/// When the slot map is asked for: at most one request for it is under way, and two are not begun
/// within [#APART_MILLIS]. What is wanted meanwhile is done once, as soon as it may.
///
/// A broken node fails all requests on their way to it at the same moment, and each of them says
/// that the map is out of date.
final class RefreshGate {

    /// Short beside the second that a failover takes, long beside the answer to CLUSTER SLOTS.
    static final long APART_MILLIS = 50;

    /// What is to be done now.
    sealed interface Effect {
        enum Ask implements Effect {
            ASK
        }

        enum Nothing implements Effect {
            NOTHING
        }

        record WakeAt(long millis) implements Effect {}
    }

    private sealed interface State {
        record Idle(long notBeforeMillis) implements State {}

        record Scheduled(long atMillis) implements State {}

        record Asking(long sinceMillis, boolean again) implements State {}
    }

    private State state = new State.Idle(Long.MIN_VALUE);

    Effect wanted(long nowMillis) {
        return switch (state) {
            case State.Idle(long notBefore) when nowMillis >= notBefore -> ask(nowMillis);
            case State.Idle(long notBefore) -> schedule(notBefore);
            case State.Scheduled scheduled -> Effect.Nothing.NOTHING;
            case State.Asking(long since, boolean again) -> {
                state = new State.Asking(since, true);
                yield Effect.Nothing.NOTHING;
            }
        };
    }

    Effect tick(long nowMillis) {
        return state instanceof State.Scheduled(long at) && nowMillis >= at
                ? ask(nowMillis)
                : Effect.Nothing.NOTHING;
    }

    /// The map has come, or nobody gave one.
    ///
    /// What was wanted while it was on its way may have been a newer one.
    Effect answered(long nowMillis) {
        if (!(state instanceof State.Asking(long since, boolean again)))
            return Effect.Nothing.NOTHING;
        state = new State.Idle(since + APART_MILLIS);
        return again ? wanted(nowMillis) : Effect.Nothing.NOTHING;
    }

    private Effect ask(long nowMillis) {
        state = new State.Asking(nowMillis, false);
        return Effect.Ask.ASK;
    }

    private Effect schedule(long atMillis) {
        state = new State.Scheduled(atMillis);
        return new Effect.WakeAt(atMillis);
    }
}
