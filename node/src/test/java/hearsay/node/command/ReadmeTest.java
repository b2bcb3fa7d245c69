package hearsay.node.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadmeTest {

    /// If this fails, put what [CommandCoverage] prints into the README.
    @Test
    void the_readme_tells_which_commands_are_there() throws IOException {
        assertThat(Files.readString(Path.of("../README.md"))).contains(CommandCoverage.markdown());
    }
}
