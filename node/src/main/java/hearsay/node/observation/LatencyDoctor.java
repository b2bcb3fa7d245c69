package hearsay.node.observation;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// LATENCY DOCTOR: what the latency monitor has seen, in words, and what may help.
final class LatencyDoctor {

    /// In the order in which advice is given.
    private enum Advice {
        ENABLE_SLOW_LOG,
        LOWER_SLOW_LOG,
        LOOK_AT_SLOW_LOG,
        SYSTEM_IS_BUSY,
        EXPIRE_MORE_EVENLY,
        LARGE_VALUES,
        SUDDEN_EVICTION
    }

    private final LatencyMonitor monitor;
    private final long slowerThanMicros;
    private final long nowSeconds;
    private final Set<Advice> advice = new TreeSet<>();

    LatencyDoctor(LatencyMonitor monitor, long slowerThanMicros, long nowSeconds) {
        this.monitor = monitor;
        this.slowerThanMicros = slowerThanMicros;
        this.nowSeconds = nowSeconds;
    }

    String report() {
        if (monitor.events().isEmpty()) {
            return monitor.isOn()
                    ? "Nothing has taken as long as %d ms. There is nothing to be treated.\n"
                            .formatted(monitor.thresholdMillis())
                    : "Latency is not monitored on this node. \"CONFIG SET latency-monitor-threshold"
                            + " <milliseconds>\" switches it on.\n";
        }
        var text = new StringBuilder("Some things have taken long on this node:\n\n");
        int number = 0;
        for (var event : monitor.events().entrySet()) {
            text.append(++number).append(". ").append(event.getKey()).append(": ");
            text.append(figures(event.getValue())).append('\n');
            consider(event.getKey());
        }
        if (advice.isEmpty())
            return text.append("\nThere is no general advice on these.\n").toString();
        text.append("\nWhat may help:\n\n");
        for (var one : advice) text.append("- ").append(words(one)).append('\n');
        return text.toString();
    }

    private String figures(Spikes spikes) {
        var all = spikes.all();
        long sum = 0;
        for (var spike : all) sum += spike.millis();
        long average = sum / all.size();
        long deviations = 0;
        for (var spike : all) deviations += Math.abs(average - spike.millis());
        long period = Math.max(1, nowSeconds - all.getFirst().unixSecond());
        return String.format(
                Locale.ROOT,
                "%d latency spikes (average %dms, mean deviation %dms, period %.2f sec). Worst all"
                        + " time event %dms.",
                all.size(),
                average,
                deviations / all.size(),
                (double) period / all.size(),
                spikes.worst());
    }

    private void consider(String event) {
        switch (event) {
            case "command" -> {
                if (slowerThanMicros < 0) {
                    advice.add(Advice.ENABLE_SLOW_LOG);
                } else if (slowerThanMicros / 1000 > monitor.thresholdMillis()) {
                    advice.add(Advice.LOWER_SLOW_LOG);
                }
                advice.add(Advice.LOOK_AT_SLOW_LOG);
                advice.add(Advice.LARGE_VALUES);
            }
            case "fast-command" -> advice.add(Advice.SYSTEM_IS_BUSY);
            case "expire-cycle" -> {
                advice.add(Advice.EXPIRE_MORE_EVENLY);
                advice.add(Advice.LARGE_VALUES);
            }
            case "eviction-del" -> advice.add(Advice.LARGE_VALUES);
            case "eviction-cycle" -> advice.add(Advice.SUDDEN_EVICTION);
            default -> {}
        }
    }

    private String words(Advice one) {
        var slowLog =
                "\"CONFIG SET slowlog-log-slower-than %d\""
                        .formatted(monitor.thresholdMillis() * 1000);
        return switch (one) {
            case ENABLE_SLOW_LOG ->
                    "The slow log is switched off: "
                            + slowLog
                            + " lets it tell which commands they"
                            + " were.";
            case LOWER_SLOW_LOG ->
                    "The slow log overlooks some of these commands: "
                            + slowLog
                            + " lets it see"
                            + " them.";
            case LOOK_AT_SLOW_LOG -> "SLOWLOG GET tells which commands took long.";
            case SYSTEM_IS_BUSY ->
                    "Even commands that need next to no work took long: the machine was busy with"
                            + " something else, or the JVM collected garbage. Look at the load, at"
                            + " neighbours on the same machine, and at the log of the collector"
                            + " (-Xlog:gc); redis-cli --intrinsic-latency 100 measures what the"
                            + " machine itself is capable of.";
            case EXPIRE_MORE_EVENLY ->
                    "Many keys end at about the same time: give them times to live that differ.";
            case LARGE_VALUES ->
                    "Work on a large value holds everybody else up: several smaller values, and"
                            + " UNLINK instead of DEL, do not.";
            case SUDDEN_EVICTION ->
                    "Much had to be evicted at once: a sudden change of maxmemory does that, and so"
                            + " do commands that store large results.";
        };
    }
}
