package hearsay.simulations.workload;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.client.connection.ConnectionSettings;
import hearsay.client.connection.Endpoint;
import hearsay.client.connection.Ports;
import hearsay.client.connection.Reply;
import hearsay.client.routing.ReadFrom;
import hearsay.client.routing.RequestOptions;
import hearsay.client.routing.RetryPolicy;
import hearsay.client.routing.SentinelClient;
import hearsay.client.routing.TimeLimit;
import hearsay.client.routing.Trouble;
import hearsay.simulations.runtime.Agenda;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// A client of two sentinels, at ports 26379 and 26380, and of two nodes, at 6379 and 6380, that
/// say what a test tells them to. To every place it is 1 ms.
class SentinelClientInVirtualTimeTest {

    private static final long MILLI = 1_000_000;
    private static final int FIRST = 26379;
    private static final int SECOND = 26380;

    private final Agenda agenda = new Agenda();
    private final FakeNet net = new FakeNet(agenda, MILLI);

    /// Whom each sentinel names; 0 is nobody.
    private final Map<Integer, Integer> named = new TreeMap<>(Map.of(FIRST, 6379, SECOND, 6379));

    /// Who sees itself as a master.
    private final Map<Integer, String> roles = new TreeMap<>(Map.of(6379, "master", 6380, "slave"));

    private final FakeNode firstSentinel = sentinel(FIRST);
    private final FakeNode secondSentinel = sentinel(SECOND);
    private final FakeNode old = node(6379);
    private final FakeNode replica = node(6380);
    private String replicas = "*0\r\n";
    private ConnectionSettings settings = ConnectionSettings.DEFAULT;

    @Test
    void the_first_sentinel_that_answers_is_believed_and_the_master_asked() {
        net.forget(FIRST);
        var client = open();
        assertThat(client.master()).isEqualTo(endpoint(6379));
        assertThat(asked(secondSentinel)).hasSize(1);
        assertThat(old.requests()).contains("ROLE");
        assertThat(done(client.send("SET", "foo", "1"))).isEqualTo(new Reply.Status("OK"));
    }

    @Test
    void a_sentinel_that_is_behind_is_not_believed() {
        named.put(FIRST, 6380);
        assertThat(open().master()).isEqualTo(endpoint(6379));
    }

    @Test
    void who_asks_during_a_failover_waits_for_its_end() {
        roles.put(6379, "slave");
        var opening = opening();
        runFor(300);
        assertThat(opening).isNotDone();
        named.replaceAll((sentinel, master) -> 6380);
        roles.put(6380, "master");
        runFor(1_000);
        assertThat(opening.join().master()).isEqualTo(endpoint(6380));
    }

    @Test
    void where_nobody_knows_the_name_nothing_is_waited_for() {
        named.replaceAll((sentinel, master) -> 0);
        var opening = opening();
        runFor(100);
        assertThat(opening).isCompletedExceptionally();
    }

    @Test
    void the_announcement_of_a_new_master_is_followed_at_once() {
        var client = open();
        promote();
        secondSentinel.say(announcement("mymaster 10.0.0.1 6379 10.0.0.1 6380"));
        runFor(10);
        assertThat(client.master()).isEqualTo(endpoint(6380));
        assertThat(done(client.send("SET", "foo", "1"))).isEqualTo(new Reply.Status("OK"));
        assertThat(replica.requests()).contains("SET foo 1");
        assertThat(client.metrics().troubles()).isEmpty();
    }

    @Test
    void the_announcement_of_anothers_master_is_none() {
        var client = open();
        promote();
        secondSentinel.say(announcement("other 10.0.0.1 6379 10.0.0.1 6380"));
        secondSentinel.say(announcement("mymaster is gone"));
        runFor(100);
        assertThat(client.master()).isEqualTo(endpoint(6379));
    }

    @Test
    void a_write_that_comes_to_a_replica_goes_on_to_the_master() {
        var client = open();
        promote();
        assertThat(done(client.send("INCR", "foo"))).isEqualTo(new Reply.Status("OK"));
        assertThat(old.requests()).contains("INCR foo");
        assertThat(replica.requests()).containsOnlyOnce("INCR foo");
        assertThat(client.metrics().met(Trouble.READONLY)).isPositive();
    }

    @Test
    void when_the_master_is_gone_the_sentinels_are_asked_until_they_name_another() {
        var client = open();
        net.forget(6379);
        net.reset(6379);
        runFor(5);
        var reply = client.send("INCR", "foo").toCompletableFuture();
        runFor(2_000);
        assertThat(reply).isNotDone();
        promote();
        runFor(1_500);
        assertThat(reply).isCompletedWithValue(new Reply.Status("OK"));
        assertThat(client.master()).isEqualTo(endpoint(6380));
        // With pauses: half a second at most, so that two seconds are some twenty questions.
        assertThat(asked(firstSentinel)).hasSizeBetween(5, 40);
        assertThat(replica.requests()).containsOnlyOnce("INCR foo");
    }

