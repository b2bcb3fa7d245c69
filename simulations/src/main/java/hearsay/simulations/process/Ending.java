package hearsay.simulations.process;

import hearsay.simulations.console.Refusal;
import hearsay.simulations.process.RespConnection.ReplyError;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Ends nodes: first they are asked, then told, then killed. Nodes that share a JVM are told at
/// once.
final class Ending {

    private static final int PATIENCE_SECONDS = 5;
    private static final int REPLY_MILLIS = 1000;

    private final Path folder;
    private final PrintWriter out;

    Ending(Path folder, PrintWriter out) {
        this.folder = folder;
        this.out = out;
    }

    /// Returns when none of them runs any more.
    void end(List<Member> members) throws InterruptedException {
        List<Member> left = members.stream().filter(m -> m.process().isPresent()).toList();
        List<Member> told = new ArrayList<>();
        for (Member member : left) {
            // A node that ends alone leaves its JVM to the others: a signal ends them all.
            boolean shared = left.stream().filter(member::isWith).count() > 1;
            if (shared || !ask(member)) told.add(member);
        }
        for (Member member : Member.onePerProcess(told)) member.process().ifPresent(Ending::tell);
        left = stillThere(Member.onePerProcess(left));
        for (Member member : left) {
            out.println(
                    "%d does not end as asked: SIGTERM to %d"
                            .formatted(member.port(), member.pid()));
            member.process().ifPresent(Signal.TERM::to);
        }
        left = stillThere(left);
        for (Member member : left) {
            out.println(
                    "%d does not end by SIGTERM: SIGKILL to %d"
                            .formatted(member.port(), member.pid()));
            member.process().ifPresent(Signal.KILL::to);
        }
        left = stillThere(left);
        if (!left.isEmpty())
            throw new Refusal(
                    "Still running: " + left.stream().map(m -> "pid " + m.pid()).toList());
    }

    static void kill(Member member) throws InterruptedException {
        Optional<ProcessHandle> process = member.process();
        process.ifPresent(Signal.KILL::to);
        if (!stillThere(List.of(member)).isEmpty())
            throw new Refusal("Process " + member.pid() + " is still there after SIGKILL.");
    }

    private static void tell(ProcessHandle process) {
        if (Signal.isStopped(process)) Signal.CONT.to(process);
        Signal.TERM.to(process);
    }

    /// Whether the node accepts that it shall end.
    private boolean ask(Member member) {
        Optional<ProcessHandle> process = member.process();
        if (process.isEmpty()) return true;
        if (Signal.isStopped(process.get())) Signal.CONT.to(process.get());
        try (RespConnection node =
                Sight.connect(member, new NodeFolder(member.folder(folder)), REPLY_MILLIS)) {
            // NOW: without waiting for replicas, which end as well.
            node.call("SHUTDOWN", "NOSAVE", "NOW");
            return true;
        } catch (EOFException e) {
            // The answer to SHUTDOWN is that the connection closes.
            return true;
        } catch (ReplyError e) {
            out.println("%d refuses SHUTDOWN: %s".formatted(member.port(), e.getMessage()));
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    private static List<Member> stillThere(List<Member> members) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        List<Member> left = new ArrayList<>();
        for (Member member : members) {
            Optional<ProcessHandle> process = member.process();
            if (process.isEmpty()) continue;
            CompletableFuture<ProcessHandle> end = process.get().onExit();
            try {
                end.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException | ExecutionException e) {
                left.add(member);
            }
        }
        return left;
    }
}
