package hearsay.simulations.workload;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.client.connection.ConnectionSettings;
import hearsay.client.connection.Endpoint;
import hearsay.client.connection.Ports;
import hearsay.client.routing.ClusterClient;
import hearsay.client.routing.RetryPolicy;
import hearsay.client.routing.Subscriber;
import hearsay.gossip.routing.HashSlot;
import hearsay.simulations.runtime.Agenda;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Who listens to channels of a cluster whose nodes say what a test tells them to. All slots are
/// those of one node, which changes.
class SubscriberInVirtualTimeTest {

    private static final long MILLI = 1_000_000;

    private final Agenda agenda = new Agenda();
    private final FakeNet net = new FakeNet(agenda, MILLI);
    private final List<String> told = new ArrayList<>();
    private final FakeNode first = node(7000);
    private final FakeNode second = node(7001);
    private int owner = 7000;
    private boolean silent;
    private ConnectionSettings settings = ConnectionSettings.DEFAULT;

    @Test
    void messages_come_from_channels_patterns_and_shards() {
        var subscriber = open().subscriber(new Teller());
        subscriber.subscribe("news");
        subscriber.subscribePattern("n*");
        subscriber.subscribeSharded("orders");
        runFor(20);
        first.say(push("message", "news", "1"));
        first.say(push("pmessage", "n*", "news", "1"));
        first.say(push("smessage", "orders", "2"));
        runFor(5);
        assertThat(told).containsExactly("news: 1", "n* news: 1", "orders: 2");
        assertThat(first.requests())
                .containsSubsequence("SUBSCRIBE news", "PSUBSCRIBE n*", "SSUBSCRIBE orders");
    }

    @Test
    void in_resp2_they_are_heard_too() {
        settings = ConnectionSettings.DEFAULT.withProtocol(2);
        var subscriber = open().subscriber(new Teller());
        subscriber.subscribe("news");
        runFor(20);
        first.say(push("message", "news", "1").replace('>', '*'));
        runFor(5_000);
        assertThat(told).containsExactly("news: 1");
        assertThat(first.requests()).contains("SUBSCRIBE news", "PING");
    }

    @Test
    void a_sharded_channel_follows_its_slot() {
        var subscriber = open().subscriber(new Teller());
        subscriber.subscribeSharded("orders");
        runFor(20);
        owner = 7001;
        first.say(">3\r\n$12\r\nsunsubscribe\r\n$6\r\norders\r\n:0\r\n");
        runFor(200);
        second.say(push("smessage", "orders", "1"));
        runFor(5);
        assertThat(told)
                .containsExactly(
                        "orders interrupted: its slot has moved", "orders resumed", "orders: 1");
        assertThat(second.requests()).containsOnlyOnce("SSUBSCRIBE orders");
    }

    @Test
    void moved_is_followed_although_the_map_says_nothing_of_it() {
        var client = open();
        owner = 7001;
        var subscriber = client.subscriber(new Teller());
        var confirmed = subscriber.subscribeSharded("orders").toCompletableFuture();
        runFor(200);
        assertThat(confirmed).isCompleted();
        second.say(push("smessage", "orders", "1"));
        runFor(5);
        assertThat(told).containsExactly("orders: 1");
        assertThat(first.requests()).containsOnlyOnce("SSUBSCRIBE orders");
    }

    @Test
    void after_a_failover_everything_is_subscribed_again_at_the_new_master() {
        var subscriber = open().subscriber(new Teller());
        subscriber.subscribe("news");
        subscriber.subscribeSharded("orders");
        runFor(20);
        net.forget(7000);
        net.reset(7000);
        runFor(500);
        owner = 7001;
        runFor(1_000);
        second.say(push("message", "news", "1"));
        second.say(push("smessage", "orders", "2"));
        runFor(5);
        assertThat(told)
                .containsExactly(
                        "news interrupted: the connection broke",
                        "orders interrupted: the connection broke",
                        "news resumed",
                        "orders resumed",
                        "news: 1",
                        "orders: 2");
    }

