package hearsay.sentinel.member;

import static hearsay.sentinel.harness.Stage.DOWN_AFTER;
import static hearsay.sentinel.harness.Stage.FAILOVER_TIMEOUT;
import static hearsay.sentinel.harness.Stage.MASTER;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import hearsay.sentinel.harness.FakeRedis;
import hearsay.sentinel.harness.SentinelHost;
import hearsay.sentinel.harness.Stage;
import hearsay.sentinel.model.Milestone;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("When a master dies")
class SuccessionTest {

    @Test
    @DisplayName("D7.64, 65, 68, 69: it is suspected, agreed upon, and replaced, in seven steps")
    void the_steps_of_a_failover() {
        for (int seed = 0; seed < 10; seed++) {
            var stage = Stage.acquainted(seed, 2, 3, 2);
            var dead = stage.nodes.getFirst();
            dead.crash();
            long sdown =
                    stage.mustReach("sdown", 5_000, () -> all(stage, "+sdown master mymaster"));
            assertThat(sdown).isBetween(DOWN_AFTER - 1_000, DOWN_AFTER + 400);
            stage.mustReach("odown", 2_000, () -> any(stage, "+odown master mymaster") != null);
            stage.mustReach("switch", 10_000, () -> isAgreed(stage));
            var leader = requireNonNull(any(stage, "+elected-leader"));
            assertThat(leader.events())
                    .containsSubsequence(
                            "+monitor",
                            "+sdown",
                            "+odown",
                            "+new-epoch",
                            "+try-failover",
                            "+vote-for-leader",
                            "+elected-leader",
                            "+failover-state-select-slave",
                            "+selected-slave",
                            "+failover-state-send-slaveof-noone",
                            "+failover-state-wait-promotion",
                            "+promoted-slave",
                            "+failover-state-reconf-slaves",
                            "+slave-reconf-sent",
                            "+slave-reconf-inprog",
                            "+slave-reconf-done",
                            "+failover-end",
                            "+switch-master",
                            "+slave",
                            "+slave");
            assertThat(stage.nodes.stream().filter(FakeRedis::isMaster).filter(node -> node.up))
                    .hasSize(1);
        }
    }

    @Test
    @DisplayName("D7.65: without a quorum it is down for each of them and for nobody together")
    void fewer_than_the_quorum_begin_nothing() {
        var stage = Stage.acquainted(1, 2, 3, 3);
        stage.sentinels.get(2).crash();
        stage.nodes.getFirst().crash();
        stage.pass(30_000);
        assertThat(stage.sentinels.get(0).flags()).contains("s_down").doesNotContain("o_down");
        assertThat(any(stage, "+odown")).isNull();
        assertThat(any(stage, "+try-failover")).isNull();
    }

    @Test
    @DisplayName("D7.65: who answers again is down for nobody; what others said counts for 5 s")
    void suspicion_can_clear() {
        var stage = Stage.acquainted(2, 0, 3, 2);
        var master = stage.nodes.getFirst();
        master.pause();
        stage.mustReach("odown", 10_000, () -> all(stage, "+odown"));
        master.resume();
        stage.mustReach("up", 3_000, () -> all(stage, "-sdown") && all(stage, "-odown"));
        var sentinel = stage.sentinels.getFirst();
        // With no replicas there was nobody to promote, whoever was elected.
        stage.mustReach("end", 20_000, () -> sentinel.flags().equals("master"));
        assertThat(stage.nodes.getFirst().isMaster()).isTrue();
        stage.pass(6_000);
        for (var other : sentinel.core().sentinels(MASTER, sentinel.now())) {
            assertThat(other.get("flags")).isEqualTo("sentinel");
        }
    }

