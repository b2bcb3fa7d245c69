package hearsay.node.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// The first request of a script to which the two servers have different things to say.
///
/// @param index of the request in the script
/// @param words what was asked: the request itself, or one of those that compare the datasets
record Mismatch(int index, String[] words, String ours, String theirs) {

    String name() {
        return words[0].toUpperCase(java.util.Locale.ROOT);
    }

    /// One request a line, as one would type it.
    static String show(List<String[]> script) {
        return script.stream().map(Mismatch::show).collect(Collectors.joining("\n"));
    }

    static String show(String[] words) {
        return Arrays.stream(words)
                .map(word -> word.matches("[!-~&&[^\"'\\\\]]+") ? word : quoted(word))
                .collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        if (word.length() > 300) return quoted(word.substring(0, 300)) + "…(" + word.length() + ")";
        var text = new StringBuilder("\"");
        for (char c : word.toCharArray()) {
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c >= 32 && c < 127) {
                text.append(c);
            } else {
                text.append(String.format("\\x%02x", (int) c));
            }
        }
        return text.append('"').toString();
    }
}
