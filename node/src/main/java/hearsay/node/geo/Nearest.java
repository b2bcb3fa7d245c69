package hearsay.node.geo;

import java.util.Comparator;

/// Sorts only as much of an array as is asked for: the first of many.
///
/// A quicksort that leaves alone whatever lies beyond. Equal elements are collected at both ends
/// and then put into the middle. Which of two equal ones comes first is nobody's choice, but it is
/// the same as in Redis.
///
/// Source: Jon Bentley and Douglas McIlroy, "Engineering a Sort Function".
final class Nearest {

    private static final int SMALL = 7;
    private static final int LARGE = 40;

    private final Found[] array;
    private final Comparator<Found> order;
    private final int wanted;

    private Nearest(Found[] array, Comparator<Found> order, int wanted) {
        this.array = array;
        this.order = order;
        this.wanted = wanted;
    }

    /// Brings the first `wanted` elements to their places.
    static void sort(Found[] array, Comparator<Found> order, int wanted) {
        new Nearest(array, order, wanted).sort(0, array.length);
    }

    private void sort(int start, int end) {
        int from = start;
        while (end - from >= SMALL) {
            swap(from, pivot(from, end));
            int lowEqual = from + 1;
            int low = from + 1;
            int high = end - 1;
            int highEqual = end - 1;
            while (true) {
                for (int c; low <= high && (c = compare(low, from)) <= 0; low++) {
                    if (c == 0) swap(lowEqual++, low);
                }
                for (int c; low <= high && (c = compare(high, from)) >= 0; high--) {
                    if (c == 0) swap(high, highEqual--);
                }
                if (low > high) break;
                swap(low++, high--);
            }
            swapBlocks(from, low, Math.min(lowEqual - from, low - lowEqual));
            swapBlocks(low, end, Math.min(highEqual - high, end - highEqual - 1));
            int lower = low - lowEqual;
            int higher = highEqual - high;
            if (lower > 1 && from < wanted) sort(from, from + lower);
            if (higher <= 1 || end - higher >= wanted) return;
            from = end - higher;
        }
        insertionSort(from, end);
    }

    private void insertionSort(int from, int end) {
        for (int i = from + 1; i < end; i++) {
            for (int j = i; j > from && compare(j - 1, j) > 0; j--) swap(j, j - 1);
        }
    }

    /// The middle one of three, or of three times three.
    private int pivot(int from, int end) {
        int size = end - from;
        int middle = from + size / 2;
        if (size == SMALL) return middle;
        int low = from;
        int high = end - 1;
        if (size > LARGE) {
            int d = size / 8;
            low = median(low, low + d, low + 2 * d);
            middle = median(middle - d, middle, middle + d);
            high = median(high - 2 * d, high - d, high);
        }
        return median(low, middle, high);
    }

    private int median(int a, int b, int c) {
        if (compare(a, b) < 0) {
            return compare(b, c) < 0 ? b : compare(a, c) < 0 ? c : a;
        }
        return compare(b, c) > 0 ? b : compare(a, c) < 0 ? a : c;
    }

    /// Swaps so many elements from `from` on with those before `end`.
    private void swapBlocks(int from, int end, int size) {
        for (int i = 0; i < size; i++) swap(from + i, end - size + i);
    }

    private int compare(int a, int b) {
        return order.compare(array[a], array[b]);
    }

    private void swap(int a, int b) {
        var kept = array[a];
        array[a] = array[b];
        array[b] = kept;
    }
}
