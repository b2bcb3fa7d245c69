package hearsay.node.observation;

import hearsay.node.config.Settings;
import hearsay.node.resp.Arguments;
import hearsay.node.server.Server;
import hearsay.node.server.Session;
import java.util.List;
import java.util.function.LongSupplier;

/// Looks at every command that was run: shows it to those who monitor, and remembers it if it was
/// slow.
///
/// Usually nothing is to be done, which the dispatcher finds out by one comparison: see [#limit].
public final class Observation {

    private static final String FAST = "fast-command";
    private static final String ANY = "command";
    private static final long UNMEASURED = Long.MIN_VALUE;

    private final Server server;
    private final SlowLog slowLog = new SlowLog();
    private final LatencyMonitor latency = new LatencyMonitor();
    private final Monitors monitors;
    private final LongSupplier nanoTime;
    private long slowerThanMicros;
    private long slowLogMax;
    private long limit;

    public Observation(Server server, Settings settings) {
        this.server = server;
        monitors = new Monitors(server);
        nanoTime = server.environment().nanoTime();
        settings.whenChanged(
                List.of("slowlog-log-slower-than", "slowlog-max-len", "latency-monitor-threshold"),
                this::read);
        read(settings);
    }

    private void read(Settings settings) {
        slowerThanMicros = settings.server().slowlogLogSlowerThanMicros();
        slowLogMax = settings.server().slowlogMaxLen();
        latency.threshold(settings.server().latencyMonitorThresholdMillis());
        adjust();
    }

    private void adjust() {
        long slow = slowerThanMicros < 0 ? Long.MAX_VALUE : nanos(slowerThanMicros, 1000);
        long late = latency.isOn() ? nanos(latency.thresholdMillis(), 1_000_000) : Long.MAX_VALUE;
        limit = monitors.isEmpty() ? Math.min(slow, late) : Long.MIN_VALUE;
    }

    private static long nanos(long value, long each) {
        return value > Long.MAX_VALUE / each ? Long.MAX_VALUE : value * each;
    }

    /// A command that took fewer nanoseconds need not be told of.
    public long limit() {
        return limit;
    }

    public SlowLog slowLog() {
        return slowLog;
    }

    public LatencyMonitor latency() {
        return latency;
    }

    /// A command was run.
    ///
    /// @param shown its words, without secrets
    /// @param fast whether it promises to take no time worth mentioning
    /// @param logged whether the slow log may tell of it
    public void ran(Session session, Arguments shown, long nanos, boolean fast, boolean logged) {
        latency.add(fast ? FAST : ANY, nanos, unixSeconds());
        if (!logged || slowerThanMicros < 0 || nanos / 1000 < slowerThanMicros) return;
        slowLog.add(
                shown,
                unixSeconds(),
                nanos / 1000,
                session.link().remoteAddress(),
                session.name(),
                slowLogMax);
    }

    /// Those who see every command.
    public Monitors monitors() {
        return monitors;
    }

    /// Something begins that may take long: answers what [#ended] is to be told, when it is over.
    public long began() {
        return latency.isOn() ? nanoTime.getAsLong() : UNMEASURED;
    }

    /// It is over.
    ///
    /// @param event its name: `expire-cycle`, `eviction-cycle`
    public void ended(String event, long began) {
        if (began == UNMEASURED) return;
        latency.add(event, nanoTime.getAsLong() - began, unixSeconds());
    }

    /// MONITOR: this session is shown every command from now on.
    public void monitor(Session session) {
        session.kind(Session.Kind.MONITOR);
        monitors.add(session);
        adjust();
    }

    /// The session is over, or has other things to do.
    public void forget(Session session) {
        monitors.remove(session);
        adjust();
    }

    /// LATENCY DOCTOR.
    public String doctor() {
        return new LatencyDoctor(latency, slowerThanMicros, unixSeconds()).report();
    }

    /// LATENCY GRAPH.
    public String graph(String event, Spikes spikes) {
        return LatencyGraph.draw(event, spikes, unixSeconds());
    }

    private long unixSeconds() {
        return server.environment().clock().millis() / 1000;
    }
}
