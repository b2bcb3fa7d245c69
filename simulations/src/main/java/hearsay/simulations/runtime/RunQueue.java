package hearsay.simulations.runtime;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import scala.Function0;
import scala.concurrent.BlockContext;
import scala.concurrent.CanAwait;

/// The executor under Akka's dispatchers: what actors have to do waits here until the simulation's
/// thread does it, in order.
///
/// Akka blocks twice while a system starts, for answers of its own actors. Whoever blocks on the
/// simulation's thread makes it do what waits, and so gets the answer.
final class RunQueue extends AbstractExecutorService implements BlockContext {

    private final ArrayDeque<Runnable> ready = new ArrayDeque<>();
    private final Thread thread = Thread.currentThread();
    private boolean shutdown;

    @Override
    public void execute(Runnable task) {
        if (Thread.currentThread() != thread)
            throw new IllegalStateException(
                    "A simulation belongs to one thread, and "
                            + Thread.currentThread().getName()
                            + " gave it work: what happens would depend on the machine.");
        ready.add(task);
    }

    /// Does all that is ready, and what that makes ready.
    void drain() {
        for (var task = ready.poll(); task != null; task = ready.poll()) task.run();
    }

    @Override
    public <T> T blockOn(Function0<T> thunk, CanAwait permission) {
        drain();
        return thunk.apply();
    }

    @Override
    public void shutdown() {
        shutdown = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown = true;
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return shutdown;
    }

    @Override
    public boolean isTerminated() {
        return shutdown && ready.isEmpty();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return isTerminated();
    }
}
