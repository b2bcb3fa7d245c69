package hearsay.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.TestNetwork;
import hearsay.node.TestNetwork.Client;
import hearsay.node.TestNetwork.Host;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Three masters with a third of the slots each. The first, with a replica, gives slot 3300, that
/// of `{b}`, to the second, which has a replica too.
@DisplayName("A slot on its way, when one side is replaced")
class SlotMigrationFailoverTest {

    private static final String SLOT = "CLUSTER SETSLOT 3300 ";
    private static final String NO_REPLICAS =
            "(error) NOREPLICAS Not enough good replicas to write.";

    private final TestNetwork network = new TestNetwork();
    private final Host giver = network.member(7000);
    private final Host taker = network.member(7001);
    private final Host third = network.member(7002);
    private final Host giversReplica = network.member(7003);
    private final Host takersReplica = network.member(7004);

    @BeforeEach
    void form() {
        giver.ask("CLUSTER ADDSLOTSRANGE 0 5460");
        taker.ask("CLUSTER ADDSLOTSRANGE 5461 10922");
        third.ask("CLUSTER ADDSLOTSRANGE 10923 16383");
        giver.ask("CLUSTER SET-CONFIG-EPOCH 3");
        taker.ask("CLUSTER SET-CONFIG-EPOCH 1");
        third.ask("CLUSTER SET-CONFIG-EPOCH 2");
        for (int port = 7001; port <= 7004; port++) giver.ask("CLUSTER MEET 127.0.0.1 " + port);
        network.pass(5_000);
        giversReplica.ask("CLUSTER REPLICATE " + id(giver));
        takersReplica.ask("CLUSTER REPLICATE " + id(taker));
        network.pass(15_000);
        for (var host : List.of(giver, taker, third, giversReplica, takersReplica)) {
            assertThat(host.ask("CLUSTER INFO")).contains("cluster_state:ok");
        }
        assertThat(giversReplica.info("master_link_status")).isEqualTo("up");
        assertThat(takersReplica.info("master_link_status")).isEqualTo("up");
    }

    @Test
    void the_replicas_know_what_is_open_before_their_masters_do() {
        assertThat(orders(taker, "IMPORTING " + id(giver))).isEqualTo("OK");
        assertThat(orders(giver, "MIGRATING " + id(taker))).isEqualTo("OK");
        assertThat(giversReplica.ask("CLUSTER NODES")).contains("[3300->-" + id(taker) + "]");
        assertThat(takersReplica.ask("CLUSTER NODES")).contains("[3300-<-" + id(giver) + "]");
        assertThat(orders(giver, "STABLE")).isEqualTo("OK");
        assertThat(giversReplica.ask("CLUSTER NODES")).doesNotContain("[");
    }

    @Test
    void a_master_whose_replica_does_not_answer_does_nothing() {
        giversReplica.sleep(true);
        var operator = giver.client();
        assertThat(operator.ask(SLOT + "MIGRATING " + id(taker))).isEmpty();
        assertThat(giver.ask("CLUSTER NODES")).doesNotContain("[");
        network.pass(10_100);
        assertThat(operator.take()).isEqualTo(NO_REPLICAS);
        assertThat(giver.ask("CLUSTER NODES")).doesNotContain("[");
        assertThat(operator.ask(SLOT + "MIGRATING " + id(taker) + " TIMEOUT 300")).isEmpty();
        network.pass(400);
        assertThat(operator.take()).isEqualTo(NO_REPLICAS);
    }

    @Test
    void what_cannot_be_done_is_refused_before_any_replica_hears_of_it() {
        var offset = giver.info("master_repl_offset");
        assertThat(giver.ask(SLOT + "IMPORTING " + id(taker)))
                .isEqualTo("(error) ERR I'm already the owner of hash slot 3300");
        assertThat(giversReplica.ask(SLOT + "STABLE"))
                .isEqualTo("(error) ERR Please use SETSLOT only with masters.");
        assertThat(giver.info("master_repl_offset")).isEqualTo(offset);
    }

