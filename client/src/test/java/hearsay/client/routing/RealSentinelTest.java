package hearsay.client.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hearsay.client.RealServers;
import hearsay.client.connection.Connection;
import hearsay.client.connection.ConnectionSettings;
import hearsay.client.connection.Endpoint;
import hearsay.client.connection.NettyLoop;
import hearsay.client.connection.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

/// A master, two replicas and three sentinels, all of them Redis' own; then somebody dies.
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@EnabledIf(
        value = "isInstalled",
        disabledReason = "redis-server or redis-sentinel is missing on PATH")
class RealSentinelTest {

    private static final String NAME = "trio";
    private static final String LOOP = "real-sentinel-test";

    private final RealServers servers = new RealServers();
    private final List<Endpoint> sentinels = new ArrayList<>();
    private Endpoint master = new Endpoint("127.0.0.1", 1);

    static boolean isInstalled() {
        return RealServers.isInstalled("redis-server") && RealServers.isInstalled("redis-sentinel");
    }

    @BeforeEach
    void start() {
        master = servers.start("redis-server", "--appendonly no", "--enable-debug-command yes");
        for (int i = 0; i < 2; i++)
            servers.start(
                    "redis-server",
                    "--replicaof 127.0.0.1 " + master.port(),
                    "--repl-diskless-sync-delay 0");
        for (int i = 0; i < 3; i++) sentinels.add(sentinel());
        eventually(() -> sentinelKnows(sentinels.getFirst()));
    }

    @AfterEach
    void stop() {
        servers.close();
        NettyLoop.close(LOOP);
    }

    @Test
    void after_a_kill_the_client_follows_to_the_new_master() throws Exception {
        try (var client = open()) {
            assertThat(client.master()).isEqualTo(master);
            assertThat(client.call("SET", "foo", "1").text()).isEqualTo("OK");
            eventually(() -> client.call("WAIT", "2", "100").equals(new Reply.Int(2)));
            BlockingQueue<String> heard = new LinkedBlockingQueue<>();
            Subscriber.Listener listener =
                    (channel, message) -> heard.add(new String(message, StandardCharsets.UTF_8));
            await(client.subscriber(listener).subscribe("news"));

            servers.kill(master);
            var patient = RequestOptions.NONE.asIdempotent().within(TimeLimit.ofSeconds(30));
            assertThat(client.call(patient, "SET", "foo", "2").text()).isEqualTo("OK");
            assertThat(client.master()).isNotEqualTo(master);
            assertThat(client.call("GET", "foo").text()).isEqualTo("2");
            assertThat(client.metrics().met(Trouble.CONNECT)).isPositive();
            eventually(() -> {
                client.call("PUBLISH", "news", "again");
                return heard.contains("again");
            });
        }
    }

    @Test
    void a_failover_by_hand_is_followed_by_those_who_blocked_too() throws Exception {
        try (var client = open()) {
            client.call("SET", "foo", "1");
            var popped = client.send("BLPOP", "list", "60");
            var reply = ask(sentinels.get(1), "SENTINEL", "FAILOVER", NAME);
            assertThat(reply.text()).isEqualTo("OK");
            eventually(() -> !client.master().equals(master));
            var writing = RequestOptions.NONE.asIdempotent();
            assertThat(client.call(writing, "RPUSH", "list", "x").pretty()).startsWith("(integer)");
            // It was either sent away (UNBLOCKED) and came back, or cut off, and is told so.
            try {
                assertThat(popped.toCompletableFuture().get(30, TimeUnit.SECONDS).pretty())
                        .contains("x");
            } catch (ExecutionException cutOff) {
                assertThat(cutOff).hasMessageContaining("it may have been executed");
            }
        }
    }

    @Test
    void replicas_answer_what_only_reads() {
        try (var client = open()) {
            eventually(() -> {
                client.sender().onLoop(() -> client.sender().refresh(null), () -> {});
                return client.replicas().size() == 2;
            });
            client.call("SET", "foo", "1");
            eventually(() -> client.call("WAIT", "2", "100").equals(new Reply.Int(2)));
            var fromReplica = RequestOptions.NONE.readingFrom(ReadFrom.REPLICA);
            eventually(() -> client.call(fromReplica, "GET", "foo").pretty().equals("\"1\""));
            var role = client.send(fromReplica, "DBSIZE");
            assertThat(await(role)).isEqualTo(new Reply.Int(1));
        }
    }

    @Test
    void who_is_unknown_or_cannot_be_asked_for_is_one_clear_error() {
        assertThatThrownBy(() -> await(opening("nobody", sentinels)))
                .hasCauseInstanceOf(RequestFailed.class)
                .hasMessageContaining("no master named nobody: ")
                .hasMessageContaining("knows no master of that name");
        var none = List.of(new Endpoint("127.0.0.1", RealServers.freePort()));
        assertThatThrownBy(() -> await(opening(NAME, none)))
                .hasCauseInstanceOf(RequestFailed.class)
                .hasMessageContaining("cannot connect");
    }

    private Endpoint sentinel() {
        var config =
                servers.write(
                        "sentinel.conf",
                        """
                        sentinel monitor %s 127.0.0.1 %d 2
                        sentinel down-after-milliseconds %s 1000
                        sentinel failover-timeout %s 5000
                        """
                                .formatted(NAME, master.port(), NAME, NAME));
        return servers.start("redis-sentinel", config.toString());
    }

    private boolean sentinelKnows(Endpoint sentinel) {
        var reply = ask(sentinel, "SENTINEL", "MASTER", NAME).pretty();
        return reply.contains("\"num-slaves\" => \"2\"")
                && reply.contains("\"num-other-sentinels\" => \"2\"");
    }

    private static Reply ask(Endpoint endpoint, String... words) {
        var ports = NettyLoop.ports(LOOP);
        try (var connection = await(Connection.open(endpoint, ConnectionSettings.DEFAULT, ports))) {
            return await(connection.send(words));
        }
    }

    private SentinelClient open() {
        return await(opening(NAME, sentinels));
    }

    private static CompletionStage<SentinelClient> opening(String name, List<Endpoint> sentinels) {
        return SentinelClient.open(
                name,
                sentinels,
                ConnectionSettings.DEFAULT,
                ConnectionSettings.DEFAULT,
                new RetryPolicy(1_000, 10, 200, TimeLimit.ofSeconds(15)),
                new SplittableRandom(1));
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    /// Asks again and again, which takes its time: there is nobody who would tell.
    private static void eventually(BooleanSupplier claim) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!claim.getAsBoolean()) {
            assertThat(System.nanoTime()).as("30 seconds are over").isLessThan(deadline);
            LockSupport.parkNanos(20_000_000);
        }
    }
}
