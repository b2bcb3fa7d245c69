package hearsay.node.replication;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.Conversation;
import hearsay.node.TestNetwork;
import hearsay.node.TestNetwork.Host;
import hearsay.node.TestNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Snapshots that are slowed down on purpose: `rdb-key-save-delay` and `key-load-delay`.
class SlowSnapshotTest {

    private static final int KEYS = 200;

    private final TestNetwork network = new TestNetwork();
    private final Host master = network.host(7000);
    private final Host replica = network.host(7001);

    /// 200 keys, 10 ms each.
    @ParameterizedTest
    @ValueSource(strings = {"rdb-key-save-delay", "key-load-delay"})
    void a_full_synchronization_takes_so_long_and_everybody_is_served_meanwhile(String delay) {
        fill();
        slow(delay, "10000");
        follow();
        network.pass(1900);
        assertThat(replica.info("master_link_status")).isEqualTo("down");
        assertThat(master.ask("SET during 1")).isEqualTo("OK");
        assertThat(replica.ask("PING")).isEqualTo("PONG");
        assertThat(replica.ask("DBSIZE")).isEqualTo("(integer) 0");

        network.pass(600);
        assertThat(replica.info("master_link_status")).isEqualTo("up");
        network.pass(1200);
        assertThat(replica.dump()).isEqualTo(master.dump()).hasSize(KEYS + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rdb-key-save-delay", "key-load-delay"})
    void who_takes_the_delay_away_waits_no_longer(String delay) {
        fill();
        slow(delay, "1000000");
        follow();
        network.pass(10_000);
        assertThat(replica.info("master_link_status")).isEqualTo("down");
        slow(delay, "0");
        network.pass(300);
        assertThat(replica.info("master_link_status")).isEqualTo("up");
        assertThat(replica.dump()).isEqualTo(master.dump()).hasSize(KEYS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rdb-key-save-delay", "key-load-delay"})
    void a_link_that_is_cut_meanwhile_begins_again(String delay) {
        fill();
        slow(delay, "10000");
        follow();
        network.pass(1000);
        network.cut(master, replica);
        network.pass(1500);
        assertThat(replica.info("master_link_status")).isEqualTo("down");
        network.pass(3000);
        assertThat(replica.info("master_link_status")).isEqualTo("up");
        assertThat(replica.dump()).isEqualTo(master.dump());
    }

    /// One microsecond for so many keys is no time here.
    @Test
    void a_delay_below_zero_is_a_short_one() {
        fill();
        slow("rdb-key-save-delay", "-10");
        slow("key-load-delay", "-10");
        follow();
        network.pass(1000);
        assertThat(replica.dump()).isEqualTo(master.dump()).hasSize(KEYS);
    }

    @Test
    void debug_reload_stands_still_for_all_keys_to_be_written_and_read() {
        var node = new TestNode("--enable-debug-command", "yes");
        long before = node.nowMillis();
        new Conversation(node)
                .hold(
                        """
                        > DEBUG POPULATE 50
                        OK
                        > CONFIG SET rdb-key-save-delay 2000 key-load-delay 4000
                        OK
                        > DEBUG RELOAD
                        OK
                        > DBSIZE
                        (integer) 50
                        """);
        assertThat(node.nowMillis() - before).isEqualTo(300);
    }

    private void fill() {
        for (int i = 0; i < KEYS; i++) master.ask("SET key:" + i + " value:" + i);
    }

    /// Whoever it concerns.
    private void slow(String delay, String micros) {
        for (var host : new Host[] {master, replica}) {
            assertThat(host.ask("CONFIG SET " + delay + " " + micros)).isEqualTo("OK");
        }
    }

    private void follow() {
        for (var host : new Host[] {master, replica}) {
            host.set("repl-diskless-sync-delay", "0");
        }
        assertThat(replica.ask("REPLICAOF 127.0.0.1 7000")).isEqualTo("OK");
    }
}
