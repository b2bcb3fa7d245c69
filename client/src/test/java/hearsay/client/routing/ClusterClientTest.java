package hearsay.client.routing;

import static hearsay.client.FakeServer.allSlotsAt;
import static hearsay.client.FakeServer.resp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hearsay.client.FakeServer;
import hearsay.client.connection.ConnectionSettings;
import hearsay.client.connection.Endpoint;
import hearsay.client.connection.Reply;
import hearsay.gossip.routing.HashSlot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The client against two servers, A and B, that say what a cluster may say.
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ClusterClientTest {

    private static final int FOO = HashSlot.of("foo");

    private final FakeServer a = new FakeServer(request -> "");
    private final FakeServer b = new FakeServer(request -> "");
    private volatile Endpoint owner = a.endpoint();

    @BeforeEach
    void know_the_map() {
        answer(a, request -> resp("-ERR not expected"));
        answer(b, request -> resp("-ERR not expected"));
    }

    @AfterEach
    void close() {
        a.close();
        b.close();
    }

    @Test
    void moved_is_followed_and_remembered() {
        answer(a, request -> resp("-MOVED " + FOO + " " + b.endpoint()));
        answer(b, request -> "+OK\r\n");
        try (var client = open()) {
            owner = b.endpoint();
            assertThat(client.call("SET", "foo", "1")).isEqualTo(new Reply.Status("OK"));
            assertThat(client.slots().master(FOO)).isEqualTo(b.endpoint());
            assertThat(client.call("SET", "foo", "2")).isEqualTo(new Reply.Status("OK"));
            assertThat(client.metrics().redirects()).isEqualTo(1);
        }
        assertThat(commands(a)).containsExactly("SET foo 1");
        assertThat(commands(b)).containsExactly("SET foo 1", "SET foo 2");
    }

    @Test
    void ask_is_followed_with_asking_and_forgotten() {
        answer(a, request -> resp("-ASK " + FOO + " " + b.endpoint()));
        answer(b, request -> "+OK\r\n");
        try (var client = open()) {
            client.call("SET", "foo", "1");
            client.call("SET", "foo", "2");
            assertThat(client.slots().master(FOO)).isEqualTo(a.endpoint());
            assertThat(client.metrics().redirects()).isEqualTo(2);
            assertThat(client.metrics().refreshes()).isEqualTo(1);
        }
        assertThat(commands(b)).containsExactly("ASKING", "SET foo 1", "ASKING", "SET foo 2");
    }

    @Test
    void refusals_that_pass_are_waited_out() {
        var refusals =
                new ArrayList<>(
                        List.of(
                                "-TRYAGAIN Multiple keys request during rehashing of slot",
                                "-CLUSTERDOWN The cluster is down",
                                "-LOADING Redis is loading the dataset in memory",
                                "+OK"));
        answer(a, request -> resp(refusals.removeFirst()));
        try (var client = open()) {
            assertThat(client.call("SET", "foo", "1")).isEqualTo(new Reply.Status("OK"));
            assertThat(client.metrics().retries()).isEqualTo(3);
            assertThat(client.metrics().failures()).isZero();
        }
    }

    @Test
    void a_cluster_that_stays_down_is_one_clear_error() {
        answer(a, request -> resp("-CLUSTERDOWN The cluster is down"));
        try (var client = open()) {
            assertThatThrownBy(() -> client.call("SET", "foo", "1"))
                    .isInstanceOfSatisfying(
                            RequestFailed.class,
                            failure -> assertThat(failure.maybeExecuted()).isFalse())
                    .hasMessageContaining("CLUSTERDOWN The cluster is down")
                    .hasMessageContaining("attempts");
            assertThat(client.metrics().failures()).isEqualTo(1);
        }
    }

    @Test
    void a_write_cut_off_is_not_repeated_unless_it_is_idempotent() {
        var answers = new ArrayList<>(List.of(FakeServer.CLOSE, FakeServer.CLOSE, ":2\r\n"));
        answer(a, request -> answers.removeFirst());
        try (var client = open()) {
            assertThatThrownBy(() -> client.call("INCR", "foo"))
                    .isInstanceOfSatisfying(
                            RequestFailed.class,
                            failure -> assertThat(failure.maybeExecuted()).isTrue());
            assertThat(commands(a)).containsExactly("INCR foo");
            var again = RequestOptions.NONE.asIdempotent();
            assertThat(client.call(again, "INCR", "foo")).isEqualTo(new Reply.Int(2));
        }
        assertThat(commands(a)).containsExactly("INCR foo", "INCR foo", "INCR foo");
    }

    @Test
    void a_read_cut_off_is_repeated_where_the_new_map_says() {
        answer(a, request -> FakeServer.CLOSE);
        answer(b, request -> "$1\r\n1\r\n");
        try (var client = open()) {
            owner = b.endpoint();
            assertThat(client.call("GET", "foo").text()).isEqualTo("1");
            assertThat(client.metrics().refreshes()).isGreaterThan(1);
        }
    }

    @Test
    void a_write_to_a_master_that_is_gone_waits_for_its_successor() {
        answer(a, request -> "+OK\r\n");
        answer(b, request -> "+OK\r\n");
        try (var client = open(a.endpoint(), b.endpoint())) {
            a.close();
            owner = b.endpoint();
            var before = client.metrics();
            // The connection may have ended a moment before or a moment after the request is sent.
            try {
                client.call("SET", "foo", "1");
            } catch (RequestFailed sent) {
                assertThat(sent.maybeExecuted()).isTrue();
            }
            assertThat(client.call("SET", "foo", "2")).isEqualTo(new Reply.Status("OK"));
            assertThat(client.metrics().refreshes()).isGreaterThan(before.refreshes());
        }
        assertThat(commands(b)).contains("SET foo 2");
    }

    @Test
    void silence_ends_with_the_time_limit_for_writes_and_reads() {
        answer(a, request -> FakeServer.SILENCE);
        try (var client = open()) {
            var hasty = RequestOptions.NONE.within(new TimeLimit(150));
            assertThatThrownBy(() -> client.call(hasty, "SET", "foo", "1"))
                    .isInstanceOf(RequestFailed.class)
                    .hasMessageContaining("time is up")
                    .hasMessageContaining("it may have been executed");
            assertThatThrownBy(() -> client.call(hasty, "GET", "foo"))
                    .isInstanceOf(RequestFailed.class);
        }
    }

    @Test
    void a_thousand_requests_cut_off_together_fail_each_once_and_refresh_a_few_times() {
        var count = new AtomicInteger();
        answer(
                a,
                request -> {
                    if (request.getFirst().equals("GET")) return "+OK\r\n";
                    return count.incrementAndGet() < 1_000 ? "" : FakeServer.CLOSE;
                });
        try (var client = open()) {
            var replies = new ArrayList<CompletionStage<Reply>>();
            for (int i = 0; i < 1_000; i++) replies.add(client.send("INCR", "foo"));
            for (var reply : replies)
                assertThatThrownBy(() -> reply.toCompletableFuture().join())
                        .isInstanceOf(CompletionException.class)
                        .hasCauseInstanceOf(RequestFailed.class);
            assertThat(client.metrics().failures()).isEqualTo(1_000);
            // A reply shows that the client goes on.
            assertThat(client.call("GET", "foo")).isEqualTo(new Reply.Status("OK"));
        }
        assertThat(commands(a)).filteredOn(c -> c.equals("INCR foo")).hasSize(1_000);
        assertThat(a.connections()).isEqualTo(2);
    }

    @Test
    void a_frozen_node_is_asked_last_for_the_new_map() {
        answer(a, request -> FakeServer.SILENCE);
        answer(b, request -> resp("+b"));
        var hasty = ConnectionSettings.DEFAULT.withTimeouts(1_000, 300);
        try (var client = open(hasty, List.of(a.endpoint(), b.endpoint()))) {
            // From now on A says nothing at all.
            a.script(request -> FakeServer.SILENCE);
            owner = b.endpoint();
            assertThatThrownBy(() -> client.call("INCR", "foo"))
                    .hasMessageContaining("no reply from " + a.endpoint());
            assertThat(client.call("GET", "foo").text()).isEqualTo("b");
            assertThat(client.slots().master(FOO)).isEqualTo(b.endpoint());
        }
        assertThat(a.requests()).containsOnlyOnce("CLUSTER SLOTS", "INCR foo");
    }

    @Test
    void replies_of_the_callers_own_making_are_passed_on() {
        answer(a, request -> resp("-WRONGTYPE Operation against a key holding the wrong kind"));
        try (var client = open()) {
            assertThat(client.call("GET", "foo").pretty()).startsWith("(error) WRONGTYPE");
            assertThat(client.metrics()).isEqualTo(new Metrics(1, 0, 0, 1, 0, Map.of(), 0));
        }
    }

    @Test
    void one_node_may_be_asked_and_answers_for_itself() {
        answer(b, request -> resp("-MOVED " + FOO + " " + a.endpoint()));
        try (var client = open()) {
            var reply = client.sendTo(b.endpoint(), "GET", "foo").toCompletableFuture().join();
            assertThat(reply.text()).startsWith("MOVED");
        }
        assertThat(commands(a)).isEmpty();
    }

    @Test
    void an_unknown_command_finds_its_node_by_the_key_that_is_given_or_by_moved() {
        answer(a, request -> resp("+a"));
        answer(b, request -> resp("+b"));
        try (var client = open()) {
            var byKey = RequestOptions.NONE.routedBy(new byte[] {'f'});
            assertThat(client.call(byKey, "MY.COMMAND", "f").text()).isEqualTo("a");
            answer(a, request -> resp("-MOVED " + FOO + " " + b.endpoint()));
            assertThat(client.call("MY.COMMAND", "foo").text()).isEqualTo("b");
        }
    }

    @Test
    void without_any_node_the_client_does_not_open() {
        a.close();
        assertThatThrownBy(this::open)
                .isInstanceOf(CompletionException.class)
                .hasRootCauseInstanceOf(RequestFailed.class)
                .hasMessageContaining("no slot map: cannot connect");
    }

    @Test
    void closing_fails_what_is_under_way_and_what_comes_later() {
        answer(a, request -> FakeServer.SILENCE);
        var client = open();
        var waiting = client.send("SET", "foo", "1");
        client.close();
        assertThatThrownBy(() -> waiting.toCompletableFuture().join())
                .hasCauseInstanceOf(RequestFailed.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> client.call("SET", "foo", "2"))
                .isInstanceOf(RequestFailed.class)
                .hasMessageContaining("closed");
    }

    private void answer(FakeServer server, FakeServer.Script script) {
        server.script(request ->
                switch (request.getFirst()) {
                    case "HELLO" -> "";
                    case "CLUSTER" -> allSlotsAt(owner);
                    default -> script.answer(request);
                });
    }

    private ClusterClient open(Endpoint... seeds) {
        var known = seeds.length == 0 ? List.of(a.endpoint()) : List.of(seeds);
        return open(ConnectionSettings.DEFAULT, known);
    }

    private static ClusterClient open(ConnectionSettings settings, List<Endpoint> seeds) {
        var policy = new RetryPolicy(20, 5, 50, TimeLimit.ofSeconds(5));
        return ClusterClient.open(seeds, settings, policy, new SplittableRandom(1))
                .toCompletableFuture()
                .join();
    }

    private static List<String> commands(FakeServer server) {
        return server.requests().stream().filter(r -> !r.startsWith("CLUSTER")).toList();
    }
}
