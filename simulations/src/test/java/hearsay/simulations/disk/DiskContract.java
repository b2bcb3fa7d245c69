package hearsay.simulations.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hearsay.node.disk.AtomicFile;
import hearsay.node.disk.Disk;
import java.io.IOException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a node relies on, whatever its disk is made of.
public abstract class DiskContract {

    private Disk disk;
    private String folder;

    protected abstract Disk disk();

    /// An empty folder on it.
    protected abstract String folder();

    @BeforeEach
    void plugIn() {
        disk = disk();
        folder = folder();
    }

    @Test
    void a_new_file_is_empty_and_there() throws IOException {
        assertThat(disk.exists(path("dump.rdb"))).isFalse();
        disk.create(path("dump.rdb")).close();
        assertThat(disk.exists(path("dump.rdb"))).isTrue();
        assertThat(disk.read(path("dump.rdb"))).isEmpty();
    }

    @Test
    void bytes_come_behind_those_that_are_there() throws IOException {
        try (var aof = disk.append(path("a.aof"))) {
            aof.append(bytes("one "));
            aof.append(bytes("_two three_"), 1, 4);
            assertThat(aof.size()).isEqualTo(8);
            assertThat(text("a.aof")).isEqualTo("one two ");
            aof.append(bytes("three"));
            aof.sync();
        }
        try (var aof = disk.append(path("a.aof"))) {
            assertThat(aof.size()).isEqualTo(13);
            aof.append(bytes(" four"));
        }
        assertThat(text("a.aof")).isEqualTo("one two three four");
    }

    @Test
    void what_was_read_does_not_change_with_the_file() throws IOException {
        try (var aof = disk.append(path("a.aof"))) {
            aof.append(bytes("one"));
            var read = disk.read(path("a.aof"));
            aof.append(bytes("two"));
            assertThat(read).isEqualTo(bytes("one"));
            read[0] = 'X';
            assertThat(text("a.aof")).isEqualTo("onetwo");
        }
    }

    @Test
    void to_create_a_file_that_is_there_empties_it() throws IOException {
        write("temp", "old and long");
        write("temp", "new");
        assertThat(text("temp")).isEqualTo("new");
    }

    @Test
    void the_end_of_a_file_can_be_cut_off_and_writing_goes_on_from_there() throws IOException {
        try (var aof = disk.append(path("a.aof"))) {
            aof.append(bytes("whole|ha"));
            aof.truncate(6);
            assertThat(aof.size()).isEqualTo(6);
            aof.append(bytes("next|"));
        }
        assertThat(text("a.aof")).isEqualTo("whole|next|");
    }

    @Test
    void a_renamed_file_takes_the_place_of_another() throws IOException {
        write("temp", "new");
        write("nodes.conf", "old");
        disk.rename(path("temp"), path("nodes.conf"));
        assertThat(text("nodes.conf")).isEqualTo("new");
        assertThat(disk.list(folder)).containsExactly("nodes.conf");
    }

    @Test
    void an_open_file_is_the_same_under_its_new_name() throws IOException {
        try (var aof = disk.create(path("temp"))) {
            aof.append(bytes("one"));
            disk.rename(path("temp"), path("a.aof"));
            aof.append(bytes("two"));
            aof.sync();
        }
        assertThat(text("a.aof")).isEqualTo("onetwo");
    }

    @Test
    void names_are_listed_in_alphabetical_order() throws IOException {
        for (var name : new String[] {"b", "a", "d", "c"}) write(name, name);
        disk.delete(path("d"));
        assertThat(disk.list(folder)).containsExactly("a", "b", "c");
        disk.syncFolder(folder);
    }

    @Test
    void a_whole_file_is_replaced_and_nothing_else_is_left() throws IOException {
        var file = new AtomicFile(disk, path("nodes.conf"));
        assertThat(file.readIfThere()).isEmpty();
        file.replace(bytes("old"));
        file.replace(bytes("new"));
        assertThat(file.readIfThere()).isEqualTo(bytes("new"));
        assertThat(disk.list(folder)).containsExactly("nodes.conf");
    }

    @Test
    void what_is_not_there_is_told_in_the_systems_words() {
        var missing = "No such file or directory";
        refused(missing, () -> disk.read(path("none")));
        refused(missing, () -> disk.delete(path("none")));
        refused(missing, () -> disk.rename(path("none"), path("some")));
        refused(missing, () -> disk.create(path("none/some")));
        refused(missing, () -> disk.append(path("none/some")));
        refused(missing, () -> disk.list(path("none")));
        refused(missing, () -> disk.syncFolder(path("none")));
    }

    @Test
    void a_name_that_cannot_be_moved_to_stays() throws IOException {
        write("temp", "text");
        refused(
                "No such file or directory",
                () -> disk.rename(path("temp"), path("none/nodes.conf")));
        assertThat(text("temp")).isEqualTo("text");
    }

    private static void refused(String words, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(IOException.class).hasMessage(words);
    }

    private void write(String name, String text) throws IOException {
        try (var file = disk.create(path(name))) {
            file.append(bytes(text));
        }
    }

    private String text(String name) throws IOException {
        return new String(disk.read(path(name)), UTF_8);
    }

    private String path(String name) {
        return folder + "/" + name;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
