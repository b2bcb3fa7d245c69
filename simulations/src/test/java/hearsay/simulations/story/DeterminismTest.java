package hearsay.simulations.story;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// As many runs as `-Dhearsay.runs=100` says; each story of the catalogue once without.
@DisplayName("The seed decides the whole history")
class DeterminismTest {

    private static final int RUNS = Integer.getInteger("hearsay.runs", Catalogue.names().size());

    @Test
    void a_story_told_again_is_the_same_and_in_another_jvm_too() throws Exception {
        var first = Hashes.of(RUNS);
        assertThat(Hashes.of(RUNS)).isEqualTo(first);
        assertThat(Hashes.ofAnotherJvm(RUNS)).isEqualTo(first);
    }

    @Test
    void another_seed_makes_another_history() {
        var story = Catalogue.story("kill-master");
        assertThat(StoryRun.of(story, 1).hashText()).isNotEqualTo(StoryRun.of(story, 2).hashText());
    }
}
