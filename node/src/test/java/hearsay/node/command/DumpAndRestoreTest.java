package hearsay.node.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.RealRedis;
import hearsay.node.TestNode;
import hearsay.node.persistence.OldEncodings;
import hearsay.node.persistence.RdbType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Values go from a real redis-server to a node and back, by DUMP and RESTORE, and are still the
/// same.
class DumpAndRestoreTest {

    private final TestNode.Client ours = new TestNode("--enable-debug-command", "yes").connect();

    @Test
    void every_value_of_a_real_redis_is_restored_here_and_ours_there() {
        try (var real =
                RealRedis.startOrSkip(
                        "--enable-debug-command", "yes", "--sanitize-dump-payload", "yes")) {
            for (var sample : Samples.all()) {
                real.raw("DEL", "k");
                for (var command : sample.commands()) real.raw(command.toArray(new String[0]));
                var digest = real.raw("DEBUG", "DIGEST-VALUE", "k");

                var dump = (String) Objects.requireNonNull(real.ask("DUMP", "k"));
                assertThat(ask("RESTORE", "k", "0", dump, "REPLACE"))
                        .as(sample.name())
                        .isEqualTo("+OK\r\n");
                assertThat(ask("DEBUG", "DIGEST-VALUE", "k")).as(sample.name()).isEqualTo(digest);
                assertThat(bulk(ask("OBJECT", "ENCODING", "k")))
                        .as(sample.name())
                        .isEqualTo(sample.encoding());

                assertThat(real.raw("RESTORE", "k", "0", bulk(ask("DUMP", "k")), "REPLACE"))
                        .as(sample.name())
                        .isEqualTo("+OK\r\n");
                assertThat(real.raw("DEBUG", "DIGEST-VALUE", "k"))
                        .as(sample.name())
                        .isEqualTo(digest);
            }
        }
    }

    @Test
    void what_a_redis_of_old_has_dumped_is_restored_as_a_real_one_does() {
        var pairs = List.of("a", "1", "b", "2.5", "c", "70000");
        var many = new ArrayList<String>();
        for (int i = 0; i < 600; i++) many.addAll(List.of("member" + i, "" + i));
        var payloads = new LinkedHashMap<String, byte[]>();
        for (var elements : List.of(pairs, many)) {
            var ziplist = OldEncodings.ziplist(elements);
            for (var type :
                    List.of(
                            RdbType.LIST_ZIPLIST,
                            RdbType.LIST_QUICKLIST,
                            RdbType.HASH_ZIPLIST,
                            RdbType.ZSET_ZIPLIST)) {
                payloads.put(type + " " + elements.size(), OldEncodings.payload(type, ziplist));
            }
        }
        var zipmap = OldEncodings.zipmap(List.of("f", "v", "g", "w".repeat(70)), 3);
        payloads.put("zipmap", OldEncodings.payload(RdbType.HASH_ZIPMAP, zipmap));
        try (var real = RealRedis.startOrSkip("--enable-debug-command", "yes")) {
            payloads.forEach((name, bytes) -> {
                var payload = new String(bytes, ISO_8859_1);
                assertThat(real.raw("RESTORE", "k", "0", payload, "REPLACE"))
                        .as(name)
                        .isEqualTo("+OK\r\n");
                assertThat(ask("RESTORE", "k", "0", payload, "REPLACE"))
                        .as(name)
                        .isEqualTo("+OK\r\n");
                assertThat(ask("DEBUG", "DIGEST-VALUE", "k"))
                        .as(name)
                        .isEqualTo(real.raw("DEBUG", "DIGEST-VALUE", "k"));
                var encoding = ask("OBJECT", "ENCODING", "k");
                var theirs = real.raw("OBJECT", "ENCODING", "k");
                // Since 7.2 a short list is a listpack.
                boolean newer = encoding.contains("listpack") && theirs.contains("quicklist");
                if (!newer) assertThat(encoding).as(name).isEqualTo(theirs);
            });
        }
    }

    /// A string that could be shorter is shorter only if the setting allows it.
    @Test
    void dump_compresses_as_rdbcompression_says() {
        try (var real = RealRedis.startOrSkip("--rdbcompression", "no")) {
            var text = "a".repeat(1000);
            real.raw("SET", "k", text);
            assertThat(ask("SET", "k", text)).isEqualTo("+OK\r\n");
            assertThat(ask("DUMP", "k")).isNotEqualTo(real.raw("DUMP", "k"));
            assertThat(ask("CONFIG", "SET", "rdbcompression", "no")).isEqualTo("+OK\r\n");
            assertThat(ask("DUMP", "k")).isEqualTo(real.raw("DUMP", "k"));
        }
    }

    private String ask(String... words) {
        var bytes = new byte[words.length][];
        for (int i = 0; i < words.length; i++) bytes[i] = words[i].getBytes(ISO_8859_1);
        ours.request(bytes);
        return new String(ours.take(), ISO_8859_1);
    }

    private static String bulk(String reply) {
        int end = reply.indexOf("\r\n");
        return reply.substring(end + 2, end + 2 + Integer.parseInt(reply.substring(1, end)));
    }
}
