package hearsay.node.log;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import hearsay.node.server.Log;
import java.util.Locale;
import org.slf4j.LoggerFactory;

/// One node's log, to its `logfile` or to standard output.
///
/// What libraries have to say goes to the same place from level warning on; of several nodes in one
/// JVM, to the first one's.
public final class NodeLog implements Log, AutoCloseable {

    private final ch.qos.logback.classic.Logger logger;
    private final OutputStreamAppender<ILoggingEvent> appender;
    private char role = 'C';

    /// @param name of the node, as in `node-7000`
    /// @param file absolute path, or "" for standard output
    public NodeLog(String name, String file) {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        appender = file.isEmpty() ? new ConsoleAppender<>() : fileAppender(file);
        var encoder = new LayoutWrappingEncoder<ILoggingEvent>();
        var layout = new RedisLayout(() -> role);
        layout.setContext(context);
        layout.start();
        encoder.setContext(context);
        encoder.setLayout(layout);
        encoder.start();
        appender.setName(name);
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
        logger = context.getLogger("hearsay." + name);
        logger.setAdditive(false);
        logger.addAppender(appender);
        logger.setLevel(ch.qos.logback.classic.Level.INFO);
        var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        if (!isTaken(root)) {
            root.detachAndStopAllAppenders();
            root.addAppender(appender);
        }
        root.setLevel(ch.qos.logback.classic.Level.WARN);
        // A peer that is down is everyday life; the node itself says what it means for the cluster.
        context.getLogger("akka.remote").setLevel(ch.qos.logback.classic.Level.ERROR);
        context.getLogger("akka.cluster").setLevel(ch.qos.logback.classic.Level.ERROR);
    }

    /// @param level as the `loglevel` directive names it
    public void level(String level) {
        logger.setLevel(
                switch (level.toLowerCase(Locale.ROOT)) {
                    case "debug" -> ch.qos.logback.classic.Level.TRACE;
                    case "verbose" -> ch.qos.logback.classic.Level.DEBUG;
                    case "warning" -> ch.qos.logback.classic.Level.WARN;
                    case "nothing" -> ch.qos.logback.classic.Level.OFF;
                    default -> ch.qos.logback.classic.Level.INFO;
                });
    }

    /// What the node is now: `M`, `S`, `C` or `X`.
    @Override
    public void role(char newRole) {
        role = newRole;
    }

    @Override
    public void log(Level level, String text) {
        switch (level) {
            case DEBUG -> logger.trace(text);
            case VERBOSE -> logger.debug(text);
            case NOTICE -> logger.info(text);
            case WARNING -> logger.warn(text);
        }
    }

    @Override
    public void close() {
        appender.stop();
    }

    /// Whether another node's log, still open, takes what libraries say. Detaching it would stop
    /// it.
    private static boolean isTaken(ch.qos.logback.classic.Logger root) {
        for (var each = root.iteratorForAppenders(); each.hasNext(); ) {
            if (each.next() instanceof OutputStreamAppender<ILoggingEvent> open
                    && open.isStarted()
                    && open.getEncoder() instanceof LayoutWrappingEncoder<ILoggingEvent> encoder
                    && encoder.getLayout() instanceof RedisLayout) return true;
        }
        return false;
    }

    private static FileAppender<ILoggingEvent> fileAppender(String file) {
        var appender = new FileAppender<ILoggingEvent>();
        appender.setFile(file);
        appender.setAppend(true);
        return appender;
    }
}
