package hearsay.simulations.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A master of ours is killed for real, once, as `hearsay experiment` does it.
@Tag("cluster")
class KillMasterTest {

    private static final int PORT = 12_600;

    @TempDir private Path temporary = Path.of("");

    @Test
    void a_replica_takes_over_and_the_killed_master_comes_back_in_sync() throws Exception {
        Path file = temporary.resolve("runs.json");
        String said =
                run(
                        "experiment",
                        "kill-master",
                        "--runs",
                        "1",
                        "--rate",
                        "150",
                        "--port",
                        Integer.toString(PORT),
                        "--out",
                        file.toString());
        assertThat(said)
                .contains("run 1 of 1: killed 12600: first write ", " (12603), agreed ")
                .contains("kill to first write, s", "restart to in sync, s")
                .endsWith("exit 0");
        assertThat(Files.readString(file))
                .contains("\"victimPort\": 12600", "\"promotedPort\": 12603", "\"MOVED\": ");
        for (int port = PORT; port < PORT + 6; port++)
            assertThat(PortHolder.isFree("127.0.0.1", port)).isTrue();
    }

    @Test
    void what_cannot_be_done_is_refused_before_anything_starts() {
        assertThat(run("experiment", "kill-master", "--masters", "2"))
                .isEqualTo("With fewer than three masters no majority is left to vote.\nexit 1");
        assertThat(run("experiment", "kill-master", "--cut-replication", "2000"))
                .contains("--cut-replication is less than --node-timeout.")
                .endsWith("exit 1");
        assertThat(run("experiment")).contains("Which story?").endsWith("exit 64");
    }

    private static String run(String... arguments) {
        var output = new StringWriter();
        var line = Launcher.commandLine();
        line.setOut(new PrintWriter(output, true)).setErr(new PrintWriter(output, true));
        int code = line.execute(arguments);
        return output + "exit " + code;
    }
}
