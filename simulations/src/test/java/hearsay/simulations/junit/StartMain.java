package hearsay.simulations.junit;

import java.util.List;

/// How long a cluster takes to be ready, the first one of a JVM and later ones.
final class StartMain {

    private StartMain() {}

    public static void main(String[] arguments) {
        for (int i = 0; i < 6; i++) {
            long begin = System.nanoTime();
            var cluster = Cluster.start(new ClusterOptions(3, 1, 1000, List.of()));
            long ready = System.nanoTime();
            if (i == 5) System.out.println(cluster.diary());
            cluster.close();
            long end = System.nanoTime();
            System.out.printf(
                    "ready %d ms, closed %d ms, threads %d%n",
                    (ready - begin) / 1000000, (end - ready) / 1000000, Thread.activeCount());
        }
        Thread.getAllStackTraces().keySet().forEach(System.out::println);
    }
}
