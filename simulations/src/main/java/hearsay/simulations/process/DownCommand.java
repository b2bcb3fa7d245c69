package hearsay.simulations.process;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `hearsay down`: ends every node and forgets the cluster.
@Command(
        name = "down",
        mixinStandardHelpOptions = true,
        description =
                "Ends every node, gracefully if it can be, and removes what the cluster left behind but"
                        + " the logs.")
final class DownCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Where where = new Where();

    @Option(names = "--purge", description = "Removes the logs too.")
    private boolean purge;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        StateFile state = where.state();
        try (FileLock lock = where.lock()) {
            assert lock.isValid();
            new Ending(where.folder(), out).end(state.members());
            for (Member member : state.members())
                new NodeFolder(member.folder(where.folder())).clear(purge);
            StateFile.delete(where.folder());
            Files.deleteIfExists(where.folder().resolve("hearsay.lock"));
        }
        deleteIfEmpty(where.folder());
        out.println(
                purge || !Files.exists(where.folder())
                        ? "All %d nodes have ended.".formatted(state.members().size())
                        : "All %d nodes have ended; their logs are in %s."
                                .formatted(state.members().size(), where.asGiven()));
        return 0;
    }

    private static void deleteIfEmpty(Path folder) throws IOException {
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            // Logs, or something that is not ours.
        }
    }
}
