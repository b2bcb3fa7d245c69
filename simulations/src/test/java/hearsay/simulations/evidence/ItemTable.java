package hearsay.simulations.evidence;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/// The table in the README that says, for each thing that a Redis Cluster does, which tests show
/// that our nodes do it.
final class ItemTable {

    static final String BEGIN = "<!-- items: written by ItemTableTest -->";
    static final String END = "<!-- end of items -->";

    /// So many tests are named for each item: those that prove little else.
    private static final int NAMED = 2;

    private ItemTable() {}

    /// Number and phrase.
    static SortedMap<Integer, String> items() throws IOException {
        var items = new TreeMap<Integer, String>();
        for (var line : text().lines().toList()) {
            int space = line.indexOf(' ');
            if (line.startsWith("D")) continue;
            items.put(Integer.parseInt(line.substring(0, space)), line.substring(space + 1));
        }
        return items;
    }

    private static String text() throws IOException {
        try (var in = ItemTable.class.getResourceAsStream("/items.txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /// The table as Markdown.
    static String write(NumberedTests tests) throws IOException {
        var table = new StringBuilder();
        table.append("| | what | shown by |\n|---|---|---|\n");
        for (var line : text().lines().toList()) {
            int space = line.indexOf(' ');
            var number = line.substring(0, space);
            var phrase = line.substring(space + 1);
            if (number.startsWith("D")) {
                table.append("| **%s** | **%s** | |\n".formatted(number, phrase));
            } else {
                table.append("| %s | %s | %s |\n".formatted(number, phrase, proofs(tests, number)));
            }
        }
        return table.toString();
    }

    private static String proofs(NumberedTests tests, String number) {
        var text = new StringBuilder();
        int named = 0;
        for (var proof : tests.of(Integer.parseInt(number))) {
            if (named++ == NAMED) break;
            text.append(text.isEmpty() ? "" : "<br>").append('`').append(proof).append('`');
        }
        return text.toString();
    }

    /// The table that stands in the README now, without its marks.
    static String read(Path readme) throws IOException {
        var text = Files.readString(readme);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) return "";
        return text.substring(begin + BEGIN.length(), end).strip() + "\n";
    }

    static void replace(Path readme, String table) throws IOException {
        var text = Files.readString(readme);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) throw new IllegalStateException("no marks in " + readme);
        Files.writeString(
                readme,
                text.substring(0, begin) + BEGIN + "\n\n" + table + "\n" + text.substring(end));
    }
}
