package hearsay.simulations.process;

import hearsay.simulations.console.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The Sentinels of `hearsay up --sentinels`: their files, their start, and the wait until each
/// knows the replicas and all the others.
///
/// @param port of the first of them; the others follow
/// @param masterPort whom they watch at first
/// @param password that the nodes ask for, or empty
record Sentinels(
        Path folder,
        String host,
        NodeKind kind,
        int port,
        int count,
        int masterPort,
        int replicas,
        long downAfterMillis,
        long failoverTimeoutMillis,
        String password) {

    /// What they call the master.
    static final String MASTER = "mymaster";

    /// As far above the nodes as Redis' own port of a Sentinel is above 7000.
    static final int ABOVE_NODES = 19_379;

    private static final int HIGHEST_PORT = 65_535;
    private static final int POLL_MILLIS = 50;

    Sentinels {
        if (count < 0) throw new Refusal("--sentinels cannot be negative.");
        if (count > 0 && (port < 1 || port + count - 1 > HIGHEST_PORT))
            throw new Refusal(
                    "The sentinels' ports would be beyond %d: choose a --sentinel-port."
                            .formatted(HIGHEST_PORT));
        if (downAfterMillis < 1 || failoverTimeoutMillis < 1)
            throw new Refusal("--down-after and --failover-timeout are at least 1.");
    }

    List<Integer> ports() {
        return IntStream.range(port, port + count).boxed().toList();
    }

    /// How many must agree that the master is down.
    int quorum() {
        return count / 2 + 1;
    }

    /// Writes their files.
    void create() throws IOException {
        for (int each : ports()) {
            var mine = folderOf(each);
            mine.clear(false);
            mine.createSentinel(directives(each, mine));
        }
    }

    /// Starts a process for each.
    List<Member> start(Starting starting) {
        List<Member> members = new ArrayList<>();
        for (int each : ports()) {
            members.addAll(starting.start(host, List.of(each), kind, List.of()));
        }
        return members;
    }

    /// Until each knows the replicas and all the others.
    ///
    /// @param deadlineNanos on the clock of [System#nanoTime]
    void awaitAcquaintance(List<Member> members, long deadlineNanos) throws InterruptedException {
        List<Member> left = new ArrayList<>(members);
        while (true) {
            left.removeIf(this::isAcquainted);
            if (left.isEmpty()) return;
            var last = folderOf(left.getLast().port());
            if (left.getLast().process().isEmpty() || System.nanoTime() - deadlineNanos > 0)
                throw new Refusal(
                        "The sentinel on port %d %s. Its log, %s, ends with:\n\n%s"
                                .formatted(
                                        left.getLast().port(),
                                        left.getLast().process().isEmpty()
                                                ? "has ended"
                                                : "does not know all others in time",
                                        last.log(),
                                        last.endOfLog(0)));
            Thread.sleep(POLL_MILLIS);
        }
    }

    private boolean isAcquainted(Member member) {
        Optional<SentinelView> watch =
                Sight.of(member, folder, false).answers().flatMap(Sight.Answers::watch);
        return watch.isPresent()
                && watch.get().status().equals("ok")
                && watch.get().replicas() == replicas
                && watch.get().sentinels() == count;
    }

    private NodeFolder folderOf(int each) {
        return new NodeFolder(folder.resolve(Integer.toString(each)));
    }

    private List<List<String>> directives(int each, NodeFolder mine) {
        List<List<String>> directives = new ArrayList<>();
        directives.add(List.of("port", Integer.toString(each)));
        directives.add(List.of("bind", host));
        directives.add(List.of("dir", mine.path().toString()));
        directives.add(List.of("pidfile", mine.path().resolve("pid").toString()));
        directives.add(
                sentinel(
                        "monitor", host, Integer.toString(masterPort), Integer.toString(quorum())));
        directives.add(sentinel("down-after-milliseconds", Long.toString(downAfterMillis)));
        directives.add(sentinel("failover-timeout", Long.toString(failoverTimeoutMillis)));
        if (!password.isEmpty()) directives.add(sentinel("auth-pass", password));
        return directives;
    }

    private static List<String> sentinel(String name, String... values) {
        List<String> words = new ArrayList<>(List.of("sentinel", name, MASTER));
        words.addAll(List.of(values));
        return words;
    }
}
