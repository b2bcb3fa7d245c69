package hearsay.node.command;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.TestNetwork;
import hearsay.node.TestNetwork.Host;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What a node that is alone in its cluster answers; each line was compared with a real Redis.
@DisplayName("CLUSTER, as a client sees it:")
class ClusterCommandsTest {

    private static final String NOBODY = "e".repeat(40);

    private final TestNetwork network = new TestNetwork();
    private final Host node = network.member(7000);

    @Test
    @DisplayName("49: slots are added and deleted all or none, and mistakes are named")
    void slots() {
        holds(
                """
                ADDSLOTS x                    | ERR Invalid or out of range slot
                ADDSLOTS 16384                | ERR Invalid or out of range slot
                ADDSLOTS -1                   | ERR Invalid or out of range slot
                ADDSLOTS 1 1                  | ERR Slot 1 specified multiple times
                ADDSLOTS 1 2 3                | OK
                ADDSLOTS 4 3                  | ERR Slot 3 is already busy
                ADDSLOTSRANGE 5 6 7           | ERR wrong number of arguments for 'cluster|addslotsrange' command
                ADDSLOTSRANGE 6 5             | ERR start slot number 6 is greater than end slot number 5
                ADDSLOTSRANGE 5 6 6 7         | ERR Slot 6 specified multiple times
                ADDSLOTSRANGE 5 x             | ERR Invalid or out of range slot
                ADDSLOTSRANGE 5 6 8 9         | OK
                ADDSLOTSRANGE 1 2 x 2         | ERR Slot 1 is already busy
                DELSLOTS 99                   | ERR Slot 99 is already unassigned
                DELSLOTS 1 1                  | ERR Slot 1 specified multiple times
                DELSLOTSRANGE 5 9             | ERR Slot 7 is already unassigned
                DELSLOTSRANGE 8 9 10          | ERR wrong number of arguments for 'cluster|delslotsrange' command
                DELSLOTSRANGE 5 6 8 9         | OK
                FLUSHSLOTS x                  | ERR wrong number of arguments for 'cluster|flushslots' command
                FLUSHSLOTS                    | OK
                SLOTS                         | (empty array)
                ADDSLOTSRANGE 0 16383         | OK
                """);
        network.pass(3_000);
        assertThat(ask("SET foo bar")).isEqualTo("OK");
        holds(
                """
                FLUSHSLOTS                    | ERR DB must be empty to perform CLUSTER FLUSHSLOTS.
                RESET                         | ERR CLUSTER RESET can't be called with master nodes containing keys
                REPLICATE %s                  | ERR Unknown node %s
                """
                        .formatted(NOBODY, NOBODY));
    }

    @Test
    @DisplayName(
            "49: epochs are set once, on a node that is alone, and bumped if they are not the greatest")
    void epochs() {
        holds(
                """
                SET-CONFIG-EPOCH x            | ERR value is not an integer or out of range
                SET-CONFIG-EPOCH -1           | ERR Invalid config epoch specified: -1
                SET-CONFIG-EPOCH 5            | OK
                SET-CONFIG-EPOCH 6            | ERR Node config epoch is already non-zero
                BUMPEPOCH                     | STILL 5
                BUMPEPOCH x                   | ERR wrong number of arguments for 'cluster|bumpepoch' command
                RESET HARD                    | OK
                BUMPEPOCH                     | BUMPED 1
                SAVECONFIG                    | OK
                """);
        assertThat(ask("CLUSTER MEET 127.0.0.1 7009")).isEqualTo("OK");
        holds(
                """
                SET-CONFIG-EPOCH 9            | ERR The user can assign a config epoch only when the node does not know any other node.
                """);
    }

    @Test
    @DisplayName("16: MEET wants a numeric address and two ports")
    void meet() {
        holds(
                """
                MEET 1.2.3.4                  | ERR wrong number of arguments for 'cluster|meet' command
                MEET 1.2.3.4 x                | ERR Invalid base port specified: x
                MEET 1.2.3.4 7000 y           | ERR Invalid bus port specified: y
                MEET 1.2.3.4 7000 8000 9      | ERR unknown subcommand or wrong number of arguments for 'MEET'. Try CLUSTER HELP.
                MEET 1.2.3.4 0                | ERR Invalid node address specified: 1.2.3.4:0
                MEET 1.2.3.4 70000 1          | ERR Invalid node address specified: 1.2.3.4:70000
                MEET 1.2.3.4 7000 0           | ERR Invalid node address specified: 1.2.3.4:7000
                MEET foo 7000                 | ERR Invalid node address specified: foo:7000
                """);
    }

