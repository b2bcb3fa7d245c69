package hearsay.simulations.workload;

import hearsay.client.connection.Connection;
import hearsay.client.connection.ConnectionSettings;
import hearsay.client.connection.Loop;
import hearsay.client.connection.Ports;
import hearsay.client.routing.ClusterClient;
import hearsay.client.routing.RedisClient;
import hearsay.client.routing.RetryPolicy;
import hearsay.client.routing.SentinelClient;
import hearsay.simulations.check.History;
import hearsay.simulations.check.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One client of a cluster, or of a master that Sentinels watch, with connections of its own and
/// errands under way.
abstract class Participant implements Worker {

    /// A client that finds nobody tries again after that long.
    private static final long AGAIN_NANOS = 200_000_000;

    private final int number;
    private final Surroundings surroundings;
    private final History history;
    private final RandomGenerator chance;
    private final RandomGenerator clientsChance;
    private final Ports ports;
    private final List<Errand> underWay = new ArrayList<>();
    private @Nullable RedisClient redis;
    private boolean over;

    /// @param chance for what it does
    /// @param clientsChance for its back-off and its choice of nodes
    Participant(
            int number,
            Surroundings surroundings,
            History history,
            RandomGenerator chance,
            RandomGenerator clientsChance) {
        this.number = number;
        this.surroundings = surroundings;
        this.history = history;
        this.chance = chance;
        this.clientsChance = clientsChance;
        ports = surroundings.ports().apply(number);
    }

    /// Opens its way to the masters, however long that takes.
    final void open() {
        if (over) return;
        var sentinels = surroundings.sentinels();
        (sentinels == null ? toCluster() : toWatched(sentinels))
                .whenComplete((opened, failure) -> {
                    if (opened == null) {
                        after(AGAIN_NANOS, this::open);
                    } else if (over) {
                        opened.close();
                    } else {
                        redis = opened;
                        opened();
                    }
                });
    }

    private CompletionStage<? extends RedisClient> toCluster() {
        return ClusterClient.open(
                surroundings.seeds(), settings(), RetryPolicy.DEFAULT, clientsChance, ports);
    }

    private CompletionStage<? extends RedisClient> toWatched(Surroundings.Sentinels sentinels) {
        return SentinelClient.open(
                sentinels.master(),
                sentinels.knownBy(number),
                ConnectionSettings.DEFAULT,
                settings(),
                RetryPolicy.DEFAULT,
                clientsChance,
                ports);
    }

    /// It can begin.
    abstract void opened();

    /// All errands under way are over.
    abstract void idle();

    ConnectionSettings settings() {
        return ConnectionSettings.DEFAULT;
    }

    final RandomGenerator chance() {
        return chance;
    }

    final Ports ports() {
        return ports;
    }

    final Surroundings surroundings() {
        return surroundings;
    }

    final Loop.Timer after(long nanos, Runnable task) {
        return ports.loop().schedule(nanos, task);
    }

    final void run(Errand errand) {
        underWay.add(errand);
        errand.begin();
    }

    /// All are known to be under way before the first of them can be over.
    final void run(List<Errand> errands) {
        underWay.addAll(errands);
        for (var errand : errands) errand.begin();
    }

    final boolean isIdle() {
        return underWay.isEmpty();
    }

    final boolean isOver() {
        return over;
    }

    /// Takes its leave; what is still under way is written down as such.
    void end() {
        if (over) return;
        over = true;
        for (var errand : new ArrayList<>(underWay)) errand.abandon();
        if (redis != null) redis.close();
    }

    @Override
    public final int number() {
        return number;
    }

    @Override
    public final long nanos() {
        return ports.loop().nanoTime() - surroundings.originNanos();
    }

    @Override
    public final RedisClient redis() {
        if (redis == null) throw new IllegalStateException("not opened");
        return redis;
    }

    @Override
    public final String name(Connection connection) {
        return surroundings.names().apply(connection.endpoint());
    }

    @Override
    public final void write(Operation operation) {
        history.add(operation);
    }

    @Override
    public final void done(Errand errand) {
        underWay.remove(errand);
        if (underWay.isEmpty() && !over) idle();
    }
}
