package hearsay.simulations.network;

import static hearsay.simulations.network.Wires.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import hearsay.gossip.bus.BusMessage;
import hearsay.gossip.bus.BusMessage.Type;
import hearsay.gossip.model.Address;
import hearsay.node.link.Link;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What happens to messages and links")
class LinkFaultsTest {

    private final Wires wires = new Wires(3);
    private final Network network = wires.network;
    private final Wires.Machine one = wires.machine(1);
    private final Wires.Machine two = wires.machine(2);
    private final Wires.Machine three = wires.machine(3);

    @Test
    void messages_of_a_type_are_dropped_until_that_ends() {
        long link = one.link(two);
        var drop = network.drop(Route.from(wires.ips(1)), EnumSet.of(Type.VOTE), 1);
        two.ear.take();
        one.bus.send(link, Wires.vote(1));
        one.bus.send(link, Wires.ping(2, 0));
        two.bus.send(-1, Wires.vote(3));
        wires.pass(SECOND);
        drop.end();
        one.bus.send(link, Wires.vote(4));
        wires.pass(SECOND);
        assertThat(two.ear.takeWords()).containsExactly("ping 2 by -1", "auth-ack 4 by -1");
        assertThat(one.ear.takeWords()).contains("auth-ack 3 by 1");
    }

    @Test
    void the_next_two_votes_are_dropped_wherever_they_go() {
        long toTwo = one.link(two);
        long toThree = one.link(three);
        two.ear.take();
        three.ear.take();
        network.dropNext(Route.EVERYWHERE, EnumSet.of(Type.VOTE), 2);
        one.bus.send(toTwo, Wires.vote(1));
        one.bus.send(toThree, Wires.vote(2));
        one.bus.send(toTwo, Wires.vote(3));
        wires.pass(SECOND);
        assertThat(two.ear.takeWords()).containsExactly("auth-ack 3 by -1");
        assertThat(three.ear.take()).isEmpty();
    }

    @Test
    void half_of_the_pings_are_dropped() {
        long link = one.link(two);
        two.ear.take();
        network.drop(Route.EVERYWHERE, EnumSet.of(Type.PING), 0.5);
        for (int i = 0; i < 1000; i++) one.bus.send(link, Wires.ping(i, 0));
        wires.pass(SECOND);
        assertThat(two.ear.take()).hasSizeBetween(430, 570);
    }

    @Test
    void what_is_held_comes_later_and_in_its_order() {
        long link = one.link(two);
        two.ear.take();
        var hold = network.hold(Route.to(wires.ips(2)));
        for (int i = 0; i < 3; i++) {
            one.bus.send(link, Wires.vote(i));
            wires.pass(SECOND);
        }
        assertThat(two.ear.take()).isEmpty();
        hold.end();
        one.bus.send(link, Wires.vote(3));
        wires.pass(SECOND);
        assertThat(two.ear.takeWords())
                .containsExactly(
                        "auth-ack 0 by -1",
                        "auth-ack 1 by -1",
                        "auth-ack 2 by -1",
                        "auth-ack 3 by -1");
    }

    @Test
    void what_is_held_comes_before_what_a_partition_delayed_behind_it() {
        var here = Objects.requireNonNull(one.stream(two).link);
        two.ear.take();
        var hold = network.hold(Route.to(wires.ips(2)));
        write(here, "first ");
        wires.pass(SECOND);
        var cut = network.cut(Route.to(wires.ips(2)));
        write(here, "second ");
        wires.pass(SECOND);
        hold.end();
        wires.pass(SECOND);
        write(here, "third");
        cut.end();
        wires.pass(60 * SECOND);
        assertThat(String.join("", two.ear.takeWords())).isEqualTo("first second third");
    }

    private static void write(Link link, String text) {
        var bytes = text.getBytes(StandardCharsets.US_ASCII);
        link.write(bytes, 0, bytes.length);
        link.flush();
    }

