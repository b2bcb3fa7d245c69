package hearsay.node;

import hearsay.node.config.ConfigFiles;
import hearsay.node.disk.Disk;
import hearsay.node.disk.OpenFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Files that are only in a test's mind. Nothing can be written below `/readonly`.
public final class TestDisk implements Disk {

    private final Map<String, byte[]> files = new TreeMap<>();

    public TestDisk with(String path, String text) {
        files.put(path, text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /// The file as text.
    public String text(String path) throws IOException {
        return new String(bytes(path), StandardCharsets.ISO_8859_1);
    }

    @Override
    public boolean exists(String path) {
        return files.containsKey(path);
    }

    @Override
    public byte[] read(String path) throws IOException {
        return bytes(path);
    }

    @Override
    public List<String> list(String folder) {
        return files.keySet().stream()
                .filter(path -> Disk.folderOf(path).equals(folder))
                .map(path -> path.substring(path.lastIndexOf('/') + 1))
                .toList();
    }

    @Override
    public OpenFile create(String path) throws IOException {
        if (path.startsWith("/readonly")) throw new IOException("Read-only file system");
        files.put(path, new byte[0]);
        return new Open(path);
    }

    @Override
    public OpenFile append(String path) throws IOException {
        return exists(path) ? new Open(path) : create(path);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        files.put(to, bytes(from));
        files.remove(from);
    }

    @Override
    public void delete(String path) throws IOException {
        bytes(path);
        files.remove(path);
    }

    @Override
    public void syncFolder(String folder) {}

    private final class Open implements OpenFile {

        private final String path;

        Open(String path) {
            this.path = path;
        }

        @Override
        public void append(byte[] bytes, int offset, int length) throws IOException {
            var old = TestDisk.this.bytes(path);
            var longer = Arrays.copyOf(old, old.length + length);
            System.arraycopy(bytes, offset, longer, old.length, length);
            files.put(path, longer);
        }

        @Override
        public long size() throws IOException {
            return bytes(path).length;
        }

        @Override
        public void truncate(long size) throws IOException {
            files.put(path, Arrays.copyOf(bytes(path), Math.toIntExact(size)));
        }

        @Override
        public void sync() {}

        @Override
        public void close() {}
    }

    /// The same files for those who read the configuration.
    public ConfigFiles configFiles() {
        return new Configuration();
    }

    private final class Configuration implements ConfigFiles {

        @Override
        public String home() {
            return "/home/redis";
        }

        @Override
        public String read(String path) throws IOException {
            return text(path);
        }

        @Override
        public List<String> matching(String pattern) {
            throw new UnsupportedOperationException("no patterns here: " + pattern);
        }

        @Override
        public String standardInput() {
            return "";
        }

        @Override
        public String directory(String path) {
            return path;
        }
    }

    private byte[] bytes(String path) throws IOException {
        var content = files.get(path);
        if (content == null) throw new IOException("No such file or directory");
        return content.clone();
    }
}
