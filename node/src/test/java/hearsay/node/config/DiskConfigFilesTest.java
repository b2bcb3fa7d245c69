package hearsay.node.config;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskConfigFilesTest {

    @TempDir Path folder;

    private DiskConfigFiles files() {
        return new DiskConfigFiles(folder, new ByteArrayInputStream("hz 9\n".getBytes(ISO_8859_1)));
    }

    @BeforeEach
    void some_files() throws IOException {
        Files.createDirectories(folder.resolve("conf.d"));
        Files.write(
                folder.resolve("redis.conf"),
                "include conf.d/*.conf\nrequirepass é\n".getBytes(ISO_8859_1));
        Files.writeString(folder.resolve("conf.d/b.conf"), "timeout 2\n");
        Files.writeString(folder.resolve("conf.d/a.conf"), "timeout 1\nhz 20\n");
        Files.writeString(folder.resolve("conf.d/.hidden.conf"), "nosuch 1\n");
        Files.writeString(folder.resolve("conf.d/c.txt"), "nosuch 1\n");
    }

    @Test
    void a_configuration_of_several_files() {
        Settings settings =
                RedisConf.read(
                                CommandLine.parse(List.of("redis.conf", "-")),
                                files(),
                                name -> false)
                        .settings();

        assertThat(settings.get(List.of("timeout", "hz", "requirepass")).values())
                .containsExactly("2", "9", "é");
        assertThat(settings.server().dir()).isEqualTo(folder.toString());
    }

    @Test
    void patterns_reach_through_directories() {
        assertThat(files().matching(folder + "/c*/[ab].conf"))
                .containsExactly(folder + "/conf.d/a.conf", folder + "/conf.d/b.conf");
        assertThat(files().matching("conf.d/?.txt")).containsExactly("conf.d/c.txt");
        assertThat(files().matching("nosuch/*")).isEmpty();
    }

    @Test
    void what_cannot_be_read_has_the_words_of_the_system() throws IOException {
        assertThatThrownBy(() -> files().read("nosuch")).hasMessage("No such file or directory");
        assertThatThrownBy(() -> files().read("conf.d")).hasMessage("Is a directory");
        assertThatThrownBy(() -> files().directory("nosuch"))
                .hasMessage("No such file or directory");
        assertThatThrownBy(() -> files().directory("redis.conf")).hasMessage("Not a directory");
        assertThat(files().directory("conf.d/..")).isEqualTo(folder.toRealPath().toString());
    }
}
