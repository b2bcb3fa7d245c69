package hearsay.simulations.world;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.sentinel.model.Milestone;
import hearsay.simulations.disk.DiskSpeed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// D7.67, D7.79: a Sentinel says nothing of a vote that is not yet on its disk.
final class SlowVoteTest {

    private static final long SECOND = 1_000_000_000;

    @Test
    void a_vote_that_is_not_yet_on_disk_is_not_said_and_the_others_elect_without_it()
            throws Exception {
        var plan = WorldPlan.watched(2, Watch.of(3, Duration.ofSeconds(2)));
        try (var world = new World(plan, 4)) {
            world.runFor(20 * SECOND);
            var slow = world.sentinels().getFirst();
            slow.disk().slowDown(new DiskSpeed(chance -> 20 * SECOND, 0));
            world.host(7000).crash();
            world.runFor(10 * SECOND);

            var file = new String(slow.disk().read(Host.SENTINEL_CONF), StandardCharsets.UTF_8);
            assertThat(file).doesNotContain("sentinel current-epoch 1");
            assertThat(world.reached())
                    .as("votes of the slow one")
                    .noneMatch(said ->
                            said.sentinel().equals(slow.name())
                                    && said.milestone() instanceof Milestone.Voted)
                    .as("others were elected")
                    .anyMatch(said -> said.milestone() instanceof Milestone.Elected);
        }
    }
}
