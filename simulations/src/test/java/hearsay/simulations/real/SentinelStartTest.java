package hearsay.simulations.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With what a Sentinel starts, and with what it refuses to.
final class SentinelStartTest {

    @TempDir private Path folder = Path.of("");

    private record Ended(int status, String output) {}

    private Ended run(String... arguments) throws Exception {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", ClassPath.text()));
        command.add(hearsay.sentinel.Main.class.getName());
        command.addAll(List.of(arguments));
        var out = folder.resolve("out");
        var process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(out.toFile())
                        .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), Files.readString(out));
    }

    @Test
    void without_a_file_there_is_nothing_to_remember_in() throws Exception {
        var ended = run("--port", Integer.toString(Ports.free()));
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.output())
                .contains("Sentinel needs config file on disk to save state. Exiting...");
    }

    @Test
    void a_line_that_is_wrong_is_shown_with_file_number_and_reason() throws Exception {
        Files.writeString(
                folder.resolve("sentinel.conf"),
                """
                port 26379
                sentinel monitor m 127.0.0.1 6379 2
                sentinel monitor m 127.0.0.1 6380 2
                """);
        var ended = run("sentinel.conf");
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.output())
                .contains(
                        """
                        *** FATAL CONFIG FILE ERROR (Redis 7.2.6) ***
                        Reading the configuration file, at line 3
                        >>> 'sentinel monitor m 127.0.0.1 6380 2'
                        Duplicate master name.
                        """);
    }
}