    @Test
    void a_reset_ends_links_and_streams_at_both_sides() {
        one.link(two);
        one.link(three);
        var here = two.stream(one);
        one.ear.take();
        two.ear.take();
        three.ear.take();
        here.take();
        assertThat(network.reset(Route.between(wires.ips(1), wires.ips(2)))).isEqualTo(2);
        assertThat(one.ear.take()).isEmpty();
        wires.pass(SECOND);
        assertThat(one.ear.takeWords()).containsExactlyInAnyOrder("closed 1", "closed");
        assertThat(two.ear.takeWords()).containsExactly("closed -1");
        assertThat(here.takeWords()).containsExactly("closed");
        assertThat(three.ear.take()).isEmpty();
        assertThat(network.reset(Route.touching(wires.ips(3)))).isEqualTo(1);
        assertThat(network.reset(Route.EVERYWHERE)).isZero();
        assertThat(one.reaches(two)).isTrue();
    }

    @Test
    void a_half_open_stream_swallows_what_is_written_for_fifteen_minutes() {
        var here = one.stream(two);
        here.take();
        two.ear.take();
        assertThat(network.forget(two.ip, one.ip)).isEqualTo(1);
        wires.pass(SECOND);
        assertThat(two.ear.takeWords()).containsExactly("closed");
        assertThat(here.link().isOpen()).isTrue();
        here.say("anybody?");
        wires.pass(900 * SECOND);
        assertThat(here.take()).isEmpty();
        wires.pass(60 * SECOND);
        assertThat(here.takeWords()).containsExactly("closed");
        assertThat(one.reaches(two)).isTrue();
    }

    @Test
    void a_machine_behind_nat_is_reached_by_and_seen_as_its_outside_address() {
        network.nat().forward("192.168.0.1", 7001, one.ip, 7000);
        network.nat().forward("192.168.0.1", 17001, one.ip, 17000);
        network.nat().masquerade(one.ip, "192.168.0.1");
        two.bus.open(1, Address.of("192.168.0.1", 7001));
        var here = new Ear(wires.agenda);
        two.station.links().open("192.168.0.1", 7001, 1000, here);
        wires.pass(SECOND);
        assertThat(two.ear.takeWords()).containsExactly("opened 1");
        assertThat(here.link().remoteAddress()).isEqualTo("192.168.0.1:7001");
        assertThat(one.ear.link().localAddress()).isEqualTo("10.0.0.1:7000");
        one.link(two);
        var other = one.stream(two);
        assertThat(two.ear.takeWords())
                .contains("accepted -1 from 192.168.0.1", "open to 192.168.0.1:32768");
        assertThat(other.link().localAddress()).isEqualTo("10.0.0.1:32768");
    }

    @Test
    void a_tap_sees_what_arrives_and_what_does_not() {
        var seen = new ArrayList<String>();
        network.tap(
                new Tap() {
                    @Override
                    public void delivered(
                            long sent, long arrived, String from, String to, BusMessage message) {
                        seen.add(
                                (arrived - sent) / 1000
                                        + " "
                                        + from
                                        + " to "
                                        + to
                                        + " "
                                        + message.header().currentEpoch());
                    }

                    @Override
                    public void lost(long sent, String from, String to, BusMessage message) {
                        seen.add(
                                "lost "
                                        + from
                                        + " to "
                                        + to
                                        + " "
                                        + message.header().currentEpoch());
                    }
                });
        long link = one.link(two);
        one.bus.send(link, Wires.vote(1));
        wires.pass(SECOND);
        network.dropNext(Route.EVERYWHERE, List.of(Type.VOTE), 1);
        one.bus.send(link, Wires.vote(2));
        one.bus.send(link, Wires.vote(3));
        two.bus.close(-1);
        wires.pass(SECOND);
        assertThat(seen)
                .containsExactly(
                        "100 10.0.0.1 to 10.0.0.2 1",
                        "lost 10.0.0.1 to 10.0.0.2 2",
                        "lost 10.0.0.1 to 10.0.0.2 3");
    }
}
