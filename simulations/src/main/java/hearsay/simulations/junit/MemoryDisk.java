package hearsay.simulations.junit;

import hearsay.node.disk.Disk;
import hearsay.node.disk.OpenFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A disk with one folder that is as fast as memory, because it is: a test leaves no files, and no
/// vote waits for an fsync. Whoever uses it may do so from any thread.
final class MemoryDisk implements Disk {

    private static final String MISSING = "No such file or directory";

    private final String folder;
    private final Map<String, Content> files = new TreeMap<>();

    /// @param folder without `/` at the end
    MemoryDisk(String folder) {
        this.folder = folder;
    }

    @Override
    public synchronized boolean exists(String path) {
        return path.equals(folder) || files.containsKey(path);
    }

    @Override
    public synchronized byte[] read(String path) throws IOException {
        return existing(path).bytes();
    }

    @Override
    public synchronized List<String> list(String path) throws IOException {
        requireFolder(path);
        return files.keySet().stream().map(name -> name.substring(folder.length() + 1)).toList();
    }

    @Override
    public synchronized OpenFile create(String path) throws IOException {
        requireFolder(Disk.folderOf(path));
        var file = new Content();
        files.put(path, file);
        return file;
    }

    @Override
    public synchronized OpenFile append(String path) throws IOException {
        requireFolder(Disk.folderOf(path));
        return files.computeIfAbsent(path, missing -> new Content());
    }

    @Override
    public synchronized void rename(String from, String to) throws IOException {
        var file = existing(from);
        requireFolder(Disk.folderOf(to));
        files.remove(from);
        files.put(to, file);
    }

    @Override
    public synchronized void delete(String path) throws IOException {
        existing(path);
        files.remove(path);
    }

    @Override
    public void syncFolder(String path) throws IOException {
        requireFolder(path);
    }

    private Content existing(String path) throws IOException {
        var file = files.get(path);
        if (file == null) throw new IOException(MISSING);
        return file;
    }

    private void requireFolder(String path) throws IOException {
        if (!path.equals(folder)) throw new IOException(MISSING);
    }

    private static final class Content implements OpenFile {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        synchronized byte[] bytes() {
            return bytes.toByteArray();
        }

        @Override
        public synchronized void append(byte[] source, int offset, int length) {
            bytes.write(source, offset, length);
        }

        @Override
        public synchronized long size() {
            return bytes.size();
        }

        @Override
        public synchronized void truncate(long size) {
            var kept = bytes.toByteArray();
            bytes.reset();
            bytes.write(kept, 0, (int) Math.min(size, kept.length));
        }

        @Override
        public void sync() {}

        @Override
        public void close() {}
    }
}
