package hearsay.simulations.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Who listens on a port, as far as the system tells.
final class PortHolder {

    private static final Path PROC = Path.of("/proc");
    private static final String LISTENING = "0A";

    private PortHolder() {}

    /// Whether a server could listen there now. What is left of closed connections does not count.
    static boolean isFree(String host, int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /// For instance `redis-server (pid 4711)`.
    static String describe(int port) {
        return process(port)
                .flatMap(ProcessHandle::of)
                .map(p -> "%s (pid %d)".formatted(nameOf(p), p.pid()))
                .orElse("another process");
    }

    /// The program's name; a JVM by what runs in it.
    private static String nameOf(ProcessHandle process) {
        String program;
        try {
            program = Files.readString(PROC.resolve(process.pid() + "/comm")).strip();
        } catch (IOException e) {
            return "a process";
        }
        if (!program.equals("java")) return program;
        List<String> arguments = process.info().arguments().map(List::of).orElse(List.of());
        return arguments.contains("hearsay.node.Main") ? "a hearsay node" : "java";
    }

    /// Linux: the socket's inode in /proc/net/tcp, and whose open file it is.
    private static Optional<Long> process(int port) {
        for (String table : List.of("net/tcp", "net/tcp6")) {
            try {
                String end = String.format(Locale.ROOT, ":%04X", port);
                for (String line : Files.readAllLines(PROC.resolve(table))) {
                    String[] words = line.strip().split("\\s+", -1);
                    if (words.length > 9 && words[1].endsWith(end) && words[3].equals(LISTENING)) {
                        Optional<Long> pid = whoHas("socket:[" + words[9] + "]");
                        if (pid.isPresent()) return pid;
                    }
                }
            } catch (IOException e) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static Optional<Long> whoHas(String socket) {
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> hasOpen(pid, socket))
                .findFirst();
    }

    private static boolean hasOpen(long pid, String socket) {
        Path open = PROC.resolve(pid + "/fd");
        try (DirectoryStream<Path> files = Files.newDirectoryStream(open)) {
            for (Path file : files) {
                if (Files.readSymbolicLink(file).toString().equals(socket)) return true;
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            // Another user's process, or one that has just ended.
        }
        return false;
    }
}
