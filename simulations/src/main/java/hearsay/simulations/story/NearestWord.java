package hearsay.simulations.story;

import java.util.Collection;
import java.util.Optional;

/// What somebody may have meant who wrote a word that nobody knows.
final class NearestWord {

    private NearestWord() {}

    /// The known word with the fewest letters to change, unless that is too many.
    static Optional<String> to(String word, Collection<String> known) {
        String nearest = "";
        int least = Math.max(2, word.length() / 3) + 1;
        for (String candidate : known) {
            int distance = distance(word, candidate);
            if (distance >= least) continue;
            least = distance;
            nearest = candidate;
        }
        return nearest.isEmpty() ? Optional.empty() : Optional.of(nearest);
    }

    /// `'crash' (did you mean that?)`, or all that would be right.
    static String oneOf(String word, Collection<String> known) {
        String all = "one of " + String.join(", ", known);
        return to(word, known).map(near -> "'" + near + "', or " + all).orElse(all);
    }

    /// Levenshtein's: letters to insert, delete or replace.
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) row[j] = j;
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
