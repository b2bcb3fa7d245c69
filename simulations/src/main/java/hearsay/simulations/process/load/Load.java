package hearsay.simulations.process.load;

import hearsay.simulations.process.load.AllTypes.Question;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One client at a fixed rate: half of its operations read keys of all types and know what must
/// come, half count up keys of its own, and know how often that was acknowledged.
public final class Load implements AutoCloseable {

    private static final int COUNTERS = 2_000;
    private static final int IN_FLIGHT_MAX = 2_000;
    private static final long TICK_NANOS = 500_000;
    private static final long LAST_ANSWER_NANOS = TimeUnit.SECONDS.toNanos(40);
    private static final int KINDS_OF_FAILURE = 5;

    private final LoadClient client;
    private final AllTypes keys;
    private final double perSecond;
    private final String prefix;
    private final RandomGenerator chance;
    private final AtomicIntegerArray acknowledged = new AtomicIntegerArray(COUNTERS);
    private final AtomicIntegerArray unknown = new AtomicIntegerArray(COUNTERS);
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicLong operations = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong wrong = new AtomicLong();
    private final Latencies latencies = new Latencies();
    private final Map<String, Integer> examples = new LinkedHashMap<>();
    private final Thread thread;
    private volatile boolean stop;

    /// @param perSecond operations
    /// @param round tells the counters of several loads of one client apart
    public Load(
            LoadClient client,
            AllTypes keys,
            double perSecond,
            String round,
            RandomGenerator chance) {
        this.client = client;
        this.keys = keys;
        this.perSecond = perSecond;
        this.chance = chance;
        prefix = "counter:" + client.name() + ":" + round + ":";
        thread = Thread.ofPlatform().daemon().name("load-" + client.name()).unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /// Sends no more, and returns when all has been answered, or waited for long enough.
    public void stop() throws InterruptedException {
        stop = true;
        thread.join();
        long deadline = System.nanoTime() + LAST_ANSWER_NANOS;
        while (inFlight.get() > 0 && System.nanoTime() < deadline) TimeUnit.MILLISECONDS.sleep(5);
    }

    public String name() {
        return client.name();
    }

    public long operations() {
        return operations.get();
    }

    /// Those never answered included.
    public long failures() {
        return failures.get() + inFlight.get();
    }

    /// Reads that answered something else than what is there.
    public long wrong() {
        return wrong.get();
    }

    public Latencies latencies() {
        return latencies;
    }

    /// How often which failure came, of the first kinds.
    public Map<String, Integer> examples() {
        synchronized (examples) {
            return new LinkedHashMap<>(examples);
        }
    }

    /// What became of the counters.
    ///
    /// @param lost increments that were acknowledged and are not there
    /// @param twice increments that are there and were neither acknowledged nor failed
    public record Counted(long acknowledged, long lost, long twice) {}

    /// Reads all counters, when nobody counts any more.
    ///
    /// @param reader another client
    public Counted count(LoadClient reader) throws InterruptedException {
        long acknowledgedInAll = 0;
        long lost = 0;
        long twice = 0;
        for (int i = 0; i < COUNTERS; i++) {
            int sure = acknowledged.get(i);
            int most = sure + unknown.get(i);
            acknowledgedInAll += sure;
            if (most == 0) continue;
            String there = Waiting.on(reader.call("GET", prefix + i));
            long value = there.isEmpty() ? 0 : Long.parseLong(there);
            if (value < sure) lost += sure - value;
            if (value > most) twice += value - most;
        }
        return new Counted(acknowledgedInAll, lost, twice);
    }

    @Override
    public void close() {
        stop = true;
        client.close();
    }

    private void run() {
        long begin = System.nanoTime();
        long sent = 0;
        while (!stop) {
            long due = (long) ((System.nanoTime() - begin) / 1e9 * perSecond);
            while (sent < due && inFlight.get() < IN_FLIGHT_MAX && !stop) {
                sent++;
                operation();
            }
            LockSupport.parkNanos(TICK_NANOS);
        }
    }

    private void operation() {
        if (chance.nextBoolean()) read(AllTypes.question(chance.nextInt(keys.count())));
        else increment(chance.nextInt(COUNTERS));
    }

    private void read(Question question) {
        send(
                question.words(),
                (answer, failure) -> {
                    if (failure == null && !question.expected().equals(answer)) {
                        wrong.incrementAndGet();
                        example("wrong: " + String.join(" ", question.words()) + " = " + answer);
                    }
                });
    }

    private void increment(int counter) {
        send(
                new String[] {"INCR", prefix + counter},
                (answer, failure) ->
                        (failure == null ? acknowledged : unknown).incrementAndGet(counter));
    }

    private interface Ending {
        void with(@Nullable String answer, @Nullable Throwable failure);
    }

    private void send(String[] words, Ending ending) {
        operations.incrementAndGet();
        inFlight.incrementAndGet();
        long from = System.nanoTime();
        try {
            client.call(words)
                    .whenComplete((answer, failure) -> {
                        latencies.add(System.nanoTime() - from);
                        if (failure != null) failed(failure);
                        ending.with(answer, failure);
                        inFlight.decrementAndGet();
                    });
        } catch (RuntimeException refused) {
            failed(refused);
            ending.with(null, refused);
            inFlight.decrementAndGet();
        }
    }

    private void failed(Throwable failure) {
        failures.incrementAndGet();
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) cause = cause.getCause();
        example(cause.getClass().getSimpleName() + ": " + cause.getMessage());
    }

    private void example(String text) {
        // What differs only in slots, ports and keys is the same.
        String kind = text.replaceAll("[0-9a-f]*[0-9]+[0-9a-f]*", "N");
        synchronized (examples) {
            if (examples.size() < KINDS_OF_FAILURE || examples.containsKey(kind))
                examples.merge(kind, 1, Integer::sum);
        }
    }
}
