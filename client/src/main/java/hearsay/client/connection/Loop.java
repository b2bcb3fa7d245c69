package hearsay.client.connection;

import java.util.concurrent.Executor;

/// The port through which a client has its thread and its time: an event loop, or the thread of a
/// simulation. All connections of one client live on one loop.
///
/// Tasks run one after the other, each to its end, in the order in which they were given or, if
/// they were scheduled, in the order in which they are due.
public interface Loop extends Executor {

    /// What was scheduled and may be called off.
    @FunctionalInterface
    interface Timer {
        /// Does nothing if the task has run.
        void cancel();
    }

    /// Runs the task on the loop after what it is doing now.
    ///
    /// @throws java.util.concurrent.RejectedExecutionException the loop has ended
    @Override
    void execute(Runnable task);

    /// Runs the task on the loop once that time has passed; what is negative is due at once.
    ///
    /// @throws java.util.concurrent.RejectedExecutionException the loop has ended
    Timer schedule(long delayNanos, Runnable task);

    /// A clock that only grows; where it began is anybody's guess.
    long nanoTime();

    /// Whether the caller is on the loop.
    boolean inLoop();
}
