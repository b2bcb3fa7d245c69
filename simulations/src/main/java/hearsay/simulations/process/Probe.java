package hearsay.simulations.process;

import hearsay.client.connection.Endpoint;
import hearsay.simulations.console.Refusal;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Looks for the first write that a shard accepts after its master has died.
///
/// It asks the replicas themselves, over connections that are open already, every five
/// milliseconds. The dead master is not among those it asks: what that one acknowledged with its
/// last breath does not count.
final class Probe {

    private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /// @param nanos when the acknowledgement had come
    /// @param troubles how often which answer came before
    record Found(Endpoint node, long nanos, Map<String, Integer> troubles) {}

    private final ShardClient survivors;
    private final String key;
    private final LongSupplier nanoTime;

    Probe(ShardClient survivors, String key, LongSupplier nanoTime) {
        this.survivors = survivors;
        this.key = key;
        this.nanoTime = nanoTime;
    }

    /// @throws Refusal if nobody accepts the write until then
    Found await(long deadlineNanos) throws InterruptedException {
        Map<String, Integer> troubles = new TreeMap<>();
        for (long due = nanoTime.getAsLong(); ; ) {
            var answer = survivors.ask("SET", key, "probe");
            long now = nanoTime.getAsLong();
            if (answer.isDone()) return new Found(answer.from(), now, troubles);
            troubles.merge(answer.trouble(), 1, Integer::sum);
            if (now - deadlineNanos > 0)
                throw new Refusal("No replica was promoted in time; its answers: " + troubles);
            due = Math.max(due + EVERY_NANOS, now);
            Writer.sleepUntil(due, nanoTime);
        }
    }
}
