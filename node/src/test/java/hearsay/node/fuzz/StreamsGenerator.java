package hearsay.node.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import hearsay.node.RealRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Commands on streams and their groups.
///
/// Nodes hold five entries, so that trimming meets their borders; ids and names are few. Idle times
/// are either nothing or hours: in between, the clocks of the two servers would matter.
final class StreamsGenerator implements Generator {

    private static final List<String> KEYS = List.of("a", "a", "b", "b", "c", "");

    // spotless:off
    private static final List<String> NEW_IDS = List.of(
            "0-*", "1-*", "1-*", "2-*", "2-*", "3-*", "3-*", "5-*", "5-*", "9-*", "1-1", "1-2", "2-1", "3-3", "4-0", "5-5", "7", "8-8",
            "10-1", "0-0", "0-1", "18446744073709551615-*", "18446744073709551614-1", "-", "+", "1-", "x-*", "-1-*", "1--1", "01-*", "+9-*");
    private static final List<String> IDS = List.of(
            "0", "1", "2", "3", "0-0", "0-1", "1-0", "1-1", "1-2", "1-3", "1-4", "2-0", "2-1", "2-2", "2-3", "3-0", "3-1", "3-2", "3-3",
            "3-4", "4-0", "5-0", "5-1", "5-5", "5-6", "7-0", "8-8", "9-0", "9-1", "10-1");
    private static final List<String> ODD_IDS = List.of(
            "18446744073709551615-18446744073709551615", "18446744073709551615", "18446744073709551616", "-", "+", "$", ">", "*", "1-*", "x",
            "", "1-", "-1", "1-x", "1--1", " 1-1", "1-+2", "001-01", "1-1-1", "1-18446744073709551615", "(1-1", "9223372036854775808-1");
    private static final List<String> EDGES = List.of(
            "-", "+", "-", "+", "(1-1", "(2-2", "(3", "(0-0", "(0", "(", "(-", "(+", "(18446744073709551615-18446744073709551615",
            "1-18446744073709551615", "(1-18446744073709551615");
    private static final List<String> COUNTS = List.of("0", "1", "2", "3", "5", "10", "100", "-1", "x", "9223372036854775807");
    private static final List<String> LENGTHS = List.of("0", "1", "2", "3", "4", "5", "6", "8", "10", "15", "20", "-1", "x");
    private static final List<String> IDLE = List.of("0", "0", "0", "7200000", "7200000", "-1", "x", "9223372036854775807");
    private static final List<String> MANY = List.of("0", "1", "2", "3", "7", "100", "-1", "-2", "x", "9223372036854775807");

