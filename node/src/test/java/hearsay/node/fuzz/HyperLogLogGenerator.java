package hearsay.node.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import hearsay.node.TestNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// HyperLogLogs: those that were counted into, those that were put together from bytes, and those
/// that were spoilt.
final class HyperLogLogGenerator implements Generator {

    private static final List<String> PATTERNS =
            List.of(
                    "PFADD k",
                    "PFADD k v",
                    "PFADD k {element}",
                    "PFADD k {element} {element} {element}",
                    "PFADD k {element} {element} {element}",
                    "PFCOUNT k",
                    "PFCOUNT k",
                    "PFCOUNT {k}",
                    "PFMERGE k",
                    "PFMERGE {k}",
                    "PFDEBUG ENCODING k",
                    "PFDEBUG DECODE k",
                    "PFDEBUG (GETREG|TODENSE|nonsense) k",
                    "SETRANGE k place byte",
                    "SET k whole",
                    "SET k \u0048YLL",
                    "APPEND k byte",
                    "GET k",
                    "STRLEN k");

    /// Not among the runs: where the string ended within one, Redis would go by a byte that does
    /// not belong to it.
    private static final List<String> PLACES =
            List.of("0", "4", "5", "8", "14", "15", "300", "12303", "12304");

    private static final List<String> BYTES =
            List.of(
                    "\u0000",
                    "\u0001",
                    "\u0002",
                    "\u0080",
                    "\u00ff",
                    "\u007f\u00ff",
                    "\u0040\u0000",
                    "\u0083",
                    "\u00fc",
                    "\u003f");

    private static final List<String> WHOLE = whole();

    @Override
    public String name() {
        return "hyperloglog";
    }

    @Override
    public String[] next(Vocabulary vocabulary) {
        var random = vocabulary.random();
        return vocabulary
                .with(
                        "element",
                        List.of(
                                "e" + random.nextInt(100),
                                "e" + random.nextInt(100_000),
                                "f" + random.nextInt(5)))
                .with("place", PLACES)
                .with("byte", BYTES)
                .with("whole", WHOLE)
                .command(PATTERNS);
    }

    @Override
    public boolean maySpoil(String[] words) {
        return words[0].toUpperCase(Locale.ROOT).startsWith("PF");
    }

    /// Small, so that both forms are seen.
    @Override
    public List<String> arguments() {
        return List.of("--hll-sparse-max-bytes", "120");
    }

    /// Strings that may be one: with few elements, with many, with extreme registers, with
    /// registers that are too many or too few.
    private static List<String> whole() {
        var whole = new ArrayList<String>();
        var client = new TestNode().connect();
        for (int elements : new int[] {0, 1, 20, 1000, 50_000}) {
            client.request("DEL", "k");
            client.request("PFADD", "k");
            for (int i = 0; i < elements; i++) client.request("PFADD", "k", "w" + i);
            client.take();
            client.request("GET", "k");
            whole.add(RawReply.bulk(new String(client.take(), ISO_8859_1)));
        }
        var header = "HYLL\u0001\u0000\u0000\u0000" + "\u0000".repeat(7) + "\u0080";
        var dense = "HYLL\u0000\u0000\u0000\u0000" + "\u0000".repeat(7) + "\u0080";
        whole.add(header + "\u007f\u00ff");
        whole.add(header + "\u007f\u00fe");
        whole.add(header + "\u007f\u00ff\u00ff");
        whole.add(header + "\u007f\u00fe\u0084\u0084");
        whole.add(header + "\u0084\u0084\u0084\u007f\u00fa\u0088\u0088");
        whole.add(header + "\u003f".repeat(256));
        whole.add(header + "\u0040\u0000\u0000\u0080\u0084\u0088\u00ff\u007f\u00f5");
        whole.add(header + "\u0003\u0083\u0083\u0003\u007f\u00ef");
        whole.add(header + "\u0003\u0083\u0083\u0003\u007f\u00ff");
        whole.add(header + "\u0087".repeat(64) + "\u007e\u00ff");
        whole.add(header + "\u007e\u00ff" + "\u00ff".repeat(64));
        whole.add(header);
        whole.add(dense + "\u00ff".repeat(12288));
        whole.add(dense + "\u00f3\u003c\u00cf".repeat(4096));
        whole.add(dense + "\u0032\u00cb\u002c".repeat(4096));
        whole.add(dense + "\u0001" + "\u0000".repeat(12287));
        whole.add(dense + "\u0000".repeat(12287));
        whole.add(dense.replace('\u0000', '\u0002'));
        return whole;
    }
}
