package hearsay.node.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

    @TempDir Path folder;

    private Path path;
    private AtomicFile file;

    @BeforeEach
    void name() {
        path = folder.resolve("nodes.conf");
        file = new AtomicFile(new FileDisk(), path.toString());
    }

    @Test
    void what_was_written_is_read_again_and_nothing_else_is_left_behind() throws IOException {
        assertThat(file.readIfThere()).isEmpty();
        replace("vars currentEpoch 1 lastVoteEpoch 0\n");
        replace("vars currentEpoch 2 lastVoteEpoch 2\n");
        assertThat(path).hasContent("vars currentEpoch 2 lastVoteEpoch 2\n");
        assertThat(file.readIfThere()).asString(UTF_8).startsWith("vars currentEpoch 2");
        assertThat(new FileDisk().list(folder.toString())).containsExactly("nodes.conf");
    }

    @Test
    void an_end_before_the_rename_leaves_the_old_file_and_hinders_no_later_save()
            throws IOException {
        replace("old");
        var steps = file.replacement("new, but the process died here".getBytes(UTF_8));
        steps.get(0).take();
        steps.get(1).take();
        assertThat(path).hasContent("old");
        assertThat(Path.of(file.temporaryPath())).exists();

        replace("newer");
        assertThat(path).hasContent("newer");
        assertThat(Path.of(file.temporaryPath())).doesNotExist();
    }

    @Test
    void a_missing_folder_is_an_error_in_the_systems_words() {
        var nowhere = new AtomicFile(new FileDisk(), folder.resolve("gone/nodes.conf").toString());
        assertThatThrownBy(() -> nowhere.replace(new byte[1]))
                .isInstanceOf(IOException.class)
                .hasMessage("No such file or directory");
    }

    @Test
    void what_cannot_be_renamed_leaves_nothing_behind() throws IOException {
        Files.createDirectory(path);
        Files.createFile(path.resolve("somebody's"));
        assertThatThrownBy(() -> replace("text")).isInstanceOf(IOException.class);
        assertThat(new FileDisk().list(folder.toString())).containsExactly("nodes.conf");
    }

    private void replace(String text) throws IOException {
        file.replace(text.getBytes(UTF_8));
    }
}
