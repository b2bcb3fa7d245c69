package hearsay.simulations.diary;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/// The diary for people: one event, one line, in fixed columns.
///
/// ```
///     2.000  7000      crash            is killed
///     4.113  7001      suspects         suspects 7000
///     4.190  7002      fails            declares 7000 failed: 2 of 3 masters say so
/// ```
///
/// Seconds since the world began, to the millisecond; whom it happened to; the word; what happened,
/// with the names of nodes instead of their ids. What is too long for its column moves the rest of
/// its line.
public final class Transcript {

    private static final String LINE = "%9.3f  %-8s  %-15s  %s";
    private static final String GAP = " ".repeat(9) + "  ";

    private final Names names;

    public Transcript(Names names) {
        this.names = names;
    }

    /// Without an end of line.
    public String line(Entry entry) {
        return String.format(
                        Locale.ROOT,
                        LINE,
                        entry.nanos() / 1_000_000 / 1000.0,
                        entry.where(),
                        entry.word(),
                        names.in(entry.text()).replace('\n', ' '))
                .stripTrailing();
    }

    public String of(List<Entry> entries) {
        return of(entries, entry -> true);
    }

    public String of(List<Entry> entries, Predicate<Entry> wanted) {
        var text = new StringBuilder();
        write(entries, wanted, text);
        return text.toString();
    }

    /// Writes one after the other, so that a long diary need not fit in memory twice.
    public void write(List<Entry> entries, Predicate<Entry> wanted, Appendable to) {
        try {
            for (Entry entry : entries) if (wanted.test(entry)) to.append(line(entry)).append('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// An excerpt, with a line for what is left out.
    public String of(Excerpt excerpt) {
        var text = new StringBuilder();
        for (Excerpt.Part part : excerpt.parts()) {
            switch (part) {
                case Excerpt.Shown(Entry entry) -> text.append(line(entry));
                case Excerpt.Again(int times, long untilNanos) ->
                        text.append(GAP)
                                .append(
                                        String.format(
                                                Locale.ROOT,
                                                "… %s, until %.3f",
                                                times == 1 ? "once more" : times + " times more",
                                                untilNanos / 1_000_000 / 1000.0));
                case Excerpt.LeftOut(int count) ->
                        text.append(GAP)
                                .append("… ")
                                .append(count == 1 ? "1 line" : count + " lines");
            }
            text.append('\n');
        }
        return text.toString();
    }
}
