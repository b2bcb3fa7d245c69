package hearsay.simulations.disk;

import hearsay.node.disk.Disk;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Which file has which path: as the operating system knows it, and as it is on the platter. What
/// was changed waits in a journal until its folder is synced.
final class Names {

    /// One change, which survives a power cut as a whole or not at all.
    ///
    /// @param from the path that the file had, null if none
    /// @param to the path that it has now, null if none
    record Change(@Nullable String from, @Nullable String to, Inode file) {

        private void applyTo(NavigableMap<String, Inode> names) {
            names.values().removeIf(each -> each == file);
            if (to != null) names.put(to, file);
        }

        private boolean isIn(String folder) {
            return (from != null && Disk.folderOf(from).equals(folder))
                    || (to != null && Disk.folderOf(to).equals(folder));
        }
    }

    private final NavigableMap<String, Inode> known = new TreeMap<>();
    private final NavigableMap<String, Inode> platter = new TreeMap<>();
    private List<Change> journal = new ArrayList<>(2);

    @Nullable Inode find(String path) {
        return known.get(path);
    }

    void change(@Nullable String from, @Nullable String to, Inode file) {
        var change = new Change(from, to, file);
        change.applyTo(known);
        journal.add(change);
    }

    /// What is in a folder, in alphabetical order.
    List<String> in(String folder) {
        var names = new ArrayList<String>();
        for (var path : known.keySet()) {
            if (Disk.folderOf(path).equals(folder)) {
                names.add(path.substring(path.lastIndexOf('/') + 1));
            }
        }
        return names;
    }

    /// Files, each once.
    Collection<Inode> files() {
        return known.values();
    }

    /// The changes that a sync of the folder would take with it now.
    List<Change> unsynced(String folder) {
        var changes = new ArrayList<Change>(journal.size());
        for (var change : journal) if (change.isIn(folder)) changes.add(change);
        return changes;
    }

    void sync(List<Change> changes) {
        if (changes.isEmpty()) return;
        Set<Change> synced = Collections.newSetFromMap(new IdentityHashMap<>());
        synced.addAll(changes);
        var left = new ArrayList<Change>(2);
        for (var change : journal) {
            if (synced.contains(change)) change.applyTo(platter);
            else left.add(change);
        }
        journal = left;
    }

    /// Takes a file away for good, wherever it is.
    void lose(String path) {
        sync(List.copyOf(journal));
        known.remove(path);
        platter.remove(path);
    }

    void clear() {
        journal.clear();
        known.clear();
        platter.clear();
    }

    /// Leaves what is on the platter, and some of the changes that waited.
    void powerCut(RandomGenerator chance, boolean inOrder) {
        if (inOrder) {
            int survived = chance.nextInt(journal.size() + 1);
            for (var change : journal.subList(0, survived)) change.applyTo(platter);
        } else {
            for (var change : journal) if (chance.nextBoolean()) change.applyTo(platter);
        }
        journal.clear();
        known.clear();
        known.putAll(platter);
    }
}
