package hearsay.client;

import hearsay.client.connection.Connection;
import hearsay.client.connection.ConnectionSettings;
import hearsay.client.connection.Endpoint;
import hearsay.client.connection.NettyLoop;
import hearsay.client.connection.Reply;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A cluster of `redis-server` processes from the machine's PATH, made by commands: some masters
/// that share the slots evenly. It listens on free ports of 127.0.0.1, and ends at [#close].
public final class RealCluster implements AutoCloseable {

    private static final int START_MILLIS = 20_000;
    private static final String LOOP = "real-cluster";

    private final List<Process> processes = new ArrayList<>();
    private final List<Path> directories = new ArrayList<>();
    private final List<Endpoint> nodes = new ArrayList<>();
    private final List<Connection> connections = new ArrayList<>();

    /// Whether there is a redis-server to be started.
    public static boolean isInstalled() {
        return program().isPresent();
    }

    public static RealCluster start(int masters) {
        var cluster = new RealCluster();
        try {
            for (int i = 0; i < masters; i++) cluster.start(program().orElseThrow());
            cluster.form();
        } catch (IOException | InterruptedException | RuntimeException failed) {
            cluster.close();
            throw new IllegalStateException("no cluster came about", failed);
        }
        return cluster;
    }

    private static Optional<Path> program() {
        var path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(path.split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, "redis-server"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    public List<Endpoint> nodes() {
        return List.copyOf(nodes);
    }

    /// The reply of one node, by its number from 0.
    public Reply ask(int node, String... words) {
        return connections.get(node).send(words).toCompletableFuture().join();
    }

    public String id(int node) {
        return ask(node, "CLUSTER", "MYID").text();
    }

    /// The number of the node that got a slot when the cluster was made.
    public int owner(int slot) {
        return slot * nodes.size() / 16384;
    }

    @Override
    public void close() {
        for (var connection : connections) connection.close();
        NettyLoop.close(LOOP);
        for (var process : processes) process.destroyForcibly();
        try {
            for (var process : processes) process.waitFor();
            for (var directory : directories) delete(directory);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void start(Path program) throws IOException, InterruptedException {
        var directory = Files.createTempDirectory("real-cluster");
        directories.add(directory);
        int port = freePort();
        var process =
                new ProcessBuilder(
                                program.toString(),
                                "--port",
                                Integer.toString(port),
                                "--cluster-port",
                                Integer.toString(freePort()),
                                "--bind",
                                "127.0.0.1",
                                "--save",
                                "",
                                "--appendonly",
                                "no",
                                "--dir",
                                directory.toString(),
                                "--cluster-enabled",
                                "yes",
                                "--cluster-node-timeout",
                                "5000")
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("log").toFile())
                        .start();
        processes.add(process);
        var endpoint = new Endpoint("127.0.0.1", port);
        nodes.add(endpoint);
        connections.add(connect(endpoint, process, directory));
    }

    private static Connection connect(Endpoint endpoint, Process process, Path directory)
            throws IOException, InterruptedException {
        for (int waited = 0; waited < START_MILLIS; waited += 20) {
            try {
                return Connection.open(endpoint, ConnectionSettings.DEFAULT, NettyLoop.ports(LOOP))
                        .toCompletableFuture()
                        .join();
            } catch (CompletionException notYet) {
                if (process.waitFor(20, TimeUnit.MILLISECONDS)) break;
            }
        }
        throw new IOException(Files.readString(directory.resolve("log")));
    }

    /// Slots first, then acquaintance, then patience until all agree.
    private void form() throws InterruptedException {
        int count = nodes.size();
        for (int i = 0; i < count; i++) {
            int first = firstSlot(i);
            int last = firstSlot(i + 1) - 1;
            ask(i, "CLUSTER", "ADDSLOTSRANGE", "" + first, "" + last);
            ask(i, "CLUSTER", "SET-CONFIG-EPOCH", "" + (i + 1));
        }
        for (int i = 1; i < count; i++) {
            var busPort = busPort(i);
            ask(0, "CLUSTER", "MEET", "127.0.0.1", "" + nodes.get(i).port(), busPort);
        }
        for (int waited = 0; waited < START_MILLIS; waited += 50) {
            if (allAgree()) return;
            processes.getFirst().waitFor(50, TimeUnit.MILLISECONDS);
        }
        throw new IllegalStateException(ask(0, "CLUSTER", "NODES").text());
    }

    private String busPort(int node) {
        var itself = ask(node, "CLUSTER", "NODES").text();
        var rest = itself.substring(itself.indexOf('@') + 1);
        return rest.replaceFirst("(?s)[^0-9].*", "");
    }

    private boolean allAgree() {
        for (int i = 0; i < nodes.size(); i++) {
            var info = ask(i, "CLUSTER", "INFO").text();
            if (!info.contains("cluster_state:ok")) return false;
            if (!info.contains("cluster_known_nodes:" + nodes.size())) return false;
        }
        return true;
    }

    /// The inverse of [#owner]: the smallest slot of a node.
    private int firstSlot(int node) {
        return (node * 16384 + nodes.size() - 1) / nodes.size();
    }

    private static int freePort() throws IOException {
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted((x, y) -> y.compareTo(x)).toList()) Files.delete(file);
        }
    }
}
