package hearsay.client.routing;

import hearsay.client.connection.ConnectionFailure;
import hearsay.client.connection.Endpoint;
import hearsay.client.connection.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One request's way through a cluster: what to do after which reply or failure.
///
/// A cluster refuses in words that say what helps. MOVED and ASK name another node, which is asked
/// at once. TRYAGAIN, CLUSTERDOWN, LOADING, MASTERDOWN, READONLY and UNBLOCKED pass with time, so
/// the request waits and is tried again. In all of these Redis has refused without doing anything.
///
/// A connection that breaks is another matter. What was not sent may be sent again; what was sent
/// may have been done, and is repeated only if repeating does no harm.
///
/// ```
///  START ──> InFlight ──reply──> Done
///              │   ^
///   redirected │   │ pause is over
///   or refused v   │
///            (Send) Pausing ──time is up──> Done
/// ```
///
/// Source: Redis Cluster specification, "Redirection and resharding", "Clients first connection and
/// handling of redirections".
public final class Attempt {

    /// What can happen to a request.
    public sealed interface Event {
        enum Begin implements Event {
            BEGIN
        }

        record Replied(Endpoint from, Reply reply) implements Event {}

        record Lost(Endpoint to, ConnectionFailure failure) implements Event {}

        /// A time named by [Effect.WakeAt] has come.
        enum Tick implements Event {
            TICK
        }
    }

    /// What a request asks of the world around it.
    public sealed interface Effect {
        /// The request itself goes out.
        ///
        /// @param asking whether ASKING goes before it, on the same connection
        record Send(Target target, boolean asking, Why why) implements Effect {}

        record WakeAt(long millis) implements Effect {}

        /// A slot's master is known now.
        record Learn(int slot, Endpoint master) implements Effect {}

        /// The slot map is out of date.
        ///
        /// @param hint who surely knows better, if anybody does
        record Refresh(@Nullable Endpoint hint) implements Effect {}

        /// This node did not answer: others are to be asked before it.
        record Distrust(Endpoint endpoint) implements Effect {}

        record Complete(Reply reply) implements Effect {}

        record Fail(RequestFailed failure) implements Effect {}
    }

    /// Why a request is sent.
    public enum Why {
        FIRST,
        REDIRECTED,
        RETRIED
    }

    private sealed interface State {
        enum New implements State {
            NEW
        }

        record InFlight() implements State {}

        record Pausing(long untilMillis, Target next) implements State {}

        enum Done implements State {
            DONE
        }
    }

    /// While a slot changes hands two nodes may each point at the other for the time that gossip
    /// takes. Further redirections than these in a row are followed only after a pause.
    private static final int REDIRECTIONS_AT_ONCE = 3;

    private final Target home;
    private final boolean repeatable;
    private final RetryPolicy policy;
    private final RandomGenerator random;
    private final long deadlineMillis;
    private State state = State.New.NEW;
    private int attempts;
    private int pauses;
    private int redirectionsInARow;
    private boolean maybeExecuted;
    private String trouble = "no reply";

    /// @param home where it belongs; a request for exactly one node is neither redirected nor, once
    ///   it was answered, tried again
    /// @param repeatable whether doing it twice is as good as once
    /// @param deadlineMillis when the caller's patience ends
    public Attempt(
            Target home,
            boolean repeatable,
            RetryPolicy policy,
            long deadlineMillis,
            RandomGenerator random) {
        this.home = home;
        this.repeatable = repeatable;
        this.policy = policy;
        this.deadlineMillis = deadlineMillis;
        this.random = random;
    }

    /// The same, of a request that was sent home already, by somebody who looks after the deadline:
    /// most requests are answered at once and need no attempt at all.
    static Attempt underWay(
            Target home,
            boolean repeatable,
            RetryPolicy policy,
            long deadlineMillis,
            RandomGenerator random) {
        var attempt = new Attempt(home, repeatable, policy, deadlineMillis, random);
        attempt.attempts = 1;
        attempt.state = new State.InFlight();
        return attempt;
    }

    public List<Effect> on(Event event, long nowMillis) {
        if (state == State.Done.DONE) return List.of();
        return switch (event) {
            case Event.Begin begin -> begin();
            case Event.Tick tick -> tick(nowMillis);
            case Event.Replied(Endpoint from, Reply reply) -> replied(from, reply, nowMillis);
            case Event.Lost(Endpoint to, ConnectionFailure failure) -> lost(to, failure, nowMillis);
        };
    }

