package hearsay.node.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hearsay.gossip.model.Address;
import hearsay.node.remote.BusEvents.Opened;
import hearsay.node.remote.Directory.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JvmTest {

    private final List<Jvm> jvms = new ArrayList<>();

    @AfterEach
    void stop_all() throws Exception {
        for (var jvm : jvms) stop(jvm);
    }

    @Test
    void jvms_that_share_a_seed_list_each_others_nodes_and_forget_those_that_are_gone()
            throws Exception {
        Jvm first = start("127.0.0.1"), second = start("127.0.0.2");
        String seed = at(first);
        first.join(List.of(seed));
        second.join(List.of(seed));
        first.directory().list("north", "127.0.0.1", 7000);
        second.directory().list("süd/1,", "127.0.0.2", 7001);
        Runnable withdraw = second.directory().list("west", "127.0.0.2", 7002);

        var seen = new LinkedBlockingQueue<List<Entry>>();
        first.directory().watch(seen::add);
        var north = new Entry("north", "127.0.0.1", 7000, at(first));
        var south = new Entry("süd/1,", "127.0.0.2", 7001, at(second));
        var west = new Entry("west", "127.0.0.2", 7002, at(second));
        await(seen, List.of(north, south, west));
        withdraw.run();
        await(seen, List.of(north, south));

        stop(second);
        await(seen, List.of(north));
    }

    @Test
    void jvms_that_never_joined_each_other_exchange_messages_by_address() {
        Jvm first = start("127.0.0.1"), second = start("127.0.0.2");
        first.join(List.of());
        second.join(List.of());
        BusEvents here = new BusEvents(), there = new BusEvents();
        var bus = first.bus(7000, new SplittableRandom(1), here);
        second.bus(7001, new SplittableRandom(2), there);
        long link = 0;
        do bus.open(++link, new Address("127.0.0.2", 7001, 0, second.port(), ""));
        while (!here.next().equals(new Opened(link)));
        assertThat(there.accepted()).isNegative();
    }

    @Test
    void a_jvm_alone_has_no_port_and_no_bus() {
        Jvm alone = Jvm.start(Jvm.Options.alone().surviving());
        jvms.add(alone);
        assertThat(alone.port()).isZero();
        assertThatThrownBy(() -> alone.bus(7000, new SplittableRandom(1), new BusEvents()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_port_that_is_taken_is_an_error_at_once() {
        Jvm first = start("127.0.0.1");
        var same = Jvm.Options.clustered("127.0.0.1", first.port()).surviving();
        assertThatThrownBy(() -> Jvm.start(same))
                .hasStackTraceContaining("Failed to bind TCP to [127.0.0.1:" + first.port());
    }

    /// Within what Akka's failure detector takes on a busy machine, and more.
    private static void await(LinkedBlockingQueue<List<Entry>> seen, List<Entry> expected)
            throws InterruptedException {
        List<Entry> last = List.of();
        while (!last.equals(expected)) {
            var next = seen.poll(40, TimeUnit.SECONDS);
            assertThat(next).as("after %s, expecting %s", last, expected).isNotNull();
            last = next;
        }
    }

    private Jvm start(String host) {
        var jvm = Jvm.start(Jvm.Options.clustered(host, 0).surviving());
        jvms.add(jvm);
        return jvm;
    }

    private static void stop(Jvm jvm) throws Exception {
        jvm.stop().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static String at(Jvm jvm) {
        return jvm.host() + ":" + jvm.port();
    }
}
