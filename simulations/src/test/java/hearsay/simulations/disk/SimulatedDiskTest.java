package hearsay.simulations.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hearsay.node.disk.AtomicFile;
import hearsay.node.disk.Disk;
import hearsay.node.disk.OpenFile;
import hearsay.simulations.runtime.Agenda;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What a disk in virtual time loses, and when")
class SimulatedDiskTest {

    private static final int SEEDS = 300;

    private final Agenda agenda = new Agenda();

    @Test
    void a_killed_process_loses_nothing_that_it_wrote_and_writes_no_more() throws IOException {
        var disk = disk(1);
        var process = disk.process();
        var aof = process.append("a.aof");
        aof.append(bytes("written"));
        process.kill();
        assertThat(text(disk, "a.aof")).isEqualTo("written");
        assertThatThrownBy(() -> aof.append(bytes("more"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> process.create("b")).isInstanceOf(IOException.class);
        assertThat(text(disk, "a.aof")).isEqualTo("written");
        assertThat(text(disk.process(), "a.aof")).isEqualTo("written");
    }

    @Test
    void a_power_cut_keeps_what_was_synced_and_any_beginning_of_what_was_not() throws IOException {
        var lengths = new TreeSet<Integer>();
        for (int seed = 0; seed < SEEDS; seed++) {
            var disk = disk(seed);
            var aof = synced(disk, "a.aof", "synced|");
            aof.append(bytes("not synced"));
            disk.powerCut();
            var left = text(disk, "a.aof");
            assertThat("synced|not synced").startsWith(left);
            assertThat(left).startsWith("synced|");
            lengths.add(left.length());
        }
        assertThat(lengths).as("torn at any byte").hasSize("not synced".length() + 1);
    }

    @Test
    void a_file_whose_folder_was_not_synced_may_be_gone_with_all_that_was_synced_into_it()
            throws IOException {
        int gone = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            var disk = disk(seed);
            var file = disk.create("dump.rdb");
            file.append(bytes("all"));
            file.sync();
            disk.powerCut();
            if (!disk.exists("dump.rdb")) gone++;
            else assertThat(text(disk, "dump.rdb")).isEqualTo("all");
        }
        assertThat(gone).isBetween(SEEDS / 5, SEEDS * 4 / 5);
    }

    @Test
    void a_rename_that_was_not_synced_may_be_undone() throws IOException {
        var outcomes = new TreeSet<String>();
        for (int seed = 0; seed < SEEDS; seed++) {
            var disk = disk(seed);
            synced(disk, "nodes.conf", "old");
            synced(disk, "temp", "new");
            disk.rename("temp", "nodes.conf");
            disk.powerCut();
            outcomes.add(disk.list(".") + text(disk, "nodes.conf"));
        }
        assertThat(outcomes).containsExactly("[nodes.conf, temp]old", "[nodes.conf]new");
    }

    @Test
    void a_deleted_file_may_be_back() throws IOException {
        int back = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            var disk = disk(seed);
            synced(disk, "temp", "text");
            disk.delete("temp");
            disk.powerCut();
            if (disk.exists("temp")) {
                back++;
                assertThat(text(disk, "temp")).isEqualTo("text");
            }
        }
        assertThat(back).isBetween(SEEDS / 5, SEEDS * 4 / 5);
    }

    @Test
    void names_survive_in_their_order_unless_the_worst_is_asked_for() throws IOException {
        assertThat(survivingNames(Survival.ORDERED)).containsExactly("[]", "[a, b]", "[a]");
        assertThat(survivingNames(Survival.WORST)).containsExactly("[]", "[a, b]", "[a]", "[b]");
    }

    private Set<String> survivingNames(Survival survival) throws IOException {
        var outcomes = new TreeSet<String>();
        for (int seed = 0; seed < SEEDS; seed++) {
            var disk = disk(seed).withSurvival(survival);
            disk.create("a");
            disk.create("b");
            disk.powerCut();
            outcomes.add(disk.list(".").toString());
        }
        return outcomes;
    }

    @Test
    void blocks_of_zeros_appear_only_when_asked_for_and_only_in_what_was_not_synced()
            throws IOException {
        assertThat(filesWithZeros(Survival.ORDERED)).isZero();
        assertThat(filesWithZeros(Survival.WORST)).isGreaterThan(SEEDS / 10);
    }

