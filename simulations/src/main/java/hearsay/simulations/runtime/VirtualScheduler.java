package hearsay.simulations.runtime;

import akka.actor.AbstractScheduler;
import akka.actor.Cancellable;
import akka.actor.Scheduler;
import akka.event.LoggingAdapter;
import com.typesafe.config.Config;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import scala.concurrent.ExecutionContext;
import scala.concurrent.duration.FiniteDuration;

/// Akka's timers as appointments in the [Agenda] of a world.
///
/// Akka's own manual scheduler will not do: it sleeps, and it orders simultaneous timers by hash.
public final class VirtualScheduler extends AbstractScheduler implements Closeable {

    private final Agenda agenda = new Agenda();
    private final List<Runnable> atClose = new ArrayList<>();

    /// Called by Akka, reflectively.
    public VirtualScheduler(Config config, LoggingAdapter log, ThreadFactory threads) {}

    Agenda agenda() {
        return agenda;
    }

    @Override
    public Cancellable scheduleOnce(
            FiniteDuration delay, Runnable task, ExecutionContext executor) {
        if (task instanceof Scheduler.TaskRunOnClose) atClose.add(task);
        return agenda.after(delay.toNanos(), () -> executor.execute(task));
    }

    @Override
    @Deprecated
    public Cancellable schedule(
            FiniteDuration delay,
            FiniteDuration interval,
            Runnable task,
            ExecutionContext executor) {
        throw new UnsupportedOperationException("use scheduleWithFixedDelay");
    }

    @Override
    public double maxFrequency() {
        return 1e9;
    }

    @Override
    public void close() {
        for (var task : atClose) task.run();
    }
}
