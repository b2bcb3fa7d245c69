package hearsay.simulations.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.disk.AtomicFile;
import hearsay.node.disk.BackgroundIo.Step;
import hearsay.node.disk.Disk;
import hearsay.simulations.runtime.Agenda;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Replacing a file while the power may fail")
class PowerCutTest {

    private static final int SEEDS = 1_000;
    private static final String OLD = "vars currentEpoch 1 lastVoteEpoch 0\n";
    private static final String NEW = "vars currentEpoch 2 lastVoteEpoch 2\n";

    /// How a file is replaced.
    private interface Way {
        List<Step> steps(ProcessDisk disk);
    }

    @Test
    void the_old_or_the_new_content_is_there_whole_and_the_new_one_once_it_was_said() {
        for (var survival : new Survival[] {Survival.ORDERED, Survival.WORST}) {
            var outcomes = torture(PowerCutTest::properly, survival);
            assertThat(outcomes.keySet())
                    .containsExactlyInAnyOrder("new, said", "new, not said", "old, not said");
            assertThat(outcomes.values()).allMatch(often -> often > SEEDS / 10);
        }
    }

    /// The torture is worth something only if it breaks those who forget a step.
    @Test
    void whoever_forgets_a_sync_is_found_out() {
        assertThat(torture(disk -> without(0, disk), Survival.ORDERED)).containsKey("torn, said");
        assertThat(torture(disk -> without(2, disk), Survival.ORDERED)).containsKey("old, said");
        assertThat(torture(PowerCutTest::inPlace, Survival.ORDERED)).containsKey("torn, not said");
    }

    /// Cuts the power at every moment of a replacement, over and over.
    ///
    /// @return how often each outcome came
    private static Map<String, Integer> torture(Way way, Survival survival) {
        var outcomes = new TreeMap<String, Integer>();
        for (int seed = 0; seed < SEEDS; seed++) {
            for (int moment = 0; ; moment++) {
                boolean over = cut(way, survival, seed, moment, outcomes);
                if (over) break;
            }
        }
        return outcomes;
    }

    /// @return whether all had been done by that moment
    private static boolean cut(
            Way way, Survival survival, int seed, int moment, Map<String, Integer> outcomes) {
        try {
            var agenda = new Agenda();
            var disk = new SimulatedDisk(agenda, new SplittableRandom(seed)).withSurvival(survival);
            new AtomicFile(disk, "nodes.conf").replace(OLD.getBytes(UTF_8));
            var process = disk.process();
            var done = process.perform(way.steps(process)).toCompletableFuture();
            boolean over = false;
            for (int i = 0; i < moment && !over; i++) over = !agenda.next();
            boolean said = done.isDone();
            disk.powerCut();
            while (agenda.next()) assertThat(done.isDone()).isEqualTo(said);
            outcomes.merge(found(disk) + (said ? ", said" : ", not said"), 1, Integer::sum);
            return over;
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    private static String found(Disk disk) throws IOException {
        if (!disk.exists("nodes.conf")) return "nothing";
        return switch (new String(disk.read("nodes.conf"), UTF_8)) {
            case OLD -> "old";
            case NEW -> "new";
            default -> "torn";
        };
    }

    private static List<Step> properly(ProcessDisk disk) {
        return new AtomicFile(disk, "nodes.conf").replacement(NEW.getBytes(UTF_8));
    }

    private static List<Step> without(int sync, ProcessDisk disk) {
        var file = new Step[4];
        var steps = new ArrayList<Step>();
        steps.add(() -> {
            var open = disk.create("nodes.conf.tmp");
            open.append(NEW.getBytes(UTF_8));
            file[1] = open::sync;
        });
        if (sync != 0) steps.add(() -> file[1].take());
        steps.add(() -> disk.rename("nodes.conf.tmp", "nodes.conf"));
        if (sync != 2) steps.add(() -> disk.syncFolder("."));
        return steps;
    }

    private static List<Step> inPlace(ProcessDisk disk) {
        return List.of(() -> {
            var open = disk.create("nodes.conf");
            open.append(NEW.getBytes(UTF_8));
            open.sync();
        });
    }
}
