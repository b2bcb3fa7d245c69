package hearsay.node.blocking;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.TestNetwork;
import hearsay.node.TestNetwork.Host;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Two masters with half of the slots each, and a replica of the first. The slot of `{b}` is 3300,
/// that of `{a}` is 15495.
@DisplayName("Clients that wait for keys in a cluster")
class BlockingInClusterTest {

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
        replica.ask("CLUSTER REPLICATE " + first.ask("CLUSTER MYID").replace("\"", ""));
        network.pass(10_000);
        for (var host : new Host[] {first, second, replica}) {
            assertThat(host.ask("CLUSTER INFO")).contains("cluster_state:ok");
        }
    }

    @Test
    void they_wait_where_the_key_lives() {
        var client = second.client();
        assertThat(client.ask("BLPOP b 0")).isEqualTo("(error) MOVED 3300 127.0.0.1:7000");
        assertThat(client.ask("BLPOP a b 0"))
                .isEqualTo("(error) CROSSSLOT Keys in request don't hash to the same slot");
        assertThat(client.ask("BLPOP a 0")).isEmpty();
        second.ask("RPUSH a 1");
        assertThat(client.take()).isEqualTo("1) \"a\"\n2) \"1\"");
    }

    @Test
    @DisplayName("10: they are told when nobody serves their slot any more")
    void they_are_told_when_nobody_serves_their_slot_any_more() {
        var here = first.client();
        here.ask("BLPOP b 0");
        first.ask("CLUSTER DELSLOTS 3300");
        network.pass(1_000);
        assertThat(here.take()).startsWith("(error) CLUSTERDOWN ");
        assertThat(here.ask("PING")).isEqualTo("PONG");
    }

    @Test
    @DisplayName("10: on a master that is replaced they are sent away")
    void on_a_master_that_is_replaced_they_are_sent_away() {
        var here = first.client();
        here.ask("BLPOP b 0");
        assertThat(replica.ask("CLUSTER FAILOVER")).isEqualTo("OK");
        network.pass(5_000);
        assertThat(here.take())
                .startsWith("(error) UNBLOCKED force unblock from blocking operation");
    }

    @Test
    void on_a_replica_that_reads_they_wait_as_long_as_it_follows_the_owner() {
        var reader = replica.client();
        reader.ask("READONLY");
        assertThat(reader.ask("XREAD BLOCK 0 STREAMS b $")).isEmpty();
        network.pass(500);
        assertThat(reader.take()).isEmpty();
        first.ask("XADD b 1-1 f v");
        network.pass(500);
        assertThat(reader.take()).contains("1-1");
    }
}
