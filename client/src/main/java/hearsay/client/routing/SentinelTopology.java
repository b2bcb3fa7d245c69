package hearsay.client.routing;

import hearsay.client.connection.Connection;
import hearsay.client.connection.ConnectionSettings;
import hearsay.client.connection.Endpoint;
import hearsay.client.connection.Ports;
import hearsay.client.connection.Reply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Keeps the master that sentinels name, and its replicas: carries out what a [MasterSearch]
/// decides, and listens to all sentinels for the end of a failover. Lives on the client's loop;
/// what is known is read by all threads.
///
/// Source: Redis documentation, "High availability with Redis Sentinel", "Pub/Sub messages".
final class SentinelTopology implements Topology {

    private static final byte[][] ROLE = RedisClient.bytes("ROLE");
    private static final byte[][] SUBSCRIBE = RedisClient.bytes("SUBSCRIBE", "+switch-master");

    private final String name;
    private final List<Endpoint> sentinels;
    private final ConnectionSettings settings;
    private final Ports ports;
    private final Clock clock;
    private final RetryPolicy policy;
    private final RandomGenerator random;
    private final MasterSearch search;
    private final Connections asking;
    private final Connections nodes;
    private final CompletableFuture<Endpoint> first = new CompletableFuture<>();
    private final LongAdder refreshes = new LongAdder();
    private final List<Runnable> onChange = new ArrayList<>();
    private final Map<Endpoint, Ear> ears = new LinkedHashMap<>();
    private final byte[][] whoIsMaster;
    private final byte[][] whoAreReplicas;
    private volatile @Nullable Endpoint master;
    private volatile List<Endpoint> replicas = List.of();
    private long openUntilMillis;
    private boolean closed;

    /// @param settings for the sentinels, which have users and passwords of their own
    /// @param nodes the connections to masters
    SentinelTopology(
            String name,
            List<Endpoint> sentinels,
            ConnectionSettings settings,
            RetryPolicy policy,
            RandomGenerator random,
            Ports ports,
            Connections nodes) {
        this.name = name;
        this.sentinels = sentinels;
        this.settings = settings;
        this.policy = policy;
        this.random = random;
        this.ports = ports;
        this.nodes = nodes;
        clock = new Clock(ports.loop());
        search = new MasterSearch(sentinels, policy, random);
        asking = new Connections(settings, ports, false);
        whoIsMaster = RedisClient.bytes("SENTINEL", "GET-MASTER-ADDR-BY-NAME", name);
        whoAreReplicas = RedisClient.bytes("SENTINEL", "REPLICAS", name);
    }

    /// A failover that is under way is waited for as long as for a request.
    @Override
    public CompletionStage<Endpoint> first() {
        openUntilMillis = clock.nowMillis() + policy.limit().millis();
        for (var sentinel : sentinels) listen(sentinel, 0);
        refresh(null);
        return first;
    }

    @Override
    public Endpoint master(int slot) {
        var known = master;
        return known == null ? sentinels.getFirst() : known;
    }

    @Override
    public Endpoint anyone(@Nullable Endpoint but) {
        return master(Route.NO_SLOT);
    }

    @Override
    public List<Endpoint> replicas(int slot) {
        return replicas;
    }

    @Override
    public boolean knows(Endpoint endpoint) {
        return endpoint.equals(master) || replicas.contains(endpoint);
    }

    /// Here nobody serves but the master.
    @Override
    public void learn(int slot, Endpoint unused) {}

    @Override
    public void refresh(@Nullable Endpoint hint) {
        on(MasterSearch.Event.Wanted.WANTED);
    }

    @Override
    public void distrust(Endpoint endpoint) {}

    @Override
    public long refreshes() {
        return refreshes.sum();
    }

    @Override
    public void onChange(Runnable task) {
        onChange.add(task);
    }

    @Override
    public void notOnChange(Runnable task) {
        onChange.remove(task);
    }

    @Override
    public void close() {
        closed = true;
        onChange.clear();
        for (var ear : ears.values()) ear.close();
        asking.close();
    }

    private void on(MasterSearch.Event event) {
        if (closed) return;
        for (var effect : search.on(event, clock.nowMillis())) perform(effect);
    }

    private void perform(MasterSearch.Effect effect) {
        switch (effect) {
            case MasterSearch.Effect.Ask(Endpoint sentinel) -> ask(sentinel);
            case MasterSearch.Effect.AskRole(Endpoint candidate) -> askRole(candidate);
            case MasterSearch.Effect.WakeAt(long millis) -> {
                var unused = clock.wakeAt(millis, () -> on(MasterSearch.Event.Tick.TICK));
            }
            case MasterSearch.Effect.Use(Endpoint found, List<Endpoint> usable) ->
                    use(found, usable);
            case MasterSearch.Effect.InVain(String reason, boolean hopeless) -> {
                if (hopeless || clock.nowMillis() >= openUntilMillis)
                    first.completeExceptionally(
                            new RequestFailed("no master named " + name + ": " + reason, false, 1));
            }
        }
    }

    private void use(Endpoint found, List<Endpoint> usable) {
        boolean change = !found.equals(master) || !usable.equals(replicas);
        master = found;
        replicas = usable;
        if (change) for (var task : List.copyOf(onChange)) task.run();
        first.complete(found);
    }

    private void ask(Endpoint sentinel) {
        refreshes.increment();
        asking.to(sentinel)
                .thenCompose(connection -> ask(connection, sentinel))
                .whenComplete((named, failure) -> {
                    if (named != null) on(named);
                    else on(new MasterSearch.Event.NoAnswer(sentinel, reason(failure, sentinel)));
                });
    }

    private CompletionStage<MasterSearch.Event> ask(Connection connection, Endpoint sentinel) {
        return connection
                .send(whoIsMaster)
                .thenCombine(
                        connection.send(whoAreReplicas),
                        (named, listed) ->
                                named instanceof Reply.Failure error
                                        ? new MasterSearch.Event.NoAnswer(
                                                sentinel, sentinel + " says " + error.text())
                                        : new MasterSearch.Event.Named(
                                                sentinel,
                                                SentinelReplies.address(named),
                                                SentinelReplies.usable(listed)));
    }

    private void askRole(Endpoint candidate) {
        nodes.to(candidate)
                .thenCompose(connection -> connection.send(ROLE))
                .whenComplete((reply, failure) -> {
                    var role =
                            reply == null
                                    ? reason(failure, candidate)
                                    : SentinelReplies.role(reply);
                    on(new MasterSearch.Event.Role(candidate, role));
                });
    }

    private void listen(Endpoint sentinel, int pauses) {
        if (closed) return;
        ears.put(
                sentinel,
                Ear.open(
                        sentinel,
                        settings,
                        ports,
                        opened -> {
                            opened.tell(SUBSCRIBE);
                            // What was announced before we listened nobody will repeat.
                            if (pauses > 0) refresh(null);
                        },
                        this::heard,
                        reason -> {
                            long at = clock.nowMillis() + policy.pauseMillis(pauses, random);
                            var unused = clock.wakeAt(at, () -> listen(sentinel, pauses + 1));
                        }));
    }

    private void heard(Reply reply) {
        var items = Ear.push(reply);
        if (items == null || items.size() != 3 || !items.getFirst().text().equals("message"))
            return;
        var next = SentinelReplies.switched(items.get(2).text(), name);
        if (next != null) on(new MasterSearch.Event.Switched(next));
    }

    private static String reason(@Nullable Throwable failure, Endpoint of) {
        return String.valueOf(Journey.cause(failure, of).getMessage());
    }
}
