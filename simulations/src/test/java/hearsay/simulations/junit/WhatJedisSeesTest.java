package hearsay.simulations.junit;

import static hearsay.gossip.bus.BusMessage.Type.VOTE_REQUEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisClusterException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisMovedDataException;

@SuppressWarnings("NullAway.Init") // The extension fills the field.
@HearsayCluster
@DisplayName("What Jedis sees")
final class WhatJedisSeesTest {

    private static final int SLOT = Cluster.slot("foo");

    private Cluster cluster;

    @Test
    void moved_at_the_wrong_node_and_nothing_of_it_in_a_cluster_client() {
        var owner = cluster.master(SLOT);
        try (var wrong = plain(another(owner))) {
            var told = catchThrowable(() -> wrong.set("foo", "bar"));
            assertThat(told).isInstanceOf(JedisMovedDataException.class);
            var moved = (JedisMovedDataException) told;
            assertThat(moved.getSlot()).isEqualTo(SLOT);
            assertThat(moved.getTargetNode()).hasToString(owner.address());
        }
        try (var jedis = clusterClient()) {
            assertThat(jedis.set("foo", "bar")).isEqualTo("OK");
        }
    }

    @Test
    void ask_for_a_key_that_is_on_its_way_and_moved_from_whom_it_goes_to() {
        var from = cluster.master(SLOT);
        var to = another(from);
        try (var source = plain(from);
                var target = plain(to);
                var jedis = clusterClient()) {
            source.set("foo", "bar");
            var migration = cluster.migrate(SLOT, to).holdOpen();
            assertThat(source.get("foo")).isEqualTo("bar");

            migration.moveKeys("foo");
            var told = catchThrowable(() -> source.get("foo"));
            assertThat(told).isInstanceOf(JedisAskDataException.class);
            assertThat(((JedisAskDataException) told).getTargetNode()).hasToString(to.address());
            assertThat(catchThrowable(() -> target.get("foo")))
                    .isInstanceOf(JedisMovedDataException.class)
                    .hasMessage("MOVED " + SLOT + " " + from.address());
            target.sendCommand(Protocol.Command.ASKING);
            assertThat(target.get("foo")).isEqualTo("bar");
            assertThat(jedis.get("foo")).isEqualTo("bar");

            migration.finish();
            assertThat(target.get("foo")).isEqualTo("bar");
            assertThat(catchThrowable(() -> source.get("foo")))
                    .hasMessage("MOVED " + SLOT + " " + to.address());
            assertThat(jedis.get("foo")).isEqualTo("bar");
        }
    }

    @Test
    void tryagain_for_several_keys_of_which_only_some_have_moved() {
        var from = cluster.master(SLOT);
        try (var source = plain(from)) {
            source.mset("{foo}1", "one", "{foo}2", "two");
            var migration = cluster.migrate(SLOT, another(from)).moveKeys("{foo}1");
            assertThat(catchThrowable(() -> source.mget("{foo}1", "{foo}2")))
                    .hasMessage("TRYAGAIN Multiple keys request during rehashing of slot");
            migration.moveKeys("{foo}2");
            assertThat(catchThrowable(() -> source.mget("{foo}1", "{foo}2")))
                    .isInstanceOf(JedisAskDataException.class);
            migration.finish();
        }
        try (var jedis = clusterClient()) {
            assertThat(jedis.mget("{foo}1", "{foo}2")).containsExactly("one", "two");
        }
    }

    @Test
    void clusterdown_while_a_master_is_dead_and_nobody_may_take_its_place() {
        var nobodyIsAsked = cluster.bus().drop(VOTE_REQUEST);
        var other = another(cluster.master(SLOT));
        cluster.killMaster(SLOT);
        cluster.awaitDown(other);
        try (var jedis = plain(other)) {
            var key = keyAt(other);
            assertThat(catchThrowable(() -> jedis.get(key)))
                    .isInstanceOf(JedisClusterException.class)
                    .hasMessage("CLUSTERDOWN The cluster is down");
            nobodyIsAsked.end();
            cluster.awaitFailover(SLOT);
            assertThat(jedis.get(key)).isNull();
        }
    }

    @Test
    @HearsayCluster(replicas = 0, redisConf = "cluster-require-full-coverage no")
    void the_slots_of_the_living_when_full_coverage_is_not_required(Cluster cluster) {
        var dead = cluster.killMaster(SLOT);
        var other = another(cluster, dead);
        try (var jedis = plain(other)) {
            assertThat(jedis.set(keyAt(cluster, other), "served")).isEqualTo("OK");
            assertThat(catchThrowable(() -> jedis.get("foo")))
                    .hasMessage("MOVED " + SLOT + " " + dead.address());
            jedis.sendCommand(Protocol.Command.CLUSTER, "DELSLOTS", Integer.toString(SLOT));
            assertThat(catchThrowable(() -> jedis.get("foo")))
                    .hasMessage("CLUSTERDOWN Hash slot not served");
        }
    }

