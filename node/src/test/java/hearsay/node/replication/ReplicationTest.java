package hearsay.node.replication;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.TestNetwork;
import hearsay.node.TestNetwork.Host;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Nodes that follow each other, on a network and a clock that the test holds.
@DisplayName("42. Replication")
class ReplicationTest {

    private final TestNetwork network = new TestNetwork();
    private final Host master = network.host(7000);
    private final Host replica = network.host(7001);
    private final Host other = network.host(7002);

    @Test
    void a_replica_takes_everything_over_and_follows() {
        for (int i = 0; i < 1000; i++) master.ask("SET key:" + i + " value:" + i);
        assertThat(replica.ask("REPLICAOF 127.0.0.1 7000")).isEqualTo("OK");
        for (int step = 0; step < 100; step++) {
            network.pass(100);
            master.ask("SET during:" + step + " x");
            master.ask("INCR counter");
        }
        settle();

        assertThat(replica.info("master_link_status")).isEqualTo("up");
        assertThat(master.dump()).hasSize(1101);
        assertThatReplicaEqualsMaster();
    }

    @Test
    void keys_changed_while_the_snapshot_is_on_its_way_end_up_as_on_the_master() {
        for (int i = 0; i < 20_000; i++)
            master.ask("SET key:" + i + " a-value-of-some-length-" + i);
        follow(replica, master);
        network.pass(5_500);
        for (int step = 0; step < 1000; step++) {
            master.ask("SET key:" + step * 19 + " changed");
            master.ask("INCR counter:" + step % 7);
            if (step == 30) master.ask("SELECT 3");
            network.pass(1);
        }
        settle();

        assertThat(master.dump().keySet()).anyMatch(key -> key.startsWith("3/"));
        assertThatReplicaEqualsMaster();
    }

    @Test
    void a_short_cut_costs_only_what_was_missed() {
        attach(replica, master);
        master.ask("SET before 1");
        settle();
        network.freeze(master, replica);
        network.cut(master, replica);
        master.ask("SET missed 2");
        network.pass(1500);
        network.thaw(master, replica);
        network.pass(62_000);
        master.ask("SET after 3");
        settle();

        assertThat(master.server().statistics().partialSyncsAccepted).isEqualTo(1);
        assertThat(master.server().statistics().fullSyncs).isEqualTo(1);
        assertThat(replica.logged("Successful partial resynchronization")).isEqualTo(1);
        assertThatReplicaEqualsMaster();
    }

    @Test
    void who_was_away_for_longer_than_the_backlog_takes_everything_over_again() {
        master.set("repl-backlog-size", "16384");
        attach(replica, master);
        network.freeze(master, replica);
        network.cut(master, replica);
        for (int i = 0; i < 1000; i++) master.ask("SET key:" + i + " " + "x".repeat(20));
        network.thaw(master, replica);
        network.pass(70_000);

        assertThat(master.server().statistics().partialSyncsAccepted).isZero();
        // The first time it asked to go on with its own history, which was nobody's but its own.
        assertThat(master.server().statistics().partialSyncsRefused).isEqualTo(2);
        assertThat(master.server().statistics().fullSyncs).isEqualTo(2);
        assertThatReplicaEqualsMaster();
    }

    @Test
    void a_replica_whose_clients_are_paused_catches_up_when_they_go_on() {
        attach(replica, master);
        replica.ask("CLIENT PAUSE 3000 WRITE");
        for (int i = 0; i < 100; i++) {
            master.ask("INCR counter");
            network.pass(1);
        }
        master.ask("SET last 1");
        network.pass(500);
        assertThat(replica.dump()).isEmpty();
        network.pass(5_000);
        master.ask("INCR counter");
        settle();

        assertThat(master.server().statistics().fullSyncs).isEqualTo(1);
        assertThatReplicaEqualsMaster();
    }

    @Test
    void a_turn_that_writes_more_than_the_backlog_holds_loses_nothing_for_those_who_follow() {
        master.set("repl-backlog-size", "16384");
        attach(replica, master);
        master.ask("SET large " + "y".repeat(100_000));
        settle();

        assertThat(master.server().statistics().fullSyncs).isEqualTo(1);
        assertThatReplicaEqualsMaster();
    }

    @Test
    void a_replica_of_a_replica_has_the_same_stream_at_the_same_offsets() {
        attach(replica, master);
        attach(other, replica);
        for (int i = 0; i < 500; i++) master.ask("SET key:" + i + " v");
        settle();
        network.cut(replica, other);
        master.ask("SET more 1");
        settle();

        assertThat(replica.server().statistics().partialSyncsAccepted).isEqualTo(1);
        assertThat(other.info("slave_repl_offset")).isEqualTo(master.info("master_repl_offset"));
        assertThat(other.info("master_replid")).isEqualTo(master.info("master_replid"));
        assertThat(other.dump()).isEqualTo(master.dump());
        assertThatReplicaEqualsMaster();
    }

