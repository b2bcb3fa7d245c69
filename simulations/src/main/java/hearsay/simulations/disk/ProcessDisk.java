package hearsay.simulations.disk;

import hearsay.node.disk.BackgroundIo;
import hearsay.node.disk.Disk;
import hearsay.node.disk.OpenFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// A [SimulatedDisk] in the hands of one process, from its start to its end. What the process does
/// in the background takes time; what it waits for itself takes none.
public final class ProcessDisk implements Disk, BackgroundIo {

    private final SimulatedDisk disk;
    private final List<Runnable> continuations = new ArrayList<>(1);
    private boolean paused;
    private boolean killed;

    ProcessDisk(SimulatedDisk disk) {
        this.disk = disk;
    }

    /// The process ends here and now: it takes no further step, and learns of no result. What it
    /// wrote is in the operating system, which also ends a sync that is under way.
    public void kill() {
        killed = true;
        continuations.clear();
    }

    public boolean isKilled() {
        return killed;
    }

    /// The process is stopped: the call that is under way comes to its end, no other follows.
    public void pause() {
        paused = true;
    }

    public void resume() {
        paused = false;
        var due = List.copyOf(continuations);
        continuations.clear();
        for (var continuation : due) continuation.run();
    }

    @Override
    public CompletionStage<Void> perform(List<Step> steps) {
        var done = new CompletableFuture<Void>();
        take(steps.iterator(), done);
        return done;
    }

    private void take(Iterator<Step> steps, CompletableFuture<Void> done) {
        if (killed) return;
        if (paused) {
            continuations.add(() -> take(steps, done));
            return;
        }
        if (!steps.hasNext()) {
            done.complete(null);
            return;
        }
        try {
            disk.takeTime(steps.next(), () -> take(steps, done));
        } catch (IOException | RuntimeException failed) {
            done.completeExceptionally(failed);
        }
    }

    @Override
    public boolean exists(String path) {
        return !killed && disk.exists(path);
    }

    @Override
    public byte[] read(String path) throws IOException {
        return alive().read(path);
    }

    @Override
    public List<String> list(String folder) throws IOException {
        return alive().list(folder);
    }

    @Override
    public OpenFile create(String path) throws IOException {
        return new Open(alive().create(path));
    }

    @Override
    public OpenFile append(String path) throws IOException {
        return new Open(alive().append(path));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        alive().rename(from, to);
    }

    @Override
    public void delete(String path) throws IOException {
        alive().delete(path);
    }

    @Override
    public void syncFolder(String folder) throws IOException {
        alive().syncFolder(folder);
    }

    private SimulatedDisk alive() throws IOException {
        if (killed) throw new IOException("the process was killed");
        return disk;
    }

    private final class Open implements OpenFile {

        private final OpenFile file;

        Open(OpenFile file) {
            this.file = file;
        }

        @Override
        public void append(byte[] bytes, int offset, int length) throws IOException {
            alive();
            file.append(bytes, offset, length);
        }

        @Override
        public long size() throws IOException {
            alive();
            return file.size();
        }

        @Override
        public void truncate(long size) throws IOException {
            alive();
            file.truncate(size);
        }

        @Override
        public void sync() throws IOException {
            alive();
            file.sync();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
