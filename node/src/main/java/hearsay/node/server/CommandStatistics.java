package hearsay.node.server;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What became of every command, and of which kinds errors were: INFO's commandstats and
/// errorstats.
///
/// Commands are known by their number in the command table, so that counting is adding to a field
/// of an array.
///
/// Source: Redis documentation of INFO, "commandstats" and "errorstats".
public final class CommandStatistics {

    /// What is known of one command.
    ///
    /// @param calls how often it was run
    /// @param nanos how long that took altogether
    /// @param rejected how often it was refused before it could run
    /// @param failed how often it ran and answered with an error
    public record Line(long calls, long nanos, long rejected, long failed) {

        /// Whether there is nothing to be shown.
        public boolean isEmpty() {
            return (calls | rejected | failed) == 0;
        }

        public long micros() {
            return nanos / 1000;
        }
    }

    private long[] calls = new long[0];
    private long[] nanos = new long[0];
    private long[] rejected = new long[0];
    private long[] failed = new long[0];
    private @Nullable LatencyHistogram[] latencies = new LatencyHistogram[0];
    private boolean trackingLatency;
    private final SortedMap<String, Long> errors = new TreeMap<>();

    /// There are commands with numbers from 0 to `count - 1`.
    public void expect(int count) {
        if (count <= calls.length) return;
        calls = Arrays.copyOf(calls, count);
        nanos = Arrays.copyOf(nanos, count);
        rejected = Arrays.copyOf(rejected, count);
        failed = Arrays.copyOf(failed, count);
        latencies = Arrays.copyOf(latencies, count);
    }

    /// Whether from now on is counted how long each call took (`latency-tracking`).
    void trackLatency(boolean yes) {
        trackingLatency = yes;
    }

    /// A command was run.
    public void called(int number, long tookNanos) {
        calls[number]++;
        nanos[number] += tookNanos;
        if (trackingLatency) histogram(number).add(tookNanos);
    }

    private LatencyHistogram histogram(int number) {
        var known = latencies[number];
        if (known != null) return known;
        var made = new LatencyHistogram();
        latencies[number] = made;
        return made;
    }

    /// How long a command's calls took, null if none was measured.
    public @Nullable LatencyHistogram latency(int number) {
        return latencies[number];
    }

    /// The most that so many percent of a command's calls took, in microseconds, for each of the
    /// percentages; nothing if no call was measured.
    public List<Double> latencyMicros(int number, List<Double> percentages) {
        var latency = latencies[number];
        if (latency == null) return List.of();
        return percentages.stream().map(p -> latency.percentile(p) / 1000.0).toList();
    }

    /// A command was refused before it could run.
    public void rejected(int number) {
        rejected[number]++;
    }

    /// A command that was run answered with an error.
    public void failed(int number) {
        failed[number]++;
    }

    /// An error was replied.
    ///
    /// @param text the whole error; its first word is the code: `WRONGTYPE Operation against …`
    public void error(String text) {
        int space = text.indexOf(' ');
        // An error of one word has no code of its own; Redis counts it as ERR.
        errors.merge(space < 0 || space > 31 ? "ERR" : text.substring(0, space), 1L, Long::sum);
    }

    public Line of(int number) {
        return new Line(calls[number], nanos[number], rejected[number], failed[number]);
    }

    /// How long all commands took together, in microseconds.
    public long micros() {
        return Arrays.stream(nanos).sum() / 1000;
    }

    /// How often each code was replied, in the order of the codes.
    public SortedMap<String, Long> errors() {
        return Collections.unmodifiableSortedMap(errors);
    }

    /// CONFIG RESETSTAT.
    public void reset() {
        Arrays.fill(calls, 0);
        Arrays.fill(nanos, 0);
        Arrays.fill(rejected, 0);
        Arrays.fill(failed, 0);
        Arrays.fill(latencies, null);
        errors.clear();
    }
}
