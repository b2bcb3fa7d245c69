package hearsay.simulations.process;

import hearsay.simulations.console.Refusal;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import picocli.CommandLine.Option;

/// The option that says in which folder the cluster lives, and what is found there.
final class Where {

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = ".hearsay",
            description = "The cluster's folder (default: ${DEFAULT-VALUE}).")
    private Path dir = Path.of(".hearsay");

    Path folder() {
        return dir.toAbsolutePath().normalize();
    }

    /// As the user wrote it, for messages.
    Path asGiven() {
        return dir;
    }

    /// @throws Refusal if nothing was launched there
    StateFile state() {
        return StateFile.read(folder())
                .orElseThrow(() ->
                        new Refusal(
                                Refusal.NOTHING_THERE,
                                "There is no cluster in %s. hearsay up%s makes one."
                                        .formatted(dir, option())));
    }

    /// ` --dir DIR`, if it is not the usual one, for commands that are suggested to the user.
    String option() {
        return dir.equals(Path.of(".hearsay")) ? "" : " --dir " + dir;
    }

    /// Held by whoever changes the cluster, so that two launchers do not do it at once.
    FileLock lock() throws IOException {
        Files.createDirectories(folder());
        FileChannel file =
                FileChannel.open(
                        folder().resolve("hearsay.lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        FileLock lock = file.tryLock();
        if (lock == null) {
            file.close();
            throw new Refusal("Another hearsay command is changing the cluster in " + dir + ".");
        }
        return lock;
    }
}
