package hearsay.simulations.measure;

import hearsay.client.connection.Connection;
import hearsay.client.connection.ConnectionSettings;
import hearsay.client.connection.Endpoint;
import hearsay.client.connection.Ports;
import hearsay.client.connection.Reply;
import hearsay.client.routing.ClusterClient;
import hearsay.client.routing.Outcome;
import hearsay.client.routing.RequestFailed;
import hearsay.client.routing.RequestOptions;
import hearsay.client.routing.RetryPolicy;
import hearsay.simulations.console.Table;
import hearsay.simulations.runtime.Simulation;
import hearsay.simulations.workload.AgendaLoop;
import hearsay.simulations.world.World;
import hearsay.simulations.world.WorldPlan;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// How fast virtual time passes: idle clusters from 6 nodes to 1,000, and one under load.
///
/// The time is the simulation thread's own processor time, so that what else runs on the machine
/// does not count; the compiler's threads and the collector's do not count either, and so the first
/// seconds of a world are left out.
final class SimulatorTable {

    private static final long SECOND = 1_000_000_000L;
    private static final int CLIENTS = 5;
    private static final int OPERATIONS_PER_SECOND = 500;
    private static final int KEYS = 1_000;
    private static final byte[] INCR = "INCR".getBytes(StandardCharsets.US_ASCII);

    /// Time for the replicas to be in sync, and for every pair of nodes to have spoken.
    private static final long SETTLED = 20 * SECOND;

    /// All pairs of a thousand nodes greet each other in the first second, and then ask again half
    /// a node timeout later, all at once: that wave takes some rounds to spread.
    private static final long SPREAD = 60 * SECOND;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Consumer<String> progress;
    private final Table table =
            new Table(
                    "nodes",
                    "operations/s",
                    "virtual s",
                    "virtual s per s",
                    "start, ms",
                    "events/s",
                    "deliveries/s",
                    "heap, MB");

    SimulatorTable(Consumer<String> progress) {
        this.progress = progress;
    }

    String title() {
        return "virtual seconds per second of one core; T = 15 s; events and deliveries per virtual second";
    }

    /// @param largest how many nodes at most
    Table measure(int largest) {
        long emptyNanos = empty();
        row(3, 0, 2_000);
        row(3, OPERATIONS_PER_SECOND, 600);
        for (int masters : new int[] {15, 50, 150, 500}) {
            if (masters * 2 <= largest)
                row(masters, 0, masters <= 50 ? 200 : masters < 500 ? 60 : 20);
        }
        table.row("none", "0", "", "", millis(emptyNanos), "", "", "");
        return table;
    }

    /// What a world costs before it has nodes: the last of a few thousand, when the compiler is
    /// done.
    private long empty() {
        progress.accept("worlds without nodes");
        long began = 0;
        int warm = 3_000;
        int counted = 100;
        for (int i = 0; i < warm + counted; i++) {
            if (i == warm) began = threads.getCurrentThreadCpuTime();
            new Simulation(i).close();
        }
        return (threads.getCurrentThreadCpuTime() - began) / counted;
    }

    private void row(int masters, int rate, int seconds) {
        progress.accept(2 * masters + " nodes, " + rate + " operations a second");
        // A world of its own for the compiler: of a small one, the code is not hot yet.
        if (masters <= 50) run(masters, rate, seconds, false);
        run(masters, rate, seconds, true);
    }

    private void run(int masters, int rate, int seconds, boolean counts) {
        long began = threads.getCurrentThreadCpuTime();
        try (var world = new World(WorldPlan.of(masters, 1, Duration.ofSeconds(15)), 1)) {
            long started = threads.getCurrentThreadCpuTime() - began;
            world.runFor(masters < 500 ? SETTLED : SPREAD);
            var load = new Load(world);
            if (rate > 0) load.start(rate);
            world.runFor(SECOND);
            long events = world.agenda().kept();
            long deliveries = world.network().delivered();
            load.answered = 0;
            began = threads.getCurrentThreadCpuTime();
            world.runFor(seconds * SECOND);
            double took = (threads.getCurrentThreadCpuTime() - began) / (double) SECOND;
            if (!counts) return;
            table.row(
                    Integer.toString(2 * masters),
                    Long.toString(load.answered / seconds),
                    Integer.toString(seconds),
                    String.format(
                            Locale.ROOT, seconds / took < 100 ? "%.1f" : "%.0f", seconds / took),
                    millis(started),
                    Long.toString((world.agenda().kept() - events) / seconds),
                    Long.toString((world.network().delivered() - deliveries) / seconds),
                    Long.toString(usedMebibytes()));
        }
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.1f", nanos / 1e6);
    }

    private static long usedMebibytes() {
        System.gc();
        var memory = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        return memory.getUsed() >> 20;
    }

    /// Clients that count, each key a counter, every operation due at its time.
    private static final class Load implements Outcome {

        private final World world;
        private long answered;

        Load(World world) {
            this.world = world;
        }

        void start(int rate) {
            var seeds =
                    world.hosts().stream()
                            .map(host -> new Endpoint(host.ip(), host.port()))
                            .toList();
            for (int i = 1; i <= CLIENTS; i++) {
                var chance = world.simulation().nextChance();
                var station = world.network().plug("10.255.0." + i);
                var ports = new Ports(station.links(), new AgendaLoop(world.agenda()));
                ClusterClient.open(
                                seeds,
                                ConnectionSettings.DEFAULT,
                                RetryPolicy.DEFAULT,
                                chance,
                                ports)
                        .thenAccept(client -> next(client, chance, SECOND * CLIENTS / rate));
            }
        }

        private void next(ClusterClient client, RandomGenerator chance, long everyNanos) {
            var key = "counter-" + chance.nextInt(KEYS);
            client.send(this, RequestOptions.NONE, INCR, key.getBytes(StandardCharsets.US_ASCII));
            var unused = world.agenda().after(everyNanos, () -> next(client, chance, everyNanos));
        }

        @Override
        public void answered(Connection from, Reply reply) {
            if (!(reply instanceof Reply.Failure)) answered++;
        }

        @Override
        public void failed(RequestFailed failure) {}
    }
}
