package hearsay.simulations.process;

import hearsay.simulations.console.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The `redis-cli --cluster` on the PATH.
final class RedisCli {

    private static final int MINUTES = 60;
    private static final int LAST_LINES = 12;

    private RedisCli() {}

    /// Runs it to its end.
    ///
    /// @param log where its output goes
    /// @return its last lines; empty if it succeeded
    static String cluster(Path log, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("redis-cli", "--cluster"));
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectInput(Path.of("/dev/null").toFile())
                        .redirectOutput(log.toFile())
                        .start();
        try {
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES))
                throw new Refusal(String.join(" ", command) + " does not end.");
            return process.exitValue() == 0 ? "" : end(log);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String end(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join(
                "\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }
}
