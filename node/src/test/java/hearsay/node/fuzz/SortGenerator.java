package hearsay.node.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// SORT over lists, with the other keys as what is sorted by and what is got.
final class SortGenerator implements Generator {

    private static final List<String> PATTERNS =
            List.of(
                    "SORT k",
                    "SORT k [ASC|DESC] [ALPHA] [LIMIT part part]",
                    "SORT k BY pat [ASC|DESC] [ALPHA] [LIMIT part part]",
                    "SORT k BY pat ALPHA [DESC] LIMIT part part GET #",
                    "SORT k [BY pat] {GET pat} [ALPHA] [DESC]",
                    "SORT k [ALPHA|DESC] STORE k",
                    "SORT k BY pat [ALPHA] [LIMIT part part] STORE k",
                    "SORT k [BY pat] {GET pat} [ALPHA] STORE k",
                    "SORT k {(ASC|DESC|ALPHA|LIMIT part part|BY pat|GET pat|STORE k|nonsense)}",
                    "SORT_RO k [BY pat] [LIMIT part part] [GET pat] [ALPHA] [DESC]",
                    "SORT_RO k STORE k",
                    "RPUSH k {name}",
                    "RPUSH k {name name name}",
                    "RPUSH k {number}",
                    "RPUSH k {number number number number}",
                    "LPUSH k {number} {name}",
                    "SET k number",
                    "SET k number",
                    "SET k name",
                    "HSET k field number",
                    "HSET k field name",
                    "LRANGE k 0 -1",
                    "LTRIM k 0 30",
                    "DEL {k}");

    @Override
    public String name() {
        return "sort";
    }

    // spotless:off
    private static final List<String> NAMES =
            List.of("a", "b", "c", "counter", "float", "", "d", "\u00ff\u0000\r\n", "B", "a\u0000x", "\u00e9");

    private static final List<String> NUMBERS =
            List.of("1", "2", "3", "10", "-5", "2.5", "1e2", "0", "9223372036854775807", "0x10", " 7", "", "-0");

    private static final List<String> KEY_PATTERNS =
            List.of("*", "*->f", "*->g", "nosort", "", "#", "c*", "*r", "*->", "->*", "a*->f", "\u0000*", "**");
    // spotless:on

    @Override
    public String[] next(Vocabulary vocabulary) {
        return vocabulary
                .with("name", NAMES)
                .with("number", NUMBERS)
                .with("field", List.of("f", "g", "*"))
                .with("part", List.of("0", "1", "2", "3", "100", "-1", "-100", "x"))
                .with("pat", KEY_PATTERNS)
                .command(PATTERNS);
    }

    /// Redis may refuse what it can sort, see [#knownDifferences]; then it stores nothing.
    @Override
    public Comparison comparison(String[] words) {
        for (int i = words.length - 1; i > 2; i--) {
            if (!words[i - 1].equalsIgnoreCase("STORE")) continue;
            return new Stored(words[i]);
        }
        return Comparison.EXACT;
    }

    /// What is stored at a key may have been refused by one of the two.
    private record Stored(String key) implements Comparison {

        @Override
        public boolean agree(String[] words, String ours, String theirs) {
            return ours.equals(theirs);
        }

        @Override
        public boolean diverges() {
            return true;
        }

        @Override
        public void resynchronise(String[] words, Twins twins) {
            boolean same =
                    twins.askOurs("TYPE", key).equals(twins.askTheirs("TYPE", key))
                            && twins.askOurs("LRANGE", key, "0", "-1")
                                    .equals(twins.askTheirs("LRANGE", key, "0", "-1"));
            if (same) return;
            twins.askOurs("DEL", key);
            twins.askTheirs("DEL", key);
        }
    }

    @Override
    public List<KnownDifference> knownDifferences() {
        return List.of(
                new KnownDifference(
                        "SORT takes an ERANGE that an earlier command has left in errno for its own",
                        (words, ours, theirs) -> isRefused(ours, theirs)),
                new KnownDifference(
                        "what has the same weight, or none, comes in the order of a hash table",
                        (words, ours, theirs) ->
                                has(words, "BY")
                                        && RawReply.isAggregate(ours)
                                        && RawReply.isAggregate(theirs)
                                        && RawReply.items(ours).size()
                                                == RawReply.items(theirs).size()));
    }

    private static boolean has(String[] words, String option) {
        return words[0].toUpperCase(Locale.ROOT).startsWith("SORT")
                && Arrays.stream(words).anyMatch(option::equalsIgnoreCase);
    }

    private static boolean isRefused(String ours, String theirs) {
        return theirs.startsWith("-ERR One or more scores can't be converted")
                && !RawReply.isError(ours);
    }
}
