package hearsay.simulations.story;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A process that prints the hash of a number of runs, one line each: `story seed hash`.
final class Hashes {

    private Hashes() {}

    public static void main(String[] arguments) {
        for (var line : of(Integer.parseInt(arguments[0]))) System.out.println(line);
    }

    /// Story after story of the catalogue, with seeds from 1 on, until there are so many runs.
    static List<String> of(int runs) {
        var lines = new ArrayList<String>();
        var names = Catalogue.names();
        for (int i = 0; i < runs; i++) {
            var name = names.get(i % names.size());
            long seed = 1 + i / names.size();
            lines.add(
                    name + " " + seed + " " + StoryRun.of(Catalogue.story(name), seed).hashText());
        }
        return lines;
    }

    /// The same from a JVM of its own, with other hash seeds, other addresses, another compiler's
    /// mood.
    static List<String> ofAnotherJvm(int runs) throws Exception {
        var command =
                List.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Hashes.class.getName(),
                        Integer.toString(runs));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) throw new IllegalStateException(output);
        return output.lines().toList();
    }
}
