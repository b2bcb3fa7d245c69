package hearsay.simulations.process;

import hearsay.simulations.console.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
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

    /// Starts one process with a node on each of these ports.
    ///
    /// @param ports ascending
    /// @param recording further options of this JVM alone, which a restart does not repeat
    synchronized List<Member> start(
            String host, List<Integer> ports, NodeKind kind, List<String> recording) {
        if (done) throw new Refusal("Interrupted.");
        List<String> options = new ArrayList<>(jvmOptions);
        options.addAll(recording);
        List<Member> members = start(folder, host, ports, kind, options);
        started.addAll(members);
        started.sort(Comparator.comparingInt(Member::port));
        new StateFile(cluster, jvmOptions, List.copyOf(started)).write(folder);
        return members;
    }

    synchronized void succeed() {
        done = true;
    }

    /// Ends what was started and forgets it, unless it has succeeded.
    synchronized void killAll() {
        if (done) return;
        done = true;
        for (Member member : Member.onePerProcess(started))
            member.process().ifPresent(Signal.KILL::to);
        try {
            StateFile.delete(folder);
        } catch (IOException e) {
            // The next `up` says that nothing runs any more.
        }
    }

    /// Starts one process with all the nodes that were in one before.
    static List<Member> again(Path folder, List<Member> members, List<String> options) {
        Member first = members.getFirst();
        List<Integer> ports = members.stream().map(Member::port).toList();
        return start(folder, first.host(), ports, first.kind(), options);
    }

    private static List<Member> start(
            Path folder, String host, List<Integer> ports, NodeKind kind, List<String> options) {
        List<NodeFolder> folders =
                ports.stream()
                        .map(port -> new NodeFolder(folder.resolve(Integer.toString(port))))
                        .toList();
        List<Path> configurations = folders.stream().map(each -> each.configuration(kind)).toList();
        try {
            ProcessHandle process =
                    folders.getFirst()
                            .start(kind.command(configurations, withEnvironment(options)));
            Member first = Member.of(host, ports.getFirst(), kind, process);
            return ports.stream().map(first::beside).toList();
        } catch (IOException e) {
            throw new Refusal(
                    "Cannot start the node on port " + ports.getFirst() + ": " + e.getMessage());
        }
    }

    /// The environment's come last, and win.
    private static List<String> withEnvironment(List<String> options) {
        List<String> all = new ArrayList<>(options);
        String environment = System.getenv("HEARSAY_JAVA_OPTS");
        if (environment != null && !environment.isBlank())
            all.addAll(List.of(environment.strip().split("\\s+", -1)));
        return all;
    }
}
