package hearsay.simulations.diary;

import hearsay.node.server.Log;
import java.util.ArrayList;
import java.util.List;

/// The shortest diary around a moment: what a reader needs to see how it came to that.
///
/// Left out is noise: plain lines of the logs, and what nodes say in passing. An event that comes
/// again and again at the same node stands once. Of the rest, the last ones before the moment and
/// the first ones after it are kept; and the last thing that was done to the world before the
/// moment always is, because a story begins with it.
public record Excerpt(List<Part> parts) {

    /// One line of it.
    public sealed interface Part {}

    public record Shown(Entry entry) implements Part {}

    /// The entry before, so many times more.
    public record Again(int times, long untilNanos) implements Part {}

    /// So many events, all of which tell something.
    public record LeftOut(int count) implements Part {}

    /// Equal entries that follow each other, nothing between them.
    private record Run(Entry first, int count, long lastNanos) {}

    /// @param before how many events up to and at the moment, at most
    /// @param after how many after it
    public static Excerpt around(List<Entry> entries, long nanos, int before, int after) {
        List<Run> telling = runs(entries);
        int next = 0; // The first one after the moment.
        while (next < telling.size() && telling.get(next).first().nanos() <= nanos) next++;
        int from = Math.max(0, next - before);
        int to = Math.min(telling.size(), next + after);
        int cause = lastDeed(telling, next);
        List<Part> parts = new ArrayList<>();
        int shown = 0;
        if (cause >= 0 && cause < from) {
            leaveOut(cause, parts);
            show(telling.get(cause), parts);
            shown = cause + 1;
        }
        leaveOut(from - shown, parts);
        for (Run run : telling.subList(from, to)) show(run, parts);
        leaveOut(telling.size() - to, parts);
        return new Excerpt(List.copyOf(parts));
    }

    public static boolean isNoise(Entry entry) {
        return entry.is(LogLine.WORD) || entry.level().compareTo(Log.Level.NOTICE) < 0;
    }

    private static List<Run> runs(List<Entry> entries) {
        List<Run> runs = new ArrayList<>();
        for (Entry entry : entries) {
            if (isNoise(entry)) continue;
            Run last = runs.isEmpty() ? null : runs.getLast();
            if (last != null && isSame(last.first(), entry))
                runs.set(runs.size() - 1, new Run(last.first(), last.count() + 1, entry.nanos()));
            else runs.add(new Run(entry, 1, entry.nanos()));
        }
        return runs;
    }

    private static boolean isSame(Entry one, Entry other) {
        return one.isOf(other.where()) && one.is(other.word()) && one.text().equals(other.text());
    }

    private static int lastDeed(List<Run> runs, int before) {
        for (int i = before - 1; i >= 0; i--)
            if (Deed.isDoneToTheWorld(runs.get(i).first().word())) return i;
        return -1;
    }

    private static void show(Run run, List<Part> parts) {
        parts.add(new Shown(run.first()));
        if (run.count() > 1) parts.add(new Again(run.count() - 1, run.lastNanos()));
    }

    private static void leaveOut(int count, List<Part> parts) {
        if (count > 0) parts.add(new LeftOut(count));
    }
}
