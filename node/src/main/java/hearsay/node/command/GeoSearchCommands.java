package hearsay.node.command;

import hearsay.node.geo.Found;
import hearsay.node.geo.GeoSearch;
import hearsay.node.geo.GeoSearch.Order;
import hearsay.node.geo.Point;
import hearsay.node.geo.Shape;
import hearsay.node.keyspace.RankedSortedSet;
import hearsay.node.keyspace.SortedSetValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// GEOSEARCH, GEOSEARCHSTORE and, before them, GEORADIUS: the members of a set around a place.
///
/// Source: Redis documentation of GEOSEARCH and GEORADIUS.
final class GeoSearchCommands {

    private enum From {
        COORDINATES,
        MEMBER,
        OPTIONS
    }

    private final Call call;
    private final From from;
    private final int key;
    private final @Nullable SortedSetValue set;
    private boolean mayStore;
    private int storeKey;
    private boolean storesDistance;
    private @Nullable Point center;
    private boolean fromMember;
    private boolean circle;
    private boolean box;
    private double radius;
    private double width;
    private double height;
    private double unit = 1;
    private boolean withDistance;
    private boolean withHash;
    private boolean withPoint;
    private boolean any;
    private long count;
    private Order order = Order.UNSORTED;

    /// @param key the word that names the set
    private GeoSearchCommands(Call call, From from, int key) {
        this.call = call;
        this.from = from;
        this.key = key;
        set = Call.sortedSet(call.read(key));
    }

    static void geoRadius(Call call) {
        new GeoSearchCommands(call, From.COORDINATES, 1).allowStore().around().run();
    }

    static void geoRadiusRo(Call call) {
        new GeoSearchCommands(call, From.COORDINATES, 1).around().run();
    }

    static void geoRadiusByMember(Call call) {
        new GeoSearchCommands(call, From.MEMBER, 1).allowStore().around().run();
    }

    static void geoRadiusByMemberRo(Call call) {
        new GeoSearchCommands(call, From.MEMBER, 1).around().run();
    }

    static void geoSearch(Call call) {
        new GeoSearchCommands(call, From.OPTIONS, 1).run();
    }

    static void geoSearchStore(Call call) {
        var search = new GeoSearchCommands(call, From.OPTIONS, 2);
        search.storeKey = 1;
        search.run();
    }

    private GeoSearchCommands allowStore() {
        mayStore = true;
        return this;
    }

    /// The center and the radius of the older commands, which have their places.
    private GeoSearchCommands around() {
        if (from == From.COORDINATES) {
            center = GeoCommands.point(call, 2);
            radius(4);
        } else if (set != null) {
            center = member(set, 2);
            radius(3);
        }
        return this;
    }

    private void run() {
        parseOptions(
                switch (from) {
                    case COORDINATES -> 6;
                    case MEMBER -> 5;
                    case OPTIONS -> key + 1;
                });
        checkOptions();
        var found =
                set == null ? List.<Found>of() : GeoSearch.search(set, shape(), count, any, order);
        if (storeKey > 0) {
            store(found);
        } else {
            show(found);
        }
    }

    private void parseOptions(int first) {
        for (int i = first; i < call.count(); i++) {
            int left = call.count() - 1 - i;
            if (call.is(i, "WITHDIST")) {
                withDistance = true;
            } else if (call.is(i, "WITHHASH")) {
                withHash = true;
            } else if (call.is(i, "WITHCOORD")) {
                withPoint = true;
            } else if (call.is(i, "ANY")) {
                any = true;
            } else if (call.is(i, "ASC")) {
                order = Order.NEAREST_FIRST;
            } else if (call.is(i, "DESC")) {
                order = Order.FARTHEST_FIRST;
            } else if (call.is(i, "COUNT") && left >= 1) {
                count = call.integer(++i);
                if (count <= 0) throw new CommandError("ERR COUNT must be > 0");
            } else if (from == From.OPTIONS) {
                i = parseShape(i, left);
            } else {
                i = parseStore(i, left);
            }
        }
    }

    private int parseStore(int word, int left) {
        boolean distance = call.is(word, "STOREDIST");
        if (!mayStore || left < 1 || (!distance && !call.is(word, "STORE"))) {
            throw CommandError.syntax();
        }
        storesDistance = distance;
        storeKey = word + 1;
        return word + 1;
    }

