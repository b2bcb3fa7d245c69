package hearsay.gossip.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hearsay.gossip.bus.BusMessage;
import hearsay.gossip.harness.Cluster;
import hearsay.gossip.harness.Host;
import hearsay.gossip.member.Member.FailoverKind;
import hearsay.gossip.model.NodeId;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("When a master dies")
class FailoverTest {

    private static final long T = 2_000;
    private static final Settings SETTINGS = Settings.DEFAULT.withNodeTimeoutMillis(T);

    @Test
    @DisplayName("25, 26, 27: it is suspected after T, failed by a majority, and everybody is told")
    void the_others_find_out_in_redis_time() {
        var cluster = Cluster.formed(1, 3, 0, SETTINGS);
        var dead = cluster.hosts.get(0);
        var id = dead.id();
        cluster.crash(dead);
        var witness = cluster.hosts.get(1);
        long pfail = cluster.mustReach("PFAIL", 2 * T, () -> flags(witness, id).contains("fail"));
        assertThat(pfail).isBetween(T / 2, T + T / 2 + 300);
        cluster.mustReach(
                "FAIL everywhere",
                2 * T,
                () ->
                        flags(witness, id).equals("master,fail")
                                && flags(cluster.hosts.get(2), id).equals("master,fail"));
        assertThat(cluster.log())
                .contains("Marking node " + id + " () as failing (quorum reached).");
        cluster.mustReach("state fail", 200, () -> !witness.member().isOk());
    }

    @Test
    @DisplayName("32-37: its replica is elected within a second or two, takes its slots, all agree")
    void its_replica_takes_over() {
        for (int seed = 0; seed < 20; seed++) {
            var cluster = Cluster.formed(seed, 3, 1, SETTINGS);
            var dead = cluster.hosts.get(0);
            var heir = cluster.hosts.get(3);
            var slots = dead.member().mySlots();
            cluster.crash(dead);
            long took = cluster.mustReach("promotion", 10_000, () -> heir.member().isMaster());
            // T/2 to T until a ping is pending, T until PFAIL, gossip, 500 to 1000 ms of delay
            assertThat(took).isBetween(T + 500, 2 * T + 2_000);
            cluster.mustReach("agreement", 500, cluster::isAgreed);
            assertThat(heir.member().mySlots()).isEqualTo(slots);
            assertThat(heir.member().myConfigEpoch()).isEqualTo(heir.member().currentEpoch());
            assertThat(String.join("\n", heir.diary))
                    .contains("Start of election delayed for")
                    .contains("Starting a failover election for epoch 7.")
                    .contains("Failover election won: I'm the new master.")
                    .contains("configEpoch set to 7 after successful failover");
        }
    }

    @Test
    @DisplayName("36: a vote is on disk before it is said")
    void a_voter_saves_before_it_votes() {
        var cluster = Cluster.formed(3, 3, 1, SETTINGS);
        cluster.rule((from, to, message) -> {
            if (message instanceof BusMessage.Vote) {
                assertThat(from.synced)
                        .contains("lastVoteEpoch " + message.header().currentEpoch());
            }
            return 1;
        });
        cluster.crash(cluster.hosts.get(0));
        cluster.mustReach("promotion", 10_000, () -> cluster.hosts.get(3).member().isMaster());
    }

    @Test
    @DisplayName("39: restarted, it keeps its name and becomes a replica of who took its slots")
    void it_comes_back_as_a_replica() {
        var cluster = Cluster.formed(4, 3, 1, SETTINGS);
        var dead = cluster.hosts.get(0);
        var heir = cluster.hosts.get(3);
        var id = dead.id();
        cluster.crash(dead);
        cluster.mustReach("promotion", 10_000, () -> heir.member().isMaster());
        cluster.restart(dead, true);
        cluster.mustReach("demotion", 5_000, () -> !dead.member().isMaster());
        assertThat(dead.id()).isEqualTo(id);
        assertThat(dead.member().master()).isEqualTo(heir.id());
        cluster.mustReach(
                "one shard",
                2_000,
                () -> dead.member().myShardId().equals(heir.member().myShardId()));
        assertThat(dead.diary)
                .anyMatch(line ->
                        line.startsWith(
                                "Configuration change detected. Reconfiguring myself as a"
                                        + " replica of "
                                        + heir.id()));
        cluster.mustReach("agreement", 10_000, cluster::isAgreed);
        cluster.mustReach(
                "no FAIL left",
                10_000,
                () ->
                        cluster.hosts.stream()
                                .allMatch(h -> !h.member().nodes(false).contains("fail")));
    }

