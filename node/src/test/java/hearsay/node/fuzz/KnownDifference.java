package hearsay.node.fuzz;

import java.util.Locale;

/// A difference between the two that is not ours to mend, with the reason. After it the data must
/// still be the same.
///
/// @param reason one sentence, for the report
public record KnownDifference(String reason, Cover cover) {

    /// Tells whether a difference is this one.
    @FunctionalInterface
    public interface Cover {
        boolean of(String[] words, String ours, String theirs);
    }

    /// Any difference in the replies to a command, which is named by its first words: `OBJECT
    /// HELP`.
    public static KnownDifference of(String command, String reason) {
        var names = command.split(" ");
        return new KnownDifference(
                reason,
                (words, ours, theirs) -> {
                    if (words.length < names.length) return false;
                    for (int i = 0; i < names.length; i++) {
                        if (!words[i].toUpperCase(Locale.ROOT).equals(names[i])) return false;
                    }
                    return true;
                });
    }
}
