package hearsay.simulations.planted;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.sentinel.rules.Rules;
import hearsay.simulations.check.Verdict;
import hearsay.simulations.story.Story;
import hearsay.simulations.story.StoryRun;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A fault planted in a Sentinel")
class PlantedInSentinelTest {

    /// So many seeds must suffice to break the law.
    private static final int SEEDS = Integer.getInteger("hearsay.seeds", 5);

    /// And over as many Redis' own rules must hold.
    private static final int SOUND = 3;

    static Stream<PlantedInSentinel> planted() {
        return PlantedInSentinel.ALL.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("planted")
    void breaks_its_law_within_a_few_seeds(PlantedInSentinel planted) {
        for (int seed = 1; seed <= SEEDS; seed++) {
            for (var broken : broken(planted.read(), planted.rules(), seed)) {
                if (!broken.law().name().equals(planted.law())) continue;
                System.out.printf("%-50s seed %d: %s%n", planted, seed, broken.text());
                return;
            }
        }
        throw new AssertionError(planted.law() + " held");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("planted")
    void is_all_that_breaks_a_law(PlantedInSentinel planted) {
        for (int seed = 1; seed <= SOUND; seed++) {
            assertThat(broken(planted.read(), Rules.REDIS, seed)).as("seed %d", seed).isEmpty();
        }
    }

    private static List<Verdict.Broken> broken(Story story, Rules rules, long seed) {
        return StoryRun.of(story, seed, rules).verdicts().stream()
                .filter(Verdict.Broken.class::isInstance)
                .map(Verdict.Broken.class::cast)
                .toList();
    }
}
