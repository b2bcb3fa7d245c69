package hearsay.simulations.process;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.simulations.diary.Entry;
import hearsay.simulations.diary.Names;
import hearsay.simulations.diary.Transcript;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The log of a process")
class LogReaderTest {

    private static final String ID = "209c2b2859bc23e9a1dd4f3b26920094c4de9529";

    @TempDir private Path folder = Path.of("");
    private Path file = Path.of("");

    @BeforeEach
    void make() throws Exception {
        file = folder.resolve("node.log");
        Files.writeString(file, "1:S 20 Nov 2026 16:15:30.000 * written before the story\n");
    }

    @Test
    void reads_as_a_diary_whoever_wrote_it() throws Exception {
        var reader = reader(Files.size(file));
        reader.begin(false);
        write("1:S 20 Nov 2026 16:15:34.350 . *** NODE %s possibly failing\n".formatted(ID));
        write("1:S 20 Nov 2026 16:15:37.249 * Starting a failover election for epoch 7.\n");
        write("1:M 20 Nov 2026 16:15:37.312 * Failover election won: I'm the new master.\n");
        write("1:M 20 Nov 2026 16:15:37.312 # Cluster state changed: ok\n");
        write("1:M 20 Nov 2026 16:15:38.000 * DB saved on disk\n");
        reader.read();

        assertThat(text(reader))
                .isEqualTo(
                        """
                            0.000  7003      becomes-replica  starts as a replica
                            2.350  7003      suspects         suspects 209c2b28: no PONG within the node timeout (PFAIL)
                            5.249  7003      asks-for-votes   asks for votes in epoch 7
                            5.312  7003      becomes-master   is a master
                            5.312  7003      elected          has a majority of votes: it is a master now
                            5.312  7003      state-ok         serves clients: cluster_state:ok
                            6.000  7003      log              DB saved on disk
                        """);
    }

    @Test
    void older_redis_has_no_names_of_nodes() throws Exception {
        var reader = reader(Files.size(file));
        write(
                "1:M 20 Nov 2026 16:15:34.000 * Marking node %s as failing (quorum reached).\n"
                        .formatted(ID));
        write(
                "1:M 20 Nov 2026 16:15:35.000 * FAIL message received from %s about %s\n"
                        .formatted(ID, ID));
        write(
                "1:M 20 Nov 2026 16:15:36.000 * Failover auth granted to %s for epoch 7\n"
                        .formatted(ID));
        reader.read();
        assertThat(reader.entries())
                .extracting(Entry::word)
                .containsExactly("becomes-master", "failed", "hears-fail", "votes");
    }

    @Test
    void a_child_that_saves_is_no_new_life_but_another_process_is() throws Exception {
        var reader = reader(Files.size(file));
        write("1:S 20 Nov 2026 16:15:33.000 * one\n2:C 20 Nov 2026 16:15:34.000 * DB saved\n");
        write("1:S 20 Nov 2026 16:15:35.000 * two\n3:C 20 Nov 2026 16:15:36.000 * starting\n");
        write("3:M 20 Nov 2026 16:15:37.000 * three\n");
        reader.read();
        assertThat(reader.entries())
                .extracting(Entry::text)
                .containsExactly(
                        "starts as a replica",
                        "one",
                        "DB saved",
                        "two",
                        "starting",
                        "starts as a master",
                        "three");
    }

    @Test
    void is_taken_line_by_line_as_it_grows() throws Exception {
        var reader = reader(Files.size(file));
        write("1:M 20 Nov 2026 16:15:33.000 * one\n1:M 20 Nov 2026 16:15:3");
        reader.read();
        assertThat(text(reader)).endsWith("one\n");
        write("4.000 * two\n");
        reader.read();
        reader.read();
        assertThat(text(reader))
                .endsWith(
                        """
                            1.000  7003      log              one
                            2.000  7003      log              two
                        """);
    }

    @Test
    void what_is_older_than_the_story_or_no_line_of_a_log_is_passed_over() throws Exception {
        var reader = reader(0);
        write("OpenJDK 64-Bit Server VM warning: something\n");
        write("1:C 31 Foo 2026 16:15:33.000 * a month that is none\n");
        reader.read();
        assertThat(reader.entries()).isEmpty();
    }

    private LogReader reader(long position) {
        long begin =
                LocalDateTime.parse("2026-11-20T16:15:32")
                        .atZone(ZoneId.systemDefault())
                        .toInstant()
                        .toEpochMilli();
        return new LogReader("7003", file, position, begin);
    }

    private void write(String text) throws Exception {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }

    private static String text(LogReader reader) {
        return new Transcript(new Names()).of(reader.entries());
    }
}
