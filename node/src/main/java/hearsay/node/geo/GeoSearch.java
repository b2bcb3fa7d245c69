package hearsay.node.geo;

import hearsay.node.keyspace.ScoreRange;
import hearsay.node.keyspace.SortedSetValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Finds the members of a sorted set that are in a shape: looks through the cells that contain it,
/// each a range of scores.
///
/// Source: Redis documentation of GEOSEARCH.
public final class GeoSearch {

    /// In which order what was found is wanted.
    public enum Order {
        UNSORTED,
        NEAREST_FIRST,
        FARTHEST_FIRST
    }

    private static final Comparator<Found> NEAREST = Comparator.comparingDouble(Found::distance);
    private static final Comparator<Found> FARTHEST = NEAREST.reversed();

    private GeoSearch() {}

    /// What is in the shape, sorted.
    ///
    /// @param count how many are wanted, 0 for all
    /// @param any whether it need not be the first ones, but those that are found first
    public static List<Found> search(
            SortedSetValue set, Shape shape, long count, boolean any, Order order) {
        var found = collect(set, shape, any && count > 0 ? count : Long.MAX_VALUE);
        int wanted = count == 0 ? found.length : (int) Math.min(count, found.length);
        if (order != Order.UNSORTED) {
            var comparator = order == Order.NEAREST_FIRST ? NEAREST : FARTHEST;
            if (wanted == found.length) {
                Arrays.sort(found, comparator);
            } else {
                Nearest.sort(found, comparator, wanted);
            }
        }
        return Arrays.asList(found).subList(0, wanted);
    }

    private static Found[] collect(SortedSetValue set, Shape shape, long limit) {
        var found = new ArrayList<Found>();
        var cells = shape.cells();
        int last = 0;
        for (int i = 0; i < cells.size() && found.size() < limit; i++) {
            // The neighbor on one side may be that on the other.
            if (last > 0 && cells.get(i).equals(cells.get(last))) continue;
            collect(set, shape, cells.get(i), limit, found);
            last = i;
        }
        return found.toArray(new Found[0]);
    }

    private static void collect(
            SortedSetValue set, Shape shape, Geohash cell, long limit, List<Found> found) {
        var scores = new ScoreRange(cell.score(), false, cell.after().score(), true);
        var ranks = scores.ranks(set);
        if (ranks.isEmpty()) return;
        var place = set.at(ranks.from());
        for (int left = ranks.size(); left > 0 && found.size() < limit; left--, place.next()) {
            var point = Geohash.point(place.score());
            double distance = shape.distance(point);
            if (distance == Shape.OUTSIDE) continue;
            found.add(new Found(place.member(), place.score(), point, distance));
        }
    }
}
