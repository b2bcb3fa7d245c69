package hearsay.node.replication;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.OurNode;
import hearsay.node.RealRedis;
import hearsay.node.command.Samples;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A node and a real redis-server follow each other over TCP while somebody writes.
@DisplayName("42. Replication with a real redis-server")
@Timeout(90)
class RealRedisReplicationTest {

    private static final int KEYS = 2000;

    private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(42);

    @TempDir Path folder;

    @Test
    void a_redis_server_follows_our_node() throws Exception {
        RealRedis.programOrSkip();
        try (var ours = new OurNode(folder, "--repl-diskless-sync-delay", "0")) {
            load(ours::ask, 3000);
            try (var real = RealRedis.startOrSkip("--replicaof", "127.0.0.1 " + ours.port())) {
                load(ours::ask, 3000);
                assertThat(ours.ask("WAIT", "1", "30000")).isEqualTo(":1\r\n");
                assertSame(ours::ask, real::raw);

                ours.ask("CLIENT", "KILL", "TYPE", "replica");
                load(ours::ask, 500);
                assertThat(ours.ask("WAIT", "1", "30000")).isEqualTo(":1\r\n");
                assertSame(ours::ask, real::raw);
                assertThat(ours.ask("INFO", "stats"))
                        .contains("sync_full:1\r\n", "sync_partial_ok:1\r\n");
            }
        }
    }

    @Test
    void our_node_follows_a_redis_server() throws Exception {
        try (var real = RealRedis.startOrSkip("--repl-diskless-sync-delay", "0")) {
            load(real::raw, 3000);
            try (var ours = new OurNode(folder, "--replicaof", "127.0.0.1", "" + real.port())) {
                load(real::raw, 3000);
                assertThat(real.raw("WAIT", "1", "30000")).isEqualTo(":1\r\n");
                assertSame(real::raw, ours::ask);

                real.raw("CLIENT", "KILL", "TYPE", "replica");
                load(real::raw, 500);
                assertThat(real.raw("WAIT", "1", "30000")).isEqualTo(":1\r\n");
                assertSame(real::raw, ours::ask);
                assertThat(real.raw("INFO", "stats"))
                        .contains("sync_full:1\r\n", "sync_partial_ok:1\r\n");
                assertThat(ours.ask("INFO", "replication"))
                        .contains("role:slave", "master_link_status:up");
            }
        }
    }

    /// First in the snapshot, then as commands, then in what a replica has missed.
    @Test
    void every_type_in_every_encoding_reaches_a_redis_server() throws Exception {
        RealRedis.programOrSkip();
        try (var ours = new OurNode(folder, "--repl-diskless-sync-delay", "0", DEBUG, "yes")) {
            make(ours::ask, "snapshot:");
            try (var real =
                    RealRedis.startOrSkip(
                            "--replicaof", "127.0.0.1 " + ours.port(), DEBUG, "yes")) {
                assertThat(ours.ask("WAIT", "1", "30000")).isEqualTo(":1\r\n");
                make(ours::ask, "stream:");
                assertThat(ours.ask("WAIT", "1", "30000")).isEqualTo(":1\r\n");
                assertSameDigests(ours::ask, real::raw);

                ours.ask("CLIENT", "KILL", "TYPE", "replica");
                make(ours::ask, "missed:");
                assertThat(ours.ask("WAIT", "1", "30000")).isEqualTo(":1\r\n");
                assertSameDigests(ours::ask, real::raw);
                assertThat(ours.ask("INFO", "stats")).contains("sync_partial_ok:1\r\n");
            }
        }
    }

    @Test
    void every_type_in_every_encoding_comes_from_a_redis_server() throws Exception {
        try (var real = RealRedis.startOrSkip("--repl-diskless-sync-delay", "0", DEBUG, "yes")) {
            make(real::raw, "snapshot:");
            try (var ours =
                    new OurNode(
                            folder, "--replicaof", "127.0.0.1", "" + real.port(), DEBUG, "yes")) {
                assertThat(real.raw("WAIT", "1", "30000")).isEqualTo(":1\r\n");
                make(real::raw, "stream:");
                assertThat(real.raw("WAIT", "1", "30000")).isEqualTo(":1\r\n");
                assertSameDigests(real::raw, ours::ask);
                for (var sample : Samples.all()) {
                    assertThat(ours.ask("OBJECT", "ENCODING", "snapshot:" + sample.name()))
                            .as(sample.name())
                            .contains(sample.encoding());
                }

                real.raw("CLIENT", "KILL", "TYPE", "replica");
                make(real::raw, "missed:");
                assertThat(real.raw("WAIT", "1", "30000")).isEqualTo(":1\r\n");
                assertSameDigests(real::raw, ours::ask);
                assertThat(real.raw("INFO", "stats")).contains("sync_partial_ok:1\r\n");
            }
        }
    }

    private static final String DEBUG = "--enable-debug-command";

    private static void make(Asked node, String prefix) {
        for (var sample : Samples.all()) {
            for (var command : sample.commands()) {
                var words = command.toArray(new String[0]);
                words[command.indexOf("k")] = prefix + sample.name();
                assertThat(node.ask(words)).as(sample.name()).doesNotStartWith("-");
            }
        }
        node.ask("PEXPIREAT", prefix + "a small set", "4102444800000");
    }

    private static void assertSameDigests(Asked one, Asked other) {
        if (one.ask("DEBUG", "DIGEST").equals(other.ask("DEBUG", "DIGEST"))) return;
        for (var key : keys(one)) {
            assertThat(other.ask("DEBUG", "DIGEST-VALUE", key))
                    .as(key)
                    .isEqualTo(one.ask("DEBUG", "DIGEST-VALUE", key));
        }
        assertThat(keys(other)).isEqualTo(keys(one));
        throw new AssertionError("the digests differ though those of all values are the same");
    }

    private interface Asked {
        String ask(String... words);
    }

    private void load(Asked node, int writes) {
        for (int i = 0; i < writes; i++) {
            var key = "key:" + random.nextInt(KEYS);
            switch (random.nextInt(6)) {
                case 0 -> node.ask("DEL", key);
                case 1 -> node.ask("APPEND", key, "more");
                case 2 -> node.ask("INCR", "count:" + random.nextInt(20));
                case 3 -> node.ask("SET", key, "v" + i, "EX", "" + (1000 + random.nextInt(1000)));
                default -> node.ask("SET", key, "x".repeat(random.nextInt(200)));
            }
            if (i % 500 == 0) node.ask("SELECT", "" + random.nextInt(3));
        }
        node.ask("SELECT", "0");
        node.ask("SET", "last", "one");
    }

    /// Both have the same keys with the same values, ending at the same moment.
    private static void assertSame(Asked one, Asked other) {
        for (int db = 0; db < 3; db++) {
            for (var node : new Asked[] {one, other}) node.ask("SELECT", "" + db);
            var keys = keys(one);
            assertThat(keys(other)).isEqualTo(keys);
            for (var key : keys) {
                for (var command : new String[] {"GET", "PEXPIRETIME"}) {
                    assertThat(other.ask(command, key)).as(key).isEqualTo(one.ask(command, key));
                }
            }
        }
        for (var node : new Asked[] {one, other}) node.ask("SELECT", "0");
    }

    private static TreeSet<String> keys(Asked node) {
        var keys = new TreeSet<String>();
        for (var line : node.ask("KEYS", "*").split("\r\n")) {
            if (!line.startsWith("$") && !line.startsWith("*")) keys.add(line);
        }
        return keys;
    }
}
