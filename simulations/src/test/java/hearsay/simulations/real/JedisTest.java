package hearsay.simulations.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.params.SetParams;

/// Jedis, unmodified, against three masters and three replicas.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class JedisTest {

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
    @EnumSource(RedisProtocol.class)
    void keys_of_all_slots_are_written_and_read(RedisProtocol protocol) {
        try (var jedis = jedisCluster(protocol)) {
            for (int i = 0; i < 200; i++) jedis.set("key:" + i, "value " + i);
            for (int i = 0; i < 200; i++) {
                assertThat(jedis.get("key:" + i)).isEqualTo("value " + i);
            }
            assertThat(jedis.getClusterNodes()).containsKey("127.0.0.1:" + cluster.port(0));
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void keys_of_one_tag_are_written_and_read_together(RedisProtocol protocol) {
        try (var jedis = jedisCluster(protocol)) {
            jedis.mset("{tag}a", "1", "{tag}b", "2");
            assertThat(jedis.mget("{tag}a", "{tag}b", "{tag}c")).containsExactly("1", "2", null);
            assertThat(jedis.incrBy("{tag}a", 41)).isEqualTo(42);
            assertThat(jedis.set("{tag}d", "x", SetParams.setParams().nx().ex(100)))
                    .isEqualTo("OK");
            assertThat(jedis.set("{tag}d", "y", SetParams.setParams().nx())).isNull();
            assertThat(jedis.ttl("{tag}d")).isBetween(90L, 100L);
            assertThat(jedis.del("{tag}a", "{tag}b", "{tag}d")).isEqualTo(3);
        }
    }

    @Test
    void a_pipeline_spreads_over_the_masters() {
        try (var jedis = jedisCluster(RedisProtocol.RESP3);
                var pipeline = jedis.pipelined()) {
            var replies = new ArrayList<Response<String>>();
            for (int i = 0; i < 300; i++) {
                pipeline.set("pipelined:" + i, Integer.toString(i));
                replies.add(pipeline.get("pipelined:" + i));
            }
            pipeline.sync();
            for (int i = 0; i < 300; i++) {
                assertThat(replies.get(i).get()).isEqualTo(Integer.toString(i));
            }
        }
    }

    @Test
    void every_key_is_found_by_scanning_each_master() {
        try (var jedis = jedisCluster(RedisProtocol.RESP2)) {
            for (int i = 0; i < 500; i++) jedis.set("scanned:" + i, "x");
        }
        var found = new LinkedHashSet<String>();
        for (int node = 0; node < 3; node++) {
            try (var jedis = new Jedis("127.0.0.1", cluster.port(node))) {
                var filter = new ScanParams().match("scanned:*").count(100);
                var cursor = ScanParams.SCAN_POINTER_START;
                do {
                    var page = jedis.scan(cursor, filter);
                    found.addAll(page.getResult());
                    cursor = page.getCursor();
                } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
            }
        }
        assertThat(found).hasSize(500);
    }

    @Test
    void a_transaction_is_executed_or_given_up_when_its_key_was_touched() {
        try (var one = owner("{tx}n");
                var other = owner("{tx}n")) {
            one.set("{tx}n", "1");
            one.watch("{tx}n");
            var happy = one.multi();
            var sum = happy.incr("{tx}n");
            assertThat(happy.exec()).hasSize(1);
            assertThat(sum.get()).isEqualTo(2);

            one.watch("{tx}n");
            other.set("{tx}n", "7");
            var late = one.multi();
            late.incr("{tx}n");
            assertThat(late.exec()).isNull();
            assertThat(one.get("{tx}n")).isEqualTo("7");
        }
    }

    @Test
    void a_plain_connection_asks_what_a_tool_asks() {
        var config = DefaultJedisClientConfig.builder().resp3().build();
        try (var jedis = new Jedis("127.0.0.1", cluster.port(0), config)) {
            assertThat(jedis.ping()).isEqualTo("PONG");
            assertThat(jedis.info("server")).contains("redis_version:7.2.6");
            assertThat(jedis.clientSetname("visitor")).isEqualTo("OK");
            assertThat(jedis.clientList()).contains("name=visitor").contains("lib-name=jedis");
            assertThat(jedis.commandCount()).isGreaterThan(50);
            assertThat(jedis.configGet("maxclients")).containsEntry("maxclients", "10000");
            assertThat(jedis.clusterInfo()).contains("cluster_state:ok");
            assertThat(jedis.clusterShards()).hasSize(3);
            assertThat(jedis.role()).first().isEqualTo("master");
            assertThat(jedis.time()).hasSize(2);
        }
    }

    @Test
    void replicas_are_listed_once_they_have_copied_something() {
        for (int node = 0; node < 3; node++) {
            try (var jedis = new Jedis("127.0.0.1", cluster.port(node))) {
                jedis.set(List.of("b", "c", "foo").get(node), "copied");
                Eventually.holds(() ->
                        assertThat(jedis.clusterSlots())
                                .hasSize(3)
                                .allMatch(range -> ((List<?>) range).size() == 4));
            }
        }
    }

    @Test
    void a_wrong_node_answers_MOVED() {
        int wrong = cluster.port(0);
        try (var jedis = new Jedis("127.0.0.1", wrong)) {
            // foo has slot 12182, which the third of three masters owns.
            assertThat(catchThrowable(() -> jedis.get("foo")))
                    .hasMessage("MOVED 12182 127.0.0.1:" + cluster.port(2));
        }
    }

    private JedisCluster jedisCluster(RedisProtocol protocol) {
        var config = DefaultJedisClientConfig.builder().protocol(protocol).build();
        var entrance = new LinkedHashSet<>(List.of(new HostAndPort("127.0.0.1", cluster.port(3))));
        return new JedisCluster(entrance, config, 5, new GenericObjectPoolConfig<Connection>());
    }

    private Jedis owner(String key) {
        try (var jedis = new Jedis("127.0.0.1", cluster.port(0))) {
            long slot = jedis.clusterKeySlot(key);
            return new Jedis("127.0.0.1", cluster.port((int) (slot * 3 / 16_384)));
        }
    }
}
