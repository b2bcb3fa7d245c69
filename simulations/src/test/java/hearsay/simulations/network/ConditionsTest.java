package hearsay.simulations.network;

import static hearsay.simulations.network.Wires.MILLI;
import static hearsay.simulations.network.Wires.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import hearsay.simulations.fault.Latency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("How the simulated network carries")
class ConditionsTest {

    private final Wires wires = new Wires(3);
    private final Network network = wires.network;

    @Test
    void latencies_have_the_distribution_that_their_text_says() {
        assertThat(draws("2ms")).containsOnly(2 * MILLI);
        assertThat(draws("1ms..3ms")).allMatch(nanos -> nanos >= MILLI && nanos <= 3 * MILLI);
        assertThat(mean("1ms..3ms")).isCloseTo(2e6, within(2e4));
        assertThat(median("about 1ms 0.5")).isCloseTo(1e6, within(2e4));
        assertThat(mean("about 1ms 0.5")).isCloseTo(1e6 * Math.exp(0.125), within(3e4));
        assertThat(mean("normal 1ms 0.2")).isCloseTo(1e6, within(2e4));
        assertThat(mean("tail 1ms..3ms")).isCloseTo(3e6, within(6e4));
        assertThat(draws("tail 1ms..3ms")).allMatch(nanos -> nanos >= MILLI);
        assertThat(median("tail 1ms..3ms")).isCloseTo(1e6 + 2e6 * Math.log(2), within(6e4));
    }

    @Test
    void a_latency_is_written_as_it_is_read() {
        for (String text :
                List.of("2ms", "1ms..3ms", "about 1ms 0.5", "normal 1ms 0.2", "tail 1ms..3ms"))
            assertThat(Latency.parse(text)).hasToString(text);
    }

    @Test
    void streams_and_links_keep_their_order_whatever_the_latency() {
        network.conditions(Conditions.of(Latency.parse("1ms..100ms")));
        long link = wires.machine(1).link(wires.machine(2));
        wires.machine(2).ear.take();
        var expected = new ArrayList<String>();
        for (int i = 0; i < 50; i++) {
            wires.machine(1).bus.send(link, Wires.vote(i));
            expected.add("auth-ack " + i + " by -1");
            wires.pass(MILLI);
        }
        wires.pass(SECOND);
        assertThat(wires.machine(2).ear.takeWords()).isEqualTo(expected);
    }

    @Test
    void a_direction_may_be_slower_than_its_opposite_and_than_others() {
        network.change(
                Route.oneWay(wires.ips(1), wires.ips(2)),
                usual -> usual.withLatency(Latency.parse("30ms")));
        assertThat(wires.machine(1).stream(wires.machine(2)).take().getFirst())
                .startsWith("30100 ");
        assertThat(wires.machine(1).stream(wires.machine(3)).take().getFirst())
                .startsWith("1000200 ");
    }

