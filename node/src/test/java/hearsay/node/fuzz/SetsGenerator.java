package hearsay.node.fuzz;

import java.util.List;
import java.util.Locale;

/// Commands on sets: numbers only, few words, many.
final class SetsGenerator implements Generator {

    private static final List<String> PATTERNS =
            List.of(
                    "SADD k {m}",
                    "SADD k {m} {m}",
                    "SADD k {n} {n}",
                    "SADD k {m} {m} {m} {m} {m}",
                    "SREM k {m}",
                    "SREM k {m} {m} {m}",
                    "SISMEMBER k m",
                    "SMISMEMBER k {m}",
                    "SCARD k",
                    "SMEMBERS k",
                    "SMOVE k k m",
                    "SPOP k",
                    "SPOP k count",
                    "SRANDMEMBER k",
                    "SRANDMEMBER k count",
                    "SINTER {k}",
                    "SINTERCARD (1 k|2 k k|3 k k k|integer {k}) [LIMIT small]",
                    "SINTERSTORE k {k}",
                    "SUNION {k}",
                    "SUNIONSTORE k {k}",
                    "SDIFF {k}",
                    "SDIFFSTORE k {k}",
                    "SSCAN k 0 COUNT 1000 [MATCH glob]",
                    "SSCAN k cursor [MATCH glob] [COUNT small]",
                    "CONFIG SET set-max-intset-entries entries");

    private static final List<String> NUMBERS =
            List.of(
                    "0",
                    "1",
                    "2",
                    "3",
                    "5",
                    "8",
                    "-1",
                    "-5",
                    "127",
                    "40000",
                    "-70000",
                    "3000000000",
                    "9223372036854775807",
                    "-9223372036854775808");

    private static final List<String> MEMBERS =
            List.of(
                    "0",
                    "1",
                    "2",
                    "3",
                    "-5",
                    "127",
                    "40000",
                    "-70000",
                    "3000000000",
                    "9223372036854775807",
                    "9223372036854775808",
                    "-0",
                    "007",
                    "+3",
                    " 1",
                    "1.5",
                    "",
                    "a",
                    "ab",
                    "b",
                    "c",
                    "d",
                    "\u00ff\u0000",
                    "m".repeat(20),
                    "m".repeat(21),
                    "m".repeat(70));

    /// Without the very negative ones: Redis would really draw that often.
    private static final List<String> COUNTS =
            List.of(
                    "0",
                    "1",
                    "2",
                    "3",
                    "7",
                    "12",
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

    /// As many members are gone on both sides. One by one, those that only our node has left are
    /// exchanged for those that only the real one has: so the set keeps its encoding.
    private static final Comparison POPPED =
            new Comparison() {
                @Override
                public boolean agree(String[] words, String ours, String theirs) {
                    return Comparison.SHAPE.agree(words, ours, theirs);
                }

                @Override
                public boolean diverges() {
                    return true;
                }

                @Override
                public void resynchronise(String[] words, Twins twins) {
                    if (words.length < 2) return;
                    var ours = RawReply.items(twins.askOurs("SMEMBERS", words[1]));
                    var theirs = RawReply.items(twins.askTheirs("SMEMBERS", words[1]));
                    var wrong = ours.stream().filter(m -> !theirs.contains(m)).toList();
                    var missing = theirs.stream().filter(m -> !ours.contains(m)).toList();
                    // The last one must not go before another has come: the key would go with it.
                    boolean last = ours.size() == 1;
                    for (int i = 0; i < Math.min(wrong.size(), missing.size()); i++) {
                        if (last) twins.askOurs("SADD", words[1], RawReply.bulk(missing.get(i)));
                        twins.askOurs("SREM", words[1], RawReply.bulk(wrong.get(i)));
                        if (!last) twins.askOurs("SADD", words[1], RawReply.bulk(missing.get(i)));
                    }
                }
            };

    @Override
    public String name() {
        return "set";
    }

    @Override
    public String[] next(Vocabulary vocabulary) {
        return vocabulary
                .with("m", MEMBERS)
                .with("n", NUMBERS)
                .with("count", COUNTS)
                .with("entries", ENTRIES)
                .command(PATTERNS);
    }

    @Override
    public Comparison comparison(String[] words) {
        return switch (words[0].toUpperCase(Locale.ROOT)) {
            case "SMEMBERS", "SINTER", "SUNION", "SDIFF" -> Comparison.UNORDERED;
            case "SRANDMEMBER" -> Comparison.SHAPE;
            case "SPOP" -> POPPED;
            case "SSCAN" -> Comparison.walk(2, Comparison.UNORDERED);
            default -> Comparison.EXACT;
        };
    }

    @Override
    public boolean maySpoil(String[] words) {
        return !words[0].equalsIgnoreCase("CONFIG");
    }

    @Override
    public List<String> arguments() {
        return List.of("--set-max-intset-entries", "6");
    }

    @Override
    public List<KnownDifference> knownDifferences() {
        return List.of(
                new KnownDifference(
                        "sets of few words are listpacks, also those that become numbers only, and"
                                + " many words make a table at once; 7.0 knows intsets and tables",
                        (words, ours, theirs) ->
                                words[0].equalsIgnoreCase("OBJECT")
                                        && ours.matches(
                                                "(?s)\\$\\d+\r\n(intset|listpack|hashtable)\r\n")));
    }
}
