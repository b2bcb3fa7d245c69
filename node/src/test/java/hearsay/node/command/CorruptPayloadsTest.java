package hearsay.node.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.TestNode;
import hearsay.node.persistence.Crc64;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A payload that somebody has changed is refused, or makes a value like any other: every command
/// can read it, it can be dumped and restored, and its memory is counted.
@Timeout(300)
class CorruptPayloadsTest {

    /// Bytes before the checksum: the version.
    private static final int SUM = 8;

    private static final String BAD = "-ERR Bad data format\r\n";
    private static final String WRONG = "-ERR DUMP payload version or checksum are wrong\r\n";

    private final TestNode node = new TestNode("--enable-debug-command", "yes");
    private final TestNode.Client client = node.connect();
    private final Random random = new Random(7);

    /// All of them with `-Dhearsay.corruption=all`, which takes minutes; else one in thirty.
    @Test
    void any_single_byte_may_be_another() {
        int thinning = "all".equals(System.getProperty("hearsay.corruption")) ? 1 : 30;
        for (var sample : Samples.all()) {
            var payload = payload(sample);
            int places = payload.length - SUM;
            int changes = Math.min(places, 300) * 255 / thinning;
            // The large ones take their time, and most of their bytes are texts.
            if (places > 1000) changes /= 20;
            for (int i = 0; i < changes; i++) {
                boolean each = thinning == 1 && places <= 300;
                int at = each ? i / 255 : random.nextInt(places);
                change(
                        sample,
                        payload,
                        at,
                        payload[at] + 1 + (each ? i % 255 : random.nextInt(255)));
            }
        }
    }

    private void change(Samples.Sample sample, byte[] payload, int at, int value) {
        var changed = payload.clone();
        changed[at] = (byte) value;
        assertThat(restore(changed)).isEqualTo(WRONG);
        tryOut(sample + ", byte " + at + " is " + value, sealed(changed));
    }

    @Test
    void it_may_be_cut_and_more_may_be_put_in() {
        for (var sample : Samples.all()) {
            var payload = payload(sample);
            for (int i = 0; i < 60; i++) {
                int at = random.nextInt(payload.length - SUM - 2);
                int cut = 1 + random.nextInt(3);
                var rest =
                        Arrays.copyOfRange(
                                payload,
                                Math.min(at + cut, payload.length - SUM - 2),
                                payload.length);
                var shorter = Arrays.copyOf(payload, at + rest.length);
                System.arraycopy(rest, 0, shorter, at, rest.length);
                tryOut(sample + ", cut at " + at, sealed(shorter));

                var longer = Arrays.copyOf(payload, payload.length + cut);
                System.arraycopy(payload, at, longer, at + cut, payload.length - at);
                for (int j = 0; j < cut; j++) longer[at + j] = (byte) random.nextInt();
                tryOut(sample + ", more at " + at, sealed(longer));
            }
        }
    }

    @Test
    void several_bytes_may_be_others() {
        for (var sample : Samples.all()) {
            var payload = payload(sample);
            for (int i = 0; i < 60; i++) {
                var changed = payload.clone();
                for (int j = random.nextInt(4); j >= 0; j--) {
                    changed[random.nextInt(payload.length - SUM - 2)] = (byte) random.nextInt();
                }
                tryOut(sample + ", several bytes", sealed(changed));
            }
        }
    }

    private void tryOut(String what, byte[] payload) {
        long before = used();
        var reply = restore(payload);
        if (reply.equals(BAD) || reply.equals(WRONG)) {
            assertThat(ask("EXISTS", "k")).as(what).isEqualTo(":0\r\n");
            assertThat(used()).isEqualTo(before);
            return;
        }
        assertThat(reply).as(what).isEqualTo("+OK\r\n");
        read(what);
        var digest = ask("DEBUG", "DIGEST-VALUE", "k");
        var dump = bulk(ask("DUMP", "k"));
        assertThat(ask("RESTORE", "again", "0", dump)).as(what).isEqualTo("+OK\r\n");
        assertThat(ask("DEBUG", "DIGEST-VALUE", "again")).as(what).isEqualTo(digest);
        assertThat(ask("COPY", "k", "copy")).as(what).isEqualTo(":1\r\n");
        assertThat(ask("DEBUG", "DIGEST-VALUE", "copy")).as(what).isEqualTo(digest);
        assertThat(ask("DEL", "k", "again", "copy")).isEqualTo(":3\r\n");
        assertThat(used()).as(what).isEqualTo(before);
    }

