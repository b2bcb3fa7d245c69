package hearsay.node.transaction;

import hearsay.node.resp.Bytes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which keys are watched by whom (WATCH).
///
/// @param <W> the watcher: a session
public final class Watches<W> {

    /// A watched key.
    ///
    /// @param expiredAlready its time was over when WATCH came: its vanishing is no change then
    public record Watched(int database, Bytes key, boolean expiredAlready) {}

    private record Place(int database, Bytes key) {}

    private final Map<Place, List<W>> watchers = new LinkedHashMap<>();
    private final Map<W, List<Watched>> watched = new LinkedHashMap<>();

    public boolean isEmpty() {
        return watchers.isEmpty();
    }

    public void add(W watcher, Watched key) {
        var keys = watched.computeIfAbsent(watcher, w -> new ArrayList<>());
        for (var known : keys) {
            if (known.database() == key.database() && known.key().equals(key.key())) return;
        }
        keys.add(key);
        watchers.computeIfAbsent(new Place(key.database(), key.key()), p -> new ArrayList<>())
                .add(watcher);
    }

    /// The watcher's keys, in the order in which it named them.
    public List<Watched> of(W watcher) {
        return watched.getOrDefault(watcher, List.of());
    }

    public void removeAll(W watcher) {
        var keys = watched.remove(watcher);
        if (keys == null) return;
        for (var key : keys) {
            var place = new Place(key.database(), key.key());
            var others = watchers.get(place);
            if (others == null) continue;
            others.remove(watcher);
            if (others.isEmpty()) watchers.remove(place);
        }
    }

    /// Who watches that key.
    public List<W> watching(int database, byte[] key) {
        if (watchers.isEmpty()) return List.of();
        @Nullable List<W> found = watchers.get(new Place(database, new Bytes(key)));
        return found == null ? List.of() : found;
    }

    /// Every watcher of any key of that database, with the keys.
    public void forEach(int database, java.util.function.BiConsumer<W, Watched> visitor) {
        watched.forEach((watcher, keys) -> {
            for (var key : keys) {
                if (key.database() == database) visitor.accept(watcher, key);
            }
        });
    }
}
