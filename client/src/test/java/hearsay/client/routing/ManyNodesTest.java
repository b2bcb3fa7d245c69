package hearsay.client.routing;

import static hearsay.client.FakeServer.resp;
import static hearsay.client.FakeServer.shard;
import static hearsay.client.FakeServer.slots;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hearsay.client.FakeServer;
import hearsay.client.connection.ConnectionSettings;
import hearsay.client.connection.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Requests for several nodes, and for others than the master: A serves the lower half of the slots
/// (`bar`, `hello`), B the upper one (`foo`), C is a replica of B.
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ManyNodesTest {

    private static final Reply OK = new Reply.Status("OK");

    private final FakeServer a = new FakeServer(request -> "");
    private final FakeServer b = new FakeServer(request -> "");
    private final FakeServer c = new FakeServer(request -> "");

    @BeforeEach
    void answer_by_name() {
        answer(a, request -> resp("+A"));
        answer(b, request -> resp("+B"));
        answer(c, request -> resp("+C"));
    }

    @AfterEach
    void close() {
        a.close();
        b.close();
        c.close();
    }

    @Test
    void what_only_reads_may_be_answered_by_a_replica_on_a_readonly_connection() {
        var fromReplica = RequestOptions.NONE.readingFrom(ReadFrom.REPLICA);
        try (var client = open()) {
            assertThat(client.call(fromReplica, "GET", "foo").text()).isEqualTo("C");
            assertThat(client.call(fromReplica, "GET", "foo").text()).isEqualTo("C");
            // A has no replica, and what writes is the master's.
            assertThat(client.call(fromReplica, "GET", "bar").text()).isEqualTo("A");
            assertThat(client.call(fromReplica, "SET", "foo", "1").text()).isEqualTo("B");
        }
        assertThat(commands(c)).containsExactly("READONLY", "GET foo", "GET foo");
        assertThat(commands(a)).containsExactly("READONLY", "GET bar");
        assertThat(commands(b)).containsExactly("SET foo 1");
    }

    @Test
    void reads_from_anybody_are_spread_over_master_and_replicas() {
        var fromAny = RequestOptions.NONE.readingFrom(ReadFrom.ANY);
        try (var client = open()) {
            for (int i = 0; i < 40; i++) client.call(fromAny, "GET", "foo");
        }
        assertThat(commands(b).stream().filter("GET foo"::equals)).hasSizeBetween(10, 30);
        assertThat(commands(c).stream().filter("GET foo"::equals)).hasSizeBetween(10, 30);
    }

    @Test
    void a_replica_that_cannot_answer_is_replaced_by_its_master() {
        var fromReplica = RequestOptions.NONE.readingFrom(ReadFrom.REPLICA);
        try (var client = open()) {
            answer(c, request -> resp("-MASTERDOWN Link with MASTER is down"));
            assertThat(client.call(fromReplica, "GET", "foo").text()).isEqualTo("B");
            answer(c, request -> FakeServer.CLOSE);
            assertThat(client.call(fromReplica, "GET", "foo").text()).isEqualTo("B");
            c.close();
            assertThat(client.call(fromReplica, "GET", "foo").text()).isEqualTo("B");
            assertThat(client.metrics().met(Trouble.MASTERDOWN)).isEqualTo(1);
            assertThat(client.metrics().failures()).isZero();
        }
    }

    @Test
    void values_from_several_nodes_come_in_the_order_of_the_keys() {
        answer(b, request -> resp("*2", "+of foo", "+of foo"));
        try (var client = open()) {
            // bar and hello are in two slots of A, foo is asked for twice.
            answer(a, request -> resp("*1", "+of " + request.get(1)));
            var reply = await(client.scatter("MGET", "foo", "bar", "foo", "hello"));
            assertThat(reply.items().stream().map(Reply::text))
                    .containsExactly("of foo", "of bar", "of foo", "of hello");
        }
        assertThat(commands(a)).containsExactlyInAnyOrder("MGET bar", "MGET hello");
        assertThat(commands(b)).containsExactly("MGET foo foo");
    }

    @Test
    void writes_to_several_nodes_are_one_ok_and_counts_one_sum() {
        try (var client = open()) {
            answer(a, request -> resp("+OK"));
            answer(b, request -> resp("+OK"));
            assertThat(await(client.scatter("MSET", "foo", "1", "bar", "2"))).isEqualTo(OK);
            answer(a, request -> resp(":1"));
            answer(b, request -> resp(":1"));
            for (var command : List.of("DEL", "UNLINK", "EXISTS", "TOUCH"))
                assertThat(await(client.scatter(command, "foo", "bar")))
                        .isEqualTo(new Reply.Int(2));
        }
        assertThat(commands(b)).contains("MSET foo 1", "DEL foo", "TOUCH foo");
        assertThat(commands(a)).contains("MSET bar 2", "DEL bar", "TOUCH bar");
    }

    @Test
    void what_was_done_by_halves_is_said() {
        try (var client = open()) {
            answer(a, request -> resp(":1"));
            answer(b, request -> FakeServer.CLOSE);
            assertThatThrownBy(() -> await(client.scatter("DEL", "foo", "bar")))
                    .hasCauseInstanceOf(RequestFailed.class)
                    .hasMessageContaining("1 of 2 parts were done")
                    .hasMessageContaining("it may have been executed");
            answer(b, request -> resp("-OOM command not allowed when used memory > 'maxmemory'."));
            assertThat(await(client.scatter("DEL", "foo", "bar")).text()).startsWith("OOM");
        }
    }

    @Test
    void only_what_can_be_put_together_again_is_divided() {
        try (var client = open()) {
            assertThatThrownBy(() -> client.scatter("RENAME", "foo", "bar"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("RENAME cannot be divided by slots");
            assertThatThrownBy(() -> client.scatter("MSET", "foo", "1", "bar"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("wrong number of words for MSET");
        }
    }

    @Test
    void a_pipeline_goes_to_all_its_nodes_and_its_results_come_in_order() {
        answer(b, request -> request.contains("{foo}cut") ? FakeServer.CLOSE : resp("+B"));
        try (var client = open()) {
            var results =
                    client.pipeline()
                            .add("GET", "foo")
                            .add("GET", "bar")
                            .add("PING")
                            .add("SET", "foo", "2")
                            .add("INCR", "{foo}cut")
                            .call();
            assertThat(results.subList(0, 2).stream().map(r -> r.reply().text()))
                    .containsExactly("B", "A");
            assertThat(results.get(3).reply().text()).isEqualTo("B");
            assertThat(results.get(4)).isInstanceOf(Pipeline.Result.Failed.class);
            assertThatThrownBy(() -> results.get(4).reply()).isInstanceOf(RequestFailed.class);
            assertThat(client.pipeline().call()).isEmpty();
        }
    }

    @Test
    void requests_that_wait_for_a_connection_keep_their_order() {
        try (var client = open()) {
            var replies = new ArrayList<CompletionStage<Reply>>();
            for (int i = 0; i < 50; i++) replies.add(client.send("SET", "foo", "" + i));
            replies.forEach(ManyNodesTest::await);
        }
        assertThat(commands(b))
                .isEqualTo(IntStream.range(0, 50).mapToObj(i -> "SET foo " + i).toList());
    }

    @Test
    void a_command_that_blocks_holds_up_nobody_and_its_connection_is_used_again() {
        answer(b, request -> request.getFirst().equals("BLPOP") ? "" : resp("+B"));
        try (var client = open()) {
            client.call("GET", "foo");
            var first = client.send("BLPOP", "foo", "0.2");
            var forever = client.send("BLPOP", "foo", "0");
            assertThat(client.call("GET", "foo").text()).isEqualTo("B");
            assertThat(first.toCompletableFuture()).isNotDone();
            assertThat(forever.toCompletableFuture()).isNotDone();
            assertThat(b.connections()).isEqualTo(3);
        }
    }

    @Test
    void a_blocking_command_that_is_over_leaves_its_connection_to_the_next() {
        answer(b, request -> resp("*2", "+foo", "+1"));
        try (var client = open()) {
            for (int i = 0; i < 5; i++)
                assertThat(client.call("BLPOP", "foo", "1").items()).hasSize(2);
            assertThat(b.connections()).isEqualTo(1);
        }
    }

    @Test
    void who_finds_all_own_connections_taken_comes_again_later() {
        var count = new AtomicInteger();
        answer(b, request -> count.incrementAndGet() == 1 ? "" : resp("*2", "+foo", "+1"));
        var settings = ConnectionSettings.DEFAULT.withOwnMax(1);
        try (var client = open(settings)) {
            var hasty = RequestOptions.NONE.within(new TimeLimit(200));
            var first = client.send(hasty, "BLPOP", "foo", "0");
            var second = client.send("BLPOP", "foo", "1");
            assertThat(await(second).items()).hasSize(2);
            assertThatThrownBy(() -> await(first)).hasMessageContaining("time is up");
            assertThat(client.metrics().met(Trouble.OVERLOAD)).isPositive();
        }
    }

    @Test
    void a_session_has_a_connection_of_its_own_and_gives_it_back_in_order() {
        answer(b, request -> resp("+" + request.getFirst()));
        try (var client = open()) {
            for (int i = 0; i < 2; i++) {
                try (var session = await(client.session("foo"))) {
                    assertThat(session.endpoint()).isEqualTo(b.endpoint());
                    for (var words : List.of("WATCH foo", "GET foo", "MULTI", "SET foo 2", "EXEC"))
                        session.call(words.split(" "));
                }
            }
            assertThat(b.connections()).isEqualTo(1);
            try (var session = await(client.session("foo"))) {
                session.call("WATCH", "foo");
            }
            // Whoever came next would watch, too.
            await(client.session("foo")).call("GET", "foo");
            assertThat(b.connections()).isEqualTo(2);
        }
    }

    @Test
    void what_a_session_is_told_by_moved_is_learned_for_the_next() {
        var moved = "MOVED 12182 " + a.endpoint();
        try (var client = open()) {
            answer(b, request -> resp("-" + moved));
            answer(a, request -> resp("+A"));
            try (var session = await(client.session("foo"))) {
                assertThat(session.call("WATCH", "foo").text()).isEqualTo(moved);
            }
            assertThat(client.metrics().met(Trouble.MOVED)).isEqualTo(1);
        }
    }

    @Test
    void after_a_close_there_are_no_sessions() {
        var client = open();
        var session = await(client.session("foo"));
        client.close();
        assertThatThrownBy(() -> session.call("GET", "foo")).isInstanceOf(RequestFailed.class);
        assertThatThrownBy(() -> await(client.session("foo")))
                .hasCauseInstanceOf(RequestFailed.class);
    }

    @Test
    void a_connection_tells_its_name_and_its_program_and_an_old_server_need_not_understand() {
        answer(b, request -> resp(request.getFirst().equals("CLIENT") ? "-ERR unknown" : "+B"));
        var settings = ConnectionSettings.DEFAULT.withName("me").withLibrary("hearsay", "0.1");
        try (var client = open(settings)) {
            assertThat(client.call("GET", "foo").text()).isEqualTo("B");
        }
        assertThat(commands(b))
                .containsExactly(
                        "CLIENT SETINFO LIB-NAME hearsay", "CLIENT SETINFO LIB-VER 0.1", "GET foo");
    }

    @Test
    void troubles_are_counted_by_their_kinds() {
        var answers =
                new ConcurrentLinkedQueue<>(
                        List.of(
                                "-TRYAGAIN Multiple keys request during rehashing of slot",
                                "-CLUSTERDOWN The cluster is down",
                                "-ASK 12182 " + a.endpoint(),
                                "+B"));
        answer(b, request -> resp(String.valueOf(answers.poll())));
        try (var client = open()) {
            client.call("SET", "foo", "1");
            var metrics = client.metrics();
            assertThat(metrics.requests()).isEqualTo(1);
            assertThat(metrics.redirects()).isEqualTo(1);
            assertThat(metrics.retries()).isEqualTo(2);
            assertThat(metrics.troubles())
                    .isEqualTo(
                            Map.of(Trouble.TRYAGAIN, 1L, Trouble.CLUSTERDOWN, 1L, Trouble.ASK, 1L));
            assertThat(metrics.troubledMillis()).isPositive();
        }
        assertThat(commands(a)).containsExactly("ASKING", "SET foo 1");
    }

    private void answer(FakeServer server, FakeServer.Script script) {
        server.script(request ->
                switch (request.getFirst()) {
                    case "HELLO" -> "";
                    case "READONLY" -> resp("+OK");
                    case "CLUSTER" ->
                            slots(
                                    shard(0, 8191, a.endpoint()),
                                    shard(8192, 16383, b.endpoint(), c.endpoint()));
                    default -> script.answer(request);
                });
    }

    private ClusterClient open() {
        return open(ConnectionSettings.DEFAULT);
    }

    private ClusterClient open(ConnectionSettings settings) {
        var policy = new RetryPolicy(40, 5, 50, TimeLimit.ofSeconds(5));
        return await(
                ClusterClient.open(
                        List.of(a.endpoint()), settings, policy, new SplittableRandom(1)));
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private static List<String> commands(FakeServer server) {
        return server.requests().stream().filter(r -> !r.startsWith("CLUSTER")).toList();
    }
}
