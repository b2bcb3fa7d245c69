package hearsay.simulations.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// A master, two replicas and three sentinels, each a process of its own: ours or Redis' own.
///
/// Nodes are numbered 0 to 2, and number 0 is the first master; so are sentinels.
final class MonitoredTrio implements AutoCloseable {

    enum Kind {
        OURS,
        REDIS
    }

    static final String NAME = "mymaster";
    static final int DOWN_AFTER_MILLIS = 2000;

    /// For JVMs on a machine that has other things to do.
    private static final Duration START = Duration.ofMinutes(1);

    private static final String HOST = "127.0.0.1";

    /// One process, which can be ended and started again.
    private static final class Member {
        final Kind kind;
        final int port;
        final Path folder;
        final Path conf;
        final boolean sentinel;
        Process process;

        Member(Kind kind, int port, Path folder, Path conf, boolean sentinel) throws IOException {
            this.kind = kind;
            this.port = port;
            this.folder = folder;
            this.conf = conf;
            this.sentinel = sentinel;
            this.process = start();
        }

        Process start() throws IOException {
            var command = new ArrayList<String>();
            if (kind == Kind.REDIS) {
                command.add(sentinel ? "redis-sentinel" : "redis-server");
            } else {
                command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
                command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m"));
                command.addAll(List.of("-cp", ClassPath.text()));
                command.add(sentinel ? "hearsay.sentinel.Main" : "hearsay.node.Main");
            }
            command.add(conf.toString());
            process =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                            .start();
            return process;
        }

        Path log() {
            return folder.resolve("output.log");
        }

