package hearsay.node.config;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Files that are only in a test's mind. Every directory exists except those below `/nowhere`.
public record MemoryFiles(Map<String, String> files, String standardInput) implements ConfigFiles {

    public static MemoryFiles none() {
        return new MemoryFiles(new TreeMap<>(), "");
    }

    static MemoryFiles with(String path, String text) {
        return none().and(path, text);
    }

    MemoryFiles and(String path, String text) {
        files.put(path, text);
        return this;
    }

    @Override
    public String home() {
        return "/home/redis";
    }

    @Override
    public String read(String path) throws IOException {
        String text = files.get(path);
        if (text == null) throw new IOException("No such file or directory");
        return text;
    }

    @Override
    public List<String> matching(String pattern) {
        String regex = pattern.replace(".", "\\.").replace("*", "[^/]*");
        return files.keySet().stream().filter(path -> path.matches(regex)).toList();
    }

    @Override
    public String directory(String path) throws IOException {
        if (path.startsWith("/nowhere")) throw new IOException("No such file or directory");
        return path;
    }
}
