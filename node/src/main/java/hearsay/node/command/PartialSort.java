package hearsay.node.command;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/// Sorts a list so far that a range of it is what it would be if all were sorted; elsewhere there
/// is no order.
///
/// It is a quicksort that leaves aside whatever lies outside of the range. Elements that are equal
/// may change places, and which of them do is visible to whoever has asked for a range: so every
/// choice is made as Redis makes it.
///
/// Source: J. L. Bentley and M. D. McIlroy, "Engineering a Sort Function", 1993.
final class PartialSort<T> {

    /// So few are sorted by insertion.
    private static final int FEW = 7;

    /// From so many on the pivot is the median of three medians.
    private static final int MANY = 40;

    private final List<T> items;
    private final Comparator<T> order;
    private final int from;
    private final int to;

    private PartialSort(List<T> items, Comparator<T> order, int from, int to) {
        this.items = items;
        this.order = order;
        this.from = from;
        this.to = to;
    }

    /// @param to behind the last of the range
    static <T> void sort(List<T> items, Comparator<T> order, int from, int to) {
        new PartialSort<>(items, order, from, to).sort(0, items.size());
    }

    private void sort(int begin, int size) {
        int start = begin;
        int n = size;
        while (n >= FEW) {
            swap(start, pivot(start, n));
            // Equal ones gather at both ends: up to `a`, and from `d` on.
            int a = start + 1;
            int b = a;
            int c = start + n - 1;
            int d = c;
            while (true) {
                for (; b <= c && compare(b, start) <= 0; b++) {
                    if (compare(b, start) == 0) swap(a++, b);
                }
                for (; b <= c && compare(c, start) >= 0; c--) {
                    if (compare(c, start) == 0) swap(c, d--);
                }
                if (b > c) break;
                swap(b++, c--);
            }
            int end = start + n;
            exchange(start, b, Math.min(a - start, b - a));
            exchange(b, end, Math.min(d - c, end - d - 1));
            int below = b - a;
            int above = d - c;
            if (below > 1 && isWanted(start, below)) sort(start, below);
            if (above <= 1 || !isWanted(end - above, above)) return;
            start = end - above;
            n = above;
        }
        insertionSort(start, n);
    }

    private boolean isWanted(int start, int size) {
        // The range may be empty; it is then as wide as the gap before it.
        return !(from < start && to <= start || from >= start + size && to > start + size);
    }

    private void insertionSort(int start, int n) {
        for (int m = start + 1; m < start + n; m++) {
            for (int l = m; l > start && compare(l - 1, l) > 0; l--) swap(l, l - 1);
        }
    }

    private int pivot(int start, int n) {
        int middle = start + n / 2;
        if (n == FEW) return middle;
        int left = start;
        int right = start + n - 1;
        if (n > MANY) {
            int step = n / 8;
            left = median(left, left + step, left + 2 * step);
            middle = median(middle - step, middle, middle + step);
            right = median(right - 2 * step, right - step, right);
        }
        return median(left, middle, right);
    }

    private int median(int one, int two, int three) {
        if (compare(one, two) < 0) {
            return compare(two, three) < 0 ? two : compare(one, three) < 0 ? three : one;
        }
        return compare(two, three) > 0 ? two : compare(one, three) < 0 ? one : three;
    }

    /// Swaps so many from `left` on with as many before `end`.
    private void exchange(int left, int end, int count) {
        for (int i = 0; i < count; i++) swap(left + i, end - count + i);
    }

    private int compare(int one, int other) {
        return order.compare(items.get(one), items.get(other));
    }

    private void swap(int one, int other) {
        Collections.swap(items, one, other);
    }
}
