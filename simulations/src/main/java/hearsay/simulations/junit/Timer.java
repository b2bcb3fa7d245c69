package hearsay.simulations.junit;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Does something later, on one thread of its own.
final class Timer implements AutoCloseable {

    private final ScheduledThreadPoolExecutor thread;

    Timer(String name) {
        thread =
                new ScheduledThreadPoolExecutor(
                        1,
                        task -> {
                            var made = new Thread(task, name);
                            made.setDaemon(true);
                            return made;
                        });
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    void after(long nanos, Runnable task) {
        if (thread.isShutdown()) return;
        var unused = thread.schedule(task, nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
