package hearsay.simulations.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hearsay.simulations.console.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectivesTest {

    @Test
    void directives_are_names_and_values() {
        assertThat(
                        Directives.parse(
                                List.of(
                                        "--cluster-node-timeout",
                                        "2000",
                                        "--save",
                                        "",
                                        "--client-output-buffer-limit",
                                        "normal",
                                        "0",
                                        "0",
                                        "0")))
                .containsExactly(
                        List.of("cluster-node-timeout", "2000"),
                        List.of("save", ""),
                        List.of("client-output-buffer-limit", "normal", "0", "0", "0"));
    }

    @Test
    void replicas_are_told_the_password() {
        assertThat(Directives.parse(List.of("--requirepass", "secret")))
                .contains(List.of("masterauth", "secret"));
    }

    @Test
    void what_is_no_directive_is_refused_before_anything_starts() {
        refused("neither an option", "--master", "3");
        refused("neither an option", "word");
        refused("needs a value", "--cluster-node-timeout");
        refused("set by hearsay up itself", "--cluster-enabled", "no");
    }

    @Test
    void values_with_blanks_are_quoted_in_redis_conf(@TempDir Path path) throws IOException {
        var folder = new NodeFolder(path.resolve("7000"));
        folder.create(
                List.of(
                        List.of("port", "7000"),
                        List.of("save", ""),
                        List.of("requirepass", "a \"b\\")));
        assertThat(Files.readAllLines(folder.configuration()))
                .endsWith("port 7000", "save \"\"", "requirepass \"a \\\"b\\\\\"");
    }

    @Test
    void options_of_newer_jdks_are_left_out_on_older_ones() {
        List<String> file = List.of("# why", "", "-Xmx128m", "23-:--new");
        assertThat(NodeJvm.options(file, 21)).containsExactly("-Xmx128m");
        assertThat(NodeJvm.options(file, 23)).containsExactly("-Xmx128m", "--new");
    }

    private static void refused(String reason, String... words) {
        assertThatThrownBy(() -> Directives.parse(List.of(words)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(reason);
    }
}
