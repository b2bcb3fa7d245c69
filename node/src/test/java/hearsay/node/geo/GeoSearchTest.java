package hearsay.node.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import hearsay.node.geo.GeoSearch.Order;
import hearsay.node.keyspace.RankedSortedSet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class GeoSearchTest {

    private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(9);

    @Test
    void a_place_comes_back_within_a_meter() {
        for (int i = 0; i < 10_000; i++) {
            var point = point();
            var back = Geohash.point(Geohash.of(point, Geohash.STEPS_MAX).score());
            assertThat(point.distanceTo(back)).isLessThan(1);
        }
    }

    @Test
    void a_degree_on_the_equator_is_as_long_as_one_on_a_meridian() {
        var origin = new Point(0, 0);
        double onMeridian = origin.distanceTo(new Point(0, 1));
        assertThat(origin.distanceTo(new Point(1, 0))).isCloseTo(onMeridian, within(1e-6));
        assertThat(onMeridian).isCloseTo(111_226, within(1.0));
    }

    @Test
    void neighbors_are_where_they_should_be() {
        var cell = Geohash.of(new Point(13.4, 52.5), 10);
        var area = cell.area();
        assertThat(cell.neighbor(1, 0).area().west()).isEqualTo(area.east());
        assertThat(cell.neighbor(-1, 0).area().east()).isEqualTo(area.west());
        assertThat(cell.neighbor(0, 1).area().south()).isEqualTo(area.north());
        assertThat(cell.neighbor(0, -1).area().north()).isEqualTo(area.south());
        assertThat(cell.neighbor(1, -1).neighbor(-1, 1)).isEqualTo(cell);
    }

    @Test
    void nothing_within_reach_is_missed() {
        var set = new RankedSortedSet();
        var points = new ArrayList<Point>();
        for (int i = 0; i < 3_000; i++) {
            double score = Geohash.of(point(), Geohash.STEPS_MAX).score();
            points.add(Geohash.point(score));
            set.add(Integer.toString(i).getBytes(StandardCharsets.US_ASCII), score);
        }
        for (int i = 0; i < 300; i++) {
            // Across the date line and near the poles Redis looks no further than its nine cells.
            var center = new Point(random.nextDouble(-90, 90), random.nextDouble(-60, 60));
            double radius = Math.pow(10, random.nextDouble(2, 6.3));
            var circle = new Shape.Circle(center, radius);
            var found = GeoSearch.search(set, circle, 0, false, Order.NEAREST_FIRST);
            assertThat(found).isSortedAccordingTo(Comparator.comparingDouble(Found::distance));
            long inside = points.stream().filter(p -> center.distanceTo(p) <= radius).count();
            assertThat(found).hasSize((int) inside);
            var few = GeoSearch.search(set, circle, 10, false, Order.NEAREST_FIRST);
            assertThat(few).isEqualTo(found.subList(0, few.size()));
            assertThat(few).hasSize((int) Math.min(10, inside));
        }
    }

    @Test
    void the_first_of_many_are_sorted_and_the_rest_is_left_alone() {
        for (int round = 0; round < 300; round++) {
            int size = random.nextInt(1, 200);
            var array = new Found[size];
            for (int i = 0; i < size; i++) {
                array[i] = new Found(new byte[0], i, new Point(0, 0), random.nextInt(1 + size / 2));
            }
            var sorted = List.of(array).stream().map(Found::distance).sorted().toList();
            int wanted = random.nextInt(1, size + 1);
            var before = List.of(array);
            Nearest.sort(array, Comparator.comparingDouble(Found::distance), wanted);
            var after = List.of(array);
            assertThat(after.subList(0, wanted).stream().map(Found::distance).toList())
                    .isEqualTo(sorted.subList(0, wanted));
            assertThat(after).containsExactlyInAnyOrderElementsOf(before);
        }
    }

    private Point point() {
        return new Point(random.nextDouble(-180, 180), random.nextDouble(-85, 85));
    }
}