        void kill() throws InterruptedException {
            process.destroyForcibly();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    private final List<Member> nodes = new ArrayList<>();
    private final List<Member> sentinels = new ArrayList<>();

    /// Starts all, and returns when every sentinel knows the replicas and the other sentinels.
    ///
    /// @param more lines for every node's redis.conf
    static MonitoredTrio of(List<Kind> nodes, List<Kind> sentinels, String... more)
            throws Exception {
        if (nodes.contains(Kind.REDIS)) Tools.run("redis-server", "--version");
        if (sentinels.contains(Kind.REDIS)) Tools.run("redis-sentinel", "--version");
        var trio = new MonitoredTrio();
        try {
            trio.startNodes(nodes, List.of(more));
            trio.startSentinels(sentinels);
            return trio;
        } catch (AssertionError | Exception failed) {
            var said = trio.logs();
            trio.close();
            throw new AssertionError(failed.getMessage() + "\n" + said, failed);
        }
    }

    private void startNodes(List<Kind> kinds, List<String> more) throws Exception {
        for (var kind : kinds) {
            int port = Ports.free();
            var lines = new ArrayList<>(List.of("port " + port, "bind " + HOST, "save \"\""));
            lines.addAll(List.of("repl-diskless-sync-delay 0", "repl-ping-replica-period 1"));
            lines.addAll(more);
            if (!nodes.isEmpty()) lines.add("replicaof " + HOST + " " + nodes.getFirst().port);
            nodes.add(member(kind, port, "redis.conf", lines, false));
        }
        for (int i = 1; i < nodes.size(); i++) {
            int replica = i;
            Eventually.holds(
                    () -> assertThat(field(replica, "master_link_status")).isEqualTo("up"));
        }
    }

    private void startSentinels(List<Kind> kinds) throws Exception {
        for (var kind : kinds) {
            int port = Ports.free();
            var monitor = NAME + " " + HOST + " " + nodes.getFirst().port + " 2";
            var lines =
                    List.of(
                            "port " + port,
                            "bind " + HOST,
                            "sentinel monitor " + monitor,
                            "sentinel down-after-milliseconds " + NAME + " " + DOWN_AFTER_MILLIS,
                            "sentinel failover-timeout " + NAME + " 20000");
            sentinels.add(member(kind, port, "sentinel.conf", lines, true));
        }
        for (int i = 0; i < sentinels.size(); i++) {
            int asked = i;
            Eventually.holdsWithin(
                    START,
                    () -> {
                        var master = sentinel(asked, "INFO sentinel");
                        assertThat(master).contains("status=ok,", "slaves=2,sentinels=3");
                    });
        }
    }

    private static Member member(
            Kind kind, int port, String file, List<String> lines, boolean sentinel)
            throws IOException {
        var folder = RealNode.newFolder();
        var conf = folder.resolve(file);
        Files.write(conf, lines);
        Files.writeString(conf, "dir " + folder + "\n", java.nio.file.StandardOpenOption.APPEND);
        return new Member(kind, port, folder, conf, sentinel);
    }

    int port(int node) {
        return nodes.get(node).port;
    }

    int sentinelPort(int sentinel) {
        return sentinels.get(sentinel).port;
    }

    /// `host:port` of every sentinel.
    List<String> sentinelAddresses() {
        return sentinels.stream().map(s -> HOST + ":" + s.port).toList();
    }

    /// kill -9.
    void kill(int node) throws InterruptedException {
        nodes.get(node).kill();
    }

    void restart(int node) throws IOException {
        nodes.get(node).start();
    }

    void killSentinel(int sentinel) throws InterruptedException {
        sentinels.get(sentinel).kill();
    }

    void restartSentinel(int sentinel) throws IOException {
        sentinels.get(sentinel).start();
    }

    Path conf(int node) {
        return nodes.get(node).conf;
    }

    Path sentinelConf(int sentinel) {
        return sentinels.get(sentinel).conf;
    }

    /// One command to a node, and its reply's text.
    String node(int node, String command) throws Exception {
        return text(nodes.get(node), command);
    }

    String sentinel(int sentinel, String command) throws Exception {
        return text(sentinels.get(sentinel), command);
    }

    /// One field of a node's `INFO replication`.
    String field(int node, String name) throws Exception {
        try (var talk = Talk.to(HOST, nodes.get(node).port)) {
            return String.valueOf(talk.fields("INFO replication").get(name));
        }
    }

    /// Where a sentinel says that the master is; the port.
    int masterPort(int sentinel) throws Exception {
        try (var talk = Talk.to(HOST, sentinels.get(sentinel).port)) {
            var address = talk.call("SENTINEL get-master-addr-by-name " + NAME);
            var words = address.pretty().replaceAll("[^0-9.\\n ]", " ").strip().split("\\s+");
            return Integer.parseInt(words[words.length - 1]);
        }
    }

    /// Waits until all sentinels name the same one of these nodes as master; answers which.
    int awaitMasterAmong(List<Integer> candidates) {
        return Eventually.answers(() -> {
            int port = masterPort(0);
            for (int i = 1; i < sentinels.size(); i++) {
                assertThat(masterPort(i)).isEqualTo(port);
            }
            for (int candidate : candidates) if (port(candidate) == port) return candidate;
            throw new AssertionError("the master is still on " + port);
        });
    }

    /// Waits until a node is a replica of the other, in sync.
    void awaitFollows(int replica, int master) {
        Eventually.holds(() -> {
            assertThat(field(replica, "master_port")).isEqualTo(Integer.toString(port(master)));
            assertThat(field(replica, "master_link_status")).isEqualTo("up");
        });
    }

    private static String text(Member member, String command) throws Exception {
        try (var talk = Talk.to(HOST, member.port)) {
            return talk.call(command).pretty();
        }
    }

    /// What all of them have said, for a test that fails.
    String logs() throws IOException {
        var all = new StringBuilder();
        for (var group : List.of(nodes, sentinels)) {
            for (var member : group) {
                all.append(String.format(Locale.ROOT, "--- %s on %d\n", member.conf, member.port));
                var said = Files.readString(member.log());
                all.append(said.substring(Math.max(0, said.length() - 4000)));
            }
        }
        return all.toString();
    }

    @Override
    public void close() {
        for (var group : List.of(sentinels, nodes)) {
            for (var member : group) member.process.destroyForcibly();
        }
        for (var group : List.of(sentinels, nodes)) {
            for (var member : group) {
                member.process.onExit().join();
                RealNode.delete(member.folder);
            }
        }
    }
}