    @Test
    @DisplayName(
            "30, 41, 52, 53: what is about other nodes, and about roles, is refused in Redis' words")
    void refusals() {
        var me = ask("CLUSTER MYID").replace("\"", "");
        holds(
                """
                FORGET x                      | ERR Unknown node x
                FORGET ME                     | ERR I tried hard but I can't forget myself...
                REPLICATE x                   | ERR Unknown node x
                REPLICATE ME                  | ERR Can't replicate myself
                REPLICAS x                    | ERR Unknown node x
                REPLICAS ME                   | (empty array)
                SLAVES ME                     | (empty array)
                COUNT-FAILURE-REPORTS x       | ERR Unknown node x
                COUNT-FAILURE-REPORTS ME      | (integer) 0
                FAILOVER                      | ERR You should send CLUSTER FAILOVER to a replica
                FAILOVER FORCE                | ERR You should send CLUSTER FAILOVER to a replica
                FAILOVER X                    | ERR syntax error
                FAILOVER FORCE X              | ERR unknown subcommand or wrong number of arguments for 'FAILOVER'. Try CLUSTER HELP.
                RESET X                       | ERR syntax error
                RESET HARD X                  | ERR unknown subcommand or wrong number of arguments for 'RESET'. Try CLUSTER HELP.
                FOO                           | ERR unknown subcommand 'FOO'. Try CLUSTER HELP.
                """
                        .replace("ME ", me + " "));
    }

    @Test
    @DisplayName("1: keys are counted and named by slot")
    void keys_by_slot() {
        assertThat(ask("CLUSTER ADDSLOTSRANGE 0 16383")).isEqualTo("OK");
        network.pass(3_000);
        assertThat(ask("SET foo bar")).isEqualTo("OK");
        holds(
                """
                KEYSLOT foo                   | (integer) 12182
                KEYSLOT {foo}bar              | (integer) 12182
                COUNTKEYSINSLOT 12182         | (integer) 1
                COUNTKEYSINSLOT 1             | (integer) 0
                COUNTKEYSINSLOT x             | ERR value is not an integer or out of range
                COUNTKEYSINSLOT 16384         | ERR Invalid slot
                COUNTKEYSINSLOT -1            | ERR Invalid slot
                GETKEYSINSLOT 12182 10        | 1) "foo"
                GETKEYSINSLOT 12182 0         | (empty array)
                GETKEYSINSLOT x 1             | ERR value is not an integer or out of range
                GETKEYSINSLOT 1 x             | ERR value is not an integer or out of range
                GETKEYSINSLOT 16384 1         | ERR Invalid slot or number of keys
                GETKEYSINSLOT 1 -1            | ERR Invalid slot or number of keys
                """);
    }

    @Test
    @DisplayName("11: there is one database, and roles are the cluster's business")
    void one_database() {
        assertThat(ask("CLUSTER ADDSLOTSRANGE 0 16383")).isEqualTo("OK");
        network.pass(3_000);
        assertThat(ask("SELECT 0")).isEqualTo("OK");
        assertThat(ask("SELECT 1")).isEqualTo("ERR SELECT is not allowed in cluster mode");
        assertThat(ask("SWAPDB 0 1")).isEqualTo("ERR SWAPDB is not allowed in cluster mode");
        assertThat(ask("MOVE foo 1")).isEqualTo("ERR MOVE is not allowed in cluster mode");
        assertThat(ask("REPLICAOF 127.0.0.1 1"))
                .isEqualTo("ERR REPLICAOF not allowed in cluster mode.");
        ask("SET foo bar");
        ask("SET bar foo");
        assertThat(ask("KEYS *")).contains("foo", "bar");
        assertThat(ask("SCAN 0 COUNT 100")).contains("foo", "bar");
        assertThat(ask("FLUSHALL")).isEqualTo("OK");
        assertThat(ask("DBSIZE")).isEqualTo("(integer) 0");
    }

    private String ask(String command) {
        return node.ask(command).replace("(error) ", "");
    }

    private void holds(String exchanges) {
        for (var line : exchanges.lines().toList()) {
            var halves = line.split(" +\\| ", 2);
            assertThat(ask("CLUSTER " + halves[0])).as(halves[0]).isEqualTo(halves[1]);
        }
    }
}
