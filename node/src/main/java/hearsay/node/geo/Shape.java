package hearsay.node.geo;

import java.util.ArrayList;
import java.util.List;

/// What is searched: a circle, or a box whose sides go from north to south and from west to east.
public sealed interface Shape {

    /// No place is in it.
    double OUTSIDE = -1;

    /// Everything within a distance of its center.
    ///
    /// @param radius meters
    record Circle(Point center, double radius) implements Shape {

        @Override
        public double distance(Point point) {
            double distance = center.distanceTo(point);
            return distance > radius ? OUTSIDE : distance;
        }

        @Override
        public double reach() {
            return radius;
        }

        @Override
        public double halfWidth() {
            return radius;
        }

        @Override
        public double halfHeight() {
            return radius;
        }
    }

    /// Everything within a distance to both sides of its center.
    ///
    /// @param width meters, on the latitude of the place looked at
    /// @param height meters
    record Box(Point center, double width, double height, double reach) implements Shape {

        @Override
        public double distance(Point point) {
            if (point.latitudeDistanceTo(center.latitude()) > height / 2) return OUTSIDE;
            var beside = new Point(center.longitude(), point.latitude());
            if (point.distanceTo(beside) > width / 2) return OUTSIDE;
            return center.distanceTo(point);
        }

        @Override
        public double halfWidth() {
            return width / 2;
        }

        @Override
        public double halfHeight() {
            return height / 2;
        }
    }

    Point center();

    /// Meters from the center to a place, [#OUTSIDE] if it is not in the shape.
    double distance(Point point);

    /// Meters from the center to the farthest corner.
    double reach();

    double halfWidth();

    double halfHeight();

    /// Cells that contain all of the shape: the one of its center, and those of the eight around it
    /// that it may extend to. Of the same size, but for a shape around half the earth one cell may
    /// stand there twice.
    default List<Geohash> cells() {
        var bounds = bounds();
        int steps = steps();
        var cell = Geohash.of(center(), steps);
        if (steps > 1 && isWiderThanNeighbors(bounds, cell)) {
            cell = Geohash.of(center(), --steps);
        }
        var area = cell.area();
        boolean all = steps < 2;
        boolean west = all || area.west() >= bounds.west();
        boolean east = all || area.east() <= bounds.east();
        boolean south = all || area.south() >= bounds.south();
        boolean north = all || area.north() <= bounds.north();
        var cells = new ArrayList<Geohash>(9);
        cells.add(cell);
        if (north) cells.add(cell.neighbor(0, 1));
        if (south) cells.add(cell.neighbor(0, -1));
        if (east) cells.add(cell.neighbor(1, 0));
        if (west) cells.add(cell.neighbor(-1, 0));
        if (north && east) cells.add(cell.neighbor(1, 1));
        if (north && west) cells.add(cell.neighbor(-1, 1));
        if (south && east) cells.add(cell.neighbor(1, -1));
        if (south && west) cells.add(cell.neighbor(-1, -1));
        return cells;
    }

    private static boolean isWiderThanNeighbors(Geohash.Area bounds, Geohash cell) {
        return cell.neighbor(0, 1).area().north() < bounds.north()
                || cell.neighbor(0, -1).area().south() > bounds.south()
                || cell.neighbor(1, 0).area().east() < bounds.east()
                || cell.neighbor(-1, 0).area().west() > bounds.west();
    }

    /// What the shape extends to. A parallel is shorter towards the poles: the width in degrees is
    /// that of the edge farther away from the equator.
    private Geohash.Area bounds() {
        double longitude = center().longitude();
        double latitude = center().latitude();
        double height = Point.degrees(halfHeight() / Point.EARTH_RADIUS);
        double edge = latitude < 0 ? latitude - height : latitude + height;
        double width =
                Point.degrees(halfWidth() / Point.EARTH_RADIUS / Math.cos(Point.radians(edge)));
        return new Geohash.Area(
                longitude - width, latitude - height, longitude + width, latitude + height);
    }

    /// How small the cells may be, so that nine of them are enough: cells become narrower towards
    /// the poles.
    private int steps() {
        // Half of the earth's circumference.
        double map = 20037726.37;
        if (reach() == 0) return Geohash.STEPS_MAX;
        int steps = 1;
        for (double range = reach(); range < map; range *= 2) steps++;
        steps -= 2;
        double latitude = Math.abs(center().latitude());
        if (latitude > 66) steps--;
        if (latitude > 80) steps--;
        return Math.clamp(steps, 1, Geohash.STEPS_MAX);
    }
}
