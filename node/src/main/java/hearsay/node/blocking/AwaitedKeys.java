package hearsay.node.blocking;

import hearsay.node.keyspace.Keyspace;
import hearsay.node.keyspace.ListValue;
import hearsay.node.keyspace.SortedSetValue;
import hearsay.node.keyspace.StreamValue;
import hearsay.node.keyspace.Value;
import hearsay.node.resp.Bytes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which keys somebody waits for, who, and which of them have become ready.
///
/// A key is ready when it has come into being with a value of a type that somebody waits for; for
/// those who must know also when it is gone. Ready keys are taken in the order in which they became
/// so, and whoever waits for one in the order in which they began to: fair to everybody. Whether
/// there is still something to be had is found out by whoever serves them.
///
/// Nothing here costs anything while nobody waits.
///
/// Source: Redis documentation of BLPOP, "What key is served first?".
///
/// @param <W> the one who waits: a session
public final class AwaitedKeys<W> {

    /// A key of a database.
    public record Place(int database, Bytes key) {}

    /// Those who wait for one key.
    private static final class Queue<W> {
        final Set<W> waiters = new LinkedHashSet<>();
        int alsoGone;
    }

    /// What one waiter waits for.
    private record Wait(Class<? extends Value> type, boolean alsoGone, List<Place> places) {}

    private final Map<Place, Queue<W>> queues = new LinkedHashMap<>();
    private final Map<W, Wait> waits = new LinkedHashMap<>();
    private final ArrayDeque<Place> ready = new ArrayDeque<>();
    private final Set<Place> alreadyReady = new LinkedHashSet<>();
    private int forLists;
    private int forSortedSets;
    private int forStreams;

    /// Whether nobody waits for any key.
    public boolean isEmpty() {
        return waits.isEmpty();
    }

    /// How many keys are waited for.
    public int count() {
        return queues.size();
    }

    /// How many of them somebody waits for who must also know when they are gone.
    public int countAlsoGone() {
        int count = 0;
        for (var queue : queues.values()) {
            if (queue.alsoGone > 0) count++;
        }
        return count;
    }

    /// Somebody begins to wait for any of these keys.
    ///
    /// @param alsoGone whether it wants to know when one is deleted, or holds something else
    public void add(
            W waiter,
            int database,
            List<byte[]> keys,
            Class<? extends Value> type,
            boolean alsoGone) {
        var places = new ArrayList<Place>(keys.size());
        for (var key : keys) {
            var place = new Place(database, new Bytes(key));
            var queue = queues.computeIfAbsent(place, p -> new Queue<>());
            if (!queue.waiters.add(waiter)) continue;
            if (alsoGone) queue.alsoGone++;
            places.add(place);
        }
        waits.put(waiter, new Wait(type, alsoGone, places));
        count(type, 1);
    }

    /// It waits no longer.
    public void remove(W waiter) {
        var wait = waits.remove(waiter);
        if (wait == null) return;
        count(wait.type, -1);
        for (var place : wait.places) {
            var queue = queues.get(place);
            if (queue == null) continue;
            queue.waiters.remove(waiter);
            if (wait.alsoGone) queue.alsoGone--;
            if (queue.waiters.isEmpty()) queues.remove(place);
        }
    }

    /// There is a value where none was, or more of it.
    public void added(Keyspace db, byte[] key, Value value) {
        if (waits.isEmpty() || !isWanted(value)) return;
        var place = new Place(db.index(), new Bytes(key));
        if (queues.containsKey(place)) ready(place);
    }

    /// The value of a key is gone, whether or not there is another one instead.
    public void gone(Keyspace db, byte[] key, Value value) {
        if (waits.isEmpty() || !isWanted(value)) return;
        var place = new Place(db.index(), new Bytes(key));
        var queue = queues.get(place);
        if (queue != null && queue.alsoGone > 0) ready(place);
    }

    /// A database of that number is about to have, instead of what it has now, what another one
    /// has, or nothing.
    public void replaced(int database, Keyspace before, @Nullable Keyspace after) {
        if (waits.isEmpty()) return;
        queues.forEach((place, queue) -> {
            if (place.database != database || queue.alsoGone == 0) return;
            var was = before.find(place.key.array());
            var willBe = after == null ? null : after.find(place.key.array());
            if (was == null || !isWanted(was.value())) return;
            if (willBe == null || !willBe.value().type().equals(was.value().type())) ready(place);
        });
    }

    /// A database has other content: what is waited for may be there.
    public void look(Keyspace db) {
        if (waits.isEmpty()) return;
        for (var place : queues.keySet()) {
            if (place.database != db.index()) continue;
            var entry = db.find(place.key.array());
            if (entry != null && isWanted(entry.value())) ready(place);
        }
    }

    /// Whether some key is ready.
    public boolean hasReady() {
        return !ready.isEmpty();
    }

    /// The key that has been ready for longest, no longer counted as such; null if there is none.
    public @Nullable Place takeReady() {
        var place = ready.poll();
        if (place != null) alreadyReady.remove(place);
        return place;
    }

    /// Who waits for a key, in the order in which they began to. A list of its own: it does not
    /// change any more.
    public List<W> waiters(Place place) {
        var queue = queues.get(place);
        return queue == null ? List.of() : List.copyOf(queue.waiters);
    }

    /// Whether somebody waits for this key who must be asked although it is gone.
    public boolean isAwaitedAlsoGone(Place place) {
        var queue = queues.get(place);
        return queue != null && queue.alsoGone > 0;
    }

    private void ready(Place place) {
        if (alreadyReady.add(place)) ready.add(place);
    }

    /// Whether somebody waits for a value of this type, wherever it may be.
    private boolean isWanted(Value value) {
        return switch (value) {
            case ListValue list -> forLists > 0;
            case SortedSetValue set -> forSortedSets > 0;
            case StreamValue stream -> forStreams > 0;
            default -> false;
        };
    }

    private void count(Class<? extends Value> type, int change) {
        if (type == ListValue.class) {
            forLists += change;
        } else if (type == SortedSetValue.class) {
            forSortedSets += change;
        } else {
            forStreams += change;
        }
    }
}
