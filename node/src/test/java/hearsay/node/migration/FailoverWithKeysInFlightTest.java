package hearsay.node.migration;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.TestNetwork;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// A master hands over to its replica while one of its keys is on its way to another node.
class FailoverWithKeysInFlightTest {

    private final TestNetwork network = new TestNetwork();
    private final TestNetwork.Host source = network.member(7001);
    private final TestNetwork.Host replica = network.member(7002);
    private final TestNetwork.Host target = network.host(7003);

    @Test
    @DisplayName("41: it does so when the key has arrived, and the new master does not have it too")
    void the_successor_hears_first_that_the_key_has_left() {
        source.set("repl-diskless-sync-delay", "0");
        source.ask("CLUSTER ADDSLOTSRANGE 0 16383");
        source.ask("CLUSTER MEET 127.0.0.1 7002");
        network.pass(3000);
        replica.ask("CLUSTER REPLICATE " + source.ask("CLUSTER MYID").replace("\"", ""));
        network.pass(5000);
        assertThat(replica.info("master_link_status")).isEqualTo("up");
        source.ask("MSET {a}color red {a}shape round");

        var mover = source.client();
        mover.send("MIGRATE 127.0.0.1 7003 {a}color 0 4000");
        network.pass(4);
        network.freeze(source, target);
        assertThat(replica.ask("CLUSTER FAILOVER")).isEqualTo("OK");
        network.pass(2000);
        assertThat(replica.info("role")).isEqualTo("slave");

        network.thaw(source, target);
        network.pass(2000);
        assertThat(mover.take()).isEqualTo("OK");
        assertThat(replica.info("role")).isEqualTo("master");
        assertThat(replica.ask("EXISTS {a}color")).isEqualTo("(integer) 0");
        assertThat(replica.ask("EXISTS {a}shape")).isEqualTo("(integer) 1");
        assertThat(target.ask("GET {a}color")).isEqualTo("\"red\"");
    }
}
