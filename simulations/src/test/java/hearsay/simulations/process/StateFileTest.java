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

class StateFileTest {

    private static final StateFile CLUSTER =
            new StateFile(
                    true,
                    List.of("-Xmx256m"),
                    List.of(
                            new Member("127.0.0.1", 7000, NodeKind.HEARSAY, 4711, 1732096000123L),
                            new Member("127.0.0.1", 7001, NodeKind.REDIS_SERVER, 4712, 5)));

    @TempDir private Path folder = Path.of("");

    @Test
    void what_is_written_is_read_again() {
        assertThat(StateFile.read(folder)).isEmpty();
        CLUSTER.write(folder);
        assertThat(StateFile.read(folder)).contains(CLUSTER);
        assertThat(CLUSTER.lines())
                .containsExactly(
                        "hearsay 1",
                        "cluster yes",
                        "option -Xmx256m",
                        "node 127.0.0.1 7000 hearsay 4711 1732096000123",
                        "node 127.0.0.1 7001 redis-server 4712 5");
    }

    @Test
    void a_restarted_node_takes_its_place() {
        var again = new Member("127.0.0.1", 7001, NodeKind.REDIS_SERVER, 4800, 9);
        assertThat(CLUSTER.with(again).members())
                .containsExactly(CLUSTER.members().getFirst(), again);
    }

    @Test
    void a_file_that_is_not_understood_is_not_guessed_at() throws IOException {
        for (String text :
                List.of("", "hearsay 2\n", "hearsay 1\nnode 7000\n", "hearsay 1\nnonsense\n")) {
            Files.writeString(folder.resolve("hearsay.state"), text);
            assertThatThrownBy(() -> StateFile.read(folder))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("hearsay.state");
        }
    }

    @Test
    void only_the_very_process_that_was_started_is_ours() {
        ProcessHandle self = ProcessHandle.current();
        Member here = Member.of("127.0.0.1", 7000, NodeKind.HEARSAY, self);
        assertThat(here.process()).contains(self);
        var sameNumberOtherProcess =
                new Member(
                        "127.0.0.1",
                        7000,
                        NodeKind.HEARSAY,
                        self.pid(),
                        here.startedMillis() - 60_000);
        assertThat(sameNumberOtherProcess.process()).isEmpty();
    }
}
