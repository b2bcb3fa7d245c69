package hearsay.client.routing;

import hearsay.client.connection.Answer;
import hearsay.client.connection.Connection;
import hearsay.client.connection.ConnectionFailure;
import hearsay.client.connection.Reply;
import org.jspecify.annotations.Nullable;

/// The journey of MULTI, some requests and EXEC, sent together so that nobody comes in between.
///
/// It is refused as a whole, by the first request that is refused, and then nothing has been done.
/// ASKING would hold for MULTI alone, so while its slot moves a transaction waits.
///
/// Source: Redis documentation, "Transactions", "Errors inside a transaction".
final class Transaction extends Journey {

    private static final byte[][] MULTI = {{'M', 'U', 'L', 'T', 'I'}};
    private static final byte[][] EXEC = {{'E', 'X', 'E', 'C'}};

    private final byte[][][] requests;

    Transaction(
            byte[][][] body,
            int slot,
            boolean repeatable,
            boolean limited,
            long deadlineMillis,
            Sender sender,
            Lines lines,
            Outcome outcome) {
        super(
                EXEC,
                slot,
                null,
                repeatable,
                limited,
                deadlineMillis,
                ReadFrom.MASTER,
                sender,
                lines,
                outcome);
        requests = new byte[body.length + 2][][];
        requests[0] = MULTI;
        System.arraycopy(body, 0, requests, 1, body.length);
        requests[body.length + 1] = EXEC;
    }

    @Override
    void sendOn(Connection ready, boolean asking) {
        ready.sendTogether(new Exchange(requests.length), requests);
    }

    /// The replies of one attempt: only the last one counts, unless one before was an error.
    private final class Exchange implements Answer {

        private int missing;
        private Reply.@Nullable Failure refusal;

        Exchange(int replies) {
            missing = replies;
        }

        @Override
        public void answered(Reply reply) {
            if (--missing > 0) {
                if (refusal == null && reply instanceof Reply.Failure first) refusal = first;
                return;
            }
            Transaction.this.answered(refusal == null ? reply : waitingOut(refusal));
        }

        @Override
        public void failed(ConnectionFailure failure) {
            if (--missing == 0) Transaction.this.failed(failure);
        }

        private Reply.Failure waitingOut(Reply.Failure why) {
            if (!why.code().equals("ASK")) return why;
            return new Reply.Failure("TRYAGAIN the slot is on its way: " + why.text());
        }
    }
}
