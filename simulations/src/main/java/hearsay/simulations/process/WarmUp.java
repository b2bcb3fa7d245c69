package hearsay.simulations.process;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// When rounds of the same work get no faster any more: programs have never done it before, and
/// JVMs compile what they do often while they do it.
final class WarmUp {

    /// So many rounds may pass without a better one: one that is slow says nothing on a machine
    /// that others use too.
    private static final int PATIENCE = 4;

    /// What is better by less is chance.
    private static final double BETTER = 0.95;

    private final List<Double> seconds = new ArrayList<>();

    void took(double roundSeconds) {
        seconds.add(roundSeconds);
    }

    /// Whether none of the last rounds was better than the best before them.
    boolean isOver() {
        int before = seconds.size() - PATIENCE;
        if (before < 1) return false;
        double best = Collections.min(seconds.subList(0, before));
        return Collections.min(seconds.subList(before, seconds.size())) > best * BETTER;
    }

    int rounds() {
        return seconds.size();
    }

    double first() {
        return seconds.getFirst();
    }

    double last() {
        return seconds.getLast();
    }
}
