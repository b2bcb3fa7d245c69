package hearsay.simulations.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hearsay.simulations.story.Catalogue;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("hearsay sim and hearsay replay")
class SimCommandTest {

    private static final Pattern HASH = Pattern.compile("hash ([0-9a-f]{16})");

    @TempDir private Path folder = Path.of("");

    /// What was printed where, and the exit code.
    private record Ran(int code, String out, String err) {
        String hash() {
            var matcher = HASH.matcher(out);
            assertTrue(matcher.find(), out);
            return matcher.group(1);
        }
    }

    private static Ran hearsay(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var line = Launcher.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        int code = line.execute(arguments);
        return new Ran(code, out.toString(), err.toString());
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void the_catalogue_is_listed() {
        Ran ran = hearsay("sim", "--list");

        assertEquals(0, ran.code);
        for (String name : Catalogue.names()) assertTrue(ran.out.contains(name + "\n    "), name);
    }

    @Test
    void what_is_wrong_with_a_file_is_told_before_anything_runs() throws IOException {
        Path story =
                file(
                        "mine.conf",
                        """
                        about = "mine"
                        world { masters = 0 }
                        trobles = []
                        """);

        Ran ran = hearsay("sim", story.toString());

        assertEquals(64, ran.code);
        assertEquals("", ran.out);
        assertEquals(
                """
                %1$s: 2: a cluster has at least one master
                %1$s: 3: unknown word 'trobles'; expected 'troubles', or one of about, lasts, laws, parameters, settles, troubles, workloads, world
                """
                        .formatted(story),
                ran.err);
    }

    @Test
    void mistakes_on_the_command_line_are_mistakes() {
        assertMistake("--seeds: seeds go upwards: 1 is below 9", "sim", "calm", "--seeds", "9..1");
        assertMistake("--seed: 'x' is no seed", "sim", "calm", "--seed", "x");
        assertMistake("Either --seed or --seeds.", "sim", "calm", "--seed", "1", "--seeds", "2");
        assertMistake("Which story?", "sim");
        assertMistake(
                "unknown parameter 'lsts'; expected 'lasts'", "sim", "calm", "--set", "lsts=1s");
        assertMistake("unknown law 'sums'; expected", "sim", "calm", "--law", "sums=off");
        assertMistake("'never' is neither on nor off", "sim", "calm", "--law", "sums-stay=never");
        assertMistake("expected 'calm'", "sim", "clam");
        assertMistake("Unknown options: '--sede', '1'", "sim", "calm", "--sede", "1");
        assertMistake("'7' is no folder; of a seed, say which story.", "replay", "7");
        assertMistake("'seven' is no seed", "replay", "seven", "calm");
    }

    private static void assertMistake(String text, String... arguments) {
        Ran ran = hearsay(arguments);
        assertEquals(64, ran.code, ran.err);
        assertTrue(ran.err.contains(text), ran.err);
        assertEquals("", ran.out);
    }

    @Test
    void a_seed_comes_to_the_same_hash_each_time_and_another_seed_to_another() {
        Ran one = hearsay("sim", "calm", "--seed", "5", "--set", "lasts=3s", "--set", "rate=50");
        Ran again =
                hearsay(
                        "replay",
                        "5",
                        "calm",
                        "--set",
                        "lasts=3s",
                        "--set",
                        "rate=50",
                        "--until",
                        "1s");
        Ran other = hearsay("sim", "calm", "--seed", "6", "--set", "lasts=3s", "--set", "rate=50");

        assertEquals(0, one.code, one.out);
        assertEquals(0, again.code, again.out);
        assertEquals(one.hash(), again.hash());
        assertTrue(again.out.contains(one.hash() + ", as a second run"), again.out);
        assertTrue(again.out.contains("becomes-replica"), again.out);
        assertTrue(!one.hash().equals(other.hash()), other.out);
    }

    @Test
    void what_was_written_can_be_replayed_and_a_run_that_differs_is_noticed() throws IOException {
        Path out = folder.resolve("out");
        Ran ran =
                hearsay("sim", "calm", "--seed", "5", "--set", "lasts=2s", "--out", out.toString());
        assertEquals(0, ran.code, ran.out);
        for (String name :
                new String[] {
                    "diary.txt",
                    "diary.jsonl",
                    "shiviz.log",
                    "trace.json",
                    "history.txt",
                    "story.conf",
                    "figures.json"
                }) assertTrue(Files.exists(out.resolve(name)), name);

        Ran same = hearsay("replay", out.toString());
        assertEquals(0, same.code, same.out);
        assertTrue(same.out.contains("hash " + ran.hash() + ", as recorded"), same.out);

        Path figures = out.resolve("figures.json");
        Files.writeString(
                figures, Files.readString(figures).replace(ran.hash(), "0123456789abcdef"));
        Ran differs = hearsay("replay", out.toString());
        assertEquals(1, differs.code);
        assertTrue(differs.out.contains("NOT as recorded: 0123456789abcdef"), differs.out);
    }

    @Test
    void of_many_seeds_there_is_a_table_and_what_each_came_to() throws IOException {
        Path out = folder.resolve("many");

        Ran ran =
                hearsay(
                        "sim",
                        "calm",
                        "--seeds",
                        "3..6",
                        "--set",
                        "lasts=2s",
                        "--out",
                        out.toString());

        assertEquals(0, ran.code, ran.out);
        assertTrue(ran.out.contains("calm, seeds 3..6: 4 runs in "), ran.out);
        assertTrue(ran.out.contains("figure"), ran.out);
        String figures = Files.readString(out.resolve("figures.json"));
        for (int seed = 3; seed <= 6; seed++)
            assertTrue(figures.contains("\"seed\" : " + seed), figures);
    }
}
