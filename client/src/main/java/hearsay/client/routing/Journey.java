package hearsay.client.routing;

import hearsay.client.connection.Connection;
import hearsay.client.connection.ConnectionFailure;
import hearsay.client.connection.Endpoint;
import hearsay.client.connection.Reply;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// The hands of one [Attempt]: sends, waits and answers as it says. Lives on the client's loop.
final class Journey {

    /// What all journeys of a client share.
    interface World {
        long nowMillis();

        Endpoint resolve(Target target);

        Future<?> wakeAt(long millis, Runnable task);

        void learn(int slot, Endpoint master);

        void refresh(@Nullable Endpoint hint);

        void distrust(Endpoint endpoint);

        void sent(Attempt.Why why);

        void ended(Journey journey, boolean failed);
    }

    private static final byte[][] ASKING = {{'A', 'S', 'K', 'I', 'N', 'G'}};

    private final byte[][] words;
    private final Attempt attempt;
    private final World world;
    private final Connections connections;
    private final CompletableFuture<Reply> promise;
    private final List<Future<?>> timers = new ArrayList<>(2);

    Journey(
            byte[][] words,
            Attempt attempt,
            World world,
            Connections connections,
            CompletableFuture<Reply> promise) {
        this.words = words;
        this.attempt = attempt;
        this.world = world;
        this.connections = connections;
        this.promise = promise;
    }

    void begin() {
        on(Attempt.Event.Begin.BEGIN);
    }

    /// The client is being closed.
    void abandon(Endpoint nowhere) {
        var closed =
                new ConnectionFailure(ConnectionFailure.Kind.CLOSED, true, "the client was closed");
        on(new Attempt.Event.Lost(nowhere, closed));
    }

    private void on(Attempt.Event event) {
        for (var effect : attempt.on(event, world.nowMillis())) perform(effect);
    }

    private void perform(Attempt.Effect effect) {
        switch (effect) {
            case Attempt.Effect.Send(Target target, boolean asking, Attempt.Why why) -> {
                world.sent(why);
                send(world.resolve(target), asking);
            }
            case Attempt.Effect.WakeAt(long millis) ->
                    timers.add(world.wakeAt(millis, () -> on(Attempt.Event.Tick.TICK)));
            case Attempt.Effect.Learn(int slot, Endpoint master) -> world.learn(slot, master);
            case Attempt.Effect.Refresh(Endpoint hint) -> world.refresh(hint);
            case Attempt.Effect.Distrust(Endpoint endpoint) -> world.distrust(endpoint);
            case Attempt.Effect.Complete(Reply reply) -> {
                end(false);
                promise.complete(reply);
            }
            case Attempt.Effect.Fail(RequestFailed failure) -> {
                end(true);
                promise.completeExceptionally(failure);
            }
        }
    }

    private void send(Endpoint to, boolean asking) {
        connections
                .to(to)
                .thenCompose(connection -> send(connection, asking))
                .whenComplete((reply, failure) -> {
                    if (reply != null) on(new Attempt.Event.Replied(to, reply));
                    else on(new Attempt.Event.Lost(to, cause(failure, to)));
                });
    }

    /// Nothing comes between ASKING and the request: all sending is done on one thread.
    private CompletionStage<Reply> send(Connection connection, boolean asking) {
        if (!asking) return connection.send(words);
        var permission = connection.send(ASKING);
        var reply = connection.send(words);
        return permission.thenCombine(reply, (permitted, answer) -> answer);
    }

    private void end(boolean failed) {
        for (var timer : timers) timer.cancel(false);
        timers.clear();
        world.ended(this, failed);
    }

    private static ConnectionFailure cause(@Nullable Throwable failure, Endpoint to) {
        var cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        if (cause instanceof ConnectionFailure known) return known;
        return new ConnectionFailure(
                ConnectionFailure.Kind.BROKEN, true, "the request to " + to + " failed: " + cause);
    }
}
