package hearsay.sentinel.member;

import static hearsay.sentinel.harness.Stage.MASTER;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import hearsay.client.connection.Reply;
import hearsay.gossip.diary.Level;
import hearsay.sentinel.harness.SentinelHost;
import hearsay.sentinel.harness.Stage;
import hearsay.sentinel.hello.Hello;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The events of a Sentinel")
class EventsTest {

    /// Name and level of each event that the core tells. Those about scripts are told by who runs
    /// them.
    private static final String ALL =
            """
            +monitor WARNING
            -monitor WARNING
            +set WARNING
            +slave NOTICE
            +sentinel NOTICE
            +sentinel-address-switch NOTICE
            +sentinel-address-update NOTICE
            +sentinel-invalid-addr NOTICE
            +sdown WARNING
            -sdown WARNING
            +odown WARNING
            -odown WARNING
            +new-epoch WARNING
            +try-failover WARNING
            +vote-for-leader WARNING
            +elected-leader WARNING
            +failover-state-select-slave WARNING
            +failover-state-send-slaveof-noone NOTICE
            +failover-state-wait-promotion NOTICE
            +failover-state-reconf-slaves WARNING
            +selected-slave WARNING
            +promoted-slave WARNING
            +slave-reconf-sent NOTICE
            +slave-reconf-inprog NOTICE
            +slave-reconf-done NOTICE
            +slave-reconf-sent-be NOTICE
            -slave-reconf-sent-timeout NOTICE
            +failover-end WARNING
            +failover-end-for-timeout WARNING
            -failover-abort-not-elected WARNING
            -failover-abort-no-good-slave WARNING
            -failover-abort-slave-timeout WARNING
            +switch-master WARNING
            +config-update-from WARNING
            +convert-to-slave NOTICE
            +fix-slave-config NOTICE
            +reset-master WARNING
            +reboot NOTICE
            +role-change VERBOSE
            -role-change VERBOSE
            +tilt WARNING
            -tilt WARNING
            -cmd-link-reconnection DEBUG
            -pubsub-link-reconnection DEBUG
            """;

    @Test
    @DisplayName("D7.80: each of Redis' names is told, at Redis' level")
    void all_names_and_levels() {
        var told = new TreeMap<String, Level>();
        for (int seed = 0; seed < 6; seed++) collect(told, aLongStory(seed));
        var expected = new TreeMap<String, Level>();
        for (var line : ALL.lines().toList()) {
            var words = line.split(" ");
            expected.put(words[0], Level.valueOf(words[1]));
        }
        assertThat(told.keySet()).containsExactlyElementsOf(expected.keySet());
        assertThat(told).isEqualTo(expected);
    }

    private static void collect(TreeMap<String, Level> told, Stage stage) {
        for (var host : stage.sentinels) {
            for (var line : host.lines) {
                String name = line.text().split(" ", 2)[0];
                if (!name.startsWith("+") && !name.startsWith("-")) continue;
                var before = told.putIfAbsent(name, line.level());
                assertThat(before).as(name).isIn(null, line.level());
            }
        }
    }

    /// All that can happen to a master, more or less.
    private static Stage aLongStory(int seed) {
        var stage = Stage.acquainted(seed, 4, 3, 2);
        var one = stage.sentinels.getFirst();
        order(one, one.core().monitor("second", "10.0.0.2", "6380", "2", one.now()));
        var id = "a".repeat(40);
        for (var name : List.of(MASTER, "second")) greet(one, "10.0.9.1", 1, id, name);
        greet(one, "10.0.9.2", 2, id, MASTER);
        greet(one, "10.0.9.2", 2, "b".repeat(40), MASTER);
        order(one, one.core().remove("second"));
        order(one, one.core().reset("*", one.now()));
        order(one, one.core().set(MASTER, List.of("failover-timeout", "15000"), one.now()));
        stage.mustReach("acquaintance", 20_000, stage::isAcquainted);
        // A failover with a slow and a stubborn replica, and a master that comes back.
        stage.nodes.get(1).priority = 1;
        stage.nodes.get(2).syncMillis = 60_000;
        stage.nodes.get(3).obedient = false;
        stage.nodes.get(4).crash();
        stage.nodes.get(4).restart();
        stage.pass(12_000);
        for (var host : stage.sentinels) {
            order(
                    host,
                    host.core()
                            .set(
                                    MASTER,
                                    List.of("parallel-syncs", "2", "failover-timeout", "15000"),
                                    host.now()));
        }
        stage.nodes.getFirst().crash();
        stage.pass(60_000);
        stage.nodes.get(3).obedient = true;
        stage.nodes.getFirst().restart();
        stage.pass(90_000);
        // Nobody is good enough, nobody obeys, nobody is elected, nobody can tell the time.
        var master = stage.nodes.get(1);
        master.pause();
        for (var node : stage.nodes) node.obedient = false;
        stage.pass(60_000);
        for (var node : stage.nodes) node.priority = 0;
        stage.pass(60_000);
        stage.sentinels.get(1).crash();
        stage.sentinels.get(2).crash();
        order(one, one.core().set(MASTER, List.of("quorum", "1"), one.now()));
        stage.pass(90_000);
        one.skew = 60_000;
        stage.pass(40_000);
        master.resume();
        stage.pass(15_000);
        // News from far away.
        greet(one, "10.0.1.2", 26_380, stage.sentinels.get(1).id(), MASTER, 99);
        return stage;
    }