    @Test
    void after_a_promotion_the_others_go_on_by_the_second_id() {
        attach(replica, master);
        attach(other, master);
        for (int i = 0; i < 100; i++) master.ask("SET key:" + i + " v");
        settle();
        var oldId = master.info("master_replid");
        var offset = master.info("master_repl_offset");
        master.sleep(true);
        assertThat(replica.ask("REPLICAOF NO ONE")).isEqualTo("OK");
        assertThat(replica.info("master_replid2")).isEqualTo(oldId);
        assertThat(replica.info("second_repl_offset"))
                .isEqualTo(Long.toString(Long.parseLong(offset) + 1));
        assertThat(replica.ask("SET new master")).isEqualTo("OK");
        other.ask("REPLICAOF 127.0.0.1 7001");
        network.pass(1000);
        master.sleep(false);
        master.ask("REPLICAOF 127.0.0.1 7001");
        network.pass(1000);

        assertThat(replica.server().statistics().partialSyncsAccepted).isEqualTo(2);
        assertThat(replica.server().statistics().fullSyncs).isZero();
        assertThat(other.dump()).isEqualTo(replica.dump());
        assertThat(master.dump()).isEqualTo(replica.dump()).containsKey("0/new");
        assertThat(other.info("slave_repl_offset")).isEqualTo(replica.info("master_repl_offset"));
    }

    @Test
    void an_old_master_that_wrote_on_alone_takes_everything_over() {
        attach(replica, master);
        network.freeze(master, replica);
        network.cut(master, replica);
        master.ask("SET lost 1");
        master.ask("SET lost 2");
        replica.ask("REPLICAOF NO ONE");
        network.thaw(master, replica);
        master.ask("REPLICAOF 127.0.0.1 7001");
        network.pass(10_000);

        assertThat(replica.server().statistics().fullSyncs).isEqualTo(1);
        assertThat(master.dump()).isEqualTo(replica.dump()).doesNotContainKey("0/lost");
    }

    @Test
    void a_transaction_cut_in_the_middle_is_asked_for_again_as_a_whole() {
        attach(replica, master);
        attach(other, replica);
        long before = master.server().replication().offset();
        network.travelInPieces(16);
        master.ask("MULTI");
        master.ask("SET one 1");
        master.ask("SET two 2");
        master.ask("EXEC");
        network.pass(5);
        network.cut(master, replica);
        network.pass(1);
        assertThat(replica.logged("Connection with master lost.")).isEqualTo(1);
        assertThat(replica.dump()).isEmpty();
        // Of all that has come only the SELECT before MULTI counts.
        assertThat(replica.server().replication().offset()).isEqualTo(before + 23);
        network.pass(1000);

        assertThat(master.server().statistics().partialSyncsAccepted).isEqualTo(1);
        assertThat(master.dump()).hasSize(2);
        assertThat(other.dump()).isEqualTo(master.dump());
        settle();
        assertThatReplicaEqualsMaster();
    }

    @Test
    void only_the_master_ends_a_key_and_nobody_sees_it_on_the_replica_meanwhile() {
        attach(replica, master);
        master.ask("SET short lived");
        settle();
        long end = network.nowMillis() + 500;
        for (var node : new Host[] {master, replica}) node.expireAt("short", end);
        network.freeze(master, replica);
        network.pass(5_000);
        assertThat(replica.ask("GET short")).isEqualTo("(nil)");
        assertThat(replica.dump()).containsKey("0/short");
        assertThat(master.dump()).doesNotContainKey("0/short");
        network.thaw(master, replica);
        settle();
        assertThat(replica.dump()).doesNotContainKey("0/short");
        assertThatReplicaEqualsMaster();
    }

    @Test
    void the_masters_commands_see_a_key_whose_end_it_has_not_announced() {
        attach(replica, master);
        master.ask("SET count 5");
        settle();
        // The replica's clock is ahead, as it were.
        replica.expireAt("count", network.nowMillis() - 1000);
        master.ask("INCR count");
        settle();
        assertThat(replica.dump().get("0/count")).startsWith("6 ");
    }

    @Test
    void a_replica_only_reads() {
        attach(replica, master);
        assertThat(replica.ask("SET a 1"))
                .isEqualTo("(error) READONLY You can't write against a read only replica.");
        replica.set("replica-read-only", "no");
        assertThat(replica.ask("SET a 1")).isEqualTo("OK");
    }

