package hearsay.client.routing;

import hearsay.client.connection.ConnectionSettings;
import hearsay.client.connection.Endpoint;
import hearsay.client.connection.Loop;
import hearsay.client.connection.Ports;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Sends a client's requests on their journeys, and ends those whose time is up.
final class Sender {

    private final ConnectionSettings settings;
    private final Ports ports;
    private final RetryPolicy policy;
    private final RandomGenerator random;
    private final Loop loop;
    private final Clock clock;
    private final Topology topology;
    private final Lines shared;
    private final Lines readers;
    private final Lines own;
    private final Meter meter = new Meter();
    private final Journeys underWay = new Journeys();
    private final Journeys limited = new Journeys();
    private final List<Runnable> atEnd = new ArrayList<>();
    private boolean sweepDue;
    private volatile boolean closed;

    /// @param shared the connections to masters
    Sender(
            ConnectionSettings settings,
            RetryPolicy policy,
            RandomGenerator random,
            Ports ports,
            Topology topology,
            Lines shared) {
        this.settings = settings;
        this.ports = ports;
        this.policy = policy;
        this.random = random;
        this.topology = topology;
        this.shared = shared;
        loop = ports.loop();
        clock = new Clock(loop);
        readers = new Connections(settings, ports, true);
        own = new Pool(settings, ports);
        topology.onChange(this::forgetOthers);
    }

    /// Sends a request to the node of its keys, or to exactly one.
    ///
    /// @throws IllegalArgumentException the command belongs to one connection
    void send(
            Outcome outcome, @Nullable Endpoint exactly, RequestOptions options, byte[]... words) {
        start(journey(outcome, exactly, options, words), outcome);
    }

    /// Sends them all at once, in their order: to each node go its own in one piece.
    ///
    /// @throws IllegalArgumentException one of the commands belongs to one connection; nothing was
    ///   sent
    void sendAll(List<Outcome> outcomes, List<RequestOptions> options, List<byte[][]> requests) {
        var journeys = new ArrayList<Journey>(requests.size());
        for (int i = 0; i < requests.size(); i++)
            journeys.add(journey(outcomes.get(i), null, options.get(i), requests.get(i)));
        onLoop(
                () -> {
                    for (int i = 0; i < journeys.size(); i++)
                        begin(journeys.get(i), outcomes.get(i));
                },
                () -> {
                    for (var outcome : outcomes) outcome.failed(isClosed());
                });
    }

    /// Sends MULTI, these requests and EXEC.
    ///
    /// @throws IllegalArgumentException one of the commands belongs to one connection
    void transact(Outcome outcome, RequestOptions options, byte[][]... requests) {
        int slot = options.slot();
        for (var words : requests) {
            int its = Route.of(words).slot();
            if (slot == Route.NO_SLOT) slot = its;
        }
        var limit = options.limit();
        var journey =
                new Transaction(
                        requests,
                        slot,
                        options.idempotent(),
                        limit != null,
                        deadline(limit, 0),
                        this,
                        shared,
                        outcome);
        start(journey, outcome);
    }

    Lines own() {
        return own;
    }

    ConnectionSettings settings() {
        return settings;
    }

    Ports ports() {
        return ports;
    }

    Loop loop() {
        return loop;
    }

    /// How long to wait after a number of pauses.
    long pauseMillis(int pausesBefore) {
        return policy.pauseMillis(pausesBefore, random);
    }

    /// The task is run when the client is closed.
    void atEnd(Runnable task) {
        atEnd.add(task);
    }

    void notAtEnd(Runnable task) {
        atEnd.remove(task);
    }

    boolean isOver() {
        return closed;
    }

    Metrics metrics() {
        return meter.read(topology.refreshes());
    }

    void close(Endpoint nowhere) {
        closed = true;
        onLoop(() -> end(nowhere), () -> {});
    }

    /// Runs the task on the loop, at once if this is the loop, or the other one if it has ended.
    void onLoop(Runnable task, Runnable ifOver) {
        if (loop.inLoop()) {
            task.run();
            return;
        }
        try {
            loop.execute(task);
        } catch (RejectedExecutionException over) {
            ifOver.run();
        }
    }

