package hearsay.simulations.network;

import hearsay.simulations.fault.Checks;
import hearsay.simulations.fault.Latency;
import java.time.Duration;

/// How one direction between two machines carries what is sent.
///
/// @param latency of a packet
/// @param loss the probability that what is sent is lost: one flush of a stream, one message of the
///   bus. A stream sends again after 200 ms, 400 ms and so on, and everything behind waits
/// @param busResends whether a lost message of the bus is sent again likewise, as over the TCP of
///   Redis' own bus; otherwise it is lost and the link goes on
/// @param duplication the probability that a message of the bus arrives twice
/// @param reordering the probability that a message of the bus may be overtaken by others
/// @param late by how much more such a message, or a second copy, is late at most
/// @param bytesPerSecond what it carries, 0 for any amount; what is too much queues. Streams count
///   their bytes, the bus those of Redis' own packets
public record Conditions(
        Latency latency,
        double loss,
        boolean busResends,
        double duplication,
        double reordering,
        Duration late,
        long bytesPerSecond) {

    /// 100 µs, and nothing ever goes wrong.
    public static final Conditions QUIET = of(Latency.always(Duration.ofNanos(100_000)));

    public Conditions {
        Checks.probability(loss);
        Checks.probability(duplication);
        Checks.probability(reordering);
        Checks.positive("how late", late);
        if (bytesPerSecond < 0)
            throw new IllegalArgumentException("a bandwidth cannot be negative");
    }

    public static Conditions of(Latency latency) {
        return new Conditions(latency, 0, false, 0, 0, Duration.ofMillis(10), 0);
    }

    /// Whether nothing but time comes between a message and its arrival.
    boolean isPlain() {
        return loss == 0 && duplication == 0 && reordering == 0;
    }

    public Conditions withLatency(Latency other) {
        return new Conditions(
                other, loss, busResends, duplication, reordering, late, bytesPerSecond);
    }

    public Conditions withLoss(double probability) {
        return new Conditions(
                latency, probability, busResends, duplication, reordering, late, bytesPerSecond);
    }

    public Conditions withBusResending(boolean resends) {
        return new Conditions(
                latency, loss, resends, duplication, reordering, late, bytesPerSecond);
    }

    public Conditions withDuplication(double probability) {
        return new Conditions(
                latency, loss, busResends, probability, reordering, late, bytesPerSecond);
    }

    public Conditions withReordering(double probability, Duration atMost) {
        return new Conditions(
                latency, loss, busResends, duplication, probability, atMost, bytesPerSecond);
    }

    public Conditions withBandwidth(long bytes) {
        return new Conditions(latency, loss, busResends, duplication, reordering, late, bytes);
    }
}
