package hearsay.simulations.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A cluster of processes is launched, loses a master's process, gets it back and is ended.
@Tag("cluster")
class UpTest {

    private static final int FIRST_PORT = 12_400;

    @TempDir private Path temporary = Path.of("");

    @ParameterizedTest
    @EnumSource(
            value = NodeKind.class,
            names = {"HEARSAY", "REDIS_SERVER"})
    void three_masters_and_three_replicas_come_up_and_go_down(NodeKind kind) {
        assumeTrue(kind == NodeKind.HEARSAY || isInstalled(), "there is no redis-server");
        Path folder = temporary.resolve("cluster");
        String port = Integer.toString(kind == NodeKind.HEARSAY ? FIRST_PORT : FIRST_PORT + 10);
        // When it fails it leaves nothing to bring down.
        assertThat(run("up", folder, "--on", kind.toString(), "--port", port, "--timeout", "120"))
                .contains("0-5460", "5461-10922", "10923-16383", "replica of " + port)
                .endsWith("exit 0");
        try {
            assertThat(run("up", folder)).contains("6 of 6 nodes run").endsWith("exit 1");
            assertThat(run("status", folder)).endsWith("exit 0");
            assertThat(run("kill", folder, "master-of:slot:0")).contains("Killed " + port);
            assertThat(run("status", folder)).contains("down").endsWith("exit 1");
            assertThat(run("restart", folder, port))
                    .contains("Restarted " + port)
                    .endsWith("exit 0");
        } finally {
            List<Member> members = StateFile.read(folder).map(StateFile::members).orElse(List.of());
            String ended = run("down", folder, "--purge");
            assertThat(ended).endsWith("exit 0");
            assertThat(members).allSatisfy(member -> assertThat(member.process()).isEmpty());
        }
        assertThat(folder).doesNotExist();
        assertThat(run("status", folder)).endsWith("exit 3");
    }

    private static String run(String command, Path folder, String... arguments) {
        var output = new StringWriter();
        var line = Launcher.commandLine();
        line.setOut(new PrintWriter(output, true)).setErr(new PrintWriter(output, true));
        String[] words = new String[arguments.length + 3];
        words[0] = command;
        words[1] = "--dir";
        words[2] = folder.toString();
        System.arraycopy(arguments, 0, words, 3, arguments.length);
        int code = line.execute(words);
        return output + "exit " + code;
    }

    private static boolean isInstalled() {
        return List.of("/usr/bin/redis-server", "/usr/local/bin/redis-server").stream()
                .anyMatch(path -> Files.isExecutable(Path.of(path)));
    }
}
