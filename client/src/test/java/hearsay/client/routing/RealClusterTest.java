package hearsay.client.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hearsay.client.RealCluster;
import hearsay.client.connection.ConnectionSettings;
import hearsay.client.connection.Endpoint;
import hearsay.client.connection.Reply;
import hearsay.gossip.routing.HashSlot;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

/// Three redis-servers as a cluster, and slots that move between them.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@EnabledIf(
        value = "hearsay.client.RealCluster#isInstalled",
        disabledReason = "redis-server is missing on PATH: no real cluster to talk to")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealClusterTest {

    private static final Reply OK = new Reply.Status("OK");

    private final RealCluster cluster = RealCluster.start(3);
    private final ClusterClient client;

    RealClusterTest() {
        client =
                await(
                        ClusterClient.open(
                                cluster.nodes().subList(0, 1),
                                ConnectionSettings.DEFAULT,
                                RetryPolicy.DEFAULT,
                                new SplittableRandom(1)));
    }

    @AfterAll
    void stop() {
        client.close();
        cluster.close();
    }

    @Test
    void keys_of_all_slots_are_written_and_read_without_a_detour() {
        var before = client.metrics();
        var replies = new ArrayList<CompletionStage<Reply>>();
        for (int i = 0; i < 5_000; i++) replies.add(client.send("SET", "key:" + i, "" + i));
        for (var reply : replies) assertThat(await(reply)).isEqualTo(OK);
        for (int i = 0; i < 5_000; i += 7)
            assertThat(client.call("GET", "key:" + i).text()).isEqualTo("" + i);
        assertThat(client.metrics().redirects()).isEqualTo(before.redirects());
        assertThat(client.metrics().retries()).isEqualTo(before.retries());
        assertThat(client.slots().size()).isEqualTo(16384);
        assertThat(client.slots().masters()).containsExactlyElementsOf(cluster.nodes());
    }

    @Test
    void what_the_client_knows_agrees_with_what_redis_tells() {
        assertThat(client.call("PING")).isEqualTo(new Reply.Status("PONG"));
        assertThat(client.call("MSET", "{a}1", "x", "{a}2", "y")).isEqualTo(OK);
        assertThat(client.call("MGET", "{a}1", "{a}2", "{a}3").pretty())
                .isEqualTo("1) \"x\"\n2) \"y\"\n3) (nil)");
        assertThat(client.call("MGET", "a", "b").text())
                .isEqualTo("CROSSSLOT Keys in request don't hash to the same slot");
        assertThat(client.call("HSET", "hash", "f", "v")).isEqualTo(new Reply.Int(1));
        assertThat(client.call("HGETALL", "hash").pretty()).isEqualTo("1# \"f\" => \"v\"");
    }

    @Test
    void keys_of_all_nodes_are_asked_for_at_once_when_that_is_wanted() {
        var words = new ArrayList<>(List.of("MSET"));
        for (int i = 0; i < 100; i++) words.addAll(List.of("many:" + i, "" + i));
        assertThat(await(client.scatter(words.toArray(String[]::new)))).isEqualTo(OK);
        var keys = new ArrayList<>(List.of("MGET"));
        for (int i = 99; i >= 0; i--) keys.add("many:" + i);
        var values = await(client.scatter(keys.toArray(String[]::new))).items();
        for (int i = 0; i < 100; i++) assertThat(values.get(i).text()).isEqualTo("" + (99 - i));
        keys.set(0, "UNLINK");
        keys.add("many:none");
        assertThat(await(client.scatter(keys.toArray(String[]::new))))
                .isEqualTo(new Reply.Int(100));
    }

    @Test
    void a_transaction_that_watches_is_given_up_when_somebody_else_was_faster() {
        client.call("SET", "watched", "1");
        for (boolean disturbed : List.of(true, false)) {
            try (var session = await(client.session("watched"))) {
                session.call("WATCH", "watched");
                if (disturbed) client.call("INCR", "watched");
                session.call("MULTI");
                session.call("INCR", "watched");
                assertThat(session.call("EXEC").equals(Reply.Nil.NIL)).isEqualTo(disturbed);
            }
        }
        assertThat(client.call("GET", "watched").text()).isEqualTo("3");
    }

    @Test
    void who_blocks_is_woken_and_holds_up_nobody() {
        var popped = client.send("BLPOP", "queue", "20");
        assertThat(client.call("PING").text()).isEqualTo("PONG");
        client.call("RPUSH", "queue", "x");
        assertThat(await(popped).items().get(1).text()).isEqualTo("x");
        assertThat(client.call("BLPOP", "queue", "0.05")).isEqualTo(Reply.Nil.NIL);
    }

    @Test
    void a_sharded_channel_is_heard_again_when_its_slot_has_moved() {
        var heard = new LinkedBlockingQueue<String>();
        Subscriber.Listener listener =
                (channel, message) -> heard.add(new String(message, StandardCharsets.UTF_8));
        var subscriber = client.subscriber(listener);
        await(subscriber.subscribeSharded("orders"));
        int slot = HashSlot.of("orders".getBytes(StandardCharsets.UTF_8));
        int from = cluster.owner(slot);
        int to = (from + 1) % 3;
        setSlot(to, slot, "IMPORTING", cluster.id(from));
        setSlot(from, slot, "MIGRATING", cluster.id(to));
        setSlot(to, slot, "NODE", cluster.id(to));
        setSlot(from, slot, "NODE", cluster.id(to));
        while (!heard.contains("again")) client.call("SPUBLISH", "orders", "again");
        assertThat(client.slots().master(slot)).isEqualTo(cluster.nodes().get(to));
        subscriber.close();
    }

    @Test
    void a_slot_on_its_way_is_asked_for_and_then_moved() {
        var tag = "{moving}";
        int slot = HashSlot.of(tag);
        int from = cluster.owner(slot);
        int to = (from + 1) % 3;
        client.call("SET", tag + "old", "1");
        var target = cluster.nodes().get(to);
        setSlot(to, slot, "IMPORTING", cluster.id(from));
        setSlot(from, slot, "MIGRATING", cluster.id(to));

        var before = client.metrics();
        assertThat(client.call("GET", tag + "old").text()).isEqualTo("1");
        assertThat(client.metrics().redirects()).isEqualTo(before.redirects());
        assertThat(client.call("SET", tag + "new", "2")).isEqualTo(OK);
        assertThat(client.metrics().redirects()).isEqualTo(before.redirects() + 1);
        assertThat(client.slots().master(slot)).isEqualTo(cluster.nodes().get(from));

        // One key here, one there: nobody can serve both until the move is over.
        var both = client.send("MGET", tag + "old", tag + "new");
        assertThat(migrate(from, target, tag + "old")).isEqualTo(OK);
        assertThat(await(both).pretty()).isEqualTo("1) \"1\"\n2) \"2\"");

        setSlot(to, slot, "NODE", cluster.id(to));
        setSlot(from, slot, "NODE", cluster.id(to));
        assertThat(client.call("GET", tag + "old").text()).isEqualTo("1");
        assertThat(client.slots().master(slot)).isEqualTo(target);
        long redirects = client.metrics().redirects();
        assertThat(client.call("GET", tag + "new").text()).isEqualTo("2");
        assertThat(client.metrics().redirects()).isEqualTo(redirects);
    }

    @Test
    void keys_on_both_sides_of_a_move_are_tried_again_until_the_time_is_up() {
        var tag = "{torn}";
        int slot = HashSlot.of(tag);
        int from = cluster.owner(slot);
        int to = (from + 1) % 3;
        client.call("SET", tag + "old", "1");
        setSlot(to, slot, "IMPORTING", cluster.id(from));
        setSlot(from, slot, "MIGRATING", cluster.id(to));
        client.call("SET", tag + "new", "2");
        var hasty = RequestOptions.NONE.within(new TimeLimit(200));
        assertThatThrownBy(() -> client.call(hasty, "MGET", tag + "old", tag + "new"))
                .isInstanceOfSatisfying(
                        RequestFailed.class,
                        failure -> assertThat(failure.maybeExecuted()).isFalse())
                .hasMessageContaining("TRYAGAIN");
        assertThat(cluster.ask(to, "CLUSTER", "SETSLOT", "" + slot, "STABLE")).isEqualTo(OK);
        assertThat(cluster.ask(from, "CLUSTER", "SETSLOT", "" + slot, "STABLE")).isEqualTo(OK);
    }

    private void setSlot(int node, int slot, String state, String id) {
        assertThat(cluster.ask(node, "CLUSTER", "SETSLOT", "" + slot, state, id)).isEqualTo(OK);
    }

    private Reply migrate(int from, Endpoint to, String key) {
        return cluster.ask(from, "MIGRATE", to.host(), "" + to.port(), key, "0", "1000");
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
