package hearsay.node.fuzz;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// The words that random commands are made of: few keys, so that commands meet; values and numbers
/// at the borders.
///
/// Commands are written as patterns. Words of one kind are chosen by chance, others stand for
/// themselves:
///
/// ```
/// SET k v [NX|XX] [GET]        [ ] may be left out; | chooses
/// ZADD k {float v}             { } comes one to four times
/// EXPIRE k (s|integer)         ( ) is one of the choices
/// ```
///
/// Kinds for everybody: `k` key, `v` value, `integer`, `small` integer, `float`, `index`, `glob`,
/// `db`, `type`, `cursor`, and times that are far away or over: `s`, `ms` from now, `at`, `AT` in
/// Unix seconds and milliseconds. A generator adds its own by [#with].
public final class Vocabulary {

    /// Keys that commands share. The walk over the datasets knows no others.
    public static final List<String> KEYS =
            List.of("a", "b", "c", "counter", "float", "", "\u00ff\u0000\r\n");

    // spotless:off
    private static final Map<String, List<String>> SHARED = new LinkedHashMap<>();

    static {
        SHARED.put("k", KEYS);
        SHARED.put("v", List.of(
                "", "0", "7", "-5", "00", "-0", "+3", "10000", "9223372036854775807", "9223372036854775808",
                "-9223372036854775808", "3.14", "1e3", "-1.5e-7", "0x1p4", "inf", "nan", " 12", "abc", "ohmytext",
                "mynewtext", "x".repeat(44), "y".repeat(45), "z".repeat(64), "w".repeat(65), "\u0000\u0001", "\u00fe\u00ff"));
        SHARED.put("integer", List.of(
                "1", "-1", "5", "0", "300", "-9223372036854775808", "9223372036854775807", "2147483648", "1.5", "x", ""));
        SHARED.put("small", List.of("0", "1", "2", "3", "5", "10", "-1", "-2", "100"));
        SHARED.put("float", List.of(
                "0.1", "0.2", "-3", "1e20", "5.0e3", "1e-10", "0.1234567890123456789", "1e4932", "1e5000", "-1e4932",
                "inf", "-inf", "+inf", "nan", "abc", "", "0x1.8p1", ".5", "5.", ".", "1e", "1e-5000", "3", "-0", "17179869184"));
        SHARED.put("index", List.of(
                "0", "1", "2", "5", "-1", "-2", "-3", "100", "-100", "600000000", "9223372036854775807", "x", "-9223372036854775808"));
        SHARED.put("glob", List.of(
                "*", "a*", "[ab]", "[^a]", "?", "\\a", "[a-c", "c*r", "", "**", "[z-a]", "*\\", "??*"));
        SHARED.put("db", List.of("0", "1", "0", "1", "16", "-1", "x", "4294967296"));
        SHARED.put("type", List.of("string", "STRING", "list", "set", "zset", "hash", "stream", "nonsense"));
        SHARED.put("cursor", List.of("0", "x", "-", "0x", " 0", "18446744073709551616", "1 "));
        SHARED.put("oddtime", List.of(
                "-1", "0", "x", "9223372036854775807", "-9223372036854775808", "9223372036854775", "9223372036854776"));
        SHARED.put("spoil", List.of("", "-1", "0", "x", "NX", "GET", "KEEPTTL", "EX", "*", "a", "LIMIT", "COUNT", "1e400"));
    }
    // spotless:on

    /// A moment in 2033: no key with a time to live ends while two servers are compared, except at
    /// once.
    private static final long FAR_SECONDS = 2_000_000_000;

    private final RandomGenerator random;
    private final Map<String, List<String>> kinds;

    Vocabulary(RandomGenerator random) {
        this(random, new LinkedHashMap<>(SHARED));
    }

    private Vocabulary(RandomGenerator random, Map<String, List<String>> kinds) {
        this.random = random;
        this.kinds = kinds;
    }

    /// Adds a kind of words, or says it anew; answers this.
    public Vocabulary with(String kind, List<String> words) {
        kinds.put(kind, words);
        return this;
    }

    public RandomGenerator random() {
        return random;
    }

    public boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    public <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    public String key() {
        return one(KEYS);
    }

    /// A word of a kind, or the word itself.
    public String word(String kind) {
        var words = kinds.get(kind);
        if (words != null) return one(words);
        return switch (kind) {
            case "s" ->
                    oneIn(4) ? word("oddtime") : Long.toString(random.nextLong(10_000, 10_000_000));
            case "ms" ->
                    oneIn(4)
                            ? word("oddtime")
                            : Long.toString(1000 * random.nextLong(10_000, 10_000_000));
            case "at" ->
                    oneIn(4) ? word("oddtime") : Long.toString(FAR_SECONDS + random.nextInt(1000));
            case "AT" ->
                    oneIn(4)
                            ? word("oddtime")
                            : Long.toString(1000 * (FAR_SECONDS + random.nextInt(1000)) + 7);
            default -> oneIn(50) ? kind.toLowerCase(java.util.Locale.ROOT) : kind;
        };
    }

    /// One of the patterns, filled.
    public String[] command(List<String> patterns) {
        return command(one(patterns));
    }

    /// A command after a pattern.
    public String[] command(String pattern) {
        var words = new ArrayList<String>();
        new Pattern(pattern).alternatives(words, true);
        return words.toArray(new String[0]);
    }

    /// Reads a pattern from left to right, and writes what is chosen.
    private final class Pattern {

        private final String text;
        private int at;

        Pattern(String text) {
            this.text = text;
        }

        /// Up to the end of a group, one of what stands between bars.
        void alternatives(List<String> words, boolean chosen) {
            int start = at;
            int count = 1;
            sequence(new ArrayList<>(), false);
            while (at < text.length() && text.charAt(at) == '|') {
                at++;
                sequence(new ArrayList<>(), false);
                count++;
            }
            if (!chosen) return;
            int end = at;
            at = start;
            int choice = count == 1 ? 0 : random.nextInt(count);
            for (int i = 0; i <= choice; i++) {
                sequence(words, i == choice);
                if (i < choice) at++;
            }
            at = end;
        }

        private void sequence(List<String> words, boolean chosen) {
            while (at < text.length()) {
                switch (text.charAt(at)) {
                    case ' ' -> at++;
                    case '[' -> group(words, chosen && random.nextBoolean() ? 1 : 0);
                    case '(' -> group(words, chosen ? 1 : 0);
                    case '{' -> group(words, chosen ? 1 + random.nextInt(4) : 0);
                    case '|', ']', ')', '}' -> {
                        return;
                    }
                    default -> word(words, chosen);
                }
            }
        }

        private void group(List<String> words, int times) {
            int inside = at + 1;
            at = inside;
            alternatives(words, false);
            int end = at + 1;
            for (int i = 0; i < times; i++) {
                at = inside;
                alternatives(words, true);
            }
            at = end;
        }

        private void word(List<String> words, boolean chosen) {
            int start = at;
            while (at < text.length() && " |[](){}".indexOf(text.charAt(at)) < 0) at++;
            if (chosen) words.add(Vocabulary.this.word(text.substring(start, at)));
        }
    }
}
