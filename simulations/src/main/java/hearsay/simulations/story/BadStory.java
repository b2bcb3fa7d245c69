package hearsay.simulations.story;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// A story that cannot be told as it is written, with all that is wrong with it.
public final class BadStory extends RuntimeException {

    /// sysexits' EX_DATAERR is 65, EX_USAGE 64: a story is part of the command.
    public static final int EXIT_CODE = 64;

    private static final long serialVersionUID = 1L;

    /// One thing that is wrong.
    ///
    /// @param where the file, or the option of the command line
    /// @param line from 1, 0 if there are no lines
    /// @param text what is wrong; expected …
    public record Mistake(String where, int line, String text) {
        @Override
        public String toString() {
            return line == 0 ? where + ": " + text : where + ": " + line + ": " + text;
        }
    }

    private final transient List<Mistake> mistakes;

    /// @param mistakes at least one; told in the order of their lines
    public BadStory(List<Mistake> mistakes) {
        super(
                mistakes.stream()
                        .sorted(inOrder())
                        .map(Mistake::toString)
                        .collect(Collectors.joining("\n")),
                null,
                false,
                false);
        this.mistakes = mistakes.stream().sorted(inOrder()).toList();
    }

    public List<Mistake> mistakes() {
        return mistakes;
    }

    /// One line for each mistake.
    public String text() {
        return String.valueOf(getMessage());
    }

    private static Comparator<Mistake> inOrder() {
        return Comparator.comparing(Mistake::where).thenComparingInt(Mistake::line);
    }
}