    @Test
    @DisplayName("D7.66, 67: one vote per epoch, on disk before it is said")
    void a_vote_is_saved_and_given_once() {
        var stage = Stage.acquainted(3, 1, 3, 2);
        var voter = stage.sentinels.getFirst();
        var master = stage.nodes.getFirst();
        var first =
                voter.core()
                        .isMasterDownByAddr(master.ip, master.port, 7, "a".repeat(40), voter.now());
        assertThat(first.value()).isEqualTo(new Report.MasterDown(false, "a".repeat(40), 7));
        assertThat(first.effects().getFirst())
                .isInstanceOfSatisfying(
                        Effect.Save.class,
                        save -> {
                            assertThat(save.conf().currentEpoch()).isEqualTo(7);
                            assertThat(save.conf().monitored().getFirst().leaderEpoch())
                                    .isEqualTo(7);
                        });
        voter.ordered(first);
        assertThat(voter.told("+vote-for-leader " + "a".repeat(40) + " 7")).isTrue();
        var second =
                voter.core()
                        .isMasterDownByAddr(master.ip, master.port, 7, "b".repeat(40), voter.now());
        assertThat(second.value()).isEqualTo(new Report.MasterDown(false, "a".repeat(40), 7));
        var outdated =
                voter.core()
                        .isMasterDownByAddr(master.ip, master.port, 6, "b".repeat(40), voter.now());
        assertThat(outdated.value()).isEqualTo(new Report.MasterDown(false, "a".repeat(40), 7));
        var later =
                voter.core()
                        .isMasterDownByAddr(master.ip, master.port, 8, "b".repeat(40), voter.now());
        assertThat(later.value()).isEqualTo(new Report.MasterDown(false, "b".repeat(40), 8));
    }

    @Test
    @DisplayName("D7.67: a crash forgets for whom the vote was, but not that there was one")
    void no_vote_is_forgotten_across_a_crash() {
        var stage = Stage.acquainted(4, 1, 3, 2);
        var voter = stage.sentinels.getFirst();
        var master = stage.nodes.getFirst();
        voter.ordered(
                voter.core()
                        .isMasterDownByAddr(
                                master.ip, master.port, 7, "a".repeat(40), voter.now()));
        voter.crash();
        voter.start();
        var again =
                voter.core()
                        .isMasterDownByAddr(master.ip, master.port, 7, "b".repeat(40), voter.now());
        assertThat(again.value()).isEqualTo(new Report.MasterDown(false, "*", 7));
        assertThat(again.effects()).isEmpty();
    }

    @Test
    @DisplayName(
            "D7.67: who has voted for another does not stand itself for twice failover-timeout")
    void a_voter_waits() {
        var stage = Stage.acquainted(5, 1, 3, 2);
        var voter = stage.sentinels.getFirst();
        var master = stage.nodes.getFirst();
        stage.isolate(List.of(stage.sentinels.get(2)));
        stage.cut(stage.sentinels.get(1), stage.nodes.get(1));
        master.crash();
        stage.mustReach("sdown", 5_000, () -> voter.told("+sdown master"));
        voter.ordered(
                voter.core()
                        .isMasterDownByAddr(
                                master.ip, master.port, 50, "a".repeat(40), voter.now()));
        long voted = stage.now();
        stage.mustReach("hint", 3_000, () -> voter.told("Next failover delay: I will not start a"));
        stage.mustReach(
                "own attempt",
                3 * FAILOVER_TIMEOUT,
                () -> voter.told("+try-failover") || votedForAnother(voter, 50));
        if (voter.told("+try-failover")) {
            assertThat(stage.now() - voted).isGreaterThanOrEqualTo(2 * FAILOVER_TIMEOUT);
        }
    }

    @Test
    @DisplayName("D7.67, 68: two that stand in one epoch: one of them wins at most")
    void an_epoch_has_one_leader() {
        for (int seed = 0; seed < 40; seed++) {
            var stage = Stage.acquainted(seed, 2, 5, 2);
            stage.nodes.getFirst().crash();
            stage.mustReach("agreement", 120_000, () -> isAgreed(stage));
            Laws.oneLeaderPerEpoch(stage);
        }
    }

