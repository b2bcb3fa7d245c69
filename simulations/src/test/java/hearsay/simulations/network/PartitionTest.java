package hearsay.simulations.network;

import static hearsay.simulations.network.Wires.MILLI;
import static hearsay.simulations.network.Wires.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Partitions of the simulated network")
class PartitionTest {

    private final Wires wires = new Wires(5);
    private final Network network = wires.network;

    @Test
    void halves_keep_to_themselves_and_strangers_reach_both() {
        network.partition(List.of(wires.ips(1, 2), wires.ips(3, 4)));
        assertThat(wires.reach()).containsExactly("xx..x", "xx..x", "..xxx", "..xxx", "xxxxx");
    }

    @Test
    void in_a_ring_each_reaches_its_neighbours() {
        network.ring(wires.ips(1, 2, 3, 4, 5));
        assertThat(wires.reach()).containsExactly("xx..x", "xxx..", ".xxx.", "..xxx", "x..xx");
    }

    @Test
    void a_bridge_reaches_both_sides() {
        network.bridge(wires.ips(1, 2), "10.0.0.3", wires.ips(4, 5));
        assertThat(wires.reach()).containsExactly("xxx..", "xxx..", "xxxxx", "..xxx", "..xxx");
    }

    @Test
    void the_isolated_reach_each_other_and_nobody_else_later_machines_included() {
        network.isolate(wires.ips(2, 3));
        network.plug("10.0.0.6").listen(7000, new Ear(wires.agenda));
        assertThat(wires.reach()).containsExactly("x..xx", ".xx..", ".xx..", "x..xx", "x..xx");
        var ear = new Ear(wires.agenda);
        wires.machine(2).station.links().open("10.0.0.6", 7000, 500, ear);
        wires.pass(SECOND);
        assertThat(ear.takeWords()).containsExactly("Connection timed out");
    }

    @Test
    void a_one_way_partition_prevents_connections_both_ways_and_carries_one() {
        var here = wires.machine(1).stream(wires.machine(2));
        var there = wires.machine(2).ear;
        here.take();
        there.take();
        network.cut(Route.oneWay(wires.ips(1), wires.ips(2)));
        here.say("lost");
        there.say("heard");
        wires.pass(SECOND);
        assertThat(here.takeWords()).containsExactly("heard");
        assertThat(there.take()).isEmpty();
        assertThat(wires.machine(1).reaches(wires.machine(2))).isFalse();
        assertThat(wires.machine(2).reaches(wires.machine(1))).isFalse();
        assertThat(wires.machine(1).ear.take()).isEmpty();
    }

    @Test
    void who_does_not_hear_that_it_is_refused_asks_again() {
        var deaf = network.cut(Route.oneWay(wires.ips(2), wires.ips(1)));
        var ear = new Ear(wires.agenda);
        wires.machine(1).station.links().open("10.0.0.2", 7999, 60_000, ear);
        wires.pass(SECOND / 2);
        deaf.end();
        wires.machine(2).station.listen(7999, new Ear(wires.agenda));
        wires.pass(SECOND);
        assertThat(ear.takeWords()).containsExactly("open to 10.0.0.2:7999");
    }

    @Test
    void a_stream_survives_a_partition_and_what_was_sent_arrives_by_a_retransmission_after_it() {
        var here = wires.machine(1).stream(wires.machine(2));
        var there = wires.machine(2).ear;
        there.take();
        var partition = network.partition(List.of(wires.ips(1), wires.ips(2)));
        long start = wires.agenda.nanos();
        here.say("one");
        wires.pass(SECOND / 2);
        here.say("two");
        assertThat(here.link().unsent()).isEqualTo(6);
        wires.pass(SECOND / 2);
        partition.end();
        wires.pass(SECOND);
        // Tried after 0.2, 0.6 and 1.4 s; the partition ended after 1 s.
        long arrival = (start + 1400 * MILLI) / 1000 + 100;
        assertThat(there.take()).containsExactly(arrival + " one", arrival + " two");
        assertThat(here.link().unsent()).isZero();
    }

    @Test
    void a_stream_does_not_survive_a_partition_of_a_quarter_of_an_hour() {
        var here = wires.machine(1).stream(wires.machine(2));
        here.take();
        network.isolate(wires.ips(1));
        here.say("hello?");
        wires.pass(926 * SECOND);
        assertThat(here.takeWords()).containsExactly("closed");
    }

    @Test
    void a_peer_that_closes_during_a_partition_is_heard_of_afterwards() {
        var here = wires.machine(1).stream(wires.machine(2));
        here.take();
        network.isolate(wires.ips(1));
        wires.machine(2).station.unplug(false);
        wires.pass(SECOND);
        assertThat(here.take()).isEmpty();
        network.heal();
        wires.pass(SECOND);
        assertThat(here.takeWords()).containsExactly("closed");
    }

    @Test
    void bus_links_wait_and_time_out_alike() {
        var one = wires.machine(1);
        var two = wires.machine(2);
        long link = one.link(two);
        one.ear.take();
        two.ear.take();
        network.isolate(wires.ips(1));
        one.bus.send(link, Wires.vote(1));
        one.link(two);
        wires.pass(SECOND);
        assertThat(one.ear.takeWords()).containsExactly("closed 2");
        network.heal();
        wires.pass(10 * SECOND);
        assertThat(two.ear.takeWords()).containsExactly("auth-ack 1 by -1");
    }

    @Test
    void partitions_overlap_and_each_heals_by_itself() {
        var first = network.isolate(wires.ips(1));
        var second = network.isolate(wires.ips(1, 2));
        assertThat(network.disturbances()).containsExactly(first, second);
        first.end();
        first.end();
        assertThat(first.isOver()).isTrue();
        assertThat(wires.reach()).containsExactly("xx...", "xx...", "..xxx", "..xxx", "..xxx");
        network.heal();
        assertThat(second.isOver()).isTrue();
        assertThat(wires.reach()).containsOnly("xxxxx");
    }
}
