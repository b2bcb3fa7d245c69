package hearsay.node.config;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import hearsay.node.keyspace.Glob;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The files of the operating system.
///
/// @param start the working directory
/// @param input standard input
public record DiskConfigFiles(Path start, InputStream input) implements ConfigFiles {

    @Override
    public String home() {
        return bytes(start.toAbsolutePath().toString());
    }

    @Override
    public String read(String path) throws IOException {
        try {
            Path file = resolve(path);
            if (Files.isDirectory(file)) throw new IOException("Is a directory");
            return Files.readString(file, ISO_8859_1);
        } catch (NoSuchFileException | AccessDeniedException failed) {
            throw inWords(failed);
        }
    }

    @Override
    public List<String> matching(String pattern) {
        List<String> found = List.of(pattern.startsWith("/") ? "/" : "");
        for (String part : Words.cut(pattern, '/')) {
            if (!part.isEmpty())
                found = found.stream().flatMap(at -> children(at, part).stream()).toList();
        }
        return found.stream().sorted().toList();
    }

    @Override
    public String standardInput() throws IOException {
        return new String(input.readAllBytes(), ISO_8859_1);
    }

    @Override
    public String directory(String path) throws IOException {
        try {
            Path directory = resolve(path).toRealPath();
            if (!Files.isDirectory(directory)) throw new IOException("Not a directory");
            if (!Files.isExecutable(directory)) throw new IOException("Permission denied");
            return bytes(directory.toString());
        } catch (NoSuchFileException | AccessDeniedException failed) {
            throw inWords(failed);
        }
    }

    private List<String> children(String parent, String part) {
        String prefix = parent.isEmpty() || parent.endsWith("/") ? parent : parent + "/";
        List<String> found = new ArrayList<>();
        if (!isPattern(part)) {
            if (Files.exists(resolve(prefix + part))) found.add(prefix + part);
            return found;
        }
        try (DirectoryStream<Path> children = Files.newDirectoryStream(resolve(prefix))) {
            for (Path child : children) {
                String name = bytes(String.valueOf(child.getFileName()));
                boolean hidden = name.startsWith(".") && !part.startsWith(".");
                if (!hidden && Glob.matches(part.getBytes(ISO_8859_1), name.getBytes(ISO_8859_1))) {
                    found.add(prefix + name);
                }
            }
        } catch (IOException unreadable) {
            return List.of();
        }
        return found;
    }

    private Path resolve(String path) {
        return start.toAbsolutePath().resolve(new String(path.getBytes(ISO_8859_1), UTF_8));
    }

    private static boolean isPattern(String part) {
        return part.contains("*") || part.contains("?") || part.contains("[");
    }

    private static String bytes(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }

    private static IOException inWords(IOException failed) {
        return new IOException(
                failed instanceof AccessDeniedException
                        ? "Permission denied"
                        : "No such file or directory");
    }
}
