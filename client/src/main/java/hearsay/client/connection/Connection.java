package hearsay.client.connection;

import hearsay.client.connection.ConnectionFailure.Kind;
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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A connection to one Redis: any number of requests may be on their way, replies come in order.
///
/// May be used by all threads. Requests of one thread are sent in the order of its calls, those of
/// several are mixed; whoever needs a transaction or a blocking command takes a connection alone.
/// Replies are completed on the connection's thread, which must not be blocked.
///
/// Every request ends: with a reply, which may be an error, or with a [ConnectionFailure]. Commands
/// that are answered by pushes (SUBSCRIBE in RESP3) are told, not sent; those that are answered by
/// anything else or by nothing (MONITOR, CLIENT REPLY OFF) break the pairing of requests and
/// replies, and have no place here.
public final class Connection implements AutoCloseable {

    private final Endpoint endpoint;
    private final ConnectionSettings settings;
    private final Loop loop;
    private final Conversation conversation;
    private final AtomicInteger unanswered;
    private final long timeoutNanos;
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean awake = new AtomicBoolean();

    /// A request of another thread on its way to the loop.
    private record Waiting(byte[][] words, long deadlineNanos, Answer answer) {}

    private Connection(
            Endpoint endpoint, ConnectionSettings settings, Loop loop, Conversation conversation) {
        this.endpoint = endpoint;
        this.settings = settings;
        this.loop = loop;
        this.conversation = conversation;
        unanswered = conversation.unanswered();
        timeoutNanos = TimeUnit.MILLISECONDS.toNanos(settings.commandTimeoutMillis());
    }

    /// Connects, and says HELLO or AUTH as the settings ask for.
    ///
    /// @param ports what the connection's stream and thread are taken from
    /// @return fails with a [ConnectionFailure] that surely has executed nothing
    public static CompletionStage<Connection> open(
            Endpoint endpoint, ConnectionSettings settings, Ports ports) {
        return open(endpoint, settings, ports, null);
    }

    /// The same, to listen: what is said on it is told ([#tell]), and all that comes is heard by
    /// the listener, in RESP2 too. It is called on the loop.
    public static CompletionStage<Connection> openListening(
            Endpoint endpoint, ConnectionSettings settings, Ports ports, Consumer<Reply> listener) {
        return open(endpoint, settings, ports, listener);
    }

    private static CompletionStage<Connection> open(
            Endpoint endpoint,
            ConnectionSettings settings,
            Ports ports,
            @Nullable Consumer<Reply> listener) {
        var conversation = new Conversation(endpoint, settings, ports.loop(), listener);
        var connection = new Connection(endpoint, settings, ports.loop(), conversation);
        var opened = new CompletableFuture<Connection>();
        conversation
                .linked()
                .whenComplete((linked, failure) -> {
                    if (failure == null) connection.greet(opened);
                    else opened.completeExceptionally(failure);
                });
        ports.links()
                .open(
                        endpoint.host(),
                        endpoint.port(),
                        settings.connectTimeoutMillis(),
                        conversation);
        return opened;
    }

    /// Sends a request: the command's name, then its arguments. The words must not be changed.
    ///
    /// @return the reply, or a [ConnectionFailure]
    public CompletionStage<Reply> send(byte[]... words) {
        var promise = new Promise();
        send(promise, words);
        return promise;
    }

    public CompletionStage<Reply> send(String... words) {
        return send(RequestBuffer.encode(words));
    }

    /// The same, for those who want no future: on the connection's loop a request costs no object.
    public void send(Answer answer, byte[]... words) {
        if (words.length == 0) throw new IllegalArgumentException("a request without words");
        if (unanswered.incrementAndGet() > settings.inFlightMax()) {
            unanswered.decrementAndGet();
            answer.failed(overload());
            return;
        }
        long deadline = loop.nanoTime() + timeoutNanos;
        if (loop.inLoop()) {
            conversation.write(words, deadline, answer);
        } else {
            waiting.add(new Waiting(words, deadline, answer));
            if (awake.compareAndSet(false, true)) wake();
        }
    }

    /// Sends several requests with nothing between them, all or none: a transaction, or ASKING and
    /// what it asks for. The answer is told each reply in turn. To be called on the loop.
    public void sendTogether(Answer answer, byte[][]... requests) {
        assert loop.inLoop() : "others could come in between";
        if (unanswered.addAndGet(requests.length) > settings.inFlightMax()) {
            unanswered.addAndGet(-requests.length);
            for (var unused : requests) answer.failed(overload());
            return;
        }
        long deadline = loop.nanoTime() + timeoutNanos;
        for (var words : requests) conversation.write(words, deadline, answer);
    }

    /// Sends what is answered by pushes, or by nothing: SUBSCRIBE in RESP3. To be called on the
    /// loop.
    public void tell(byte[]... words) {
        assert loop.inLoop() : "nobody else may tell";
        conversation.write(words);
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    public boolean isOpen() {
        return conversation.isOpen();
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
        if (loop.inLoop()) {
            end();
            return;
        }
        try {
            loop.execute(this::end);
        } catch (RejectedExecutionException over) {
            // A loop that was shut down has closed its connections.
        }
    }

    private ConnectionFailure overload() {
        var full = settings.inFlightMax() + " requests to " + endpoint + " wait for a reply";
        return new ConnectionFailure(Kind.OVERLOAD, false, full);
    }

    private void end() {
        drain();
        conversation.flush();
        var closed = "the connection to " + endpoint + " was closed here";
        conversation.end(new ConnectionFailure(Kind.CLOSED, true, closed));
    }

    /// A loop that was shut down takes no work: nobody must hang for it.
    private void wake() {
        try {
            loop.execute(this::drain);
        } catch (RejectedExecutionException over) {
            awake.set(false);
            var closed = "the client that connected to " + endpoint + " was closed";
            for (var request = waiting.poll(); request != null; request = waiting.poll()) {
                unanswered.decrementAndGet();
                request.answer().failed(new ConnectionFailure(Kind.CLOSED, false, closed));
            }
        }
    }

    private void drain() {
        awake.set(false);
        for (var next = waiting.poll(); next != null; next = waiting.poll())
            conversation.write(next.words(), next.deadlineNanos(), next.answer());
    }

    private void greet(CompletableFuture<Connection> opened) {
        var greeting = greeting();
        if (greeting.isEmpty()) {
            introduce();
            opened.complete(this);
            return;
        }
        var patience = greetingPatience();
        send(RequestBuffer.encode(greeting.toArray(String[]::new)))
                .whenComplete((reply, failure) -> {
                    if (patience != null) patience.cancel();
                    if (reply != null && !(reply instanceof Reply.Failure)) {
                        introduce();
                        opened.complete(this);
                        return;
                    }
                    opened.completeExceptionally(notWelcome(reply, failure));
                    close();
                });
    }

    /// Where commands may take long, the greeting may not.
    private Loop.@Nullable Timer greetingPatience() {
        long millis = 2L * settings.connectTimeoutMillis();
        if (settings.commandTimeoutMillis() <= millis) return null;
        return loop.schedule(TimeUnit.MILLISECONDS.toNanos(millis), this::close);
    }

    /// Nobody waits for the replies.
    private void introduce() {
        tellLibrary("LIB-NAME", settings.library());
        tellLibrary("LIB-VER", settings.libraryVersion());
    }

    private void tellLibrary(String attribute, String value) {
        if (value.isEmpty()) return;
        var unused = send("CLIENT", "SETINFO", attribute, value);
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
}
