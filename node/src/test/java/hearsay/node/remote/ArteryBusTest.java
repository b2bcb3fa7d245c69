package hearsay.node.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.actor.InvalidActorNameException;
import com.typesafe.config.ConfigFactory;
import hearsay.gossip.bus.BusMessage;
import hearsay.gossip.bus.Header;
import hearsay.gossip.bus.Payload;
import hearsay.gossip.model.Address;
import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.SlotSet;
import hearsay.node.remote.BusEvents.Accepted;
import hearsay.node.remote.BusEvents.Closed;
import hearsay.node.remote.BusEvents.Opened;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Two or more JVMs, as actor systems of one test, on addresses of the loopback network.
class ArteryBusTest {

    private static final String HERE = "127.0.0.1";
    private static final String THERE = "127.0.0.2";

    private final SplittableRandom random = new SplittableRandom(20);
    private final NodeId sender = NodeId.random(random);
    private final List<Jvm> jvms = new ArrayList<>();
    private final BusEvents here = new BusEvents();
    private final BusEvents there = new BusEvents();

    /// The first streams of a JVM may take longer than an Open waits.
    @BeforeAll
    static void warm_up() {
        Jvm first = Jvm.start(Jvm.Options.clustered(HERE, 0).surviving());
        Jvm second = Jvm.start(Jvm.Options.clustered(THERE, 0).surviving());
        var events = new BusEvents();
        var bus = first.bus(7000, new SplittableRandom(1), events);
        second.bus(7001, new SplittableRandom(2), new BusEvents());
        long link = 0;
        do bus.open(++link, at(second, 7001));
        while (!events.next().equals(new Opened(link)));
        stop(first);
        stop(second);
    }

    @AfterEach
    void stop_all() {
        for (var jvm : jvms) stop(jvm);
    }

    @Test
    void a_link_is_opened_used_by_both_and_closed_by_its_opener() {
        Jvm first = start(HERE, 0), second = start(THERE, 0);
        var bus = first.bus(7000, random, here);
        var peer = second.bus(7001, random, there);

        bus.open(1, at(second, 7001));
        var accepted = (Accepted) there.next();
        assertThat(accepted.remoteIp()).isEqualTo(HERE);
        assertThat(accepted.linkId()).isNegative();
        assertThat(here.next()).isEqualTo(new Opened(1));

        bus.send(1, text("ping"));
        assertThat(there.message()).isEqualTo(text("ping"));
        peer.send(accepted.linkId(), text("pong"));
        assertThat(here.message()).isEqualTo(text("pong"));

        bus.close(1);
        assertThat(there.next()).isEqualTo(new Closed(accepted.linkId()));
        assertThat(here.none()).isTrue();
    }

    @Test
    @DisplayName("23: what the peer has not taken is known, until it has")
    void knows_what_is_under_way() {
        Jvm first = start(HERE, 0), second = start(THERE, 0);
        var bus = first.bus(7000, random, here);
        var peer = second.bus(7001, random, there);
        bus.open(1, at(second, 7001));
        long link = there.accepted();
        assertThat(here.next()).isEqualTo(new Opened(1));

        for (int i = 0; i < 100; i++) bus.send(1, text("ping"));
        assertThat(bus.unsentBytes(1)).isPositive();
        for (int i = 0; i < 100; i++) there.message();
        peer.send(link, text("pong")); // behind its confirmation
        assertThat(here.message()).isEqualTo(text("pong"));
        assertThat(bus.unsentBytes(1)).isZero();
    }

    @Test
    void the_acceptor_may_close_too() {
        Jvm first = start(HERE, 0), second = start(THERE, 0);
        var bus = first.bus(7000, random, here);
        var peer = second.bus(7001, random, there);
        bus.open(1, at(second, 7001));
        long link = there.accepted();
        assertThat(here.next()).isEqualTo(new Opened(1));

        peer.close(link);
        assertThat(here.next()).isEqualTo(new Closed(1));
    }

