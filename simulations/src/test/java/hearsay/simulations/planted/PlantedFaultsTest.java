package hearsay.simulations.planted;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.gossip.rules.Rules;
import hearsay.simulations.diary.Told;
import hearsay.simulations.diary.Transcript;
import hearsay.simulations.world.World;
import hearsay.simulations.world.WorldPlan;
import java.time.Duration;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A fault planted in the protocol")
class PlantedFaultsTest {

    /// So many seeds must suffice to break a law, and over as many Redis' own rules must hold.
    private static final int SEEDS = 10;

    private static final long RUN_NANOS = 24_000_000_000L;
    private static final long LOOK_NANOS = 50_000_000;

    static Stream<Planted> planted() {
        return Planted.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("planted")
    void breaks_a_law_within_a_few_seeds(Planted planted) {
        for (int seed = 1; seed <= SEEDS; seed++) {
            var broken = run(planted, planted.rules(), seed);
            if (broken == null) continue;
            System.out.printf("%-36s seed %2d: %s%n", planted, seed, broken);
            return;
        }
        throw new AssertionError("Nobody noticed: " + planted);
    }

    @ParameterizedTest
    @MethodSource("planted")
    void and_without_it_none_is_broken(Planted planted) {
        for (int seed = 1; seed <= SEEDS; seed++) {
            assertThat(run(planted, Rules.REDIS, seed)).as("seed %d", seed).isNull();
        }
    }

    private static @Nullable String run(Planted planted, Rules rules, long seed) {
        return run(planted, rules, seed, RUN_NANOS);
    }

    static @Nullable String run(Planted planted, Rules rules, long seed, long nanos) {
        var plan = plan(planted.masters());
        try (var world = new World(plan, seed, rules)) {
            var watches = Watches.of(world);
            world.diary()
                    .whenever(entry -> {
                        if (!(entry.what() instanceof Told(var happening))) return;
                        var host = world.host(Integer.parseInt(entry.where()));
                        for (Watch watch : watches) watch.hear(host, happening);
                    });
            planted.plot().accept(new Plot(world, seed));
            while (world.nanos() < nanos) {
                world.runFor(LOOK_NANOS);
                for (Watch watch : watches) watch.look(world);
            }
            for (Watch watch : watches) watch.end(world);
            if (Boolean.getBoolean("hearsay.transcript")) {
                System.out.println(
                        new Transcript(world.diary().names()).of(world.diary().entries()));
            }
            return Watches.broken(watches);
        }
    }

    private static WorldPlan plan(int masters) {
        var usual = WorldPlan.of(masters, 1, Duration.ofSeconds(1));
        var directives = new TreeMap<>(usual.directives());
        directives.put("repl-diskless-sync-delay", "0");
        return new WorldPlan(
                usual.masters(),
                usual.replicas(),
                usual.nodeTimeout(),
                usual.firstPort(),
                directives,
                usual.nat(),
                usual.latency(),
                usual.loss(),
                usual.duplication(),
                usual.reordering(),
                usual.bandwidth(),
                usual.sync(),
                usual.clockOffset(),
                usual.clockDrift());
    }
}
