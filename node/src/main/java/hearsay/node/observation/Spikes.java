package hearsay.node.observation;

import java.util.ArrayList;
import java.util.List;

/// When an event took long, and how long: the last 160 seconds in which it did, the worst of each.
public final class Spikes {

    private static final int KEPT = 160;

    /// The worst of one second.
    public record Spike(long unixSecond, long millis) {}

    private final List<Spike> spikes = new ArrayList<>();
    private long worst;

    void add(long unixSecond, long millis) {
        worst = Math.max(worst, millis);
        if (!spikes.isEmpty() && last().unixSecond == unixSecond) {
            if (millis > last().millis)
                spikes.set(spikes.size() - 1, new Spike(unixSecond, millis));
            return;
        }
        if (spikes.size() == KEPT) spikes.removeFirst();
        spikes.add(new Spike(unixSecond, millis));
    }

    /// In the order of time; never empty.
    public List<Spike> all() {
        return List.copyOf(spikes);
    }

    public Spike last() {
        return spikes.getLast();
    }

    /// The worst ever, forgotten ones included, in milliseconds.
    public long worst() {
        return worst;
    }
}
