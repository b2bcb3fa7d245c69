package hearsay.node.remote;

import akka.actor.ActorSystem;
import akka.event.EventStream;
import akka.event.Logging;
import akka.event.LoggingFilter;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Keeps Akka's log fit for a place where peers die daily and strangers may knock.
///
/// - That a connection of remoting broke is not news: the bus has told the node, which says so in
///   Redis' words. Remoting would repeat it every second until the JVM is back or removed.
/// - Of what remoting and serialization find strange (unknown serializers, bytes that make no
///   sense, messages from a former life), one line a minute is enough to look into it.
///
/// Everything else passes by `akka.loglevel`.
public final class RemotingLogFilter implements LoggingFilter {

    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final EventStream stream;
    private final AtomicLong nextStrange = new AtomicLong(System.nanoTime());

    public RemotingLogFilter(ActorSystem.Settings settings, EventStream stream) {
        this.stream = stream;
    }

    @Override
    public boolean isErrorEnabled(Class<?> type, String source) {
        return enabled(Logging.ErrorLevel()) && isWorthALine(type);
    }

    @Override
    public boolean isWarningEnabled(Class<?> type, String source) {
        return enabled(Logging.WarningLevel())
                && !type.getName().equals("akka.stream.Materializer")
                && isWorthALine(type);
    }

    @Override
    public boolean isInfoEnabled(Class<?> type, String source) {
        return enabled(Logging.InfoLevel());
    }

    @Override
    public boolean isDebugEnabled(Class<?> type, String source) {
        return enabled(Logging.DebugLevel());
    }

    private boolean enabled(int level) {
        return stream.logLevel() >= level;
    }

    private boolean isWorthALine(Class<?> type) {
        String name = type.getName();
        if (!name.startsWith("akka.remote.artery.") && !name.startsWith("akka.serialization.")) {
            return true;
        }
        long now = System.nanoTime();
        long next = nextStrange.get();
        return now - next >= 0 && nextStrange.compareAndSet(next, now + MINUTE);
    }
}
