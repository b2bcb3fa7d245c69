package hearsay.simulations.process;

import hearsay.client.connection.ConnectionSettings;
import hearsay.client.connection.Endpoint;
import hearsay.client.connection.NettyLoop;
import hearsay.client.connection.Ports;
import hearsay.client.routing.ClusterClient;
import hearsay.client.routing.RetryPolicy;
import hearsay.simulations.check.History;
import hearsay.simulations.console.Refusal;
import hearsay.simulations.process.Overview.Row;
import hearsay.simulations.workload.Surroundings;
import hearsay.simulations.workload.Traffic;
import hearsay.simulations.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGenerator.SplittableGenerator;

/// The clients of a story before real processes: the very code that runs in virtual time, on real
/// connections, all on one thread of their own.
final class RealClients implements AutoCloseable {

    private static final String LOOP = "story-clients";

    /// Longer than a client waits for a cluster that does not answer.
    private static final long LAST_ANSWER_NANOS = TimeUnit.SECONDS.toNanos(15);

    private static final int READ_BACK_SECONDS = 60;
    private static final int POLL_MILLIS = 50;

    private final Ports ports = NettyLoop.ports(LOOP);
    private final Traffic traffic;
    private final boolean idle;

    /// @param originNanos when the history begins, by [System#nanoTime]
    /// @param chance gives each client its own, before this returns
    RealClients(
            List<Workload> workloads,
            Overview overview,
            History history,
            long originNanos,
            SplittableGenerator chance) {
        List<Endpoint> seeds = new ArrayList<>();
        for (Row row : overview.rows())
            seeds.add(new Endpoint(row.member().host(), row.member().port()));
        var surroundings =
                new Surroundings(
                        seeds,
                        client -> ports,
                        endpoint -> Integer.toString(endpoint.port()),
                        originNanos);
        idle = workloads.isEmpty();
        traffic =
                new Traffic(
                        workloads, surroundings, () -> (RandomGenerator) chance.split(), history);
    }

    /// Loads what clients need, which takes a while the first time and would make the story late.
    static void warmUp(Overview overview) throws InterruptedException {
        Row any = overview.rows().getFirst();
        var seed = new Endpoint(any.member().host(), any.member().port());
        RandomGenerator chance = RandomGenerator.of("L64X128MixRandom");
        try (ClusterClient client =
                ClusterClient.open(
                                List.of(seed),
                                ConnectionSettings.DEFAULT,
                                RetryPolicy.DEFAULT,
                                chance)
                        .toCompletableFuture()
                        .get()) {
            client.call("GET", "warm-up");
        } catch (ExecutionException e) {
            throw new Refusal("No client finds the cluster: " + e.getCause());
        }
    }

    /// The times of the workloads count from now.
    void begin() throws InterruptedException {
        if (idle) return;
        onLoop(() -> {
            traffic.begin();
            return true;
        });
    }

    /// Returns when everybody has the last answer, or has waited for it long enough.
    void end() throws InterruptedException {
        if (idle) return;
        long deadline = System.nanoTime() + LAST_ANSWER_NANOS;
        while (!onLoop(traffic::isOver) && System.nanoTime() - deadline < 0)
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        onLoop(() -> {
            traffic.end();
            return true;
        });
    }

    /// Reads every key again, into the history.
    ///
    /// @return whether all could be read
    boolean readBack() throws InterruptedException {
        if (idle) return true;
        return await(done -> traffic.readBack(() -> done.complete(true)), READ_BACK_SECONDS);
    }

    @Override
    public void close() {
        NettyLoop.close(LOOP);
    }

    private boolean onLoop(Callable<Boolean> question) throws InterruptedException {
        return await(
                answer -> {
                    try {
                        answer.complete(question.call());
                    } catch (Exception e) {
                        answer.completeExceptionally(e);
                    }
                },
                READ_BACK_SECONDS);
    }

    private boolean await(Consumer<CompletableFuture<Boolean>> task, int seconds)
            throws InterruptedException {
        var answer = new CompletableFuture<Boolean>();
        ports.loop().execute(() -> task.accept(answer));
        try {
            return answer.get(seconds, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