    /// Where GEOSEARCH looks, and answers the last word of what says so.
    private int parseShape(int word, int left) {
        if (storeKey > 0 && call.is(word, "STOREDIST")) {
            storesDistance = true;
            return word;
        }
        if (call.is(word, "FROMMEMBER") && left >= 1 && (center == null || fromMember)) {
            if (set != null) center = member(set, word + 1);
            fromMember = true;
            return word + 1;
        }
        if (call.is(word, "FROMLONLAT") && left >= 2 && !fromMember) {
            center = GeoCommands.point(call, word + 1);
            return word + 2;
        }
        if (call.is(word, "BYRADIUS") && left >= 2 && !box) {
            radius(word + 1);
            return word + 2;
        }
        if (call.is(word, "BYBOX") && left >= 3 && !circle) {
            box(word + 1);
            return word + 3;
        }
        throw CommandError.syntax();
    }

    private void radius(int word) {
        radius = GeoCommands.number(call, word, "ERR need numeric radius");
        if (radius < 0) throw new CommandError("ERR radius cannot be negative");
        unit = GeoCommands.unit(call, word + 1);
        circle = true;
    }

    private void box(int word) {
        width = GeoCommands.number(call, word, "ERR need numeric width");
        height = GeoCommands.number(call, word + 1, "ERR need numeric height");
        if (width < 0 || height < 0) {
            throw new CommandError("ERR height or width cannot be negative");
        }
        unit = GeoCommands.unit(call, word + 2);
        box = true;
    }

    private Point member(SortedSetValue places, int word) {
        var point = GeoCommands.point(call, places, word);
        if (point == null) {
            throw new CommandError("ERR could not decode requested zset member");
        }
        return point;
    }

    private void checkOptions() {
        if (storeKey > 0 && (withDistance || withHash || withPoint)) {
            var what = from == From.OPTIONS ? "GEOSEARCHSTORE" : "STORE option in GEORADIUS";
            throw new CommandError(
                    "ERR "
                            + what
                            + " is not compatible with WITHDIST, WITHHASH and WITHCOORD options");
        }
        if (from == From.OPTIONS && center == null && !fromMember) {
            throw new CommandError(
                    "ERR exactly one of FROMMEMBER or FROMLONLAT can be specified for "
                            + call.text(0));
        }
        if (from == From.OPTIONS && !circle && !box) {
            throw new CommandError(
                    "ERR exactly one of BYRADIUS and BYBOX can be specified for " + call.text(0));
        }
        if (any && count == 0) {
            throw new CommandError("ERR the ANY argument requires COUNT argument");
        }
        // Some of them are the nearest, unless any will do.
        if (count > 0 && order == Order.UNSORTED && !any) order = Order.NEAREST_FIRST;
    }

    private Shape shape() {
        if (center == null) throw new IllegalStateException("around nothing");
        if (!box) return new Shape.Circle(center, radius * unit);
        double reach = Math.sqrt(width / 2 * (width / 2) + height / 2 * (height / 2)) * unit;
        return new Shape.Box(center, width * unit, height * unit, reach);
    }

    private void show(List<Found> found) {
        var reply = call.reply();
        int options = (withDistance ? 1 : 0) + (withHash ? 1 : 0) + (withPoint ? 1 : 0);
        reply.array(found.size());
        for (var one : found) {
            if (options > 0) reply.array(1 + options);
            reply.bulk(one.member());
            if (withDistance) reply.bulk(GeoCommands.distance(one.distance() / unit));
            if (withHash) reply.integer((long) one.score());
            if (withPoint) GeoCommands.reply(call, one.point());
        }
    }

    private void store(List<Found> found) {
        var result = new RankedSortedSet();
        int longest = 0;
        for (var one : found) {
            var member = one.member();
            if (result.find(member, 0, member.length) != null) continue;
            result.add(member, storesDistance ? one.distance() / unit : one.score());
            longest = Math.max(longest, member.length);
        }
        var event = from == From.OPTIONS ? "geosearchstore" : "georadiusstore";
        SortedSetCommands.store(
                call, storeKey, SortedSetCommands.compact(call, result, longest), event);
    }
}
