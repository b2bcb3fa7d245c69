package hearsay.simulations.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.TrackingArgs;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.support.caching.CacheAccessor;
import io.lettuce.core.support.caching.ClientSideCaching;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;

/// Lettuce and Jedis, unmodified, as listeners and as owners of a cache, against three masters and
/// three replicas.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ListenersTest {

    private static final int SECONDS = 15;

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
    void a_message_crosses_the_cluster(ProtocolVersion protocol) throws Exception {
        for (int from = 0; from < 6; from++) {
            try (var listener = client(from, protocol);
                    var speaker = client((from + 1) % 6, protocol);
                    var listening = listener.connectPubSub();
                    var speaking = speaker.connectPubSub()) {
                var heard = new LinkedBlockingQueue<String>();
                listening.addListener(
                        new RedisPubSubAdapter<>() {
                            @Override
                            public void message(String channel, String message) {
                                heard.add(channel + " " + message);
                            }

                            @Override
                            public void message(String pattern, String channel, String message) {
                                heard.add(pattern + " " + channel + " " + message);
                            }
                        });
                listening.sync().subscribe("news");
                listening.sync().psubscribe("n*");
                for (int i = 0; i < 3; i++) speaking.sync().publish("news", "number " + i);
                for (int i = 0; i < 3; i++) {
                    assertThat(next(heard)).isEqualTo("news number " + i);
                    assertThat(next(heard)).isEqualTo("n* news number " + i);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void a_sharded_channel_is_found_where_its_slot_is(ProtocolVersion protocol) throws Exception {
        try (var client = client(0, protocol);
                var listening = client.connectPubSub();
                var speaking = client.connect()) {
            var heard = new LinkedBlockingQueue<String>();
            listening.addListener(
                    new RedisPubSubAdapter<>() {
                        @Override
                        public void smessage(String channel, String message) {
                            heard.add(channel + " " + message);
                        }
                    });
            for (var channel : new String[] {"{a}1", "{b}1", "{c}1"}) {
                listening.sync().ssubscribe(channel);
                Eventually.holds(() -> {
                    assertThat(speaking.sync().spublish(channel, "hello")).isEqualTo(1);
                });
                assertThat(next(heard)).isEqualTo(channel + " hello");
            }
        }
    }

    @Test
    void what_a_client_has_in_its_cache_is_dropped_when_it_changes() throws Exception {
        try (var node = RealNode.start();
                var client = RedisClient.create(RedisURI.create("127.0.0.1", node.port()));
                var caching = client.connect();
                var other = client.connect()) {
            var cache = new ConcurrentHashMap<String, String>();
            var frontend =
                    ClientSideCaching.enable(
                            CacheAccessor.forMap(cache), caching, TrackingArgs.Builder.enabled());
            other.sync().set("key", "one");
            assertThat(frontend.get("key")).isEqualTo("one");
            assertThat(cache).containsEntry("key", "one");
            other.sync().set("key", "two");
            Eventually.holds(() -> assertThat(frontend.get("key")).isEqualTo("two"));
            other.sync().pexpire("key", 1);
            Eventually.holds(() -> assertThat(cache).isEmpty());
        }
    }

    @Test
    void jedis_listens_until_it_is_told_to_stop() throws Exception {
        var heard = new LinkedBlockingQueue<String>();
        var listener =
                new JedisPubSub() {
                    @Override
                    public void onSubscribe(String channel, int count) {
                        heard.add("subscribed " + count);
                    }

                    @Override
                    public void onMessage(String channel, String message) {
                        heard.add(message);
                        if (message.equals("stop")) unsubscribe();
                    }

                    @Override
                    public void onUnsubscribe(String channel, int count) {
                        heard.add("unsubscribed " + count);
                    }
                };
        try (var listening = new Jedis("127.0.0.1", cluster.port(1));
                var speaking = new Jedis("127.0.0.1", cluster.port(2))) {
            var thread = new Thread(() -> listening.subscribe(listener, "radio"));
            thread.start();
            assertThat(next(heard)).isEqualTo("subscribed 1");
            speaking.publish("radio", "music");
            assertThat(next(heard)).isEqualTo("music");
            speaking.publish("radio", "stop");
            assertThat(next(heard)).isEqualTo("stop");
            assertThat(next(heard)).isEqualTo("unsubscribed 0");
            thread.join(TimeUnit.SECONDS.toMillis(SECONDS));
            assertThat(listening.ping()).isEqualTo("PONG");
        }
    }

    private RedisClusterClient client(int node, ProtocolVersion protocol) {
        var client = RedisClusterClient.create(RedisURI.create("127.0.0.1", cluster.port(node)));
        client.setOptions(
                ClusterClientOptions.builder(
                                ClientOptions.builder().protocolVersion(protocol).build())
                        .build());
        return client;
    }

    private static String next(BlockingQueue<String> heard) throws InterruptedException {
        return heard.poll(SECONDS, TimeUnit.SECONDS);
    }
}
