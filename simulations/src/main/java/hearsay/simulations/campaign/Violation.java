package hearsay.simulations.campaign;

import hearsay.simulations.check.Verdict;
import hearsay.simulations.diary.Excerpt;
import hearsay.simulations.diary.Transcript;
import hearsay.simulations.story.Result;
import java.util.Locale;

/// What is said of a law that was broken: which, with which seed, what happened around it, and how
/// to see it again.
final class Violation {

    private static final int LINES_BEFORE = 16;
    private static final int LINES_AFTER = 4;

    private Violation() {}

    static String text(Result result, Verdict.Broken broken, CommandText command) {
        var transcript = new Transcript(result.diary().names());
        var excerpt =
                Excerpt.around(result.diary().entries(), broken.nanos(), LINES_BEFORE, LINES_AFTER);
        return String.format(
                Locale.ROOT,
                """
                BROKEN  %s, seed %d, at %.3f s, %s
                        %s
                %s
                %s
                replay: %s
                """,
                broken.law().name(),
                result.seed(),
                broken.nanos() / 1_000_000 / 1000.0,
                broken.who(),
                broken.law().says(),
                indented(result.diary().names().in(broken.text())),
                transcript.of(excerpt),
                command.replay(result.seed()));
    }

    static String text(Verdict.Unknown unknown, long seed) {
        return "UNKNOWN %s, seed %d\n%s\n"
                .formatted(unknown.law().name(), seed, indented(unknown.why()));
    }

    private static String indented(String text) {
        return text.indent(8).stripTrailing();
    }
}
