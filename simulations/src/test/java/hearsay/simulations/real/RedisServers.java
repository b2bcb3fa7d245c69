package hearsay.simulations.real;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `redis-server` processes, each in a folder of its own, made a cluster by redis-cli. Where they
/// are not installed the test is skipped, saying so.
final class RedisServers implements AutoCloseable {

    private final List<Integer> ports = new ArrayList<>();
    private final List<Process> processes = new ArrayList<>();
    private final List<Path> folders = new ArrayList<>();

    private RedisServers() {}

    /// Masters that share the slots.
    static RedisServers clustered(int masters) throws Exception {
        Tools.run("redis-server", "--version").succeeded();
        var servers = new RedisServers();
        try {
            for (int i = 0; i < masters; i++) servers.start();
            servers.join();
        } catch (Exception | AssertionError failed) {
            servers.close();
            throw failed;
        }
        return servers;
    }

    private void start() throws IOException {
        int port = Ports.free();
        var folder = RealNode.newFolder();
        ports.add(port);
        folders.add(folder);
        var words =
                "redis-server --bind 127.0.0.1 --cluster-enabled yes --appendonly no --port "
                        + port
                        + " --cluster-port "
                        + (port + 20_000)
                        + " --dir "
                        + folder;
        var command = new ArrayList<>(List.of(words.split(" ")));
        command.addAll(List.of("--save", ""));
        processes.add(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("log").toFile())
                        .start());
    }

    /// By redis-cli's words, but with a bus port that is not the usual one.
    private void join() throws Exception {
        for (int i = 0; i < ports.size(); i++) {
            int port = ports.get(i);
            Eventually.holds(() -> Talk.to("127.0.0.1", port).close());
            try (var talk = Talk.to("127.0.0.1", port)) {
                talk.text(
                        "CLUSTER ADDSLOTSRANGE %d %d"
                                .formatted(
                                        16384 * i / ports.size(),
                                        16384 * (i + 1) / ports.size() - 1));
                talk.text("CLUSTER SET-CONFIG-EPOCH " + (i + 1));
                for (int other : ports.subList(0, i))
                    talk.text("CLUSTER MEET 127.0.0.1 %d %d".formatted(other, other + 20_000));
            }
        }
        Eventually.holds(() -> {
            for (int port : ports)
                try (var talk = Talk.to("127.0.0.1", port)) {
                    var info = talk.fields("CLUSTER INFO");
                    if (!"ok".equals(info.get("cluster_state"))
                            || !"16384".equals(info.get("cluster_slots_assigned"))
                            || !("" + ports.size()).equals(info.get("cluster_known_nodes")))
                        throw new AssertionError("not yet: " + info);
                }
        });
    }

    List<Integer> ports() {
        return ports;
    }

    @Override
    public void close() {
        for (var process : processes) process.destroyForcibly();
        for (var process : processes) process.onExit().join();
        for (var folder : folders) RealNode.delete(folder);
    }
}
