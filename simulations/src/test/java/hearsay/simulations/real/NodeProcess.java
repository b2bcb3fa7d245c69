package hearsay.simulations.real;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.Main;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A node in a process of its own, by the command line that users write.
final class NodeProcess implements AutoCloseable {

    private static final int SECONDS = 15;

    private final Process process;
    private final Path output;
    private final int port;

    private NodeProcess(Process process, Path output, int port) {
        this.process = process;
        this.output = output;
        this.port = port;
    }

    /// @param port that its arguments tell it
    static NodeProcess start(int port, Path folder, String... arguments) throws IOException {
        var output = Files.createTempFile("node", ".log");
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-Xmx64m",
                                "-cp",
                                ClassPath.text(),
                                Main.class.getName()));
        command.addAll(List.of(arguments));
        var process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        return new NodeProcess(process, output, port);
    }

    NodeProcess awaitServing() {
        Eventually.holds(() -> {
            try (var talk = Talk.to("127.0.0.1", port)) {
                assertThat(talk.text("PING")).isEqualTo("PONG");
            }
        });
        return this;
    }

    /// SIGTERM.
    void terminate() {
        process.destroy();
    }

    /// Waits for the end.
    int exitCode() throws Exception {
        assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).as(output()).isTrue();
        return process.exitValue();
    }

    /// What it has printed and logged so far.
    String output() throws IOException {
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.deleteIfExists(output);
    }
}