    @Test
    @DisplayName("29: a master that nobody replaced is welcome again after 2 T, not before")
    void without_replicas_it_may_come_back_after_a_while() {
        var cluster = Cluster.formed(5, 3, 0, SETTINGS);
        var dead = cluster.hosts.get(0);
        var witness = cluster.hosts.get(1);
        var id = dead.id();
        cluster.isolate(dead);
        cluster.mustReach("FAIL", 10_000, () -> flags(witness, id).equals("master,fail"));
        cluster.heal();
        long took = cluster.mustReach("pardon", 20_000, () -> flags(witness, id).equals("master"));
        assertThat(took).isGreaterThan(2 * T - 1_000);
        cluster.mustReach("agreement", 10_000, cluster::isAgreed);
    }

    @Test
    @DisplayName("26, 31: a minority fails nobody, elects nobody, and says that it is down")
    void a_minority_does_nothing() {
        var cluster = Cluster.formed(6, 3, 1, SETTINGS);
        var alone = cluster.hosts.get(0);
        var withIt = cluster.hosts.get(4); // a replica of master 1
        cluster.isolate(alone, withIt);
        cluster.run(10 * T);
        assertThat(alone.member().isOk()).isFalse();
        assertThat(withIt.member().isMaster()).isFalse();
        assertThat(alone.member().nodes(false)).contains("fail?").doesNotContain("master,fail ");
        assertThat(cluster.hosts.get(3).member().isMaster()).isTrue();
        cluster.heal();
        cluster.mustReach("agreement", 20_000, cluster::isAgreed);
        assertThat(alone.member().isMaster()).isFalse();
    }

    @Test
    @DisplayName("34: of two replicas the one with more data stands first")
    void the_better_replica_wins() {
        for (int seed = 0; seed < 10; seed++) {
            var cluster = Cluster.formed(seed, 3, 2, SETTINGS);
            var dead = cluster.hosts.get(0);
            var poor = cluster.hosts.get(3);
            var rich = cluster.hosts.get(6);
            cluster.crash(dead);
            poor.offset = 50;
            rich.offset = 70;
            cluster.mustReach("promotion", 20_000, () -> rich.member().isMaster());
            cluster.mustReach("agreement", 2_000, cluster::isAgreed);
            cluster.mustReach(
                    "the other follows", 2_000, () -> rich.id().equals(poor.member().master()));
        }
    }

    @Test
    @DisplayName("33: a replica whose data is too old does not stand, and says why")
    void old_data_is_refused() {
        var settings = SETTINGS.withReplicas(false, 1, true);
        var cluster = Cluster.formed(7, 3, 1, settings);
        var dead = cluster.hosts.get(0);
        var heir = cluster.hosts.get(3);
        cluster.lose(BusMessage.Vote.class);
        cluster.crash(dead);
        cluster.run(20_000);
        cluster.noise(0, 3);
        cluster.run(20_000);
        assertThat(heir.member().isMaster()).isFalse();
        assertThat(String.join("\n", heir.diary))
                .contains("Currently unable to failover: Disconnected from master for longer");
    }

    @Test
    @DisplayName("38: an election without enough votes expires and is tried again")
    void an_election_is_repeated() {
        var cluster = Cluster.formed(8, 3, 1, SETTINGS);
        var heir = cluster.hosts.get(3);
        cluster.lose(BusMessage.Vote.class);
        cluster.crash(cluster.hosts.get(0));
        cluster.run(12_000);
        assertThat(heir.member().isMaster()).isFalse();
        cluster.noise(0, 3);
        cluster.mustReach("promotion", 20_000, () -> heir.member().isMaster());
        assertThat(String.join("\n", heir.diary))
                .contains("Starting a failover election for epoch 7.")
                .contains("Starting a failover election for epoch 8.")
                .contains("Currently unable to failover: Waiting for votes")
                .contains("Needed quorum: 2. Number of votes received so far: 0");
    }

