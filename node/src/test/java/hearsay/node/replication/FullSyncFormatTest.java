package hearsay.node.replication;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.TestNetwork;
import hearsay.node.keyspace.StringValue;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What goes over the wire to a replica, byte for byte.
@DisplayName("42. Replication: the bytes of a full resynchronisation")
class FullSyncFormatTest {

    private final TestNetwork network = new TestNetwork();
    private final TestNetwork.Host master = network.host(7000);

    @Test
    void with_its_length_for_a_replica_that_knows_no_end_mark_and_the_stream_at_once() {
        master.ask("SET color red");
        var replica = master.client();
        replica.send("PSYNC ? -1");
        master.ask("SET color blue");
        network.pass(50);
        var text = new String(replica.takeBytes(), ISO_8859_1);
        assertThat(text).startsWith("+FULLRESYNC " + master.info("master_replid") + " 0\r\n$");
        var rest = text.substring(text.indexOf('\n') + 1);
        int eol = rest.indexOf("\r\n");
        int length = Integer.parseInt(rest.substring(1, eol));
        var rdb = rest.substring(eol + 2, eol + 2 + length);
        assertThat(rdb).startsWith("REDIS0010");
        assertThat(colorIn("$" + length + "\r\n" + rdb)).isEqualTo("red");
        assertThat(rest.substring(eol + 2 + length))
                .isEqualTo(
                        "*2\r\n$6\r\nSELECT\r\n$1\r\n0\r\n*3\r\n$3\r\nSET\r\n$5\r\ncolor\r\n$4\r\nblue\r\n");
    }

    @Test
    void between_marks_for_one_that_does_and_the_stream_after_its_first_acknowledgement() {
        master.ask("SET color red");
        var replica = master.client();
        assertThat(replica.ask("REPLCONF capa eof capa psync2")).isEqualTo("OK");
        replica.send("PSYNC ? -1");
        network.pass(3_000);
        assertThat(new String(replica.takeBytes(), ISO_8859_1)).matches("\n+");
        network.pass(3_000);
        master.ask("SET color blue");
        var text = new String(replica.takeBytes(), ISO_8859_1).stripLeading();
        assertThat(text).startsWith("+FULLRESYNC ");
        var payload = text.substring(text.indexOf('\n') + 1);
        assertThat(payload).startsWith("$EOF:");
        var mark = payload.substring(5, 45);
        assertThat(payload).endsWith(mark).doesNotContain("blue");
        assertThat(colorIn(payload)).isEqualTo("red");
        replica.send("REPLCONF ACK 0");
        assertThat(new String(replica.takeBytes(), ISO_8859_1)).endsWith("$4\r\nblue\r\n");
    }

    @Test
    void a_replica_that_asks_for_anything_but_the_stream_is_cut_off() {
        var replica = master.client();
        replica.send("PSYNC ? -1");
        network.pass(50);
        replica.send("GET color");
        assertThat(replica.isOpen()).isFalse();
        assertThat(master.logged("Replica generated a reply")).isEqualTo(1);
        assertThat(master.info("connected_slaves")).isEqualTo("0");
    }

    @Test
    void who_wants_only_the_snapshot_is_sent_home_after_it() {
        var copy = master.client();
        copy.ask("REPLCONF rdb-only 1");
        copy.send("PSYNC ? -1");
        network.pass(200);
        assertThat(copy.isOpen()).isFalse();
        assertThat(master.info("connected_slaves")).isEqualTo("0");
    }

    private static String colorIn(String payload) {
        var bytes = payload.getBytes(ISO_8859_1);
        for (int size : new int[] {1, 7, bytes.length}) {
            var server = new TestNetwork().host(1).server();
            var reception = new Reception(server.keyspaces().blank(), server.settings().values());
            int at = 0;
            while (at < bytes.length) {
                at += reception.feed(bytes, at, Math.min(size, bytes.length - at));
            }
            assertThat(reception.isComplete()).isTrue();
            var entry = reception.loaded().get(0).peek("color".getBytes(ISO_8859_1), 0, 5);
            var value = (StringValue) Objects.requireNonNull(entry).value();
            if (size == bytes.length) return new String(value.bytes(), ISO_8859_1);
        }
        throw new AssertionError("never reached");
    }
}
