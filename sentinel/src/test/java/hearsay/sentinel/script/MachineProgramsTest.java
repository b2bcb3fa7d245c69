package hearsay.sentinel.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hearsay.sentinel.script.Programs.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// D7.81 with real processes.
@DisabledOnOs(OS.WINDOWS)
final class MachineProgramsTest {

    @TempDir private Path folder = Path.of("");

    private final MachinePrograms programs = new MachinePrograms();
    private final CompletableFuture<Exit> exit = new CompletableFuture<>();

    private Path script(String... lines) throws IOException {
        var file = folder.resolve("script.sh");
        Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    private Exit ended() throws Exception {
        return exit.get(20, TimeUnit.SECONDS);
    }

    @Test
    void a_script_is_run_with_its_words_and_its_exit_status_comes_back() throws Exception {
        var out = folder.resolve("out");
        var script = script("echo \"$1|$2\" > " + out, "exit 3");
        var running = programs.start(List.of(script.toString(), "+sdown", "two words"), this::end);
        assertThat(running.pid()).isPositive();
        assertThat(ended()).isEqualTo(new Exit(3, 0));
        assertThat(out).hasContent("+sdown|two words");
    }

    @Test
    void one_that_hangs_can_be_killed_and_says_by_which_signal_it_ended() throws Exception {
        var running = programs.start(List.of(script("exec sleep 600").toString()), this::end);
        running.kill();
        assertThat(ended()).isEqualTo(new Exit(0, 9));
    }

    @Test
    void what_cannot_be_run_is_an_error_at_once() {
        var missing = List.of(folder.resolve("missing").toString());
        assertThatThrownBy(() -> programs.start(missing, this::end))
                .isInstanceOf(IOException.class);
    }

    private void end(Exit how) {
        exit.complete(how);
    }
}