    /// Every command that reads a value of this type, and one that changes it.
    private void read(String what) {
        var type = ask("TYPE", "k").trim().substring(1);
        for (var line : Objects.requireNonNull(READING.get(type), type).strip().split("\n")) {
            var reply = ask(line.strip().split(" "));
            assertThat(reply).as(what + ": " + line).doesNotStartWith("-");
        }
    }

    private static final java.util.Map<String, String> READING =
            new java.util.TreeMap<>(
                    java.util.Map.of(
                            "string",
                            """
                            GET k
                            STRLEN k
                            GETRANGE k 0 -1
                            """,
                            "hash",
                            """
                            HLEN k
                            HGETALL k
                            HKEYS k
                            HVALS k
                            HSCAN k 0 COUNT 10000
                            HRANDFIELD k 5 WITHVALUES
                            HGET k field1
                            HSET k new value
                            HDEL k new field1
                            """,
                            "set",
                            """
                            SCARD k
                            SMEMBERS k
                            SISMEMBER k a
                            SRANDMEMBER k 10
                            SRANDMEMBER k -10
                            SSCAN k 0 COUNT 10000
                            SUNIONSTORE union k k
                            DEL union
                            SADD k new 77777777
                            SREM k new m1
                            SPOP k
                            SADD k new
                            """,
                            "zset",
                            """
                            ZCARD k
                            ZRANGE k 0 -1 WITHSCORES
                            ZRANGE k 0 -1 REV
                            ZRANGE k 1 5 BYSCORE
                            ZRANGE k - + BYLEX
                            ZRANK k a
                            ZCOUNT k -inf +inf
                            ZSCAN k 0 COUNT 10000
                            ZRANDMEMBER k 5 WITHSCORES
                            ZADD k 3.25 new
                            ZINCRBY k 1 a
                            ZREM k new a
                            ZREMRANGEBYRANK k 0 0
                            ZADD k 1 last
                            """,
                            "list",
                            """
                            LLEN k
                            LRANGE k 0 -1
                            LINDEX k -1
                            LINDEX k 3
                            LPOS k a COUNT 0
                            LPUSH k first
                            RPUSH k last
                            LINSERT k BEFORE last almost
                            LSET k 1 second
                            LREM k 0 almost
                            LTRIM k 1 -1
                            LPOP k
                            RPUSH k last
                            """,
                            "stream",
                            """
                            XLEN k
                            XRANGE k - +
                            XREVRANGE k + -
                            XREAD COUNT 10 STREAMS k 0
                            XINFO STREAM k FULL COUNT 100
                            XINFO STREAM k
                            XINFO GROUPS k
                            XTRIM k MAXLEN 1
                            XDEL k 1-1 1-2 2-1
                            XGROUP CREATE k another $
                            XREADGROUP GROUP another me STREAMS k >
                            """));

    private byte[] payload(Samples.Sample sample) {
        ask("DEL", "k");
        for (var command : sample.commands()) {
            assertThat(ask(command.toArray(new String[0]))).doesNotStartWith("-");
        }
        var dump = bulk(ask("DUMP", "k")).getBytes(ISO_8859_1);
        ask("DEL", "k");
        return dump;
    }

    private long used() {
        return node.server().keyspaces().get(0).memory();
    }

    private String restore(byte[] payload) {
        return ask(List.of(bytes("RESTORE"), bytes("k"), bytes("0"), payload));
    }

    private static byte[] sealed(byte[] payload) {
        int end = payload.length - SUM;
        long sum = Crc64.of(payload, 0, end);
        for (int i = 0; i < 8; i++) payload[end + i] = (byte) (sum >>> (8 * i));
        return payload;
    }

    private String ask(String... words) {
        return ask(Arrays.stream(words).map(CorruptPayloadsTest::bytes).toList());
    }

    private String ask(List<byte[]> words) {
        client.request(words.toArray(new byte[0][]));
        return new String(client.take(), ISO_8859_1);
    }

    private static String bulk(String reply) {
        int end = reply.indexOf("\r\n");
        return reply.substring(end + 2, end + 2 + Integer.parseInt(reply.substring(1, end)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }
}
