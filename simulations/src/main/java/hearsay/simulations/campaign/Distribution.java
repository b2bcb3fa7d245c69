package hearsay.simulations.campaign;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// One figure over many seeds.
final class Distribution {

    /// A seed and what the figure was there.
    record Sample(double number, long seed) {}

    private final String name;
    private final String unit;
    private final List<Sample> samples = new ArrayList<>();
    private boolean isSorted = true;

    Distribution(String name, String unit) {
        this.name = name;
        this.unit = unit;
    }

    String name() {
        return name;
    }

    String unit() {
        return unit;
    }

    /// `failover (ms)`.
    String title() {
        return unit.isEmpty() ? name : name + " (" + unit + ")";
    }

    void add(double number, long seed) {
        samples.add(new Sample(number, seed));
        isSorted = false;
    }

    int count() {
        return samples.size();
    }

    /// Ascending; of equal ones the one with the lower seed first.
    List<Sample> sorted() {
        if (!isSorted)
            samples.sort(
                    Comparator.comparingDouble(Sample::number).thenComparingLong(Sample::seed));
        isSorted = true;
        return samples;
    }

    /// The smallest number that so many of hundred do not exceed (nearest rank).
    double percentile(double percent) {
        int rank = (int) Math.ceil(percent / 100 * count());
        return sorted().get(Math.max(0, rank - 1)).number();
    }

    Sample worst() {
        double most = sorted().getLast().number();
        for (Sample sample : sorted()) if (sample.number() == most) return sample;
        return sorted().getLast();
    }

    boolean isAllTheSame() {
        return sorted().getFirst().number() == sorted().getLast().number();
    }
}
