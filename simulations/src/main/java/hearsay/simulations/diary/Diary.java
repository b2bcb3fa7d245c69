package hearsay.simulations.diary;

import hearsay.node.server.Log;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// The history of one world, in the order in which it happened; nothing in it is ever changed.
///
/// Its [#hash] is the proof that a seed decides everything: two runs with the same hash have had
/// the same events, at the same nanoseconds, in the same order.
public final class Diary {

    private final LongSupplier nanos;
    private final Log.Level from;
    private final Names names = new Names();
    private final List<Entry> entries = new ArrayList<>();
    private final List<Entry> readable = Collections.unmodifiableList(entries);
    private List<Listener> toAll = List.of();
    private final Map<String, List<Listener>> toWords = new LinkedHashMap<>();
    private final Digest digest = new Digest();
    private int digested;

    /// @param nanos the world's clock, since it began
    /// @param from what matters less than this is not kept
    public Diary(LongSupplier nanos, Log.Level from) {
        this.nanos = nanos;
        this.from = from;
    }

    /// A diary that keeps what operators see in their logs.
    public Diary(LongSupplier nanos) {
        this(nanos, Log.Level.NOTICE);
    }

    /// Whether somebody wants to hear a thing of that weight: ask before making one that is costly.
    public boolean wants(Log.Level level) {
        return level.compareTo(from) >= 0;
    }

    /// The time of what would be noted now.
    public long now() {
        return nanos.getAsLong();
    }

    /// Notes what happens now, if anything of that weight is wanted.
    public void note(String where, Log.Level level, What what) {
        if (wants(level)) add(new Entry(nanos.getAsLong(), where, level, what));
    }

    public void note(String where, What what) {
        note(where, Log.Level.NOTICE, what);
    }

    /// Adds an entry that has its time already. Times never go back.
    ///
    /// Those who listen hear of it within this call, the earliest listener first.
    public void add(Entry entry) {
        assert entries.isEmpty() || entries.getLast().nanos() <= entry.nanos() : "back in time";
        entries.add(entry);
        for (Listener listener : toAll) listener.hear(entry);
        if (toWords.isEmpty()) return;
        for (Listener listener : toWords.getOrDefault(entry.word(), List.of()))
            listener.hear(entry);
    }

    /// A node's log, for the node to write to: events of the protocol and plain lines alike.
    public Log log(String node) {
        return new NodePage(this, node);
    }

    /// Calls for every entry from now on. The call comes in the midst of what makes the entry: who
    /// wants to do something to the world makes an appointment for it.
    public Listening whenever(Consumer<Entry> hears) {
        var listener = new Listener(hears);
        toAll = with(toAll, listener);
        return () -> {
            listener.isOver = true;
            toAll = without(toAll, listener);
        };
    }

    /// Calls for every entry with that word from now on, after those that hear everything.
    public Listening whenever(String word, Consumer<Entry> hears) {
        var listener = new Listener(hears);
        toWords.put(word, with(toWords.getOrDefault(word, List.of()), listener));
        return () -> {
            listener.isOver = true;
            toWords.computeIfPresent(word, (same, all) -> without(all, listener));
        };
    }

    /// Ends what [#whenever] began. To end it twice does no harm.
    @FunctionalInterface
    public interface Listening {
        void stop();
    }

    /// All so far, as a view that grows.
    public List<Entry> entries() {
        return readable;
    }

    public Names names() {
        return names;
    }

    /// Lets something count for the hash that is not worth an entry: a message, a reply.
    public void fold(long value) {
        digest.foldAside(value);
    }

    /// Of all entries and all that was folded in so far, 64 bits, the same in every JVM.
    public long hash() {
        while (digested < entries.size()) digest.fold(entries.get(digested++));
        return digest.value();
    }

    private static List<Listener> with(List<Listener> listeners, Listener another) {
        List<Listener> more = new ArrayList<>(listeners);
        more.add(another);
        return more;
    }

    private static List<Listener> without(List<Listener> listeners, Listener one) {
        return listeners.stream().filter(each -> each != one).toList();
    }

    /// One that may be stopped while an entry is being told.
    private static final class Listener {
        private final Consumer<Entry> hears;
        private boolean isOver;

        Listener(Consumer<Entry> hears) {
            this.hears = hears;
        }

        void hear(Entry entry) {
            if (!isOver) hears.accept(entry);
        }
    }
}
