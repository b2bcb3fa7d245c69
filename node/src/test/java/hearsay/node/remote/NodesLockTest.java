package hearsay.node.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hearsay.node.disk.AtomicFile;
import hearsay.node.disk.FileDisk;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodesLockTest {

    @TempDir Path folder;

    @Test
    void a_missing_folder_is_an_error() {
        Path file = folder.resolve("gone").resolve("nodes.conf");
        assertThatThrownBy(() -> NodesLock.of(file)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void a_second_node_of_the_same_process_is_refused_until_the_first_has_ended()
            throws IOException {
        Path file = folder.resolve("nodes.conf");
        var first = NodesLock.of(file);
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> NodesLock.of(folder.resolve(".").resolve("nodes.conf")))
                    .isInstanceOf(NodesLock.AlreadyUsed.class)
                    .hasMessage(
                            "Sorry, the cluster configuration file nodes.conf is already used by a"
                                    + " different Redis Cluster node. Please make sure that"
                                    + " different nodes use different cluster configuration"
                                    + " files.");
        }
        NodesLock.of(folder.resolve("nodes-7001.conf")).close();
        first.close();
        NodesLock.of(file).close();
    }

    @Test
    void another_process_is_refused_even_after_saves() throws Exception {
        Path file = folder.resolve("nodes.conf");
        try (var lock = NodesLock.of(file)) {
            new AtomicFile(new FileDisk(), file.toString()).replace(new byte[100]);
            assertThat(lockInAnotherProcess(file)).isEqualTo(1);
        }
        assertThat(lockInAnotherProcess(file)).isEqualTo(0);
    }

    @Test
    void a_lock_held_by_someone_we_do_not_know_of_refuses_us_too() throws IOException {
        Path file = folder.resolve("nodes.conf");
        Path lockFile = folder.resolve("nodes.conf.lock");
        try (var foreign =
                FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            assertThat(foreign.tryLock()).isNotNull();
            assertThatThrownBy(() -> NodesLock.of(file)).isInstanceOf(NodesLock.AlreadyUsed.class);
        }
        assertThat(Files.exists(lockFile)).isTrue();
        NodesLock.of(file).close();
    }

    private static int lockInAnotherProcess(Path file) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java,
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Contender.class.getName(),
                        file.toString())
                .inheritIO()
                .start()
                .waitFor();
    }

    /// Another node: exits with 1 when it is refused.
    static final class Contender {
        public static void main(String[] arguments) throws IOException {
            try (var lock = NodesLock.of(Path.of(arguments[0]))) {
                assertThat(lock).isNotNull();
            } catch (NodesLock.AlreadyUsed e) {
                System.exit(1);
            }
        }
    }
}
