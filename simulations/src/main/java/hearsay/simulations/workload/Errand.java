package hearsay.simulations.workload;

import hearsay.client.connection.Answer;
import hearsay.client.connection.Connection;
import hearsay.client.connection.ConnectionFailure;
import hearsay.client.connection.Reply;
import hearsay.client.routing.RequestFailed;
import hearsay.client.routing.RequestOptions;
import hearsay.simulations.check.Call;
import hearsay.simulations.check.Operation;
import hearsay.simulations.check.Outcome;

/// One operation of a client: sent once, and written down when its outcome is known.
class Errand implements hearsay.client.routing.Outcome {

    final Worker worker;
    final String key;
    final Call call;
    final long argument;
    private final byte[][] words;
    private long invokedNanos;
    private boolean over;

    /// @param words the request; for a subclass that sends something else, none
    Errand(Worker worker, String key, Call call, long argument, byte[]... words) {
        this.worker = worker;
        this.key = key;
        this.call = call;
        this.argument = argument;
        this.words = words;
    }

    final void begin() {
        invokedNanos = worker.nanos();
        send();
    }

    void send() {
        worker.redis().send(this, RequestOptions.NONE, words);
    }

    @Override
    public final void answered(Connection from, Reply reply) {
        if (over) return;
        if (reply instanceof Reply.Failure failure) {
            refused(failure);
            end(new Outcome.Refused(failure.text()), from);
            return;
        }
        take(from, reply);
    }

    /// Takes a reply that is no error.
    void take(Connection from, Reply reply) {
        end(new Outcome.Ok(Replies.answer(reply)), from);
    }

    /// Told of an error before it is written down.
    void refused(Reply.Failure failure) {}

    @Override
    public final void failed(RequestFailed failure) {
        failed(String.valueOf(failure.getMessage()), failure.maybeExecuted());
    }

    final void failed(String why, boolean maybeExecuted) {
        if (over) return;
        if (maybeExecuted) end(new Outcome.Unknown(why), Operation.NEVER, "");
        else end(new Outcome.Refused(why), worker.nanos(), "");
    }

    /// Nobody waits for it any longer.
    final void abandon() {
        if (!over) end(Outcome.PENDING, Operation.NEVER, "");
    }

    final void end(Outcome outcome, Connection from) {
        boolean confirm = call.writes() && outcome instanceof Outcome.Ok && worker.waits();
        long now = worker.nanos();
        if (!confirm) {
            end(outcome, now, worker.name(from));
            return;
        }
        over = true;
        worker.write(operation(outcome, now, worker.name(from)));
        new Confirmation(this, from, now).begin();
    }

    private void end(Outcome outcome, long completedNanos, String node) {
        over = true;
        worker.write(operation(outcome, completedNanos, node));
        worker.done(this);
    }

    private Operation operation(Outcome outcome, long completedNanos, String node) {
        return new Operation(
                worker.number(), key, call, argument, invokedNanos, completedNanos, outcome, node);
    }

    /// WAIT, by the connection that the write came by: it speaks of no other.
    private static final class Confirmation implements Answer {

        private final Errand errand;
        private final Connection connection;
        private final long invokedNanos;

        Confirmation(Errand errand, Connection connection, long invokedNanos) {
            this.errand = errand;
            this.connection = connection;
            this.invokedNanos = invokedNanos;
        }

        void begin() {
            connection.send(this, errand.worker.waitWords());
        }

        @Override
        public void answered(Reply reply) {
            var worker = errand.worker;
            end(
                    reply instanceof Reply.Failure failure
                            ? new Outcome.Refused(failure.text())
                            : new Outcome.Ok(Replies.answer(reply)),
                    worker.nanos(),
                    worker.name(connection));
        }

        @Override
        public void failed(ConnectionFailure failure) {
            end(new Outcome.Unknown(String.valueOf(failure.getMessage())), Operation.NEVER, "");
        }

        private void end(Outcome outcome, long completedNanos, String node) {
            var worker = errand.worker;
            worker.write(
                    new Operation(
                            worker.number(),
                            errand.key,
                            Call.WAIT,
                            errand.argument,
                            invokedNanos,
                            completedNanos,
                            outcome,
                            node));
            worker.done(errand);
        }
    }
}