    @Test
    void ten_thousand_messages_each_way_arrive_in_order() {
        Jvm first = start(HERE, 0), second = start(THERE, 0);
        var bus = first.bus(7000, random, here);
        var peer = second.bus(7001, random, there);
        bus.open(1, at(second, 7001));
        long link = there.accepted();
        assertThat(here.next()).isEqualTo(new Opened(1));

        for (int i = 0; i < 10_000; i++) {
            bus.send(1, text("to " + i));
            peer.send(link, text("fro " + i));
        }
        for (int i = 0; i < 10_000; i++) {
            assertThat(there.message()).isEqualTo(text("to " + i));
            assertThat(here.message()).isEqualTo(text("fro " + i));
        }
    }

    @Test
    void big_messages_arrive_whole_and_in_their_place() {
        Jvm first = start(HERE, 0), second = start(THERE, 0);
        var bus = first.bus(7000, random, here);
        second.bus(7001, random, there);
        bus.open(1, at(second, 7001));
        there.accepted();

        var bytes = new byte[5_000_000];
        random.nextBytes(bytes);
        var big = new BusMessage.Publish(header(), Payload.of("news"), new Payload(bytes));
        var tooBig =
                new BusMessage.Publish(
                        header(),
                        Payload.of("news"),
                        new Payload(new byte[ArteryBus.MAX_MESSAGE_BYTES]));
        assertThat(here.next()).isEqualTo(new Opened(1));
        bus.send(1, text("before"));
        bus.send(1, big);
        bus.send(1, tooBig);
        bus.send(1, text("after"));

        assertThat(there.message()).isEqualTo(text("before"));
        assertThat(there.message()).isEqualTo(big);
        assertThat(there.message()).isEqualTo(text("after"));
    }

    @Test
    void two_nodes_of_one_jvm_reach_each_other_and_are_told_apart() {
        Jvm only = start(HERE, 0);
        var bus = only.bus(7000, random, here);
        only.bus(7001, random, there);

        bus.open(1, at(only, 7001));
        assertThat(((Accepted) there.next()).remoteIp()).isEqualTo(HERE);
        assertThat(here.next()).isEqualTo(new Opened(1));
        assertThatThrownBy(() -> only.bus(7001, random, here))
                .isInstanceOf(InvalidActorNameException.class);
    }

