package hearsay.node.geo;

/// A place, in degrees.
///
/// @param longitude -180 to 180
/// @param latitude -85.05112878 to 85.05112878: farther north and south the map of the web ends
public record Point(double longitude, double latitude) {

    public static final double LONGITUDE_MAX = 180;
    public static final double LATITUDE_MAX = 85.05112878;

    /// The mean radius for WGS-84, in meters.
    static final double EARTH_RADIUS = 6372797.560856;

    private static final double RADIANS_PER_DEGREE = Math.PI / 180.0;

    /// Whether the coordinates are those of a place.
    public static boolean isPoint(double longitude, double latitude) {
        return Math.abs(longitude) <= LONGITUDE_MAX && Math.abs(latitude) <= LATITUDE_MAX;
    }

    /// Meters along the surface of a sphere, by the haversine formula.
    public double distanceTo(Point other) {
        double v = Math.sin((radians(other.longitude) - radians(longitude)) / 2);
        if (v == 0.0) return latitudeDistanceTo(other.latitude);
        double here = radians(latitude);
        double there = radians(other.latitude);
        double u = Math.sin((there - here) / 2);
        double a = u * u + Math.cos(here) * Math.cos(there) * v * v;
        return 2.0 * EARTH_RADIUS * Math.asin(Math.sqrt(a));
    }

    /// Meters along a meridian.
    double latitudeDistanceTo(double otherLatitude) {
        return EARTH_RADIUS * Math.abs(radians(otherLatitude) - radians(latitude));
    }

    static double radians(double degrees) {
        return degrees * RADIANS_PER_DEGREE;
    }

    static double degrees(double radians) {
        return radians / RADIANS_PER_DEGREE;
    }
}
