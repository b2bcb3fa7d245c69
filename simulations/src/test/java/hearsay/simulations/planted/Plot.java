package hearsay.simulations.planted;

import hearsay.simulations.diary.Deed;
import hearsay.simulations.world.Host;
import hearsay.simulations.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/// What goes wrong in a world: which masters it hits, and when exactly, is the seed's choice.
final class Plot {

    private static final long MILLI = 1_000_000;

    /// By then every replica is in sync.
    private static final long SETTLED_MILLIS = 4_000;

    private static final int JITTER_MILLIS = 400;

    final World world;
    private final SplittableRandom random;
    private final List<Integer> masters = new ArrayList<>();

    Plot(World world, long seed) {
        this.world = world;
        random = new SplittableRandom(seed);
        for (int i = 0; i < world.plan().masters(); i++) {
            masters.add(random.nextInt(i + 1), i);
        }
    }

    /// The n-th of the masters, in an order of the seed's own.
    Host master(int n) {
        return world.host(world.plan().firstPort() + masters.get(n));
    }

    Host replica(int n) {
        return world.host(master(n).port() + world.plan().masters());
    }

    void crash(long millis, Host... hosts) {
        about(
                millis,
                () -> {
                    for (Host host : hosts) crash(host);
                });
    }

    void start(long millis, Host host) {
        about(millis, () -> start(host));
    }

    void crash(Host host) {
        note(host, Deed.CRASH, "kill -9");
        host.crash();
    }

    void start(Host host) {
        note(host, Deed.START, "is started again");
        host.start();
    }

    void note(Host host, String word, String text) {
        world.diary().note(host.name(), Deed.of(word, text));
    }

    /// So many milliseconds after all was settled, a little earlier or later.
    void about(long millis, Runnable deed) {
        long jitter = random.nextInt(-JITTER_MILLIS, JITTER_MILLIS);
        world.agenda().at((SETTLED_MILLIS + millis + jitter) * MILLI, deed);
    }

    /// So many milliseconds from now.
    void in(long millis, Runnable deed) {
        world.agenda().after(millis * MILLI, deed);
    }

    /// When the diary first has that word of a node.
    void first(String word, Consumer<Host> deed) {
        nth(1, word, deed);
    }

    /// When it has that word for the n-th time.
    void nth(int n, String word, Consumer<Host> deed) {
        var count = new int[1];
        world.diary()
                .whenever(
                        word,
                        entry -> {
                            if (++count[0] != n) return;
                            var host = world.host(Integer.parseInt(entry.where()));
                            in(0, () -> deed.accept(host));
                        });
    }
}
