package hearsay.simulations.process.load;

import hearsay.simulations.console.Refusal;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// For those who must wait.
final class Waiting {

    private static final int SECONDS = 60;

    private Waiting() {}

    static <T> T on(CompletionStage<T> stage) throws InterruptedException {
        try {
            return stage.toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new Refusal("A client fails: " + e.getCause());
        } catch (TimeoutException e) {
            throw new Refusal("A client has no answer after " + SECONDS + " s.");
        }
    }
}
