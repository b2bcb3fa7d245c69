package hearsay.simulations.disk;

import hearsay.node.disk.BackgroundIo.Step;
import hearsay.node.disk.Disk;
import hearsay.node.disk.OpenFile;
import hearsay.simulations.runtime.Agenda;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The disk of one machine in a simulated world. What was written is in the operating system until
/// it is synced; [#powerCut] loses what was not, wholly or in part, as the seed decides.
///
/// A process has its disk from [#process], so that it can be killed. Called directly, by whoever
/// prepares a machine or looks at it, nothing takes time.
public final class SimulatedDisk implements Disk {

    private final Agenda agenda;
    private final RandomGenerator chance;
    private final Names names = new Names();
    private final Set<String> folders = new TreeSet<>(List.of(".", "/"));
    private final List<ProcessDisk> processes = new ArrayList<>(1);
    private final Set<String> unreadable = new TreeSet<>();
    private DiskSpeed normalSpeed = DiskSpeed.SSD;
    private DiskSpeed speed = normalSpeed;
    private Survival survival = Survival.ORDERED;
    private long limit = Long.MAX_VALUE;
    private boolean syncsFail;
    private @Nullable Call underWay;
    private int powerCuts;

    public SimulatedDisk(Agenda agenda, RandomGenerator chance) {
        this.agenda = agenda;
        this.chance = chance;
    }

    /// How fast the disk is when it is well: [DiskSpeed#SSD] unless told otherwise.
    public SimulatedDisk withSpeed(DiskSpeed normal) {
        normalSpeed = normal;
        speed = normal;
        return this;
    }

    /// What may be left of un-synced changes: [Survival#ORDERED] unless told otherwise.
    public SimulatedDisk withSurvival(Survival newSurvival) {
        survival = newSurvival;
        return this;
    }

    /// Makes a folder, and those around it, for good. `.` and `/` are there.
    public SimulatedDisk withFolder(String path) {
        for (var at = path; folders.add(at); ) at = Disk.folderOf(at);
        return this;
    }

    /// The disk as a new process has it.
    public ProcessDisk process() {
        var process = new ProcessDisk(this);
        processes.removeIf(ProcessDisk::isKilled);
        processes.add(process);
        return process;
    }

    /// All processes are gone, and with them what was not synced.
    public void powerCut() {
        powerCuts++;
        for (var process : processes) process.kill();
        processes.clear();
        names.powerCut(chance, survival.namesInOrder());
        for (var file : names.files()) file.powerCut(chance, survival.zeroBlocks());
    }

    /// Every sync and every byte from now on.
    public void slowDown(DiskSpeed slow) {
        speed = slow;
    }

    /// As fast as when it is well.
    public void speedUp() {
        speed = normalSpeed;
    }

    /// No more than so many bytes in all files together.
    public void limit(long bytes) {
        limit = bytes;
    }

    /// How many bytes are in all files together.
    public long used() {
        long used = 0;
        for (var file : names.files()) used += file.size();
        return used;
    }

    /// Somebody removed the file, and no power cut will bring it back.
    public void lose(String path) {
        names.lose(path);
    }

    /// Another disk, new and empty, is built in; the folders are made again.
    public void replace() {
        names.clear();
    }

    /// Reading the file fails from now on.
    public void failReading(String path) {
        unreadable.add(path);
    }

    /// Every sync from now on fails.
    public void failSyncing() {
        syncsFail = true;
    }

    /// As fast, as large and as reliable as it was. What was lost stays lost.
    public void heal() {
        speed = normalSpeed;
        limit = Long.MAX_VALUE;
        unreadable.clear();
        syncsFail = false;
    }

    @Override
    public boolean exists(String path) {
        return names.find(path) != null || folders.contains(path);
    }

    @Override
    public byte[] read(String path) throws IOException {
        if (folders.contains(path)) throw new IOException("Is a directory");
        var file = find(path);
        if (unreadable.contains(path)) throw new IOException("Input/output error");
        return file.read();
    }

    @Override
    public List<String> list(String folder) throws IOException {
        checkFolder(folder);
        return names.in(folder);
    }

    @Override
    public OpenFile create(String path) throws IOException {
        var file = append(path);
        file.truncate(0);
        return file;
    }

    @Override
    public OpenFile append(String path) throws IOException {
        checkFolder(Disk.folderOf(path));
        if (folders.contains(path)) throw new IOException("Is a directory");
        var file = names.find(path);
        if (file == null) {
            file = new Inode();
            names.change(null, path, file);
        }
        return new Open(file);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        var file = find(from);
        checkFolder(Disk.folderOf(to));
        if (folders.contains(to)) throw new IOException("Is a directory");
        if (!from.equals(to)) names.change(from, to, file);
    }

    @Override
    public void delete(String path) throws IOException {
        names.change(path, null, find(path));
    }

    @Override
    public void syncFolder(String folder) throws IOException {
        checkFolder(folder);
        var changes = names.unsynced(folder);
        sync(() -> names.sync(changes));
    }

    private Inode find(String path) throws IOException {
        var file = names.find(path);
        if (file == null) throw new IOException("No such file or directory");
        return file;
    }

    private void checkFolder(String folder) throws IOException {
        if (!folders.contains(folder)) throw new IOException("No such file or directory");
    }

    private final class Open implements OpenFile {

        private final Inode file;

        Open(Inode file) {
            this.file = file;
        }

        @Override
        public void append(byte[] bytes, int offset, int length) throws IOException {
            long room = limit == Long.MAX_VALUE ? length : Math.max(0, limit - used());
            int written = (int) Math.min(length, room);
            file.append(bytes, offset, written);
            if (underWay != null) underWay.nanos += (long) (written * speed.nanosPerByte());
            if (written < length) throw new IOException("No space left on device");
        }

        @Override
        public long size() {
            return file.size();
        }

        @Override
        public void truncate(long size) {
            file.truncate(Math.toIntExact(size));
        }

        @Override
        public void sync() throws IOException {
            var mark = file.beginSync();
            SimulatedDisk.this.sync(() -> file.endSync(mark));
        }

        @Override
        public void close() {}
    }

    /// What was synced is on the platter when the time of the sync has passed, and not before.
    private void sync(Runnable toPlatter) throws IOException {
        if (syncsFail) throw new IOException("Input/output error");
        if (underWay == null) {
            toPlatter.run();
            return;
        }
        underWay.nanos += speed.syncNanos().applyAsLong(chance);
        underWay.atItsEnd.add(toPlatter);
    }

    /// A call of the operating system that takes time: how much, and what is done when it is over.
    private static final class Call {
        private long nanos;
        private final List<Runnable> atItsEnd = new ArrayList<>(1);
    }

    /// Takes a step, and the time for it.
    ///
    /// @param then called when the time is over, unless the power was cut
    /// @throws IOException if it failed
    void takeTime(Step step, Runnable then) throws IOException {
        var call = new Call();
        underWay = call;
        try {
            step.take();
        } finally {
            underWay = null;
        }
        if (call.nanos == 0) {
            for (var deed : call.atItsEnd) deed.run();
            then.run();
            return;
        }
        int power = powerCuts;
        agenda.after(
                call.nanos,
                () -> {
                    if (power != powerCuts) return;
                    for (var deed : call.atItsEnd) deed.run();
                    then.run();
                });
    }
}
