package hearsay.simulations.story;

import hearsay.simulations.fault.Checks;
import hearsay.simulations.fault.Trouble;
import hearsay.simulations.workload.Workload;
import hearsay.simulations.world.WorldPlan;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A world, what clients do in it, what goes wrong, and which laws must hold. With a seed it is one
/// history, down to the byte.
///
/// @param name one word: `kill-master`
/// @param about one sentence
/// @param parameters what may be set from outside, with the values that were set
/// @param laws by their names, in the order in which they are told
/// @param lasts how long clients work and faults come
/// @param settles how long after that, with all faults healed, the views may take to converge
public record Story(
        String name,
        String about,
        SortedMap<String, String> parameters,
        WorldPlan world,
        List<Workload> workloads,
        List<Trouble> troubles,
        List<String> laws,
        Duration lasts,
        Duration settles) {

    public Story {
        if (!name.matches("[a-z0-9][a-z0-9-]*"))
            throw new IllegalArgumentException(
                    "the name of a story is made of small letters, digits and '-': '" + name + "'");
        Objects.requireNonNull(about);
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
        Objects.requireNonNull(world);
        workloads = List.copyOf(workloads);
        troubles = List.copyOf(troubles);
        laws = List.copyOf(laws);
        Checks.positive("how long a story lasts", lasts);
        Checks.notNegative("the time to settle", settles);
    }

    public Story with(List<Workload> otherWorkloads, List<Trouble> otherTroubles) {
        return new Story(
                name,
                about,
                parameters,
                world,
                otherWorkloads,
                otherTroubles,
                laws,
                lasts,
                settles);
    }

    public Story with(List<String> otherLaws) {
        return new Story(
                name, about, parameters, world, workloads, troubles, otherLaws, lasts, settles);
    }

    public Story lasting(Duration otherLasts) {
        return new Story(
                name, about, parameters, world, workloads, troubles, laws, otherLasts, settles);
    }

    /// The names of all laws, also of those that are off.
    public static List<String> allLaws() {
        return Words.LAWS;
    }

    /// What to say of a name that no law has.
    public static Optional<String> problemOfLaw(String name) {
        return Words.LAWS.contains(name)
                ? Optional.empty()
                : Optional.of(
                        "unknown law '"
                                + name
                                + "'; expected "
                                + NearestWord.oneOf(name, Words.LAWS));
    }
}
