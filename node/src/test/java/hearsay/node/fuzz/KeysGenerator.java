package hearsay.node.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import hearsay.node.TestNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Commands on keys, whatever is in them. Part of every script.
final class KeysGenerator implements Generator {

    private static final List<String> PATTERNS =
            List.of(
                    "COPY k k",
                    "COPY k k REPLACE",
                    "COPY k k DB db [REPLACE]",
                    "DEL {k}",
                    "UNLINK {k}",
                    "EXISTS {k}",
                    "EXPIRE k s [NX|XX|GT|LT|nonsense]",
                    "EXPIRE k s [NX|XX|GT|LT|nonsense] [NX|XX|GT|LT]",
                    "EXPIREAT k at [NX|XX|GT|LT]",
                    "PEXPIRE k ms [NX|XX|GT|LT]",
                    "PEXPIREAT k AT [NX|XX|GT|LT]",
                    "EXPIRETIME k",
                    "PEXPIRETIME k",
                    "TTL k",
                    "PTTL k",
                    "PERSIST k",
                    "KEYS glob",
                    "MOVE k db",
                    "OBJECT ENCODING k",
                    "OBJECT FREQ k",
                    "OBJECT IDLETIME k",
                    "OBJECT nonsense k",
                    "RANDOMKEY",
                    "RESTORE k 0 payload",
                    "RESTORE k ms payload REPLACE",
                    "RESTORE k AT payload [ABSTTL] [REPLACE]",
                    "RESTORE k 0 payload [REPLACE] [IDLETIME idle] [FREQ integer]",
                    "RENAME k k",
                    "RENAMENX k k",
                    "SCAN 0 COUNT 1000",
                    "SCAN 0 [MATCH glob] COUNT 1000 [TYPE type]",
                    "SCAN cursor",
                    "TOUCH {k}",
                    "TYPE k",
                    "DBSIZE",
                    "SELECT 0",
                    "SELECT 1",
                    "SWAPDB db db");

    /// Longer than 194 days is another matter: Redis has 24 bits for it, we have 31.
    private static final List<String> IDLE_TIMES = List.of("0", "300", "-300", "x");

    private static final List<String> PAYLOADS = payloads();

    /// A search for a key removes those it meets whose time is over: so both remove all of them.
    private static final Comparison RANDOM_KEY =
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
                    twins.askOurs("SCAN", "0", "COUNT", "10000");
                    twins.askTheirs("SCAN", "0", "COUNT", "10000");
                }
            };

    @Override
    public String name() {
        return "keys";
    }

    @Override
    public String[] next(Vocabulary vocabulary) {
        return vocabulary.with("payload", PAYLOADS).with("idle", IDLE_TIMES).command(PATTERNS);
    }

    /// SELECT belongs to another test; and OBJECT would repeat a key's odd bytes in its error.
    @Override
    public boolean maySpoil(String[] words) {
        return !words[0].toUpperCase(Locale.ROOT).matches("SELECT|OBJECT");
    }

    @Override
    public List<KnownDifference> knownDifferences() {
        return List.of(
                encoding(
                        "quicklist", "A small list is one listpack since 7.2, a quicklist before."),
                encoding("hashtable", "A small set is a listpack since 7.2, a hash table before."),
                new KnownDifference(
                        "Rounding the last moment of all to seconds overflows, or does not: as the"
                                + " C compiler likes.",
                        (words, our, their) ->
                                words[0].equalsIgnoreCase("EXPIRETIME")
                                        && their.startsWith(":-9223372036854775")));
    }

    private static KnownDifference encoding(String theirs, String reason) {
        return new KnownDifference(
                reason,
                (words, our, their) ->
                        words[0].equalsIgnoreCase("OBJECT")
                                && our.equals("$8\r\nlistpack\r\n")
                                && their.equals("$9\r\n" + theirs + "\r\n"));
    }

    @Override
    public Comparison comparison(String[] words) {
        return switch (words[0].toUpperCase(Locale.ROOT)) {
            case "KEYS" -> Comparison.UNORDERED;
            case "SCAN" -> Comparison.WALK;
            case "RANDOMKEY" -> RANDOM_KEY;
            case "TTL", "EXPIRETIME" -> Comparison.near(60);
            case "PTTL", "PEXPIRETIME" -> Comparison.near(60_000);
            case "OBJECT" -> Comparison.near(60);
            default -> Comparison.EXACT;
        };
    }

    /// Values as DUMP gives them, and what only looks like one. No number below 10000: of these
    /// Redis has one object for all keys, and one idle time.
    private static List<String> payloads() {
        var payloads = new ArrayList<String>();
        var client = new TestNode().connect();
        for (var value : List.of("abc", "12345", "-70000", "3000000000", "a".repeat(1000), "")) {
            client.request("SET", "key", value);
            client.take();
            client.request("DUMP", "key");
            payloads.add(RawReply.bulk(new String(client.take(), ISO_8859_1)));
        }
        payloads.add("");
        payloads.add("nonsense");
        payloads.add(payloads.getFirst().replace('b', 'x'));
        return payloads;
    }
}
