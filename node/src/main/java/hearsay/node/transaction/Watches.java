package hearsay.node.transaction;

import hearsay.node.keyspace.Entry;
import hearsay.node.keyspace.Keyspace;
import hearsay.node.keyspace.Keyspaces;
import hearsay.node.resp.Bytes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Which keys are watched by whom (WATCH), and whose watch was in vain.
///
/// A key whose time was already over when WATCH came is as good as absent: that it is then removed
/// is no change. A key whose time ends later has changed, even if nobody has removed it yet.
///
/// Source: Redis documentation of transactions, "WATCH explained" and "Expired keys".
///
/// @param <W> the watcher: a session
public final class Watches<W> {

    private record Place(int database, Bytes key) {}

    /// One key watched by one watcher.
    private static final class Watch<W> {
        final W watcher;
        final Place place;
        boolean expiredAlready;

        Watch(W watcher, Place place, boolean expiredAlready) {
            this.watcher = watcher;
            this.place = place;
            this.expiredAlready = expiredAlready;
        }
    }

    private final Map<Place, List<Watch<W>>> byPlace = new LinkedHashMap<>();
    private final Map<W, List<Watch<W>>> byWatcher = new LinkedHashMap<>();

    public boolean isEmpty() {
        return byPlace.isEmpty();
    }

    /// Watches a key; once is enough.
    public void add(W watcher, Keyspace db, byte[] key) {
        var place = new Place(db.index(), new Bytes(key));
        var own = byWatcher.computeIfAbsent(watcher, w -> new ArrayList<>());
        for (var known : own) {
            if (known.place.equals(place)) return;
        }
        var watch = new Watch<W>(watcher, place, isOver(db, key));
        own.add(watch);
        byPlace.computeIfAbsent(place, p -> new ArrayList<>()).add(watch);
    }

    public void removeAll(W watcher) {
        var own = byWatcher.remove(watcher);
        if (own == null) return;
        for (var watch : own) {
            var others = byPlace.get(watch.place);
            if (others == null) continue;
            others.remove(watch);
            if (others.isEmpty()) byPlace.remove(watch.place);
        }
    }

    /// How many keys it watches.
    public int count(W watcher) {
        var own = byWatcher.get(watcher);
        return own == null ? 0 : own.size();
    }

    /// A key was changed or removed: shows those whose watch was in vain.
    public void changed(Keyspace db, byte[] key, Consumer<W> inVain) {
        if (byPlace.isEmpty()) return;
        @Nullable List<Watch<W>> watches = byPlace.get(new Place(db.index(), new Bytes(key)));
        if (watches == null) return;
        for (var watch : watches) {
            if (watch.expiredAlready) {
                if (db.find(key) == null) watch.expiredAlready = false;
            } else {
                inVain.accept(watch.watcher);
            }
        }
    }

    /// A database is about to lose its keys, and to have those of another one instead, if there is
    /// one given.
    public void replaced(
            int database, Keyspace before, @Nullable Keyspace after, Consumer<W> inVain) {
        byPlace.forEach((place, watches) -> {
            if (place.database() != database) return;
            var key = place.key().array();
            boolean was = before.find(key) != null;
            boolean willBe = after != null && after.find(key) != null;
            if (!was && !willBe) return;
            boolean willBeOver = after != null && isOver(after, key);
            for (var watch : watches) {
                if (watch.expiredAlready && !willBe) {
                    watch.expiredAlready = false;
                } else if (!watch.expiredAlready && !was && willBeOver) {
                    watch.expiredAlready = true;
                } else if (!watch.expiredAlready || !willBeOver) {
                    inVain.accept(watch.watcher);
                }
            }
        });
    }

    /// Whether the time of one of its keys has ended since it began to watch.
    public boolean hasExpired(W watcher, Keyspaces keyspaces) {
        var own = byWatcher.get(watcher);
        if (own == null) return false;
        for (var watch : own) {
            var db = keyspaces.get(watch.place.database());
            if (!watch.expiredAlready && isOver(db, watch.place.key().array())) return true;
        }
        return false;
    }

    private static boolean isOver(Keyspace db, byte[] key) {
        @Nullable Entry entry = db.find(key);
        return entry != null && db.isOver(entry);
    }
}
