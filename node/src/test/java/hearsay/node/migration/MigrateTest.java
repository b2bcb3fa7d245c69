package hearsay.node.migration;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.TestNetwork;
import org.junit.jupiter.api.Test;

/// Two nodes, a millisecond apart: keys go from the one to the other.
class MigrateTest {

    private final TestNetwork network = new TestNetwork();
    private final TestNetwork.Host source = network.host(7001);
    private final TestNetwork.Host target = network.host(7002);

    @Test
    void a_key_goes_with_its_value_and_its_time_to_live() {
        source.ask("SET color red PX 60000");

        var mover = source.client();
        mover.send("MIGRATE 127.0.0.1 7002 color 0 1000");
        assertThat(mover.take()).isEmpty();
        network.pass(20);

        assertThat(mover.take()).isEqualTo("OK");
        assertThat(source.ask("EXISTS color")).isEqualTo("(integer) 0");
        assertThat(target.ask("GET color")).isEqualTo("\"red\"");
        assertThat(target.ask("TTL color")).isEqualTo("(integer) 60");
    }

    @Test
    void a_command_for_a_key_on_its_way_waits_and_others_do_not() {
        source.ask("MSET color red shape round");
        var mover = source.client();
        mover.send("MIGRATE 127.0.0.1 7002 color 0 1000");
        var reader = source.client();
        reader.send("GET color");
        reader.send("PING");
        assertThat(reader.take()).isEmpty();
        assertThat(source.ask("GET shape")).isEqualTo("\"round\"");
        assertThat(source.ask("DBSIZE")).isEqualTo("(integer) 2");

        network.pass(20);

        assertThat(reader.take()).isEqualTo("(nil)\nPONG");
        assertThat(mover.take()).isEqualTo("OK");
    }
}
