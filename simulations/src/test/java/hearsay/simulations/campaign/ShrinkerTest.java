package hearsay.simulations.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hearsay.simulations.fault.Aim;
import hearsay.simulations.fault.Fault;
import hearsay.simulations.fault.Trouble;
import hearsay.simulations.fault.When;
import hearsay.simulations.story.Catalogue;
import hearsay.simulations.story.Story;
import hearsay.simulations.workload.Workload.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Shrinking a story that breaks a law")
class ShrinkerTest {

    private static final int MANY = 100_000;

    private final Story story = withTwentyFaults(Catalogue.story("random-faults"));

    @Test
    void the_one_fault_that_matters_is_found() {
        Trouble culprit = story.troubles().get(13);

        Story smallest =
                shrunk(candidate ->
                        candidate.troubles().stream().anyMatch(each -> isLike(each, culprit)));

        assertEquals(1, smallest.troubles().size());
        assertEquals(culprit.when(), smallest.troubles().getFirst().when());
        assertEquals(List.of(), smallest.workloads());
    }

    @Test
    void two_faults_that_only_together_break_it_both_stay() {
        Trouble one = story.troubles().get(3);
        Trouble other = story.troubles().get(17);

        Story smallest =
                shrunk(candidate ->
                        candidate.troubles().stream().anyMatch(each -> isLike(each, one))
                                && candidate.troubles().stream()
                                        .anyMatch(each -> isLike(each, other)));

        assertEquals(2, smallest.troubles().size());
    }

    @Test
    void a_workload_that_matters_stays_with_as_little_as_needed() {
        Story smallest =
                shrunk(candidate ->
                        candidate.workloads().stream()
                                .anyMatch(each ->
                                        each.kind() == Kind.REGISTERS
                                                && each.clients() >= 2
                                                && each.ends().toSeconds() >= 20));

        assertEquals(1, smallest.workloads().size());
        assertEquals(2, smallest.workloads().getFirst().clients());
        assertEquals(1, smallest.workloads().getFirst().keys());
        assertEquals(List.of(), smallest.troubles());
        assertTrue(smallest.lasts().toSeconds() < 27, "shorter would be too short");
    }

    @Test
    void a_fault_is_made_shorter() {
        Story smallest =
                shrunk(candidate ->
                        candidate.troubles().stream()
                                .anyMatch(each -> each.lasting().orElseThrow().toMillis() >= 300));

        long millis = smallest.troubles().getFirst().lasting().orElseThrow().toMillis();
        assertTrue(millis >= 300 && millis < 600, millis + " ms");
    }

    @Test
    void who_may_not_try_often_gives_back_what_still_breaks() {
        Predicate<Story> breaks = candidate -> candidate.troubles().size() >= 4;
        var shrinker = new Shrinker(breaks, step -> {}, 5);

        Story smallest = shrinker.shrink(story);

        assertEquals(5, shrinker.tries());
        assertTrue(breaks.test(smallest));
    }

    private Story shrunk(Predicate<Story> breaks) {
        assertTrue(breaks.test(story));
        return new Shrinker(breaks, step -> {}, MANY).shrink(story);
    }

    private static boolean isLike(Trouble one, Trouble other) {
        return one.when().equals(other.when()) && one.fault().equals(other.fault());
    }

    private static Story withTwentyFaults(Story story) {
        List<Trouble> troubles = new ArrayList<>();
        for (int i = 0; i < 20; i++)
            troubles.add(
                    new Trouble(
                            new When.At(Duration.ofSeconds(i + 1)),
                            i % 2 == 0 ? new Fault.Crash() : new Fault.Pause(),
                            new Aim.Port(7000 + i % 6),
                            Optional.of(Duration.ofSeconds(10))));
        return story.with(story.workloads(), troubles);
    }
}
