package hearsay.simulations.real;

import java.time.Duration;
import org.junit.jupiter.api.function.ThrowingSupplier;

/// Awaits what real time brings, by asking again and again.
final class Eventually {

    /// Enough for anything here on a busy machine.
    static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final long ASK_EVERY_MILLIS = 20;

    private Eventually() {}

    /// An assertion that may not hold yet.
    @FunctionalInterface
    interface Claim {
        void check() throws Exception;
    }

    /// Returns once the claim holds; after 15 seconds its last failure is the test's.
    static void holds(Claim claim) {
        holdsWithin(PATIENCE, claim);
    }

    /// The same with another patience: several JVMs that start at once on a busy machine need it.
    static void holdsWithin(Duration patience, Claim claim) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                claim.check();
                return;
            } catch (AssertionError | Exception failed) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("not within " + patience + ": " + failed, failed);
                }
            }
            pause();
        }
    }

    /// The first answer that comes without an exception.
    static <T> T answers(ThrowingSupplier<T> question) {
        var answer = new java.util.concurrent.atomic.AtomicReference<T>();
        holds(() -> {
            try {
                answer.set(question.get());
            } catch (Throwable failed) {
                throw new AssertionError(failed);
            }
        });
        return answer.get();
    }

    private static void pause() {
        try {
            Thread.sleep(ASK_EVERY_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting", interrupted);
        }
    }
}
