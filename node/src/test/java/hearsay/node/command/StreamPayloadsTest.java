package hearsay.node.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.RespText;
import hearsay.node.TestNode;
import hearsay.node.persistence.Crc64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// Streams as Redis of different ages gives them in DUMP payloads, and payloads that lie.
///
/// The parts are those of a payload that a redis-server 7.2.6 made: entries 1-1 and 2-0, a deleted
/// one between them, a group with one entry pending for alice, and bob who has never been active.
class StreamPayloadsTest {

    // spotless:off
    private static final String NODE_ID = "1000000000000000010000000000000001";
    private static final String NODE =
            "c34048404e074e0000001800020140000b856669656c640600010201002001098576616c756506040103200c0401010c010460070e"
                    + "dfff020201856f7468657206817802a034058179020801ff";
    private static final String NODES = "01" + NODE_ID + NODE;
    private static final String LENGTH_AND_LAST = "020200";
    private static final String FIRST_DELETED_AND_ADDED = "0101010203";
    private static final String GROUP = "0567726f75700101";
    private static final String READ_UNKNOWN = "81ffffffffffffffff";
    private static final String ID = "00000000000000010000000000000001";
    private static final String THEN = "7c1142f9a1010000";
    private static final String LATER = "941142f9a1010000";
    private static final String NEVER = "ffffffffffffffff";
    private static final String PENDING = "01" + ID + THEN + "01";
    private static final String ALICE = "05616c696365" + THEN;
    private static final String BOB = "03626f62" + LATER;
    // spotless:on

    private static final String BAD = "(error) ERR Bad data format\n";

    private final TestNode.Client client = new TestNode("--enable-debug-command", "yes").connect();

    @Test
    void a_payload_of_7_2_tells_when_consumers_were_active() {
        restored(
                "15"
                        + NODES
                        + LENGTH_AND_LAST
                        + FIRST_DELETED_AND_ADDED
                        + ("01" + GROUP + READ_UNKNOWN + PENDING)
                        + ("02" + ALICE + THEN + "01" + ID)
                        + (BOB + NEVER + "00"));
        assertThat(ask("XINFO", "STREAM", "k", "FULL"))
                .contains("\"active-time\"\n               6) (integer) 1795183219068")
                .contains("\"active-time\"\n               6) (integer) -1")
                .contains("\"max-deleted-entry-id\"\n10) \"1-2\"")
                .contains("\"entries-added\"\n12) (integer) 3");
    }

    @Test
    void one_of_7_0_does_not() {
        restored(
                "13"
                        + NODES
                        + LENGTH_AND_LAST
                        + FIRST_DELETED_AND_ADDED
                        + ("01" + GROUP + READ_UNKNOWN + PENDING)
                        + ("02" + ALICE + "01" + ID)
                        + (BOB + "00"));
        assertThat(ask("XINFO", "STREAM", "k", "FULL"))
                .contains("\"active-time\"\n               6) (integer) 1795183219068")
                .contains("\"active-time\"\n               6) (integer) 1795183219092");
    }

    @Test
    void one_of_5_0_knows_neither_what_was_deleted_nor_how_many_there_were() {
        restored(
                "0f"
                        + NODES
                        + LENGTH_AND_LAST
                        + ("01" + GROUP + PENDING)
                        + ("02" + ALICE + "01" + ID)
                        + (BOB + "00"));
        assertThat(ask("XINFO", "STREAM", "k", "FULL"))
                .contains("\"max-deleted-entry-id\"\n10) \"0-0\"")
                .contains("\"entries-added\"\n12) (integer) 2")
                .contains("\"recorded-first-entry-id\"\n14) \"1-1\"")
                .contains("\"entries-read\"\n        6) (integer) 1");
    }

    @Test
    void what_is_written_is_what_7_0_can_read() {
        var payload =
                "13"
                        + NODES
                        + LENGTH_AND_LAST
                        + FIRST_DELETED_AND_ADDED
                        + ("01" + GROUP + READ_UNKNOWN + PENDING)
                        + ("02" + ALICE + "01" + ID)
                        + (BOB + "00");
        restored(payload);
        client.request("DUMP", "k");
        var dump = new String(client.take(), ISO_8859_1);
        var bytes = dump.substring(dump.indexOf('\n') + 1, dump.length() - 2).getBytes(ISO_8859_1);
        assertThat(HexFormat.of().formatHex(bytes)).startsWith("13").contains("0a00");
        assertThat(ask("RESTORE", "again", "0", new String(bytes, ISO_8859_1))).isEqualTo("OK\n");
        assertThat(ask("XINFO", "STREAM", "again", "FULL"))
                .isEqualTo(ask("XINFO", "STREAM", "k", "FULL"));
    }

    @Test
    void what_contradicts_itself_is_refused() {
        var group = GROUP + READ_UNKNOWN;
        var alice = ALICE + "01" + ID;
        var head = "13" + NODES + LENGTH_AND_LAST + FIRST_DELETED_AND_ADDED;
        // The length; the last id; a node twice; a node id too short; no listpack.
        refused("13" + NODES + "030200" + FIRST_DELETED_AND_ADDED + "00");
        refused("13" + NODES + "020101" + FIRST_DELETED_AND_ADDED + "00");
        refused(
                "13"
                        + "02"
                        + NODE_ID
                        + NODE
                        + NODE_ID
                        + NODE
                        + "040200"
                        + FIRST_DELETED_AND_ADDED
                        + "00");
        refused("13" + "01" + "080000000000000001" + NODE + LENGTH_AND_LAST);
        refused("13" + "01" + NODE_ID + "03616263" + LENGTH_AND_LAST + FIRST_DELETED_AND_ADDED);
        // A group twice; pending twice; pending for nobody, for two, or not in the group.
        refused(head + "02" + group + "0000" + group + "0000");
        refused(head + "01" + group + "02" + ID + THEN + "01" + ID + THEN + "01" + "01" + alice);
        refused(head + "01" + group + PENDING + "00");
        refused(head + "01" + group + PENDING + "01" + ALICE + "00");
        refused(head + "01" + group + PENDING + "02" + alice + BOB + "01" + ID);
        refused(head + "01" + group + "00" + "01" + alice);
        // A consumer twice; counts that are none.
        refused(head + "01" + group + PENDING + "02" + alice + ALICE + "00");
        refused(head + "01" + group + "81ffffffffffffffff");
        refused(head + "81ffffffffffffffff");
    }

    private void restored(String hex) {
        ask("DEL", "k");
        assertThat(restore(hex)).isEqualTo("OK\n");
    }

    private void refused(String hex) {
        assertThat(restore(hex)).as(hex).isEqualTo(BAD);
    }

    private String restore(String hex) {
        var payload = HexFormat.of().parseHex(hex + "0b00" + "0000000000000000");
        int end = payload.length - 8;
        long sum = Crc64.of(payload, 0, end);
        for (int i = 0; i < 8; i++) payload[end + i] = (byte) (sum >>> 8 * i);
        return ask("RESTORE", "k", "0", new String(payload, ISO_8859_1));
    }

    private String ask(String... words) {
        var request = new byte[words.length][];
        for (int i = 0; i < words.length; i++) request[i] = words[i].getBytes(ISO_8859_1);
        client.request(request);
        return RespText.of(client.take());
    }
}
