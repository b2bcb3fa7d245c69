package hearsay.simulations.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hearsay.simulations.world.World;
import hearsay.simulations.world.WorldPlan;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("In a simulated world")
class WorldLawsTest {

    private static final long SECOND = 1_000_000_000;
    private static final long SETTLES = 30 * SECOND;

    private static Findings run(WorldPlan plan, long seed, Consumer<World> story) {
        try (var world = new World(plan, seed)) {
            var inspection = Inspection.of(world, Laws.names(), SETTLES);
            world.network().tap(inspection.tap());
            world.runFor(5 * SECOND);
            story.accept(world);
            inspection.healed();
            world.runFor(SETTLES);
            return inspection.end(new History());
        }
    }

    private static void held(Findings findings) {
        assertTrue(findings.held(), () -> findings.broken() + " " + findings.unknown());
        assertEquals(Laws.all().size(), findings.verdicts().size());
    }

    @Test
    void all_laws_hold_while_nothing_happens() {
        held(run(WorldPlan.USUAL, 1, world -> world.runFor(20 * SECOND)));
    }

    @Test
    void all_laws_hold_when_a_master_dies_and_comes_back() {
        for (int seed = 0; seed < 5; seed++) {
            held(
                    run(
                            WorldPlan.USUAL,
                            seed,
                            world -> {
                                world.host(7000).crash();
                                world.runFor(15 * SECOND);
                                world.host(7000).start();
                            }));
        }
    }

    @Test
    void all_laws_hold_when_a_master_is_cut_off_for_a_while() {
        for (int seed = 0; seed < 5; seed++) {
            held(
                    run(
                            WorldPlan.USUAL,
                            seed,
                            world -> {
                                var cut = world.network().isolate(List.of(world.host(7001).ip()));
                                world.runFor(20 * SECOND);
                                cut.end();
                            }));
        }
    }

    @Test
    void a_cluster_that_cannot_elect_does_not_converge() {
        var plan = WorldPlan.of(3, 0, Duration.ofSeconds(2));
        var findings = run(plan, 1, world -> world.host(7000).crash());
        assertEquals(
                List.of(Convergence.LAW),
                findings.broken().stream().map(Verdict.Broken::law).toList());
    }
}
