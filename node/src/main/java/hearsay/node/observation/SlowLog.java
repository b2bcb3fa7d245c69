package hearsay.node.observation;

import hearsay.node.resp.Arguments;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The last commands that took longer than `slowlog-log-slower-than`, newest first, at most
/// `slowlog-max-len` of them.
///
/// Source: Redis documentation of SLOWLOG GET.
public final class SlowLog {

    /// So many words of a request are kept; if there are more, the last one tells how many.
    private static final int WORDS_MAX = 32;

    /// So many bytes of a word are kept.
    private static final int BYTES_MAX = 128;

    /// One slow command.
    ///
    /// @param words what was asked, shortened
    /// @param address of the client, `ip:port`
    /// @param name of the client, or ""
    public record Entry(
            long id,
            long unixSeconds,
            long micros,
            List<byte[]> words,
            String address,
            String name) {}

    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private long nextId;

    /// Adds a command as the newest, and forgets the oldest beyond `max`.
    void add(
            Arguments request,
            long unixSeconds,
            long micros,
            String address,
            String name,
            long max) {
        var words = Collections.unmodifiableList(shortened(request));
        entries.addFirst(new Entry(nextId++, unixSeconds, micros, words, address, name));
        while (entries.size() > max) entries.removeLast();
    }

    public int size() {
        return entries.size();
    }

    /// Forgets all; numbers go on.
    public void clear() {
        entries.clear();
    }

    /// The newest, at most `count`.
    public List<Entry> newest(long count) {
        return entries.stream().limit(count).toList();
    }

    private static List<byte[]> shortened(Arguments request) {
        int count = request.count();
        int kept = count > WORDS_MAX ? WORDS_MAX - 1 : count;
        var words = new ArrayList<byte[]>();
        for (int i = 0; i < kept; i++) words.add(shortened(request, i));
        if (kept < count) words.add(ascii("... (" + (count - kept) + " more arguments)"));
        return words;
    }

    private static byte[] shortened(Arguments request, int index) {
        int length = request.length(index);
        if (length <= BYTES_MAX) return request.bytes(index);
        var more = ascii("... (" + (length - BYTES_MAX) + " more bytes)");
        var word = new byte[BYTES_MAX + more.length];
        System.arraycopy(request.buffer(), request.offset(index), word, 0, BYTES_MAX);
        System.arraycopy(more, 0, word, BYTES_MAX, more.length);
        return word;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
