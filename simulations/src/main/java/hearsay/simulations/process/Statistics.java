package hearsay.simulations.process;

import java.util.List;

/// The middle and the ends of some figures.
///
/// @param median of an even number, the mean of the two in the middle
/// @param p90 the smallest figure that nine of ten do not exceed (nearest rank)
record Statistics(double min, double median, double p90, double max) {

    /// @param figures at least one
    static Statistics of(List<Double> figures) {
        if (figures.isEmpty()) throw new IllegalArgumentException("no figures");
        List<Double> sorted = figures.stream().sorted().toList();
        int count = sorted.size();
        return new Statistics(
                sorted.getFirst(),
                (sorted.get((count - 1) / 2) + sorted.get(count / 2)) / 2,
                sorted.get((int) Math.ceil(0.9 * count) - 1),
                sorted.getLast());
    }
}
