package hearsay.node.remote;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Adapter;
import hearsay.node.disk.AtomicFile;
import hearsay.node.disk.FileDisk;
import hearsay.node.remote.ConfigKeeper.Answer;
import hearsay.node.remote.ConfigKeeper.Save;
import hearsay.node.remote.ConfigKeeper.SaveFailed;
import hearsay.node.remote.ConfigKeeper.Saved;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigKeeperTest {

    private static Jvm jvm;

    @TempDir Path folder;

    @BeforeAll
    static void start() {
        jvm = Jvm.start(Jvm.Options.alone().surviving());
    }

    @AfterAll
    static void stop() throws Exception {
        jvm.stop().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void saved_is_said_when_the_text_is_in_the_file() throws IOException {
        Path file = folder.resolve("nodes.conf");
        var keeper = keeper("one", file);
        TestProbe<Answer> node = TestProbe.create(jvm.typed());
        for (int epoch = 1; epoch <= 20; epoch++) {
            String text = "vars currentEpoch " + epoch + " lastVoteEpoch 0\n";
            keeper.tell(new Save(epoch, text, node.ref()));
            node.expectMessage(new Saved(epoch));
            assertThat(textOf(file)).isEqualTo(text);
        }
    }

    @Test
    void a_burst_of_saves_is_answered_one_by_one_and_ends_in_the_last_text() throws IOException {
        Path file = folder.resolve("nodes.conf");
        var keeper = keeper("burst", file);
        TestProbe<Answer> node = TestProbe.create(jvm.typed());
        for (int i = 1; i <= 500; i++) keeper.tell(new Save(i, "text " + i, node.ref()));
        for (int i = 1; i <= 500; i++) {
            node.expectMessage(new Saved(i));
            int written = Integer.parseInt(textOf(file).substring("text ".length()));
            assertThat(written).isGreaterThanOrEqualTo(i);
        }
        assertThat(textOf(file)).isEqualTo("text 500");
    }

    @Test
    void nodes_of_one_jvm_have_a_file_each() throws IOException {
        TestProbe<Answer> node = TestProbe.create(jvm.typed());
        keeper("a", folder.resolve("nodes-7000.conf")).tell(new Save(1, "seven", node.ref()));
        keeper("b", folder.resolve("nodes-7001.conf")).tell(new Save(2, "eight", node.ref()));
        node.receiveSeveralMessages(2);
        assertThat(textOf(folder.resolve("nodes-7000.conf"))).isEqualTo("seven");
        assertThat(textOf(folder.resolve("nodes-7001.conf"))).isEqualTo("eight");
    }

    @Test
    void a_successor_goes_on_with_the_file_of_its_predecessor() throws IOException {
        Path file = folder.resolve("nodes.conf");
        Files.writeString(file, "written by an earlier life");
        var keeper = keeper("successor", file);
        TestProbe<Answer> node = TestProbe.create(jvm.typed());
        keeper.tell(new Save(1, "written by this one", node.ref()));
        node.expectMessage(new Saved(1));
        assertThat(textOf(file)).isEqualTo("written by this one");
    }

    @Test
    void a_save_that_fails_is_told_and_so_is_every_later_one() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        Path file = data.resolve("nodes.conf");
        var keeper = keeper("failing", file);
        TestProbe<Answer> node = TestProbe.create(jvm.typed());
        keeper.tell(new Save(1, "still there", node.ref()));
        node.expectMessage(new Saved(1));

        Files.delete(file);
        Files.delete(data);
        keeper.tell(new Save(2, "nowhere to go", node.ref()));
        var failed = node.expectMessageClass(SaveFailed.class);
        assertThat(failed.sequence()).isEqualTo(2);
        assertThat(failed.reason()).isEqualTo("No such file or directory");

        Files.createDirectory(data);
        keeper.tell(new Save(3, "too late", node.ref()));
        assertThat(node.expectMessageClass(SaveFailed.class).sequence()).isEqualTo(3);
        assertThat(file).doesNotExist();
    }

    private static ActorRef<ConfigKeeper.Command> keeper(String name, Path file) {
        return Adapter.spawn(jvm.system(), ConfigKeeper.of(nodesConf(file)), "keeper-" + name);
    }

    private static String textOf(Path file) throws IOException {
        return ConfigKeeper.load(nodesConf(file));
    }

    private static AtomicFile nodesConf(Path file) {
        return new AtomicFile(new FileDisk(), file.toString());
    }
}
