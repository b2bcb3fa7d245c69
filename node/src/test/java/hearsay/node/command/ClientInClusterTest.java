package hearsay.node.command;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.TestNetwork;
import hearsay.node.TestNetwork.Host;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Two masters with half of the slots each, and a replica of the first. The slots of the keys `b`
/// and `f` are 3300 and 3168, both the first's; that of `foo` is 12182, the second's.
@DisplayName("A client of a cluster")
class ClientInClusterTest {

    private static final String CROSS_SLOT =
            "(error) CROSSSLOT Keys in request don't hash to the same slot";

    private final TestNetwork network = new TestNetwork();
    private final Host first = network.member(7000);
    private final Host second = network.member(7001);
    private final Host replica = network.member(7002);

    @BeforeEach
    void form() {
        first.ask("CLUSTER ADDSLOTSRANGE 0 8191");
        second.ask("CLUSTER ADDSLOTSRANGE 8192 16383");
        second.ask("CLUSTER SET-CONFIG-EPOCH 2");
        first.ask("CLUSTER MEET 127.0.0.1 7001");
        first.ask("CLUSTER MEET 127.0.0.1 7002");
        network.pass(5_000);
        var id = first.ask("CLUSTER MYID").replace("\"", "");
        assertThat(replica.ask("CLUSTER REPLICATE " + id)).isEqualTo("OK");
        network.pass(10_000);
        assertThat(first.ask("SET b 1")).isEqualTo("OK");
        network.pass(1_000);
        assertThat(first.client().ask("GET b")).isEqualTo("\"1\"");
    }

    @Test
    @DisplayName("2: names keys of one slot only in a command, in a transaction, in a subscription")
    void keys_of_several_slots() {
        var client = first.client();
        assertThat(client.ask("MGET b f")).isEqualTo(CROSS_SLOT);
        assertThat(client.ask("MGET {b}1 {b}2")).contains("(nil)");
        assertThat(client.ask("PUBSUB CHANNELS")).isEqualTo("(empty array)");
        assertThat(client.ask("MULTI")).isEqualTo("OK");
        assertThat(client.ask("SET b 2")).isEqualTo("QUEUED");
        assertThat(client.ask("SET f 2")).isEqualTo("QUEUED");
        assertThat(client.ask("EXEC")).isEqualTo(CROSS_SLOT);
        assertThat(client.ask("GET b")).isEqualTo("\"1\"");
        assertThat(client.ask("SSUBSCRIBE b f")).isEqualTo(CROSS_SLOT);
    }

    @Test
    @DisplayName("4: is sent to the owner")
    void is_redirected() {
        assertThat(first.client().ask("GET foo")).isEqualTo("(error) MOVED 12182 127.0.0.1:7001");
        assertThat(second.client().ask("GET b")).isEqualTo("(error) MOVED 3300 127.0.0.1:7000");
    }

    @Test
    @DisplayName(
            "9: may read from a replica after READONLY, until READWRITE; what writes is sent on")
    void reads_from_a_replica() {
        var client = replica.client();
        var moved = "(error) MOVED 3300 127.0.0.1:7000";
        assertThat(client.ask("GET b")).isEqualTo(moved);
        assertThat(client.ask("READONLY")).isEqualTo("OK");
        assertThat(client.ask("GET b")).isEqualTo("\"1\"");
        assertThat(client.ask("SET b 2")).isEqualTo(moved);
        assertThat(client.ask("GET foo")).isEqualTo("(error) MOVED 12182 127.0.0.1:7001");

        assertThat(client.ask("MULTI")).isEqualTo("OK");
        assertThat(client.ask("GET b")).isEqualTo("QUEUED");
        assertThat(client.ask("EXEC")).contains("1) \"1\"");

        assertThat(client.ask("MULTI")).isEqualTo("OK");
        assertThat(client.ask("GET b")).isEqualTo("QUEUED");
        assertThat(client.ask("SET b 2")).isEqualTo(moved);
        assertThat(client.ask("EXEC")).startsWith("(error) EXECABORT");

        assertThat(client.ask("READWRITE")).isEqualTo("OK");
        assertThat(client.ask("GET b")).isEqualTo(moved);
    }

    @Test
    @DisplayName("10: counts replicas with WAIT")
    void waits_for_replicas() {
        var client = first.client();
        assertThat(client.ask("SET b 3")).isEqualTo("OK");
        client.send("WAIT 1 1000");
        network.pass(500);
        assertThat(client.take()).isEqualTo("(integer) 1");
        network.freeze(first, replica);
        assertThat(client.ask("SET b 4")).isEqualTo("OK");
        client.send("WAIT 1 1000");
        network.pass(1_500);
        assertThat(client.take()).isEqualTo("(integer) 0");
    }

    @Test
    @DisplayName("55, 58: sees the cluster as a whole, and each node's role")
    void sees_roles() {
        assertThat(first.ask("CLUSTER NODES"))
                .contains("myself,master", "connected 0-8191", "slave", "connected 8192-16383");
        assertThat(first.ask("INFO cluster")).contains("cluster_enabled:1");
        assertThat(first.ask("INFO replication")).contains("role:master", "connected_slaves:1");
        assertThat(replica.ask("INFO replication")).contains("role:slave", "master_port:7000");
        assertThat(first.client().ask("ROLE")).contains("master", "7002");
        assertThat(replica.client().ask("ROLE")).contains("slave", "connected");
    }
}
