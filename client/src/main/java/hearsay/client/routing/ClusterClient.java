package hearsay.client.routing;

import hearsay.client.connection.ConnectionSettings;
import hearsay.client.connection.Endpoint;
import hearsay.client.connection.Reply;
import hearsay.node.net.Loops;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A client of a whole cluster: each request goes to the master of its keys' slot, follows MOVED
/// and ASK, and waits out what passes, such as a failover, within a time limit. In production
/// prefer Lettuce (asynchronous) or Jedis (blocking): they are proven there; this one is for
/// experiments, because it shows and counts what it does, and takes its clock and its chance from
/// outside.
///
/// A caller gets one of two: the server's reply, which may be an error such as WRONGTYPE, or one
/// [RequestFailed].
///
/// **A write that was sent on a connection which then broke, or timed out, is not repeated.**
/// Nobody knows whether it was done. It fails, and [RequestFailed#maybeExecuted] says so; unless
/// the caller had said that it is idempotent ([RequestOptions#asIdempotent]). Commands that only
/// read are repeated. A write that a node *refused* is repeated, since refused is not done.
///
/// There is one connection to each master, shared by all callers: requests are pipelined, and
/// blocking commands (BLPOP) would hold up the others. Commands that belong to one connection,
/// MULTI and SUBSCRIBE among them, are refused: they want a `Connection` of their own. A request
/// whose keys are in several slots goes to the first key's node, which says CROSSSLOT.
///
/// May be used by all threads. Futures are completed on the client's own thread, which must not be
/// blocked.
///
/// Source: Redis Cluster specification, "Clients first connection and handling of redirections".
public final class ClusterClient implements AutoCloseable {

    private static final AtomicInteger CLIENTS = new AtomicInteger();

    private final String name = "hearsay-client-" + CLIENTS.incrementAndGet();
    private final List<Endpoint> seeds;
    private final ConnectionSettings settings;
    private final RetryPolicy policy;
    private final RandomGenerator random;
    private final EventLoop loop;
    private final Connections connections;
    private final Refresher refresher;
    private final Set<Journey> underWay = new LinkedHashSet<>();
    private final LongAdder redirects = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private volatile boolean closed;

    private ClusterClient(
            List<Endpoint> seeds,
            ConnectionSettings settings,
            RetryPolicy policy,
            RandomGenerator random) {
        if (seeds.isEmpty()) throw new IllegalArgumentException("no node to begin with");
        this.seeds = List.copyOf(seeds);
        this.settings = settings;
        this.policy = policy;
        this.random = random;
        var group = Loops.named(name);
        loop = group.next();
        connections = new Connections(settings, group);
        refresher = new Refresher(this.seeds, connections, random, new Shared());
    }

    /// Asks the seeds for the slot map.
    ///
    /// @param seeds some nodes of the cluster; the others are learned from them
    /// @param random for back-off and the choice of nodes; used on the client's thread alone
    /// @return fails with a [RequestFailed] if none of the seeds gave a map
    public static CompletionStage<ClusterClient> open(
            List<Endpoint> seeds,
            ConnectionSettings settings,
            RetryPolicy policy,
            RandomGenerator random) {
        var client = new ClusterClient(seeds, settings, policy, random);
        var opened = new CompletableFuture<ClusterClient>();
        client.loop.execute(() ->
                client.refresher
                        .first()
                        .whenComplete((map, failure) -> {
                            if (failure == null) {
                                opened.complete(client);
                                return;
                            }
                            client.close();
                            opened.completeExceptionally(failure);
                        }));
        return opened;
    }

    /// Sends a request to the node of its keys, or to any if it has none.
    ///
    /// @return the reply, or a [RequestFailed]
    /// @throws IllegalArgumentException the command belongs to one connection
    public CompletionStage<Reply> send(byte[]... words) {
        return send(RequestOptions.NONE, words);
    }

    public CompletionStage<Reply> send(String... words) {
        return send(RequestOptions.NONE, bytes(words));
    }

    public CompletionStage<Reply> send(RequestOptions options, byte[]... words) {
        var route = Route.of(words);
        int slot = options.slot() == Route.NO_SLOT ? route.slot() : options.slot();
        var home = slot == Route.NO_SLOT ? new Target.Anyone(null) : new Target.OwnerOf(slot);
        return start(home, options, route, words);
    }

    public CompletionStage<Reply> send(RequestOptions options, String... words) {
        return send(options, bytes(words));
    }

    /// Sends a request to this node and no other: its MOVED is the caller's reply.
    public CompletionStage<Reply> sendTo(Endpoint endpoint, byte[]... words) {
        return start(new Target.Exactly(endpoint), RequestOptions.NONE, Route.of(words), words);
    }

