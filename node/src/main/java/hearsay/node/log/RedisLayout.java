package hearsay.node.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Supplier;

/// Lines as Redis writes them: `pid:role day month year time level text`.
///
/// The role is `M` for a master, `S` for a replica, `C` for a process that is still starting, `X`
/// for a Sentinel. The level is `.` debug, `-` verbose, `*` notice, `#` warning.
final class RedisLayout extends LayoutBase<ILoggingEvent> {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("dd MMM yyyy HH:mm:ss.SSS", Locale.ENGLISH)
                    .withZone(ZoneId.systemDefault());

    private final long pid = ProcessHandle.current().pid();
    private final Supplier<Character> role;

    RedisLayout(Supplier<Character> role) {
        this.role = role;
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        var line = new StringBuilder();
        line.append(pid).append(':').append(role.get()).append(' ');
        TIME.formatTo(Instant.ofEpochMilli(event.getTimeStamp()), line);
        line.append(' ').append(sign(event.getLevel())).append(' ');
        line.append(event.getFormattedMessage()).append('\n');
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) line.append(ThrowableProxyUtil.asString(thrown));
        return line.toString();
    }

    private static char sign(Level level) {
        return switch (level.toInt()) {
            case Level.TRACE_INT -> '.';
            case Level.DEBUG_INT -> '-';
            case Level.INFO_INT -> '*';
            default -> '#';
        };
    }
}