    @Test
    @DisplayName("A replica that never said that it understands such orders hears of none")
    void a_real_replica_hears_of_none() {
        var real = giver.client();
        assertThat(real.ask("REPLCONF capa eof capa psync2")).isEqualTo("OK");
        real.send("PSYNC ? -1");
        network.pass(6_000);
        real.send("REPLCONF ACK 0");
        real.takeBytes();
        giver.ask("SET {b}1 one");
        network.pass(50);
        assertThat(text(real)).contains("{b}1");
        // Nobody is waited for either: ours is left out as well, and hears of it another day.
        assertThat(giver.ask(SLOT + "MIGRATING " + id(taker))).isEqualTo("OK");
        network.pass(50);
        assertThat(giversReplica.ask("CLUSTER NODES")).doesNotContain("[");
        assertThat(text(real)).doesNotContain("SETSLOT");
    }

    @Test
    void a_transaction_waits_for_no_replica() {
        var operator = giver.client();
        operator.ask("MULTI");
        operator.ask(SLOT + "MIGRATING " + id(taker));
        assertThat(operator.ask("EXEC")).isEqualTo("1) OK");
        network.pass(50);
        assertThat(giversReplica.ask("CLUSTER NODES")).contains("[3300->-");
    }

    @Test
    @DisplayName("41: while a master hands over to its replica an order waits, and is refused then")
    void an_order_waits_for_the_end_of_a_manual_failover() {
        assertThat(giversReplica.ask("CLUSTER FAILOVER")).isEqualTo("OK");
        network.pass(3);
        var operator = giver.client();
        assertThat(operator.ask(SLOT + "MIGRATING " + id(taker))).isEmpty();
        network.pass(5_000);
        assertThat(giversReplica.info("role")).isEqualTo("master");
        assertThat(operator.take()).isEqualTo("(error) ERR Please use SETSLOT only with masters.");
    }

    @Test
    @DisplayName("The giver dies: its replica goes on giving, and clients are still sent on")
    void the_giver_dies() {
        giver.ask("SET {b}1 one");
        open();
        move("{b}2", "two");
        network.pass(1_000);
        giver.sleep(true);
        network.pass(40_000);
        assertThat(giversReplica.ask("ROLE")).contains("master");
        assertThat(giversReplica.ask("GET {b}1")).isEqualTo("\"one\"");
        assertThat(giversReplica.ask("GET {b}2")).isEqualTo("(error) ASK 3300 127.0.0.1:7001");
        assertThat(taker.ask("CLUSTER INFO")).contains("cluster_state:ok");
        assertThat(taker.ask("CLUSTER NODES")).contains("[3300-<-" + id(giversReplica) + "]");
        assertThat(taker.ask("GET {b}1")).isEqualTo("(error) MOVED 3300 127.0.0.1:7003");
        giversReplica.ask("DEL {b}1");
        assertThat(orders(taker, "NODE " + id(taker))).isEqualTo("OK");
        network.pass(1_000);
        assertThat(giversReplica.ask("GET {b}2")).isEqualTo("(error) MOVED 3300 127.0.0.1:7001");
        assertThat(taker.ask("GET {b}2")).isEqualTo("\"two\"");
    }

    @Test
    @DisplayName("The taker dies: its replica goes on taking, and clients are sent to it")
    void the_taker_dies() {
        giver.ask("SET {b}1 one");
        open();
        move("{b}2", "two");
        network.pass(1_000);
        taker.sleep(true);
        network.pass(40_000);
        assertThat(takersReplica.ask("ROLE")).contains("master");
        assertThat(giver.ask("CLUSTER NODES")).contains("[3300->-" + id(takersReplica) + "]");
        assertThat(giver.ask("GET {b}2")).isEqualTo("(error) ASK 3300 127.0.0.1:7004");
        takersReplica.ask("ASKING");
        assertThat(takersReplica.ask("GET {b}2")).isEqualTo("\"two\"");
        giver.ask("DEL {b}1");
        assertThat(takersReplica.ask(SLOT + "NODE " + id(takersReplica))).isEqualTo("OK");
        network.pass(1_000);
        assertThat(giver.ask("GET {b}2")).isEqualTo("(error) MOVED 3300 127.0.0.1:7004");
        // Back again, the old taker is a replica that takes nothing.
        taker.sleep(false);
        network.pass(20_000);
        assertThat(taker.ask("CLUSTER NODES")).doesNotContain("[");
        assertThat(taker.ask("ROLE")).contains("slave");
    }

