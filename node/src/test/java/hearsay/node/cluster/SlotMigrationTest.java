package hearsay.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.TestNetwork;
import hearsay.node.TestNetwork.Host;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Two masters with half of the slots each. The slot of `{b}` is 3300, the first one's; that of
/// `{a}` is 15495.
@DisplayName("A slot on its way from one node to another")
class SlotMigrationTest {

    private final TestNetwork network = new TestNetwork();
    private final Host giver = network.member(7000);
    private final Host taker = network.member(7001);

    @BeforeEach
    void form() {
        giver.ask("CLUSTER ADDSLOTSRANGE 0 8191");
        taker.ask("CLUSTER ADDSLOTSRANGE 8192 16383");
        giver.ask("CLUSTER SET-CONFIG-EPOCH 2");
        taker.ask("CLUSTER SET-CONFIG-EPOCH 1");
        giver.ask("CLUSTER MEET 127.0.0.1 7001");
        network.pass(5_000);
        assertThat(giver.ask("CLUSTER INFO")).contains("cluster_state:ok");
        assertThat(taker.ask("CLUSTER INFO")).contains("cluster_state:ok");
    }

    @Test
    @DisplayName(
            "5, 6: its keys are served where they are, and clients are sent from one to the other")
    void keys_are_served_where_they_are() {
        giver.ask("SET {b}1 one");
        open();
        assertThat(giver.ask("GET {b}1")).isEqualTo("\"one\"");
        assertThat(giver.ask("GET {b}2")).isEqualTo("(error) ASK 3300 127.0.0.1:7001");
        assertThat(giver.ask("SET {b}2 two")).isEqualTo("(error) ASK 3300 127.0.0.1:7001");
        assertThat(taker.ask("SET {b}2 two")).isEqualTo("(error) MOVED 3300 127.0.0.1:7000");
        assertThat(taker.ask("ASKING")).isEqualTo("OK");
        assertThat(taker.ask("SET {b}2 two")).isEqualTo("OK");
        assertThat(taker.ask("GET {b}2")).isEqualTo("(error) MOVED 3300 127.0.0.1:7000");
        assertThat(giver.ask("MGET {b}1 {b}2"))
                .isEqualTo("(error) TRYAGAIN Multiple keys request during rehashing of slot");
        taker.ask("ASKING");
        assertThat(taker.ask("MGET {b}1 {b}2"))
                .isEqualTo("(error) TRYAGAIN Multiple keys request during rehashing of slot");
        taker.ask("ASKING");
        assertThat(taker.ask("MGET {b}2 {b}2")).isEqualTo("1) \"two\"\n2) \"two\"");
        taker.ask("ASKING");
        assertThat(taker.ask("GET {b}3")).isEqualTo("(nil)");
    }

    @Test
    @DisplayName("48: it is the taker's, under a new epoch, when the taker says so")
    void closing_it() {
        giver.ask("SET {b}1 one");
        open();
        taker.ask("ASKING");
        taker.ask("SET {b}1 one");
        assertThat(giver.ask(setSlot("NODE " + id(taker))))
                .isEqualTo(
                        "(error) ERR Can't assign hashslot 3300 to a different node while I still"
                                + " hold keys for this hash slot.");
        giver.ask("DEL {b}1");
        assertThat(taker.ask(setSlot("NODE " + id(taker)))).isEqualTo("OK");
        assertThat(taker.ask("CLUSTER INFO")).contains("cluster_my_epoch:3");
        network.pass(10);
        assertThat(giver.ask("GET {b}1")).isEqualTo("(error) MOVED 3300 127.0.0.1:7001");
        assertThat(giver.ask(setSlot("NODE " + id(taker)))).isEqualTo("OK");
        assertThat(taker.ask("GET {b}1")).isEqualTo("\"one\"");
        assertThat(giver.ask("CLUSTER NODES")).doesNotContain("[");
        assertThat(taker.ask("CLUSTER NODES")).doesNotContain("[");
    }

    private void open() {
        assertThat(taker.ask(setSlot("IMPORTING " + id(giver)))).isEqualTo("OK");
        assertThat(giver.ask(setSlot("MIGRATING " + id(taker)))).isEqualTo("OK");
    }

    private static String setSlot(String rest) {
        return "CLUSTER SETSLOT 3300 " + rest;
    }

    private static String id(Host host) {
        return host.ask("CLUSTER MYID").replace("\"", "");
    }
}