    @Test
    void what_a_stream_loses_comes_a_retransmission_later_and_everything_behind_it_too() {
        var here = wires.machine(1).stream(wires.machine(2));
        var there = wires.machine(2).ear;
        there.take();
        network.change(Route.EVERYWHERE, usual -> usual.withLoss(0.1));
        var expected = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            here.say(i + ";");
            expected.append(i).append(';');
            wires.pass(50 * MILLI);
        }
        wires.pass(60 * SECOND);
        assertThat(String.join("", there.takeWords())).isEqualTo(expected.toString());
    }

    @Test
    void what_the_bus_loses_is_lost_and_its_link_goes_on() {
        long link = wires.machine(1).link(wires.machine(2));
        wires.machine(2).ear.take();
        network.change(Route.EVERYWHERE, usual -> usual.withLoss(0.5));
        for (int i = 0; i < 1000; i++) wires.machine(1).bus.send(link, Wires.vote(i));
        wires.pass(SECOND);
        assertThat(wires.machine(2).ear.take()).hasSizeBetween(430, 570);
    }

    @Test
    void a_bus_that_resends_loses_nothing_but_time() {
        long link = wires.machine(1).link(wires.machine(2));
        wires.machine(2).ear.take();
        network.change(Route.EVERYWHERE, usual -> usual.withLoss(0.5).withBusResending(true));
        for (int i = 0; i < 100; i++) wires.machine(1).bus.send(link, Wires.vote(i));
        wires.pass(SECOND / 10);
        assertThat(wires.machine(2).ear.heard).hasSizeLessThan(100);
        wires.pass(600 * SECOND);
        assertThat(wires.machine(2).ear.heard).hasSize(100);
    }

    @Test
    void messages_of_the_bus_may_come_twice() {
        long link = wires.machine(1).link(wires.machine(2));
        wires.machine(2).ear.take();
        network.change(Route.EVERYWHERE, usual -> usual.withDuplication(0.5));
        for (int i = 0; i < 1000; i++) wires.machine(1).bus.send(link, Wires.vote(i));
        wires.pass(SECOND);
        var words = wires.machine(2).ear.takeWords();
        assertThat(words).hasSizeBetween(1430, 1570);
        assertThat(words.stream().distinct()).hasSize(1000);
    }

    @Test
    void messages_of_the_bus_may_overtake_each_other() {
        long link = wires.machine(1).link(wires.machine(2));
        wires.machine(2).ear.take();
        network.change(Route.EVERYWHERE, usual -> usual.withReordering(0.1, Duration.ofMillis(20)));
        var sent = new ArrayList<String>();
        for (int i = 0; i < 100; i++) {
            wires.machine(1).bus.send(link, Wires.vote(i));
            sent.add("auth-ack " + i + " by -1");
            wires.pass(MILLI);
        }
        wires.pass(SECOND);
        var words = wires.machine(2).ear.takeWords();
        assertThat(words).isNotEqualTo(sent).containsExactlyInAnyOrderElementsOf(sent);
    }

    @Test
    void a_narrow_line_makes_bytes_queue() {
        var here = wires.machine(1).stream(wires.machine(2));
        var there = wires.machine(2).ear;
        network.change(Route.from(wires.ips(1)), usual -> usual.withBandwidth(1000));
        there.take();
        long start = wires.agenda.nanos();
        here.say("x".repeat(500));
        here.say("y".repeat(250));
        wires.pass(SECOND);
        assertThat(there.heard.get(0)).startsWith((start + 500 * MILLI) / 1000 + 100 + " x");
        assertThat(there.heard.get(1)).startsWith((start + 750 * MILLI) / 1000 + 100 + " y");
    }

    @Test
    void the_bus_queues_by_the_sizes_of_redis_packets() {
        long link = wires.machine(1).link(wires.machine(2));
        network.change(Route.EVERYWHERE, usual -> usual.withBandwidth(2256 + 3 * 104));
        wires.machine(2).ear.take();
        long start = wires.agenda.nanos();
        wires.machine(1).bus.send(link, Wires.ping(1, 3));
        wires.pass(2 * SECOND);
        assertThat(wires.machine(2).ear.take())
                .containsExactly((start + SECOND) / 1000 + 100 + " ping 1 by -1");
    }

    @Test
    void changes_build_upon_each_other_and_end_by_themselves() {
        var slow =
                network.change(Route.EVERYWHERE, usual -> usual.withLatency(Latency.parse("10ms")));
        network.change(Route.EVERYWHERE, usual -> usual.withLoss(0));
        assertThat(wires.machine(1).stream(wires.machine(2)).take().getFirst())
                .startsWith("20000 ");
        slow.end();
        assertThat(wires.machine(1).stream(wires.machine(2)).take().getFirst())
                .startsWith("1000200 ");
    }

    @Test
    void the_same_seed_makes_the_same_run_and_another_seed_another() {
        assertThat(fingerprint(5)).isEqualTo(fingerprint(5)).isNotEqualTo(fingerprint(6));
    }

    private static long fingerprint(long delay) {
        var wires = new Wires(2);
        wires.network.conditions(
                Conditions.of(Latency.parse("1ms..9ms")).withLoss(0.1).withDuplication(0.1));
        for (long i = 0; i < delay; i++) wires.network.chance().nextLong();
        long link = wires.machine(1).link(wires.machine(2));
        for (int i = 0; i < 100; i++) wires.machine(1).bus.send(link, Wires.vote(i));
        wires.pass(SECOND);
        return wires.network.fingerprint();
    }

    private static List<Long> draws(String text) {
        var sampler = new Sampler(Latency.parse(text));
        var chance = new SplittableRandom(1);
        return LongStream.range(0, 20_000).map(i -> sampler.draw(chance)).boxed().toList();
    }

    private static double mean(String text) {
        return draws(text).stream().mapToLong(nanos -> nanos).average().orElseThrow();
    }

    private static double median(String text) {
        return draws(text).stream().sorted().toList().get(10_000);
    }
}
