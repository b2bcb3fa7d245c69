package hearsay.simulations.process;

import hearsay.simulations.topology.Plan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.FileLock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `hearsay restart`: the same node, in the same folder, in a new process.
@Command(
        name = "restart",
        mixinStandardHelpOptions = true,
        description =
                "Starts nodes again in their folders, under their old ids; those that still run are"
                        + " ended gracefully first. The nodes in the same JVM are started again with them.")
final class RestartCommand extends Aim {

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "When to give up waiting for PING (default: ${DEFAULT-VALUE}).")
    private int patienceSeconds;

    @Override
    void act(List<Target> targets, Where where, PrintWriter out)
            throws IOException, InterruptedException {
        try (FileLock lock = where.lock()) {
            assert lock.isValid();
            new Ending(where.folder(), out)
                    .end(targets.stream().flatMap(t -> t.members().stream()).toList());
            Map<Integer, Long> logSizes = new LinkedHashMap<>();
            List<Member> restarted = new ArrayList<>();
            for (Target target : targets) {
                for (Member old : target.members())
                    logSizes.put(
                            old.port(), new NodeFolder(old.folder(where.folder())).sizeOfLog());
                StateFile state = where.state();
                List<Member> members =
                        Starting.again(where.folder(), target.members(), state.jvmOptions());
                for (Member member : members) state = state.with(member);
                state.write(where.folder());
                restarted.addAll(members);
            }
            try (var formation =
                    new Formation(
                            where.folder(),
                            new Plan(1, 0, restarted.getFirst().port(), true),
                            restarted,
                            System::nanoTime,
                            TimeUnit.SECONDS.toNanos(patienceSeconds))) {
                formation.awaitAnswers(logSizes);
            }
            for (Member member : restarted)
                out.println("Restarted %d, pid %d".formatted(member.port(), member.pid()));
        }
    }
}
