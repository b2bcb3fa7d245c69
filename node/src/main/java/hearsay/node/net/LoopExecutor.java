package hearsay.node.net;

import akka.dispatch.DispatcherPrerequisites;
import akka.dispatch.ExecutorServiceConfigurator;
import akka.dispatch.ExecutorServiceFactory;
import com.typesafe.config.Config;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/// Runs an Akka dispatcher on a node's event loop, so that the actor and its connections share a
/// thread and no request has to cross to another one.
///
/// Used by name: `executor = "hearsay.node.net.LoopExecutor"`, with the loop's name in `loop`.
public final class LoopExecutor extends ExecutorServiceConfigurator {

    private final String loop;

    /// Called by Akka, reflectively.
    public LoopExecutor(Config config, DispatcherPrerequisites prerequisites) {
        super(config, prerequisites);
        loop = config.getString("loop");
    }

    @Override
    public ExecutorServiceFactory createExecutorServiceFactory(String id, ThreadFactory threads) {
        return () -> new OnLoop(Loops.named(loop).next());
    }

    /// The loop ends with the node, not with the dispatcher.
    private static final class OnLoop extends AbstractExecutorService {

        private final Executor loop;
        private volatile boolean down;

        OnLoop(Executor loop) {
            this.loop = loop;
        }

        @Override
        public void execute(Runnable task) {
            loop.execute(task);
        }

        @Override
        public void shutdown() {
            down = true;
        }

        @Override
        public List<Runnable> shutdownNow() {
            down = true;
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return down;
        }

        @Override
        public boolean isTerminated() {
            return down;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }
}
