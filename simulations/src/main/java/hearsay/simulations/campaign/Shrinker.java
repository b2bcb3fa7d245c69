package hearsay.simulations.campaign;

import hearsay.simulations.fault.Text;
import hearsay.simulations.fault.Trouble;
import hearsay.simulations.fault.When;
import hearsay.simulations.story.Story;
import hearsay.simulations.workload.Keys;
import hearsay.simulations.workload.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Finds a smaller story that still breaks a law: without what is not needed for it. First faults
/// go, several at a time and then one by one; then workloads; then operations and time.
///
/// What is left is smallest in that nothing more of it can be taken away alone.
///
/// Source: A. Zeller and R. Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", 2002.
final class Shrinker {

    private static final Duration SHORTEST = Duration.ofMillis(10);

    private final Predicate<Story> breaks;
    private final Consumer<String> says;
    private int tries;
    private final int mostTries;

    /// @param breaks whether a story breaks the law
    /// @param says is told of every step that made the story smaller
    /// @param mostTries how many stories to try at most
    Shrinker(Predicate<Story> breaks, Consumer<String> says, int mostTries) {
        this.breaks = breaks;
        this.says = says;
        this.mostTries = mostTries;
    }

    int tries() {
        return tries;
    }

    /// @param story one that breaks the law
    Story shrink(Story story) {
        Story smallest = story;
        Story before;
        do {
            before = smallest;
            smallest = fewerTroubles(smallest);
            smallest = fewerWorkloads(smallest);
            smallest = shorter(smallest);
            smallest = shorterTroubles(smallest);
            smallest = smallerWorkloads(smallest);
        } while (!smallest.equals(before) && tries < mostTries);
        return smallest;
    }

    /// Halves of them go at once, then quarters, and so on down to single ones.
    private Story fewerTroubles(Story story) {
        Story smaller = story;
        for (int size = (story.troubles().size() + 1) / 2;
                size >= 1;
                size = size == 1 ? 0 : (size + 1) / 2) {
            int at = 0;
            while (at < smaller.troubles().size()) {
                List<Trouble> left = without(smaller.troubles(), at, size);
                Story candidate = smaller.with(smaller.workloads(), left);
                if (tryIt(candidate, left.size() + " faults")) smaller = candidate;
                else at += size;
            }
        }
        return smaller;
    }

    private Story fewerWorkloads(Story story) {
        Story smaller = story;
        int at = 0;
        while (at < smaller.workloads().size()) {
            List<Workload> left = without(smaller.workloads(), at, 1);
            Story candidate = smaller.with(left, smaller.troubles());
            if (tryIt(candidate, left.size() + " workloads")) smaller = candidate;
            else at++;
        }
        return smaller;
    }

    private static <T> List<T> without(List<T> all, int from, int count) {
        List<T> left = new ArrayList<>(all.subList(0, from));
        left.addAll(all.subList(Math.min(all.size(), from + count), all.size()));
        return left;
    }

    private Story shorter(Story story) {
        Story smaller = story;
        while (true) {
            Story candidate =
                    lasting(smaller, rounded(smaller.lasts().multipliedBy(3).dividedBy(4)));
            if (!tryIt(candidate, "lasts " + Text.of(candidate.lasts()))) return smaller;
            smaller = candidate;
        }
    }

    /// What would come later does not come.
    private static Story lasting(Story story, Duration lasts) {
        List<Workload> workloads = new ArrayList<>();
        for (Workload each : story.workloads())
            if (each.begins().compareTo(lasts) < 0)
                workloads.add(
                        each.during(
                                each.begins(),
                                each.ends().compareTo(lasts) < 0 ? each.ends() : lasts));
        List<Trouble> troubles =
                story.troubles().stream().filter(each -> fits(each.when(), lasts)).toList();
        return story.with(workloads, troubles).lasting(lasts);
    }

    private static boolean fits(When when, Duration lasts) {
        return switch (when) {
            case When.At at -> at.time().compareTo(lasts) <= 0;
            case When.Every every -> every.until().compareTo(lasts) <= 0;
            case When.Between between -> between.until().compareTo(lasts) <= 0;
            case When.On on -> true;
        };
    }

    private Story shorterTroubles(Story story) {
        Story smaller = story;
        for (int i = 0; i < smaller.troubles().size(); i++) {
            while (true) {
                Trouble trouble = smaller.troubles().get(i);
                if (trouble.lasting().isEmpty()) break;
                Duration half = rounded(trouble.lasting().get().dividedBy(2));
                if (half.compareTo(SHORTEST) < 0) break;
                List<Trouble> troubles = new ArrayList<>(smaller.troubles());
                troubles.set(
                        i,
                        new Trouble(
                                trouble.when(), trouble.fault(), trouble.aim(), Optional.of(half)));
                Story candidate = smaller.with(smaller.workloads(), troubles);
                if (!tryIt(candidate, "a fault lasts " + Text.of(half))) break;
                smaller = candidate;
            }
        }
        return smaller;
    }

    private Story smallerWorkloads(Story story) {
        Story smaller = story;
        for (int i = 0; i < smaller.workloads().size(); i++) {
            int at = i;
            while (true) {
                Workload workload = smaller.workloads().get(at);
                Story from = smaller;
                Optional<Story> found =
                        smallerOnes(workload).stream()
                                .filter(candidate -> !candidate.equals(workload))
                                .map(candidate -> replaced(from, at, candidate))
                                .filter(candidate -> tryIt(candidate, "a smaller workload"))
                                .findFirst();
                if (found.isEmpty()) break;
                smaller = found.get();
            }
        }
        return smaller;
    }

    private static Story replaced(Story story, int at, Workload workload) {
        List<Workload> workloads = new ArrayList<>(story.workloads());
        workloads.set(at, workload);
        return story.with(workloads, story.troubles());
    }

    private static List<Workload> smallerOnes(Workload workload) {
        return List.of(
                workload.sized(1, workload.rate(), workload.keys()),
                workload.sized((workload.clients() + 1) / 2, workload.rate(), workload.keys()),
                workload.sized(
                        workload.clients(),
                        Math.max(1, Math.rint(workload.rate() / 2)),
                        workload.keys()),
                workload.sized(workload.clients(), workload.rate(), (workload.keys() + 1) / 2),
                workload.plain(new Keys.Uniform()));
    }

    private boolean tryIt(Story candidate, String what) {
        if (tries >= mostTries) return false;
        tries++;
        if (!breaks.test(candidate)) return false;
        says.accept(what);
        return true;
    }

    /// To milliseconds, for people.
    private static Duration rounded(Duration duration) {
        return Duration.ofMillis(Math.max(1, duration.toMillis()));
    }
}