    private static void order(SentinelHost host, Outcome<?> outcome) {
        assertThat(outcome.error()).isNull();
        host.ordered(outcome);
    }

    private static void greet(SentinelHost host, String ip, int port, String id, String name) {
        order(
                host,
                host.core()
                        .publish(
                                Hello.CHANNEL,
                                new Hello(ip, port, id, 0, name, "10.0.0.1", 6379, 0).toString(),
                                host.now()));
    }

    private static void greet(
            SentinelHost host, String ip, int port, String id, String name, long epoch) {
        order(
                host,
                host.core()
                        .publish(
                                Hello.CHANNEL,
                                new Hello(ip, port, id, epoch, name, "10.0.0.5", 6383, epoch)
                                        .toString(),
                                host.now()));
    }

    @Test
    @DisplayName("D7.80: the texts are Redis'")
    void texts() {
        var stage = Stage.acquainted(1, 1, 1, 1);
        var host = stage.sentinels.getFirst();
        stage.nodes.getFirst().crash();
        stage.mustReach("failover", 20_000, () -> host.told("+switch-master"));
        stage.pass(1);
        String master = "master mymaster 10.0.0.1 6379";
        String replica = "slave 10.0.0.2:6380 10.0.0.2 6380 @ mymaster 10.0.0.1 6379";
        assertThat(host.lines.stream().map(SentinelHost.Line::text))
                .containsSubsequence(
                        "+monitor " + master + " quorum 1",
                        "+slave " + replica,
                        "+sdown " + master,
                        "+odown " + master + " #quorum 1/1",
                        "+new-epoch 1",
                        "+try-failover " + master,
                        "+vote-for-leader " + host.id() + " 1",
                        "+elected-leader " + master,
                        "+failover-state-select-slave " + master,
                        "+selected-slave " + replica,
                        "+failover-state-send-slaveof-noone " + replica,
                        "+failover-state-wait-promotion " + replica,
                        "+promoted-slave " + replica,
                        "+failover-state-reconf-slaves " + master,
                        "+failover-end " + master,
                        "+switch-master mymaster 10.0.0.1 6379 10.0.0.2 6380",
                        "+slave slave 10.0.0.1:6379 10.0.0.1 6379 @ mymaster 10.0.0.2 6380");
    }

    @Test
    @DisplayName("D7.80: a voter's vote is told by who asked for it")
    void votes_of_others() {
        var stage = Stage.acquainted(2, 1, 3, 2);
        stage.nodes.getFirst().crash();
        stage.mustReach(
                "election", 20_000, () -> SuccessionTest.any(stage, "+elected-leader") != null);
        var leader = requireNonNull(SuccessionTest.any(stage, "+elected-leader"));
        assertThat(leader.lines.stream().map(SentinelHost.Line::text))
                .anyMatch(text -> text.endsWith(" voted for " + leader.id() + " 1"));
    }

    @Test
    @DisplayName(
            "D7.81: warnings go to the notification script, a switch to the reconfiguration script")
    void scripts() {
        var stage = new Stage(3);
        stage.nodes(1);
        for (int i = 0; i < 3; i++) {
            var conf = stage.conf(2);
            var master = conf.monitored().getFirst().withScripts("/bin/notify", "/bin/reconf");
            stage.sentinel(conf.withMonitored(List.of(master))).start();
        }
        stage.mustReach("acquaintance", 20_000, stage::isAcquainted);
        stage.nodes.getFirst().crash();
        stage.mustReach("agreement", 20_000, () -> SuccessionTest.isAgreed(stage));
        int leaders = 0;
        for (var host : stage.sentinels) {
            boolean led = host.told("+elected-leader");
            if (led) leaders++;
            assertThat(host.scripts)
                    .contains(
                            "/bin/notify +monitor master mymaster 10.0.0.1 6379 quorum 2",
                            "/bin/notify +sdown master mymaster 10.0.0.1 6379",
                            "/bin/notify +switch-master mymaster 10.0.0.1 6379 10.0.0.2 6380",
                            String.format(
                                    Locale.ROOT,
                                    "/bin/reconf mymaster %s start 10.0.0.1 6379 10.0.0.2 6380",
                                    led ? "leader" : "observer"))
                    .noneMatch(words -> words.contains("+slave"));
        }
        assertThat(leaders).isEqualTo(1);
    }

    @Test
    @DisplayName("What cannot be understood is not believed")
    void strange_answers() {
        var stage = Stage.acquainted(4, 1, 2, 2);
        var host = stage.sentinels.getFirst();
        var before = host.core().settings();
        for (long link = 1; link < 12; link++) {
            for (long request = 1; request < 400; request++) {
                var reply = new Reply.Array(List.of(new Reply.Int(1), Reply.Nil.NIL));
                host.core().on(new Event.Answered(link, request, reply), host.now());
            }
        }
        host.core().on(new Event.LinkClosed(77, "gone"), host.now());
        host.core().on(new Event.Said(77, Hello.CHANNEL, "x"), host.now());
        assertThat(host.core().settings()).isEqualTo(before);
    }
}
