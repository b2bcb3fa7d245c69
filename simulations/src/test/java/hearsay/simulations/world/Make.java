package hearsay.simulations.world;

import java.time.Duration;

class Make {
    public static void main(String[] a) {
        for (int i = 0; i < Integer.parseInt(a[0]); i++) {
            long t = System.nanoTime();
            new World(WorldPlan.of(3, 1, Duration.ofMillis(2000)), i).close();
            if (i % 20 == 19) System.out.printf("%.2f ms%n", (System.nanoTime() - t) / 1e6);
        }
    }
}
