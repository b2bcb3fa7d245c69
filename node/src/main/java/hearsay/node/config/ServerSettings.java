package hearsay.node.config;

import java.util.List;
import java.util.Set;

/// What the node reads about itself.
///
/// @param hz how often a second the cron runs
/// @param dir where its files are, absolute
/// @param keyspaceEvents flags of [KeyspaceEvents]
/// @param trackingTableMaxKeys 0 is no limit
/// @param slowlogLogSlowerThanMicros negative: never
/// @param latencyMonitorThresholdMillis 0: never
public record ServerSettings(
        int databases,
        int hz,
        String dir,
        String logfile,
        String loglevel,
        String pidfile,
        String enableDebugCommand,
        int shutdownTimeoutSeconds,
        Set<String> shutdownOnSigint,
        Set<String> shutdownOnSigterm,
        int activeExpireEffort,
        int keyspaceEvents,
        long trackingTableMaxKeys,
        long slowlogLogSlowerThanMicros,
        long slowlogMaxLen,
        long latencyMonitorThresholdMillis,
        boolean latencyTracking,
        List<Double> latencyTrackingInfoPercentiles,
        long busyReplyThresholdMillis) {

    static ServerSettings of(Settings settings) {
        return new ServerSettings(
                settings.integer("databases"),
                settings.integer("hz"),
                settings.text("dir"),
                settings.text("logfile"),
                settings.text("loglevel"),
                settings.text("pidfile"),
                settings.text("enable-debug-command"),
                settings.integer("shutdown-timeout"),
                settings.value("shutdown-on-sigint"),
                settings.value("shutdown-on-sigterm"),
                settings.integer("active-expire-effort"),
                settings.integer("notify-keyspace-events"),
                settings.number("tracking-table-max-keys"),
                settings.number("slowlog-log-slower-than"),
                settings.number("slowlog-max-len"),
                settings.number("latency-monitor-threshold"),
                settings.yes("latency-tracking"),
                settings.value("latency-tracking-info-percentiles"),
                settings.number("busy-reply-threshold"));
    }
}
