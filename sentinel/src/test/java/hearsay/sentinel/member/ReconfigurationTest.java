package hearsay.sentinel.member;

import static hearsay.sentinel.harness.Stage.FAILOVER_TIMEOUT;
import static hearsay.sentinel.harness.Stage.MASTER;
import static hearsay.sentinel.member.SuccessionTest.any;
import static hearsay.sentinel.member.SuccessionTest.isAgreed;
import static org.assertj.core.api.Assertions.assertThat;

import hearsay.sentinel.harness.Stage;
import hearsay.sentinel.hello.Hello;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The replicas of a dead master")
class ReconfigurationTest {

    @Test
    @DisplayName("D7.73: follow the new one parallel-syncs at a time")
    void parallel_syncs() {
        for (int syncs : new int[] {1, 5}) {
            var stage = Stage.acquainted(1, 6, 1, 1);
            var sentinel = stage.sentinels.getFirst();
            sentinel.ordered(
                    sentinel.core()
                            .set(
                                    MASTER,
                                    List.of(
                                            "parallel-syncs",
                                            "" + syncs,
                                            "failover-timeout",
                                            "180000"),
                                    sentinel.now()));
            for (var node : stage.nodes) node.syncMillis = 3_000;
            stage.nodes.getFirst().crash();
            int most = 0;
            stage.mustReach("promotion", 20_000, () -> sentinel.told("+promoted-slave"));
            long start = stage.now();
            while (!sentinel.told("+switch-master")) {
                stage.pass(50);
                int underWay = 0;
                for (var sheet : sentinel.core().replicas(MASTER, sentinel.now())) {
                    String flags = sheet.get("flags");
                    if (flags.contains("reconf_sent") || flags.contains("reconf_inprog")) {
                        underWay++;
                    }
                }
                most = Math.max(most, underWay);
            }
            assertThat(most).isEqualTo(syncs);
            assertThat(sentinel.count("+slave-reconf-done")).isEqualTo(5);
            assertThat(stage.now() - start).isBetween(3_000L * 5 / syncs, 6_500L * 5 / syncs);
        }
    }

    @Test
    @DisplayName("D7.73: one that does not do as told within 10 s holds nobody up")
    void a_stubborn_replica() {
        var stage = Stage.acquainted(2, 3, 1, 1);
        var sentinel = stage.sentinels.getFirst();
        sentinel.ordered(
                sentinel.core().set(MASTER, List.of("failover-timeout", "60000"), sentinel.now()));
        stage.nodes.get(1).priority = 1;
        stage.pass(12_000);
        stage.nodes.get(2).obedient = false;
        stage.nodes.getFirst().crash();
        stage.mustReach(
                "patience", 40_000, () -> sentinel.told("-slave-reconf-sent-timeout slave"));
        stage.mustReach("end", 10_000, () -> sentinel.told("+failover-end master"));
        assertThat(sentinel.told("+failover-end-for-timeout")).isFalse();
        assertThat(stage.nodes.get(3).master).isSameAs(stage.nodes.get(1));
        // It is told again when failover-timeout is over.
        stage.nodes.get(2).obedient = true;
        stage.mustReach(
                "correction", 120_000, () -> sentinel.told("+fix-slave-config slave 10.0.0.3"));
        stage.pass(100);
        assertThat(stage.nodes.get(2).master).isSameAs(stage.nodes.get(1));
    }

    @Test
    @DisplayName("D7.73: when failover-timeout is over, all are told at once, and that is the end")
    void the_end_for_timeout() {
        var stage = Stage.acquainted(3, 4, 1, 1);
        var sentinel = stage.sentinels.getFirst();
        for (var node : stage.nodes) node.syncMillis = 15_000;
        stage.nodes.getFirst().crash();
        stage.mustReach(
                "end",
                10_000 + FAILOVER_TIMEOUT,
                () -> sentinel.told("+failover-end-for-timeout master mymaster"));
        assertThat(sentinel.events())
                .containsSubsequence(
                        "+slave-reconf-sent",
                        "+failover-end-for-timeout",
                        "+failover-end",
                        "+slave-reconf-sent-be",
                        "+switch-master");
        stage.pass(100);
        int promoted = sentinel.masterPort();
        for (var node : stage.nodes) {
            var of = node.master;
            if (node.up && of != null) assertThat(of.port).isEqualTo(promoted);
        }
    }

