package hearsay.client.routing;

import hearsay.client.connection.Endpoint;
import hearsay.client.connection.Loop;
import hearsay.client.connection.Reply;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/// What all clients can do, whoever tells them where the master is: each request asynchronously, as
/// a [CompletionStage] or an [Outcome], or blocking.
///
/// A caller gets one of two: the server's reply, which may be an error such as WRONGTYPE, or one
/// [RequestFailed].
///
/// **A write that was sent on a connection which then broke, or timed out, is not repeated.**
/// Nobody knows whether it was done. It fails, and [RequestFailed#maybeExecuted] says so; unless
/// the caller had said that it is idempotent ([RequestOptions#asIdempotent]). Commands that only
/// read are repeated. A write that a node *refused* is repeated, since refused is not done.
///
/// There is one connection to each master, shared by all callers, on which requests are pipelined.
/// Commands that block (BLPOP, XREAD with BLOCK) get a connection of their own for as long as they
/// take. Commands that belong to one connection, WATCH and SUBSCRIBE among them, are refused here:
/// whole transactions go by [#transact], those that watch by [#session], and channels have a
/// [Subscriber].
///
/// Requests of one thread for one slot are sent in the order of its calls. One that is refused or
/// redirected comes later, perhaps after those behind it: who needs an order waits for replies, or
/// puts what belongs together into a transaction.
///
/// May be used by all threads. Futures are completed on the client's own thread, which must not be
/// blocked.
public abstract sealed class RedisClient implements AutoCloseable
        permits ClusterClient, SentinelClient {

    private final Sender sender;
    private final Topology topology;
    private final Endpoint nowhere;
    private final Runnable atEnd;

    /// @param nowhere a node to name in what fails because the client is closed
    /// @param atEnd run when the client is closed
    RedisClient(Sender sender, Topology topology, Endpoint nowhere, Runnable atEnd) {
        this.sender = sender;
        this.topology = topology;
        this.nowhere = nowhere;
        this.atEnd = atEnd;
    }

    /// Sends a request to the node of its keys, or to any if it has none.
    ///
    /// @return the reply, or a [RequestFailed]
    /// @throws IllegalArgumentException the command belongs to one connection
    public final CompletionStage<Reply> send(byte[]... words) {
        return send(RequestOptions.NONE, words);
    }

    public final CompletionStage<Reply> send(String... words) {
        return send(RequestOptions.NONE, bytes(words));
    }

    public final CompletionStage<Reply> send(RequestOptions options, byte[]... words) {
        var promise = new Promise();
        send(promise, options, words);
        return promise;
    }

    public final CompletionStage<Reply> send(RequestOptions options, String... words) {
        return send(options, bytes(words));
    }

    /// The same, for those who want no future and send many.
    ///
    /// @throws IllegalArgumentException the command belongs to one connection
    public final void send(Outcome outcome, RequestOptions options, byte[]... words) {
        sender.send(outcome, null, options, words);
    }

    /// Sends a request to this node and no other: its MOVED is the caller's reply.
    public final CompletionStage<Reply> sendTo(Endpoint endpoint, byte[]... words) {
        var promise = new Promise();
        sender.send(promise, endpoint, RequestOptions.NONE, words);
        return promise;
    }

    public final CompletionStage<Reply> sendTo(Endpoint endpoint, String... words) {
        return sendTo(endpoint, bytes(words));
    }

    /// Sends a request and waits for its reply.
    ///
    /// @throws RequestFailed there is none
    public final Reply call(byte[]... words) {
        return await(() -> send(words));
    }

    public final Reply call(String... words) {
        return await(() -> send(words));
    }

    public final Reply call(RequestOptions options, String... words) {
        return await(() -> send(options, words));
    }

    /// Sends MULTI, these requests and EXEC, with nothing between them, to the node of the first
    /// key: the reply is EXEC's, or the error because of which nothing was done.
    ///
    /// @throws IllegalArgumentException one of the commands belongs to one connection
    public final void transact(Outcome outcome, RequestOptions options, byte[][]... requests) {
        sender.transact(outcome, options, requests);
    }

    /// Requests to be sent in one go, whatever nodes they are for.
    public final Pipeline pipeline() {
        return new Pipeline(this, sender);
    }

    /// Divides a request with keys in several slots into one for each slot, and makes one reply of
    /// theirs: MGET, MSET, DEL, UNLINK, EXISTS, TOUCH. This is no longer one atomic command, and if
    /// it fails some of its parts may have been done.
    ///
    /// @return the reply as if all keys were in one place, the first error that one of the parts
    ///   was answered with, or a [RequestFailed]
    /// @throws IllegalArgumentException it is another command, or has not its form
    public final CompletionStage<Reply> scatter(RequestOptions options, byte[]... words) {
        return Scattered.send(this, options, words);
    }

    public final CompletionStage<Reply> scatter(String... words) {
        return scatter(RequestOptions.NONE, bytes(words));
    }

    /// A connection for the caller alone to the master of this key's slot.
    ///
    /// @return fails with a [RequestFailed]
    public final CompletionStage<Session> session(byte[] key) {
        return Session.open(sender, topology, key);
    }

    public final CompletionStage<Session> session(String key) {
        return session(key.getBytes(StandardCharsets.UTF_8));
    }

    /// Listens to channels, on connections of its own.
    ///
    /// @param listener called on the client's thread, which must not be blocked
    public final Subscriber subscriber(Subscriber.Listener listener) {
        return new Subscriber(sender, topology, listener);
    }

    public final Metrics metrics() {
        return sender.metrics();
    }

    /// Ends all connections. Requests under way fail.
    @Override
    public final void close() {
        if (sender.isOver()) return;
        sender.close(nowhere);
        atEnd.run();
    }

    final Sender sender() {
        return sender;
    }

    /// Completes with the client once it knows where to send; else it is closed again.
    static <T extends RedisClient> CompletionStage<T> whenReady(T client) {
        RedisClient opening = client;
        var opened = new CompletableFuture<T>();
        opening.loop()
                .execute(() ->
                        opening.topology
                                .first()
                                .whenComplete((known, failure) -> {
                                    if (failure == null) {
                                        opened.complete(client);
                                        return;
                                    }
                                    client.close();
                                    opened.completeExceptionally(failure);
                                }));
        return opened;
    }

    final Reply await(Supplier<CompletionStage<Reply>> request) {
        return await(loop(), request);
    }

    /// @throws RequestFailed it failed so
    static <T> T await(Loop loop, Supplier<CompletionStage<T>> request) {
        if (loop.inLoop())
            throw new IllegalStateException("waiting on the client's own thread would never end");
        try {
            return request.get().toCompletableFuture().join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RequestFailed failure) throw failure;
            throw failed;
        }
    }

    static byte[][] bytes(String... words) {
        var bytes = new byte[words.length][];
        for (int i = 0; i < words.length; i++) bytes[i] = words[i].getBytes(StandardCharsets.UTF_8);
        return bytes;
    }

    private Loop loop() {
        return sender.loop();
    }
}
