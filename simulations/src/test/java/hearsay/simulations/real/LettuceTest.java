package hearsay.simulations.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.ReadFrom;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.SetArgs;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.protocol.ProtocolVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Lettuce, unmodified, with its topology refresh, against three masters and three replicas.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LettuceTest {

    private RealCluster cluster;

    @BeforeAll
    void form_a_cluster() throws Exception {
        cluster = RealCluster.formed(3, 1);
    }

    @AfterAll
    void end_it() {
        cluster.close();
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void keys_of_all_slots_are_written_and_read(ProtocolVersion protocol) {
        try (var client = client(protocol);
                var connection = client.connect()) {
            var redis = connection.sync();
            var pairs = new LinkedHashMap<String, String>();
            for (int i = 0; i < 200; i++) pairs.put("key:" + i, "value " + i);
            assertThat(redis.mset(pairs)).isEqualTo("OK");
            assertThat(redis.mget(pairs.keySet().toArray(String[]::new)))
                    .allMatch(found -> found.getValue().equals(pairs.get(found.getKey())))
                    .hasSize(200);
            assertThat(redis.set("once", "1", SetArgs.Builder.nx().px(60_000))).isEqualTo("OK");
            assertThat(redis.set("once", "2", SetArgs.Builder.nx())).isNull();
            assertThat(redis.del("once")).isEqualTo(1);
            assertThat(client.getPartitions()).hasSize(6);
        }
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void requests_in_flight_are_answered_in_order(ProtocolVersion protocol) {
        try (var client = client(protocol);
                var connection = client.connect()) {
            // What is asked while Lettuce still connects to a node, it may send in another order.
            connection.sync().del("{" + protocol + "}n");
            connection.setAutoFlushCommands(false);
            var redis = connection.async();
            var counts = new ArrayList<RedisFuture<Long>>();
            for (int i = 0; i < 1000; i++) counts.add(redis.incr("{" + protocol + "}n"));
            connection.flushCommands();
            assertThat(
                            LettuceFutures.awaitAll(
                                    10, TimeUnit.SECONDS, counts.toArray(RedisFuture[]::new)))
                    .isTrue();
            for (int i = 0; i < 1000; i++) {
                assertThat(counts.get(i).toCompletableFuture().join()).isEqualTo(i + 1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void a_scan_of_the_whole_cluster_finds_every_key(ProtocolVersion protocol) {
        try (var client = client(protocol);
                var connection = client.connect()) {
            var redis = connection.sync();
            var name = "scanned by " + protocol + ":";
            for (int i = 0; i < 300; i++) redis.set(name + i, "x");
            var found = new LinkedHashSet<String>();
            var filter = ScanArgs.Builder.matches(name + "*").limit(50);
            for (KeyScanCursor<String> page = redis.scan(filter);
                    ;
                    page = redis.scan(page, filter)) {
                found.addAll(page.getKeys());
                if (page.isFinished()) break;
            }
            assertThat(found).hasSize(300);
        }
    }

    @Test
    void a_replica_serves_reads_to_those_who_want_them() {
        try (var client = client(ProtocolVersion.RESP3);
                var connection = client.connect()) {
            connection.sync().set("copied", "yes");
            connection.setReadFrom(ReadFrom.REPLICA);
            Eventually.holds(() -> assertThat(connection.sync().get("copied")).isEqualTo("yes"));
        }
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void a_transaction_on_one_node_is_executed_as_a_whole(ProtocolVersion protocol) {
        var uri = RedisURI.create("127.0.0.1", cluster.port(2));
        try (var client = RedisClient.create(uri)) {
            client.setOptions(ClientOptions.builder().protocolVersion(protocol).build());
            var redis = client.connect().sync();
            redis.del("foo");
            redis.multi();
            redis.set("foo", "41");
            redis.incr("foo");
            assertThat(redis.exec()).containsExactly("OK", 42L);
            assertThat(redis.info("replication")).contains("connected_slaves:1");
            assertThat(redis.clientList()).contains("lib-name=Lettuce");
            assertThat(redis.command()).hasSizeGreaterThan(50);
            assertThat(redis.commandInfo("get", "set")).hasSize(2);
        }
    }

    private RedisClusterClient client(ProtocolVersion protocol) {
        var uri =
                RedisURI.builder()
                        .withHost("127.0.0.1")
                        .withPort(cluster.port(4))
                        .withClientName("visitor")
                        .withTimeout(Duration.ofSeconds(10))
                        .build();
        var client = RedisClusterClient.create(uri);
        var refresh =
                ClusterTopologyRefreshOptions.builder()
                        .enablePeriodicRefresh(Duration.ofMillis(500))
                        .enableAllAdaptiveRefreshTriggers()
                        .build();
        client.setOptions(
                ClusterClientOptions.builder()
                        .protocolVersion(protocol)
                        .topologyRefreshOptions(refresh)
                        .build());
        return client;
    }
}
