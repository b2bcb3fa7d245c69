package hearsay.node.fuzz;

import java.util.List;
import java.util.Locale;

/// Commands on sorted sets whose members all have the same score: that of those which every script
/// adds.
final class LexGenerator implements Generator {

    private static final List<String> PATTERNS =
            List.of(
                    "ZADD k {1 m}",
                    "ZADD k {1 m 1 m}",
                    "ZREM k {m}",
                    "ZLEXCOUNT k end end",
                    "(ZRANGEBYLEX|ZREVRANGEBYLEX) k end end [LIMIT index index]",
                    "(ZRANGEBYLEX|ZREVRANGEBYLEX) k end end [LIMIT index index] [WITHSCORES]",
                    "ZRANGE k end end BYLEX [REV] [LIMIT index index] [WITHSCORES]",
                    "ZRANGESTORE k k end end BYLEX [REV] [LIMIT index index]",
                    "ZREMRANGEBYLEX k end end",
                    "ZPOPMIN k",
                    "ZPOPMAX k small",
                    "ZRANGE k index index",
                    "ZUNIONSTORE k 2 k k AGGREGATE MAX");

    // spotless:off
    private static final List<String> MEMBERS =
            List.of(
                    "a", "b", "c", "aa", "ab", "ba", "", "1", "2", "10", "-1", "+", "-", "[a", "A",
                    "\u00ff", "\u00ff\u0000", "\u0000", "m".repeat(64), "n".repeat(65));

    private static final List<String> ENDS =
            List.of(
                    "-", "+", "[a", "(a", "[b", "(b", "[c", "(aa", "[ab", "[", "(", "[1", "(1", "[10",
                    "(-1", "[\u00ff", "(\u00ff\u0000", "[\u0000", "[mm", "(z", "+x", "-x", "a", "",
                    "+\u0000x", "1");
    // spotless:on

    @Override
    public String name() {
        return "zlex";
    }

    @Override
    public String[] next(Vocabulary vocabulary) {
        return vocabulary.with("m", MEMBERS).with("end", ENDS).command(PATTERNS);
    }

    @Override
    public Comparison comparison(String[] words) {
        return SortedSetsGenerator.comparisonOf(words);
    }

    @Override
    public List<String> arguments() {
        return List.of("--zset-max-listpack-entries", "8");
    }

    /// Not a score.
    @Override
    public boolean maySpoil(String[] words) {
        return !words[0].toUpperCase(Locale.ROOT).matches("ZADD|ZUNIONSTORE");
    }
}
