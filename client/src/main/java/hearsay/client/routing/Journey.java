package hearsay.client.routing;

import hearsay.client.connection.Answer;
import hearsay.client.connection.Connection;
import hearsay.client.connection.ConnectionFailure;
import hearsay.client.connection.Endpoint;
import hearsay.client.connection.Loop;
import hearsay.client.connection.Reply;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// One request's way, from its caller and back to it: sends at first, and does what an [Attempt]
/// says once there is trouble. Lives on the client's loop.
class Journey implements Answer {

    /// What all journeys of a client share.
    interface World {
        long nowMillis();

        Endpoint resolve(Target target);

        /// The master of a slot, or any node for [Route#NO_SLOT] and for a slot without a master.
        Endpoint resolve(int slot);

        Loop.Timer wakeAt(long millis, Runnable task);

        Attempt attempt(Journey journey, Target home);

        void learn(int slot, Endpoint master);

        void refresh(@Nullable Endpoint hint);

        void distrust(Endpoint endpoint);

        void sent(Attempt.Why why);

        void ended(Journey journey, boolean failed);
    }

    private static final byte[][] ASKING = {{'A', 'S', 'K', 'I', 'N', 'G'}};

    private final byte[][] words;
    private final int slot;
    private final @Nullable Endpoint exactly;
    private final boolean repeatable;
    private final boolean limited;
    private final long deadlineMillis;
    private final World world;
    private final Connections connections;
    private final Outcome outcome;
    private @Nullable Connection connection;
    private @Nullable Attempt attempt;
    private Loop.@Nullable Timer patience;
    private Loop.@Nullable Timer pause;
    private boolean over;
    @Nullable Journey before;
    @Nullable Journey after;

    /// @param slot where the request belongs, or [Route#NO_SLOT]
    /// @param exactly the only node that may be asked, if there is but one
    /// @param limited whether its patience is not that of all others
    Journey(
            byte[][] words,
            int slot,
            @Nullable Endpoint exactly,
            boolean repeatable,
            boolean limited,
            long deadlineMillis,
            World world,
            Connections connections,
            Outcome outcome) {
        this.words = words;
        this.slot = slot;
        this.exactly = exactly;
        this.repeatable = repeatable;
        this.limited = limited;
        this.deadlineMillis = deadlineMillis;
        this.world = world;
        this.connections = connections;
        this.outcome = outcome;
    }

    boolean isRepeatable() {
        return repeatable;
    }

    boolean isLimited() {
        return limited;
    }

    long deadlineMillis() {
        return deadlineMillis;
    }

    void begin() {
        if (limited) patience = world.wakeAt(deadlineMillis, this::tick);
        world.sent(Attempt.Why.FIRST);
        send(exactly == null ? world.resolve(slot) : exactly, false);
    }

    /// A time that was waited for has come.
    void tick() {
        on(Attempt.Event.Tick.TICK);
    }

    /// The client is being closed.
    void abandon(Endpoint nowhere) {
        var closed =
                new ConnectionFailure(ConnectionFailure.Kind.CLOSED, true, "the client was closed");
        on(new Attempt.Event.Lost(nowhere, closed));
    }

    @Override
    public void answered(Reply reply) {
        if (attempt == null && !(reply instanceof Reply.Failure)) complete(reply);
        else if (connection != null) on(new Attempt.Event.Replied(connection.endpoint(), reply));
    }

    @Override
    public void failed(ConnectionFailure failure) {
        if (connection != null) on(new Attempt.Event.Lost(connection.endpoint(), failure));
    }

    /// Nothing comes between ASKING and the request. If the permission cannot be asked for, the
    /// request is in the same trouble.
    void sendOn(Connection ready, boolean asking) {
        if (asking) ready.sendTogether(new AfterAsking(this), ASKING, words);
        else ready.send(this, words);
    }

    private void on(Attempt.Event event) {
        if (over) return;
        if (attempt == null) attempt = world.attempt(this, home());
        for (var effect : attempt.on(event, world.nowMillis())) perform(effect);
    }

    private Target home() {
        if (exactly != null) return new Target.Exactly(exactly);
        return slot == Route.NO_SLOT ? new Target.Anyone(null) : new Target.OwnerOf(slot);
    }

    private void perform(Attempt.Effect effect) {
        switch (effect) {
            case Attempt.Effect.Send(Target target, boolean asking, Attempt.Why why) -> {
                world.sent(why);
                send(world.resolve(target), asking);
            }
            case Attempt.Effect.WakeAt(long millis) -> pause = world.wakeAt(millis, this::tick);
            case Attempt.Effect.Learn(int moved, Endpoint master) -> world.learn(moved, master);
            case Attempt.Effect.Refresh(Endpoint hint) -> world.refresh(hint);
            case Attempt.Effect.Distrust(Endpoint endpoint) -> world.distrust(endpoint);
            case Attempt.Effect.Complete(Reply reply) -> complete(reply);
            case Attempt.Effect.Fail(RequestFailed failure) -> {
                if (end(true)) outcome.failed(failure);
            }
        }
    }

    private void complete(Reply reply) {
        var from = connection;
        if (from != null && end(false)) outcome.answered(from, reply);
    }

    private void send(Endpoint to, boolean asking) {
        var ready = connections.ready(to);
        if (ready != null) {
            send(ready, asking);
            return;
        }
        connections
                .to(to)
                .whenComplete((opened, failure) -> {
                    if (over) return;
                    if (opened != null) send(opened, asking);
                    else on(new Attempt.Event.Lost(to, cause(failure, to)));
                });
    }

    private void send(Connection ready, boolean asking) {
        connection = ready;
        sendOn(ready, asking);
    }

    private boolean end(boolean failed) {
        if (over) return false;
        over = true;
        if (patience != null) patience.cancel();
        if (pause != null) pause.cancel();
        world.ended(this, failed);
        return true;
    }

    private static ConnectionFailure cause(@Nullable Throwable failure, Endpoint to) {
        var cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        if (cause instanceof ConnectionFailure known) return known;
        return new ConnectionFailure(
                ConnectionFailure.Kind.BROKEN, true, "the request to " + to + " failed: " + cause);
    }

    /// Hears what became of ASKING, and passes on the second answer.
    private static final class AfterAsking implements Answer {

        private final Journey journey;
        private boolean asked;

        AfterAsking(Journey journey) {
            this.journey = journey;
        }

        @Override
        public void answered(Reply reply) {
            if (asked) journey.answered(reply);
            asked = true;
        }

        @Override
        public void failed(ConnectionFailure failure) {
            if (asked) journey.failed(failure);
            asked = true;
        }
    }
}
