package hearsay.simulations.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.LinkedHashSet;
import redis.clients.jedis.JedisSentinelPool;

/// Jedis' sentinel pool and Lettuce, which are told where the Sentinels are and nothing else.
final class SentinelClients implements AutoCloseable {

    private final MonitoredTrio trio;
    private final JedisSentinelPool pool;
    private final RedisClient lettuce;
    private final StatefulRedisConnection<String, String> connection;

    private SentinelClients(MonitoredTrio trio) {
        this.trio = trio;
        pool =
                new JedisSentinelPool(
                        MonitoredTrio.NAME, new LinkedHashSet<>(trio.sentinelAddresses()));
        lettuce =
                RedisClient.create(
                        RedisURI.Builder.sentinel(
                                        "127.0.0.1", trio.sentinelPort(0), MonitoredTrio.NAME)
                                .withSentinel("127.0.0.1", trio.sentinelPort(1))
                                .withSentinel("127.0.0.1", trio.sentinelPort(2))
                                .build());
        connection = lettuce.connect();
    }

    /// Connected, and what they have written is at both replicas.
    static SentinelClients of(MonitoredTrio trio) {
        var clients = new SentinelClients(trio);
        try (var jedis = clients.pool.getResource()) {
            assertThat(clients.connection.sync().set("lettuce", "before")).isEqualTo("OK");
            assertThat(jedis.set("jedis", "before")).isEqualTo("OK");
            assertThat(jedis.waitReplicas(2, 5_000)).isEqualTo(2);
        }
        return clients;
    }

    /// Both write, and read what they wrote to the master before.
    void awaitMaster(int node) throws Exception {
        Eventually.holds(() -> {
            try (var jedis = pool.getResource()) {
                assertThat(jedis.get("lettuce")).isEqualTo("before");
                assertThat(jedis.set("jedis", "after")).isEqualTo("OK");
            }
        });
        assertThat(pool.getCurrentHostMaster().getPort()).isEqualTo(trio.port(node));
        Eventually.holds(
                () -> assertThat(connection.sync().set("lettuce", "after")).isEqualTo("OK"));
        assertThat(trio.node(node, "GET jedis")).isEqualTo("\"after\"");
        assertThat(trio.node(node, "GET lettuce")).isEqualTo("\"after\"");
    }

    @Override
    public void close() {
        connection.close();
        lettuce.shutdown();
        pool.close();
    }
}