    @Test
    void a_node_that_says_nothing_any_more_is_left() {
        var subscriber = open().subscriber(new Teller());
        subscriber.subscribe("news");
        runFor(20);
        silent = true;
        owner = 7001;
        runFor(3_900);
        assertThat(told).isEmpty();
        runFor(2_500);
        assertThat(told).containsExactly("news interrupted: the connection broke", "news resumed");
        assertThat(second.requests()).contains("SUBSCRIBE news");
    }

    @Test
    void who_may_not_listen_is_told_so_once() {
        var subscriber = open().subscriber(new Teller());
        var refused = subscriber.subscribe("secret").toCompletableFuture();
        var allowed = subscriber.subscribe("news").toCompletableFuture();
        runFor(1_000);
        assertThat(refused).isCompletedExceptionally();
        assertThat(allowed).isCompleted();
        assertThat(first.requests()).containsOnlyOnce("SUBSCRIBE secret");
    }

    @Test
    void what_was_unsubscribed_is_not_heard_and_not_subscribed_again() {
        var client = open();
        var subscriber = client.subscriber(new Teller());
        subscriber.subscribe("news");
        subscriber.subscribe("sports");
        runFor(20);
        subscriber.unsubscribe("news");
        runFor(20);
        net.reset(7000);
        runFor(500);
        assertThat(first.requests()).containsOnlyOnce("SUBSCRIBE news", "UNSUBSCRIBE news");
        assertThat(first.requests().stream().filter("SUBSCRIBE sports"::equals)).hasSize(2);
        client.close();
        assertThat(subscriber.subscribe("late").toCompletableFuture()).isCompletedExceptionally();
        runFor(10_000);
        assertThat(agenda.nextDue()).isEqualTo(Long.MAX_VALUE);
    }

    private FakeNode node(int port) {
        var node =
                new FakeNode(request -> {
                    if (silent && port == 7000) return "";
                    return switch (request.getFirst()) {
                        case "CLUSTER" -> FakeNode.allSlotsAt(owner);
                        case "HELLO" -> "%0\r\n";
                        case "PING" -> "+PONG\r\n";
                        case "SSUBSCRIBE" ->
                                port == owner
                                        ? confirmation(request)
                                        : "-MOVED %d 10.0.0.1:%d\r\n"
                                                .formatted(HashSlot.of("orders"), owner);
                        default ->
                                request.contains("secret")
                                        ? "-NOPERM No permissions to access a channel\r\n"
                                        : confirmation(request);
                    };
                });
        net.listen(port, node);
        return node;
    }

    private String confirmation(List<String> request) {
        var mark = settings.protocol() == 3 ? ">" : "*";
        var kind = request.getFirst().toLowerCase(java.util.Locale.ROOT);
        var channel = request.get(1);
        return mark + "3\r\n" + bulk(kind) + bulk(channel) + ":1\r\n";
    }

    private static String push(String... items) {
        var text = new StringBuilder(">" + items.length + "\r\n");
        for (var item : items) text.append(bulk(item));
        return text.toString();
    }

    private static String bulk(String text) {
        return "$" + text.length() + "\r\n" + text + "\r\n";
    }

    private ClusterClient open() {
        var opened =
                ClusterClient.open(
                                List.of(
                                        new Endpoint("10.0.0.1", 7000),
                                        new Endpoint("10.0.0.1", 7001)),
                                settings,
                                RetryPolicy.DEFAULT,
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

    private final class Teller implements Subscriber.Listener {
        @Override
        public void message(String channel, byte[] message) {
            told.add(channel + ": " + new String(message, StandardCharsets.UTF_8));
        }

        @Override
        public void message(String pattern, String channel, byte[] message) {
            message(pattern + " " + channel, message);
        }

        @Override
        public void interrupted(String channel, String reason) {
            told.add(channel + " interrupted: " + reason);
        }

        @Override
        public void resumed(String channel) {
            told.add(channel + " resumed");
        }
    }
}