    @Test
    @DisplayName("D7.68: a quorum that is met and a majority that is not: no promotion")
    void two_of_five_agree_but_elect_nobody() {
        var stage = Stage.acquainted(6, 1, 5, 2);
        for (int i = 2; i < 5; i++) stage.sentinels.get(i).crash();
        stage.nodes.getFirst().crash();
        stage.mustReach("odown", 5_000, () -> any(stage, "+odown") != null);
        stage.mustReach(
                "abort", 40_000, () -> any(stage, "-failover-abort-not-elected master") != null);
        stage.pass(3 * FAILOVER_TIMEOUT);
        assertThat(any(stage, "+elected-leader")).isNull();
        assertThat(stage.nodes.get(1).isMaster()).isFalse();
        assertThat(stage.sentinels.getFirst().core().masterAddress(MASTER))
                .isEqualTo(new Report.MasterAddress("10.0.0.1", 6379));
    }

    @Test
    @DisplayName("D7.68: a quorum above the majority is asked of the vote, too")
    void the_quorum_also_counts_votes() {
        var stage = Stage.acquainted(7, 1, 5, 4);
        stage.sentinels.get(4).crash();
        // A fourth that agrees but cannot be asked for its vote: it agrees, and then falls silent.
        stage.nodes.getFirst().crash();
        stage.mustReach("odown", 6_000, () -> any(stage, "+odown") != null);
        for (var sentinel : stage.sentinels) {
            for (var milestone : sentinel.milestones) {
                if (milestone instanceof Milestone.Elected elected) {
                    assertThat(elected.votes()).isGreaterThanOrEqualTo(4);
                }
            }
        }
        stage.mustReach("agreement", 200_000, () -> isAgreed(stage));
    }

    @Test
    @DisplayName("Two Sentinels only: when one dies with the master, the other may do nothing")
    void two_sentinels_only() {
        var stage = Stage.acquainted(8, 1, 2, 1);
        stage.nodes.getFirst().powerOff();
        stage.sentinels.getFirst().powerOff();
        var survivor = stage.sentinels.get(1);
        stage.mustReach("odown", 10_000, () -> survivor.told("+odown master mymaster"));
        stage.pass(120_000);
        assertThat(survivor.count("+try-failover")).isGreaterThanOrEqualTo(2);
        assertThat(survivor.count("-failover-abort-not-elected"))
                .isGreaterThanOrEqualTo(survivor.count("+try-failover") - 1);
        assertThat(survivor.told("+elected-leader")).isFalse();
        assertThat(stage.nodes.get(1).isMaster()).isFalse();
    }

    @Test
    @DisplayName("D7.69: the next attempt is twice failover-timeout after the last")
    void attempts_are_far_apart() {
        var stage = Stage.acquainted(9, 1, 2, 1);
        stage.nodes.getFirst().powerOff();
        stage.sentinels.getFirst().powerOff();
        var survivor = stage.sentinels.get(1);
        stage.pass(6 * FAILOVER_TIMEOUT);
        var attempts = new ArrayList<Long>();
        for (var line : survivor.lines) {
            if (line.text().startsWith("+try-failover")) attempts.add(line.at());
        }
        assertThat(attempts).hasSizeGreaterThanOrEqualTo(3);
        for (int i = 1; i < attempts.size(); i++) {
            assertThat(attempts.get(i) - attempts.get(i - 1))
                    .isBetween(2 * FAILOVER_TIMEOUT, 2 * FAILOVER_TIMEOUT + 1_200);
        }
        assertThat(survivor.count("Next failover delay: I will not start a failover before "))
                .isEqualTo(attempts.size());
    }

    @Test
    @DisplayName("D7.70: priority 0 is never promoted, and without another nobody is")
    void priority_zero() {
        var stage = Stage.acquainted(10, 2, 3, 2);
        stage.nodes.get(1).priority = 0;
        stage.pass(15_000);
        stage.nodes.getFirst().crash();
        stage.mustReach("agreement", 20_000, () -> isAgreed(stage));
        assertThat(stage.sentinels.getFirst().masterPort()).isEqualTo(stage.nodes.get(2).port);

        var alone = Stage.acquainted(10, 1, 3, 2);
        alone.nodes.get(1).priority = 0;
        alone.pass(15_000);
        alone.nodes.getFirst().crash();
        alone.mustReach("abort", 20_000, () -> any(alone, "-failover-abort-no-good-slave") != null);
        alone.pass(2 * FAILOVER_TIMEOUT);
        assertThat(alone.nodes.get(1).isMaster()).isFalse();
    }