    @Test
    @DisplayName("A replica that comes in the middle hears of what is open")
    void a_replica_that_comes_later_hears_of_it() {
        open();
        var late = network.member(7005);
        giver.ask("CLUSTER MEET 127.0.0.1 7005");
        network.pass(3_000);
        late.ask("CLUSTER REPLICATE " + id(giver));
        network.pass(15_000);
        assertThat(late.ask("CLUSTER NODES")).contains("[3300->-" + id(taker) + "]");
        assertThat(orders(giver, "STABLE")).isEqualTo("OK");
        assertThat(late.ask("CLUSTER NODES")).doesNotContain("[");
    }

    @Test
    @DisplayName("A replica that was away begins anew, and forgets what was closed meanwhile")
    void a_replica_that_was_away_forgets_what_was_closed() {
        open();
        giversReplica.sleep(true);
        network.pass(70_000);
        assertThat(orders(giver, "STABLE")).isEqualTo("OK");
        giversReplica.sleep(false);
        network.pass(20_000);
        assertThat(giversReplica.info("master_link_status")).isEqualTo("up");
        assertThat(giversReplica.ask("CLUSTER NODES")).doesNotContain("[");
    }

    @Test
    @DisplayName("9: a replica that reads sends on who asks for a key that has left its master")
    void a_reading_replica_sends_on() {
        giver.ask("SET {b}1 one");
        open();
        network.pass(100);
        var reader = giversReplica.client();
        reader.ask("READONLY");
        assertThat(reader.ask("GET {b}1")).isEqualTo("\"one\"");
        assertThat(reader.ask("GET {b}2")).isEqualTo("(error) ASK 3300 127.0.0.1:7001");
        assertThat(takersReplica.ask("GET {b}2")).isEqualTo("(error) MOVED 3300 127.0.0.1:7000");
        takersReplica.ask("ASKING");
        assertThat(takersReplica.ask("GET {b}2")).isEqualTo("(error) MOVED 3300 127.0.0.1:7000");
    }

    @Test
    @DisplayName("48: with its last slot a master and its replicas go to the taker")
    void the_last_slot_takes_its_nodes_along() {
        giver.ask("CLUSTER DELSLOTSRANGE 0 3299 3301 5460");
        third.ask("CLUSTER ADDSLOTSRANGE 0 3299 3301 5460");
        network.pass(3_000);
        open();
        assertThat(orders(taker, "NODE " + id(taker))).isEqualTo("OK");
        orders(giver, "NODE " + id(taker));
        network.pass(10_000);
        assertThat(giver.info("role")).isEqualTo("slave");
        assertThat(giver.info("master_port")).isEqualTo("7001");
        assertThat(giversReplica.info("master_port")).isEqualTo("7001");
        assertThat(giver.ask("CLUSTER NODES")).doesNotContain("[");
        assertThat(giversReplica.ask("CLUSTER NODES")).doesNotContain("[");
    }

    private void open() {
        assertThat(orders(taker, "IMPORTING " + id(giver))).isEqualTo("OK");
        assertThat(orders(giver, "MIGRATING " + id(taker))).isEqualTo("OK");
    }

    private void move(String key, String value) {
        taker.ask("ASKING");
        assertThat(taker.ask("SET " + key + " " + value)).isEqualTo("OK");
    }

    /// Says it and waits for the answer, which waits for the replicas.
    private String orders(Host host, String rest) {
        Client operator = host.client();
        var answer = operator.ask(SLOT + rest);
        if (!answer.isEmpty()) return answer;
        network.pass(50);
        return operator.take();
    }

    private static String text(Client client) {
        return new String(client.takeBytes(), StandardCharsets.ISO_8859_1);
    }

    private static String id(Host host) {
        return host.ask("CLUSTER MYID").replace("\"", "");
    }
}
