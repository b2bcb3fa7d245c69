package hearsay.node.pubsub;

import hearsay.node.resp.Bytes;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Who listens to which names, for one kind of name: both ways round, and in the order in which
/// they came.
///
/// @param <S> who listens: a session
final class Subscriptions<S> {

    private final Map<Bytes, Set<S>> byName = new LinkedHashMap<>();
    private final Map<S, Set<Bytes>> bySubscriber = new LinkedHashMap<>();

    /// Answers whether that is news.
    boolean add(S subscriber, Bytes name) {
        var names = bySubscriber.computeIfAbsent(subscriber, s -> new LinkedHashSet<>());
        if (!names.add(name)) return false;
        byName.computeIfAbsent(name, n -> new LinkedHashSet<>()).add(subscriber);
        return true;
    }

    /// Answers whether there was something to end.
    boolean remove(S subscriber, Bytes name) {
        var names = bySubscriber.get(subscriber);
        if (names == null || !names.remove(name)) return false;
        if (names.isEmpty()) bySubscriber.remove(subscriber);
        leave(name, subscriber);
        return true;
    }

    void removeAll(S subscriber) {
        var names = bySubscriber.remove(subscriber);
        if (names == null) return;
        for (var name : names) leave(name, subscriber);
    }

    /// How many names one listens to.
    int count(S subscriber) {
        var names = bySubscriber.get(subscriber);
        return names == null ? 0 : names.size();
    }

    /// What one listens to, as it is now.
    List<Bytes> of(S subscriber) {
        var names = bySubscriber.get(subscriber);
        return names == null ? List.of() : List.copyOf(names);
    }

    /// Who listens to a name; not to be kept.
    Collection<S> to(Bytes name) {
        var subscribers = byName.get(name);
        return subscribers == null ? List.of() : subscribers;
    }

    /// Every name that somebody listens to, with who does; not to be changed.
    Map<Bytes, Set<S>> all() {
        return byName;
    }

    private void leave(Bytes name, S subscriber) {
        var subscribers = byName.get(name);
        if (subscribers == null) return;
        subscribers.remove(subscriber);
        if (subscribers.isEmpty()) byName.remove(name);
    }
}
