package hearsay.client.routing;

import hearsay.client.connection.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// How a client finds the master that sentinels agree on: asks one sentinel after the other, and
/// asks whoever is named whether it sees itself as a master. Who answered comes first the next
/// time. After a round in vain it waits, longer each time.
///
/// ```
///  Resting ──wanted──> Asking ──named──> Checking ──is master──> Resting
///                        ^  │no answer      │is none
///                        │  v              v
///                        └─ the next one, or Pausing and all again
/// ```
///
/// Source: Redis documentation, "Guidelines for Redis clients with support for Redis Sentinel".
final class MasterSearch {

    sealed interface Event {
        /// What is known is out of date.
        enum Wanted implements Event {
            WANTED
        }

        /// What a sentinel says.
        ///
        /// @param master null if this sentinel knows nobody of that name
        /// @param replicas those that it takes for usable
        record Named(Endpoint sentinel, @Nullable Endpoint master, List<Endpoint> replicas)
                implements Event {}

        record NoAnswer(Endpoint sentinel, String reason) implements Event {}

        /// What the named one says of itself.
        ///
        /// @param role `master`, `slave`, `sentinel`, or why it is not known
        record Role(Endpoint of, String role) implements Event {}

        /// A sentinel has announced the end of a failover.
        record Switched(Endpoint master) implements Event {}

        /// A time named by [Effect.WakeAt] has come.
        enum Tick implements Event {
            TICK
        }
    }

    sealed interface Effect {
        record Ask(Endpoint sentinel) implements Effect {}

        record AskRole(Endpoint candidate) implements Effect {}

        record Use(Endpoint master, List<Endpoint> replicas) implements Effect {}

        record WakeAt(long millis) implements Effect {}

        /// A round was in vain.
        ///
        /// @param hopeless nobody has named anybody: to wait for the end of a failover is no use
        record InVain(String reason, boolean hopeless) implements Effect {}
    }

    private sealed interface State {
        record Resting(long notBeforeMillis) implements State {}

        record Asking(Endpoint sentinel, List<Endpoint> others) implements State {}

        record Checking(Endpoint candidate, List<Endpoint> replicas, List<Endpoint> others)
                implements State {}

        record Pausing(long untilMillis) implements State {}
    }

    private final List<Endpoint> sentinels;
    private final RetryPolicy policy;
    private final RandomGenerator random;
    private State state = new State.Resting(Long.MIN_VALUE);
    private List<Endpoint> replicas = List.of();
    private @Nullable Endpoint master;
    private String trouble = "no sentinel was asked";
    private boolean anybodyNamed;
    private int roundsInVain;

    MasterSearch(List<Endpoint> sentinels, RetryPolicy policy, RandomGenerator random) {
        this.sentinels = new ArrayList<>(sentinels);
        this.policy = policy;
        this.random = random;
    }

    List<Effect> on(Event event, long nowMillis) {
        return switch (event) {
            case Event.Wanted wanted -> wanted(nowMillis);
            case Event.Tick tick -> tick(nowMillis);
            case Event.Named(Endpoint sentinel, Endpoint named, List<Endpoint> usable) ->
                    named(sentinel, named, usable, nowMillis);
            case Event.NoAnswer(Endpoint sentinel, String reason) ->
                    noAnswer(sentinel, reason, nowMillis);
            case Event.Role(Endpoint of, String role) -> role(of, role, nowMillis);
            case Event.Switched(Endpoint next) -> switched(next);
        };
    }

    /// Who found out while a search is under way will find out again if that was in vain.
    private List<Effect> wanted(long nowMillis) {
        if (!(state instanceof State.Resting(long notBefore))) return List.of();
        if (nowMillis >= notBefore) return begin();
        state = new State.Pausing(notBefore);
        return List.of(new Effect.WakeAt(notBefore));
    }

    private List<Effect> tick(long nowMillis) {
        return state instanceof State.Pausing(long until) && nowMillis >= until
                ? begin()
                : List.of();
    }

    private List<Effect> begin() {
        anybodyNamed = false;
        return ask(List.copyOf(sentinels));
    }

    private List<Effect> ask(List<Endpoint> those) {
        state = new State.Asking(those.getFirst(), those.subList(1, those.size()));
        return List.of(new Effect.Ask(those.getFirst()));
    }

    private List<Effect> named(
            Endpoint sentinel, @Nullable Endpoint named, List<Endpoint> usable, long nowMillis) {
        if (!(state instanceof State.Asking(Endpoint asked, List<Endpoint> others))
                || !asked.equals(sentinel)) return List.of();
        if (named == null)
            return next(others, sentinel + " knows no master of that name", nowMillis);
        anybodyNamed = true;
        sentinels.remove(sentinel);
        sentinels.addFirst(sentinel);
        state = new State.Checking(named, usable, others);
        return List.of(new Effect.AskRole(named));
    }

    private List<Effect> noAnswer(Endpoint sentinel, String reason, long nowMillis) {
        if (!(state instanceof State.Asking(Endpoint asked, List<Endpoint> others))
                || !asked.equals(sentinel)) return List.of();
        return next(others, reason, nowMillis);
    }

    private List<Effect> role(Endpoint of, String role, long nowMillis) {
        if (!(state
                        instanceof
                        State.Checking(
                                Endpoint candidate,
                                List<Endpoint> usable,
                                List<Endpoint> others))
                || !candidate.equals(of)) return List.of();
        if (!role.equals("master"))
            return next(others, of + " should be the master, its role is: " + role, nowMillis);
        master = of;
        replicas = usable;
        roundsInVain = 0;
        state = new State.Resting(nowMillis + RefreshGate.APART_MILLIS);
        return List.of(new Effect.Use(of, usable));
    }

    /// The old master will be a replica when it comes back, but nobody knows when.
    private List<Effect> switched(Endpoint next) {
        if (next.equals(master) && state instanceof State.Resting) return List.of();
        var others = new ArrayList<>(replicas);
        others.remove(next);
        anybodyNamed = true;
        state = new State.Checking(next, others, List.copyOf(sentinels));
        return List.of(new Effect.AskRole(next));
    }

    private List<Effect> next(List<Endpoint> others, String reason, long nowMillis) {
        trouble = reason;
        if (!others.isEmpty()) return ask(others);
        long until = nowMillis + policy.pauseMillis(roundsInVain++, random);
        state = new State.Pausing(until);
        return List.of(new Effect.InVain(trouble, !anybodyNamed), new Effect.WakeAt(until));
    }
}
