package hearsay.simulations.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A master that sentinels watch is launched, killed, replaced, and comes back.
@Tag("cluster")
class WatchedUpTest {

    private static final int FIRST_PORT = 12_430;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    @TempDir private Path temporary = Path.of("");

    @ParameterizedTest
    @EnumSource(
            value = NodeKind.class,
            names = {"HEARSAY", "REDIS_SERVER"})
    void a_master_is_killed_and_status_shows_who_is_master_now_and_who_watches(NodeKind kind) {
        boolean ours = kind == NodeKind.HEARSAY;
        assumeTrue(
                ours || NodeFolder.onPath("redis-sentinel").isPresent(),
                "there is no redis-sentinel");
        Path folder = temporary.resolve("watched");
        String port = Integer.toString(ours ? FIRST_PORT : FIRST_PORT + 10);
        try {
            assertThat(
                            run(
                                    folder,
                                    "up",
                                    "--on",
                                    kind.toString(),
                                    "--port",
                                    port,
                                    "--replicas",
                                    "2",
                                    "--sentinels",
                                    "3",
                                    "--down-after",
                                    "2000",
                                    "--timeout",
                                    "120"))
                    .contains("replica of " + port, "sentinel of " + port)
                    .endsWith("exit 0");
            assertThat(run(folder, "kill", port)).contains("Killed " + port + " (master");
            awaitThat(folder, status -> !status.contains("sentinel of " + port));
            assertThat(run(folder, "kill", "all-sentinels")).contains("Killed");
            assertThat(run(folder, "restart", "all-sentinels")).endsWith("exit 0");
            assertThat(run(folder, "restart", port)).endsWith("exit 0");
            awaitThat(
                    folder,
                    status -> status.endsWith("exit 0") && !status.contains("sentinel of " + port));
        } finally {
            List<Member> members = StateFile.read(folder).map(StateFile::members).orElse(List.of());
            assertThat(run(folder, "down", "--purge")).endsWith("exit 0");
            assertThat(members).hasSize(6);
            assertThat(members).allSatisfy(member -> assertThat(member.process()).isEmpty());
        }
    }

    @Test
    void sentinels_watch_no_cluster() {
        Path folder = temporary.resolve("none");
        assertThat(run(folder, "up", "--sentinels", "3", "--cluster", "yes"))
                .contains("leave --cluster out")
                .endsWith("exit 1");
        assertThat(run(folder, "up", "--sentinels", "3", "--masters", "2"))
                .contains("Without a cluster there is one master")
                .endsWith("exit 1");
        assertThat(run(folder, "up", "--sentinels", "3", "--port", "50000"))
                .contains("choose a --sentinel-port")
                .endsWith("exit 1");
    }

    private static void awaitThat(Path folder, java.util.function.Predicate<String> expected) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        String status = run(folder, "status");
        while (!expected.test(status)) {
            if (System.nanoTime() - deadline > 0) throw new AssertionError(status);
            status = run(folder, "status");
        }
    }

    private static String run(Path folder, String command, String... arguments) {
        var output = new StringWriter();
        var line = Launcher.commandLine();
        line.setOut(new PrintWriter(output, true)).setErr(new PrintWriter(output, true));
        List<String> words = new ArrayList<>(List.of(command, "--dir", folder.toString()));
        words.addAll(List.of(arguments));
        int code = line.execute(words.toArray(String[]::new));
        return output + "exit " + code;
    }
}