    private int filesWithZeros(Survival survival) throws IOException {
        int found = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            var disk = disk(seed).withSurvival(survival);
            var aof = synced(disk, "a.aof", "x".repeat(5000));
            aof.append(bytes("y".repeat(20_000)));
            disk.powerCut();
            var left = text(disk, "a.aof");
            assertThat(left).startsWith("x".repeat(5000));
            if (left.indexOf('\0') >= 0) found++;
        }
        return found;
    }

    @Test
    void what_was_cut_off_may_be_back_until_the_next_sync() throws IOException {
        var outcomes = new TreeSet<String>();
        for (int seed = 0; seed < SEEDS; seed++) {
            var disk = disk(seed);
            var aof = synced(disk, "a.aof", "12345");
            aof.truncate(2);
            aof.append(bytes("67"));
            if (seed % 2 == 0) aof.sync();
            disk.powerCut();
            var left = text(disk, "a.aof");
            if (seed % 2 == 0) assertThat(left).isEqualTo("1267");
            outcomes.add(left);
        }
        assertThat(outcomes).contains("12345", "1267").hasSizeLessThanOrEqualTo(6);
    }

    @Test
    void bytes_are_on_the_platter_when_the_time_of_their_sync_is_over_and_not_before()
            throws IOException {
        int lost = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            var disk = disk(seed).withSpeed(DiskSpeed.atLeast(1_000, 0, 0));
            var aof = synced(disk, "a.aof", "");
            aof.append(bytes("first"));
            var process = disk.process();
            var done = process.perform(List.of(aof::sync)).toCompletableFuture();
            aof.append(bytes("second"));
            assertThat(done).isNotDone();
            if (seed % 2 == 0) {
                disk.powerCut();
                if (!text(disk, "a.aof").startsWith("first")) lost++;
            }
            while (agenda.next()) assertThat(agenda.nanos()).isPositive();
            assertThat(done.isDone()).isEqualTo(seed % 2 == 1);
            disk.powerCut();
            if (seed % 2 == 1) assertThat(text(disk, "a.aof")).startsWith("first");
        }
        assertThat(lost).isPositive();
    }

    @Test
    void a_kill_does_not_stop_the_sync_that_is_under_way() throws IOException {
        var disk = disk(1);
        var process = disk.process();
        var aof = synced(disk, "a.aof", "");
        aof.append(bytes("text"));
        var done = process.perform(List.of(aof::sync, () -> disk.delete("a.aof")));
        process.kill();
        while (agenda.next()) assertThat(done.toCompletableFuture()).isNotDone();
        disk.powerCut();
        assertThat(text(disk, "a.aof")).isEqualTo("text");
    }

    @Test
    void a_paused_process_takes_no_further_step_until_it_goes_on() throws IOException {
        var disk = disk(1);
        var process = disk.process();
        var conf = new AtomicFile(process, "nodes.conf");
        var done = process.perform(conf.replacement(bytes("new"))).toCompletableFuture();
        process.pause();
        while (agenda.next()) assertThat(done).isNotDone();
        assertThat(disk.exists("nodes.conf")).isFalse();
        process.resume();
        while (agenda.next()) assertThat(disk.exists("nodes.conf.tmp")).isFalse();
        assertThat(done).isCompleted();
        assertThat(text(disk, "nodes.conf")).isEqualTo("new");
    }

    @Test
    void a_full_disk_takes_what_it_has_room_for_and_says_so() throws IOException {
        var disk = disk(1);
        var aof = disk.append("a.aof");
        disk.limit(10);
        aof.append(bytes("12345678"));
        assertThatThrownBy(() -> aof.append(bytes("abcdef"))).hasMessage("No space left on device");
        assertThat(text(disk, "a.aof")).isEqualTo("12345678ab");
        aof.truncate(8);
        disk.heal();
        aof.append(bytes("abcdef"));
        assertThat(text(disk, "a.aof")).isEqualTo("12345678abcdef");
    }

    @Test
    void what_does_not_fit_leaves_the_old_file_and_no_half_of_the_new_one() throws IOException {
        var disk = disk(1);
        var conf = new AtomicFile(disk.process(), "nodes.conf");
        conf.replace(bytes("old"));
        disk.limit(5);
        assertThatThrownBy(() -> conf.replace(bytes("new"))).hasMessage("No space left on device");
        assertThat(text(disk, "nodes.conf")).isEqualTo("old");
        assertThat(disk.list(".")).containsExactly("nodes.conf");
    }

    @Test
    void a_sync_that_fails_leaves_the_old_file() throws IOException {
        var disk = disk(1);
        var process = disk.process();
        var conf = new AtomicFile(process, "nodes.conf");
        conf.replace(bytes("old"));
        disk.failSyncing();
        var done = process.perform(conf.replacement(bytes("new"))).toCompletableFuture();
        assertThat(agenda.next()).isTrue();
        assertThat(done).isCompletedExceptionally();
        assertThat(disk.list(".")).containsExactly("nodes.conf");
        assertThat(text(disk, "nodes.conf")).isEqualTo("old");
    }

    @Test
    void a_slow_disk_takes_its_time_in_the_background() throws IOException {
        var disk = disk(1).withSpeed(DiskSpeed.atLeast(1_000_000, 0, 10));
        disk.slowDown(DiskSpeed.atLeast(1_000_000, 0, 10).slower(100));
        var process = disk.process();
        var steps = new AtomicFile(process, "nodes.conf").replacement(new byte[1000]);
        var done = process.perform(steps).toCompletableFuture();
        while (agenda.next()) assertThat(agenda.nanos()).isLessThanOrEqualTo(201_000_000);
        assertThat(done).isCompleted();
        assertThat(agenda.nanos()).as("two syncs of 100 ms, 1 µs a byte").isEqualTo(201_000_000);
    }

    @Test
    void a_file_that_was_lost_does_not_come_back() throws IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            var disk = disk(seed);
            new AtomicFile(disk, "nodes.conf").replace(bytes("old"));
            synced(disk, "temp", "new");
            disk.rename("temp", "nodes.conf");
            disk.lose("nodes.conf");
            assertThat(disk.exists("nodes.conf")).isFalse();
            disk.powerCut();
            assertThat(disk.exists("nodes.conf")).isFalse();
        }
    }

    @Test
    void a_new_disk_is_empty_for_good() throws IOException {
        var disk = disk(1).withFolder("/data");
        disk.create("/data/nodes.conf");
        disk.replace();
        assertThat(disk.list("/data")).isEmpty();
        disk.powerCut();
        assertThat(disk.list("/data")).isEmpty();
    }

    @Test
    void a_file_that_cannot_be_read_can_be_read_once_the_disk_is_well() throws IOException {
        var disk = disk(1);
        synced(disk, "nodes.conf", "text");
        disk.failReading("nodes.conf");
        assertThatThrownBy(() -> disk.read("nodes.conf")).hasMessage("Input/output error");
        disk.heal();
        assertThat(text(disk, "nodes.conf")).isEqualTo("text");
    }

    @Test
    void the_same_seed_loses_the_same() throws IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            assertThat(remains(seed)).isEqualTo(remains(seed));
        }
    }

    private List<String> remains(int seed) throws IOException {
        var disk = disk(seed).withSurvival(Survival.WORST);
        var chance = new SplittableRandom(seed);
        for (int i = 0; i < 30; i++) {
            try (var file = disk.append("file" + chance.nextInt(5))) {
                file.append(bytes("entry " + i + "|"));
                if (chance.nextInt(3) == 0) file.sync();
                if (chance.nextInt(5) == 0) disk.syncFolder(".");
            }
        }
        disk.powerCut();
        var remains = new ArrayList<String>();
        for (var name : disk.list(".")) remains.add(name + ": " + text(disk, name));
        return remains;
    }

    private SimulatedDisk disk(int seed) {
        return new SimulatedDisk(agenda, new SplittableRandom(seed));
    }

    /// A file that no power cut takes away, for writing more.
    private static OpenFile synced(Disk disk, String path, String text) throws IOException {
        var file = disk.create(path);
        file.append(bytes(text));
        file.sync();
        disk.syncFolder(".");
        return file;
    }

    private static String text(Disk disk, String path) throws IOException {
        return new String(disk.read(path), UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
