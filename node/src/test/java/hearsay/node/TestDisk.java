package hearsay.node;

import hearsay.node.config.ConfigFiles;
import hearsay.node.disk.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
    public void write(String path, byte[] content) throws IOException {
        if (path.startsWith("/readonly")) throw new IOException("Read-only file system");
        files.put(path, content.clone());
    }

    @Override
    public byte[] read(String path) throws IOException {
        return bytes(path);
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
