package hearsay.node.command;

import static hearsay.node.command.Command.command;

import hearsay.node.geo.Geohash;
import hearsay.node.geo.Point;
import hearsay.node.keyspace.SortedSetValue;
import hearsay.node.resp.Arguments;
import hearsay.node.resp.Decimal;
import hearsay.node.resp.Doubles;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Commands on places, which are members of a sorted set. Those that search are in
/// [GeoSearchCommands].
///
/// Source: Redis documentation, "Geospatial commands".
final class GeoCommands {

    // spotless:off
    static final List<Command> TABLE = List.of(
            command("GEOADD",               -5, "WRITE DENYOOM", "1 RW UPDATE",                                              GeoCommands::geoAdd),
            command("GEODIST",              -4, "READONLY",      "1 RO ACCESS",                                              GeoCommands::geoDist),
            command("GEOHASH",              -2, "READONLY",      "1 RO ACCESS",                                              GeoCommands::geoHash),
            command("GEOPOS",               -2, "READONLY",      "1 RO ACCESS",                                              GeoCommands::geoPos),
            command("GEORADIUS",            -6, "WRITE DENYOOM", "1 RO ACCESS; STORE@6 OW UPDATE; STOREDIST@6 OW UPDATE",    GeoSearchCommands::geoRadius),
            command("GEORADIUSBYMEMBER",    -5, "WRITE DENYOOM", "1 RO ACCESS; STORE@5 OW UPDATE; STOREDIST@5 OW UPDATE",    GeoSearchCommands::geoRadiusByMember),
            command("GEORADIUSBYMEMBER_RO", -5, "READONLY",      "1 RO ACCESS",                                              GeoSearchCommands::geoRadiusByMemberRo),
            command("GEORADIUS_RO",         -6, "READONLY",      "1 RO ACCESS",                                              GeoSearchCommands::geoRadiusRo),
            command("GEOSEARCH",            -7, "READONLY",      "1 RO ACCESS",                                              GeoSearchCommands::geoSearch),
            command("GEOSEARCHSTORE",       -8, "WRITE DENYOOM", "1 OW UPDATE; 2 RO ACCESS",                                 GeoSearchCommands::geoSearchStore));
    // spotless:on

    private static final int DISTANCE_DIGITS = 4;
    private static final double DISTANCE_SCALE = 10_000;
    private static final int COORDINATE_DIGITS = 17;

    private GeoCommands() {}

    /// As a ZADD, and so it is repeated, of the cells that the places are in.
    private static void geoAdd(Call call) {
        int first = 2;
        boolean nx = false;
        boolean xx = false;
        for (; first < call.count(); first++) {
            if (call.is(first, "NX")) {
                nx = true;
            } else if (call.is(first, "XX")) {
                xx = true;
            } else if (!call.is(first, "CH")) {
                break;
            }
        }
        int places = (call.count() - first) / 3;
        if ((call.count() - first) % 3 != 0 || (nx && xx)) throw CommandError.syntax();
        var words = new byte[first + 2 * places][];
        words[0] = Words.ZADD;
        for (int i = 1; i < first; i++) words[i] = call.bytes(i);
        for (int i = 0; i < places; i++) {
            var cell = Geohash.of(point(call, first + 3 * i), Geohash.STEPS_MAX);
            words[first + 2 * i] = Decimal.bytes(cell.bits());
            words[first + 2 * i + 1] = call.bytes(first + 3 * i + 2);
        }
        call.become(Arguments.of(words));
        SortedSetAdd.zAdd(call);
    }

    private static void geoDist(Call call) {
        if (call.count() > 5) throw CommandError.syntax();
        double unit = call.count() == 5 ? unit(call, 4) : 1;
        var set = Call.sortedSet(call.read(1));
        var from = set == null ? null : point(call, set, 2);
        var to = set == null ? null : point(call, set, 3);
        if (from == null || to == null) {
            call.reply().nil();
        } else {
            call.reply().bulk(distance(from.distanceTo(to) / unit));
        }
    }

    private static void geoHash(Call call) {
        var set = Call.sortedSet(call.read(1));
        call.reply().array(call.count() - 2);
        for (int i = 2; i < call.count(); i++) {
            var point = set == null ? null : point(call, set, i);
            if (point == null) {
                call.reply().nil();
            } else {
                call.reply().bulk(Geohash.text(point));
            }
        }
    }

    private static void geoPos(Call call) {
        var set = Call.sortedSet(call.read(1));
        call.reply().array(call.count() - 2);
        for (int i = 2; i < call.count(); i++) {
            var point = set == null ? null : point(call, set, i);
            if (point == null) {
                call.reply().nilArray();
            } else {
                reply(call, point);
            }
        }
    }

    // What the searches need too.

    /// The place of the member that a word names, or null.
    static @Nullable Point point(Call call, SortedSetValue set, int member) {
        double score = SortedSetCommands.score(call, set, member);
        return Double.isNaN(score) ? null : Geohash.point(score);
    }

    /// The place of longitude and latitude in a word and the next.
    ///
    /// @throws CommandError they are no numbers, or too far north or south
    static Point point(Call call, int word) {
        double longitude = number(call, word, "ERR value is not a valid float");
        double latitude = number(call, word + 1, "ERR value is not a valid float");
        if (!Point.isPoint(longitude, latitude)) {
            throw new CommandError(
                    "ERR invalid longitude,latitude pair "
                            + sixDigits(longitude)
                            + ","
                            + sixDigits(latitude));
        }
        return new Point(longitude, latitude);
    }

    static double number(Call call, int word, String mistake) {
        var words = call.words();
        double number = Doubles.parse(words.buffer(), words.offset(word), words.length(word));
        if (Double.isNaN(number)) throw new CommandError(mistake);
        return number;
    }

    /// How many meters the unit is that a word names.
    static double unit(Call call, int word) {
        if (call.is(word, "M")) return 1;
        if (call.is(word, "KM")) return 1000;
        if (call.is(word, "FT")) return 0.3048;
        if (call.is(word, "MI")) return 1609.34;
        throw new CommandError("ERR unsupported unit provided. please use M, KM, FT, MI");
    }

    /// A distance with four digits behind the point: more would be noise.
    static String distance(double distance) {
        return BigDecimal.valueOf((long) Math.rint(distance * DISTANCE_SCALE), DISTANCE_DIGITS)
                .toPlainString();
    }

    static void reply(Call call, Point point) {
        call.reply().array(2);
        call.reply().number(coordinate(point.longitude()));
        call.reply().number(coordinate(point.latitude()));
    }

    private static String coordinate(double degrees) {
        var shown = new BigDecimal(degrees).setScale(COORDINATE_DIGITS, RoundingMode.HALF_EVEN);
        return shown.stripTrailingZeros().toPlainString();
    }

    /// As C's `%f`.
    private static String sixDigits(double number) {
        if (Double.isInfinite(number)) return Doubles.text(number);
        var text = new BigDecimal(Math.abs(number)).setScale(6, RoundingMode.HALF_EVEN);
        boolean negative = number < 0 || 1 / number < 0;
        return (negative ? "-" : "") + text.toPlainString();
    }
}
