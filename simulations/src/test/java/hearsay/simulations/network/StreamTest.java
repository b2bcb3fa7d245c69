package hearsay.simulations.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hearsay.simulations.runtime.Agenda;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Streams over the simulated network")
class StreamTest {

    private static final long SECOND = 1_000_000_000L;

    private final Agenda agenda = new Agenda();
    private final Network network = new Network(agenda, new SplittableRandom(1));
    private final Station client = network.plug("10.0.0.1");
    private final Station server = network.plug("10.0.0.2");
    private final Ear there = new Ear(agenda);
    private final Ear here = new Ear(agenda);

    @Test
    void a_stream_opens_after_a_round_trip_and_carries_bytes_both_ways() {
        connect();
        assertThat(here.take()).containsExactly("200 open to 10.0.0.2:7000");
        assertThat(there.take()).containsExactly("300 open to 10.0.0.1:32768");
        here.say("PING");
        pass(SECOND);
        there.say("+PONG");
        pass(SECOND);
        assertThat(there.takeWords()).containsExactly("PING");
        assertThat(here.takeWords()).containsExactly("+PONG");
    }

    @Test
    void nothing_is_told_within_the_call_that_caused_it() {
        connect();
        here.take();
        here.say("PING");
        assertThat(there.takeWords()).doesNotContain("PING");
        here.link().close(true);
        assertThat(here.take()).isEmpty();
    }

    @Test
    void one_flush_is_one_delivery_of_everything_written_and_the_array_is_free_at_once() {
        connect();
        there.take();
        var bytes = "ab".getBytes(StandardCharsets.UTF_8);
        here.link().write(bytes, 0, 2);
        bytes[0] = 'x';
        here.link().write(bytes, 0, 1);
        assertThat(here.link().unsent()).isEqualTo(3);
        here.link().flush();
        assertThat(here.link().unsent()).isEqualTo(3);
        pass(SECOND);
        assertThat(there.takeWords()).containsExactly("abx");
        assertThat(here.link().unsent()).isZero();
    }

    @Test
    void where_nobody_listens_a_stream_is_refused() {
        client.links().open("10.0.0.2", 7000, 5000, here);
        pass(SECOND);
        assertThat(here.take()).containsExactly("200 Connection refused");
    }

    @Test
    void where_no_machine_is_a_stream_times_out() {
        client.links().open("10.0.0.99", 7000, 5000, here);
        pass(10 * SECOND);
        assertThat(here.take()).containsExactly("5000000 Connection timed out");
    }

    @Test
    void a_machine_that_comes_up_in_time_is_reached_by_a_second_knock() {
        client.links().open("10.0.0.3", 7000, 5000, here);
        pass(SECOND / 2);
        network.plug("10.0.0.3").listen(7000, there);
        pass(10 * SECOND);
        assertThat(here.take()).containsExactly("1000200 open to 10.0.0.3:7000");
    }

    @Test
    void localhost_is_this_machine() {
        client.listen(7000, there);
        client.links().open("127.0.0.1", 7000, 5000, here);
        pass(SECOND);
        assertThat(here.takeWords()).containsExactly("open to 127.0.0.1:7000");
    }

    @Test
    void a_port_is_listened_on_once() {
        server.listen(7000, there);
        assertThatThrownBy(() -> server.listen(7000, there))
                .hasMessage("Address already in use: 10.0.0.2:7000");
    }

    @Test
    void closing_sends_what_was_written_and_both_sides_hear_of_the_end_once() {
        connect();
        here.take();
        there.take();
        here.write("QUIT");
        here.link().close(false);
        here.link().close(true);
        here.say("too late");
        pass(SECOND);
        assertThat(there.takeWords()).containsExactly("QUIT", "closed");
        assertThat(here.takeWords()).containsExactly("closed");
        assertThat(there.link().isOpen()).isFalse();
    }