    private static final List<String> PATTERNS = List.of(
            "XADD sk new f v", "XADD sk new f v", "XADD sk new f v", "XADD sk new f v f v", "XADD sk new f v f v", "XADD sk new {f v}",
            "XADD sk new ff", "XADD sk [NOMKSTREAM] new f v", "XADD sk [NOMKSTREAM] (MAXLEN|MINID) id new f v",
            "XADD sk MAXLEN [=|~] length new f v", "XADD sk MINID [=|~] id new {f v}", "XADD sk MAXLEN ~ length LIMIT count new f v",
            "XADD sk MINID ~ id LIMIT count [NOMKSTREAM] new f v", "XADD sk [LIMIT count] new f v", "XADD sk MAXLEN length MINID id new f v",
            "XLEN sk", "XRANGE sk edge edge", "XRANGE sk id edge [COUNT count]", "XRANGE sk (id|odd) (id|odd|edge)", "XRANGE sk - +",
            "XREVRANGE sk edge edge", "XREVRANGE sk edge id [COUNT count]", "XREVRANGE sk (id|odd) (id|odd|edge)", "XREVRANGE sk + -",
            "XDEL sk {id}", "XDEL sk {id}", "XDEL sk {id} odd", "XDEL sk {id} {id} {id}",
            "XTRIM sk MAXLEN [=|~] length", "XTRIM sk MINID [=|~] id", "XTRIM sk MAXLEN ~ length LIMIT count", "XTRIM sk MINID ~ (id|odd) LIMIT count",
            "XTRIM sk MAXLEN length LIMIT count", "XTRIM sk LIMIT count", "XTRIM sk [MAXLEN length] [MINID id] [LIMIT count]",
            "XREAD STREAMS sk id", "XREAD [COUNT count] STREAMS sk sk id id", "XREAD STREAMS sk (odd|id)", "XREAD STREAMS sk sk id",
            "XREAD [COUNT count] [NOACK] [GROUP g c] STREAMS sk id", "XREAD BLOCK soon [COUNT count] STREAMS sk id", "XREAD BLOCK soon STREAMS sk $",
            "XREADGROUP GROUP g c STREAMS sk >", "XREADGROUP GROUP g c COUNT count STREAMS sk >", "XREADGROUP GROUP g c COUNT count STREAMS sk >",
            "XREADGROUP GROUP g c COUNT count NOACK STREAMS sk >", "XREADGROUP GROUP g c [COUNT count] [NOACK] STREAMS sk sk > >",
            "XREADGROUP GROUP g c [COUNT count] STREAMS sk id", "XREADGROUP GROUP g c [COUNT count] STREAMS sk (odd|id)",
            "XREADGROUP [COUNT count] [NOACK] GROUP g c STREAMS sk sk (>|id) (>|id)", "XREADGROUP GROUP g c BLOCK soon STREAMS sk >",
            "XREADGROUP COUNT count NOACK STREAMS sk >",
            "XGROUP CREATE sk g (id|0|0|$) MKSTREAM", "XGROUP CREATE sk g (id|0|0|$) MKSTREAM", "XGROUP CREATE sk g (id|0|0|$|odd) [MKSTREAM]",
            "XGROUP CREATE sk g (id|$) [MKSTREAM] [ENTRIESREAD many] [MKSTREAM]", "XGROUP SETID sk g (id|odd|0|$)", "XGROUP SETID sk g (id|$|0) [ENTRIESREAD many]",
            "XGROUP DESTROY sk g", "XGROUP CREATECONSUMER sk g c", "XGROUP DELCONSUMER sk g c", "XGROUP (CREATE|SETID) sk g id nonsense",
            "XACK sk g {id}", "XACK sk g {id}", "XACK sk g {id} odd", "XACK sk g {id} {id}",
            "XPENDING sk g", "XPENDING sk g - + count", "XPENDING sk g (id|edge|odd) (id|edge|odd) count [c]", "XPENDING sk g IDLE idle - + count [c]",
            "XPENDING sk g [IDLE idle] (id|edge) (id|edge) count [c]", "XPENDING sk g IDLE idle", "XPENDING sk g - +",
            "XCLAIM sk g c idle {id}", "XCLAIM sk g c idle {id} [JUSTID] [FORCE]", "XCLAIM sk g c 0 {id} FORCE", "XCLAIM sk g c 0 {id} IDLE 86400000",
            "XCLAIM sk g c idle {id} [IDLE age] [RETRYCOUNT many] [FORCE] [JUSTID] [LASTID id]", "XCLAIM sk g c idle {id} TIME (1000|0|-1|x) [FORCE]",
            "XCLAIM sk g c idle {id} odd", "XCLAIM sk g c 0 {id} {id} FORCE IDLE 86400000",
            "XAUTOCLAIM sk g c idle (id|edge|odd|0|0)", "XAUTOCLAIM sk g c idle (0|id) [COUNT count] [JUSTID]", "XAUTOCLAIM sk g c 0 0 COUNT count",
            "XINFO STREAM sk", "XINFO STREAM sk", "XINFO STREAM sk FULL", "XINFO STREAM sk FULL COUNT count", "XINFO STREAM sk nonsense", "XINFO GROUPS sk",
            "XINFO GROUPS sk", "XINFO CONSUMERS sk g", "XINFO nonsense sk",
            "XSETID sk id", "XSETID sk id [ENTRIESADDED many] [MAXDELETEDID id]", "XSETID sk (id|odd) [MAXDELETEDID (id|odd)]");
    // spotless:on

    @Override
    public String name() {
        return "stream";
    }

    @Override
    public List<String> arguments() {
        return List.of("--stream-node-max-entries", "5", "--stream-node-max-bytes", "300");
    }

    @Override
    public String[] next(Vocabulary vocabulary) {
        return vocabulary
                .with("sk", KEYS)
                .with("new", NEW_IDS)
                .with("id", IDS)
                .with("odd", ODD_IDS)
                .with("edge", EDGES)
                .with("f", List.of("f", "f", "f", "g", "12", ""))
                .with("g", List.of("g", "g", "h", "G", ""))
                .with("c", List.of("alice", "alice", "bob", "bob", "carol", ""))
                .with("count", COUNTS)
                .with("length", LENGTHS)
                .with("idle", IDLE)
                .with("age", List.of("0", "86400000", "-1", "x", "9223372036854775807"))
                .with("many", MANY)
                .with("soon", List.of("1", "1", "-1", "x", "9223372036854775807x", ""))
                .command(IS_70 ? PATTERNS_OF_70 : PATTERNS);
    }

    /// Nothing may become a wait without an end.
    @Override
    public boolean maySpoil(String[] words) {
        return List.of(words).stream().noneMatch(word -> word.equalsIgnoreCase("BLOCK"));
    }

