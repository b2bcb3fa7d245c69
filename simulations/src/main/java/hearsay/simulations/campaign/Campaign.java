package hearsay.simulations.campaign;

import hearsay.simulations.check.Law;
import hearsay.simulations.check.Severity;
import hearsay.simulations.check.Verdict;
import hearsay.simulations.story.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.slf4j.LoggerFactory;

/// A story with many seeds, a thread per core, each world on one of them. What comes of a seed does
/// not depend on who runs it, and summaries come in the order of seeds.
final class Campaign {

    private final LongFunction<Result> run;
    private final SeedRange seeds;
    private final int threads;

    /// @param run a seed, on the calling thread
    Campaign(LongFunction<Result> run, SeedRange seeds, int threads) {
        this.run = run;
        this.seeds = seeds;
        this.threads = Math.max(1, Math.min(threads, seeds.count()));
    }

    /// @param done called for each as it is done, by any thread
    List<Summary> run(Consumer<Summary> done) throws InterruptedException {
        var summaries = new AtomicReferenceArray<Summary>(seeds.count());
        var next = new AtomicInteger();
        // Whom several threads call first at a time complains that it is not ready yet.
        LoggerFactory.getILoggerFactory();
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            var worker = new Thread(() -> work(next, summaries, done), "world-" + i);
            worker.setDaemon(true);
            worker.start();
            workers.add(worker);
        }
        for (Thread worker : workers) worker.join();
        List<Summary> inOrder = new ArrayList<>();
        for (int i = 0; i < summaries.length(); i++) inOrder.add(summaries.get(i));
        return inOrder;
    }

    private void work(
            AtomicInteger next, AtomicReferenceArray<Summary> summaries, Consumer<Summary> done) {
        for (int i = next.getAndIncrement(); i < seeds.count(); i = next.getAndIncrement()) {
            Summary summary = summary(seeds.from() + i);
            summaries.set(i, summary);
            done.accept(summary);
        }
    }

    /// A world that breaks down is one of which nobody knows; the others go on.
    private Summary summary(long seed) {
        try {
            return Summary.of(run.apply(seed));
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            return new Summary(
                    seed, List.of(new Verdict.Unknown(RUNS, reason(e))), List.of(), 0, 0);
        }
    }

    static final Law RUNS =
            new Law("runs-to-its-end", "The simulator itself does not fail.", Severity.VIOLATION);

    private static String reason(Throwable e) {
        var text = new StringBuilder("the simulator failed: ").append(e);
        StackTraceElement[] stack = e.getStackTrace();
        for (int i = 0; i < Math.min(stack.length, 5); i++)
            text.append("\n    at ").append(stack[i]);
        return text.toString();
    }
}
