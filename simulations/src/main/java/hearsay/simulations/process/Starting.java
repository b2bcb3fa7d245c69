package hearsay.simulations.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Nodes on their way up: remembered in the state file as they start, and ended again unless it
/// succeeds.
final class Starting {

    private final Path folder;
    private final boolean cluster;
    private final List<String> jvmOptions;
    private final List<Member> started = new ArrayList<>();
    private boolean done;

    Starting(Path folder, boolean cluster, List<String> jvmOptions) {
        this.folder = folder;
        this.cluster = cluster;
        this.jvmOptions = jvmOptions;
    }

    NodeFolder folderOf(int port) {
        return new NodeFolder(folder.resolve(Integer.toString(port)));
    }

    /// @param recording further options of this JVM alone, which a restart does not repeat
    synchronized Member start(String host, int port, NodeKind kind, List<String> recording) {
        if (done) throw new Refusal("Interrupted.");
        List<String> options = new ArrayList<>(jvmOptions);
        options.addAll(recording);
        Member member = start(folderOf(port), host, port, kind, options);
        started.add(member);
        new StateFile(cluster, jvmOptions, List.copyOf(started)).write(folder);
        return member;
    }

    synchronized void succeed() {
        done = true;
    }

    /// Ends what was started and forgets it, unless it has succeeded.
    synchronized void killAll() {
        if (done) return;
        done = true;
        for (Member member : started) member.process().ifPresent(Signal.KILL::to);
        try {
            StateFile.delete(folder);
        } catch (IOException e) {
            // The next `up` says that nothing runs any more.
        }
    }

    static Member start(
            NodeFolder folder, String host, int port, NodeKind kind, List<String> options) {
        try {
            ProcessHandle process =
                    folder.start(kind.command(folder.configuration(), withEnvironment(options)));
            return Member.of(host, port, kind, process);
        } catch (IOException e) {
            throw new Refusal("Cannot start the node on port " + port + ": " + e.getMessage());
        }
    }

    private static List<String> withEnvironment(List<String> options) {
        List<String> all = new ArrayList<>();
        String environment = System.getenv("HEARSAY_JAVA_OPTS");
        if (environment != null && !environment.isBlank())
            all.addAll(List.of(environment.strip().split("\\s+", -1)));
        all.addAll(options);
        return all;
    }
}