    @Override
    public Comparison comparison(String[] words) {
        return switch (words[0].toUpperCase(Locale.ROOT)) {
            case "XPENDING" -> (w, ours, theirs) -> idle(ours).equals(idle(theirs));
            case "XINFO" -> (w, ours, theirs) -> moments(ours).equals(moments(theirs));
            case "XADD" -> List.of(words).contains("*") ? ID_OF_NOW : Comparison.EXACT;
            default -> Comparison.EXACT;
        };
    }

    /// With a Redis 7.2 there is none but the words of help.
    @Override
    public List<KnownDifference> knownDifferences() {
        var known = new ArrayList<KnownDifference>();
        known.add(KnownDifference.of("XINFO HELP", "the words are ours"));
        known.add(KnownDifference.of("XGROUP HELP", "the words are ours"));
        if (!IS_70) return known;
        known.add(
                new KnownDifference(
                        "since 7.2 a consumer has an active time, and comes into being by asking"
                                + " even if it is given nothing",
                        (words, ours, theirs) ->
                                words[0].equalsIgnoreCase("XINFO")
                                        && busy(asOf70(moments(ours)))
                                                .equals(busy(moments(theirs)))));
        known.add(
                new KnownDifference(
                        "so it may be there already when somebody creates it",
                        (words, ours, theirs) ->
                                words.length > 1
                                        && words[1].equalsIgnoreCase("CREATECONSUMER")
                                        && ours.equals(":0\r\n")
                                        && theirs.equals(":1\r\n")));
        known.add(
                new KnownDifference(
                        "7.2 names the command whose list of streams is unbalanced",
                        (words, ours, theirs) ->
                                ours.startsWith("-ERR Unbalanced")
                                        && theirs.startsWith("-ERR Unbalanced")));
        return known;
    }

    /// Whether the server compared with is of 7.0: what it does not do yet is left out then.
    private static final boolean IS_70 = is70();

    /// In 7.0 XSETID goes behind what was deleted.
    private static final List<String> PATTERNS_OF_70 =
            PATTERNS.stream().filter(pattern -> !pattern.startsWith("XSETID")).toList();

    private static boolean is70() {
        var program = RealRedis.program();
        if (program.isEmpty()) return false;
        try {
            var version =
                    new ProcessBuilder(program.get().toString(), "--version")
                            .redirectErrorStream(true)
                            .start();
            return new String(version.getInputStream().readAllBytes(), ISO_8859_1)
                    .contains(" v=7.0.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The id is of the moment, which is not the same for both.
    private static final Comparison ID_OF_NOW =
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
                    if (twins.askTheirs("TYPE", words[1]).equals("+stream\r\n")) {
                        twins.copyKey(words[1]);
                    }
                }
            };

    private static final Pattern IDLE_TIME = Pattern.compile(":\\d+\r\n(:\\d+\r\n)");
    private static final Pattern MOMENT =
            Pattern.compile(
                    "(\r\n:)(1[6-9]\\d{11}|2\\d{12})(?=\r\n)|((?:idle|inactive)\r\n:)(?!-1\r)-?\\d+");

    private static String idle(String reply) {
        return IDLE_TIME.matcher(reply).replaceAll(":idle\r\n$1");
    }

    private static String moments(String reply) {
        return MOMENT.matcher(reply).replaceAll("$1$3now");
    }

    /// Without active times.
    private static String asOf70(String reply) {
        return reply.replaceAll("\\$8\r\ninactive\r\n:(-1|now)\r\n", "")
                .replaceAll("\\$11\r\nactive-time\r\n:(-1|now)\r\n", "")
                .replaceAll("\\*8\r\n(\\$4\r\nname)", "*6\r\n$1")
                .replaceAll("%4\r\n(\\$4\r\nname)", "%3\r\n$1")
                .replaceAll("\\*10\r\n(\\$4\r\nname)", "*8\r\n$1")
                .replaceAll("%5\r\n(\\$4\r\nname)", "%4\r\n$1");
    }

    /// Without consumers for whom nothing is pending.
    private static String busy(String reply) {
        return reply.replaceAll(IDLE_CONSUMER, "")
                .replaceAll(IDLE_CONSUMER_IN_FULL, "")
                .replaceAll("(consumers\r\n)[:*]\\d+\r\n", "$1")
                .replaceAll("^\\*\\d+\r\n", "");
    }

    private static final String NAME = "(\\*[68]|%[34])\r\n\\$4\r\nname\r\n\\$\\d+\r\n[^\r]*\r\n";
    private static final String IDLE_CONSUMER =
            NAME + "\\$7\r\npending\r\n:0\r\n\\$4\r\nidle\r\n:now\r\n";
    private static final String IDLE_CONSUMER_IN_FULL =
            NAME
                    + "\\$9\r\nseen-time\r\n:\\w+\r\n\\$9\r\npel-count\r\n:0\r\n"
                    + "\\$7\r\npending\r\n\\*0\r\n";
}
