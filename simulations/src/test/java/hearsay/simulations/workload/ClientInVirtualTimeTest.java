package hearsay.simulations.workload;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.client.connection.Connection;
import hearsay.client.connection.ConnectionSettings;
import hearsay.client.connection.Endpoint;
import hearsay.client.connection.Ports;
import hearsay.client.connection.Reply;
import hearsay.client.routing.ClusterClient;
import hearsay.client.routing.Outcome;
import hearsay.client.routing.RequestFailed;
import hearsay.client.routing.RequestOptions;
import hearsay.client.routing.RetryPolicy;
import hearsay.client.routing.TimeLimit;
import hearsay.simulations.runtime.Agenda;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The client of real clusters, in a world where a stream takes 1 ms for everything.
class ClientInVirtualTimeTest {

    private static final long MILLI = 1_000_000;

    private final Agenda agenda = new Agenda();
    private final FakeNet net = new FakeNet(agenda, MILLI);
    private final List<String> told = new ArrayList<>();
    private int owner = 7000;
    private boolean silent;

    @Test
    void a_request_takes_as_long_as_the_way_there_and_back() {
        serve(7000, "+OK\r\n");
        var client = open(RetryPolicy.DEFAULT);
        long asked = agenda.nanos();
        client.send(tell("SET"), RequestOptions.NONE, words("SET", "foo", "1"));
        runFor(10);
        assertThat(told).containsExactly((asked / MILLI + 2) + " SET OK");
    }

    @Test
    void what_is_sent_in_one_go_travels_together() {
        var node = serve(7000, "+OK\r\n");
        var client = open(RetryPolicy.DEFAULT);
        int before = node.deliveries();
        for (int i = 0; i < 100; i++)
            client.send(tell("SET"), RequestOptions.NONE, words("SET", "foo", "" + i));
        runFor(10);
        assertThat(told).hasSize(100);
        assertThat(node.deliveries() - before).isEqualTo(1);
    }

    @Test
    void silence_ends_to_the_nanosecond_with_the_command_timeout_or_the_callers_patience() {
        serve(7000, "");
        var client = open(RetryPolicy.DEFAULT);
        silent = true;
        long asked = agenda.nanos() / MILLI;
        var hasty = RequestOptions.NONE.within(new TimeLimit(150));
        client.send(tell("patient"), RequestOptions.NONE, words("INCR", "foo"));
        client.send(tell("hasty"), hasty, words("INCR", "foo"));
        runFor(3_000);
        assertThat(told)
                .containsExactly(
                        asked + 150 + " hasty may have been executed",
                        asked + 2_000 + " patient may have been executed");
    }

    @Test
    void the_patience_of_many_ends_one_after_the_other() {
        serve(7000, "-CLUSTERDOWN The cluster is down\r\n");
        var client = open(new RetryPolicy(1_000, 10, 10, new TimeLimit(100)));
        long asked = agenda.nanos() / MILLI;
        client.send(tell("first"), RequestOptions.NONE, words("SET", "foo", "1"));
        runFor(30);
        client.send(tell("second"), RequestOptions.NONE, words("SET", "foo", "2"));
        runFor(1_000);
        assertThat(told).hasSize(2);
        assertThat(told.get(0)).contains(" first ");
        assertThat(told.get(1)).contains(" second ");
        // No pause is begun that would have to wait beyond the limit.
        assertThat(millis(told.get(0))).isBetween(asked + 85, asked + 100);
        assertThat(millis(told.get(1))).isBetween(asked + 115, asked + 130);
    }

    @Test
    void a_node_that_has_gone_is_replaced_by_the_one_on_the_new_map() {
        serve(7000, "+OK\r\n");
        var successor = serve(7001, "+OK\r\n");
        var client = open(RetryPolicy.DEFAULT);
        owner = 7001;
        net.forget(7000);
        net.reset(7000);
        runFor(5);
        client.send(tell("SET"), RequestOptions.NONE, words("SET", "foo", "1"));
        runFor(1_000);
        assertThat(told).hasSize(1);
        assertThat(told.getFirst()).endsWith(" SET OK");
        assertThat(successor.requests()).contains("SET foo 1");
    }

    @Test
    void a_transaction_goes_in_one_piece_and_its_reply_is_that_of_exec() {
        var node = serve(7000, new Transactions("*2\r\n:9\r\n:11\r\n"));
        var client = open(RetryPolicy.DEFAULT);
        client.send(tell("GET"), RequestOptions.NONE, words("GET", "foo"));
        client.transact(tell("EXEC"), RequestOptions.NONE, take(), give());
        client.send(tell("GET"), RequestOptions.NONE, words("GET", "foo"));
        runFor(10);
        assertThat(commands(node))
                .containsExactly(
                        "GET foo",
                        "MULTI",
                        "DECRBY {foo}1 1",
                        "INCRBY {foo}2 1",
                        "EXEC",
                        "GET foo");
        assertThat(told.get(1)).endsWith("EXEC 9 11");
    }

    @Test
    void a_transaction_that_was_sent_to_the_wrong_node_is_repeated_at_the_right_one() {
        var moved = "-MOVED 12182 10.0.0.1:7001\r\n";
        serve(
                7000,
                request ->
                        switch (request.getFirst()) {
                            case "MULTI" -> "+OK\r\n";
                            case "EXEC" -> "-EXECABORT Transaction discarded\r\n";
                            default -> moved;
                        });
        var right = serve(7001, new Transactions("*2\r\n:9\r\n:11\r\n"));
        var client = open(RetryPolicy.DEFAULT);
        client.transact(tell("EXEC"), RequestOptions.NONE, take(), give());
        runFor(10);
        assertThat(commands(right))
                .containsExactly("MULTI", "DECRBY {foo}1 1", "INCRBY {foo}2 1", "EXEC");
        assertThat(told).hasSize(1);
        assertThat(told.getFirst()).endsWith("EXEC 9 11");
        assertThat(client.metrics().redirects()).isEqualTo(1);
    }

