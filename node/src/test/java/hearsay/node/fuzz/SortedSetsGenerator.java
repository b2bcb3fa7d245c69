package hearsay.node.fuzz;

import java.util.List;
import java.util.Locale;

/// Commands on sorted sets, whose encoding changes at nine members: so many are never added at
/// once, as then 7.0 is slower to change it.
final class SortedSetsGenerator implements Generator {

    /// Whether the real server is a 7.2.
    private static final boolean IS_EXACT = Boolean.getBoolean("hearsay.fuzz.exact");

    private static final List<String> PATTERNS =
            List.of(
                    "ZADD k {score m}",
                    "ZADD k {score m}",
                    "ZADD k {score m score m}",
                    "ZADD k [NX|XX] [GT|LT] [CH] {score m}",
                    "ZADD k [NX|XX|nonsense] [GT|LT] [GT|LT|NX] [CH] [INCR] score m",
                    "ZINCRBY k score m",
                    "ZREM k {m}",
                    "ZCARD k",
                    "ZSCORE k m",
                    "ZMSCORE k {m}",
                    "(ZRANK|ZREVRANK) k m",
                    "ZCOUNT k end end",
                    "ZRANGE k index index [REV] [WITHSCORES]",
                    "ZRANGE k index index [REV] [WITHSCORES] [LIMIT index index]",
                    "ZRANGE k end end BYSCORE [REV] [WITHSCORES] [LIMIT index index]",
                    "ZREVRANGE k index index [WITHSCORES]",
                    "(ZRANGEBYSCORE|ZREVRANGEBYSCORE) k end end [WITHSCORES] [LIMIT index index]",
                    "ZRANGESTORE k k index index [REV]",
                    "ZRANGESTORE k k end end BYSCORE [REV] [LIMIT index index]",
                    "ZREMRANGEBYRANK k index index",
                    "ZREMRANGEBYSCORE k end end",
                    "(ZPOPMIN|ZPOPMAX) k [small]",
                    "ZMPOP (1 k|2 k k|small k) (MIN|MAX|nonsense) [COUNT small]",
                    "(ZUNION|ZINTER|ZDIFF) (1 k|2 k k|3 k k k|small k k) [WITHSCORES]",
                    "(ZUNION|ZINTER) 2 k k [WEIGHTS score score] [AGGREGATE (SUM|MIN|MAX)] WITHSCORES",
                    "(ZUNION|ZINTER) 3 k k k [WEIGHTS score score score] [AGGREGATE (SUM|MIN|MAX)] WITHSCORES",
                    "(ZUNIONSTORE|ZINTERSTORE) k 2 k k [WEIGHTS score score] [AGGREGATE (SUM|MIN|MAX)]",
                    "ZUNIONSTORE k 3 k k k",
                    "ZDIFFSTORE k 2 k k",
                    "ZINTERCARD (1 k|2 k k|3 k k k) [LIMIT small]",
                    "ZRANDMEMBER k [small [WITHSCORES]]",
                    "ZRANDMEMBER k integer nonsense",
                    "ZSCAN k 0 [MATCH glob] [COUNT 1000]",
                    "ZSCAN k cursor",
                    "SADD k {m}");

    // spotless:off
    private static final List<String> MEMBERS =
            List.of(
                    "a", "b", "c", "aa", "", "1", "2", "10", "-1", "1.5", "3000000000",
                    "9223372036854775808", "\u00ff\u0000", "m".repeat(64), "n".repeat(65));

    private static final List<String> SCORES =
            List.of(
                    "0", "1", "1", "2", "2", "3", "-1", "5", "10", "100", "-7", "1.5", "-0.25", "0.1",
                    "3.14159", "1e3", "1e20", "1e-10", "123456789012", "4611686018427387904", "inf",
                    "-inf", "+inf", "-0", "0x10", "1e308", "nan", "x", "", " 1", "1e400",
                    "9007199254740993", "0.30000000000000004", "1e17", "-1e-7");

    private static final List<String> ENDS =
            List.of(
                    "-inf", "+inf", "inf", "(inf", "(-inf", "0", "1", "(1", "2", "(2", "3", "5", "(5",
                    "10", "-1", "(-1", "1.5", "0.1", "(0.1", "1e20", "x", "(x", "", "(", " 1", "nan",
                    "1e400", "[1");
    // spotless:on

    private static final String DIGITS =
            "7.0 prints doubles with 17 digits, 7.2 with as many as are needed.";

    static final List<KnownDifference> OF_7_0 =
            List.of(
                    new KnownDifference(
                            DIGITS, (words, ours, theirs) -> isSameNumbers(ours, theirs)),
                    KnownDifference.of("DEBUG DIGEST-VALUE", DIGITS));

    @Override
    public String name() {
        return "zset";
    }

    @Override
    public String[] next(Vocabulary vocabulary) {
        return vocabulary
                .with("m", MEMBERS)
                .with("score", SCORES)
                .with("end", ENDS)
                .command(IS_EXACT && vocabulary.oneIn(30) ? NEWER : PATTERNS);
    }

    /// Against 7.2 there is one command more.
    private static final List<String> NEWER =
            List.of("(ZRANK|ZREVRANK) k m WITHSCORE", "(ZRANK|ZREVRANK) k m nonsense");

    /// 7.0 does not let a third word into a transaction.
    @Override
    public boolean maySpoil(String[] words) {
        return IS_EXACT || !words[0].toUpperCase(Locale.ROOT).matches("ZRANK|ZREVRANK");
    }

    @Override
    public Comparison comparison(String[] words) {
        return comparisonOf(words);
    }

    static Comparison comparisonOf(String[] words) {
        return switch (words[0].toUpperCase(Locale.ROOT)) {
            case "ZRANDMEMBER" -> Comparison.SHAPE;
            case "ZSCAN" -> SortedSetsGenerator::agreeOnWalk;
            default -> Comparison.EXACT;
        };
    }

    /// Only a walk that shows everything at once must be the same.
    private static boolean agreeOnWalk(String[] words, String ours, String theirs) {
        var our = RawReply.items(ours);
        var their = RawReply.items(theirs);
        if (our.size() != 2 || their.size() != 2) return false;
        boolean whole =
                our.getFirst().equals("$1\r\n0\r\n")
                        && their.getFirst().equals("$1\r\n0\r\n")
                        && words.length > 2
                        && words[2].equals("0");
        return !whole || Comparison.UNORDERED_PAIRS.agree(words, our.get(1), their.get(1));
    }

    @Override
    public List<String> arguments() {
        return List.of("--zset-max-listpack-entries", "8");
    }

    @Override
    public List<KnownDifference> knownDifferences() {
        return OF_7_0;
    }

    /// Whether two replies differ only in how numbers are written.
    private static boolean isSameNumbers(String ours, String theirs) {
        return numbers(ours).equals(numbers(theirs));
    }

    private static String numbers(String reply) {
        var text = new StringBuilder();
        boolean afterLength = false;
        for (var line : reply.split("\r\n")) {
            boolean isNumber = line.matches(",?-?[0-9.]+(e[-+]?[0-9]+)?") && !line.endsWith(".");
            if (isNumber) {
                if (afterLength) text.setLength(text.lastIndexOf("$"));
                double value = Double.parseDouble(line.startsWith(",") ? line.substring(1) : line);
                text.append("number ").append(value + 0.0);
            } else {
                text.append(line);
            }
            afterLength = line.matches("\\$[0-9]+");
            text.append('\n');
        }
        return text.toString();
    }
}
