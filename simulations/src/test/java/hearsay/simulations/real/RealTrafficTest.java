package hearsay.simulations.real;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.client.connection.Endpoint;
import hearsay.client.connection.NettyLoop;
import hearsay.client.connection.Ports;
import hearsay.simulations.check.Answer;
import hearsay.simulations.check.Call;
import hearsay.simulations.check.History;
import hearsay.simulations.check.Linearizability;
import hearsay.simulations.check.Operation;
import hearsay.simulations.check.Outcome;
import hearsay.simulations.workload.CompareAndSet;
import hearsay.simulations.workload.Keys;
import hearsay.simulations.workload.Surroundings;
import hearsay.simulations.workload.Traffic;
import hearsay.simulations.workload.Workload;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The workloads of the virtual worlds, for two seconds before real nodes.
class RealTrafficTest {

    private static final Ports PORTS = NettyLoop.ports("traffic-test");
    private static RealCluster cluster;

    private final History history = new History();

    @BeforeAll
    static void form() throws Exception {
        cluster = RealCluster.formed(3, 1);
    }

    @AfterAll
    static void stop() {
        cluster.close();
        NettyLoop.close("traffic-test");
    }

    @Test
    void what_clients_do_in_virtual_worlds_they_do_before_real_nodes() {
        run(Arrays.stream(Workload.Kind.values()).map(RealTrafficTest::workload).toList());
        assertThat(operations())
                .allMatch(o -> o.isOk() || o.outcome().equals(CompareAndSet.FASTER));
        for (var call : Call.values())
            if (call != Call.SREM) assertThat(all(call)).as(call.name()).isNotEmpty();
        for (var read : all(Call.MGET))
            assertThat(Arrays.stream(numbers(read)).sum()).isEqualTo(4_000);
        for (var read : all(Call.LRANGE))
            if (read.client() == Operation.READ_BACK)
                assertThat(numbers(read))
                        .containsExactlyInAnyOrder(
                                all(Call.RPUSH).stream()
                                        .filter(o -> o.key().equals(read.key()))
                                        .mapToLong(Operation::argument)
                                        .toArray());
        assertThat(Linearizability.of(history).flaws()).isEmpty();
        var acknowledged = all(Call.XADD).stream().mapToLong(Operation::argument).toArray();
        assertThat(
                        all(Call.XREADGROUP).stream()
                                .filter(o -> o.client() != Operation.READ_BACK)
                                .flatMapToLong(o -> Arrays.stream(numbers(o)))
                                .toArray())
                .containsExactlyInAnyOrder(acknowledged);
    }

    private void run(List<Workload> workloads) {
        var seeds = cluster.ports().stream().map(p -> new Endpoint("127.0.0.1", p)).toList();
        var chance = new SplittableRandom(1);
        var traffic =
                new Traffic(
                        workloads,
                        new Surroundings(
                                seeds,
                                number -> PORTS,
                                endpoint -> Integer.toString(endpoint.port()),
                                PORTS.loop().nanoTime()),
                        chance::split,
                        history);
        var read = new CompletableFuture<Void>();
        onLoop(() -> {
            traffic.begin();
            return true;
        });
        Eventually.holds(() -> assertThat(onLoop(traffic::isOver)).isTrue());
        onLoop(() -> {
            traffic.readBack(() -> read.complete(null));
            return true;
        });
        read.join();
        onLoop(() -> {
            traffic.end();
            return true;
        });
    }

    private static <T> T onLoop(Callable<T> task) {
        var done = new CompletableFuture<T>();
        PORTS.loop()
                .execute(() -> {
                    try {
                        done.complete(task.call());
                    } catch (Exception failed) {
                        done.completeExceptionally(failed);
                    }
                });
        return done.join();
    }

    private static Workload workload(Workload.Kind kind) {
        return new Workload(
                kind,
                2,
                100,
                5,
                new Keys.Hot(0.5),
                1,
                0.5,
                kind == Workload.Kind.REGISTERS ? 1 : 0,
                Duration.ofMillis(500),
                8,
                Duration.ZERO,
                Duration.ofSeconds(2));
    }

    private List<Operation> operations() {
        return IntStream.range(0, history.size()).mapToObj(history::get).toList();
    }

    private List<Operation> all(Call call) {
        return operations().stream().filter(o -> o.call() == call).toList();
    }

    private static long[] numbers(Operation operation) {
        var ok = (Outcome.Ok) operation.outcome();
        return ((Answer.Numbers) ok.answer()).values();
    }
}
