package hearsay.simulations.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A node of a cluster that was launched here, and the process that it runs in.
///
/// A pid alone may meanwhile be somebody else's: together with the time of its start it is one
/// process for ever.
///
/// @param startedMillis when the process started, since 1970; the system's figure wanders by the
///   corrections of its clock
record Member(String host, int port, NodeKind kind, long pid, long startedMillis) {

    private static final long CLOCK_CORRECTIONS_MILLIS = 3000;

    static Member of(String host, int port, NodeKind kind, ProcessHandle process) {
        long started = process.info().startInstant().map(at -> at.toEpochMilli()).orElse(0L);
        return new Member(host, port, kind, process.pid(), started);
    }

    /// Another node in the same process.
    Member beside(int otherPort) {
        return new Member(host, otherPort, kind, pid, startedMillis);
    }

    /// The process, if it is still the one that was started here.
    Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid).filter(this::isOurs).filter(ProcessHandle::isAlive);
    }

    /// Whether both live in the same process.
    boolean isWith(Member other) {
        return pid == other.pid && startedMillis == other.startedMillis;
    }

    /// Of the nodes in the same process, only the first.
    static List<Member> onePerProcess(List<Member> members) {
        List<Member> some = new ArrayList<>();
        for (Member member : members) if (some.stream().noneMatch(member::isWith)) some.add(member);
        return some;
    }

    /// Its folder inside the cluster's.
    Path folder(Path cluster) {
        return cluster.resolve(Integer.toString(port));
    }

    private boolean isOurs(ProcessHandle process) {
        return process.info()
                .startInstant()
                .map(at -> Math.abs(at.toEpochMilli() - startedMillis) < CLOCK_CORRECTIONS_MILLIS)
                .orElse(false);
    }
}
