package hearsay.node.remote;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.gossip.bus.BusMessage;
import hearsay.gossip.bus.Header;
import hearsay.gossip.model.Address;
import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.SlotSet;
import hearsay.node.remote.BusEvents.Closed;
import hearsay.node.remote.BusEvents.Opened;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A real process at the other end, killed with SIGKILL or stopped with SIGSTOP.
class KilledJvmTest {

    private static final String THERE = "127.0.0.2";

    private final BusEvents events = new BusEvents();
    private Jvm jvm;
    private ArteryBus bus;
    private Process process;
    private Address address;

    @BeforeEach
    void start() throws Exception {
        jvm = Jvm.start(Jvm.Options.clustered("127.0.0.1", 0).surviving());
        bus = jvm.bus(7000, new SplittableRandom(5), events);
        try (var free = new ServerSocket(0, 1, InetAddress.getByName(THERE))) {
            address = new Address(THERE, 7001, 0, free.getLocalPort(), "");
        }
        process = EchoNode.start(THERE, address.busPort(), address.port());
    }

    @AfterEach
    void end() throws Exception {
        process.destroyForcibly().waitFor();
        jvm.stop().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    @Timeout(60)
    void a_killed_jvm_closes_its_links_at_once_refuses_new_ones_and_is_back_when_restarted()
            throws Exception {
        long link = 1;
        reach(1);
        echo(link);
        for (int life = 0; life < 3; life++) {
            process.destroyForcibly().waitFor();
            assertThat(events.within(500)).isEqualTo(new Closed(link));

            for (int attempt = 0; attempt < 10; attempt++) {
                bus.open(++link, address);
                assertThat(events.within(500)).isEqualTo(new Closed(link));
            }
            process = EchoNode.start(THERE, address.busPort(), address.port());
            bus.open(++link, address);
            assertThat(events.within(3_000)).isEqualTo(new Opened(link));
            echo(link);
        }
    }

    @Test
    @Timeout(60)
    void a_stopped_jvm_keeps_its_link_accepts_no_new_one_and_goes_on_where_it_was()
            throws Exception {
        reach(1);
        echo(1);
        signal("STOP");
        bus.send(1, message(1));
        bus.open(2, address);
        assertThat(events.within(5_000)).isEqualTo(new Closed(2));

        signal("CONT");
        assertThat(events.message()).isEqualTo(message(1));
        bus.open(3, address);
        assertThat(events.next()).isEqualTo(new Opened(3));
        echo(3);
        echo(1);
    }

    @Test
    @Timeout(60)
    void a_jvm_that_remoting_has_quarantined_is_reached_again() throws Exception {
        reach(1);
        echo(1);
        process.destroyForcibly().waitFor();
        assertThat(events.next()).isEqualTo(new Closed(1));
        Quarantine.of(jvm.system(), address);

        process = EchoNode.start(THERE, address.busPort(), address.port());
        bus.open(2, address);
        assertThat(events.within(3_000)).isEqualTo(new Opened(2));
        echo(2);
    }

    /// A JVM that is alive and under quarantine should not happen. If it does, it passes: when it
    /// was left alone for a while.
    @Test
    @Timeout(60)
    void a_living_jvm_under_quarantine_is_reached_again_before_long() throws Exception {
        reach(1);
        echo(1);
        Quarantine.of(jvm.system(), address);
        long link = 1;
        boolean answered = false;
        while (!answered) {
            bus.close(link);
            bus.open(++link, address);
            if (!events.next().equals(new Opened(link))) continue;
            bus.send(link, message(7));
            answered = events.hasWithin(1_000, new BusEvents.Received(link, message(7)));
        }
    }

    /// Two cold JVMs may take longer to get to know each other than an Open waits.
    private void reach(long link) {
        long attempt = 1_000;
        do bus.open(++attempt, address);
        while (!events.next().equals(new Opened(attempt)));
        bus.close(attempt);
        bus.open(link, address);
        assertThat(events.next()).isEqualTo(new Opened(link));
    }

    private void signal(String name) throws Exception {
        int status =
                new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor();
        assertThat(status).isZero();
    }

    private void echo(long link) {
        for (int i = 0; i < 100; i++) bus.send(link, message(i));
        for (int i = 0; i < 100; i++) {
            assertThat(events.next()).isEqualTo(new BusEvents.Received(link, message(i)));
        }
    }

    private static BusMessage message(int number) {
        var id = new NodeId("0123456789abcdef0123456789abcdef01234567");
        return new BusMessage.VoteRequest(
                new Header(id, number, 0, 0, SlotSet.EMPTY, null, "", 7000, 0, 27000, 1, true, 0));
    }
}