    @Test
    void a_transaction_waits_until_its_slot_has_moved() {
        var asks = new ArrayList<>(List.of("-ASK 12182 10.0.0.1:7001\r\n", "+QUEUED\r\n"));
        var other = serve(7001, "+OK\r\n");
        var node =
                serve(
                        7000,
                        request ->
                                switch (request.getFirst()) {
                                    case "MULTI" -> "+OK\r\n";
                                    case "EXEC" ->
                                            asks.isEmpty()
                                                    ? "*1\r\n:1\r\n"
                                                    : "-EXECABORT Transaction discarded\r\n";
                                    default -> asks.removeFirst();
                                });
        var client = open(RetryPolicy.DEFAULT);
        client.transact(tell("EXEC"), RequestOptions.NONE, new byte[][][] {take()});
        runFor(100);
        assertThat(told).hasSize(1);
        assertThat(told.getFirst()).endsWith("EXEC 1");
        assertThat(commands(node)).hasSize(6);
        assertThat(commands(other)).isEmpty();
    }

    @Test
    void a_transaction_cut_off_may_have_been_executed_and_is_not_repeated() {
        var node = serve(7000, request -> "");
        var client = open(RetryPolicy.DEFAULT);
        client.transact(tell("EXEC"), RequestOptions.NONE, take(), give());
        runFor(5);
        net.reset(7000);
        runFor(1_000);
        assertThat(told).hasSize(1);
        assertThat(told.getFirst()).endsWith("EXEC may have been executed");
        assertThat(commands(node)).hasSize(4);
    }

    @Test
    void a_closed_client_answers_everybody_and_leaves_nothing_to_do() {
        serve(7000, "");
        var client = open(RetryPolicy.DEFAULT);
        client.send(tell("waits"), RequestOptions.NONE, words("INCR", "foo"));
        runFor(10);
        client.close();
        client.send(tell("late"), RequestOptions.NONE, words("INCR", "foo"));
        assertThat(told)
                .containsExactly(
                        agenda.nanos() / MILLI + " waits may have been executed",
                        agenda.nanos() / MILLI + " late surely not executed");
    }

    private static byte[][] take() {
        return words("DECRBY", "{foo}1", "1");
    }

    private static byte[][] give() {
        return words("INCRBY", "{foo}2", "1");
    }

    private static List<String> commands(FakeNode node) {
        return node.requests().stream()
                .filter(r -> !r.startsWith("CLUSTER") && !r.startsWith("HELLO"))
                .toList();
    }

    /// Queues everything, and answers EXEC.
    private record Transactions(String exec) implements Function<List<String>, String> {
        @Override
        public String apply(List<String> request) {
            return switch (request.getFirst()) {
                case "MULTI" -> "+OK\r\n";
                case "EXEC" -> exec;
                case "GET" -> "$1\r\nx\r\n";
                default -> "+QUEUED\r\n";
            };
        }
    }

    private FakeNode serve(int port, String answer) {
        return serve(port, request -> answer);
    }

    private FakeNode serve(int port, Function<List<String>, String> script) {
        var node =
                new FakeNode(request ->
                        silent
                                ? ""
                                : request.getFirst().equals("CLUSTER")
                                        ? FakeNode.allSlotsAt(owner)
                                        : request.getFirst().equals("HELLO")
                                                ? "%0\r\n"
                                                : script.apply(request));
        net.listen(port, node);
        return node;
    }

    private ClusterClient open(RetryPolicy policy) {
        var opened =
                ClusterClient.open(
                                List.of(
                                        new Endpoint("10.0.0.1", 7000),
                                        new Endpoint("10.0.0.1", 7001)),
                                ConnectionSettings.DEFAULT,
                                policy,
                                new SplittableRandom(1),
                                new Ports(net, new AgendaLoop(agenda)))
                        .toCompletableFuture();
        runFor(20);
        return opened.join();
    }

    private void runFor(long millis) {
        long end = agenda.nanos() + millis * MILLI;
        var unused = agenda.at(end, () -> {});
        while (agenda.nextDue() <= end) agenda.next();
    }

    private Outcome tell(String who) {
        return new Outcome() {
            @Override
            public void answered(Connection from, Reply reply) {
                told.add(agenda.nanos() / MILLI + " " + who + " " + text(reply));
            }

            @Override
            public void failed(RequestFailed failure) {
                told.add(
                        agenda.nanos() / MILLI
                                + " "
                                + who
                                + (failure.maybeExecuted()
                                        ? " may have been executed"
                                        : " surely not executed"));
            }
        };
    }

    private static String text(Reply reply) {
        if (!(reply instanceof Reply.Array(List<Reply> items))) return reply.text();
        return items.stream().map(Reply::text).collect(Collectors.joining(" "));
    }

    private static long millis(String line) {
        return Long.parseLong(line.substring(0, line.indexOf(' ')));
    }

    private static byte[][] words(String... words) {
        var bytes = new byte[words.length][];
        for (int i = 0; i < words.length; i++)
            bytes[i] = words[i].getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        return bytes;
    }
}
