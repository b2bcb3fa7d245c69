package hearsay.simulations.story;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// One seed a story takes a minute; `-Dhearsay.repeat.seeds=4` takes more of them.
@DisplayName("The same seed is the same history")
class RepeatTest {

    private static final int SEEDS = Integer.getInteger("hearsay.repeat.seeds", 1);

    @Test
    void in_one_process_and_in_another_for_every_story() throws Exception {
        List<String> here = hashes(SEEDS);
        assertEquals(here, hashes(SEEDS));
        assertEquals(here, elsewhere(SEEDS));
    }

    private static List<String> hashes(int seeds) {
        List<String> hashes = new ArrayList<>();
        for (String name : Catalogue.names())
            for (int seed = 1; seed <= seeds; seed++)
                hashes.add(name + " " + seed + " " + StoryRun.of(brief(name), seed).hashText());
        return hashes;
    }

    /// With less to do: what must repeat is everything that happens, not how often.
    private static Story brief(String name) {
        var settings = new TreeMap<String, String>();
        if (Catalogue.story(name).parameters().containsKey("rate")) settings.put("rate", "50");
        Story story = Catalogue.story(name, settings);
        return story.with(List.of());
    }

    private static List<String> elsewhere(int seeds) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                classPath(),
                                Elsewhere.class.getName(),
                                Integer.toString(seeds))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said.lines().toList();
    }

    /// Runners of tests load classes by loaders of their own, or from the process' class path.
    private static String classPath() {
        if (!(RepeatTest.class.getClassLoader() instanceof URLClassLoader loader))
            return System.getProperty("java.class.path");
        return Arrays.stream(loader.getURLs())
                .map(url -> Path.of(URI.create(url.toString())).toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /// What the other process runs.
    static final class Elsewhere {
        private Elsewhere() {}

        public static void main(String[] arguments) {
            hashes(Integer.parseInt(arguments[0])).forEach(System.out::println);
        }
    }
}