    private List<Effect> begin() {
        return List.of(new Effect.WakeAt(deadlineMillis), send(home, false, Why.FIRST));
    }

    private List<Effect> tick(long nowMillis) {
        if (nowMillis >= deadlineMillis) {
            boolean unanswered = state instanceof State.InFlight;
            maybeExecuted |= unanswered;
            return unanswered ? afterRefresh(timeIsUp()) : timeIsUp();
        }
        if (state instanceof State.Pausing(long until, Target next) && nowMillis >= until)
            return List.of(send(next, false, Why.RETRIED));
        return List.of();
    }

    private List<Effect> replied(Endpoint from, Reply reply, long nowMillis) {
        if (!(reply instanceof Reply.Failure failure) || home instanceof Target.Exactly)
            return complete(reply);
        var met = Trouble.of(failure);
        if (met == null) return complete(reply);
        return switch (met) {
            case MOVED, ASK -> redirected(failure, from, nowMillis);
            case TRYAGAIN -> pause(failure.text(), home, nowMillis);
            case CLUSTERDOWN, LOADING, MASTERDOWN, READONLY, UNBLOCKED ->
                    refreshAndPause(failure.text(), from, nowMillis);
            default -> complete(reply);
        };
    }

    private List<Effect> redirected(Reply.Failure failure, Endpoint from, long nowMillis) {
        var redirection = Redirection.parse(failure, from);
        if (redirection == null) return complete(failure);
        boolean moved = failure.code().equals("MOVED");
        var there = redirection.endpoint();
        var effects = new ArrayList<Effect>();
        if (moved) {
            effects.add(new Effect.Learn(redirection.slot(), there));
            effects.add(new Effect.Refresh(there));
        }
        trouble = failure.text();
        if (++redirectionsInARow > REDIRECTIONS_AT_ONCE || attempts >= policy.attemptsMax()) {
            effects.addAll(pause(trouble, new Target.OwnerOf(redirection.slot()), nowMillis));
        } else {
            effects.add(send(new Target.Exactly(there), !moved, Why.REDIRECTED));
        }
        return effects;
    }

    private List<Effect> lost(Endpoint to, ConnectionFailure failure, long nowMillis) {
        var reason = String.valueOf(failure.getMessage());
        maybeExecuted |= failure.maybeExecuted();
        return switch (failure.kind()) {
            case AUTHENTICATION, CLOSED -> fail(reason);
            case OVERLOAD -> pause(reason, home, nowMillis);
            case CONNECT, HANDSHAKE, BROKEN, TIMEOUT, MALFORMED -> {
                var effects = new ArrayList<Effect>();
                effects.add(new Effect.Distrust(to));
                boolean hopeless = failure.maybeExecuted() && !repeatable;
                effects.addAll(
                        hopeless
                                ? afterRefresh(fail(reason))
                                : refreshAndPause(reason, to, nowMillis));
                yield effects;
            }
        };
    }

    private List<Effect> refreshAndPause(String reason, Endpoint unfit, long nowMillis) {
        return afterRefresh(pause(reason, home.butNot(unfit), nowMillis));
    }

    private static List<Effect> afterRefresh(List<Effect> effects) {
        var all = new ArrayList<Effect>();
        all.add(new Effect.Refresh(null));
        all.addAll(effects);
        return all;
    }

    private List<Effect> pause(String reason, Target next, long nowMillis) {
        trouble = reason;
        redirectionsInARow = 0;
        if (attempts >= policy.attemptsMax()) return fail(reason);
        long until = nowMillis + policy.pauseMillis(pauses++, random);
        if (until >= deadlineMillis) return timeIsUp();
        state = new State.Pausing(until, next);
        return List.of(new Effect.WakeAt(until));
    }

    private Effect send(Target target, boolean asking, Why why) {
        attempts++;
        state = new State.InFlight();
        return new Effect.Send(target, asking, why);
    }

    private List<Effect> complete(Reply reply) {
        state = State.Done.DONE;
        return List.of(new Effect.Complete(reply));
    }

    private List<Effect> timeIsUp() {
        return fail("time is up, the last trouble being: " + trouble);
    }

    private List<Effect> fail(String reason) {
        state = State.Done.DONE;
        return List.of(new Effect.Fail(new RequestFailed(reason, maybeExecuted, attempts)));
    }
}
