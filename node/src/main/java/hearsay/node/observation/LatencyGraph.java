package hearsay.node.observation;

import java.util.Arrays;
import java.util.List;

/// LATENCY GRAPH: an event's history as a picture of columns, the age of each written under it from
/// top to bottom.
///
/// A column is four characters high, and each of these has three heights of its own.
final class LatencyGraph {

    private static final int COLUMNS = 80;
    private static final int ROWS = 4;
    private static final String HEIGHTS = "_o#";

    private LatencyGraph() {}

    static String draw(String event, Spikes spikes, long nowSeconds) {
        var all = spikes.all();
        long high = all.stream().mapToLong(Spikes.Spike::millis).max().orElse(0);
        long low = all.stream().mapToLong(Spikes.Spike::millis).min().orElse(0);
        var text = new StringBuilder();
        text.append(event).append(" - high ").append(high).append(" ms, low ").append(low);
        text.append(" ms (all time high ").append(spikes.worst()).append(" ms)\n");
        text.append("-".repeat(COLUMNS)).append('\n');
        for (int from = 0; from < all.size(); from += COLUMNS) {
            if (from > 0) text.append('\n');
            var part = all.subList(from, Math.min(all.size(), from + COLUMNS));
            columns(text, part, low, Math.max(1, high - low));
            ages(text, part, nowSeconds);
        }
        return text.toString();
    }

    private static void columns(
            StringBuilder text, List<Spikes.Spike> spikes, long low, long range) {
        int steps = ROWS * HEIGHTS.length();
        for (int row = ROWS - 1; row >= 0; row--) {
            for (var spike : spikes) {
                int step = (int) Math.min(steps - 1, (spike.millis() - low) * steps / range);
                int height = step - row * HEIGHTS.length();
                boolean beyond = height >= HEIGHTS.length();
                text.append(height < 0 ? ' ' : beyond ? '|' : HEIGHTS.charAt(height));
            }
            text.append('\n');
        }
    }

    private static void ages(StringBuilder text, List<Spikes.Spike> spikes, long nowSeconds) {
        var ages = spikes.stream().map(spike -> age(nowSeconds - spike.unixSecond())).toList();
        int longest = ages.stream().mapToInt(String::length).max().orElse(0);
        text.append(" ".repeat(spikes.size())).append('\n');
        for (int i = 0; i < longest; i++) {
            var line = new char[ages.size()];
            Arrays.fill(line, ' ');
            for (int j = 0; j < line.length; j++) {
                if (i < ages.get(j).length()) line[j] = ages.get(j).charAt(i);
            }
            text.append(line).append('\n');
        }
    }

    private static String age(long seconds) {
        if (seconds < 60) return seconds + "s";
        if (seconds < 3600) return seconds / 60 + "m";
        if (seconds < 24 * 3600) return seconds / 3600 + "h";
        return seconds / (24 * 3600) + "d";
    }
}
