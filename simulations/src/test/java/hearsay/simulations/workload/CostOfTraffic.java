package hearsay.simulations.workload;

import hearsay.simulations.check.History;
import hearsay.simulations.world.World;
import hearsay.simulations.world.WorldPlan;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;

/// How fast a world of 3+3 nodes goes, idle and with clients: virtual seconds per second of this
/// thread's own time.
///
/// Arguments: operations per virtual second, clients, virtual seconds.
public final class CostOfTraffic {

    private static final long SECOND = 1_000_000_000;

    private CostOfTraffic() {}

    public static void main(String[] arguments) {
        double rate = Double.parseDouble(arguments[0]);
        int clients = Integer.parseInt(arguments[1]);
        int seconds = Integer.parseInt(arguments[2]);
        for (int round = 0; round < 6; round++) {
            long begun = cpu();
            try (var world = new World(WorldPlan.USUAL, round)) {
                world.runFor(8 * SECOND);
                System.out.printf("began in %.3f s; ", (cpu() - begun) / 1e9);
                var history = new History();
                if (rate > 0) {
                    var traffic =
                            new Traffic(
                                    List.of(workload(rate, clients, seconds)),
                                    TrafficTest.surroundings(world),
                                    world.simulation()::nextChance,
                                    history);
                    traffic.begin();
                }
                long kept = world.agenda().kept();
                long delivered = world.network().delivered();
                long start = cpu();
                world.runFor(seconds * SECOND);
                double took = (cpu() - start) / 1e9;
                System.out.printf(
                        "%.0f virtual seconds per second; per virtual second %d operations,"
                                + " %d appointments, %d deliveries%n",
                        seconds / took,
                        history.size() / seconds,
                        (world.agenda().kept() - kept) / seconds,
                        (world.network().delivered() - delivered) / seconds);
            }
        }
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static Workload workload(double rate, int clients, int seconds) {
        return new Workload(
                Workload.Kind.COUNTERS,
                clients,
                rate,
                100,
                new Keys.Uniform(),
                1,
                0.5,
                0,
                Duration.ZERO,
                16,
                Duration.ZERO,
                Duration.ofSeconds(seconds));
    }
}
