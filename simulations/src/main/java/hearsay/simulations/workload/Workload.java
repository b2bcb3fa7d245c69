package hearsay.simulations.workload;

import hearsay.simulations.fault.Checks;
import java.time.Duration;
import java.util.Objects;

/// What some clients do, all alike.
///
/// @param kind which commands
/// @param clients how many; each has one connection per node and one operation (or pipeline) at a
///   time
/// @param rate operations per virtual second of all clients together: those that are due while a
///   client waits for an answer come as soon as it has it; 0: one after the other without a pause
/// @param keys how many different ones
/// @param distribution which of them
/// @param pipeline how many operations a client sends at once
/// @param reads how many of the operations only read, from 0 to 1
/// @param waitReplicas after each write, WAIT for so many replicas; 0: no WAIT
/// @param waitTimeout how long WAIT waits
/// @param valueSize in bytes; values are padded to it
/// @param begins after the begin of the story
/// @param ends likewise; what is under way is finished
public record Workload(
        Kind kind,
        int clients,
        double rate,
        int keys,
        Keys distribution,
        int pipeline,
        double reads,
        int waitReplicas,
        Duration waitTimeout,
        int valueSize,
        Duration begins,
        Duration ends) {

    /// What is done with a key.
    public enum Kind {
        /// INCR, GET: every acknowledged increment counts.
        COUNTERS,
        /// SET with values that are all different, GET: single-key linearizability.
        REGISTERS,
        /// RPUSH of numbers, LRANGE: what was appended, and in which order.
        LISTS,
        /// SADD of numbers, SMEMBERS.
        SETS,
        /// MULTI of a DECRBY and an INCRBY under one hash tag, MGET: sums must stay.
        TRANSFERS,
        /// PUBLISH of numbers, and subscribers on other connections.
        PUBSUB,
        /// XADD, and readers of one group with XREADGROUP and XACK.
        STREAMS
    }

    public Workload {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(distribution);
        if (clients < 1) throw new IllegalArgumentException("a workload has at least one client");
        if (!(rate >= 0 && rate <= 1e9))
            throw new IllegalArgumentException("a rate is from 0 to 1000000000 per second");
        if (keys < 1) throw new IllegalArgumentException("a workload has at least one key");
        if (pipeline < 1) throw new IllegalArgumentException("a pipeline is at least 1 deep");
        Checks.probability(reads);
        if (waitReplicas < 0)
            throw new IllegalArgumentException("WAIT's replicas cannot be negative");
        Checks.notNegative("WAIT's timeout", waitTimeout);
        if (waitReplicas > 0 && waitTimeout.isZero())
            throw new IllegalArgumentException("WAIT without a timeout would wait for ever");
        if (valueSize < 1 || valueSize > 1 << 20)
            throw new IllegalArgumentException("a value's size is from 1 byte to 1048576");
        Checks.notNegative("when a workload begins", begins);
        if (ends.compareTo(begins) <= 0)
            throw new IllegalArgumentException("a workload ends after it begins");
    }

    /// The same for another time.
    public Workload during(Duration newBegins, Duration newEnds) {
        return new Workload(
                kind,
                clients,
                rate,
                keys,
                distribution,
                pipeline,
                reads,
                waitReplicas,
                waitTimeout,
                valueSize,
                newBegins,
                newEnds);
    }

    /// The same in another size.
    public Workload sized(int newClients, double newRate, int newKeys) {
        return new Workload(
                kind,
                newClients,
                newRate,
                newKeys,
                distribution,
                pipeline,
                reads,
                waitReplicas,
                waitTimeout,
                valueSize,
                begins,
                ends);
    }

    /// The same without pipelines, and with other keys.
    public Workload plain(Keys newDistribution) {
        return new Workload(
                kind,
                clients,
                rate,
                keys,
                newDistribution,
                1,
                reads,
                waitReplicas,
                waitTimeout,
                valueSize,
                begins,
                ends);
    }
}
