package hearsay.simulations.story;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.simulations.check.Verdict;
import hearsay.simulations.diary.Entry;
import hearsay.simulations.diary.Words;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Replicas on the move")
class ReplicasOnTheMoveTest {

    private static final int SEEDS = 5;

    @Test
    @DisplayName("54: an orphaned master gets a replica, which later takes its place")
    void an_orphaned_master_gets_a_replica() {
        for (int seed = 1; seed <= SEEDS; seed++) {
            var result = held("orphaned-master", seed);
            var moves = entries(result, Words.MIGRATES);
            assertThat(moves).as("moves, seed %d", seed).isNotEmpty();
            var heirs = entries(result, Words.ELECTED);
            assertThat(heirs).as("elected, seed %d", seed).isNotEmpty();
            assertThat(heirs.getFirst().where()).isEqualTo(moves.getFirst().where());
        }
    }

    @Test
    @DisplayName("54: the migration barrier is respected")
    void nobody_moves_below_the_barrier() {
        for (int seed = 1; seed <= SEEDS; seed++) {
            var result = held("migration-barrier", seed);
            assertThat(entries(result, Words.MIGRATES)).as("moves, seed %d", seed).isEmpty();
        }
    }

    private static List<Entry> entries(Result result, String word) {
        return result.diary().entries().stream()
                .filter(entry -> entry.word().equals(word))
                .toList();
    }

    private static Result held(String story, long seed) {
        var result = StoryRun.of(Catalogue.story(story), seed);
        for (Verdict verdict : result.verdicts()) {
            assertThat(verdict)
                    .as("%s, seed %d", story, seed)
                    .isNotInstanceOf(Verdict.Broken.class);
        }
        return result;
    }
}
