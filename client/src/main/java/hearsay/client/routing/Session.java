package hearsay.client.routing;

import hearsay.client.connection.Connection;
import hearsay.client.connection.ConnectionFailure;
import hearsay.client.connection.Endpoint;
import hearsay.client.connection.Reply;
import hearsay.gossip.routing.HashSlot;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// A connection for one caller alone, to the master of one slot: for WATCH, MULTI and EXEC, and all
/// else that a connection remembers.
///
/// Here nothing is repeated: MOVED and the like are replies. What MOVED says is learned, so that
/// the next session of that key goes to the right place; this one is closed and begun again by its
/// caller.
///
/// On [#close] the connection goes back to the pool, unless it is still in the middle of something.
public final class Session implements AutoCloseable {

    private final Sender sender;
    private final Topology topology;
    private final Connection connection;
    private boolean watching;
    private boolean queueing;
    private boolean spoilt;
    private boolean closed;

    private Session(Sender sender, Topology topology, Connection connection) {
        this.sender = sender;
        this.topology = topology;
        this.connection = connection;
    }

    static CompletionStage<Session> open(Sender sender, Topology topology, byte[] key) {
        var opened = new CompletableFuture<Session>();
        int slot = HashSlot.of(key);
        sender.onLoop(
                () -> open(sender, topology, topology.master(slot), opened),
                () -> opened.completeExceptionally(Sender.isClosed()));
        return opened;
    }

    private static void open(
            Sender sender, Topology topology, Endpoint master, CompletableFuture<Session> opened) {
        if (sender.isOver()) {
            opened.completeExceptionally(Sender.isClosed());
            return;
        }
        var ready = sender.own().ready(master);
        if (ready != null) {
            opened.complete(new Session(sender, topology, ready));
            return;
        }
        sender.own()
                .to(master)
                .whenComplete((connection, failure) -> {
                    if (connection != null) {
                        opened.complete(new Session(sender, topology, connection));
                        return;
                    }
                    topology.distrust(master);
                    topology.refresh(null);
                    opened.completeExceptionally(failed(Journey.cause(failure, master)));
                });
    }

    private static RequestFailed failed(ConnectionFailure cause) {
        return new RequestFailed(String.valueOf(cause.getMessage()), cause.maybeExecuted(), 1);
    }

    /// Sends a request on this connection.
    ///
    /// @return the reply, or a [RequestFailed]: there will be no other reply on this connection
    public CompletionStage<Reply> send(byte[]... words) {
        var reply = new CompletableFuture<Reply>();
        sender.onLoop(
                () -> sendNow(reply, words), () -> reply.completeExceptionally(Sender.isClosed()));
        return reply;
    }

    public CompletionStage<Reply> send(String... words) {
        return send(RedisClient.bytes(words));
    }

    /// Sends a request and waits for its reply.
    ///
    /// @throws RequestFailed there is none
    public Reply call(String... words) {
        return RedisClient.await(sender.loop(), () -> send(words));
    }

    public Endpoint endpoint() {
        return connection.endpoint();
    }

    @Override
    public void close() {
        sender.onLoop(this::end, () -> {});
    }

    private void end() {
        if (closed) return;
        closed = true;
        if (watching || queueing || spoilt) connection.close();
        sender.own().done(connection);
    }

    private void sendNow(CompletableFuture<Reply> reply, byte[]... words) {
        if (closed) {
            reply.completeExceptionally(new RequestFailed("the session was closed", false, 0));
            return;
        }
        var command = new String(words[0], StandardCharsets.ISO_8859_1);
        boolean last = note(command.toUpperCase(Locale.ROOT));
        // Connections of the pool know no timeout: they are there for commands that block.
        var patience = sender.wakeAt(sender.deadline(words), connection::close);
        connection
                .send(words)
                .whenComplete((answer, failure) -> {
                    patience.cancel();
                    if (answer != null) {
                        if (answer instanceof Reply.Failure error) learn(error);
                        else if (last) settled();
                        reply.complete(answer);
                    } else {
                        topology.refresh(null);
                        var cause = Journey.cause(failure, connection.endpoint());
                        reply.completeExceptionally(failed(cause));
                    }
                });
    }

    /// @return whether this ends what the connection remembers
    private boolean note(String command) {
        switch (command) {
            case "WATCH" -> watching = true;
            case "MULTI" -> queueing = true;
            case "EXEC", "DISCARD", "UNWATCH" -> {
                return !command.equals("UNWATCH") || !queueing;
            }
            case "SUBSCRIBE",
                    "PSUBSCRIBE",
                    "SSUBSCRIBE",
                    "MONITOR",
                    "HELLO",
                    "AUTH",
                    "SELECT",
                    "CLIENT",
                    "READONLY",
                    "READWRITE",
                    "ASKING",
                    "RESET",
                    "QUIT" ->
                    spoilt = true;
            default -> {}
        }
        return false;
    }

    private void settled() {
        watching = false;
        queueing = false;
    }

    private void learn(Reply.Failure error) {
        // EXECABORT, too, ends the transaction and forgets what was watched.
        if (error.code().equals("EXECABORT")) settled();
        var trouble = Trouble.of(error);
        if (trouble == null) return;
        sender.met(trouble);
        var redirection = redirection(trouble, error);
        if (redirection != null) topology.learn(redirection.slot(), redirection.endpoint());
        if (trouble != Trouble.ASK && trouble != Trouble.TRYAGAIN) topology.refresh(null);
    }

    private @Nullable Redirection redirection(Trouble trouble, Reply.Failure error) {
        return trouble == Trouble.MOVED ? Redirection.parse(error, connection.endpoint()) : null;
    }
}