    @Test
    @DisplayName("D7.70: smaller priority first, then the greater offset, then the smaller run id")
    void the_best_replica() {
        var byPriority = Stage.of(11, 3, 3, 2);
        byPriority.nodes.get(2).priority = 10;
        byPriority.nodes.get(1).offset = 9_999;
        byPriority.mustReach("acquaintance", 20_000, byPriority::isAcquainted);
        byPriority.nodes.getFirst().crash();
        byPriority.mustReach("agreement", 20_000, () -> isAgreed(byPriority));
        assertThat(byPriority.nodes.get(2).isMaster()).isTrue();

        var byOffset = Stage.of(11, 3, 3, 2);
        byOffset.nodes.get(3).offset = 9_999;
        byOffset.mustReach("acquaintance", 20_000, byOffset::isAcquainted);
        byOffset.nodes.getFirst().crash();
        byOffset.mustReach("agreement", 20_000, () -> isAgreed(byOffset));
        assertThat(byOffset.nodes.get(3).isMaster()).isTrue();

        var byRunId = Stage.acquainted(11, 3, 3, 2);
        byRunId.nodes.get(2).runId = "0".repeat(40);
        byRunId.pass(15_000);
        byRunId.nodes.getFirst().crash();
        byRunId.mustReach("agreement", 20_000, () -> isAgreed(byRunId));
        assertThat(byRunId.nodes.get(2).isMaster()).isTrue();
    }

    @Test
    @DisplayName("D7.71: it is promoted by a transaction that also saves and sends clients away")
    void how_a_replica_is_told() {
        var stage = Stage.acquainted(12, 1, 3, 2);
        stage.nodes.getFirst().crash();
        stage.mustReach("agreement", 20_000, () -> isAgreed(stage));
        assertThat(stage.nodes.get(1).heard)
                .containsSequence(
                        "MULTI",
                        "SLAVEOF NO ONE",
                        "CONFIG REWRITE",
                        "CLIENT KILL TYPE normal",
                        "CLIENT KILL TYPE pubsub",
                        "EXEC");
    }

    @Test
    @DisplayName("D7.69: a chosen replica that does not become a master: the failover is given up")
    void promotion_may_fail() {
        var stage = Stage.acquainted(13, 1, 3, 2);
        stage.nodes.get(1).obedient = false;
        stage.nodes.getFirst().crash();
        stage.mustReach(
                "order", 20_000, () -> any(stage, "+failover-state-wait-promotion") != null);
        var leader = requireNonNull(any(stage, "+elected-leader"));
        long since =
                stage.mustReach(
                        "abort",
                        FAILOVER_TIMEOUT + 1_000,
                        () -> leader.told("-failover-abort-slave-timeout master mymaster"));
        assertThat(since).isBetween(FAILOVER_TIMEOUT, FAILOVER_TIMEOUT + 200);
        assertThat(leader.flags()).doesNotContain("failover_in_progress");
        stage.nodes.get(1).obedient = true;
        stage.mustReach("second attempt", 3 * FAILOVER_TIMEOUT, () -> isAgreed(stage));
    }

    @Test
    @DisplayName("D7.69: a chosen replica that is cut off before it is told: given up, too")
    void the_chosen_one_may_vanish() {
        var stage = Stage.acquainted(14, 1, 1, 1);
        var sentinel = stage.sentinels.getFirst();
        stage.nodes.getFirst().crash();
        stage.mustReach("odown", 6_000, () -> sentinel.told("+odown"));
        stage.mustReach("choice", 6_000, () -> sentinel.told("+selected-slave"));
        stage.nodes.get(1).crash();
        stage.mustReach(
                "abort",
                2 * FAILOVER_TIMEOUT,
                () -> sentinel.told("-failover-abort-slave-timeout"));
        assertThat(sentinel.masterPort()).isEqualTo(6379);
    }

