package hearsay.simulations.junit;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

/// Which nodes cannot reach each other, by their ports. May be asked from any thread.
final class Cuts {

    private final List<List<SortedSet<Integer>>> partitions = new CopyOnWriteArrayList<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /// Each group keeps to itself. Whoever is in none still reaches all.
    void partition(List<? extends List<Integer>> groups) {
        partitions.add(
                groups.stream().map(group -> (SortedSet<Integer>) new TreeSet<>(group)).toList());
        changed();
    }

    void heal() {
        partitions.clear();
        changed();
    }

    boolean isCut(int one, int other) {
        for (var groups : partitions) {
            int of = groupOf(groups, one);
            int to = groupOf(groups, other);
            if (of >= 0 && to >= 0 && of != to) return true;
        }
        return false;
    }

    private static int groupOf(List<SortedSet<Integer>> groups, int port) {
        for (int i = 0; i < groups.size(); i++) if (groups.get(i).contains(port)) return i;
        return -1;
    }

    /// Who holds something back looks again.
    void onChange(Runnable listener) {
        listeners.add(listener);
    }

    void forget(Runnable listener) {
        listeners.remove(listener);
    }

    private void changed() {
        for (var listener : listeners) listener.run();
    }
}
