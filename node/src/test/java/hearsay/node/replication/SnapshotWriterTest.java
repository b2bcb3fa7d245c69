package hearsay.node.replication;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.TestNode;
import hearsay.node.keyspace.Snapshot;
import hearsay.node.persistence.GradualValue;
import hearsay.node.persistence.RdbWriter;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Large values go into a snapshot in pieces, and are those of its moment whatever happens
/// meanwhile.
class SnapshotWriterTest {

    private static final int MANY = 10_000;
    private static final String TEXT =
            "some text that is not short at all, but rather long, and ends in a number: ";
    private static final List<String> LARGE =
            List.of("set", "hash", "zset", "list", "stream", "string");
    private static final Map<String, byte[]> PAYLOADS = new LinkedHashMap<>();

    private final TestNode node = new TestNode("--enable-debug-command", "yes");
    private final TestNode.Client client = node.connect();
    private final ByteArrayOutputStream rdb = new ByteArrayOutputStream();
    private final RdbWriter out = new RdbWriter(rdb::write, RdbWriter.Options.DEFAULT);
    private final SnapshotWriter writer = new SnapshotWriter(out, RdbWriter.Options.DEFAULT);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void a_snapshot_is_of_one_moment_however_large_its_values_are(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        makeLargeValues();
        for (int i = 0; i < 200; i++) change(random);
        var before = ask("DEBUG", "DIGEST");

        var snapshot = begin();
        while (snapshot.advance(1 + random.nextInt(20))) {
            if (random.nextInt(4) == 0) change(random);
        }
        out.end();

        assertThat(digestOfLoaded()).isEqualTo(before);
        assertThat(ask("DEBUG", "DIGEST")).isNotEqualTo(before);
        ask("DEBUG", "RELOAD");
    }

    @Test
    void what_is_deleted_after_its_beginning_is_still_in_it() {
        makeLargeValues();
        var before = ask("DEBUG", "DIGEST");
        var snapshot = begin();
        snapshot.advance(50);
        ask("FLUSHALL");
        while (snapshot.advance(10)) {}
        out.end();
        assertThat(digestOfLoaded()).isEqualTo(before);
    }

    @Test
    void what_expires_after_its_beginning_is_still_in_it() {
        makeLargeValues();
        ask("PEXPIRE", "set", "1000");
        ask("PEXPIRE", "zset", "1000");
        var snapshot = begin();
        assertThat(snapshot.advance(1)).isTrue();
        node.pass(5000);
        assertThat(ask("EXISTS", "set", "zset")).isEqualTo(":0\r\n");
        while (snapshot.advance(10)) {}
        out.end();
        assertThat(load().server().keyspaces().get(0).size()).isEqualTo(106);
    }

    @Test
    void given_up_it_lets_go_of_what_it_holds() {
        makeLargeValues();
        var snapshot = begin();
        snapshot.advance(20);
        snapshot.cancel();
        writer.cancel();
        for (int i = 0; i < MANY; i++) ask("SADD", "set", "new" + i);
        assertThat(ask("SCARD", "set")).isEqualTo(":" + 2 * MANY + "\r\n");
        assertThat(writer.hasMore()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"allkeys-lru", "volatile-lfu", "noeviction"})
    void how_keys_are_used_is_told_where_the_policy_wants_to_know(String policy) {
        ask("CONFIG", "SET", "maxmemory-policy", policy);
        var frequency = policy.endsWith("lfu") ? "77" : "";
        if (frequency.isEmpty()) {
            ask("SET", "k", "v");
        } else {
            ask("SET", "other", "v");
            client.request("DUMP", "other");
            var reply = client.take();
            var dump = Arrays.copyOfRange(reply, 5, reply.length - 2);
            client.request(
                    bytes("RESTORE"), bytes("k"), bytes("0"), dump, bytes("FREQ"), bytes("77"));
            client.take();
        }
        node.pass(30_000);
        var snapshot = begin();
        while (snapshot.advance(10)) {}
        out.end();

        var other = load("--maxmemory-policy", policy).connect();
        other.request("OBJECT", frequency.isEmpty() ? "IDLETIME" : "FREQ", "k");
        var expected =
                switch (policy) {
                    case "allkeys-lru" -> ":30";
                    case "volatile-lfu" -> ":77";
                    default -> ":0";
                };
        assertThat(new String(other.take(), ISO_8859_1)).isEqualTo(expected + "\r\n");
    }

