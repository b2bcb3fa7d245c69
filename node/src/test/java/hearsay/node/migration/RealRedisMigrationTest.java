package hearsay.node.migration;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.OurNode;
import hearsay.node.RealRedis;
import hearsay.node.command.Samples;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// MIGRATE over TCP between nodes of ours and real redis-servers, in all directions.
@DisplayName("Migration with a real redis-server")
@Timeout(90)
class RealRedisMigrationTest {

    private static final String DEBUG = "--enable-debug-command";

    @TempDir Path folder;

    private interface Asked {
        String ask(String... words);
    }

    @Test
    void every_type_in_every_encoding_goes_to_a_redis_server_and_comes_back() throws Exception {
        RealRedis.programOrSkip();
        try (var ours = new OurNode(folder, DEBUG, "yes");
                var real = RealRedis.startOrSkip(DEBUG, "yes")) {
            var digests = make(ours::ask);
            moveAll(ours::ask, real.port(), digests, real::raw);
            moveAll(real::raw, ours.port(), digests, ours::ask);
        }
    }

    @Test
    void every_type_in_every_encoding_goes_from_node_to_node() throws Exception {
        try (var one = new OurNode(folder, DEBUG, "yes");
                var other = new OurNode(folder, DEBUG, "yes")) {
            var digests = make(one::ask);
            moveAll(one::ask, other.port(), digests, other::ask);
            moveAll(other::ask, one.port(), digests, one::ask);
        }
    }

    /// One key alone, and all others together.
    private static void moveAll(Asked from, int port, Map<String, String> digests, Asked to) {
        var keys = new ArrayList<>(digests.keySet());
        var first = keys.removeFirst();
        assertThat(from.ask("MIGRATE", "127.0.0.1", "" + port, first, "0", "10000"))
                .isEqualTo("+OK\r\n");
        var words = new ArrayList<>(List.of("MIGRATE", "127.0.0.1", "" + port, "", "0", "10000"));
        words.add("KEYS");
        words.addAll(keys);
        assertThat(from.ask(words.toArray(new String[0]))).isEqualTo("+OK\r\n");
        assertThat(from.ask("DBSIZE")).isEqualTo(":0\r\n");
        digests.forEach((key, digest) ->
                assertThat(to.ask("DEBUG", "DIGEST-VALUE", key)).as(key).isEqualTo(digest));
        assertThat(to.ask("PTTL", "a small set")).isNotEqualTo(":-1\r\n");
    }

    /// Makes a value of everything there is; answers its digest by key.
    private static Map<String, String> make(Asked node) {
        var digests = new LinkedHashMap<String, String>();
        for (var sample : Samples.all()) {
            for (var command : sample.commands()) {
                var words = command.toArray(new String[0]);
                words[command.indexOf("k")] = sample.name();
                assertThat(node.ask(words)).as(sample.name()).doesNotStartWith("-");
            }
            digests.put(sample.name(), node.ask("DEBUG", "DIGEST-VALUE", sample.name()));
        }
        assertThat(node.ask("PEXPIRE", "a small set", "10000000")).isEqualTo(":1\r\n");
        digests.put("a small set", node.ask("DEBUG", "DIGEST-VALUE", "a small set"));
        return digests;
    }
}
