package hearsay.node.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/// What Redis 7.2 says of its commands, without those of Sentinel.
final class RedisCommands {

    /// @param categories with those that follow from the flags
    record Line(
            String group,
            int arity,
            TreeSet<String> flags,
            TreeSet<String> categories,
            List<String> tips,
            List<String> keySpecs) {}

    private RedisCommands() {}

    /// By full name, in lower case.
    static Map<String, Line> all() {
        try (var stream = RedisCommands.class.getResourceAsStream("commands-7.2.tsv")) {
            var text =
                    new String(
                            Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
            var lines = new LinkedHashMap<String, Line>();
            text.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .forEach(fields -> lines.put(fields[1], line(fields)));
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Line line(String[] fields) {
        var flags = words(fields[3]);
        return new Line(
                fields[0],
                Integer.parseInt(fields[2]),
                flags,
                categories(flags, words(fields[4].toLowerCase(Locale.ROOT))),
                fields[5].isEmpty() ? List.of() : List.of(fields[5].split(" ")),
                fields[6].isEmpty()
                        ? List.of()
                        : Arrays.stream(fields[6].split("; "))
                                .map(CommandTableTest::sortedFlags)
                                .toList());
    }

    private static TreeSet<String> categories(TreeSet<String> flags, TreeSet<String> explicit) {
        var all = new TreeSet<>(explicit);
        if (flags.contains("WRITE")) all.add("write");
        if (flags.contains("READONLY") && !all.contains("scripting")) all.add("read");
        if (flags.contains("ADMIN")) all.addAll(List.of("admin", "dangerous"));
        if (flags.contains("PUBSUB")) all.add("pubsub");
        if (flags.contains("BLOCKING")) all.add("blocking");
        all.add(flags.contains("FAST") ? "fast" : "slow");
        return all;
    }

    private static TreeSet<String> words(String text) {
        var words = new TreeSet<>(List.of(text.split(" ")));
        words.remove("");
        return words;
    }
}
