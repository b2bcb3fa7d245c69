package hearsay.simulations.world;

import hearsay.gossip.model.Slot;
import hearsay.simulations.fault.Checks;
import hearsay.simulations.fault.Latency;
import java.time.Duration;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a world is like before anything happens in it: a formed cluster, all nodes up.
///
/// @param masters each with an equal share of the slots
/// @param replicas of each master
/// @param nodeTimeout `cluster-node-timeout`
/// @param firstPort of the first master; the other nodes follow, masters first
/// @param directives of redis.conf for all nodes, beside those that the simulator sets itself
/// @param nat whether nodes announce another address than the one that they are bound to
/// @param latency of a packet between two machines
/// @param loss of bus messages, from 0 to 1
/// @param duplication likewise
/// @param reordering likewise
/// @param bandwidth of each machine in bytes per second, 0 for any
/// @param sync how long an fsync takes
/// @param clockOffset how far at most a node's clock is from the true time at the begin, both ways
/// @param clockDrift by how much at most a clock is too fast or slow, in parts per million
/// @param watch the Sentinels; with any, the world is no cluster but one master with its replicas
public record WorldPlan(
        int masters,
        int replicas,
        Duration nodeTimeout,
        int firstPort,
        SortedMap<String, String> directives,
        boolean nat,
        Latency latency,
        double loss,
        double duplication,
        double reordering,
        long bandwidth,
        Latency sync,
        Duration clockOffset,
        double clockDrift,
        Watch watch) {

    private static final int HIGHEST_PORT = 55535;

    /// Three masters with a replica each, as `hearsay up` makes them, in a quiet local network.
    public static final WorldPlan USUAL = of(3, 1, Duration.ofSeconds(2));

    public WorldPlan {
        if (masters < 1) throw new IllegalArgumentException("a cluster has at least one master");
        if (masters > Slot.COUNT)
            throw new IllegalArgumentException(
                    "there are only " + Slot.COUNT + " slots: too many masters");
        if (!watch.isNone() && masters > 1)
            throw new IllegalArgumentException("Sentinels watch one master: no cluster");
        if (replicas < 0) throw new IllegalArgumentException("replicas cannot be negative");
        if (nodeTimeout.toMillis() < 1)
            throw new IllegalArgumentException("the node timeout is at least 1ms");
        if (firstPort < 1 || firstPort + masters * (1L + replicas) - 1 > HIGHEST_PORT)
            throw new IllegalArgumentException(
                    "ports run from 1 to "
                            + HIGHEST_PORT
                            + ", and that of the bus is 10000 higher: "
                            + masters * (1L + replicas)
                            + " nodes from port "
                            + firstPort
                            + " do not fit");
        directives = Collections.unmodifiableSortedMap(new TreeMap<>(directives));
        Objects.requireNonNull(latency);
        Checks.probability(loss);
        Checks.probability(duplication);
        Checks.probability(reordering);
        if (bandwidth < 0) throw new IllegalArgumentException("a bandwidth cannot be negative");
        Objects.requireNonNull(sync);
        Checks.notNegative("how far clocks are apart", clockOffset);
        if (!(clockDrift >= 0 && clockDrift < 1_000_000))
            throw new IllegalArgumentException(
                    "a clock's drift is below 1000000 parts per million");
    }

    public static WorldPlan of(int masters, int replicas, Duration nodeTimeout) {
        return new WorldPlan(
                masters,
                replicas,
                nodeTimeout,
                7000,
                new TreeMap<>(),
                false,
                Latency.LOCAL,
                0,
                0,
                0,
                0,
                Latency.between(Duration.ofNanos(100_000), Duration.ofMillis(1)),
                Duration.ZERO,
                0,
                Watch.NONE);
    }

    /// A master and its replicas, watched, in a quiet local network.
    public static WorldPlan watched(int replicas, Watch watch) {
        return of(1, replicas, Duration.ofSeconds(15)).withWatch(watch);
    }

    public WorldPlan withWatch(Watch sentinels) {
        return new WorldPlan(
                masters,
                replicas,
                nodeTimeout,
                firstPort,
                directives,
                nat,
                latency,
                loss,
                duplication,
                reordering,
                bandwidth,
                sync,
                clockOffset,
                clockDrift,
                sentinels);
    }

    /// The same with one more line in redis.conf.
    public WorldPlan with(String directive, String value) {
        var more = new TreeMap<>(directives);
        more.put(directive, value);
        return new WorldPlan(
                masters,
                replicas,
                nodeTimeout,
                firstPort,
                more,
                nat,
                latency,
                loss,
                duplication,
                reordering,
                bandwidth,
                sync,
                clockOffset,
                clockDrift,
                watch);
    }

    /// How many nodes there are.
    public int nodes() {
        return masters * (1 + replicas);
    }

    public int lastPort() {
        return firstPort + nodes() - 1;
    }
}
