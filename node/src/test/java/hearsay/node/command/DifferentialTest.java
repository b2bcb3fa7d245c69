package hearsay.node.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.RealRedis;
import hearsay.node.TestNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The same random commands to our node and to a real redis-server: the replies are the same, byte
/// for byte.
///
/// What cannot be the same is compared by its sense: keys in the order of a hash table, a random
/// key, time that is left. What is left out, and why:
///
/// - idle times of more than 194 days: Redis has 24 bits for them, we have 31;
/// - OBJECT REFCOUNT of a copied number below 10000: Redis makes a second object of it and says 1,
///   we say what it says of all others;
/// - the text of OBJECT HELP, which is ours;
/// - words that are not UTF-8 in the text of an error.
///
/// Between 7.0.15 and 7.2 these commands answer the same wherever this test goes.
///
/// More commands with `-Dhearsay.differential=1000000`, another beginning with
/// `-Dhearsay.differential.seed=N`.
class DifferentialTest {

    private static final int COMMANDS = Integer.getInteger("hearsay.differential", 4000);
    private static final long SEED = Long.getLong("hearsay.differential.seed", 1);

    /// Our clock stands still while theirs goes on.
    private static final long TOLERANCE_SECONDS = 60 + COMMANDS / 1000;

    private final ArrayDeque<String> history = new ArrayDeque<>();

    @ParameterizedTest
    @CsvSource({"2, 1", "3, 2"})
    void strings_and_keys_answer_as_redis_does(int protocol, int part) {
        try (var redis = RealRedis.startOrSkip()) {
            redis.raw("HELLO", Integer.toString(protocol));
            // One look at the real clock: the two servers must agree on the day.
            long now = Long.parseLong(serverSeconds(redis));
            var node = new TestNode(now * 1000);
            var client = node.connect();
            client.session().replies().protocol(protocol);
            var random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED + part);
            var commands = new RandomCommands(random, now, dumps(redis));
            for (int i = 0; i < COMMANDS; i++) {
                compare(redis, client, commands.next());
            }
            assertThat(node.log()).isEmpty();
        }
    }

    private void compare(RealRedis redis, TestNode.Client client, String[] words) {
        var shown = show(String.join(" ", Arrays.stream(words).map(w -> "'" + w + "'").toList()));
        history.add(shown);
        if (history.size() > 25) history.removeFirst();
        var theirs = redis.raw(words);
        client.request(
                Arrays.stream(words).map(w -> w.getBytes(ISO_8859_1)).toArray(byte[][]::new));
        var ours = new String(client.take(), ISO_8859_1);
        if (ours.equals(theirs) || sameSense(words, ours, theirs)) return;
        if (words[0].equalsIgnoreCase("DUMP") && isRestoredTo(theirs, ours, redis)) return;
        assertThat(show(ours))
                .as("%s\nafter\n%s", shown, String.join("\n", history))
                .isEqualTo(show(theirs));
    }

    private static boolean sameSense(String[] words, String ours, String theirs) {
        return switch (words[0].toUpperCase(Locale.ROOT)) {
            case "KEYS" -> sortedLines(ours).equals(sortedLines(theirs));
            case "SCAN" ->
                    sortedLines(ours).equals(sortedLines(theirs))
                            || (!asksForAll(words) && isPartOfWalk(ours) && isPartOfWalk(theirs));
            case "RANDOMKEY" -> ours.startsWith("$") && theirs.startsWith("$");
            case "TTL", "EXPIRETIME" -> near(ours, theirs, TOLERANCE_SECONDS);
            case "PTTL", "PEXPIRETIME" -> near(ours, theirs, TOLERANCE_SECONDS * 1000);
            case "OBJECT" -> near(ours, theirs, TOLERANCE_SECONDS);
            default -> false;
        };
    }

    private static boolean asksForAll(String[] words) {
        return List.of(words).contains("1000") && words[1].equals("0");
    }

    /// Which keys come first, and whether any are left, is the hash table's affair.
    private static boolean isPartOfWalk(String reply) {
        return reply.startsWith("*2\r\n$");
    }

    /// Two compressors need not agree on the bytes, if only the other one can read them.
    private static boolean isRestoredTo(String theirs, String ours, RealRedis redis) {
        if (!ours.startsWith("$") || !theirs.startsWith("$")) return false;
        var restored = redis.raw("RESTORE", "restored", "0", bulk(ours));
        boolean same = restored.equals("+OK\r\n") && redis.raw("DUMP", "restored").equals(theirs);
        redis.raw("DEL", "restored");
        return same;
    }

    private static String bulk(String reply) {
        return reply.substring(reply.indexOf("\r\n") + 2, reply.length() - 2);
    }

    private static boolean near(String ours, String theirs, long tolerance) {
        if (!ours.matches(":\\d+\r\n") || !theirs.matches(":\\d+\r\n")) return false;
        return Math.abs(integer(ours) - integer(theirs)) <= tolerance;
    }

    private static long integer(String reply) {
        return Long.parseLong(reply.substring(1, reply.length() - 2));
    }

    private static List<String> sortedLines(String reply) {
        var lines = new ArrayList<>(List.of(reply.split("\r\n", -1)));
        Collections.sort(lines);
        return lines;
    }

    private static String serverSeconds(RealRedis redis) {
        return redis.raw("TIME").split("\r\n")[2];
    }

    /// Payloads of strings, numbers and a compressible text; and some that are none.
    private static List<String> dumps(RealRedis redis) {
        var dumps = new ArrayList<String>();
        for (var value : List.of("abc", "12", "-70000", "3000000000", "a".repeat(1000), "")) {
            redis.raw("SET", "dumped", value);
            dumps.add(bulk(redis.raw("DUMP", "dumped")));
        }
        redis.raw("DEL", "dumped");
        dumps.add("");
        dumps.add("nonsense");
        dumps.add(dumps.getFirst().replace('b', 'x'));
        return dumps;
    }

    private static String show(String bytes) {
        var text = new StringBuilder();
        for (char c : bytes.toCharArray()) {
            if (c == '\n') {
                text.append("\\n\n");
            } else if (c == '\r') {
                text.append("\\r");
            } else if (c < 32 || c > 126) {
                text.append(String.format("\\x%02x", (int) c));
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }
}
