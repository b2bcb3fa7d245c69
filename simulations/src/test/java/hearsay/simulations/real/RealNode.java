package hearsay.simulations.real;

import hearsay.node.config.CommandLine;
import hearsay.node.config.DiskConfigFiles;
import hearsay.node.config.LoadedConfig;
import hearsay.node.config.RedisConf;
import hearsay.node.host.Host;
import hearsay.node.host.StartFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A node of this JVM with a folder of its own, that can be stopped and started again.
final class RealNode implements AutoCloseable {

    /// A node of a cluster that heals quickly, and whose replicas need not wait for each other.
    static final List<String> CLUSTERED =
            List.of(
                    "--cluster-enabled yes",
                    "--cluster-node-timeout 5000",
                    "--repl-diskless-sync-delay 0");

    private final String host;
    private final int port;
    private final Path folder;
    private final List<String> directives;
    private Host running;

    private RealNode(String host, int port, Path folder, List<String> directives)
            throws StartFailure {
        this.host = host;
        this.port = port;
        this.folder = folder;
        this.directives = directives;
        this.running = Host.start(List.of(config(host, port, folder, directives)));
    }

    /// Starts one on 127.0.0.1.
    ///
    /// @param directives as on the command line: `--cluster-enabled yes`, each a line
    static RealNode start(String... directives) throws StartFailure {
        return startAt("127.0.0.1", Ports.free(), directives);
    }

    static RealNode startAt(String host, int port, String... directives) throws StartFailure {
        return new RealNode(host, port, newFolder(), List.of(directives));
    }

    /// One of a cluster, on 127.0.0.1.
    static RealNode clustered() throws StartFailure {
        return clusteredAt("127.0.0.1", Ports.free());
    }

    static RealNode clusteredAt(String host, int port) throws StartFailure {
        return startAt(host, port, CLUSTERED.toArray(String[]::new));
    }

    static LoadedConfig config(String host, int port, Path folder, List<String> directives) {
        var words = new ArrayList<String>();
        words.addAll(List.of("--port", Integer.toString(port), "--bind", host));
        words.addAll(List.of("--dir", folder.toString(), "--loglevel", "warning"));
        for (var directive : directives) words.addAll(List.of(directive.split(" ")));
        return RedisConf.read(
                CommandLine.parse(words),
                new DiskConfigFiles(Path.of(""), System.in),
                name -> true);
    }

    static Path newFolder() {
        try {
            return Files.createTempDirectory("hearsay-node");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    String host() {
        return host;
    }

    int port() {
        return port;
    }

    Path folder() {
        return folder;
    }

    Host running() {
        return running;
    }

    Talk talk() throws Exception {
        return Talk.to(host, port);
    }

    /// One command by a connection of its own.
    String text(String command) throws Exception {
        try (var talk = talk()) {
            return talk.text(command);
        }
    }

    /// One field of `INFO` or `CLUSTER INFO`.
    String field(String command, String name) throws Exception {
        try (var talk = talk()) {
            return String.valueOf(talk.fields(command).get(name));
        }
    }

    void stop() {
        running.stop();
    }

    /// Again, in the same folder at the same port.
    void restart() throws StartFailure {
        running = Host.start(List.of(config(host, port, folder, directives)));
    }

    @Override
    public void close() {
        running.stop();
        delete(folder);
    }

    static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