    @Test
    void closing_now_drops_what_was_not_flushed_but_not_what_was() {
        connect();
        there.take();
        here.say("flushed");
        here.write("not flushed");
        here.link().close(true);
        pass(SECOND);
        assertThat(there.takeWords()).containsExactly("flushed", "closed");
    }

    @Test
    void a_paused_process_gets_connections_and_bytes_when_it_is_resumed_in_order() {
        server.listen(7000, there);
        server.pause();
        client.links().open("10.0.0.2", 7000, 5000, here);
        pass(SECOND);
        assertThat(here.takeWords()).containsExactly("open to 10.0.0.2:7000");
        here.say("one");
        pass(SECOND);
        here.say("two");
        here.link().close(false);
        pass(SECOND);
        assertThat(there.take()).isEmpty();
        server.resume();
        assertThat(there.take()).isEmpty();
        pass(SECOND);
        assertThat(there.takeWords())
                .containsExactly("open to 10.0.0.1:32768", "one", "two", "closed");
    }

    @Test
    void a_machine_takes_in_six_mebibytes_for_a_process_that_does_not_read() {
        connect();
        there.take();
        server.pause();
        for (int i = 0; i < 8; i++) here.say("x".repeat(1024 * 1024));
        pass(SECOND);
        assertThat(here.link().unsent()).isEqualTo(2 * 1024 * 1024);
        server.resume();
        pass(SECOND);
        assertThat(here.link().unsent()).isZero();
        assertThat(there.take()).hasSize(8);
    }

    @Test
    void when_a_process_dies_its_peers_get_what_it_had_flushed_and_then_the_end() {
        connect();
        here.take();
        there.say("last words");
        there.write("never said");
        server.unplug(false);
        pass(SECOND);
        assertThat(here.takeWords()).containsExactly("last words", "closed");
        client.links().open("10.0.0.2", 7000, 5000, here);
        pass(SECOND);
        assertThat(here.takeWords()).containsExactly("Connection refused");
        assertThat(there.takeWords()).doesNotContain("closed");
    }

    @Test
    void when_a_machine_loses_power_its_peers_hear_nothing_until_it_is_back() {
        connect();
        here.take();
        server.unplug(true);
        here.say("anybody?");
        pass(60 * SECOND);
        assertThat(here.take()).isEmpty();
        assertThat(here.link().unsent()).isEqualTo(8);
        network.plug("10.0.0.2").listen(7000, there);
        pass(60 * SECOND);
        assertThat(here.takeWords()).containsExactly("closed");
    }

    @Test
    void after_fifteen_minutes_of_retransmission_a_stream_is_given_up() {
        connect();
        here.take();
        server.unplug(true);
        long start = agenda.nanos();
        here.say("anybody?");
        pass(920 * SECOND);
        assertThat(here.take()).isEmpty();
        pass(10 * SECOND);
        assertThat(here.take()).containsExactly(start / 1000 + 924_600_000 + " closed");
    }

    @Test
    void an_ip_is_plugged_in_once_at_a_time() {
        assertThatThrownBy(() -> network.plug("10.0.0.1")).hasMessageContaining("10.0.0.1");
        client.unplug(false);
        network.plug("10.0.0.1");
    }

    @Test
    void the_fingerprint_tells_two_runs_apart_and_equal_runs_not() {
        assertThat(fingerprintOf("abc")).isEqualTo(fingerprintOf("xyz"));
        assertThat(fingerprintOf("abc")).isNotEqualTo(fingerprintOf("abcd"));
    }

    private static long fingerprintOf(String text) {
        var test = new StreamTest();
        test.connect();
        test.here.say(text);
        test.pass(SECOND);
        assertThat(test.there.takeWords()).contains(text);
        return test.network.fingerprint();
    }

    private void connect() {
        server.listen(7000, there);
        client.links().open("10.0.0.2", 7000, 5000, here);
        pass(SECOND);
    }

    private void pass(long nanos) {
        long end = agenda.nanos() + nanos;
        agenda.at(end, () -> {});
        while (agenda.nextDue() <= end) agenda.next();
    }
}
