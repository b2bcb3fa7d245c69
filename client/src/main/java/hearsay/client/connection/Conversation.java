package hearsay.client.connection;

import hearsay.client.connection.ConnectionFailure.Kind;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Pairs replies with requests, on the connection's event loop.
///
/// A request whose time is over keeps its place in the queue: its late reply must not be taken for
/// the next one's. Since all have the same timeout, those are always the first in the queue, and
/// one timer, for the first that still waits, serves them all; of the late ones a count is enough.
final class Conversation extends ChannelInboundHandlerAdapter {

    /// Requests are gathered into buffers of this size before they are handed to the channel.
    private static final int BATCH_BYTES = 1 << 16;

    private final Endpoint endpoint;
    private final ConnectionSettings settings;
    private final ReplyParser parser = new ReplyParser();
    private final Deque<Request> pending = new ArrayDeque<>();
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private @Nullable ChannelHandlerContext context;
    private @Nullable ConnectionFailure end;
    private int late;
    private boolean timerArmed;

    Conversation(Endpoint endpoint, ConnectionSettings settings) {
        this.endpoint = endpoint;
        this.settings = settings;
    }

    CompletionStage<Void> over() {
        return over;
    }

    void write(List<Request> requests) {
        var failure = end;
        var channel = context;
        if (failure != null || channel == null) {
            var unsent = failure != null ? failure : broken("is not connected");
            for (var request : requests) fail(request, unsent, false);
            return;
        }
        ByteBuf batch = null;
        for (var request : requests) {
            if (batch == null) batch = channel.alloc().buffer(Math.max(512, request.size()));
            request.writeTo(batch);
            pending.add(request);
            if (batch.readableBytes() < BATCH_BYTES) continue;
            write(channel, batch);
            batch = null;
        }
        if (batch != null) write(channel, batch);
        channel.flush();
        armTimer();
        // To write may be what shows that the connection is over.
        if (end != null) failPending(end);
    }

    /// Ends the connection for this reason: no request waits any longer.
    void end(ConnectionFailure reason) {
        if (end != null) return;
        end = reason;
        var channel = context;
        if (channel != null) {
            var unused = channel.close();
        }
        // Those who wait may ask again at once: the connection must be known to be over by then.
        over.complete(null);
        failPending(reason);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelRead(ChannelHandlerContext channel, Object message) {
        var buffer = (ByteBuf) message;
        try {
            if (end != null) return;
            var bytes = new byte[buffer.readableBytes()];
            buffer.readBytes(bytes);
            parser.feed(bytes, 0, bytes.length, this::received);
        } catch (MalformedReply malformed) {
            var reason = endpoint + " sent what is " + malformed.getMessage();
            end(new ConnectionFailure(Kind.MALFORMED, true, reason));
        } finally {
            buffer.release();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext channel) {
        end(
                broken(
                        parser.isInside()
                                ? "ended in the middle of a reply"
                                : "was closed by the server"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext channel, Throwable cause) {
        end(broken("broke: " + cause.getMessage()));
    }

    /// A write that fails ends the connection: nobody looks at its result.
    private static void write(ChannelHandlerContext channel, ByteBuf batch) {
        var unused = channel.write(batch, channel.voidPromise());
    }

    private void received(Reply reply) {
        if (end != null) return;
        if (reply instanceof Reply.Push push) {
            settings.onPush().accept(push);
        } else if (late > 0) {
            late--;
        } else if (!pending.isEmpty()) {
            pending.remove().answer(reply);
        } else if (reply instanceof Reply.Failure error) {
            // Redis' way to say why it is going to close the connection.
            end(broken("was refused: " + error.text()));
        } else {
            var reason = endpoint + " sent a reply that nobody asked for: " + reply.pretty();
            end(new ConnectionFailure(Kind.MALFORMED, true, reason));
        }
    }

    private void armTimer() {
        var first = pending.peek();
        var channel = context;
        if (timerArmed || first == null || channel == null) return;
        timerArmed = true;
        long nanos = first.deadlineNanos - settings.nanoClock().getAsLong();
        var unused =
                channel.executor().schedule(this::expire, Math.max(nanos, 0), TimeUnit.NANOSECONDS);
    }

    private void expire() {
        timerArmed = false;
        long now = settings.nanoClock().getAsLong();
        for (var first = pending.peek(); first != null; first = pending.peek()) {
            if (first.deadlineNanos - now > 0) break;
            pending.remove();
            late++;
            var reason =
                    "no reply from "
                            + endpoint
                            + " within "
                            + settings.commandTimeoutMillis()
                            + " ms";
            first.fail(new ConnectionFailure(Kind.TIMEOUT, true, reason));
        }
        if (late > settings.inFlightMax()) end(broken("brings no replies any more"));
        armTimer();
    }

    private ConnectionFailure broken(String how) {
        return new ConnectionFailure(
                Kind.BROKEN, true, "the connection to " + endpoint + " " + how);
    }

    private void failPending(ConnectionFailure reason) {
        for (var request = pending.poll(); request != null; request = pending.poll())
            fail(request, reason, true);
    }

    private static void fail(Request request, ConnectionFailure reason, boolean sent) {
        request.fail(reason.ofRequest(sent));
    }
}