    @Test
    @DisplayName(
            "D7.72: with the promotion comes the new configuration, and everybody hears it at once")
    void promotion_is_told_at_once() {
        var stage = Stage.acquainted(15, 2, 3, 2);
        stage.nodes.getFirst().crash();
        stage.mustReach("promotion", 20_000, () -> any(stage, "+promoted-slave") != null);
        var leader = requireNonNull(any(stage, "+promoted-slave"));
        var conf = leader.disk.monitored().getFirst();
        assertThat(conf.configEpoch()).isEqualTo(leader.disk.currentEpoch());
        // The file and the answers name the new master before all is done.
        assertThat(conf.port()).isEqualTo(leader.masterPort()).isNotEqualTo(6379);
        assertThat(conf.knownReplicas())
                .contains(new MonitoredSettings.KnownReplica("10.0.0.1", 6379));
        long spread =
                stage.mustReach(
                        "news",
                        2_000,
                        () ->
                                stage.sentinels.stream()
                                        .filter(sentinel -> sentinel != leader)
                                        .allMatch(sentinel -> sentinel.told("+switch-master")));
        assertThat(spread).isLessThan(300);
    }

    @Test
    @DisplayName(
            "D7.72: told to crash after the promotion, it does; the others bring it to its end")
    void crash_after_promotion() {
        var stage = Stage.acquainted(16, 2, 3, 2);
        for (var sentinel : stage.sentinels) {
            sentinel.ordered(sentinel.core().simulateFailure(List.of("crash-after-promotion")));
        }
        stage.nodes.getFirst().crash();
        stage.mustReach("crash", 20_000, () -> crashed(stage) != null);
        var dead = requireNonNull(crashed(stage));
        assertThat(dead.exitStatus).isEqualTo(99);
        assertThat(dead.events().getLast()).isEqualTo("+promoted-slave");
        assertThat(dead.told("Sentinel CRASH because of SENTINEL simulate-failure")).isTrue();
        dead.start();
        stage.mustReach("agreement", 60_000, () -> isAgreed(stage));
        Laws.oneLeaderPerEpoch(stage);
    }

    @Test
    @DisplayName("D7.68: told to crash when elected, it does; another one leads the next attempt")
    void crash_after_election() {
        var stage = Stage.acquainted(17, 1, 3, 2);
        for (var sentinel : stage.sentinels) {
            sentinel.ordered(sentinel.core().simulateFailure(List.of("CRASH-AFTER-ELECTION")));
            assertThat(sentinel.core().info(sentinel.now()).simulateFailureFlags()).isEqualTo(1);
        }
        stage.nodes.getFirst().crash();
        stage.mustReach("crash", 20_000, () -> crashed(stage) != null);
        var dead = requireNonNull(crashed(stage));
        assertThat(dead.events().getLast()).isEqualTo("+elected-leader");
        for (var sentinel : stage.sentinels) {
            if (sentinel.up) sentinel.ordered(sentinel.core().simulateFailure(List.of()));
        }
        stage.mustReach("agreement", 4 * FAILOVER_TIMEOUT, () -> isAgreed(stage));
        assertThat(stage.nodes.get(1).isMaster()).isTrue();
        Laws.oneLeaderPerEpoch(stage);
    }

    @Test
    @DisplayName(
            "D7.75: a Sentinel that was away takes the newer configuration, and an old one never")
    void the_greater_epoch_wins() {
        var stage = Stage.acquainted(18, 2, 5, 2);
        var away = stage.sentinels.get(4);
        stage.isolate(List.of(away, stage.nodes.getFirst()));
        stage.mustReach(
                "failover without it",
                30_000,
                () ->
                        stage.sentinels.subList(0, 4).stream()
                                .allMatch(sentinel -> sentinel.masterPort() != 6379));
        assertThat(away.masterPort()).isEqualTo(6379);
        stage.heal();
        stage.mustReach("news", 20_000, () -> away.masterPort() != 6379);
        assertThat(away.events())
                .containsSubsequence("+config-update-from", "+switch-master", "+slave");
        // The old master is kept as a replica, and is told so in time.
        assertThat(
                        away.core().replicas(MASTER, away.now()).stream()
                                .map(sheet -> sheet.get("name")))
                .contains("10.0.0.1:6379");
        stage.mustReach("conversion", 60_000, () -> !stage.nodes.getFirst().isMaster());
        assertThat(any(stage, "+convert-to-slave slave 10.0.0.1:6379")).isNotNull();
        // Who says otherwise with an older epoch is not believed.
        int port = away.masterPort();
        away.ordered(
                away.core()
                        .publish(
                                "__sentinel__:hello",
                                "10.0.1.1,26379,"
                                        + stage.sentinels.getFirst().id()
                                        + ",0,mymaster,10.0.0.1,6379,0",
                                away.now()));
        assertThat(away.masterPort()).isEqualTo(port);
    }

