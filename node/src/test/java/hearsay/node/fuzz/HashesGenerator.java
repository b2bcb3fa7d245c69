package hearsay.node.fuzz;

import java.util.List;
import java.util.Locale;

/// Commands on hashes, small enough for a listpack and too large for it.
final class HashesGenerator implements Generator {

    private static final List<String> PATTERNS =
            List.of(
                    "HSET k {f v}",
                    "HSET k {f v}",
                    "HSET k {f v} {f v} {f v}",
                    "HMSET k {f v}",
                    "HSETNX k f v",
                    "HGET k f",
                    "HMGET k {f}",
                    "HGETALL k",
                    "HKEYS k",
                    "HVALS k",
                    "HLEN k",
                    "HEXISTS k f",
                    "HSTRLEN k f",
                    "HDEL k {f}",
                    "HDEL k {f} {f} {f}",
                    "HINCRBY k f integer",
                    "HINCRBYFLOAT k f float",
                    "HRANDFIELD k [count] [WITHVALUES]",
                    "HRANDFIELD k count [WITHVALUES]",
                    "HSCAN k 0 COUNT 1000 [MATCH glob]",
                    "HSCAN k cursor [MATCH glob] [COUNT small]",
                    "CONFIG SET hash-max-listpack-entries entries",
                    "CONFIG SET hash-max-listpack-value longest");

    private static final List<String> FIELDS =
            List.of(
                    "f",
                    "g",
                    "h",
                    "i",
                    "j",
                    "k",
                    "1",
                    "2",
                    "-70000",
                    "007",
                    "",
                    "a",
                    "ab",
                    "\u00ff\u0000",
                    "f".repeat(30),
                    "f".repeat(31),
                    "f".repeat(70));

    /// Without the very negative ones: Redis would really draw that often.
    private static final List<String> COUNTS =
            List.of(
                    "0",
                    "1",
                    "2",
                    "3",
                    "7",
                    "-1",
                    "-2",
                    "-9",
                    "100",
                    "-100",
                    "x",
                    "",
                    "9223372036854775807",
                    "-9223372036854775808",
                    "9223372036854775808");

    private static final List<String> ENTRIES = List.of("0", "1", "4", "8", "512");
    private static final List<String> LONGEST = List.of("0", "6", "30", "64", "1kb");

    @Override
    public String name() {
        return "hash";
    }

    @Override
    public String[] next(Vocabulary vocabulary) {
        return vocabulary
                .with("f", FIELDS)
                .with("count", COUNTS)
                .with("entries", ENTRIES)
                .with("longest", LONGEST)
                .command(PATTERNS);
    }

    @Override
    public Comparison comparison(String[] words) {
        return switch (words[0].toUpperCase(Locale.ROOT)) {
            case "HGETALL" -> Comparison.UNORDERED_PAIRS;
            case "HKEYS", "HVALS" -> Comparison.UNORDERED;
            case "HRANDFIELD" -> Comparison.SHAPE;
            case "HSCAN" -> Comparison.walk(2, Comparison.UNORDERED_PAIRS);
            default -> Comparison.EXACT;
        };
    }

    @Override
    public boolean maySpoil(String[] words) {
        return !words[0].equalsIgnoreCase("CONFIG");
    }

    @Override
    public List<String> arguments() {
        return List.of("--hash-max-listpack-entries", "8", "--hash-max-listpack-value", "30");
    }

    @Override
    public List<KnownDifference> knownDifferences() {
        return List.of(
                new KnownDifference(
                        "HSET of more fields than hash-max-listpack-entries makes a table at once,"
                                + " even if they are the same; 7.0 counts them one by one",
                        (words, ours, theirs) ->
                                words[0].equalsIgnoreCase("OBJECT")
                                        && ours.contains("hashtable")
                                        && theirs.contains("listpack")));
    }
}
