package hearsay.node.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import hearsay.node.TestNode;
import hearsay.node.command.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Values of all types that are copied, renamed, moved, dumped, restored and reloaded, and changed
/// a little between.
final class ValuesGenerator implements Generator {

    private static final List<String> PATTERNS =
            List.of(
                    "SET k v",
                    "APPEND k v",
                    "RPUSH k {v}",
                    "LPUSH k {v}",
                    "LPOP k small",
                    "LSET k index v",
                    "LINSERT k BEFORE v v",
                    "SADD k {v}",
                    "SADD k {integer}",
                    "SREM k {v}",
                    "HSET k {v v}",
                    "HDEL k {v}",
                    "ZADD k {float v}",
                    "ZADD k {small v}",
                    "ZREM k {v}",
                    "XADD k id v v",
                    "XADD k id field v field v",
                    "XDEL k {id}",
                    "XTRIM k MAXLEN small",
                    "XGROUP CREATE plain group (0|$|id) [MKSTREAM]",
                    "XGROUP CREATECONSUMER plain group consumer",
                    "XACK k group {id}",
                    "XINFO STREAM k",
                    "RESTORE k 0 payload REPLACE",
                    "RESTORE k 0 payload REPLACE",
                    "RESTORE k ms payload REPLACE",
                    "RESTORE k AT payload ABSTTL REPLACE",
                    "RESTORE k 0 payload",
                    "COPY k k REPLACE",
                    "COPY k k REPLACE",
                    "COPY k k DB db [REPLACE]",
                    "RENAME k k",
                    "RENAMENX k k",
                    "MOVE k db",
                    "SWAPDB 0 1",
                    "DUMP k",
                    "TYPE k",
                    "OBJECT ENCODING k",
                    "DEL k",
                    "PERSIST k",
                    "PEXPIREAT k AT",
                    "DEBUG DIGEST-VALUE k k",
                    "DEBUG RELOAD",
                    "EXISTS {k}");

    private static final List<String> IDS =
            List.of("1-1", "1-2", "2-1", "3-3", "50-0", "51-*", "70-7", "0-0", "x");

    private final Generator streams = new StreamsGenerator();
    private final List<String> payloads = payloads();

    @Override
    public String name() {
        return "values";
    }

    @Override
    public String[] next(Vocabulary vocabulary) {
        return vocabulary
                .with("payload", payloads)
                .with("id", IDS)
                .with("plain", List.of("a", "b", "c"))
                .with("field", List.of("f", "g", "12"))
                .with("group", List.of("one", "two"))
                .with("consumer", List.of("alice", "bob"))
                .command(PATTERNS);
    }

    @Override
    public boolean maySpoil(String[] words) {
        return !words[0].toUpperCase(Locale.ROOT).matches("DEBUG|OBJECT|SWAPDB|X.*");
    }

    @Override
    public Comparison comparison(String[] words) {
        return switch (words[0].toUpperCase(Locale.ROOT)) {
            // The datasets are compared by what becomes of what is dumped, and by their digests.
            case "DUMP", "DEBUG" -> Comparison.SHAPE;
            case "XINFO", "XREADGROUP" -> streams.comparison(words);
            default -> Comparison.EXACT;
        };
    }

    @Override
    public List<KnownDifference> knownDifferences() {
        var known = new ArrayList<>(new KeysGenerator().knownDifferences());
        known.addAll(streams.knownDifferences());
        known.addAll(new SortedSetsGenerator().knownDifferences());
        return known;
    }

    /// A value of every type in every encoding.
    private static List<String> payloads() {
        var payloads = new ArrayList<String>();
        var client = new TestNode().connect();
        for (var sample : Samples.all()) {
            client.request("DEL", "k");
            for (var command : sample.commands()) client.request(command.toArray(new String[0]));
            client.take();
            client.request("DUMP", "k");
            payloads.add(RawReply.bulk(new String(client.take(), ISO_8859_1)));
        }
        return payloads;
    }
}
