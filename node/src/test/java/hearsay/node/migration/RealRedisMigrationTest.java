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
@DisplayName("7. Migration with a real redis-server")
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

    /// Big values, in one piece each: more than any buffer on the way.
    @Test
    void big_values_go_there_and_back() throws Exception {
        RealRedis.programOrSkip();
        try (var ours = new OurNode(folder, DEBUG, "yes");
                var real = RealRedis.startOrSkip(DEBUG, "yes")) {
            assertThat(ours.ask("SETRANGE", "zeros", "30000000", "end")).isEqualTo(":30000003\r\n");
            assertThat(ours.ask("SET", "text", "0123456789".repeat(200_000))).isEqualTo("+OK\r\n");
            for (int i = 0; i < 50_000; i += 500) {
                var words = new ArrayList<>(List.of("HSET", "hash"));
                for (int j = i; j < i + 500; j++) words.addAll(List.of("field" + j, "value" + j));
                ours.ask(words.toArray(new String[0]));
            }
            var digests = new LinkedHashMap<String, String>();
            for (var key : List.of("zeros", "text", "hash")) {
                digests.put(key, ours.ask("DEBUG", "DIGEST-VALUE", key));
            }
            move(ours::ask, real.port(), digests, real::raw);
            move(real::raw, ours.port(), digests, ours::ask);
        }
    }

    /// What the client is told, word for word.
    @Test
    void our_node_says_what_a_redis_server_says() throws Exception {
        try (var real = RealRedis.startOrSkip();
                var target = RealRedis.startOrSkip("--requirepass", "secret");
                var ours = new OurNode(folder)) {
            target.raw("AUTH", "secret");
            var port = "" + target.port();
            var here = "127.0.0.1";
            var requests =
                    List.of(
                            List.of("MIGRATE"),
                            List.of("MIGRATE", here, port, "k", "0"),
                            List.of("MIGRATE", here, port, "missing", "0", "100"),
                            List.of("MIGRATE", here, port, "k", "x", "100"),
                            List.of("MIGRATE", here, port, "k", "0", "x"),
                            List.of("MIGRATE", here, port, "k", "0", "100", "KEYS", "k"),
                            List.of("MIGRATE", here, port, "", "0", "100", "KEYS"),
                            List.of("MIGRATE", here, port, "k", "0", "100", "COPY", "BAD"),
                            List.of("MIGRATE", here, port, "k", "0", "100", "AUTH"),
                            List.of("MIGRATE", here, port, "k", "0", "100", "AUTH2", "u"),
                            List.of("MIGRATE", here, port, "k", "0", "100"),
                            List.of("MIGRATE", here, port, "k", "0", "100", "AUTH", "wrong"),
                            List.of("MIGRATE", here, port, "k", "0", "100", "AUTH2", "u", "p"),
                            List.of("MIGRATE", here, "1", "k", "0", "100"),
                            List.of(
                                    "MIGRATE", here, port, "k", "0", "-5", "COPY", "AUTH",
                                    "secret"),
                            List.of("EXISTS", "k"),
                            List.of("MIGRATE", here, port, "k", "0", "100", "AUTH", "secret"),
                            List.of("EXISTS", "k"),
                            List.of(
                                    "MIGRATE", here, port, "k", "0", "100", "REPLACE", "AUTH2",
                                    "default", "secret"),
                            List.of("EXISTS", "k"),
                            List.of(
                                    "MIGRATE", here, port, "", "0", "100", "AUTH", "secret", "KEYS",
                                    "k", "l", "m"),
                            List.of("DBSIZE"),
                            List.of(
                                    "COMMAND", "GETKEYS", "MIGRATE", here, port, "", "0", "1",
                                    "AUTH", "KEYS", "KEYS", "a", "b"),
                            List.of("COMMAND", "GETKEYS", "MIGRATE", here, port, "k", "0", "1"));
            var said = new ArrayList<String>();
            for (var node : List.<Asked>of(real::raw, ours::ask)) {
                target.raw("FLUSHALL");
                node.ask("MSET", "k", "1", "l", "2", "m", "3");
                var all = new ArrayList<String>();
                for (var request : requests) {
                    all.add(request + " " + node.ask(request.toArray(new String[0])));
                }
                said.add(String.join("", all));
            }
            assertThat(said.get(1)).isEqualTo(said.get(0));
        }
    }

    /// One key alone, and all others together.
    private static void moveAll(Asked from, int port, Map<String, String> digests, Asked to) {
        move(from, port, digests, to);
        assertThat(to.ask("PTTL", "a small set")).isNotEqualTo(":-1\r\n");
    }

    private static void move(Asked from, int port, Map<String, String> digests, Asked to) {
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
