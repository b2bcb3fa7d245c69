package hearsay.simulations.process;

import hearsay.gossip.member.NodesConf;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The folder of one node: redis.conf, nodes.conf, pid, and node.log, to which its output goes.
///
/// @param path absolute
record NodeFolder(Path path) {

    private static final String LOG = "node.log";
    private static final String CONFIGURATION = "redis.conf";
    private static final String SENTINEL_CONFIGURATION = "sentinel.conf";
    private static final int LINES_OF_LOG = 12;
    private static final int BYTES_OF_LOG = 8192;

    Path configuration() {
        return path.resolve(CONFIGURATION);
    }

    /// The file that a process of that kind starts with.
    Path configuration(NodeKind kind) {
        return kind.isSentinel() ? path.resolve(SENTINEL_CONFIGURATION) : configuration();
    }

    Path log() {
        return path.resolve(LOG);
    }

    /// Makes the folder and writes redis.conf.
    ///
    /// @param directives name and values of each, in order; where one stands twice, the last counts
    void create(List<List<String>> directives) throws IOException {
        create(configuration(), directives);
    }

    /// Makes the folder of a Sentinel and writes sentinel.conf.
    void createSentinel(List<List<String>> directives) throws IOException {
        create(path.resolve(SENTINEL_CONFIGURATION), directives);
    }

    private void create(Path file, List<List<String>> directives) throws IOException {
        Files.createDirectories(path);
        List<String> lines = new ArrayList<>();
        lines.add(
                "# Written by hearsay up. To change it: edit, then hearsay restart "
                        + path.getFileName());
        for (List<String> directive : directives)
            lines.add(String.join(" ", directive.stream().map(NodeFolder::quote).toList()));
        Files.write(file, lines);
    }

    /// Makes the folder of another node like this one: the same redis.conf, but for what is its
    /// own.
    void createLike(NodeFolder model, int port) throws IOException {
        Files.createDirectories(path);
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(model.configuration())) {
            String name = line.split(" ", 2)[0];
            switch (name) {
                case "port" -> lines.add("port " + port);
                case "dir" -> lines.add("dir " + quote(path.toString()));
                case "pidfile" -> lines.add("pidfile " + quote(path.resolve("pid").toString()));
                case "logfile", "cluster-port" -> {}
                default -> lines.add(line);
            }
        }
        Files.write(configuration(), lines);
    }

    /// Writes what the node is to know of its cluster when it starts.
    void writeNodesConf(NodesConf conf) throws IOException {
        Files.writeString(path.resolve("nodes.conf"), conf.text());
    }

    /// The password that redis.conf asks of clients; empty if it asks for none.
    String password() {
        try (Stream<String> lines = Files.lines(configuration())) {
            return lines.filter(line -> line.startsWith("requirepass "))
                    .map(line -> line.substring("requirepass ".length()).replace("\"", ""))
                    .reduce("", (earlier, later) -> later);
        } catch (IOException | UncheckedIOException e) {
            return "";
        }
    }

    /// What the node itself wrote down last about the cluster.
    List<NodeLine> nodesConf() {
        try {
            return NodeLine.parse(Files.readString(path.resolve("nodes.conf")));
        } catch (IOException | IllegalArgumentException e) {
            return List.of();
        }
    }

    /// The last lines of what was logged from that byte on.
    String endOfLog(long from) {
        try (var file = new RandomAccessFile(log().toFile(), "r")) {
            file.seek(Math.max(from, file.length() - BYTES_OF_LOG));
            byte[] bytes = new byte[(int) (file.length() - file.getFilePointer())];
            file.readFully(bytes);
            List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
            return String.join(
                    "\n", lines.subList(Math.max(0, lines.size() - LINES_OF_LOG), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    long sizeOfLog() {
        try {
            return Files.size(log());
        } catch (IOException e) {
            return 0;
        }
    }

    /// Deletes everything, or everything but the log.
    void clear(boolean logToo) throws IOException {
        if (!Files.isDirectory(path)) return;
        List<Path> inside;
        try (Stream<Path> walk = Files.walk(path)) {
            inside = walk.sorted(Comparator.reverseOrder()).toList();
        }
        boolean keepLog = !logToo && sizeOfLog() > 0;
        for (Path file : inside) {
            if (keepLog && (file.equals(log()) || file.equals(path))) continue;
            Files.deleteIfExists(file);
        }
    }

    /// Starts the node, on its own: it outlives this JVM, and the terminal's Ctrl-C and hanging up
    /// do not reach it. Its output is appended to the log.
    ProcessHandle start(List<String> command) throws IOException {
        List<String> detached = new ArrayList<>(DETACH);
        detached.addAll(command);
        var process = new ProcessBuilder(detached);
        // glibc keeps memory for many threads apart, which costs tens of megabytes and gains
        // nothing.
        process.environment().putIfAbsent("MALLOC_ARENA_MAX", "2");
        return process.directory(path.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start()
                .toHandle();
    }

    /// A session of its own where there is setsid (Linux); else the signals of the terminal are
    /// ignored, which a program inherits. Both keep the pid.
    private static final List<String> DETACH =
            onPath("setsid")
                    .map(setsid -> List.of(setsid.toString()))
                    .orElse(List.of("/bin/sh", "-c", "trap '' HUP INT QUIT; exec \"$@\"", "node"));

    /// Where the system finds that program.
    static Optional<Path> onPath(String program) {
        return Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(":", -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static String quote(String word) {
        if (!word.isEmpty() && word.chars().allMatch(NodeFolder::isPlain)) return word;
        return '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static boolean isPlain(int c) {
        return c > ' ' && c < 127 && c != '"' && c != '\'' && c != '\\' && c != '#';
    }
}
