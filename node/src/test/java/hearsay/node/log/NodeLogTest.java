package hearsay.node.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// Several nodes in one JVM have a log each.
class NodeLogTest {

    @TempDir private Path folder = Path.of("");

    @Test
    void the_log_of_a_second_node_does_not_end_the_first_ones() throws IOException {
        Path one = folder.resolve("one.log");
        Path two = folder.resolve("two.log");
        try (var first = new NodeLog("node-1", one.toString());
                var second = new NodeLog("node-2", two.toString())) {
            first.notice("from the first");
            second.notice("from the second");
            LoggerFactory.getLogger("some.library").warn("from a library");
        }
        assertThat(Files.readString(one))
                .contains("from the first", "from a library")
                .doesNotContain("from the second");
        assertThat(Files.readString(two))
                .contains("from the second")
                .doesNotContain("from the first", "from a library");
    }

    @Test
    void when_the_first_is_closed_its_file_is_free_and_the_next_hears_the_libraries()
            throws IOException {
        Path file = folder.resolve("node.log");
        new NodeLog("node-3", file.toString()).close();
        try (var again = new NodeLog("start", file.toString())) {
            again.warning("why it failed");
            LoggerFactory.getLogger("some.library").warn("from a library");
        }
        assertThat(Files.readString(file)).contains("why it failed", "from a library");
    }
}