    @Test
    void where_no_jvm_listens_a_link_is_refused_before_the_second_is_over() throws Exception {
        var bus = start(HERE, 0).bus(7000, random, here);
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName(THERE))) {
            port = socket.getLocalPort();
        }
        bus.open(1, new Address(THERE, 7001, 0, port, ""));
        assertThat(here.within(700)).isEqualTo(new Closed(1));
    }

    @Test
    void a_jvm_without_that_node_refuses_before_the_second_is_over() {
        Jvm first = start(HERE, 0), second = start(THERE, 0);
        second.bus(7001, random, there);
        var bus = first.bus(7000, random, here);
        bus.open(1, at(second, 7001));
        assertThat(here.next()).isEqualTo(new Opened(1));

        bus.open(2, at(second, 7002));
        assertThat(here.within(700)).isEqualTo(new Closed(2));
    }

    @Test
    void whoever_accepts_but_never_answers_is_given_up_within_seconds() throws Exception {
        var bus = start(HERE, 0).bus(7000, random, here);
        try (var mute = new ServerSocket(0, 50, InetAddress.getByName(THERE))) {
            bus.open(1, new Address(THERE, 7001, 0, mute.getLocalPort(), ""));
            assertThat(here.within(5_000)).isEqualTo(new Closed(1));
        }
    }

    @Test
    void a_node_without_an_ip_cannot_be_reached() {
        var bus = start(HERE, 0).bus(7000, random, here);
        bus.open(1, new Address("", 7001, 0, 27001, ""));
        assertThat(here.next()).isEqualTo(new Closed(1));
    }

    @Test
    void a_jvm_that_ends_closes_its_links_and_its_successor_is_reached_again() {
        Jvm first = start(HERE, 0), second = start(THERE, 0);
        var bus = first.bus(7000, random, here);
        second.bus(7001, random, there);
        var address = at(second, 7001);
        bus.open(1, address);
        there.accepted();
        assertThat(here.next()).isEqualTo(new Opened(1));

        for (int life = 2; life <= 4; life++) {
            stop(second);
            assertThat(here.next()).isEqualTo(new Closed(life - 1));
            second = start(THERE, address.busPort());
            var successor = new BusEvents();
            second.bus(7001, random, successor);

            bus.open(life, address);
            assertThat(here.within(3_000)).isEqualTo(new Opened(life));
            successor.accepted();
            bus.send(life, text("welcome back"));
            assertThat(successor.message()).isEqualTo(text("welcome back"));
        }
    }

    @Test
    void a_node_that_ends_alone_closes_its_links() {
        Jvm first = start(HERE, 0), second = start(THERE, 0);
        var bus = first.bus(7000, random, here);
        var peer = second.bus(7001, random, there);
        bus.open(1, at(second, 7001));
        there.accepted();
        assertThat(here.next()).isEqualTo(new Opened(1));

        peer.stop();
        assertThat(here.next()).isEqualTo(new Closed(1));
    }

    @Test
    void words_of_strangers_reach_no_node_and_do_no_harm() {
        Jvm first = start(HERE, 0), second = start(THERE, 0);
        var bus = first.bus(7000, random, here);
        second.bus(7001, random, there);
        ActorSystem stranger = second.system();
        var target =
                stranger.actorSelection(
                        "akka://hearsay@" + HERE + ":" + first.port() + "/user/bus-7000");
        target.tell("a text", ActorRef.noSender());
        target.tell(42, ActorRef.noSender());
        target.tell(new StringBuilder("needs Java serialization"), ActorRef.noSender());
        target.tell(
                new LinkMessage.Accepted(new LinkMessage.Connection(1, 1)), ActorRef.noSender());
        target.tell(new LinkMessage.Open(new LinkMessage.Connection(1, 1)), ActorRef.noSender());
        target.tell(
                new LinkMessage.Carried(
                        new LinkMessage.Connection(1, 1), true, 1, text("from nowhere")),
                ActorRef.noSender());

        bus.open(1, at(second, 7001));
        assertThat(here.next()).isEqualTo(new Opened(1));
    }

    @Test
    void bytes_that_are_no_remoting_do_not_end_the_bus() throws Exception {
        Jvm first = start(HERE, 0), second = start(THERE, 0);
        var bus = first.bus(7000, random, here);
        second.bus(7001, random, there);
        for (int i = 0; i < 20; i++) {
            shout(second, "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            shout(second, "RCmb".getBytes(StandardCharsets.US_ASCII));
        }
        long link = 0;
        do bus.open(++link, at(second, 7001));
        while (!here.next().equals(new Opened(link)));
        bus.send(link, text("still there"));
        assertThat(there.hasWithin(5_000, text("still there"))).isTrue();
    }

    private static void shout(Jvm jvm, byte[] bytes) throws IOException {
        try (var socket = new Socket(jvm.host(), jvm.port())) {
            socket.getOutputStream().write(bytes);
        }
    }

    @Test
    void java_serialization_is_off() {
        assertThat(Jvm.config(Jvm.Options.clustered(HERE, 0)).getBoolean(JAVA_SERIALIZATION))
                .isFalse();
        assertThat(ConfigFactory.defaultReference().getBoolean(JAVA_SERIALIZATION)).isFalse();
    }

    private static final String JAVA_SERIALIZATION = "akka.actor.allow-java-serialization";

    private Jvm start(String host, int port) {
        var jvm = Jvm.start(Jvm.Options.clustered(host, port).surviving());
        jvms.add(jvm);
        return jvm;
    }

    private static void stop(Jvm jvm) {
        try {
            jvm.stop().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("the actor system does not end", e);
        }
    }

    private static Address at(Jvm jvm, int port) {
        return new Address(jvm.host(), port, 0, jvm.port(), "");
    }

    private BusMessage text(String text) {
        return new BusMessage.Publish(header(), Payload.of("channel"), Payload.of(text));
    }

    private Header header() {
        return new Header(sender, 1, 1, 0, SlotSet.EMPTY, null, HERE, 7000, 0, 27000, 1, true, 0);
    }
}
