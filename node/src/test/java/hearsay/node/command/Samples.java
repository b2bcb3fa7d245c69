package hearsay.node.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// One value of every type in every encoding, and some at the edges between them, made by commands.
final class Samples {

    /// @param encoding as OBJECT ENCODING of Redis 7.2 says it
    /// @param commands the key is `k` in all of them
    record Sample(String name, String encoding, List<List<String>> commands) {

        @Override
        public String toString() {
            return name;
        }
    }

    private static final String LONG_TEXT = "a long text, repeated for the sake of compression; ";

    private Samples() {}

    static List<Sample> all() {
        var all = new ArrayList<Sample>();
        strings(all);
        hashes(all);
        sets(all);
        sortedSets(all);
        streams(all);
        return all;
    }

    private static void strings(List<Sample> all) {
        add(all, "a number", "int", List.of("SET", "k", "-1234567890123"));
        add(all, "a short string", "embstr", List.of("SET", "k", "hello"));
        add(all, "an empty string", "embstr", List.of("SET", "k", ""));
        add(all, "a long string", "raw", List.of("SET", "k", LONG_TEXT.repeat(50)));
    }

    private static void hashes(List<Sample> all) {
        add(
                all,
                "a small hash",
                "listpack",
                List.of(
                        "HSET",
                        "k",
                        "f",
                        "v",
                        "1",
                        "2",
                        "",
                        "",
                        "n",
                        "-70000",
                        "big",
                        "9223372036854775807"));
        add(
                all,
                "a hash of 512 fields",
                "listpack",
                many("HSET", 512, i -> List.of("field" + i, "" + i)));
        add(
                all,
                "a hash of 513 fields",
                "hashtable",
                many("HSET", 513, i -> List.of("field" + i, "" + i)));
        add(
                all,
                "a hash with a long value",
                "hashtable",
                List.of("HSET", "k", "f", "v".repeat(65), "g", "w"));
        add(
                all,
                "a hash with a value of 64",
                "listpack",
                List.of("HSET", "k", "f", "v".repeat(64), "g".repeat(64), "w"));
        add(
                all,
                "a hash of long texts",
                "hashtable",
                many("HSET", 100, i -> List.of("field" + i, LONG_TEXT.repeat(i))));
    }

    private static void sets(List<Sample> all) {
        add(all, "a set of small numbers", "intset", List.of("SADD", "k", "5", "-3", "32767", "0"));
        add(all, "a set of larger numbers", "intset", List.of("SADD", "k", "5", "-3", "32768"));
        add(
                all,
                "a set of the largest numbers",
                "intset",
                List.of("SADD", "k", "1", "9223372036854775807", "-9223372036854775808"));
        add(all, "a set of 512 numbers", "intset", many("SADD", 512, i -> List.of("" + 7 * i)));
        add(all, "a set of 513 numbers", "hashtable", many("SADD", 513, i -> List.of("" + 7 * i)));
        add(
                all,
                "a small set",
                "listpack",
                List.of("SADD", "k", "a", "b", "1", "", "x".repeat(64)));
        add(all, "a set of 128 members", "listpack", many("SADD", 128, i -> List.of("m" + i)));
        add(all, "a set of 129 members", "hashtable", many("SADD", 129, i -> List.of("m" + i)));
        add(
                all,
                "a set with a long member",
                "hashtable",
                List.of("SADD", "k", "a", "x".repeat(65)));
        add(
                all,
                "a large set",
                "hashtable",
                many("SADD", 5000, i -> List.of(i % 3 == 0 ? "" + i : "member" + i)));
    }

    /// Scores whose shortest text is also the one with 17 digits, which Redis 7.0 takes for a
    /// digest.
    private static void sortedSets(List<Sample> all) {
        add(
                all,
                "a small sorted set",
                "listpack",
                List.of(
                        "ZADD", "k", "1", "a", "2.5", "b", "-inf", "c", "inf", "d", "1", "1",
                        "-0.125", "", "1e20", "e"));
        add(
                all,
                "a sorted set of 128",
                "listpack",
                many("ZADD", 128, i -> List.of("" + i / 4.0, "m" + i)));
        add(
                all,
                "a sorted set of 129",
                "skiplist",
                many("ZADD", 129, i -> List.of("" + i / 4.0, "m" + i)));
        add(
                all,
                "a sorted set with a long member",
                "skiplist",
                List.of("ZADD", "k", "1", "x".repeat(65), "0", "b"));
        var random = new Random(1);
        add(
                all,
                "a large sorted set",
                "skiplist",
                many("ZADD", 5000, i -> List.of("" + random.nextInt(1000) / 8.0, "member" + i)));
    }

    private static void streams(List<Sample> all) {
        var small =
                lines(
                        """
                        XADD k 1-1 field value
                        XADD k 1-2 field 12
                        XADD k 2-0 other -70000 field x
                        XADD k 3-0 field y
                        XDEL k 1-2
                        """);
        all.add(new Sample("a small stream", "stream", small));
        var grouped = new ArrayList<>(small);
        grouped.addAll(
                lines(
                        """
                        XGROUP CREATE k group 0
                        XGROUP CREATE k idle 2-0 ENTRIESREAD 3
                        XREADGROUP GROUP group alice COUNT 2 STREAMS k >
                        XREADGROUP GROUP group bob COUNT 1 STREAMS k >
                        XGROUP CREATECONSUMER k group carol
                        """));
        all.add(new Sample("a stream with groups", "stream", grouped));
        all.add(
                new Sample(
                        "a stream of nothing",
                        "stream",
                        lines("XGROUP CREATE k group $ MKSTREAM\nXSETID k 5-5 ENTRIESADDED 7")));
        var large = new ArrayList<List<String>>();
        for (int i = 0; i < 350; i++) {
            large.add(List.of("XADD", "k", i / 3 + 1 + "-" + i % 3, "n", "" + i, "text", "some"));
        }
        large.addAll(
                lines(
                        """
                        XTRIM k MAXLEN 330
                        XGROUP CREATE k group 0
                        XREADGROUP GROUP group alice COUNT 200 STREAMS k >
                        XREADGROUP GROUP group bob STREAMS k >
                        """));
        all.add(new Sample("a large stream", "stream", large));
    }

    private static List<List<String>> lines(String text) {
        return text.lines().map(line -> List.of(line.split(" "))).toList();
    }

    /// Those that this node can make.
    static List<Sample> ours() {
        var table = new CommandTable();
        return all().stream()
                .filter(s -> table.find(s.commands().getFirst().getFirst()) != null)
                .toList();
    }

    private static void add(List<Sample> all, String name, String encoding, List<String> command) {
        all.add(new Sample(name, encoding, List.of(command)));
    }

    private static List<String> many(
            String command, int times, java.util.function.IntFunction<List<String>> words) {
        var all = new ArrayList<>(List.of(command, "k"));
        for (int i = 0; i < times; i++) all.addAll(words.apply(i));
        return all;
    }
}
