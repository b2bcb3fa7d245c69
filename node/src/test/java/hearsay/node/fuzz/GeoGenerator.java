package hearsay.node.fuzz;

import java.util.List;

/// Commands on places.
final class GeoGenerator implements Generator {

    private static final List<String> PATTERNS =
            List.of(
                    "GEOADD k {x y m}",
                    "GEOADD k {x y m x y m}",
                    "GEOADD k {x y m x y m}",
                    "GEOADD k [NX|XX] [CH] [NX|nonsense] {x y m}",
                    "ZADD k {score m}",
                    "GEOPOS k {m}",
                    "GEOHASH k {m}",
                    "GEODIST k m m [unit]",
                    "GEODIST k m m unit nonsense",
                    "GEOSEARCH k from by [ASC|DESC] [count] {with}",
                    "GEOSEARCH k from by [ASC|DESC] [count]",
                    "GEOSEARCH k from by [ASC|DESC] [count]",
                    "GEOSEARCH k by from [count] [ASC|DESC] [STOREDIST]",
                    "GEOSEARCH k [from] [from] [by] [by] ASC WITHDIST",
                    "GEOSEARCHSTORE k k from by [ASC|DESC] [count]",
                    "GEOSEARCHSTORE k k from by [STOREDIST] [with]",
                    "(GEORADIUS|GEORADIUS_RO) k x y radius unit [with] [ASC|DESC] [count] [store]",
                    "(GEORADIUSBYMEMBER|GEORADIUSBYMEMBER_RO) k m radius unit [with] [ASC|DESC] [count] [store]",
                    "ZRANGE k 0 -1 WITHSCORES",
                    "ZREM k {m}");

    // spotless:off
    private static final List<String> MEMBERS =
            List.of(
                    "Palermo", "Catania", "a", "b", "c", "d", "e", "f", "g", "h", "1", "2", "3",
                    "\u00ff", "m".repeat(65));

    private static final List<String> LONGITUDES =
            List.of(
                    "13.361389", "15.087269", "13.5", "13.36", "15", "0", "0.0001", "-0.0001", "-73.9",
                    "180", "-180", "179.9999", "-179.9999", "90", "-90", "1e-7", "181", "-1e9", "inf",
                    "nan", "x");

    private static final List<String> LATITUDES =
            List.of(
                    "38.115556", "37.502669", "37.5", "38.1", "37", "0", "0.0001", "-0.0001", "40.7",
                    "85.05112878", "-85.05112878", "85", "-85", "70", "-70", "82", "1e-7", "-33.9",
                    "86", "-86", "x");

    private static final List<String> RADII =
            List.of(
                    "0", "1", "10", "100", "200", "200", "500", "1000", "5000", "20000", "0.5", "166.2742",
                    "1e7", "1e20", "inf", "-1", "x", "nan", "");

    private static final List<String> UNITS =
            List.of("m", "km", "km", "km", "KM", "ft", "mi", "Mi", "parsec", "");

    private static final List<String> SCORES =
            List.of("0", "-1", "1.5", "3479099956230698", "4503599627370495", "1267650600228229401496703205376", "-1267650600228229401496703205376", "1e19");
    // spotless:on

    @Override
    public String name() {
        return "geo";
    }

    @Override
    public String[] next(Vocabulary vocabulary) {
        return vocabulary
                .with("m", MEMBERS)
                .with("x", LONGITUDES)
                .with("y", LATITUDES)
                .with("radius", RADII)
                .with("unit", UNITS)
                .with("score", SCORES)
                .command(written(vocabulary.one(PATTERNS)));
    }

    /// Writes out the parts that several commands have.
    private static String written(String pattern) {
        return pattern.replace("from", "(FROMMEMBER m|FROMLONLAT x y)")
                .replace("by", "(BYRADIUS radius unit|BYBOX radius radius unit)")
                .replace("count", "COUNT small [ANY]")
                .replace("with", "(WITHDIST|WITHHASH|WITHCOORD)")
                .replace("store", "(STORE k|STOREDIST k)");
    }

    @Override
    public Comparison comparison(String[] words) {
        for (var word : words) {
            if (word.equalsIgnoreCase("STOREDIST")) return STORED;
        }
        return Comparison.EXACT;
    }

    /// The last digit of a distance that was stored depends on the machine's sine. So both have the
    /// real one's afterwards, if ours were nearly the same.
    private static final Comparison STORED =
            new Comparison() {
                @Override
                public boolean agree(String[] words, String ours, String theirs) {
                    return false;
                }

                @Override
                public boolean diverges() {
                    return true;
                }

                @Override
                public void resynchronise(String[] words, Twins twins) {
                    for (var key : Vocabulary.KEYS) {
                        var ours = twins.askOurs("ZRANGE", key, "0", "-1", "WITHSCORES");
                        var theirs = twins.askTheirs("ZRANGE", key, "0", "-1", "WITHSCORES");
                        if (ours.equals(theirs)) continue;
                        // What is not near stays as it is, to be found.
                        if (isNear(ours, theirs)) copy(key, RawReply.items(theirs), twins);
                    }
                }
            };

    private static void copy(String key, List<String> pairs, Twins twins) {
        for (int i = 0; i < pairs.size(); i += 2) {
            var member = RawReply.bulk(pairs.get(i));
            twins.askOurs("ZADD", key, RawReply.bulk(pairs.get(i + 1)), member);
        }
    }

    private static boolean isNear(String ours, String theirs) {
        var our = ours.split("\r\n");
        var their = theirs.split("\r\n");
        if (our.length != their.length) return false;
        for (int i = 0; i < our.length; i++) {
            if (our[i].equals(their[i])) continue;
            boolean lengths = our[i].matches("\\$\\d+") && their[i].matches("\\$\\d+");
            if (lengths) continue;
            if (!isNearNumber(our[i], their[i])) return false;
        }
        return true;
    }

    private static boolean isNearNumber(String our, String their) {
        var number = ",?-?[0-9.]+(e[-+]?[0-9]+)?";
        if (!our.matches(number) || !their.matches(number)) return false;
        double a = Double.parseDouble(our.replace(",", ""));
        double b = Double.parseDouble(their.replace(",", ""));
        return Math.abs(a - b) <= 1e-14 * Math.max(Math.abs(a), Math.abs(b));
    }

    @Override
    public List<KnownDifference> knownDifferences() {
        return SortedSetsGenerator.OF_7_0;
    }

    @Override
    public List<String> arguments() {
        return List.of("--zset-max-listpack-entries", "8");
    }
}
