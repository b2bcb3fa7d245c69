package hearsay.sentinel.member;

import static hearsay.sentinel.harness.Stage.FAILOVER_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hearsay.sentinel.harness.Machine;
import hearsay.sentinel.harness.SentinelHost;
import hearsay.sentinel.harness.Stage;
import hearsay.sentinel.rules.Rules;
import java.util.ArrayList;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Whatever happens to five nodes and five Sentinels")
class AdversityTest {

    private static final int SEEDS = Integer.getInteger("hearsay.chaos.seeds", 25);

    @Test
    @DisplayName("an epoch has one leader, and when all is well again all agree")
    void laws_hold() {
        for (int seed = 0; seed < SEEDS; seed++) {
            var stage = Stage.acquainted(seed, 4, 5, 3);
            trouble(stage, seed);
            Laws.oneLeaderPerEpoch(stage);
            repair(stage);
            stage.mustReach("agreement", 6 * FAILOVER_TIMEOUT, () -> isWell(stage));
            Laws.oneLeaderPerEpoch(stage);
        }
    }

    private static void trouble(Stage stage, int seed) {
        var chance = new SplittableRandom(seed);
        for (int i = 0; i < 25; i++) {
            var machines = stage.machines();
            var machine = machines.get(chance.nextInt(machines.size()));
            switch (chance.nextInt(7)) {
                case 0 -> {
                    if (machine.up) machine.crash();
                }
                case 1 -> machine.pause();
                case 2 -> machine.resume();
                case 3 -> restart(machine);
                case 4 -> {
                    var other = machines.get(chance.nextInt(machines.size()));
                    if (other != machine) stage.cut(machine, other);
                }
                case 5 -> {
                    var some = new ArrayList<Machine>();
                    for (var each : machines) if (chance.nextInt(3) == 0) some.add(each);
                    stage.isolate(some);
                }
                default -> stage.heal();
            }
            if (chance.nextInt(3) == 0) stage.nodes.getFirst().pause();
            stage.pass(chance.nextInt(12_000));
        }
    }

    private static void restart(Machine machine) {
        if (machine.up) return;
        if (machine instanceof SentinelHost host) host.start();
        if (machine instanceof hearsay.sentinel.harness.FakeRedis node) node.restart();
    }

    private static void repair(Stage stage) {
        stage.heal();
        for (var machine : stage.machines()) {
            machine.resume();
            restart(machine);
        }
    }

    /// One master, and everybody says so.
    private static boolean isWell(Stage stage) {
        var masters = stage.nodes.stream().filter(node -> node.master == null).toList();
        if (masters.size() != 1) return false;
        var master = masters.getFirst();
        for (var node : stage.nodes) if (node != master && node.master != master) return false;
        for (var sentinel : stage.sentinels) {
            boolean agrees =
                    sentinel.masterPort() == master.port && sentinel.flags().equals("master");
            if (!agrees) return false;
        }
        return true;
    }

    // ---- And if one of the rules were another one, it would be noticed. ----

    @Test
    @DisplayName("D7.67: two votes in an epoch are noticed")
    void a_second_vote_is_noticed() {
        notices(
                new Rules() {
                    @Override
                    public boolean mayVote(long requested, long last, long current) {
                        return current <= requested;
                    }
                });
    }

    @Test
    @DisplayName("D7.67: a vote that a crash forgets is noticed")
    void a_forgotten_vote_is_noticed() {
        var stage = Stage.acquainted(1, 1, 3, 2);
        stage.rules =
                new Rules() {
                    @Override
                    public boolean isVoteSavedFirst() {
                        return false;
                    }
                };
        var voter = stage.sentinels.getFirst();
        voter.crash();
        voter.start();
        var master = stage.nodes.getFirst();
        ask(voter, master, "a".repeat(40));
        voter.crash();
        voter.start();
        ask(voter, master, "b".repeat(40));
        assertThatThrownBy(() -> Laws.oneLeaderPerEpoch(stage))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("vote of");
    }

    private static void ask(SentinelHost voter, Machine master, String candidate) {
        voter.ordered(
                voter.core().isMasterDownByAddr(master.ip, master.port, 7, candidate, voter.now()));
    }

    @Test
    @DisplayName("D7.68: a leader without a majority is noticed")
    void a_minority_leader_is_noticed() {
        notices(
                new Rules() {
                    @Override
                    public boolean isElected(int votes, int voters, int quorum) {
                        return votes >= 1;
                    }
                });
    }

    @Test
    @DisplayName("D7.68: a leader by nobody's vote is noticed")
    void an_unelected_leader_is_noticed() {
        notices(
                new Rules() {
                    @Override
                    public boolean mayPromote(boolean elected, boolean forced) {
                        return true;
                    }
                });
    }

    private static void notices(Rules rules) {
        for (int seed = 0; seed < 30; seed++) {
            var stage = new Stage(seed);
            stage.rules = rules;
            stage.nodes(2);
            for (int i = 0; i < 5; i++) stage.sentinel(stage.conf(2)).start();
            stage.mustReach("acquaintance", 20_000, stage::isAcquainted);
            // Two camps, and one between them who can be asked by both.
            for (int one = 0; one < 2; one++) {
                for (int other = 3; other < 5; other++) {
                    stage.cut(stage.sentinels.get(one), stage.sentinels.get(other));
                }
            }
            stage.nodes.getFirst().crash();
            stage.pass(30_000);
            try {
                Laws.oneLeaderPerEpoch(stage);
            } catch (AssertionError noticed) {
                return;
            }
        }
        assertThat(rules).as("nobody noticed").isNull();
    }
}