    static RequestFailed isClosed() {
        return new RequestFailed("the client was closed", false, 0);
    }

    private Journey journey(
            Outcome outcome, @Nullable Endpoint exactly, RequestOptions options, byte[][] words) {
        var route = Route.of(words);
        var limit = options.limit();
        int slot = options.slot() == Route.NO_SLOT ? route.slot() : options.slot();
        boolean reading = route.readOnly() && options.readFrom() != ReadFrom.MASTER;
        boolean alone = route.blockMillis() > 0;
        return new Journey(
                words,
                slot,
                exactly,
                options.idempotent() || route.readOnly(),
                limit != null || alone,
                deadline(limit, route.blockMillis()),
                reading ? options.readFrom() : ReadFrom.MASTER,
                this,
                alone ? own : reading ? readers : shared,
                outcome);
    }

    /// When nobody waits any longer for the reply to a request that is sent now.
    long deadline(byte[]... words) {
        return deadline(null, Blocking.millis(words));
    }

    private long deadline(@Nullable TimeLimit limit, long blockMillis) {
        if (limit != null) return nowMillis() + limit.millis();
        if (blockMillis == Clock.NEVER) return Clock.NEVER;
        return nowMillis() + policy.limit().millis() + blockMillis;
    }

    private void start(Journey journey, Outcome outcome) {
        if (loop.inLoop()) begin(journey, outcome);
        else onLoop(() -> begin(journey, outcome), () -> outcome.failed(isClosed()));
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
        var unused = wakeAt(millis, this::sweep);
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

    private void end(Endpoint nowhere) {
        abandon(underWay, nowhere);
        abandon(limited, nowhere);
        for (var task : List.copyOf(atEnd)) task.run();
        topology.close();
        shared.close();
        readers.close();
        own.close();
    }

    private static void abandon(Journeys journeys, Endpoint nowhere) {
        for (var first = journeys.first(); first != null; first = journeys.first())
            first.abandon(nowhere);
    }

    private void forgetOthers() {
        for (var lines : List.of(shared, readers, own)) lines.retain(topology::knows);
    }

    // What journeys ask for.

    long nowMillis() {
        return clock.nowMillis();
    }

    Loop.Timer wakeAt(long millis, Runnable task) {
        return clock.wakeAt(millis, task);
    }

    Endpoint resolve(Target target) {
        return switch (target) {
            case Target.Exactly(Endpoint endpoint) -> endpoint;
            case Target.Anyone(Endpoint but) -> topology.anyone(but);
            case Target.OwnerOf(int slot) -> topology.master(slot);
            case Target.ReaderOf(int slot, ReadFrom from, Endpoint but) -> resolve(slot, from, but);
        };
    }

    Endpoint resolve(int slot, ReadFrom from, @Nullable Endpoint but) {
        if (from == ReadFrom.MASTER) return topology.master(slot);
        var readers = new ArrayList<>(topology.replicas(slot));
        if (from == ReadFrom.ANY) readers.add(topology.master(slot));
        readers.remove(but);
        if (!readers.isEmpty()) return readers.get(random.nextInt(readers.size()));
        return topology.master(slot);
    }

    Attempt attempt(Journey journey, Target home) {
        return Attempt.underWay(
                home, journey.isRepeatable(), policy, journey.deadlineMillis(), random);
    }

    void learn(int slot, Endpoint master) {
        topology.learn(slot, master);
    }

    void refresh(@Nullable Endpoint hint) {
        topology.refresh(hint);
    }

    void distrust(Endpoint endpoint) {
        topology.distrust(endpoint);
    }

    void sent(Attempt.Why why) {
        meter.sent(why);
    }

    void met(Trouble trouble) {
        meter.met(trouble);
    }

    void troubled(long millis) {
        meter.troubled(millis);
    }

    void ended(Journey journey, boolean failed) {
        (journey.isLimited() ? limited : underWay).remove(journey);
        if (failed) meter.failed();
    }
}
