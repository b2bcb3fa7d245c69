package hearsay.node.observation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What took longer than `latency-monitor-threshold`, by the name of the event: `command`,
/// `fast-command`, `expire-cycle` …
///
/// Source: Redis documentation, "Redis latency monitoring".
public final class LatencyMonitor {

    private final SortedMap<String, Spikes> events = new TreeMap<>();
    private long thresholdMillis;

    /// @param millis what takes less is not remembered; 0 switches the monitor off
    void threshold(long millis) {
        thresholdMillis = millis;
    }

    public long thresholdMillis() {
        return thresholdMillis;
    }

    /// Whether it is worth measuring at all.
    public boolean isOn() {
        return thresholdMillis > 0;
    }

    /// An event took so long; it is remembered if that was long enough.
    public void add(String event, long nanos, long unixSeconds) {
        long millis = nanos / 1_000_000;
        if (!isOn() || millis < thresholdMillis) return;
        events.computeIfAbsent(event, name -> new Spikes()).add(unixSeconds, millis);
    }

    /// By name, in the order of the alphabet.
    public Map<String, Spikes> events() {
        return java.util.Collections.unmodifiableMap(events);
    }

    public @Nullable Spikes of(String event) {
        return events.get(event);
    }

    /// Forgets everything; answers how many events there were.
    public int forgetAll() {
        int count = events.size();
        events.clear();
        return count;
    }

    /// Forgets an event, whose name may be in any case; answers how many there were.
    public int forget(String event) {
        var names = new ArrayList<>(events.keySet());
        names.removeIf(name -> !name.equalsIgnoreCase(event));
        names.forEach(events::remove);
        return names.size();
    }

    /// The events' names.
    public List<String> names() {
        return List.copyOf(events.keySet());
    }
}
