package hearsay.simulations.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.lettuce.core.KeyValue;
import io.lettuce.core.ReadFrom;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // The extension fills the field.
@HearsayCluster
@DisplayName("What Lettuce sees")
final class WhatLettuceSeesTest {

    private static final int SLOT = Cluster.slot("foo");

    private Cluster cluster;

    @Test
    void moved_at_the_wrong_node() {
        var owner = cluster.master(SLOT);
        at(
                another(owner),
                redis ->
                        assertThat(catchThrowable(() -> redis.set("foo", "bar")))
                                .isInstanceOf(RedisCommandExecutionException.class)
                                .hasMessage("MOVED " + SLOT + " " + owner.address()));
    }

    @Test
    void ask_and_tryagain_at_the_source_and_neither_in_a_cluster_client() {
        var from = cluster.master(SLOT);
        var to = another(from);
        inCluster((client, connection) -> {
            var everywhere = connection.sync();
            everywhere.set("{foo}1", "one");
            everywhere.set("{foo}2", "two");
            var migration = cluster.migrate(SLOT, to).moveKeys("{foo}1");
            at(
                    from,
                    redis -> {
                        assertThat(catchThrowable(() -> redis.get("{foo}1")))
                                .hasMessage("ASK " + SLOT + " " + to.address());
                        assertThat(catchThrowable(() -> redis.mget("{foo}1", "{foo}2")))
                                .hasMessage(
                                        "TRYAGAIN Multiple keys request during rehashing of slot");
                    });
            assertThat(everywhere.get("{foo}1")).isEqualTo("one");
            assertThat(everywhere.get("{foo}2")).isEqualTo("two");
            migration.finish();
            assertThat(everywhere.mget("{foo}1", "{foo}2"))
                    .containsExactly(
                            KeyValue.just("{foo}1", "one"), KeyValue.just("{foo}2", "two"));
        });
    }

    @Test
    void clusterdown_on_the_side_of_the_minority_and_what_the_majority_wrote_when_it_heals() {
        var minority = cluster.master(SLOT);
        at(
                minority,
                redis -> {
                    redis.set("foo", "before");
                    cluster.isolate(minority);
                    cluster.awaitDown(minority);
                    assertThat(catchThrowable(() -> redis.set("foo", "lost")))
                            .hasMessage("CLUSTERDOWN The cluster is down");
                    var successor = cluster.awaitFailover(SLOT);
                    at(successor, other -> other.set("foo", "after"));
                    cluster.heal();
                    cluster.awaitHealthy();
                    assertThat(catchThrowable(() -> redis.get("foo")))
                            .hasMessage("MOVED " + SLOT + " " + successor.address());
                    redis.readOnly();
                    assertThat(redis.get("foo")).isEqualTo("after");
                });
    }

    @Test
    void readonly_at_a_replica_from_which_it_may_read() {
        at(
                cluster.replica(SLOT),
                redis ->
                        assertThat(catchThrowable(redis::flushall))
                                .hasMessage(
                                        "READONLY You can't write against a read only replica."));
        inCluster((client, connection) -> {
            var redis = connection.sync();
            redis.set("foo", "bar");
            cluster.awaitReplicated(SLOT);
            connection.setReadFrom(ReadFrom.ANY);
            assertThat(redis.get("foo")).isEqualTo("bar");
        });
    }

    @Test
    void a_timeout_while_its_master_is_frozen_and_the_next_one_when_it_has_looked_again() {
        inCluster((client, connection) -> {
            connection.sync().set("foo", "before");
            var frozen = cluster.master(SLOT);
            frozen.pause();
            var request = connection.async().set("foo", "meanwhile");
            assertThatThrownBy(() -> request.get(30, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(RedisCommandTimeoutException.class);
            var successor = cluster.awaitFailover(SLOT);
            frozen.kill();
            // What goes to the dead before Lettuce looks again waits there until it times out.
            client.refreshPartitions();
            assertThat(connection.sync().set("foo", "after")).isEqualTo("OK");
            assertThat(successor.call("GET", "foo").text()).isEqualTo("after");
        });
    }

    private ClusterNode another(ClusterNode than) {
        return cluster.nodes().stream()
                .filter(node -> node.isMaster() && node != than)
                .findFirst()
                .orElseThrow();
    }

    private static void at(ClusterNode node, Consumer<RedisCommands<String, String>> deeds) {
        try (var client = RedisClient.create(RedisURI.create("redis://" + node.address()));
                var connection = client.connect()) {
            deeds.accept(connection.sync());
        }
    }

    /// By default Lettuce waits a minute for a node that stands still, also to ask it who is who.
    private RedisURI uri() {
        var uri = RedisURI.create("redis://" + cluster.address());
        uri.setTimeout(Duration.ofSeconds(2));
        return uri;
    }

    private void inCluster(
            BiConsumer<RedisClusterClient, StatefulRedisClusterConnection<String, String>> deeds) {
        var refresh =
                ClusterTopologyRefreshOptions.builder().enableAllAdaptiveRefreshTriggers().build();
        var options =
                ClusterClientOptions.builder()
                        .topologyRefreshOptions(refresh)
                        .timeoutOptions(TimeoutOptions.enabled(Duration.ofMillis(500)))
                        .maxRedirects(10)
                        .build();
        try (var client = RedisClusterClient.create(uri())) {
            client.setOptions(options);
            try (var connection = client.connect()) {
                deeds.accept(client, connection);
            }
        }
    }
}
