package hearsay.simulations.workload;

import hearsay.client.connection.Answer;
import hearsay.client.connection.Connection;
import hearsay.client.connection.ConnectionFailure;
import hearsay.client.connection.Reply;
import hearsay.client.routing.RequestOptions;
import hearsay.simulations.check.Call;
import hearsay.simulations.check.Outcome;
import java.util.ArrayList;
import java.util.List;

/// An optimistic transaction: a GET finds the node; then WATCH and GET, MULTI, SET and EXEC, by the
/// connection to that node, where nobody else asks for anything meanwhile.
///
/// Source: Redis documentation, "Transactions", "Optimistic locking using check-and-set".
public final class CompareAndSet extends Errand {

    /// What was read has changed before it could be replaced.
    public static final Outcome FASTER = new Outcome.Refused("somebody else was faster");

    private static final byte[] GET = Texts.ascii("GET");
    private static final byte[] WATCH = Texts.ascii("WATCH");
    private static final byte[] SET = Texts.ascii("SET");
    private static final byte[][] MULTI = {Texts.ascii("MULTI")};
    private static final byte[][] EXEC = {Texts.ascii("EXEC")};
    private static final byte[][] UNWATCH = {Texts.ascii("UNWATCH")};

    private final byte[] keyBytes;
    private final byte[] text;

    CompareAndSet(Worker worker, String key, byte[] keyBytes, long value, byte[] text) {
        super(worker, key, Call.GETSET, value);
        this.keyBytes = keyBytes;
        this.text = text;
    }

    @Override
    void send() {
        worker.redis().send(this, RequestOptions.NONE, GET, keyBytes);
    }

    @Override
    void take(Connection from, Reply reply) {
        var watch = new byte[][] {WATCH, keyBytes};
        var get = new byte[][] {GET, keyBytes};
        from.sendTogether(new Replying(from, 2, false), watch, get);
    }

    private void watched(Connection connection, List<Reply> replies) {
        var value = replies.get(1);
        if (replies.get(0) instanceof Reply.Failure || value instanceof Reply.Failure) {
            connection.sendTogether(new Replying(connection, 1, false), new byte[][][] {UNWATCH});
            return;
        }
        var set = new byte[][] {SET, keyBytes, text};
        connection.sendTogether(new Replying(connection, 3, true, value), MULTI, set, EXEC);
    }

    private void executed(Connection connection, Reply before, Reply exec) {
        end(
                switch (exec) {
                    case Reply.Failure failure -> new Outcome.Refused(failure.text());
                    case Reply.Nil nil -> FASTER;
                    default -> new Outcome.Ok(Replies.answer(before));
                },
                connection);
    }

    /// Gathers the replies to what was sent together.
    private final class Replying implements Answer {

        private final Connection connection;
        private final boolean decides;
        private final Reply before;
        private final List<Reply> replies = new ArrayList<>(3);
        private int missing;

        Replying(Connection connection, int missing, boolean decides) {
            this(connection, missing, decides, Reply.Nil.NIL);
        }

        Replying(Connection connection, int missing, boolean decides, Reply before) {
            this.connection = connection;
            this.missing = missing;
            this.decides = decides;
            this.before = before;
        }

        @Override
        public void answered(Reply reply) {
            replies.add(reply);
            if (--missing > 0) return;
            switch (replies.size()) {
                case 3 -> executed(connection, before, reply);
                case 2 -> watched(connection, replies);
                default -> CompareAndSet.this.failed("the node would not be watched", false);
            }
        }

        @Override
        public void failed(ConnectionFailure failure) {
            if (--missing > 0) return;
            boolean maybe = decides && failure.maybeExecuted();
            CompareAndSet.this.failed(String.valueOf(failure.getMessage()), maybe);
        }
    }
}
