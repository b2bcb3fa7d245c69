package hearsay.client.routing;

import hearsay.client.connection.ConnectionSettings;
import hearsay.client.connection.Endpoint;
import hearsay.client.connection.Loop;
import hearsay.client.connection.NettyLoop;
import hearsay.client.connection.Ports;
import hearsay.client.connection.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
/// WATCH and SUBSCRIBE among them, are refused: they want a `Connection` of their own; whole
/// transactions go by [#transact]. A request whose keys are in several slots goes to the first
/// key's node, which says CROSSSLOT.
///
/// May be used by all threads. Futures are completed on the client's own thread, which must not be
/// blocked.
///
/// Source: Redis Cluster specification, "Clients first connection and handling of redirections".
public final class ClusterClient implements AutoCloseable {

    private static final AtomicInteger CLIENTS = new AtomicInteger();

    private final List<Endpoint> seeds;
    private final RetryPolicy policy;
    private final RandomGenerator random;
    private final Loop loop;
    private final Runnable atEnd;
    private final Connections connections;
    private final Refresher refresher;
    private final Shared shared = new Shared();
    private final Journeys underWay = new Journeys();
    private final Journeys limited = new Journeys();
    private boolean sweepDue;
    private final LongAdder redirects = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private volatile boolean closed;

    private ClusterClient(
            List<Endpoint> seeds,
            ConnectionSettings settings,
            RetryPolicy policy,
            RandomGenerator random,
            Ports ports,
            Runnable atEnd) {
        if (seeds.isEmpty()) throw new IllegalArgumentException("no node to begin with");
        this.seeds = List.copyOf(seeds);
        this.policy = policy;
        this.random = random;
        this.atEnd = atEnd;
        loop = ports.loop();
        connections = new Connections(settings, ports);
        refresher = new Refresher(this.seeds, connections, random, shared);
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
        var name = "hearsay-client-" + CLIENTS.incrementAndGet();
        var ports = NettyLoop.ports(name);
        return new ClusterClient(
                        seeds, settings, policy, random, ports, () -> NettyLoop.close(name))
                .open();
    }

    /// The same in a world of the caller's, whose thread goes on when the client is closed.
    public static CompletionStage<ClusterClient> open(
            List<Endpoint> seeds,
            ConnectionSettings settings,
            RetryPolicy policy,
            RandomGenerator random,
            Ports ports) {
        return new ClusterClient(seeds, settings, policy, random, ports, () -> {}).open();
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
        var promise = new Promise();
        send(promise, options, words);
        return promise;
    }

    /// The same, for those who want no future and send many.
    ///
    /// @throws IllegalArgumentException the command belongs to one connection
    public void send(Outcome outcome, RequestOptions options, byte[]... words) {
        var route = Route.of(words);
        int slot = options.slot() == Route.NO_SLOT ? route.slot() : options.slot();
        start(outcome, slot, null, options, route, words);
    }

    public CompletionStage<Reply> send(RequestOptions options, String... words) {
        return send(options, bytes(words));
    }

    /// Sends MULTI, these requests and EXEC, with nothing between them, to the node of the first
    /// key: the reply is EXEC's, or the error because of which nothing was done.
    ///
    /// @throws IllegalArgumentException one of the commands belongs to one connection
    public void transact(Outcome outcome, RequestOptions options, byte[][]... requests) {
        int slot = options.slot();
        for (var words : requests) {
            int own = Route.of(words).slot();
            if (slot == Route.NO_SLOT) slot = own;
        }
        var limit = options.limit();
        var journey =
                new Transaction(
                        requests,
                        slot,
                        options.idempotent(),
                        limit != null,
                        deadline(limit),
                        shared,
                        connections,
                        outcome);
        start(journey, outcome);
    }

    /// Sends a request to this node and no other: its MOVED is the caller's reply.
    public CompletionStage<Reply> sendTo(Endpoint endpoint, byte[]... words) {
        var promise = new Promise();
        var none = RequestOptions.NONE;
        start(promise, none.slot(), endpoint, none, Route.of(words), words);
        return promise;
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
        if (loop.inLoop()) end();
        else loop.execute(this::end);
        atEnd.run();
    }

