package hearsay.client.connection;

import hearsay.client.connection.ConnectionFailure.Kind;
import hearsay.node.link.Link;
import hearsay.node.link.LinkListener;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Pairs replies with requests, on the connection's loop.
///
/// A request whose time is over keeps its place in the queue: its late reply must not be taken for
/// the next one's. Since all have the same timeout, those are always the first in the queue, and
/// one timer, for the first that still waits, serves them all; of the late ones a count is enough.
///
/// Requests that are made in one go, or while replies are dealt with, are sent together.
final class Conversation implements LinkListener {

    /// Requests are gathered up to this size before they are handed to the link.
    private static final int BATCH_BYTES = 1 << 16;

    private final Endpoint endpoint;
    private final ConnectionSettings settings;
    private final Loop loop;
    private final ReplyParser parser = new ReplyParser();
    private final RequestBuffer out = new RequestBuffer();
    private final Pending pending = new Pending();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final CompletableFuture<Conversation> linked = new CompletableFuture<>();
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final Consumer<Reply> received = this::received;
    private final Runnable flush = this::flush;
    private final Runnable expire = this::expire;
    private final @Nullable Consumer<Reply> listener;
    private @Nullable Link link;
    private volatile @Nullable ConnectionFailure end;
    private int late;
    private boolean timerArmed;
    private boolean flushDue;
    private boolean receiving;

    /// @param listener hears all that answers no request, null if that must not be
    Conversation(
            Endpoint endpoint,
            ConnectionSettings settings,
            Loop loop,
            @Nullable Consumer<Reply> listener) {
        this.listener = listener;
        this.endpoint = endpoint;
        this.settings = settings;
        this.loop = loop;
    }

    /// Completed when the stream is open; fails with a [ConnectionFailure] if it cannot be opened.
    CompletionStage<Conversation> linked() {
        return linked;
    }

    CompletionStage<Void> over() {
        return over;
    }

    boolean isOpen() {
        return end == null;
    }

    /// Counts the requests without an answer, and may be changed by those who make one.
    AtomicInteger unanswered() {
        return unanswered;
    }

    /// Takes a request that was counted; it is sent with all others of this moment.
    void write(byte[][] words, long deadlineNanos, Answer answer) {
        var failure = end;
        if (failure != null) {
            fail(answer, failure, false);
            return;
        }
        pending.add(answer, deadlineNanos);
        append(words);
    }

    /// Takes what is answered by no reply.
    void write(byte[][] words) {
        if (end == null) append(words);
    }

    /// Sends what was taken.
    void flush() {
        flushDue = false;
        handOn();
        if (link != null && end == null) link.flush();
        armTimer();
    }

    /// Ends the connection for this reason: no request waits any longer.
    void end(ConnectionFailure reason) {
        if (end != null) return;
        end = reason;
        if (link != null) link.close(true);
        // Those who wait may ask again at once: the connection must be known to be over by then.
        over.complete(null);
        while (!pending.isEmpty()) fail(pending.remove(), reason, true);
        linked.completeExceptionally(reason);
    }

    @Override
    public void opened(Link opened) {
        link = opened;
        linked.complete(this);
    }

    @Override
    public void refused(String reason) {
        var text = "cannot connect to " + endpoint + ": " + reason;
        var failure = new ConnectionFailure(Kind.CONNECT, false, text);
        end(failure);
    }

    @Override
    public void received(Link from, Incoming bytes) {
        if (end != null) return;
        receiving = true;
        try {
            parser.feed(bytes, received);
        } catch (MalformedReply malformed) {
            var reason = endpoint + " sent what is " + malformed.getMessage();
            end(new ConnectionFailure(Kind.MALFORMED, true, reason));
        } finally {
            receiving = false;
        }
        if (flushDue) flush();
    }

    @Override
    public void closed(Link closed) {
        end(
                broken(
                        parser.isInside()
                                ? "ended in the middle of a reply"
                                : "was closed by the server"));
    }

    private void append(byte[][] words) {
        out.append(words);
        if (out.length() >= BATCH_BYTES) handOn();
        if (flushDue) return;
        flushDue = true;
        if (!receiving) loop.execute(flush);
    }

    private void handOn() {
        if (link != null && end == null) link.write(out.bytes(), 0, out.length());
        out.clear();
    }

    private void received(Reply reply) {
        if (end != null) return;
        if (reply instanceof Reply.Push push) {
            if (listener != null) listener.accept(push);
            else settings.onPush().accept(push);
        } else if (late > 0) {
            late--;
        } else if (!pending.isEmpty()) {
            unanswered.decrementAndGet();
            pending.remove().answered(reply);
        } else if (listener != null) {
            listener.accept(reply);
        } else if (reply instanceof Reply.Failure error) {
            // Redis' way to say why it is going to close the connection.
            end(broken("was refused: " + error.text()));
        } else {
            var reason = endpoint + " sent a reply that nobody asked for: " + reply.pretty();
            end(new ConnectionFailure(Kind.MALFORMED, true, reason));
        }
    }

    private void armTimer() {
        if (timerArmed || pending.isEmpty() || end != null) return;
        timerArmed = true;
        var unused = loop.schedule(pending.firstDeadline() - loop.nanoTime(), expire);
    }

    private void expire() {
        timerArmed = false;
        long now = loop.nanoTime();
        while (!pending.isEmpty() && pending.firstDeadline() - now <= 0) {
            late++;
            fail(pending.remove(), timeout(), true);
        }
        if (late > settings.inFlightMax()) end(broken("brings no replies any more"));
        armTimer();
    }

    private ConnectionFailure timeout() {
        var reason =
                "no reply from " + endpoint + " within " + settings.commandTimeoutMillis() + " ms";
        return new ConnectionFailure(Kind.TIMEOUT, true, reason);
    }

    private ConnectionFailure broken(String how) {
        return new ConnectionFailure(
                Kind.BROKEN, true, "the connection to " + endpoint + " " + how);
    }

    private void fail(Answer answer, ConnectionFailure reason, boolean sent) {
        unanswered.decrementAndGet();
        answer.failed(reason.ofRequest(sent));
    }
}
