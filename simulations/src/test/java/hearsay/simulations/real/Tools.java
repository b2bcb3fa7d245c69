package hearsay.simulations.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// Redis' own command-line tools, from the machine's PATH.
final class Tools {

    private static final int SECONDS = 30;

    /// What a tool printed, on both streams, and how it ended.
    record Run(int status, String output) {
        /// The output of a tool that succeeded.
        String succeeded() {
            assertThat(status).as(output).isZero();
            return output;
        }
    }

    private Tools() {}

    /// Runs a tool to its end; where it is not installed the test is skipped, saying so.
    static Run run(String tool, Object... arguments) throws Exception {
        return runWith(new byte[0], tool, arguments);
    }

    static Run runWith(byte[] input, String tool, Object... arguments) throws Exception {
        var program = programOrSkip(tool);
        var command = new ArrayList<String>(List.of(program.toString()));
        for (var argument : arguments) command.add(argument.toString());
        var in = Files.createTempFile("input", "");
        var out = Files.createTempFile("output", "");
        try {
            Files.write(in, input);
            var process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectInput(in.toFile())
                            .redirectOutput(out.toFile())
                            .start();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(command + " did not end. It said: " + read(out));
            }
            return new Run(process.exitValue(), read(out));
        } finally {
            Files.delete(in);
            Files.delete(out);
        }
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    private static Path programOrSkip(String tool) {
        var path = System.getenv().getOrDefault("PATH", "");
        var program =
                Stream.of(path.split(File.pathSeparator))
                        .map(folder -> Path.of(folder, tool))
                        .filter(Files::isExecutable)
                        .findFirst();
        Assumptions.assumeTrue(
                program.isPresent(), tool + " is missing on PATH: not tried with our nodes");
        return program.orElseThrow();
    }
}
