package hearsay.simulations.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A short story on real JVMs, as `hearsay experiment` tells it: a master is killed and comes back,
/// another one is paused for a moment.
@Tag("cluster")
class StoryOnProcessesTest {

    private static final int PORT = 12_700;

    private static final String STORY =
            """
            about = "A master is killed and comes back; another one stops for a moment."
            lasts = 15s
            settles = 60s
            world { node-timeout = 2s }
            workloads = [
              { kind = counters, rate = 100 }
              { kind = sets, rate = 50, clients = 3 }
            ]
            troubles = [
              { at = 2s, crash = master of slot 0, for = 8s }
              { at = 13s, pause = master of slot 16383, for = 500ms }
            ]
            """;

    @TempDir private Path temporary = Path.of("");

    @Test
    void the_laws_hold_and_the_diary_tells_who_was_elected() throws Exception {
        Path file = Files.writeString(temporary.resolve("short.conf"), STORY);
        Path out = temporary.resolve("out");
        String said =
                run(
                        "experiment",
                        file.toString(),
                        "--on",
                        "jvms",
                        "--port",
                        Integer.toString(PORT),
                        "--timeout",
                        "180",
                        "--out",
                        out.toString());

        assertThat(said)
                .contains("short: A master is killed", "run 1 of 1, seed 1: 15s")
                .contains("12700     crash            is killed (SIGKILL")
                .contains("12702     pause            is stopped (SIGSTOP)")
                .containsPattern("([0-9]+) of \\1 laws held")
                .contains("failover", "acknowledged writes")
                .endsWith("exit 0");
        assertThat(Files.readString(out.resolve("diary.txt")).lines().map(l -> l.substring(11)))
                .anyMatch(line ->
                        line.startsWith("12703     asks-for-votes   asks for votes in epoch"))
                .anyMatch(line -> line.startsWith("12701     votes            votes for 12703"))
                .anyMatch(line -> line.startsWith("12703     elected"))
                .anyMatch(line -> line.startsWith("12700     follows          follows 12703"));
        assertThat(Files.readString(out.resolve("shiviz.log")))
                .contains("to 12703: FAILOVER_AUTH_ACK");
        assertThat(Files.readString(out.resolve("trace.json"))).contains("\"down\"", "\"paused\"");
        for (int port = PORT; port < PORT + 6; port++)
            assertThat(PortHolder.isFree("127.0.0.1", port)).isTrue();
    }

    @Test
    void what_cannot_be_done_to_processes_is_refused_before_anything_starts() {
        assertThat(run("experiment", "partition-minority", "--on", "jvms"))
                .contains(
                        "it wants a network that falls into parts",
                        "hearsay sim partition-minority")
                .endsWith("exit 64");
        assertThat(run("experiment", "random-faults", "--on", "jvms")).endsWith("exit 64");
        assertThat(run("experiment", "pause-mastr"))
                .contains("pause-mastr", "pause-master")
                .endsWith("exit 64");
        assertThat(run("experiment", "pause-master", "--set", "paus=1s")).endsWith("exit 64");
        assertThat(run("experiment", "pause-master", "--on", "moon"))
                .contains("--on is jvms, redis-server or virtual, not 'moon'.")
                .endsWith("exit 64");
        assertThat(run("experiment", "pause-master", "--runs", "0")).endsWith("exit 64");
    }

    private static String run(String... arguments) {
        var output = new StringWriter();
        var line = Launcher.commandLine();
        line.setOut(new PrintWriter(output, true)).setErr(new PrintWriter(output, true));
        int code = line.execute(arguments);
        return output + "exit " + code;
    }
}
