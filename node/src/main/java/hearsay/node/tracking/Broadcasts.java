package hearsay.node.tracking;

import hearsay.node.resp.Bytes;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The prefixes that somebody wants to be told of, and the keys that have changed under each since
/// it was told last. Both in the order of their bytes.
///
/// @param <S> who is told: a session
final class Broadcasts<S> {

    /// One prefix.
    static final class Topic<S> {
        final Set<S> listeners = new LinkedHashSet<>();

        /// With who changed each last, null for nobody: its time was over.
        final SortedMap<Bytes, Changer<S>> changed = new TreeMap<>();
    }

    record Changer<S>(@Nullable S session) {}

    private final SortedMap<Bytes, Topic<S>> topics = new TreeMap<>();

    void add(S listener, Bytes prefix) {
        topics.computeIfAbsent(prefix, p -> new Topic<>()).listeners.add(listener);
    }

    void remove(S listener, Bytes prefix) {
        var topic = topics.get(prefix);
        if (topic == null) return;
        topic.listeners.remove(listener);
        if (topic.listeners.isEmpty()) topics.remove(prefix);
    }

    boolean isEmpty() {
        return topics.isEmpty();
    }

    int count() {
        return topics.size();
    }

    Iterable<Topic<S>> topics() {
        return topics.values();
    }

    void changed(byte[] key, @Nullable S by) {
        topics.forEach((prefix, topic) -> {
            if (beginsWith(key, prefix.array())) {
                topic.changed.put(new Bytes(key), new Changer<>(by));
            }
        });
    }

    static boolean beginsWith(byte[] key, byte[] prefix) {
        int length = prefix.length;
        return length <= key.length && Arrays.equals(key, 0, length, prefix, 0, length);
    }
}
