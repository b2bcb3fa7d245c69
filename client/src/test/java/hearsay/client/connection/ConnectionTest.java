package hearsay.client.connection;

import static hearsay.client.FakeServer.resp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import hearsay.client.FakeServer;
import hearsay.client.connection.ConnectionFailure.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConnectionTest {

    private static final Ports PORTS = NettyLoop.ports("connection-test");

    private final FakeServer server = new FakeServer(request -> resp("+" + request.getLast()));

    @AfterAll
    static void stop() {
        NettyLoop.close("connection-test");
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void many_requests_are_under_way_and_their_replies_come_in_order() {
        try (var connection = open(ConnectionSettings.DEFAULT)) {
            var replies = new ArrayList<CompletionStage<Reply>>();
            for (int i = 0; i < 10_000; i++) replies.add(connection.send("ECHO", "r" + i));
            for (int i = 0; i < 10_000; i++)
                assertThat(await(replies.get(i))).isEqualTo(new Reply.Status("r" + i));
            assertThat(connection.unanswered()).isZero();
        }
    }

    @Test
    void any_bytes_go_through_as_they_are() {
        server.script(request -> resp(":" + request.getLast().length()));
        try (var connection = open(ConnectionSettings.DEFAULT)) {
            var bytes = new byte[300_000];
            for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) i;
            assertThat(await(connection.send(new byte[] {'X'}, bytes)))
                    .isEqualTo(new Reply.Int(300_000));
            assertThat(await(connection.send("X", ""))).isEqualTo(new Reply.Int(0));
        }
    }

    @Test
    void a_closed_connection_fails_all_who_wait_and_all_who_come() {
        server.script(request -> request.getLast().equals("end") ? FakeServer.CLOSE : "");
        var connection = open(ConnectionSettings.DEFAULT);
        var first = connection.send("X", "1");
        var last = connection.send("X", "end");
        assertFailure(first, Kind.BROKEN, true, "was closed by the server");
        assertFailure(last, Kind.BROKEN, true, "was closed by the server");
        await(connection.closed());
        assertThat(connection.isOpen()).isFalse();
        assertFailure(connection.send("X", "2"), Kind.BROKEN, false, "was closed by the server");
        assertThat(connection.unanswered()).isZero();
    }

    @Test
    void a_connection_that_ends_in_the_middle_of_a_reply_says_so() {
        server.script(request -> {
            if (request.getLast().equals("end")) return FakeServer.CLOSE;
            return "$10\r\nhalf";
        });
        var connection = open(ConnectionSettings.DEFAULT);
        var half = connection.send("X", "1");
        var unused = connection.send("X", "end");
        assertFailure(half, Kind.BROKEN, true, "in the middle of a reply");
    }

    @Test
    void nonsense_ends_the_connection_and_fails_all_who_wait() {
        server.script(request -> request.getLast().equals("1") ? "" : "+OK\r\nnonsense");
        var connection = open(ConnectionSettings.DEFAULT);
        var first = connection.send("X", "1");
        var second = connection.send("X", "2");
        assertThat(await(first)).isEqualTo(new Reply.Status("OK"));
        assertFailure(second, Kind.MALFORMED, true, "not RESP");
        await(connection.closed());
    }

    @Test
    void a_reply_that_nobody_asked_for_ends_the_connection() {
        server.script(request -> "+OK\r\n+more\r\n");
        var connection = open(ConnectionSettings.DEFAULT);
        assertThat(await(connection.send("X"))).isEqualTo(new Reply.Status("OK"));
        await(connection.closed());
        assertFailure(connection.send("X"), Kind.MALFORMED, false, "nobody asked for: more");
    }

    @Test
    void a_late_reply_is_not_taken_for_the_next_one() {
        server.script(request ->
                switch (request.getLast()) {
                    case "slow" -> FakeServer.SILENCE;
                    default -> "+slow\r\n+quick\r\n";
                });
        try (var connection = open(ConnectionSettings.DEFAULT.withTimeouts(1_000, 300))) {
            assertFailure(connection.send("X", "slow"), Kind.TIMEOUT, true, "within 300 ms");
            assertThat(await(connection.send("X", "quick"))).isEqualTo(new Reply.Status("quick"));
        }
    }

    @Test
    void too_many_requests_without_a_reply_are_not_sent() {
        server.script(request -> FakeServer.SILENCE);
        var connection = open(ConnectionSettings.DEFAULT.withInFlightMax(2));
        var first = connection.send("X", "1");
        var second = connection.send("X", "2");
        assertFailure(connection.send("X", "3"), Kind.OVERLOAD, false, "wait for a reply");
        connection.close();
        assertFailure(first, Kind.CLOSED, true, "closed here");
        assertFailure(second, Kind.CLOSED, true, "closed here");
        assertThat(server.requests()).doesNotContain("X 3");
    }

    @Test
    void nobody_listening_is_told_at_once() {
        server.close();
        var opened = Connection.open(server.endpoint(), ConnectionSettings.DEFAULT, PORTS);
        assertFailure(opened, Kind.CONNECT, false, "cannot connect to 127.0.0.1:");
    }

    @Test
    void a_server_that_never_greets_is_given_up() {
        server.script(request -> "hello:");
        var hasty = ConnectionSettings.DEFAULT.withTimeouts(1_000, 100);
        assertFailure(
                Connection.open(server.endpoint(), hasty, PORTS),
                Kind.HANDSHAKE,
                false,
                "greeting");
    }

    @Test
    void a_wrong_password_is_told_in_the_servers_words() {
        server.script(request -> "hello:-WRONGPASS invalid username-password pair\r\n");
        var settings = ConnectionSettings.DEFAULT.withUser("me", "secret");
        assertFailure(
                Connection.open(server.endpoint(), settings, PORTS),
                Kind.AUTHENTICATION,
                false,
                "WRONGPASS");
    }

    @Test
    void resp2_needs_no_greeting_and_authenticates_by_auth() {
        var two = ConnectionSettings.DEFAULT.withProtocol(2);
        try (var connection = open(two)) {
            assertThat(await(connection.send("PING", "x"))).isEqualTo(new Reply.Status("x"));
        }
        try (var connection = open(two.withUser("", "secret"))) {
            assertThat(connection.isOpen()).isTrue();
        }
        assertThat(server.requests()).containsExactly("PING x", "AUTH secret");
    }

    @Test
    void a_server_with_too_many_clients_is_heard_out() {
        server.script(request -> "hello:-ERR max number of clients reached\r\n");
        assertFailure(
                Connection.open(server.endpoint(), ConnectionSettings.DEFAULT, PORTS),
                Kind.HANDSHAKE,
                false,
                "max number of clients reached");
    }

    @Test
    void pushes_go_to_their_listener_and_to_no_request() throws InterruptedException {
        BlockingQueue<Reply.Push> pushes = new LinkedBlockingQueue<>();
        server.script(request -> ">2\r\n+invalidate\r\n*0\r\n+OK\r\n");
        try (var connection = open(ConnectionSettings.DEFAULT.withPushes(pushes::add))) {
            assertThat(await(connection.send("GET", "a"))).isEqualTo(new Reply.Status("OK"));
        }
        assertThat(Objects.requireNonNull(pushes.poll(5, TimeUnit.SECONDS)).items())
                .isEqualTo(List.of(new Reply.Status("invalidate"), new Reply.Array(List.of())));
    }

    private Connection open(ConnectionSettings settings) {
        return await(Connection.open(server.endpoint(), settings, PORTS));
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private static void assertFailure(
            CompletionStage<?> stage, Kind kind, boolean maybeExecuted, String text) {
        var thrown = catchThrowable(() -> stage.toCompletableFuture().join());
        assertThat(thrown).hasMessageContaining(text);
        assertThat(thrown.getCause())
                .isInstanceOfSatisfying(
                        ConnectionFailure.class,
                        failure -> {
                            assertThat(failure.kind()).isEqualTo(kind);
                            assertThat(failure.maybeExecuted()).isEqualTo(maybeExecuted);
                        });
    }
}
