package hearsay.simulations.junit;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hearsay.gossip.bus.BusMessage;
import io.lettuce.core.RedisException;
import io.lettuce.core.cluster.RedisClusterClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisCluster;

/// The examples of the README, word for word: they compile, and what they say is so.
@SuppressWarnings("NullAway.Init") // The extension fills the field.
final class ReadmeExamplesTest {

    private static final String SOURCE =
            "simulations/src/test/java/hearsay/simulations/junit/ReadmeExamplesTest.java";

    @Test
    void the_readme_says_what_is_tested_here() throws IOException {
        var readme = normal(Files.readString(root().resolve("README.md")));
        var source = Files.readString(root().resolve(SOURCE));
        // In two pieces, that they are not found here.
        int begin = source.indexOf("spotless:" + "off");
        var example =
                source.substring(
                        source.indexOf('\n', begin), source.indexOf("// spotless:" + "on"));
        assertThat(example).contains("class BasketTest", "spring_data_reads_on");
        assertThat(readme).contains(normal(example));
    }

    /// Without what depends on where it stands.
    private static String normal(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.equals("@Nested"))
                .collect(joining("\n"));
    }

    private static Path root() {
        var here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("README.md")) ? here : here.resolve("..");
    }

    // spotless:off
    @Nested
    @HearsayCluster(masters = 3, replicas = 1)
    class BasketTest {

        Cluster cluster;

        @Test
        void a_basket_survives_its_master() {
            try (var jedis = new JedisCluster(HostAndPort.from(cluster.address()))) {
                jedis.set("basket", "apples");
                cluster.awaitReplicated(Cluster.slot("basket"));
                cluster.killMaster(Cluster.slot("basket"));
                cluster.awaitFailover(Cluster.slot("basket"));
                assertThat(jedis.get("basket")).isEqualTo("apples");
            }
        }

        @Test
        void a_slot_stands_half_migrated() {
            int slot = Cluster.slot("basket");
            var migration = cluster.migrate(slot, cluster.master((slot + 8192) % 16384)).holdOpen();
            try (var source = new Jedis("redis://" + migration.from().address())) {
                assertThatThrownBy(() -> source.get("basket"))
                        .hasMessage("ASK " + slot + " " + migration.to().address());
            }
            migration.finish();
        }

        @Test
        void nobody_is_elected_without_votes() {
            var lost = cluster.bus().drop(BusMessage.Type.VOTE);
            var dead = cluster.killMaster(Cluster.slot("basket"));
            lost.awaitCaught(2);
            var other = cluster.master(0);
            cluster.awaitDown(other);
            try (var client = RedisClusterClient.create("redis://" + other.address())) {
                assertThatThrownBy(() -> client.connect().sync().set("basket", "pears"))
                        .isInstanceOf(RedisException.class);
            }
            lost.end();
            assertThat(cluster.awaitFailover(Cluster.slot("basket"))).isNotEqualTo(dead);
        }

        @Test
        void spring_data_reads_on_after_a_manual_failover() {
            var nodes = new RedisClusterConfiguration(cluster.addresses());
            var connections = new LettuceConnectionFactory(nodes);
            connections.start();
            var redis = new StringRedisTemplate(connections);
            redis.opsForValue().set("basket", "apples");
            cluster.failover(Cluster.slot("basket"));
            assertThat(redis.opsForValue().get("basket")).isEqualTo("apples");
            connections.destroy();
        }
    }
    // spotless:on
}
