package hearsay.simulations.process;

import hearsay.simulations.console.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// What can be done to a process from outside. Only ever done to one that [Member#process] vouches
/// for.
enum Signal {
    /// End, after having put things in order.
    TERM,
    /// End at once: no code of the process runs any more.
    KILL,
    /// Freeze: the process keeps its connections and answers nothing.
    STOP,
    /// Thaw.
    CONT;

    void to(ProcessHandle process) {
        switch (this) {
            case TERM -> process.destroy();
            case KILL -> process.destroyForcibly();
            case STOP, CONT -> run("kill", "-" + name(), Long.toString(process.pid()));
        }
    }

    /// Whether a process is frozen by STOP.
    static boolean isStopped(ProcessHandle process) {
        Path stat = Path.of("/proc", Long.toString(process.pid()), "stat");
        try {
            String state;
            if (Files.exists(stat)) {
                String line = Files.readString(stat);
                state = line.substring(line.lastIndexOf(')') + 2);
            } else {
                state = run("ps", "-o", "state=", "-p", Long.toString(process.pid())).strip();
            }
            return state.startsWith("T");
        } catch (IOException e) {
            return false;
        }
    }

    private static String run(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output =
                    new String(
                            process.getInputStream().readAllBytes(),
                            java.nio.charset.StandardCharsets.UTF_8);
            if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0)
                throw new Refusal(String.join(" ", command) + " failed: " + output.strip());
            return output;
        } catch (IOException e) {
            throw new Refusal("Cannot run " + command[0] + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal("Interrupted.");
        }
    }
}
