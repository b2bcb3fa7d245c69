package hearsay.simulations.measure;

import hearsay.simulations.console.Refusal;
import hearsay.simulations.process.NodeKind;
import hearsay.simulations.process.RespConnection;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// One node in a process of its own, with nothing in it: what is measured.
final class Subject implements AutoCloseable {

    private static final int FIRST_PORT = 21_000;
    private static final int REPLY_MILLIS = 60_000;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    /// What /proc counts in.
    private static final double TICKS_PER_SECOND = 100;

    private final NodeKind kind;
    private final Process process;
    private final Path folder;
    private final int port;
    private final RespConnection questions;

    private Subject(NodeKind kind, Process process, Path folder, int port) throws IOException {
        this.kind = kind;
        this.process = process;
        this.folder = folder;
        this.port = port;
        this.questions = awaitAnswer();
    }

    /// @param jvmOptions for ours only
    static Subject start(NodeKind kind, List<String> jvmOptions) {
        try {
            int port = freePort();
            var folder = Files.createTempDirectory("hearsay-measure");
            var configuration = folder.resolve("redis.conf");
            Files.writeString(
                    configuration,
                    """
                    port %d
                    bind 127.0.0.1
                    save ""
                    dir %s
                    """
                            .formatted(port, folder));
            var process =
                    new ProcessBuilder(kind.command(List.of(configuration), jvmOptions))
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("log").toFile())
                            .start();
            return new Subject(kind, process, folder, port);
        } catch (IOException e) {
            throw new Refusal("Cannot start " + kind + ": " + e.getMessage());
        }
    }

    NodeKind kind() {
        return kind;
    }

    int port() {
        return port;
    }

    /// A number that INFO tells.
    long info(String field) {
        try {
            var value = questions.fields("INFO", "everything").get(field);
            if (value == null) throw new Refusal(kind + " does not tell " + field);
            return Long.parseLong(value);
        } catch (IOException e) {
            throw new Refusal(kind + " does not answer INFO: " + e.getMessage());
        }
    }

    String call(String... words) {
        try {
            return questions.call(words);
        } catch (IOException e) {
            throw new Refusal(kind + " to " + words[0] + ": " + e.getMessage());
        }
    }

    /// Seconds of processor time that all its threads have used.
    double cpuSeconds() {
        try {
            var stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            var fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
            return (Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12)))
                    / TICKS_PER_SECOND;
        } catch (IOException e) {
            throw new Refusal(kind + " does not run any more: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        questions.close();
        process.destroyForcibly();
        process.onExit().join();
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        } catch (IOException e) {
            // A folder for temporary files is cleared by others too.
        }
    }

    private RespConnection awaitAnswer() throws IOException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            try {
                var connection = RespConnection.to("127.0.0.1", port, REPLY_MILLIS);
                connection.call("PING");
                return connection;
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    throw new IOException(Files.readString(folder.resolve("log")), e);
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal("Interrupted.");
        }
    }

    /// Low enough that ours has room for its bus, 20000 above.
    private static int freePort() throws IOException {
        for (int port = FIRST_PORT; port < FIRST_PORT + 10_000; port++) {
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException e) {
                // Somebody else's: the next one.
            }
        }
        throw new Refusal("There is no free port from " + FIRST_PORT + " on.");
    }
}
