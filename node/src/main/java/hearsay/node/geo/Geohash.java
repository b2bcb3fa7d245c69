package hearsay.node.geo;

import java.nio.charset.StandardCharsets;

/// A cell of the earth's surface, found by halving it again and again: each step adds a bit for
/// east or west and one for north or south. All cells within it begin with its bits.
///
/// The score of a member is the cell of 26 steps that it is in. As in Redis, latitudes are those of
/// the map of the web, 85 degrees and a little, unless a text is wanted that others understand.
///
/// Source: Redis documentation of GEOADD, "How does it work?".
///
/// @param bits two for each step, longitude before latitude, the first step's highest
/// @param steps 1 to 26
public record Geohash(long bits, int steps) {

    /// So many bits fit a double without loss.
    public static final int STEPS_MAX = 26;

    private static final long LONGITUDE_BITS = 0xaaaaaaaaaaaaaaaaL;
    private static final long LATITUDE_BITS = 0x5555555555555555L;

    private static final String ALPHABET = "0123456789bcdefghjkmnpqrstuvwxyz";
    private static final int TEXT_LENGTH = 11;
    private static final int BITS_PER_LETTER = 5;

    /// What is within a cell, in degrees.
    record Area(double west, double south, double east, double north) {

        Point center() {
            return new Point(
                    Math.clamp((west + east) / 2, -Point.LONGITUDE_MAX, Point.LONGITUDE_MAX),
                    Math.clamp((south + north) / 2, -Point.LATITUDE_MAX, Point.LATITUDE_MAX));
        }
    }

    /// The cell of so many steps that a place is in.
    public static Geohash of(Point point, int steps) {
        return of(point, steps, Point.LATITUDE_MAX);
    }

    private static Geohash of(Point point, int steps, double latitudeMax) {
        double north = (point.latitude() + latitudeMax) / (latitudeMax + latitudeMax);
        double east = (point.longitude() + 180.0) / 360.0;
        long cells = 1L << steps;
        return new Geohash(
                spread((long) (north * cells)) | spread((long) (east * cells)) << 1, steps);
    }

    /// The place that a score stands for. Any score does, as any set can be asked for places.
    public static Point point(double score) {
        return new Geohash(unsigned(score), STEPS_MAX).area().center();
    }

    /// The lowest score of those within the cell; the next cell's is the first that is not.
    public double score() {
        return bits << (2 * (STEPS_MAX - steps));
    }

    public Geohash after() {
        return new Geohash(bits + 1, steps);
    }

    /// The cell so many steps to the east and to the north, across the edges of the map.
    Geohash neighbor(int east, int north) {
        long longitude = move(bits & LONGITUDE_BITS, LONGITUDE_BITS, LATITUDE_BITS, east);
        long latitude = move(bits & LATITUDE_BITS, LATITUDE_BITS, LONGITUDE_BITS, north);
        return new Geohash(longitude | latitude, steps);
    }

    /// Counts in every second bit: the others are filled, so that what is carried goes through.
    private long move(long value, long mine, long others, int direction) {
        if (direction == 0) return value;
        int unused = 64 - 2 * steps;
        long filled = others >>> unused;
        long moved = direction > 0 ? value + (filled + 1) : (value | filled) - (filled + 1);
        return moved & mine >>> unused;
    }

    Area area() {
        double cells = 1L << steps;
        long north = gathered(bits);
        long east = gathered(bits >>> 1);
        double height = Point.LATITUDE_MAX + Point.LATITUDE_MAX;
        return new Area(
                -180.0 + east / cells * 360.0,
                -Point.LATITUDE_MAX + north / cells * height,
                -180.0 + (east + 1 & 0xffffffffL) / cells * 360.0,
                -Point.LATITUDE_MAX + (north + 1 & 0xffffffffL) / cells * height);
    }

    /// A place as the rest of the world writes it: 11 letters, of which the last says nothing.
    public static byte[] text(Point point) {
        long bits = of(point, STEPS_MAX, 90).bits;
        var text = new StringBuilder();
        for (int i = 1; i < TEXT_LENGTH; i++) {
            int letter = (int) ((bits >>> (2 * STEPS_MAX - i * BITS_PER_LETTER)) & 0x1f);
            text.append(ALPHABET.charAt(letter));
        }
        return text.append(ALPHABET.charAt(0)).toString().getBytes(StandardCharsets.US_ASCII);
    }

    /// As an x86-64 turns a double into an unsigned number, also where there is none.
    private static long unsigned(double value) {
        double half = 0x1p63;
        if (value < half) return value >= -half ? (long) value : Long.MIN_VALUE;
        return value - half < half ? (long) (value - half) ^ Long.MIN_VALUE : 0;
    }

    /// Puts a zero before each of the lower 32 bits.
    private static long spread(long value) {
        long x = value & 0xffffffffL;
        x = (x | x << 16) & 0x0000ffff0000ffffL;
        x = (x | x << 8) & 0x00ff00ff00ff00ffL;
        x = (x | x << 4) & 0x0f0f0f0f0f0f0f0fL;
        x = (x | x << 2) & 0x3333333333333333L;
        return (x | x << 1) & LATITUDE_BITS;
    }

    /// Takes every second bit.
    private static long gathered(long value) {
        long x = value & LATITUDE_BITS;
        x = (x | x >>> 1) & 0x3333333333333333L;
        x = (x | x >>> 2) & 0x0f0f0f0f0f0f0f0fL;
        x = (x | x >>> 4) & 0x00ff00ff00ff00ffL;
        x = (x | x >>> 8) & 0x0000ffff0000ffffL;
        return (x | x >>> 16) & 0xffffffffL;
    }
}
