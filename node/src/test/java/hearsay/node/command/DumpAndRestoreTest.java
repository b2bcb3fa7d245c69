package hearsay.node.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.RealRedis;
import hearsay.node.TestNode;
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

                var dump = (String) real.ask("DUMP", "k");
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
