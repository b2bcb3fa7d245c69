package hearsay.simulations.planted;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.gossip.rules.Rules;
import hearsay.simulations.check.Verdict;
import hearsay.simulations.story.Story;
import hearsay.simulations.story.StoryRun;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A fault planted in the protocol")
class PlantedFaultsTest {

    /// So many seeds must suffice to break the law, and over as many Redis' own rules must hold.
    private static final int SEEDS = 5;

    static Stream<Planted> planted() {
        return Planted.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("planted")
    void breaks_its_law_within_a_few_seeds(Planted planted) {
        var others = new ArrayList<String>();
        for (int seed = 1; seed <= SEEDS; seed++) {
            for (Broken broken : broken(planted.read(), planted.rules(), seed)) {
                if (broken.law.equals(planted.law())) {
                    System.out.printf("%-36s seed %d: %s%n", planted, seed, broken);
                    return;
                }
                others.add("seed " + seed + ": " + broken);
            }
        }
        throw new AssertionError(planted.law() + " held; broken were " + others);
    }

    @ParameterizedTest
    @MethodSource("planted")
    void is_all_that_breaks_a_law(Planted planted) {
        for (int seed = 1; seed <= SEEDS; seed++) {
            assertThat(broken(planted.read(), Rules.REDIS, seed)).as("seed %d", seed).isEmpty();
        }
    }

    private record Broken(String law, double seconds, String text) {
        @Override
        public String toString() {
            return "%s at %.3f s, %s".formatted(law, seconds, text);
        }
    }

    private static List<Broken> broken(Story story, Rules rules, long seed) {
        var result = StoryRun.of(story, seed, rules);
        var all = new ArrayList<Broken>();
        for (Verdict verdict : result.verdicts()) {
            if (!(verdict instanceof Verdict.Broken broken)) continue;
            var text = result.diary().names().in(broken.text());
            all.add(new Broken(broken.law().name(), broken.nanos() / 1e9, text));
        }
        return all;
    }
}