    @Test
    void readonly_at_a_replica_and_old_data_while_it_is_frozen() {
        var master = cluster.master(SLOT);
        var replica = cluster.replica(SLOT);
        try (var writer = plain(master);
                var reader = plain(replica)) {
            assertThat(catchThrowable(() -> reader.flushAll()))
                    .isInstanceOf(JedisDataException.class)
                    .hasMessage("READONLY You can't write against a read only replica.");
            writer.set("foo", "one");
            assertThat(writer.waitReplicas(1, 10_000)).isEqualTo(1);
            assertThat(catchThrowable(() -> reader.get("foo")))
                    .hasMessage("MOVED " + SLOT + " " + master.address());
            reader.readonly();
            assertThat(reader.get("foo")).isEqualTo("one");

            replica.pause();
            writer.set("foo", "two");
            assertThat(writer.waitReplicas(1, 100)).isZero();
            assertThat(catchThrowable(() -> reader.get("foo")))
                    .isInstanceOf(JedisConnectionException.class)
                    .hasMessageContaining("Read timed out");
            replica.resume();
            assertThat(writer.waitReplicas(1, 10_000)).isEqualTo(1);
        }
        try (var reader = plain(replica)) {
            reader.readonly();
            assertThat(reader.get("foo")).isEqualTo("two");
        }
    }

    @Test
    void a_request_that_is_under_way_when_its_master_dies_is_done_at_the_next_one()
            throws Exception {
        var frozen = cluster.master(SLOT);
        try (var jedis = clusterClient()) {
            jedis.set("foo", "before");
            frozen.pause();
            var begun = new CountDownLatch(1);
            var request =
                    CompletableFuture.supplyAsync(() -> {
                        begun.countDown();
                        return jedis.set("foo", "meanwhile");
                    });
            begun.await();
            var successor = cluster.awaitFailover(SLOT);
            frozen.kill();
            assertThat(request.get(30, TimeUnit.SECONDS)).isEqualTo("OK");
            assertThat(successor.call("GET", "foo").text()).isEqualTo("meanwhile");
            assertThat(jedis.get("foo")).isEqualTo("meanwhile");
        }
    }

    @Test
    void a_blocked_request_ends_when_its_master_becomes_a_replica() throws Exception {
        var before = cluster.master(SLOT);
        try (var blocked = plain(before, 20_000)) {
            var waiting =
                    CompletableFuture.supplyAsync(
                            () -> catchThrowable(() -> blocked.blpop(15, "foo")));
            cluster.awaitBlocked(before, 1);
            cluster.failover(SLOT);
            assertThat(waiting.get(20, TimeUnit.SECONDS))
                    .isInstanceOf(JedisDataException.class)
                    .hasMessageStartingWith("UNBLOCKED ");
        }
    }

    @Test
    void a_blocked_request_is_told_where_its_key_went_when_its_slot_has_moved() throws Exception {
        var from = cluster.master(SLOT);
        var to = another(from);
        try (var blocked = plain(from, 20_000)) {
            var waiting =
                    CompletableFuture.supplyAsync(
                            () -> catchThrowable(() -> blocked.blpop(15, "foo")));
            cluster.awaitBlocked(from, 1);
            cluster.migrate(SLOT, to).finish();
            assertThat(waiting.get(20, TimeUnit.SECONDS))
                    .isInstanceOf(JedisMovedDataException.class)
                    .hasMessage("MOVED " + SLOT + " " + to.address());
        }
    }

    private ClusterNode another(ClusterNode than) {
        return another(cluster, than);
    }

    private static ClusterNode another(Cluster cluster, ClusterNode than) {
        return cluster.nodes().stream()
                .filter(node -> node.isMaster() && node != than)
                .findFirst()
                .orElseThrow();
    }

    private String keyAt(ClusterNode node) {
        return keyAt(cluster, node);
    }

    private static String keyAt(Cluster cluster, ClusterNode node) {
        for (var key : List.of("a", "b", "c", "d", "e", "f")) {
            if (cluster.master(Cluster.slot(key)) == node) return key;
        }
        throw new AssertionError("none of the keys is at " + node);
    }

    private static Jedis plain(ClusterNode node) {
        return plain(node, 500);
    }

    private static Jedis plain(ClusterNode node, int timeoutMillis) {
        return new Jedis(node.host(), node.port(), timeoutMillis);
    }

    private JedisCluster clusterClient() {
        var config = DefaultJedisClientConfig.builder().timeoutMillis(500).build();
        return new JedisCluster(
                Set.of(HostAndPort.from(cluster.address())),
                config,
                50,
                Duration.ofSeconds(20),
                new GenericObjectPoolConfig<Connection>());
    }
}
