package hearsay.simulations.disk;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Behaviors;
import hearsay.node.disk.AtomicFile;
import hearsay.node.remote.ConfigKeeper;
import hearsay.node.remote.ConfigKeeper.Answer;
import hearsay.node.remote.ConfigKeeper.Command;
import hearsay.node.remote.ConfigKeeper.Save;
import hearsay.node.remote.ConfigKeeper.SaveFailed;
import hearsay.node.remote.ConfigKeeper.Saved;
import hearsay.simulations.runtime.Simulation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The keeper of nodes.conf in virtual time")
class KeeperInVirtualTimeTest {

    private static final long MILLI = 1_000_000;

    private final List<Answer> answers = new ArrayList<>();
    private final List<Long> answeredAt = new ArrayList<>();
    private int lives;
    private Simulation simulation;
    private SimulatedDisk disk;
    private ActorRef<Answer> node;

    @BeforeEach
    void begin() {
        begin(1);
    }

    @AfterEach
    void end() {
        simulation.close();
    }

    @Test
    void saved_is_said_when_the_disk_has_taken_its_time() throws IOException {
        disk.withSpeed(DiskSpeed.atLeast(4 * MILLI, 0, 0));
        var keeper = keeper(disk.process());
        keeper.tell(save(1));
        simulation.runUntil(8 * MILLI - 1);
        assertThat(answers).isEmpty();
        simulation.runUntil(8 * MILLI);
        assertThat(answers).as("two syncs of 4 ms").containsExactly(new Saved(1));
        assertThat(onDisk()).isEqualTo(epoch(1));
    }

    @Test
    void saves_that_come_meanwhile_are_one_write_and_are_all_answered() throws IOException {
        disk.withSpeed(DiskSpeed.atLeast(4 * MILLI, 0, 0));
        var keeper = keeper(disk.process());
        for (int i = 1; i <= 50; i++) keeper.tell(save(i));
        simulation.runUntil(8 * MILLI);
        assertThat(answers).containsExactly(new Saved(1));
        simulation.runUntil(16 * MILLI);
        assertThat(answers).hasSize(50).endsWith(new Saved(50));
        assertThat(onDisk()).isEqualTo(epoch(50));
    }

    @Test
    void what_was_said_to_be_saved_survives_a_power_cut_at_any_time() throws IOException {
        int interrupted = 0;
        var chance = new SplittableRandom(7);
        for (int seed = 0; seed < 150; seed++) {
            simulation.close();
            begin(seed);
            if (seed % 2 == 1) disk.withSurvival(Survival.WORST);
            int last = 0;
            for (int life = 0; life < 4; life++) {
                answers.clear();
                var keeper = keeper(disk.process());
                int saves = chance.nextInt(1, 10);
                long begun = simulation.agenda().nanos();
                for (int i = 0; i < saves; i++) {
                    int epoch = ++last;
                    simulation.agenda().after(i * MILLI, () -> keeper.tell(save(epoch)));
                }
                simulation.runUntil(begun + chance.nextLong(12 * MILLI));
                disk.powerCut();
                if (answers.size() < saves) interrupted++;
                int said = answers.size();
                long kept = epochOnDisk();
                if (said > 0) assertThat(kept).isGreaterThanOrEqualTo(answers.getLast().sequence());
                assertThat(kept).isLessThanOrEqualTo(last);
                simulation.runUntil(begun + 40 * MILLI);
                assertThat(answers).as("nobody speaks after the power cut").hasSize(said);
                assertThat(epochOnDisk()).as("nobody writes after it").isEqualTo(kept);
            }
        }
        assertThat(interrupted).isGreaterThan(100);
    }

    @Test
    void a_killed_process_writes_no_more_and_its_successor_goes_on() throws IOException {
        var first = disk.process();
        var keeper = keeper(first);
        keeper.tell(save(1));
        simulation.runUntil(20 * MILLI);
        keeper.tell(save(2));
        simulation.step();
        first.kill();
        var successor = disk.process();
        assertThat(ConfigKeeper.load(conf(successor))).isEqualTo(epoch(1));
        keeper(successor).tell(save(3));
        simulation.runUntil(40 * MILLI);
        keeper.tell(save(4));
        simulation.runUntil(60 * MILLI);
        assertThat(answers).containsExactly(new Saved(1), new Saved(3));
        assertThat(onDisk()).isEqualTo(epoch(3));
    }

    @Test
    void a_full_disk_is_told_in_the_systems_words_and_the_old_file_stays() throws IOException {
        var keeper = keeper(disk.process());
        keeper.tell(save(1));
        simulation.runUntil(20 * MILLI);
        disk.limit(disk.used() + 5);
        keeper.tell(save(2));
        simulation.runUntil(40 * MILLI);
        assertThat(answers)
                .containsExactly(new Saved(1), new SaveFailed(2, "No space left on device"));
        assertThat(onDisk()).isEqualTo(epoch(1));
    }

    @Test
    void the_same_seed_answers_at_the_same_nanoseconds() {
        var first = timesOfAnswers(5);
        assertThat(timesOfAnswers(5)).isEqualTo(first).hasSize(20);
        assertThat(timesOfAnswers(6)).isNotEqualTo(first);
    }

    private List<Long> timesOfAnswers(int seed) {
        simulation.close();
        begin(seed);
        answeredAt.clear();
        var keeper = keeper(disk.process());
        for (int i = 1; i <= 20; i++) {
            keeper.tell(save(i));
            simulation.runUntil(i * MILLI);
        }
        simulation.runUntil(100 * MILLI);
        return List.copyOf(answeredAt);
    }

    private void begin(int seed) {
        simulation = new Simulation(seed);
        disk = new SimulatedDisk(simulation.agenda(), simulation.nextChance());
        node =
                simulation.spawn(
                        Behaviors.receiveMessage(answer -> {
                            answers.add(answer);
                            answeredAt.add(simulation.agenda().nanos());
                            return Behaviors.same();
                        }),
                        "node");
    }

    private ActorRef<Command> keeper(ProcessDisk process) {
        return simulation.spawn(ConfigKeeper.of(conf(process), process), "keeper-" + ++lives);
    }

    private static AtomicFile conf(ProcessDisk process) {
        return new AtomicFile(process, "nodes.conf");
    }

    private Save save(int epoch) {
        return new Save(epoch, epoch(epoch), node);
    }

    private static String epoch(int epoch) {
        return "vars currentEpoch " + epoch + " lastVoteEpoch 0\n";
    }

    private String onDisk() throws IOException {
        return ConfigKeeper.load(new AtomicFile(disk, "nodes.conf"));
    }

    /// Fails if the file is not whole.
    private int epochOnDisk() throws IOException {
        var text = onDisk();
        if (text.isEmpty()) return 0;
        int epoch = Integer.parseInt(text.split(" ")[2]);
        assertThat(text).isEqualTo(epoch(epoch));
        return epoch;
    }
}