    @Test
    void without_its_master_a_replica_may_refuse_to_serve_what_is_stale() {
        attach(replica, master);
        network.freeze(master, replica);
        network.cut(master, replica);
        settle();
        assertThat(replica.ask("GET a")).isEqualTo("(nil)");
        replica.set("replica-serve-stale-data", "no");
        assertThat(replica.ask("GET a"))
                .isEqualTo(
                        "(error) MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.");
        assertThat(replica.ask("ECHO a")).isEqualTo("\"a\"");
        network.pass(3_000);
        assertThat(replica.info("master_link_down_since_seconds")).isEqualTo("3");
    }

    @Test
    void a_master_refuses_to_write_without_enough_replicas_that_answer() {
        master.set("min-replicas-to-write", "1");
        var refused = "(error) NOREPLICAS Not enough good replicas to write.";
        assertThat(master.ask("SET a 1")).isEqualTo(refused);
        attach(replica, master);
        assertThat(master.ask("SET a 1")).isEqualTo("OK");
        assertThat(master.info("min_slaves_good_slaves")).isEqualTo("1");
        replica.sleep(true);
        network.pass(9_000);
        assertThat(master.ask("SET a 1")).isEqualTo("OK");
        network.pass(4_000);
        assertThat(master.ask("SET a 1")).isEqualTo(refused);
        replica.sleep(false);
        network.pass(2_000);
        assertThat(master.ask("SET a 1")).isEqualTo("OK");
    }

    @Test
    void wait_answers_when_enough_replicas_have_the_write_or_the_time_is_over() {
        attach(replica, master);
        var client = master.client();
        assertThat(client.ask("SET a 1")).isEqualTo("OK");
        assertThat(client.ask("WAIT 1 1000")).isEmpty();
        network.pass(5);
        assertThat(client.take()).isEqualTo("(integer) 1");
        assertThat(client.ask("WAIT 1 1000")).isEqualTo("(integer) 1");

        client.ask("SET a 2");
        client.send("WAIT 2 700");
        client.send("GET a");
        network.pass(500);
        assertThat(client.take()).isEmpty();
        network.pass(300);
        assertThat(client.take()).isEqualTo("(integer) 1\n\"2\"");
        assertThat(client.ask("WAIT 1 -1")).isEqualTo("(error) ERR timeout is negative");
        assertThat(replica.ask("WAIT 1 0")).startsWith("(error) ERR WAIT cannot be used with");
    }

    @Test
    void silence_ends_a_link_on_both_sides_and_what_was_missed_is_made_up_for() {
        attach(replica, master);
        network.freeze(master, replica);
        master.ask("SET a 1");
        network.pass(59_000);
        assertThat(replica.info("master_link_status")).isEqualTo("up");
        assertThat(replica.info("master_last_io_seconds_ago")).isNotEqualTo("0");
        network.pass(4_000);
        assertThat(replica.info("master_link_status")).isEqualTo("down");
        assertThat(replica.logged("MASTER timeout: no data nor PING received...")).isEqualTo(1);
        network.pass(1_000);
        assertThat(master.info("connected_slaves")).isEqualTo("0");
        network.thaw(master, replica);
        network.pass(70_000);
        assertThat(master.server().statistics().partialSyncsAccepted).isEqualTo(1);
        assertThatReplicaEqualsMaster();
    }

    @Test
    void replicas_that_come_together_share_a_snapshot_and_later_ones_wait_for_the_next() {
        for (int i = 0; i < 30_000; i++) master.ask("SET key:" + i + " " + "v".repeat(40));
        follow(replica, master);
        network.pass(2_000);
        follow(other, master);
        network.pass(3_103);
        assertThat(master.logged("Starting BGSAVE for SYNC")).isEqualTo(1);
        assertThat(master.info("slave0")).contains("state=send_bulk");
        assertThat(master.info("slave1")).contains("state=send_bulk");
        var third = network.host(7003);
        follow(third, master);
        network.pass(10);
        assertThat(master.info("slave2")).contains("state=wait_bgsave");
        network.pass(7_000);
        assertThat(master.logged("Starting BGSAVE for SYNC")).isEqualTo(2);
        for (var each : new Host[] {replica, other, third}) {
            assertThat(each.dump()).isEqualTo(master.dump());
        }
    }

    @Test
    void enough_replicas_need_not_wait_for_more() {
        master.set("repl-diskless-sync-max-replicas", "2");
        follow(replica, master);
        follow(other, master);
        network.pass(300);
        assertThat(master.logged("Starting BGSAVE for SYNC")).isEqualTo(1);
    }

