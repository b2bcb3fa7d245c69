package hearsay.node.lolwut;

import java.util.random.RandomGenerator;

/// Computer art for terminals, a picture for each of the Redis versions that had one.
public final class Lolwut {

    private static final long COLUMNS_MAX = 1000;
    private static final long SQUARES_MAX = 200;
    private static final long ROWS_MAX = 1000;

    private Lolwut() {}

    /// Version 5: a sheet of squares that gets into disorder from top to bottom, as Georg Nees had
    /// a plotter draw in 1968.
    ///
    /// @param columns width in characters; all sizes are moved into what is reasonable
    public static String squares(
            long columns, long perRow, long perColumn, RandomGenerator random) {
        var picture =
                Squares.draw(
                        within(columns, COLUMNS_MAX),
                        within(perRow, SQUARES_MAX),
                        within(perColumn, SQUARES_MAX),
                        random);
        return picture + "\nAfter \"Schotter\" by Georg Nees, 1968. ";
    }

    /// Version 6: a city at night, in four shades of grey.
    public static String skyline(long columns, long rows, RandomGenerator random) {
        var picture = Skyline.draw(within(columns, COLUMNS_MAX), within(rows, ROWS_MAX), random);
        return picture + "\nA skyline for those who drew with eight bits. ";
    }

    private static int within(long wanted, long most) {
        return (int) Math.clamp(wanted, 1, most);
    }
}