    @Test
    @DisplayName("D7.76: ordered by a person, a failover needs no agreement; the errors are Redis'")
    void a_failover_by_order() {
        var stage = Stage.acquainted(19, 2, 3, 2);
        var sentinel = stage.sentinels.getFirst();
        assertThat(sentinel.core().failover("nobody", sentinel.now()).error())
                .isEqualTo("ERR No such master with that name");
        assertThat(sentinel.ordered(sentinel.core().failover(MASTER, sentinel.now())).value())
                .isEqualTo("OK");
        assertThat(sentinel.told("Executing user requested FAILOVER of 'mymaster'")).isTrue();
        assertThat(sentinel.flags()).isEqualTo("master,failover_in_progress,force_failover");
        assertThat(sentinel.core().failover(MASTER, sentinel.now()).error())
                .isEqualTo("INPROG Failover already in progress");
        stage.mustReach("agreement", 20_000, () -> isAgreed(stage));
        assertThat(sentinel.told("+odown")).isFalse();
        stage.mustReach("the old master follows", 60_000, () -> !stage.nodes.getFirst().isMaster());
        assertThat(any(stage, "+convert-to-slave slave 10.0.0.1:6379")).isNotNull();

        var alone = Stage.acquainted(19, 0, 1, 1);
        var lonely = alone.sentinels.getFirst();
        assertThat(lonely.core().failover(MASTER, lonely.now()).error())
                .isEqualTo("NOGOODSLAVE No suitable replica to promote");
    }

    @Test
    @DisplayName("A master that stood still and returns is told whom to follow")
    void a_paused_master_returns() {
        var stage = Stage.acquainted(20, 2, 3, 2);
        var old = stage.nodes.getFirst();
        old.pause();
        stage.mustReach("failover", 30_000, () -> isAgreed(stage));
        stage.pass(20_000);
        old.resume();
        assertThat(old.isMaster()).isTrue();
        long took = stage.mustReach("conversion", 40_000, () -> !old.isMaster());
        // Four hellos, for the news to come by itself, and the INFO that shows its claim.
        assertThat(took).isBetween(8_000L, 32_000L);
        assertThat(any(stage, "+convert-to-slave slave 10.0.0.1:6379")).isNotNull();
    }

    private static boolean votedForAnother(SentinelHost voter, long after) {
        return voter.milestones.stream()
                .anyMatch(milestone ->
                        milestone instanceof Milestone.Voted voted && voted.epoch() > after);
    }

    static @org.jspecify.annotations.Nullable SentinelHost any(Stage stage, String event) {
        for (var sentinel : stage.sentinels) if (sentinel.told(event)) return sentinel;
        return null;
    }

    static boolean all(Stage stage, String event) {
        return stage.sentinels.stream().allMatch(sentinel -> sentinel.told(event));
    }

    private static @org.jspecify.annotations.Nullable SentinelHost crashed(Stage stage) {
        for (var sentinel : stage.sentinels) if (sentinel.exitStatus >= 0) return sentinel;
        return null;
    }

    /// All living Sentinels name the same new master, which is one, and nothing is under way.
    static boolean isAgreed(Stage stage) {
        int port = 0;
        for (var sentinel : stage.sentinels) {
            if (!sentinel.up) continue;
            if (port == 0) port = sentinel.masterPort();
            if (sentinel.masterPort() != port || sentinel.flags().contains("in_progress")) {
                return false;
            }
        }
        int agreed = port;
        return agreed != 6379
                && stage.nodes.stream()
                        .anyMatch(node -> node.port == agreed && node.up && node.isMaster());
    }
}
