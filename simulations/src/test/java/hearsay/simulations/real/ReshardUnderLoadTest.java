package hearsay.simulations.real;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.client.connection.ConnectionSettings;
import hearsay.client.connection.Endpoint;
import hearsay.client.connection.Reply;
import hearsay.client.routing.ClusterClient;
import hearsay.client.routing.RetryPolicy;
import hearsay.client.routing.Subscriber;
import hearsay.client.routing.Trouble;
import hearsay.gossip.routing.HashSlot;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// redis-cli moves slots from one master to another while our client counts, writes pairs and reads
/// them, most of it in those very slots: nobody notices. On Redis' own nodes and on ours.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReshardUnderLoadTest {

    /// The first master's first ones, which redis-cli takes.
    private static final int MOVED_SLOTS = 100;

    private static final int COUNTERS = 24;
    private static final int PAIRS = 12;

    private final Queue<String> flaws = new ConcurrentLinkedQueue<>();
    private final AtomicLong operations = new AtomicLong();
    private final AtomicBoolean enough = new AtomicBoolean();

    @Test
    void no_operation_fails_while_redis_moves_its_slots() throws Exception {
        try (var servers = RedisServers.clustered(3)) {
            reshardUnderLoad(servers.ports());
        }
    }

    @Test
    void no_operation_fails_while_we_move_ours() throws Exception {
        try (var cluster = RealCluster.formed(3, 0)) {
            reshardUnderLoad(cluster.ports());
        }
    }

    private void reshardUnderLoad(List<Integer> ports) throws Exception {
        var seeds = ports.stream().map(port -> new Endpoint("127.0.0.1", port)).toList();
        var opening =
                ClusterClient.open(
                        seeds,
                        ConnectionSettings.DEFAULT,
                        RetryPolicy.DEFAULT,
                        new SplittableRandom(1));
        try (var client = opening.toCompletableFuture().join()) {
            var heard = new ConcurrentLinkedQueue<String>();
            var channel = name("channel", 5);
            listen(client, channel, heard);
            var workers =
                    IntStream.range(0, COUNTERS + PAIRS)
                            .mapToObj(i -> i < COUNTERS ? counter(client, i) : pair(client, i))
                            .toArray(CompletableFuture<?>[]::new);
            Eventually.holds(() -> assertThat(operations.get()).isGreaterThan(1_000));
            var moved = reshard(ports);
            enough.set(true);
            CompletableFuture.allOf(workers).join();

            assertThat(flaws).isEmpty();
            assertThat(moved).contains("Moving slot 0 from", "Moving slot " + (MOVED_SLOTS - 1));
            var metrics = client.metrics();
            assertThat(metrics.failures()).as(metrics.toString()).isZero();
            assertThat(metrics.met(Trouble.ASK)).as(metrics.toString()).isPositive();
            assertThat(metrics.met(Trouble.MOVED)).as(metrics.toString()).isPositive();
            assertThat(client.slots().master(5)).isEqualTo(seeds.get(1));
            Eventually.holds(() -> {
                client.call("SPUBLISH", channel, "still there");
                assertThat(heard).contains("still there");
            });
        }
    }

    private static String reshard(List<Integer> ports) throws Exception {
        return Tools.run(
                        "redis-cli",
                        "--cluster",
                        "reshard",
                        "127.0.0.1:" + ports.get(0),
                        "--cluster-from",
                        id(ports.get(0)),
                        "--cluster-to",
                        id(ports.get(1)),
                        "--cluster-slots",
                        MOVED_SLOTS,
                        "--cluster-yes")
                .succeeded();
    }

    private static String id(int port) throws Exception {
        try (var talk = Talk.to("127.0.0.1", port)) {
            return talk.text("CLUSTER MYID");
        }
    }

    private static void listen(ClusterClient client, String channel, Queue<String> heard) {
        Subscriber.Listener listener =
                (from, message) -> heard.add(new String(message, StandardCharsets.UTF_8));
        client.subscriber(listener).subscribeSharded(channel).toCompletableFuture().join();
    }

    /// Increments, and finds each time that nobody was done twice or forgotten.
    private CompletableFuture<Void> counter(ClusterClient client, int number) {
        var over = new CompletableFuture<Void>();
        count(client, name("counter", number * MOVED_SLOTS / COUNTERS), 1, over);
        return over;
    }

    private void count(ClusterClient client, String key, long next, CompletableFuture<Void> over) {
        client.send("INCR", key)
                .whenComplete((reply, failure) -> {
                    operations.incrementAndGet();
                    if (failure != null || !reply.equals(new Reply.Int(next)))
                        flaws.add("INCR " + key + " to " + next + ": " + reply + " " + failure);
                    if (enough.get() || failure != null) over.complete(null);
                    else count(client, key, next + 1, over);
                });
    }

    /// Writes two keys of one slot with one command, and reads them with one.
    private CompletableFuture<Void> pair(ClusterClient client, int number) {
        var over = new CompletableFuture<Void>();
        write(client, "{" + name("pair", number * MOVED_SLOTS / 40) + "}", 1, over);
        return over;
    }

    private void write(ClusterClient client, String tag, long next, CompletableFuture<Void> over) {
        var value = Long.toString(next);
        client.send("MSET", tag + 1, value, tag + 2, value)
                .thenCompose(ok -> client.send("MGET", tag + 1, tag + 2))
                .whenComplete((reply, failure) -> {
                    operations.addAndGet(2);
                    if (failure != null
                            || !reply.items().stream().map(Reply::text).allMatch(value::equals))
                        flaws.add("MGET " + tag + " of " + value + ": " + reply + " " + failure);
                    if (enough.get() || failure != null) over.complete(null);
                    else write(client, tag, next + 1, over);
                });
    }

    /// A name that falls into this slot.
    private static String name(String prefix, int slot) {
        for (int i = 0; ; i++) {
            var name = prefix + i;
            if (HashSlot.of(name.getBytes(StandardCharsets.US_ASCII)) == slot) return name;
        }
    }
}
