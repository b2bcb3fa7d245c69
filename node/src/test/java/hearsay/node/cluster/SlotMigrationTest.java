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

    @Test
    @DisplayName("6: ASKING is for one command, or for one transaction")
    void asking_and_transactions() {
        giver.ask("SET {b}1 one");
        open();
        var here = giver.client();
        here.ask("MULTI");
        assertThat(here.ask("GET {b}1")).isEqualTo("QUEUED");
        assertThat(here.ask("GET {b}2")).isEqualTo("(error) ASK 3300 127.0.0.1:7001");
        assertThat(here.ask("EXEC")).startsWith("(error) EXECABORT");
        var there = taker.client();
        there.ask("ASKING");
        there.ask("MULTI");
        assertThat(there.ask("SET {b}2 two")).isEqualTo("QUEUED");
        assertThat(there.ask("GET {b}2")).isEqualTo("QUEUED");
        assertThat(there.ask("EXEC")).isEqualTo("1) OK\n2) \"two\"");
        assertThat(there.ask("GET {b}2")).isEqualTo("(error) MOVED 3300 127.0.0.1:7000");
        there.ask("READONLY");
        assertThat(there.ask("GET {b}2")).isEqualTo("(error) MOVED 3300 127.0.0.1:7000");
        there.ask("ASKING");
        assertThat(there.ask("GET {b}2")).isEqualTo("\"two\"");
    }

    @Test
    @DisplayName("5: a transaction whose keys have left meanwhile is not run by halves")
    void a_transaction_whose_keys_leave() {
        giver.ask("MSET {b}1 one {b}2 two");
        open();
        var here = giver.client();
        here.ask("MULTI");
        here.ask("GET {b}1");
        here.ask("GET {b}2");
        giver.ask("DEL {b}2");
        assertThat(here.ask("EXEC"))
                .isEqualTo("(error) TRYAGAIN Multiple keys request during rehashing of slot");
        here.ask("MULTI");
        here.ask("GET {b}1");
        giver.ask("DEL {b}1");
        assertThat(here.ask("EXEC")).isEqualTo("(error) ASK 3300 127.0.0.1:7001");
        assertThat(here.ask("PING")).isEqualTo("PONG");
    }

    @Test
    @DisplayName("6: RESTORE-ASKING asks by itself")
    void restore_asking() {
        open();
        var payload = "\"\\x00\\xc0\\x0a\\x0b\\x00\\x6d\\x9c\\x2f\\x6a\\x5c\\x50\\x5b\\x4b\"";
        assertThat(taker.ask("RESTORE {b}1 0 " + payload)).startsWith("(error) MOVED 3300");
        assertThat(taker.ask("RESTORE-ASKING {b}1 0 " + payload))
                .isEqualTo("(error) ERR DUMP payload version or checksum are wrong");
    }

    @Test
    @DisplayName("7: MIGRATE is served while the slot is open, whichever of its keys are here")
    void migrate_moves_its_keys() {
        giver.ask("MSET {b}1 one {b}2 two");
        open();
        var mover = giver.client();
        assertThat(mover.ask("MIGRATE 127.0.0.1 7001 \"\" 0 1000 KEYS {b}1 {b}2 {b}3")).isEmpty();
        network.pass(100);
        assertThat(mover.take()).isEqualTo("OK");
        assertThat(giver.ask("CLUSTER COUNTKEYSINSLOT 3300")).isEqualTo("(integer) 0");
        assertThat(giver.ask("GET {b}1")).isEqualTo("(error) ASK 3300 127.0.0.1:7001");
        taker.ask("ASKING");
        assertThat(taker.ask("MGET {b}1 {b}2")).isEqualTo("1) \"one\"\n2) \"two\"");
        assertThat(mover.ask("MIGRATE 127.0.0.1 7001 {b}1 0 1000")).isEqualTo("NOKEY");
        assertThat(taker.ask(setSlot("NODE " + id(taker)))).isEqualTo("OK");
        network.pass(10);
        assertThat(giver.ask("MIGRATE 127.0.0.1 7001 {b}1 0 1000"))
                .isEqualTo("(error) MOVED 3300 127.0.0.1:7001");
    }

    @Test
    @DisplayName("5: a key whose time is over is not here")
    void a_key_whose_time_is_over_is_not_here() {
        giver.ask("SET {b}1 one PX 50");
        open();
        assertThat(giver.ask("GET {b}1")).isEqualTo("\"one\"");
        network.pass(60);
        assertThat(giver.ask("GET {b}1")).isEqualTo("(error) ASK 3300 127.0.0.1:7001");
    }

    @Test
    @DisplayName("8: who listens in it stays with the giver until it is the taker's")
    void channels_stay_until_it_is_the_takers() {
        open();
        var listener = giver.client();
        assertThat(listener.ask("SSUBSCRIBE {b}news")).contains("ssubscribe");
        assertThat(giver.ask("SPUBLISH {b}news x")).isEqualTo("(integer) 1");
        listener.take();
        assertThat(taker.ask("SPUBLISH {b}news x")).isEqualTo("(error) MOVED 3300 127.0.0.1:7000");
        taker.ask(setSlot("NODE " + id(taker)));
        network.pass(10);
        assertThat(listener.take()).contains("sunsubscribe").contains("{b}news");
        assertThat(listener.ask("SSUBSCRIBE {b}news"))
                .isEqualTo("(error) MOVED 3300 127.0.0.1:7001");
    }

    @Test
    @DisplayName("8: SETSLOT NODE on the giver sends its listeners away too")
    void channels_are_left_by_command() {
        open();
        var listener = giver.client();
        listener.ask("SSUBSCRIBE {b}news");
        giver.ask(setSlot("NODE " + id(taker)));
        network.pass(10);
        assertThat(listener.take()).contains("sunsubscribe");
    }

    @Test
    @DisplayName("10: who waits for its keys is sent after them when it is the taker's")
    void who_waits_is_sent_after_it() {
        open();
        var waiting = giver.client();
        // Not before: the giver may still get the key.
        giver.ask("RPUSH {b}other x");
        assertThat(waiting.ask("BLPOP {b}list 0")).isEqualTo("(error) ASK 3300 127.0.0.1:7001");
        giver.ask(setSlot("STABLE"));
        assertThat(waiting.ask("BLPOP {b}list 0")).isEmpty();
        giver.ask(setSlot("MIGRATING " + id(taker)));
        network.pass(1_000);
        assertThat(waiting.take()).isEmpty();
        var asking = taker.client();
        asking.ask("ASKING");
        assertThat(asking.ask("BLPOP {b}list 0")).isEmpty();
        giver.ask("DEL {b}other");
        taker.ask(setSlot("NODE " + id(taker)));
        network.pass(1_000);
        assertThat(waiting.take()).isEqualTo("(error) MOVED 3300 127.0.0.1:7001");
        assertThat(asking.take()).isEmpty();
        taker.ask("RPUSH {b}list one");
        assertThat(asking.take()).isEqualTo("1) \"{b}list\"\n2) \"one\"");
    }

    @Test
    @DisplayName("40: keys that are left when it goes are deleted, here and on the replicas")
    void keys_that_are_left_are_deleted() {
        var replica = network.member(7002);
        giver.ask("CLUSTER MEET 127.0.0.1 7002");
        network.pass(3_000);
        replica.ask("CLUSTER REPLICATE " + id(giver));
        network.pass(15_000);
        giver.ask("MSET {b}1 one {b}2 two");
        giver.ask("SET {c}1 three");
        giver.ask("CONFIG SET notify-keyspace-events KEA");
        var watching = giver.client();
        watching.ask("PSUBSCRIBE __keyevent@0__:del");
        network.pass(100);
        assertThat(replica.dump()).containsKey("0/{b}1");
        taker.ask(setSlot("IMPORTING " + id(giver)));
        taker.ask(setSlot("NODE " + id(taker)));
        network.pass(1_000);
        assertThat(giver.ask("CLUSTER COUNTKEYSINSLOT 3300")).isEqualTo("(integer) 0");
        assertThat(giver.dump()).containsOnlyKeys("0/{c}1");
        assertThat(replica.dump()).containsOnlyKeys("0/{c}1");
        assertThat(watching.take()).contains("{b}1").contains("{b}2");
    }

    @Test
    @DisplayName("GETKEYSINSLOT and COUNTKEYSINSLOT see what is in the slot, on either side")
    void keys_in_slot() {
        giver.ask("MSET {b}1 one {b}2 two");
        open();
        taker.ask("ASKING");
        taker.ask("SET {b}3 three");
        assertThat(giver.ask("CLUSTER COUNTKEYSINSLOT 3300")).isEqualTo("(integer) 2");
        assertThat(giver.ask("CLUSTER GETKEYSINSLOT 3300 10")).contains("{b}1").contains("{b}2");
        assertThat(giver.ask("CLUSTER GETKEYSINSLOT 3300 1")).doesNotContain("2)");
        assertThat(taker.ask("CLUSTER GETKEYSINSLOT 3300 10")).isEqualTo("1) \"{b}3\"");
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
