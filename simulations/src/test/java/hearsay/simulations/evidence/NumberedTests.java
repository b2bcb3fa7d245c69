package hearsay.simulations.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The tests whose display names begin with the numbers of the items that they prove, found in the
/// sources of all modules:
///
/// ```
/// @DisplayName("33, 34: …")   @DisplayName("36-38. …")   @DisplayName("D4.41: …")
/// ```
///
/// @param byItem the most telling first: those that prove the fewest other items
record NumberedTests(SortedMap<Integer, List<Proof>> byItem) {

    /// A method of a test class, or a whole class.
    ///
    /// @param method empty for a class
    /// @param items how many items it proves
    record Proof(String type, String method, int items) {

        @Override
        public String toString() {
            return method.isEmpty() ? type : type + "#" + method;
        }
    }

    private static final String NUMBER = "(?:D\\d\\.)?\\d+(?:[-–]\\d+)?|D\\d";
    private static final Pattern NUMBERS =
            Pattern.compile("((?:" + NUMBER + ")(?:, (?:" + NUMBER + "))*)[.:] .*");
    private static final Pattern NAMED =
            Pattern.compile(
                    "@DisplayName\\(\\s*\"((?:[^\"\\\\]|\\\\.)*)\"(?:\\s*\\+\\s*\"(?:[^\"\\\\]|\\\\.)*\")*\\s*\\)"
                            + "\\s*(?:@\\w+(?:\\([^)]*\\))?\\s*)*"
                            + "(?:public |private |static |final |abstract )*"
                            + "(?:void (\\w+)\\(|class \\w+)");

    static NumberedTests in(Path root) throws IOException {
        var byItem = new TreeMap<Integer, List<Proof>>();
        try (var modules = Files.list(root)) {
            for (var module : modules.sorted().toList()) {
                var sources = module.resolve("src/test/java");
                if (Files.isDirectory(sources)) readAll(sources, byItem);
            }
        }
        for (var proofs : byItem.values()) {
            proofs.sort(Comparator.comparingInt(Proof::items)); // else as found
        }
        return new NumberedTests(byItem);
    }

    private static void readAll(Path sources, Map<Integer, List<Proof>> byItem) throws IOException {
        try (var files = Files.walk(sources)) {
            for (var file : files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
                read(file, byItem);
            }
        }
    }

    private static void read(Path file, Map<Integer, List<Proof>> byItem) throws IOException {
        var source = Files.readString(file);
        var type = file.getFileName().toString().replace(".java", "");
        var named = NAMED.matcher(source);
        while (named.find()) {
            var method = named.group(2);
            var items = items(named.group(1));
            for (int item : items) {
                byItem.computeIfAbsent(item, i -> new ArrayList<>())
                        .add(new Proof(type, method == null ? "" : method, items.size()));
            }
        }
    }

    /// The numbers at the head of a display name.
    static List<Integer> items(String displayName) {
        var match = NUMBERS.matcher(displayName);
        if (!match.matches()) return List.of();
        var items = new ArrayList<Integer>();
        for (String word : match.group(1).split(", ")) {
            if (word.matches("D\\d")) continue; // A whole chapter proves nothing in particular.
            var bounds = word.replaceFirst("^D\\d\\.", "").split("[-–]");
            int last = Integer.parseInt(bounds[bounds.length - 1]);
            for (int item = Integer.parseInt(bounds[0]); item <= last; item++) items.add(item);
        }
        return items;
    }

    List<Proof> of(int item) {
        return Collections.unmodifiableList(byItem.getOrDefault(item, List.of()));
    }
}
