package hearsay.node.command;

import static hearsay.node.Conversation.conversation;
import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.TestNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class KeyCommandsTest {

    @Test
    void keys_are_counted_touched_and_deleted() {
        conversation(
                """
                > MSET a 1 b 2 c 3
                OK
                > EXISTS a b a nothing
                (integer) 3
                > TYPE a
                string
                > TYPE nothing
                none
                > TOUCH a b nothing
                (integer) 2
                > DEL a a nothing
                (integer) 1
                > UNLINK b c
                (integer) 2
                > RANDOMKEY
                (nil)
                > DEL
                (error) ERR wrong number of arguments for 'del' command
                """);
    }

    @Test
    void renaming_takes_value_and_time_to_live_along() {
        conversation(
                """
                > RENAME a b
                (error) ERR no such key
                > SET a 1 EX 10
                OK
                > SET b 2 EX 99
                OK
                > RENAME a b
                OK
                > GET b
                "1"
                > TTL b
                (integer) 10
                > EXISTS a
                (integer) 0
                > RENAME b b
                OK
                > RENAMENX b b
                (integer) 0
                > SET c 3
                OK
                > RENAMENX b c
                (integer) 0
                > RENAMENX b d
                (integer) 1
                > RENAMENX b d
                (error) ERR no such key
                > RENAME c d
                OK
                > TTL d
                (integer) -1
                """);
    }

    @Test
    void copies_share_nothing() {
        conversation(
                """
                > COPY a b
                (integer) 0
                > SET a 1 EX 10
                OK
                > COPY a b
                (integer) 1
                > COPY a b
                (integer) 0
                > INCR a
                (integer) 2
                > GET b
                "1"
                > TTL b
                (integer) 10
                > COPY a b REPLACE
                (integer) 1
                > GET b
                "2"
                > COPY a a
                (error) ERR source and destination objects are the same
                > COPY a a DB 1
                (integer) 1
                > COPY a a DB 16
                (error) ERR DB index is out of range
                > COPY a a DB x
                (error) ERR value is not an integer or out of range
                > COPY a a DB 4294967296
                (error) ERR value is out of range, value must between -2147483648 and 2147483647
                > COPY a b DB
                (error) ERR syntax error
                > COPY a b NONSENSE
                (error) ERR syntax error
                > SELECT 1
                OK
                > MGET a b
                1) "2"
                2) (nil)
                """);
    }

    @Test
    void moving_to_another_database() {
        conversation(
                """
                > SET a 1 PX 1500
                OK
                > MOVE a 0
                (error) ERR source and destination objects are the same
                > MOVE a 99
                (error) ERR DB index is out of range
                > MOVE a x
                (error) ERR value is not an integer or out of range
                > MOVE nothing 1
                (integer) 0
                > MOVE a 1
                (integer) 1
                > EXISTS a
                (integer) 0
                > SET a 2
                OK
                > MOVE a 1
                (integer) 0
                > SELECT 1
                OK
                > GET a
                "1"
                > PTTL a
                (integer) 1500
                """);
    }

    @Test
    void keys_by_pattern_in_no_order_and_never_expired_ones() {
        conversation(
                """
                > MSET one 1 two 2
                OK
                > SET gone 1 PX 1
                OK
                ... 2 ms pass
                > KEYS t*
                1) "two"
                > KEYS [^t]*
                1) "one"
                > KEYS g*
                (empty array)
                > KEYS
                (error) ERR wrong number of arguments for 'keys' command
                """);
    }

    @Test
    void how_values_are_kept() {
        conversation(
                """
                > MSET int 12 shared 9999 long 10000 short abc
                OK
                > OBJECT ENCODING int
                "int"
                > OBJECT REFCOUNT shared
                (integer) 2147483647
                > OBJECT REFCOUNT long
                (integer) 1
                > OBJECT ENCODING short
                "embstr"
                > SET edge 01234567890123456789012345678901234567890123
                OK
                > OBJECT ENCODING edge
                "embstr"
                > SET edge 012345678901234567890123456789012345678901234
                OK
                > OBJECT ENCODING edge
                "raw"
                > SET edge 01234567890123456789
                OK
                > OBJECT ENCODING edge
                "embstr"
                > APPEND short d
                (integer) 4
                > OBJECT ENCODING short
                "raw"
                > COPY short other
                (integer) 1
                > OBJECT ENCODING other
                "raw"
                > OBJECT ENCODING nothing
                (nil)
                > OBJECT NONSENSE k
                (error) ERR unknown subcommand 'NONSENSE'. Try OBJECT HELP.
                > OBJECT ENCODING
                (error) ERR wrong number of arguments for 'object|encoding' command
                > OBJECT
                (error) ERR wrong number of arguments for 'object' command
                """);
    }

    @Test
    void idle_time_is_counted_from_the_last_use() {
        conversation(
                """
                > SET k v
                OK
                ... 5000 ms pass
                > OBJECT IDLETIME k
                (integer) 5
                > EXISTS k
                (integer) 1
                > TYPE k
                string
                > TTL k
                (integer) -1
                > OBJECT IDLETIME k
                (integer) 5
                > GET k
                "v"
                > OBJECT IDLETIME k
                (integer) 0
                ... 3000 ms pass
                > TOUCH k
                (integer) 1
                > OBJECT IDLETIME k
                (integer) 0
                """);
    }

    @Test
    void dump_and_restore() {
        var node = new TestNode();
        var client = node.connect();
        client.request("SET", "k", "hello");
        client.take();
        client.request("DUMP", "k");
        var reply = client.take();
        var payload = Arrays.copyOfRange(reply, 5, reply.length - 2);
        assertThat(restore(client, payload, "k", "0"))
                .isEqualTo("-BUSYKEY Target key name already exists.\r\n");
        assertThat(restore(client, payload, "k", "0", "REPLACE")).isEqualTo("+OK\r\n");
        assertThat(restore(client, payload, "t", "5000", "IDLETIME", "77")).isEqualTo("+OK\r\n");
        assertThat(ask(client, "GET", "k")).isEqualTo("$5\r\nhello\r\n");
        assertThat(ask(client, "OBJECT", "IDLETIME", "t")).isEqualTo(":77\r\n");
        assertThat(ask(client, "PTTL", "t")).isEqualTo(":5000\r\n");
        assertThat(restore(client, payload, "past", "1", "ABSTTL")).isEqualTo("+OK\r\n");
        assertThat(ask(client, "EXISTS", "past")).isEqualTo(":0\r\n");
        assertThat(restore(client, payload, "x", "-1"))
                .isEqualTo("-ERR Invalid TTL value, must be >= 0\r\n");
        assertThat(restore(client, payload, "x", "0", "FREQ", "256"))
                .isEqualTo("-ERR Invalid FREQ value, must be >= 0 and <= 255\r\n");
        assertThat(restore(client, payload, "x", "0", "IDLETIME", "-1"))
                .isEqualTo("-ERR Invalid IDLETIME value, must be >= 0\r\n");
        assertThat(restore(client, payload, "x", "0", "FREQ", "1", "IDLETIME", "1"))
                .isEqualTo("-ERR syntax error\r\n");
        payload[2] ^= 1;
        assertThat(restore(client, payload, "x", "0"))
                .isEqualTo("-ERR DUMP payload version or checksum are wrong\r\n");
        assertThat(ask(client, "DUMP", "x")).isEqualTo("$-1\r\n");
    }

    private static String restore(
            TestNode.Client client, byte[] payload, String key, String ttl, String... options) {
        var words = new byte[4 + options.length][];
        words[0] = "RESTORE".getBytes(StandardCharsets.US_ASCII);
        words[1] = key.getBytes(StandardCharsets.US_ASCII);
        words[2] = ttl.getBytes(StandardCharsets.US_ASCII);
        words[3] = payload;
        for (int i = 0; i < options.length; i++) {
            words[4 + i] = options[i].getBytes(StandardCharsets.US_ASCII);
        }
        client.request(words);
        return new String(client.take(), StandardCharsets.ISO_8859_1);
    }

    private static String ask(TestNode.Client client, String... words) {
        client.request(words);
        return new String(client.take(), StandardCharsets.ISO_8859_1);
    }
}