    @Test
    void an_announcement_missed_while_a_sentinel_was_away_is_made_up_for() {
        var client = open();
        net.reset(FIRST);
        promote();
        runFor(2_000);
        assertThat(client.master()).isEqualTo(endpoint(6380));
        assertThat(firstSentinel.requests().stream().filter("SUBSCRIBE +switch-master"::equals))
                .hasSize(2);
    }

    @Test
    void reads_go_to_the_replicas_that_the_sentinel_calls_usable() {
        replicas =
                "*2\r\n"
                        + listed(6380, "slave", "ok")
                        + listed(6381, "s_down,slave,disconnected", "err");
        var client = open();
        assertThat(client.replicas()).containsExactly(endpoint(6380));
        var reading = RequestOptions.NONE.readingFrom(ReadFrom.REPLICA);
        done(client.send(reading, "GET", "foo"));
        assertThat(replica.requests()).contains("GET foo");
        assertThat(old.requests()).doesNotContain("GET foo");
    }

    @Test
    void in_resp2_all_is_the_same() {
        settings = ConnectionSettings.DEFAULT.withProtocol(2);
        var client = open();
        promote();
        firstSentinel.say(announcement("mymaster 10.0.0.1 6379 10.0.0.1 6380").replace('>', '*'));
        runFor(10);
        assertThat(client.master()).isEqualTo(endpoint(6380));
        runFor(10_000);
        assertThat(firstSentinel.requests()).contains("PING");
    }

    @Test
    void a_closed_client_leaves_nothing_to_do() {
        var client = open();
        client.close();
        runFor(10_000);
        assertThat(agenda.nextDue()).isEqualTo(Long.MAX_VALUE);
    }

    private void promote() {
        named.replaceAll((sentinel, master) -> 6380);
        roles.put(6379, "slave");
        roles.put(6380, "master");
    }

    private FakeNode sentinel(int port) {
        var node =
                new FakeNode(request ->
                        switch (String.join(" ", request)) {
                            case "HELLO 3" -> "%0\r\n";
                            case "PING" -> "+PONG\r\n";
                            case "SENTINEL GET-MASTER-ADDR-BY-NAME mymaster" -> {
                                int master = named.getOrDefault(port, 0);
                                yield master == 0
                                        ? "*-1\r\n"
                                        : "*2\r\n" + bulk("10.0.0.1") + bulk("" + master);
                            }
                            case "SENTINEL REPLICAS mymaster" -> replicas;
                            case "SUBSCRIBE +switch-master" ->
                                    (settings.protocol() == 3 ? ">3\r\n" : "*3\r\n")
                                            + bulk("subscribe")
                                            + bulk("+switch-master")
                                            + ":1\r\n";
                            default -> "-ERR unknown command\r\n";
                        });
        net.listen(port, node);
        return node;
    }

    private FakeNode node(int port) {
        var node =
                new FakeNode(request ->
                        switch (request.getFirst()) {
                            case "HELLO" -> "%0\r\n";
                            case "ROLE" ->
                                    "*3\r\n" + bulk(roles.getOrDefault(port, "")) + ":0\r\n*0\r\n";
                            case "READONLY" ->
                                    "-ERR This instance has cluster support disabled\r\n";
                            case "GET" -> "$1\r\n1\r\n";
                            default ->
                                    roles.getOrDefault(port, "").equals("master")
                                            ? "+OK\r\n"
                                            : "-READONLY You can't write against a read only"
                                                    + " replica.\r\n";
                        });
        net.listen(port, node);
        return node;
    }

    /// What RESP3's SENTINEL REPLICAS tells of one.
    private static String listed(int port, String flags, String link) {
        return "%4\r\n"
                + bulk("ip")
                + bulk("10.0.0.1")
                + bulk("port")
                + bulk("" + port)
                + bulk("flags")
                + bulk(flags)
                + bulk("master-link-status")
                + bulk(link);
    }

    private static String announcement(String text) {
        return ">3\r\n" + bulk("message") + bulk("+switch-master") + bulk(text);
    }

    private static String bulk(String text) {
        return "$" + text.length() + "\r\n" + text + "\r\n";
    }

    private static List<String> asked(FakeNode sentinel) {
        return sentinel.requests().stream().filter(r -> r.contains("GET-MASTER-ADDR")).toList();
    }

    private static Endpoint endpoint(int port) {
        return new Endpoint("10.0.0.1", port);
    }

    private SentinelClient open() {
        var opening = opening();
        runFor(50);
        return opening.join();
    }

    private CompletableFuture<SentinelClient> opening() {
        return SentinelClient.open(
                        "mymaster",
                        List.of(endpoint(FIRST), endpoint(SECOND)),
                        settings,
                        settings,
                        new RetryPolicy(1_000, 10, 500, TimeLimit.ofSeconds(10)),
                        new SplittableRandom(1),
                        new Ports(net, new AgendaLoop(agenda)))
                .toCompletableFuture();
    }

    private Reply done(java.util.concurrent.CompletionStage<Reply> reply) {
        runFor(200);
        return reply.toCompletableFuture().join();
    }

    private void runFor(long millis) {
        long end = agenda.nanos() + millis * MILLI;
        var unused = agenda.at(end, () -> {});
        while (agenda.nextDue() <= end) agenda.next();
    }
}
