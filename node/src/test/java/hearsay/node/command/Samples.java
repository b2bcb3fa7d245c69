package hearsay.node.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// One value of every type in every encoding, and some at the edges between them, made by commands.
public final class Samples {

    /// @param encoding as OBJECT ENCODING of Redis 7.2 says it
    /// @param commands the key is `k` in all of them
    public record Sample(String name, String encoding, List<List<String>> commands) {

        @Override
        public String toString() {
            return name;
        }
    }

    private static final String LONG_TEXT = "a long text, repeated for the sake of compression; ";

    private Samples() {}

    public static List<Sample> all() {
        var all = new ArrayList<Sample>();
        strings(all);
        lists(all);
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

    private static void lists(List<Sample> all) {
        add(
                all,
                "a small list",
                "listpack",
                List.of("RPUSH", "k", "a", "1", "", "-70000", "x".repeat(64), "y".repeat(4096)));
        add(all, "a list of 128", "listpack", many("RPUSH", 128, i -> List.of("" + i)));
        add(
                all,
                "a list of several nodes",
                "quicklist",
                many("RPUSH", 2000, i -> List.of("element" + i)));
        add(
                all,
                "a list of long texts",
                "quicklist",
                many("LPUSH", 50, i -> List.of(LONG_TEXT.repeat(3 * i))));
        add(
                all,
                "a list with a large element",
                "quicklist",
                List.of("RPUSH", "k", "a", LONG_TEXT.repeat(400), "b"));
        all.add(
                new Sample(
                        "a list pushed and popped at both ends",
                        "quicklist",
                        List.of(
                                many("RPUSH", 1000, i -> List.of("right" + i)),
                                many("LPUSH", 1000, i -> List.of("left" + i)),
                                List.of("LPOP", "k", "150"),
                                List.of("RPOP", "k", "150"),
                                List.of("LINSERT", "k", "BEFORE", "right500", "here"),
                                List.of("LREM", "k", "1", "left300"),
                                List.of("LSET", "k", "700", "z".repeat(9000)))));
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
        add(all, "a small stream", "stream", List.of("XADD", "k", "1-1", "f", "v", "g", "12"));
        all.add(
                new Sample(
                        "a stream with holes",
                        "stream",
                        List.of(
                                List.of("XADD", "k", "5-1", "f", "v"),
                                List.of("XADD", "k", "5-2", "f", "w"),
                                List.of("XADD", "k", "7-0", "other", "fields", "than", "before"),
                                List.of("XADD", "k", "7-1", "f", "x"),
                                List.of("XDEL", "k", "5-2"),
                                List.of(
                                        "XSETID",
                                        "k",
                                        "9-9",
                                        "ENTRIESADDED",
                                        "10",
                                        "MAXDELETEDID",
                                        "8-0"))));
        all.add(
                new Sample(
                        "an empty stream",
                        "stream",
                        List.of(
                                List.of("XADD", "k", "5-1", "f", "v"),
                                List.of("XDEL", "k", "5-1"))));
        all.add(
                new Sample(
                        "a stream with groups",
                        "stream",
                        List.of(
                                List.of("XADD", "k", "1-1", "f", "a"),
                                List.of("XADD", "k", "1-2", "f", "b"),
                                List.of("XADD", "k", "2-1", "f", "c"),
                                List.of("XGROUP", "CREATE", "k", "one", "0"),
                                List.of("XGROUP", "CREATE", "k", "idle", "$"),
                                List.of(
                                        "XREADGROUP",
                                        "GROUP",
                                        "one",
                                        "alice",
                                        "COUNT",
                                        "2",
                                        "STREAMS",
                                        "k",
                                        ">"),
                                List.of("XREADGROUP", "GROUP", "one", "bob", "STREAMS", "k", ">"),
                                List.of("XGROUP", "CREATECONSUMER", "k", "one", "carol"),
                                List.of("XACK", "k", "one", "1-2"))));
        var large = new ArrayList<List<String>>();
        for (int i = 0; i < 300; i++) {
            large.add(List.of("XADD", "k", i + "-1", "field", "value" + i, "n", "" + i));
        }
        all.add(new Sample("a stream of several nodes", "stream", large));
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