    @Test
    void a_backlog_nobody_needs_is_dropped_and_with_it_the_history() {
        master.set("repl-backlog-ttl", "10");
        attach(replica, master);
        var id = master.info("master_replid");
        replica.ask("REPLICAOF NO ONE");
        network.pass(9_000);
        assertThat(master.info("repl_backlog_active")).isEqualTo("1");
        network.pass(3_000);
        assertThat(master.info("repl_backlog_active")).isEqualTo("0");
        assertThat(master.info("master_replid")).isNotEqualTo(id);
        assertThat(master.server().propagation().isActive()).isFalse();
    }

    @Test
    void a_replica_that_does_not_keep_up_with_the_stream_is_cut_off() {
        master.set("client-output-buffer-limit", "replica 100000 0 0");
        master.set("repl-backlog-size", "16384");
        attach(replica, master);
        network.freeze(master, replica);
        for (int i = 0; i < 10; i++) master.ask("SET key:" + i + " " + "x".repeat(20_000));
        network.pass(200);
        assertThat(master.info("connected_slaves")).isEqualTo("0");
        assertThat(master.server().statistics().outputLimitDisconnections).isEqualTo(1);
        assertThat(master.logged("output buffer limits")).isEqualTo(1);
    }

    @Test
    void a_master_that_is_not_there_is_tried_again_each_second() {
        replica.ask("REPLICAOF 127.0.0.1 7009");
        network.pass(3_500);
        assertThat(replica.logged("Connecting to MASTER 127.0.0.1:7009")).isBetween(3L, 5L);
        assertThat(replica.logged("Connection refused")).isGreaterThan(2);
        assertThat(replica.info("master_link_status")).isEqualTo("down");
        assertThat(replica.info("master_link_down_since_seconds")).isEqualTo("-1");
    }

    @Test
    void role_tells_who_follows_whom() {
        attach(replica, master);
        assertThat(replica.ask("ROLE"))
                .isEqualTo(
                        """
                        1) "slave"
                        2) "127.0.0.1"
                        3) (integer) 7000
                        4) "connected"
                        5) (integer) %s\
                        """
                                .formatted(replica.info("slave_repl_offset")));
        assertThat(master.ask("ROLE"))
                .matches(
                        """
                        (?s)1\\) "master"
                        2\\) \\(integer\\) \\d+
                        3\\) 1\\) 1\\) "127.0.0.1"
                              2\\) "7001"
                              3\\) "\\d+\"\
                        """);
    }

    @Test
    void replicaof_says_what_is_wrong_and_what_is_so_already() {
        assertThat(replica.ask("REPLICAOF 127.0.0.1 x"))
                .isEqualTo("(error) ERR Invalid master port");
        assertThat(replica.ask("REPLICAOF 127.0.0.1 65536"))
                .isEqualTo("(error) ERR Invalid master port");
        assertThat(replica.ask("REPLICAOF NO ONE")).isEqualTo("OK");
        assertThat(replica.ask("SLAVEOF 127.0.0.1 7000")).isEqualTo("OK");
        assertThat(replica.ask("REPLICAOF 127.0.0.1 7000"))
                .isEqualTo("OK Already connected to specified master");
        assertThat(replica.ask("PSYNC ? -1"))
                .isEqualTo("(error) NOMASTERLINK Can't SYNC while not connected with my master");
        assertThat(master.ask("REPLCONF listening-port")).isEqualTo("(error) ERR syntax error");
        assertThat(master.ask("REPLCONF listening-port x"))
                .isEqualTo("(error) ERR value is not an integer or out of range");
        assertThat(master.ask("REPLCONF nothing 1"))
                .isEqualTo("(error) ERR Unrecognized REPLCONF option: nothing");
        assertThat(master.ask("REPLCONF ack 1")).isEmpty();
    }

    private void follow(Host follower, Host leader) {
        assertThat(follower.ask("REPLICAOF 127.0.0.1 " + leader.port())).isEqualTo("OK");
    }

    private void attach(Host follower, Host leader) {
        follow(follower, leader);
        network.pass(7_000);
        assertThat(follower.info("master_link_status")).isEqualTo("up");
    }

    /// What is on its way arrives; no cron runs.
    private void settle() {
        network.pass(100 - network.nowMillis() % 100 + 50);
    }

    private void assertThatReplicaEqualsMaster() {
        assertThat(replica.dump()).isEqualTo(master.dump());
        assertThat(replica.info("slave_repl_offset")).isEqualTo(master.info("master_repl_offset"));
        assertThat(replica.info("master_replid")).isEqualTo(master.info("master_replid"));
    }
}
