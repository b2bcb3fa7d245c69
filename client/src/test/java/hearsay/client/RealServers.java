package hearsay.client;

import hearsay.client.connection.Endpoint;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Programs of Redis from the machine's PATH, each in a folder of its own, on free ports of
/// 127.0.0.1, which end at [#close].
public final class RealServers implements AutoCloseable {

    private static final int START_MILLIS = 20_000;
    private static final int LOOK_EVERY_MILLIS = 20;

    private final Map<Endpoint, Process> processes = new LinkedHashMap<>();
    private final List<Path> folders = new ArrayList<>();

    public static boolean isInstalled(String program) {
        return path(program).isPresent();
    }

    /// Starts it on a free port and returns once it accepts connections.
    public Endpoint start(String program, String... arguments) {
        int port = freePort();
        var all = new ArrayList<>(List.of(arguments));
        all.add("--port " + port);
        var endpoint = startUnreachable(program, port, all.toArray(String[]::new));
        for (int waited = 0; !accepts(endpoint); waited += LOOK_EVERY_MILLIS)
            if (waited > START_MILLIS || !pause(endpoint))
                throw new IllegalStateException(output());
        return endpoint;
    }

    /// The same, for whom the arguments tell the port, without waiting.
    public Endpoint startUnreachable(String program, int port, String... arguments) {
        var endpoint = new Endpoint("127.0.0.1", port);
        try {
            var folder = Files.createTempDirectory("real-server");
            folders.add(folder);
            var command = new ArrayList<String>();
            command.add(path(program).orElseThrow().toString());
            for (var argument : arguments)
                command.addAll(
                        List.of(argument.isEmpty() ? new String[] {""} : argument.split(" ")));
            command.addAll(List.of("--bind", "127.0.0.1", "--dir", folder.toString()));
            if (!program.equals("redis-sentinel")) command.addAll(List.of("--save", ""));
            processes.put(
                    endpoint,
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("log").toFile())
                            .start());
            return endpoint;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Writes a file into a folder that is deleted at the end.
    public Path write(String name, String content) {
        try {
            var folder = Files.createTempDirectory("real-server");
            folders.add(folder);
            return Files.writeString(folder.resolve(name), content);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// `kill -9`, to the end.
    public void kill(Endpoint endpoint) {
        var process = processes.get(endpoint);
        if (process == null) throw new IllegalArgumentException("nobody at " + endpoint);
        process.destroyForcibly();
        process.onExit().join();
    }

    /// Waits until the last one that was started has printed this; false if it ended before.
    public boolean awaitOutput(String text) {
        var last = processes.keySet().stream().reduce((x, y) -> y).orElseThrow();
        for (int waited = 0; waited < START_MILLIS; waited += LOOK_EVERY_MILLIS) {
            if (output().contains(text)) return true;
            if (!pause(last)) return false;
        }
        return false;
    }

    /// What the last one has printed.
    public String output() {
        try {
            return Files.readString(folders.getLast().resolve("log"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        for (var process : processes.values()) process.destroyForcibly();
        for (var process : processes.values()) process.onExit().join();
        for (var folder : folders) delete(folder);
    }

    public static int freePort() {
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Optional<Path> path(String program) {
        var path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(path.split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static boolean accepts(Endpoint endpoint) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(endpoint.host(), endpoint.port()), 1_000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /// Waits a little; false if the process has ended.
    private boolean pause(Endpoint endpoint) {
        var process = processes.get(endpoint);
        try {
            return process != null && !process.waitFor(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted((x, y) -> y.compareTo(x)).toList()) Files.delete(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
