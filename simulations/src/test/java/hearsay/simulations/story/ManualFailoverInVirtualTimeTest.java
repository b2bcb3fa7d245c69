package hearsay.simulations.story;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.simulations.check.Figure;
import hearsay.simulations.check.Verdict;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("CLUSTER FAILOVER under writes")
class ManualFailoverInVirtualTimeTest {

    private static final int SEEDS = 5;

    @Test
    @DisplayName("41: loses no acknowledged write, and holds nobody up for a second")
    void moves_a_master_while_clients_write() {
        for (int seed = 1; seed <= SEEDS; seed++) {
            var result = held(Catalogue.story("manual-failover"), seed);
            assertThat(figure(result, "failovers")).as("seed %d", seed).isEqualTo(5);
            assertThat(figure(result, "lost acknowledged writes")).as("seed %d", seed).isZero();
            assertThat(figure(result, "outage")).as("seed %d", seed).isLessThan(1_000);
        }
    }

    @Test
    @DisplayName("41: loses none on a slow, lossy network, whether the role moves or not")
    void loses_nothing_when_messages_get_lost() {
        var story =
                """
                about = "An operator moves masters about while messages get lost."
                world {
                  replicas = 2
                  network { latency = 1ms..40ms, loss = 5%, duplication = 2%, reordering = 5% }
                }
                workloads = [{ kind = counters, rate = 500 }]
                troubles = [
                  { every = 7s, from = 10s, until = 55s, failover = any replica of slot 0, kind = normal }
                  { every = 7s, from = 13s, until = 55s, failover = any replica of slot 9000, kind = normal }
                ]
                """;
        for (int seed = 1; seed <= SEEDS; seed++) {
            var result = held(story(story), seed);
            assertThat(figure(result, "failovers")).as("seed %d", seed).isGreaterThan(5);
            assertThat(figure(result, "lost acknowledged writes")).as("seed %d", seed).isZero();
        }
    }

    @Test
    @DisplayName("41: a replica that dies on the way leaves its master's clients waiting for 5 s")
    void is_given_up_when_the_replica_dies() {
        var story =
                """
                about = "A replica is told to take over, and dies while its master waits for it."
                workloads = [{ kind = counters, rate = 500 }]
                troubles = [
                  { at = 10s, failover = best replica of slot 0, kind = normal }
                  { on = hands-over, crash = replicas of slot 0, for = 20s }
                ]
                """;
        for (int seed = 1; seed <= SEEDS; seed++) {
            var result = held(story(story), seed);
            assertThat(figure(result, "failovers")).as("seed %d", seed).isZero();
            assertThat(figure(result, "lost acknowledged writes")).as("seed %d", seed).isZero();
            assertThat(figure(result, "outage")).as("seed %d", seed).isBetween(4_900.0, 5_600.0);
        }
    }

    @Test
    @DisplayName("41: FORCE without the master's help still needs votes, and TAKEOVER nobody's")
    void forced_forms_move_the_role_too() {
        for (var kind : new String[] {"force", "takeover"}) {
            var story =
                    """
                    about = "An operator does not wait for the master."
                    workloads = [{ kind = counters, rate = 500 }]
                    troubles = [
                      { every = 10s, from = 10s, until = 45s, failover = best replica of slot 0, kind = %s }
                    ]
                    """
                            .formatted(kind);
            for (int seed = 1; seed <= SEEDS; seed++) {
                var result = held(story(story), seed);
                var word = kind.equals("force") ? "elected" : "takeover";
                assertThat(result.diary().entries())
                        .as("%s, seed %d", kind, seed)
                        .filteredOn(entry -> entry.word().equals(word))
                        .hasSize(4);
                assertThat(figure(result, "outage")).isLessThan(1_500);
            }
        }
    }

    private static Story story(String text) {
        return StoryFile.read(text, "here", new TreeMap<>());
    }

    private static double figure(Result result, String name) {
        return result.figures().stream()
                .filter(figure -> figure.name().equals(name))
                .mapToDouble(Figure::number)
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is none of " + result.figures()));
    }

    private static Result held(Story story, long seed) {
        var result = StoryRun.of(story, seed);
        for (Verdict verdict : result.verdicts()) {
            assertThat(verdict)
                    .as("%s, seed %d", story.name(), seed)
                    .isNotInstanceOf(Verdict.Broken.class);
        }
        return result;
    }
}
