package hearsay.simulations.process.load;

import hearsay.simulations.console.Refusal;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Makes all keys, many at a time.
public final class Filling {

    private static final int IN_FLIGHT = 4_000;

    private Filling() {}

    public static void fill(LoadClient client, AllTypes keys) throws InterruptedException {
        var free = new Semaphore(IN_FLIGHT);
        var failed = new AtomicReference<@Nullable Throwable>();
        for (int number = 0; number < keys.count(); number++) {
            for (String[] command : keys.making(number)) {
                free.acquire();
                client.call(command)
                        .whenComplete((answer, failure) -> {
                            if (failure != null) failed.compareAndSet(null, failure);
                            free.release();
                        });
            }
            if (failed.get() != null) break;
        }
        free.acquire(IN_FLIGHT);
        Throwable failure = failed.get();
        if (failure != null) throw new Refusal("The keys cannot be made: " + failure);
    }
}
