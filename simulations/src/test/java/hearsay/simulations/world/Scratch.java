package hearsay.simulations.world;

import hearsay.simulations.diary.*;
import java.time.Duration;

class Scratch {
    public static void main(String[] a) {
        int masters = Integer.parseInt(a[0]), replicas = Integer.parseInt(a[1]);
        int seconds = Integer.parseInt(a[2]);
        boolean crash = a.length > 3;
        for (int round = 0; round < 3; round++) {
            long t = System.nanoTime();
            var world =
                    new World(
                            WorldPlan.of(
                                    masters, replicas, Duration.ofMillis(crash ? 2000 : 15000)),
                            1);
            System.out.printf("made in %.1f ms%n", (System.nanoTime() - t) / 1e6);
            t = System.nanoTime();
            world.runFor(5_000_000_000L);
            System.out.printf("5 s in %.1f ms%n", (System.nanoTime() - t) / 1e6);
            if (crash) {
                world.host(7000).crash();
                world.runFor(10_000_000_000L);
                world.host(7000).start();
            }
            t = System.nanoTime();
            long k = world.agenda().kept(), d = world.network().delivered();
            world.runFor(seconds * 1_000_000_000L);
            double s = (System.nanoTime() - t) / 1e9;
            System.out.printf(
                    "%.1f virtual s per s; events/vs %.0f delivered/vs %.0f; fp %x diary %x  heap %d MB%n",
                    seconds / s,
                    (world.agenda().kept() - k) / (double) seconds,
                    (world.network().delivered() - d) / (double) seconds,
                    world.network().fingerprint(),
                    world.diary().hash(),
                    (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20);
            if (round == 2 && masters < 10)
                for (var e : world.diary().entries())
                    System.out.printf(
                            "%9.3f %s %s %s%n",
                            e.nanos() / 1e9,
                            e.where(),
                            e.word(),
                            world.diary().names().in(e.text()));
            world.close();
        }
    }
}
