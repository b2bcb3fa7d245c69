package hearsay.node.pubsub;

import hearsay.node.encoding.Heap;
import hearsay.node.resp.Bytes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who listens to which names, for one kind of name: both ways round, and in the order in which
/// they came.
///
/// @param <S> who listens: a session
final class Subscriptions<S> {

    /// An entry of a map for the subscriber and one for the name, and what the tables take.
    static final long PER_SUBSCRIPTION = 2 * Heap.object(28) + 16;

    /// The name's bytes apart: its object, its entry, and the set of those who listen.
    private static final long PER_NAME = Heap.object(8) + Heap.object(28) + 176;

    /// A name that somebody listens to.
    static final class Topic<S> {
        final Bytes name;
        final Set<S> subscribers = new LinkedHashSet<>();

        private Topic(Bytes name) {
            this.name = name;
        }
    }

    private final Map<Bytes, Topic<S>> topics = new LinkedHashMap<>();
    private final Map<S, Set<Topic<S>>> bySubscriber = new LinkedHashMap<>();
    private long memory;

    /// Nothing happens if it listens there already.
    void add(S subscriber, Bytes name) {
        var topic = topics.get(name);
        if (topic == null) {
            topic = new Topic<>(name);
            topics.put(name, topic);
            memory += PER_NAME + Heap.bytes(name.length());
        }
        if (!topic.subscribers.add(subscriber)) return;
        bySubscriber.computeIfAbsent(subscriber, s -> new LinkedHashSet<>()).add(topic);
    }

    void remove(S subscriber, Bytes name) {
        var topic = topics.get(name);
        if (topic == null) return;
        leave(topic, subscriber);
        var own = bySubscriber.get(subscriber);
        if (own == null || !own.remove(topic)) return;
        if (own.isEmpty()) bySubscriber.remove(subscriber);
    }

    void removeAll(S subscriber) {
        var own = bySubscriber.remove(subscriber);
        if (own == null) return;
        for (var topic : own) leave(topic, subscriber);
    }

    /// How many names one listens to.
    int count(S subscriber) {
        var own = bySubscriber.get(subscriber);
        return own == null ? 0 : own.size();
    }

    /// What one listens to, as it is now.
    List<Bytes> of(S subscriber) {
        var own = bySubscriber.get(subscriber);
        if (own == null) return List.of();
        var names = new ArrayList<Bytes>(own.size());
        for (var topic : own) names.add(topic.name);
        return names;
    }

    /// The name with those who listen to it, null if there are none.
    @Nullable Topic<S> topic(Bytes name) {
        return topics.get(name);
    }

    /// Every name that somebody listens to; not to be changed.
    Collection<Topic<S>> topics() {
        return topics.values();
    }

    boolean isEmpty() {
        return topics.isEmpty();
    }

    /// Bytes of heap for the names; what belongs to subscribers is not counted.
    long memory() {
        return memory;
    }

    private void leave(Topic<S> topic, S subscriber) {
        topic.subscribers.remove(subscriber);
        if (!topic.subscribers.isEmpty()) return;
        topics.remove(topic.name);
        memory -= PER_NAME + Heap.bytes(topic.name.length());
    }
}
