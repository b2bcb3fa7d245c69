package hearsay.simulations.network;

import org.jspecify.annotations.Nullable;

/// The links of one node by their numbers: a hash table with linear probing that holds nothing but
/// the links themselves, for a thousand nodes have two million of them.
final class LinkTable {

    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    private @Nullable BusSocket[] places = new BusSocket[16];
    private int shift = Long.SIZE - 4;
    private int size;

    @Nullable BusSocket get(long id) {
        for (int at = home(id); ; at = next(at)) {
            var found = places[at];
            if (found == null || found.id() == id) return found;
        }
    }

    /// Adds a link whose number is not in use.
    void add(BusSocket link) {
        if (++size > places.length / 2) grow();
        put(link);
    }

    /// @return the link, null if there was none
    @Nullable BusSocket remove(long id) {
        int at = home(id);
        while (true) {
            var found = places[at];
            if (found == null) return null;
            if (found.id() == id) {
                size--;
                close(at);
                return found;
            }
            at = next(at);
        }
    }

    /// Those behind the gap that could stand in it move up, for probing must find no gap before
    /// them.
    private void close(int removed) {
        int gap = removed;
        places[gap] = null;
        for (int at = next(gap); ; at = next(at)) {
            var link = places[at];
            if (link == null) return;
            if (distance(home(link.id()), at) >= distance(gap, at)) {
                places[gap] = link;
                places[at] = null;
                gap = at;
            }
        }
    }

    private void put(BusSocket link) {
        int at = home(link.id());
        while (places[at] != null) at = next(at);
        places[at] = link;
    }

    private void grow() {
        var before = places;
        places = new BusSocket[before.length * 2];
        shift--;
        for (var link : before) if (link != null) put(link);
    }

    private int home(long id) {
        return (int) ((id * GOLDEN_RATIO) >>> shift);
    }

    private int next(int at) {
        return (at + 1) & (places.length - 1);
    }

    private int distance(int from, int to) {
        return (to - from) & (places.length - 1);
    }
}
