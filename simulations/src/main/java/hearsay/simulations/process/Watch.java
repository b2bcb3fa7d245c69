package hearsay.simulations.process;

import hearsay.simulations.console.Refusal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/// Asks all nodes again and again who they think they are and what they see, on a thread of its
/// own: one that is slow to answer must not keep a story's faults waiting.
final class Watch implements AutoCloseable {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /// Roles do not change faster than that, and a fault that is due should not wait for a look.
    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(1_000);

    private final Path folder;
    private final LongSupplier nanos;
    private final List<Look> looks = new ArrayList<>();
    private final Thread thread;
    private volatile boolean over;

    Watch(Path folder, LongSupplier nanos) {
        this.folder = folder;
        this.nanos = nanos;
        thread = Thread.ofPlatform().name("watch").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// All so far.
    List<Look> looks() {
        synchronized (looks) {
            return List.copyOf(looks);
        }
    }

    /// What was seen last, if that was not long ago; otherwise a look is taken now.
    Overview overview() {
        synchronized (looks) {
            if (!looks.isEmpty() && nanos.getAsLong() - looks.getLast().nanos() < FRESH_NANOS)
                return Overview.of(looks.getLast().sights());
        }
        StateFile state =
                StateFile.read(folder)
                        .orElseThrow(() -> new Refusal("The cluster in " + folder + " is gone."));
        return Overview.of(Sight.all(folder, state));
    }

    @Override
    public void close() {
        over = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!over) {
            StateFile state = StateFile.read(folder).orElse(null);
            if (state == null) return;
            List<Sight> sights = Sight.all(folder, state);
            synchronized (looks) {
                looks.add(new Look(nanos.getAsLong(), sights));
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
