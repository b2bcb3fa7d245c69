package hearsay.node.disk;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/// Work for a disk that a node does not wait for: Redis' background I/O. On a real machine another
/// thread waits, see [#on]; in a simulation time passes.
public interface BackgroundIo {

    /// One call of the operating system, or a few that take no time between them.
    interface Step {
        void take() throws IOException;
    }

    /// Takes the steps one after the other; after one that failed, none.
    ///
    /// @return completes when the last step has been taken, with the [IOException] of the one that
    ///   failed; on any thread; never, if the process or the power ended before
    CompletionStage<Void> perform(List<Step> steps);

    /// By the threads of an executor that may block.
    static BackgroundIo on(Executor executor) {
        return steps -> {
            var done = new CompletableFuture<Void>();
            executor.execute(() -> {
                try {
                    for (var step : steps) step.take();
                    done.complete(null);
                } catch (IOException | RuntimeException failed) {
                    done.completeExceptionally(failed);
                }
            });
            return done;
        };
    }
}
