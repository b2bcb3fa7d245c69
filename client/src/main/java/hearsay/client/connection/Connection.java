package hearsay.client.connection;

import hearsay.client.connection.ConnectionFailure.Kind;
import hearsay.node.net.Loops;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A connection to one Redis: any number of requests may be on their way, replies come in order.
///
/// May be used by all threads. Requests of one thread are sent in the order of its calls, those of
/// several are mixed; whoever needs a transaction or a blocking command takes a connection alone.
/// Replies are completed on the connection's thread, which must not be blocked.
///
/// Every request ends: with a reply, which may be an error, or with a [ConnectionFailure]. Commands
/// that are answered by pushes or by nothing (SUBSCRIBE, MONITOR, CLIENT REPLY OFF) break the
/// pairing of requests and replies, and have no place here.
public final class Connection implements AutoCloseable {

    private final Endpoint endpoint;
    private final ConnectionSettings settings;
    private final Channel channel;
    private final EventLoop loop;
    private final Queue<Request> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean awake = new AtomicBoolean();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final Conversation conversation;

    private Connection(Endpoint endpoint, ConnectionSettings settings, Channel channel) {
        this.endpoint = endpoint;
        this.settings = settings;
        this.channel = channel;
        this.loop = channel.eventLoop();
        this.conversation = channel.pipeline().get(Conversation.class);
    }

    /// Connects, and says HELLO or AUTH as the settings ask for.
    ///
    /// @param loops what the connection's thread is taken from
    /// @return fails with a [ConnectionFailure] that surely has executed nothing
    public static CompletionStage<Connection> open(
            Endpoint endpoint, ConnectionSettings settings, EventLoopGroup loops) {
        var opened = new CompletableFuture<Connection>();
        new Bootstrap()
                .group(loops)
                .channel(Loops.channel())
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, settings.connectTimeoutMillis())
                .handler(
                        new ChannelInitializer<SocketChannel>() {
                            @Override
                            protected void initChannel(SocketChannel channel) {
                                channel.pipeline().addLast(new Conversation(endpoint, settings));
                            }
                        })
                .connect(endpoint.host(), endpoint.port())
                .addListener((ChannelFuture done) -> {
                    if (done.isSuccess()) {
                        new Connection(endpoint, settings, done.channel()).greet(opened);
                    } else {
                        opened.completeExceptionally(cannotConnect(endpoint, done.cause()));
                    }
                });
        return opened;
    }

    /// Sends a request: the command's name, then its arguments. The words must not be changed.
    ///
    /// @return the reply, or a [ConnectionFailure]
    public CompletionStage<Reply> send(byte[]... words) {
        return send(settings.commandTimeoutMillis(), words);
    }

    public CompletionStage<Reply> send(String... words) {
        return send(Request.encode(words));
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    public boolean isOpen() {
        return channel.isActive();
    }

    /// Requests without a reply.
    public int unanswered() {
        return unanswered.get();
    }

    /// Completed, never failed, when the connection is over, whoever ended it.
    public CompletionStage<Void> closed() {
        return conversation.over();
    }

    /// Ends the connection. Requests without a reply fail.
    @Override
    public void close() {
        var closed =
                new ConnectionFailure(
                        Kind.CLOSED, true, "the connection to " + endpoint + " was closed here");
        try {
            loop.execute(() -> {
                drain();
                conversation.end(closed);
            });
        } catch (RejectedExecutionException over) {
            // A loop that was shut down has closed its connections.
        }
    }

    private CompletionStage<Reply> send(long timeoutMillis, byte[]... words) {
        long timeout = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        var request = new Request(words, settings.nanoClock().getAsLong() + timeout, unanswered);
        if (unanswered.incrementAndGet() > settings.inFlightMax()) {
            var full = settings.inFlightMax() + " requests to " + endpoint + " wait for a reply";
            request.fail(new ConnectionFailure(Kind.OVERLOAD, false, full));
            return request.reply;
        }
        waiting.add(request);
        if (awake.compareAndSet(false, true)) wake();
        return request.reply;
    }

    /// A loop that was shut down takes no work: nobody must hang for it.
    private void wake() {
        try {
            loop.execute(this::drain);
        } catch (RejectedExecutionException over) {
            awake.set(false);
            var closed = "the client that connected to " + endpoint + " was closed";
            for (var request = waiting.poll(); request != null; request = waiting.poll())
                request.fail(new ConnectionFailure(Kind.CLOSED, false, closed));
        }
    }

    /// Writes all that came together, and flushes once.
    private void drain() {
        awake.set(false);
        var requests = new ArrayList<Request>();
        for (var next = waiting.poll(); next != null; next = waiting.poll()) requests.add(next);
        conversation.write(requests);
    }

    private void greet(CompletableFuture<Connection> opened) {
        var greeting = greeting();
        if (greeting.isEmpty()) {
            opened.complete(this);
            return;
        }
        send(Request.encode(greeting.toArray(String[]::new)))
                .whenComplete((reply, failure) -> {
                    if (reply != null && !(reply instanceof Reply.Failure)) {
                        opened.complete(this);
                        return;
                    }
                    opened.completeExceptionally(notWelcome(reply, failure));
                    close();
                });
    }

    private List<String> greeting() {
        var words = new ArrayList<String>();
        var user = settings.username().isEmpty() ? "default" : settings.username();
        boolean named = !settings.name().isEmpty();
        // Only HELLO names a connection in the same breath, so RESP2 with a name says HELLO 2.
        if (settings.protocol() == 3 || named) {
            words.addAll(List.of("HELLO", Integer.toString(settings.protocol())));
            if (!settings.password().isEmpty())
                words.addAll(List.of("AUTH", user, settings.password()));
            if (named) words.addAll(List.of("SETNAME", settings.name()));
        } else if (!settings.password().isEmpty()) {
            words.add("AUTH");
            // Redis before version 6 knows no users.
            if (!settings.username().isEmpty()) words.add(user);
            words.add(settings.password());
        }
        return words;
    }

    private ConnectionFailure notWelcome(@Nullable Reply reply, @Nullable Throwable failure) {
        if (reply instanceof Reply.Failure error) {
            boolean user =
                    error.code().equals("WRONGPASS")
                            || error.code().equals("NOAUTH")
                            || error.text().contains("AUTH");
            var kind = user ? Kind.AUTHENTICATION : Kind.HANDSHAKE;
            return new ConnectionFailure(kind, false, endpoint + " says " + error.text());
        }
        var reason = failure == null ? "no reply" : String.valueOf(failure.getMessage());
        return new ConnectionFailure(
                Kind.HANDSHAKE, false, "no greeting from " + endpoint + ": " + reason);
    }

    private static ConnectionFailure cannotConnect(Endpoint endpoint, Throwable cause) {
        var failure =
                new ConnectionFailure(
                        Kind.CONNECT,
                        false,
                        "cannot connect to " + endpoint + ": " + cause.getMessage());
        failure.initCause(cause);
        return failure;
    }
}