    private Snapshot begin() {
        out.header();
        var server = node.server();
        return writer.begin(server.keyspaces(), server.settings().memory().policy());
    }

    /// They are made once, and then restored.
    private void makeLargeValues() {
        if (PAYLOADS.isEmpty()) {
            many("SADD", "set", 1);
            many("HSET", "hash", 2);
            many("ZADD", "zset", 2);
            many("RPUSH", "list", 1);
            for (int i = 0; i < MANY; i++) ask("XADD", "stream", i + "-1", "field", TEXT + i);
            ask("XGROUP", "CREATE", "stream", "group", "0");
            ask("XREADGROUP", "GROUP", "group", "me", "COUNT", "100", "STREAMS", "stream", ">");
            ask("SET", "string", "abc".repeat(500_000));
            for (var key : LARGE) {
                client.request("DUMP", key);
                var reply = client.take();
                int end = 0;
                while (reply[end] != '\n') end++;
                PAYLOADS.put(key, Arrays.copyOfRange(reply, end + 1, reply.length - 2));
            }
            ask("FLUSHALL");
        }
        PAYLOADS.forEach((key, payload) -> {
            client.request(bytes("RESTORE"), bytes(key), bytes("0"), payload);
            assertThat(client.take()).isEqualTo(bytes("+OK\r\n"));
            var entry = node.server().keyspaces().get(0).find(bytes(key));
            assertThat(GradualValue.isLarge(Objects.requireNonNull(entry).value())).isTrue();
        });
        for (int i = 0; i < 100; i++) ask("SET", "small" + i, "value");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private void many(String command, String key, int words) {
        var request = new String[2 + words * MANY];
        request[0] = command;
        request[1] = key;
        for (int i = 0; i < MANY; i++) {
            request[2 + words * i] = command.equals("ZADD") ? "" + i % 100 : TEXT + i;
            if (words == 2) request[3 + words * i] = "value" + i;
        }
        ask(request);
    }

    private void change(RandomGenerator random) {
        var some = "" + random.nextInt(MANY);
        var reply =
                switch (random.nextInt(24)) {
                    case 0 -> ask("SADD", "set", "new" + some);
                    case 1 -> ask("SREM", "set", TEXT + some);
                    case 2 -> ask("HSET", "hash", TEXT + some, "new");
                    case 3 -> ask("HDEL", "hash", TEXT + some);
                    case 4 -> ask("ZADD", "zset", some, "value" + some);
                    case 5 -> ask("ZPOPMIN", "zset");
                    case 6 -> ask("LPOP", "list");
                    case 7 -> ask("RPUSH", "list", "more");
                    case 8 -> ask("XADD", "stream", "*", "more", "of it");
                    case 9 -> ask("XDEL", "stream", some + "-1");
                    case 10 -> ask("APPEND", "string", "d");
                    case 11 -> ask("EXPIRE", "zset", "1000");
                    case 12 -> ask("PERSIST", "zset");
                    case 13 -> ask("SISMEMBER", "set", TEXT + some);
                    case 14 -> ask("HGET", "hash", TEXT + some);
                    case 15 -> ask("SWAPDB", "0", "0");
                    default -> ask("SET", "small" + random.nextInt(200), some);
                };
        assertThat(reply).doesNotStartWith("-");
    }

    private String digestOfLoaded() {
        var other = load().connect();
        other.request("DEBUG", "DIGEST");
        return new String(other.take(), ISO_8859_1);
    }

    private TestNode load(String... arguments) {
        var all = new ArrayList<>(List.of("--enable-debug-command", "yes"));
        all.addAll(List.of(arguments));
        var other = new TestNode(all.toArray(new String[0]));
        var server = other.server();
        var reception = new Reception(server.keyspaces().blank(), server.settings().values());
        var head = ("$" + rdb.size() + "\r\n").getBytes(ISO_8859_1);
        reception.feed(head, 0, head.length);
        reception.feed(rdb.toByteArray(), 0, rdb.size());
        assertThat(reception.isComplete()).isTrue();
        server.keyspaces().adopt(reception.loaded());
        return other;
    }

    private String ask(String... words) {
        client.request(words);
        return new String(client.take(), ISO_8859_1);
    }
}
