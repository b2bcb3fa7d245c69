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

    private static final byte[][] ASKING = {{'A', 'S', 'K', 'I', 'N', 'G'}};

    private final byte[][] words;
    private final int slot;
    private final @Nullable Endpoint exactly;
    private final boolean repeatable;
    private final boolean limited;
    private final long deadlineMillis;
    private final ReadFrom readFrom;
    private final Sender sender;
    private final Lines lines;
    private final Outcome outcome;
    private @Nullable Connection connection;
    private @Nullable Attempt attempt;
    private Loop.@Nullable Timer patience;
    private Loop.@Nullable Timer pause;
    private long troubledSince;
    private boolean over;
    @Nullable Journey before;
    @Nullable Journey after;

    /// @param slot where the request belongs, or [Route#NO_SLOT]
    /// @param exactly the only node that may be asked, if there is but one
    /// @param limited whether its patience is not that of all others
    /// @param readFrom anybody but the master only for what changes nothing
    /// @param lines where its connections are from
    Journey(
            byte[][] words,
            int slot,
            @Nullable Endpoint exactly,
            boolean repeatable,
            boolean limited,
            long deadlineMillis,
            ReadFrom readFrom,
            Sender sender,
            Lines lines,
            Outcome outcome) {
        this.words = words;
        this.slot = slot;
        this.exactly = exactly;
        this.repeatable = repeatable;
        this.limited = limited;
        this.deadlineMillis = deadlineMillis;
        this.readFrom = readFrom;
        this.sender = sender;
        this.lines = lines;
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
        if (limited && deadlineMillis != Clock.NEVER)
            patience = sender.wakeAt(deadlineMillis, this::tick);
        sender.sent(Attempt.Why.FIRST);
        if (exactly != null) send(exactly, false);
        else send(sender.resolve(slot, readFrom, null), false);
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
        if (attempt == null) {
            attempt = sender.attempt(this, home());
            troubledSince = sender.nowMillis();
        }
        count(event);
        for (var effect : attempt.on(event, sender.nowMillis())) perform(effect);
    }

    private void count(Attempt.Event event) {
        var met =
                switch (event) {
                    case Attempt.Event.Replied(Endpoint from, Reply reply) ->
                            exactly == null && reply instanceof Reply.Failure error
                                    ? Trouble.of(error)
                                    : null;
                    case Attempt.Event.Lost(Endpoint to, ConnectionFailure failure) ->
                            Trouble.of(failure);
                    case Attempt.Event.Begin begin -> null;
                    case Attempt.Event.Tick tick -> null;
                };
        if (met != null) sender.met(met);
    }

    private Target home() {
        if (exactly != null) return new Target.Exactly(exactly);
        if (slot == Route.NO_SLOT) return new Target.Anyone(null);
        if (readFrom == ReadFrom.MASTER) return new Target.OwnerOf(slot);
        return new Target.ReaderOf(slot, readFrom, null);
    }

    private void perform(Attempt.Effect effect) {
        switch (effect) {
            case Attempt.Effect.Send(Target target, boolean asking, Attempt.Why why) -> {
                sender.sent(why);
                send(sender.resolve(target), asking);
            }
            case Attempt.Effect.WakeAt(long millis) -> pause = sender.wakeAt(millis, this::tick);
            case Attempt.Effect.Learn(int moved, Endpoint master) -> sender.learn(moved, master);
            case Attempt.Effect.Refresh(Endpoint hint) -> sender.refresh(hint);
            case Attempt.Effect.Distrust(Endpoint endpoint) -> sender.distrust(endpoint);
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
        leave();
        var ready = lines.ready(to);
        if (ready != null) {
            send(ready, asking);
            return;
        }
        lines.to(to)
                .whenComplete((opened, failure) -> {
                    if (over) {
                        if (opened != null) lines.done(opened);
                        return;
                    }
                    if (opened != null) send(opened, asking);
                    else on(new Attempt.Event.Lost(to, cause(failure, to)));
                });
    }

    private void send(Connection ready, boolean asking) {
        connection = ready;
        sendOn(ready, asking);
    }

    private void leave() {
        var last = connection;
        connection = null;
        if (last != null) lines.done(last);
    }

    private boolean end(boolean failed) {
        if (over) return false;
        over = true;
        leave();
        if (attempt != null) sender.troubled(sender.nowMillis() - troubledSince);
        if (patience != null) patience.cancel();
        if (pause != null) pause.cancel();
        sender.ended(this, failed);
        return true;
    }

    static ConnectionFailure cause(@Nullable Throwable failure, Endpoint to) {
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
