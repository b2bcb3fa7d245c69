package hearsay.simulations.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.gossip.bus.BusMessage;
import hearsay.node.link.Link;
import hearsay.node.link.LinkListener;
import hearsay.simulations.diary.Entry;
import hearsay.simulations.fault.Aim;
import hearsay.simulations.fault.AimText;
import hearsay.simulations.fault.Fault;
import hearsay.simulations.fault.Fault.Partition.Clients;
import hearsay.simulations.fault.Fault.Partition.Shape;
import hearsay.simulations.fault.Latency;
import hearsay.simulations.fault.Trouble;
import hearsay.simulations.fault.When;
import hearsay.simulations.network.Station;
import hearsay.simulations.world.World;
import hearsay.simulations.world.WorldPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Nemesis and the network")
class NetworkFaultsTest {

    private static final long SECOND = 1_000_000_000L;

    private final World world = new World(WorldPlan.USUAL, 1);
    private final long beginNanos = world.nanos();
    private final Nemesis nemesis = new Nemesis(world, new SplittableRandom(1));
    private final List<Station> clients = new ArrayList<>();

    NetworkFaultsTest() {
        for (int i = 1; i <= 4; i++) clients.add(world.network().plug("172.16.0." + i));
        pass(3);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void clients_may_reach_everybody_while_nodes_are_cut_off() {
        now(new Fault.Partition(Shape.ISOLATE, Clients.EVERYWHERE), "7000");
        assertThat(reach(7000)).isEqualTo("xxxx");
        assertThat(reach(7001)).isEqualTo("xxxx");
    }

    @Test
    void clients_may_be_with_the_isolated() {
        now(new Fault.Partition(Shape.ISOLATE, Clients.WITH_AIMED), "7000");
        assertThat(reach(7000)).isEqualTo("xxxx");
        assertThat(reach(7001)).isEqualTo("....");
    }

    @Test
    void clients_may_be_with_the_others() {
        now(new Fault.Partition(Shape.ISOLATE, Clients.WITH_OTHERS), "7000, 7003");
        assertThat(reach(7000)).isEqualTo("....");
        assertThat(reach(7003)).isEqualTo("....");
        assertThat(reach(7001)).isEqualTo("xxxx");
    }

    @Test
    void clients_may_be_on_both_sides() {
        now(new Fault.Partition(Shape.ISOLATE, Clients.BOTH_SIDES), "7000");
        assertThat(reach(7000)).isEqualTo("x.x.");
        assertThat(reach(7001)).isEqualTo(".x.x");
    }

    @Test
    void a_bridge_is_reached_by_all_and_the_halves_by_some() {
        now(new Fault.Partition(Shape.BRIDGE, Clients.BOTH_SIDES), "7000");
        assertThat(reach(7000)).isEqualTo("xxxx");
        var sides = new ArrayList<String>();
        for (int port = 7001; port <= 7005; port++) sides.add(reach(port));
        assertThat(sides).containsOnly("x.x.", ".x.x").contains("x.x.", ".x.x");
    }

    @Test
    void a_deaf_node_is_deaf_to_nodes_and_not_to_clients() {
        now(new Fault.Partition(Shape.DEAF, Clients.EVERYWHERE), "7000");
        assertThat(reach(7000)).isEqualTo("xxxx");
        pass(5);
        assertThat(words("7000")).contains("suspects");
    }

    @Test
    void what_is_held_is_released_by_another_trouble() {
        now(new Fault.Hold(), "7000");
        assertThat(reach(7000)).isEqualTo("....");
        now(new Fault.Release(), "7000");
        assertThat(reach(7000)).isEqualTo("xxxx");
        assertThat(nemesis.isQuiet()).isTrue();
    }

    @Test
    void healing_the_network_of_some_leaves_the_troubles_of_others() {
        now(new Fault.Partition(Shape.ISOLATE, Clients.WITH_OTHERS), "7000");
        now(new Fault.Partition(Shape.ISOLATE, Clients.WITH_OTHERS), "7001");
        now(new Fault.Pause(), "7000");
        now(new Fault.Heal(Fault.Heal.What.NETWORK), "7000");
        assertThat(reach(7000)).isEqualTo("xxxx");
        assertThat(reach(7001)).isEqualTo("....");
        assertThat(world.host(7000).isPaused()).isTrue();
        now(new Fault.Heal(Fault.Heal.What.EVERYTHING), "all");
        assertThat(reach(7001)).isEqualTo("xxxx");
        assertThat(world.host(7000).isPaused()).isFalse();
        assertThat(nemesis.isQuiet()).isTrue();
    }

    @Test
    void each_fault_and_its_end_is_a_line_of_the_diary_that_says_whom_it_hit() {
        now(new Fault.Delay(Latency.parse("100ms")), "7000");
        now(new Fault.Loss(0.2), "7001");
        now(new Fault.Duplication(0.1), "all");
        now(new Fault.Reordering(0.1, Duration.ofMillis(50)), "all");
        now(new Fault.Bandwidth(1_000_000), "7002");
        now(new Fault.DropMessages(BusMessage.Type.VOTE, 0.5, 0, true), "7003");
        now(new Fault.DropMessages(BusMessage.Type.PING, 1, 3, false), "7003");
        now(new Fault.ResetLinks(), "7004");
        nemesis.heal();
        assertThat(lines())
                .containsSubsequence(
                        "packets take 100ms, 7000",
                        "loss of 20.0%, 7001",
                        "duplication of 10.0%, everywhere",
                        "reordering, 10.0% up to 50ms late, everywhere",
                        "1000000 bytes per second, 7002",
                        "drops 50.0% of auth-ack from, 7003",
                        "drops the next 3 ping to, 7003")
                .containsSubsequence(
                        "over: packets take 100ms, 7000",
                        "over: loss of 20.0%, 7001",
                        "over: duplication of 10.0%, everywhere")
                .anyMatch(line -> line.matches("reset [1-9][0-9]* connections, 7004"));
        assertThat(world.network().disturbances()).isEmpty();
    }

    /// Performs it at once, without an end.
    private void now(Fault fault, String aim) {
        long since = world.nanos() - beginNanos;
        Aim whom = AimText.parse(aim);
        nemesis.begin(
                List.of(
                        new Trouble(
                                new When.At(Duration.ofNanos(since)),
                                fault,
                                whom,
                                Optional.empty())));
        world.runFor(1_000_000);
    }

    /// Which of the clients get a connection to the node, as in `x.x.`.
    private String reach(int port) {
        var open = new boolean[clients.size()];
        for (int i = 0; i < open.length; i++) {
            int number = i;
            var host = world.host(port);
            clients.get(i).links().open(host.ip(), port, 300, new Knock(() -> open[number] = true));
        }
        world.runFor(SECOND / 2);
        var text = new StringBuilder();
        for (boolean each : open) text.append(each ? 'x' : '.');
        return text.toString();
    }

    private record Knock(Runnable open) implements LinkListener {
        @Override
        public void opened(Link link) {
            open.run();
            link.close(true);
        }

        @Override
        public void refused(String reason) {}

        @Override
        public void received(Link link, Incoming bytes) {}

        @Override
        public void closed(Link link) {}
    }

    private List<String> words(String node) {
        return world.diary().entries().stream()
                .filter(entry -> entry.isOf(node))
                .map(Entry::word)
                .toList();
    }

    private List<String> lines() {
        return world.diary().entries().stream()
                .filter(entry -> entry.isOf(Entry.WORLD))
                .map(Entry::text)
                .toList();
    }

    private void pass(int seconds) {
        world.runFor(seconds * SECOND);
    }
}