    private CompletionStage<ClusterClient> open() {
        var opened = new CompletableFuture<ClusterClient>();
        loop.execute(() ->
                refresher
                        .first()
                        .whenComplete((map, failure) -> {
                            if (failure == null) {
                                opened.complete(this);
                                return;
                            }
                            close();
                            opened.completeExceptionally(failure);
                        }));
        return opened;
    }

    private void end() {
        abandon(underWay);
        abandon(limited);
        connections.close();
    }

    private void abandon(Journeys journeys) {
        for (var first = journeys.first(); first != null; first = journeys.first())
            first.abandon(seeds.getFirst());
    }

    private void start(
            Outcome outcome,
            int slot,
            @Nullable Endpoint exactly,
            RequestOptions options,
            Route route,
            byte[]... words) {
        var limit = options.limit();
        var journey =
                new Journey(
                        words,
                        slot,
                        exactly,
                        options.idempotent() || route.readOnly(),
                        limit != null,
                        deadline(limit),
                        shared,
                        connections,
                        outcome);
        start(journey, outcome);
    }

    private long deadline(@Nullable TimeLimit limit) {
        return nowMillis() + (limit == null ? policy.limit() : limit).millis();
    }

    private void start(Journey journey, Outcome outcome) {
        if (loop.inLoop()) {
            begin(journey, outcome);
            return;
        }
        try {
            loop.execute(() -> begin(journey, outcome));
        } catch (RejectedExecutionException over) {
            outcome.failed(isClosed());
        }
    }

    private void begin(Journey journey, Outcome outcome) {
        if (closed) {
            outcome.failed(isClosed());
            return;
        }
        if (journey.isLimited()) {
            limited.add(journey);
        } else {
            underWay.add(journey);
            if (!sweepDue) sweepAt(journey.deadlineMillis());
        }
        journey.begin();
    }

    private void sweepAt(long millis) {
        sweepDue = true;
        var unused = shared.wakeAt(millis, this::sweep);
    }

    /// Those who began first lose their patience first: one timer, for the first of them, is enough
    /// for all.
    private void sweep() {
        sweepDue = false;
        long now = nowMillis();
        var first = underWay.first();
        for (; first != null && first.deadlineMillis() <= now; first = underWay.first())
            first.tick();
        if (first != null && !sweepDue) sweepAt(first.deadlineMillis());
    }

    private Reply await(Supplier<CompletionStage<Reply>> request) {
        if (loop.inLoop())
            throw new IllegalStateException("waiting on the client's own thread would never end");
        try {
            return request.get().toCompletableFuture().join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RequestFailed failure) throw failure;
            throw failed;
        }
    }

    private long nowMillis() {
        return TimeUnit.NANOSECONDS.toMillis(loop.nanoTime());
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
                case Target.OwnerOf(int slot) -> resolve(slot);
            };
        }

        @Override
        public Endpoint resolve(int slot) {
            var master = slot == Route.NO_SLOT ? null : refresher.map().master(slot);
            return master == null ? anyone(null) : master;
        }

        private Endpoint anyone(@Nullable Endpoint but) {
            var masters = refresher.map().masters();
            var all = masters.isEmpty() ? seeds : masters;
            int at = random.nextInt(all.size());
            return all.get(at).equals(but) ? all.get((at + 1) % all.size()) : all.get(at);
        }

        @Override
        public Loop.Timer wakeAt(long millis, Runnable task) {
            return loop.schedule(TimeUnit.MILLISECONDS.toNanos(millis) - loop.nanoTime(), task);
        }

        @Override
        public Attempt attempt(Journey journey, Target home) {
            return Attempt.underWay(
                    home, journey.isRepeatable(), policy, journey.deadlineMillis(), random);
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
            (journey.isLimited() ? limited : underWay).remove(journey);
            if (failed) failures.increment();
        }
    }
}