    public CompletionStage<Reply> sendTo(Endpoint endpoint, String... words) {
        return sendTo(endpoint, bytes(words));
    }

    /// Sends a request and waits for its reply.
    ///
    /// @throws RequestFailed there is none
    public Reply call(byte[]... words) {
        return await(() -> send(words));
    }

    public Reply call(String... words) {
        return await(() -> send(words));
    }

    public Reply call(RequestOptions options, String... words) {
        return await(() -> send(options, words));
    }

    /// The slot map as it is known at the moment.
    public SlotMap slots() {
        return refresher.map();
    }

    public Metrics metrics() {
        return new Metrics(redirects.sum(), retries.sum(), refresher.refreshes(), failures.sum());
    }

    /// Ends all connections. Requests under way fail.
    @Override
    public void close() {
        if (closed) return;
        closed = true;
        loop.execute(() -> {
            for (var journey : new ArrayList<>(underWay)) journey.abandon(seeds.getFirst());
            connections.close();
        });
        Loops.close(name);
    }

    private CompletionStage<Reply> start(
            Target home, RequestOptions options, Route route, byte[]... words) {
        var promise = new CompletableFuture<Reply>();
        var limit = options.limit() == null ? policy.limit() : options.limit();
        long deadline = nowMillis() + limit.millis();
        boolean repeatable = options.idempotent() || route.readOnly();
        var attempt = new Attempt(home, repeatable, policy, deadline, random);
        var journey = new Journey(words, attempt, new Shared(), connections, promise);
        try {
            if (loop.inEventLoop()) begin(journey, promise);
            else loop.execute(() -> begin(journey, promise));
        } catch (RejectedExecutionException over) {
            promise.completeExceptionally(isClosed());
        }
        return promise;
    }

    private void begin(Journey journey, CompletableFuture<Reply> promise) {
        if (closed) {
            promise.completeExceptionally(isClosed());
            return;
        }
        underWay.add(journey);
        journey.begin();
    }

    private Reply await(Supplier<CompletionStage<Reply>> request) {
        if (loop.inEventLoop())
            throw new IllegalStateException("waiting on the client's own thread would never end");
        try {
            return request.get().toCompletableFuture().join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RequestFailed failure) throw failure;
            throw failed;
        }
    }

    private long nowMillis() {
        return TimeUnit.NANOSECONDS.toMillis(settings.nanoClock().getAsLong());
    }

    private static RequestFailed isClosed() {
        return new RequestFailed("the client was closed", false, 0);
    }

    private static byte[][] bytes(String... words) {
        var bytes = new byte[words.length][];
        for (int i = 0; i < words.length; i++) bytes[i] = words[i].getBytes(StandardCharsets.UTF_8);
        return bytes;
    }

    /// What journeys and the refresher see of the client.
    private final class Shared implements Journey.World {
        @Override
        public long nowMillis() {
            return ClusterClient.this.nowMillis();
        }

        @Override
        public Endpoint resolve(Target target) {
            return switch (target) {
                case Target.Exactly(Endpoint endpoint) -> endpoint;
                case Target.Anyone(Endpoint but) -> anyone(but);
                case Target.OwnerOf(int slot) -> {
                    var master = refresher.map().master(slot);
                    yield master == null ? anyone(null) : master;
                }
            };
        }

        private Endpoint anyone(@Nullable Endpoint but) {
            var masters = refresher.map().masters();
            var all = masters.isEmpty() ? seeds : masters;
            int at = random.nextInt(all.size());
            return all.get(at).equals(but) ? all.get((at + 1) % all.size()) : all.get(at);
        }

        @Override
        public Future<?> wakeAt(long millis, Runnable task) {
            return loop.schedule(task, Math.max(0, millis - nowMillis()), TimeUnit.MILLISECONDS);
        }

        @Override
        public void learn(int slot, Endpoint master) {
            refresher.learn(slot, master);
        }

        @Override
        public void refresh(@Nullable Endpoint hint) {
            refresher.wanted(hint);
        }

        @Override
        public void distrust(Endpoint endpoint) {
            refresher.distrust(endpoint);
        }

        @Override
        public void sent(Attempt.Why why) {
            switch (why) {
                case FIRST -> {}
                case REDIRECTED -> redirects.increment();
                case RETRIED -> retries.increment();
            }
        }

        @Override
        public void ended(Journey journey, boolean failed) {
            underWay.remove(journey);
            if (failed) failures.increment();
        }
    }
}