    @Test
    @DisplayName(
            "41: CLUSTER FAILOVER moves the role without losing a byte, in well under a second")
    void a_manual_failover_waits_for_the_last_byte() {
        var cluster = Cluster.formed(9, 3, 1, SETTINGS);
        var master = cluster.hosts.get(0);
        var replica = cluster.hosts.get(3);
        master.offset = 12_345;
        replica.carryOut(replica.member().failover(FailoverKind.GENTLE, cluster.now()));
        cluster.mustReach("pause", 100, () -> master.paused);
        long took = cluster.mustReach("promotion", 1_000, () -> replica.member().isMaster());
        assertThat(took).isLessThan(600);
        assertThat(replica.offset).isEqualTo(12_345);
        cluster.mustReach("demotion", 1_000, () -> !master.member().isMaster());
        assertThat(master.paused).isFalse();
        cluster.mustReach("agreement", 1_000, cluster::isAgreed);
        assertThat(String.join("\n", replica.diary))
                .contains("Manual failover user request accepted.")
                .contains("Received replication offset for paused master manual failover: 12345")
                .contains("All master replication stream processed, manual failover can start.")
                .contains("Start of election delayed for 0 milliseconds (rank #0, offset 12345).");
        // And back again, once the new master has heard that it has a replica.
        cluster.run(T);
        master.carryOut(master.member().failover(FailoverKind.GENTLE, cluster.now()));
        cluster.mustReach("the way back", 6_000, () -> master.member().isMaster());
        cluster.mustReach("agreement", 1_000, cluster::isAgreed);
    }

    @Test
    @DisplayName("41: a manual failover that its master never answers is given up after 5 s")
    void a_manual_failover_times_out() {
        var cluster = Cluster.formed(10, 3, 1, SETTINGS);
        var replica = cluster.hosts.get(3);
        cluster.lose(BusMessage.ManualFailoverStart.class);
        replica.carryOut(replica.member().failover(FailoverKind.GENTLE, cluster.now()));
        assertThat(replica.member().isManualFailoverInProgress()).isTrue();
        cluster.run(5_200);
        assertThat(replica.member().isManualFailoverInProgress()).isFalse();
        assertThat(replica.diary).contains("Manual failover timed out.");
    }

    @Test
    @DisplayName("41: FORCE needs no master, only votes")
    void a_forced_failover_asks_the_other_masters() {
        var cluster = Cluster.formed(11, 3, 1, SETTINGS);
        var replica = cluster.hosts.get(3);
        replica.carryOut(replica.member().failover(FailoverKind.FORCE, cluster.now()));
        cluster.mustReach("promotion", 1_000, () -> replica.member().isMaster());
        cluster.mustReach("agreement", 1_000, cluster::isAgreed);
        cluster.mustReach("demotion", 1_000, () -> !cluster.hosts.get(0).member().isMaster());
    }

    @Test
    @DisplayName("41: TAKEOVER needs nobody")
    void a_takeover_asks_nobody() {
        var cluster = Cluster.formed(12, 3, 1, SETTINGS);
        var replica = cluster.hosts.get(3);
        for (int i = 0; i < 3; i++) cluster.crash(cluster.hosts.get(i));
        replica.carryOut(replica.member().failover(FailoverKind.TAKEOVER, cluster.now()));
        assertThat(replica.member().isMaster()).isTrue();
        assertThat(replica.member().myConfigEpoch()).isEqualTo(7);
        assertThat(replica.member().mySlots().size()).isGreaterThan(5_000);
    }

    @Test
    @DisplayName("41: what CLUSTER FAILOVER refuses")
    void failover_is_refused_with_redis_words() {
        var cluster = Cluster.formed(13, 3, 1, SETTINGS);
        var master = cluster.hosts.get(0);
        var replica = cluster.hosts.get(3);
        assertThatThrownBy(() -> master.member().failover(FailoverKind.GENTLE, cluster.now()))
                .hasMessage("ERR You should send CLUSTER FAILOVER to a replica");
        cluster.crash(master);
        cluster.lose(BusMessage.Vote.class);
        cluster.mustReach(
                "FAIL", 10_000, () -> replica.member().nodes(false).contains("master,fail "));
        assertThatThrownBy(() -> replica.member().failover(FailoverKind.GENTLE, cluster.now()))
                .hasMessage("ERR Master is down or failed, please use CLUSTER FAILOVER FORCE");
    }

    private static String flags(Host witness, NodeId of) {
        return witness.member()
                .nodes(false)
                .lines()
                .filter(line -> line.startsWith(of.hex()))
                .map(line -> line.split(" ", -1)[2])
                .findFirst()
                .orElse("");
    }
}