    @Test
    @DisplayName(
            "D7.75: a failover that a later one overtakes, back to the old master, is given up")
    void a_failover_is_overtaken() {
        var stage = Stage.acquainted(7, 2, 1, 1);
        var sentinel = stage.sentinels.getFirst();
        for (var node : stage.nodes) node.syncMillis = 15_000;
        stage.nodes.getFirst().crash();
        stage.mustReach("promotion", 10_000, () -> sentinel.told("+promoted-slave"));
        assertThat(sentinel.masterPort()).isNotEqualTo(6379);

        var other = new Hello("10.0.1.9", 26_379, "f".repeat(40), 5, MASTER, "10.0.0.1", 6379, 5);
        sentinel.ordered(sentinel.core().publish(Hello.CHANNEL, other.toString(), sentinel.now()));
        assertThat(sentinel.told("-failover-abort-overtaken master mymaster 10.0.0.1 6379"))
                .isTrue();
        assertThat(sentinel.masterPort()).isEqualTo(6379);
        assertThat(sentinel.flags()).doesNotContain("failover_in_progress");
        assertThat(sentinel.core().replicas(MASTER, sentinel.now())).hasSize(2);
        assertThat(sentinel.told("+switch-master")).isFalse();
    }

    @Test
    @DisplayName("D7.73: one that is down itself is not waited for, and is told when it is back")
    void a_dead_replica() {
        var stage = Stage.acquainted(4, 2, 3, 2);
        var dead = stage.nodes.get(1);
        dead.crash();
        stage.pass(5_000);
        stage.nodes.getFirst().crash();
        long took = stage.mustReach("agreement", 20_000, () -> isAgreed(stage));
        assertThat(took).isLessThan(10_000);
        dead.restart();
        stage.mustReach(
                "correction",
                FAILOVER_TIMEOUT + 40_000,
                () -> any(stage, "+fix-slave-config slave 10.0.0.2:6380") != null);
        stage.pass(100);
        assertThat(dead.master).isSameAs(stage.nodes.get(2));
    }

    @Test
    @DisplayName("D7.74: a replica that says it is a master is one again after four hellos")
    void a_confused_replica() {
        var stage = Stage.acquainted(5, 1, 3, 2);
        stage.pass(12_000);
        var confused = stage.nodes.get(1);
        confused.replicate(null);
        stage.mustReach(
                "report", 11_000, () -> any(stage, "-role-change slave 10.0.0.2:6380") != null);
        long took = stage.mustReach("conversion", 15_000, () -> !confused.isMaster());
        assertThat(took).isGreaterThan(8_000);
        assertThat(any(stage, "+convert-to-slave slave 10.0.0.2:6380 10.0.0.2 6380 @ mymaster"))
                .isNotNull();
        assertThat(any(stage, "+try-failover")).isNull();
        stage.mustReach(
                "report", 11_000, () -> any(stage, "+role-change slave 10.0.0.2:6380") != null);
    }

    @Test
    @DisplayName("D7.74: nobody is converted while the master itself is in doubt")
    void only_a_sane_master_is_followed() {
        var stage = Stage.acquainted(6, 1, 1, 1);
        stage.pass(12_000);
        stage.nodes.get(1).priority = 0;
        stage.pass(12_000);
        stage.nodes.getFirst().crash();
        stage.nodes.get(1).replicate(null);
        stage.pass(60_000);
        assertThat(stage.nodes.get(1).isMaster()).isTrue();
        assertThat(any(stage, "+convert-to-slave")).isNull();
    }
}
