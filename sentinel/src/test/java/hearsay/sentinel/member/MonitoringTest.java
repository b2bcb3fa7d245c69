package hearsay.sentinel.member;

import static hearsay.sentinel.harness.Stage.DOWN_AFTER;
import static hearsay.sentinel.harness.Stage.MASTER;
import static org.assertj.core.api.Assertions.assertThat;

import hearsay.client.connection.Reply;
import hearsay.sentinel.harness.Stage;
import hearsay.sentinel.hello.Hello;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A Sentinel that watches")
class MonitoringTest {

    @Test
    @DisplayName("D7.61: finds replicas by the master's INFO and Sentinels by their hellos")
    void discovery() {
        var stage = Stage.of(1, 2, 3, 2);
        var sentinel = stage.sentinels.getFirst();
        assertThat(sentinel.told("+monitor master mymaster 10.0.0.1 6379 quorum 2")).isTrue();
        long replicas =
                stage.mustReach(
                        "replicas",
                        15_000,
                        () -> sentinel.core().replicas(MASTER, sentinel.now()).size() == 2);
        assertThat(replicas).isLessThan(11_000);
        assertThat(
                        sentinel.told(
                                "+slave slave 10.0.0.2:6380 10.0.0.2 6380 @ mymaster 10.0.0.1 6379"))
                .isTrue();
        long others = stage.mustReach("Sentinels", 5_000, stage::isAcquainted);
        assertThat(others).isLessThan(5_000);
        var other = stage.sentinels.get(1);
        assertThat(
                        sentinel.told(
                                "+sentinel sentinel "
                                        + other.id()
                                        + " 10.0.1.2 26380 @ mymaster 10.0.0.1 6379"))
                .isTrue();
        // What was found is in the file.
        var conf = sentinel.disk.monitored().getFirst();
        assertThat(conf.knownReplicas()).hasSize(2);
        assertThat(conf.knownSentinels())
                .contains(new MonitoredSettings.KnownSentinel("10.0.1.2", 26_380, other.id()));
    }

    @Test
    @DisplayName("D7.61: says hello each two seconds to master, replicas and Sentinels")
    void hellos() {
        var stage = Stage.acquainted(2, 1, 2, 2);
        stage.nodes.forEach(node -> node.heard.clear());
        stage.pass(20_000);
        String beginning = "PUBLISH __sentinel__:hello 10.0.1.1,26379,";
        for (var node : stage.nodes) {
            assertThat(node.heard(beginning)).isBetween(8L, 10L);
            assertThat(node.heard).anyMatch(line -> line.endsWith(",0,mymaster,10.0.0.1,6379,0"));
        }
        // And the other Sentinel, directly: pub/sub alone would not reach it any more.
        stage.cut(stage.sentinels.get(1), stage.nodes.get(0));
        stage.cut(stage.sentinels.get(1), stage.nodes.get(1));
        stage.pass(10_000);
        var other = stage.sentinels.get(1);
        var sheet = other.core().sentinels(MASTER, other.now()).getFirst();
        assertThat(Long.parseLong(sheet.get("last-hello-message"))).isLessThan(2_300);
    }

    @Test
    @DisplayName("D7.62: names its connections, and gives them up when nothing comes back on them")
    void links() {
        var stage = Stage.acquainted(3, 1, 1, 1);
        var sentinel = stage.sentinels.getFirst();
        var master = stage.nodes.getFirst();
        String id = sentinel.id().substring(0, 8);
        assertThat(master.heard)
                .contains(
                        "CLIENT SETNAME sentinel-" + id + "-cmd",
                        "CLIENT SETNAME sentinel-" + id + "-pubsub",
                        "SUBSCRIBE __sentinel__:hello");
        stage.pass(16_000);
        long names = master.heard("CLIENT SETNAME");
        master.pause();
        // Half of down-after passes, then both connections are tried anew, which is not down yet.
        stage.pass(DOWN_AFTER / 2 + 1_300);
        assertThat(sentinel.told("+sdown master")).isFalse();
        master.resume();
        stage.pass(500);
        assertThat(master.heard("CLIENT SETNAME sentinel-" + id + "-cmd")).isEqualTo(names / 2 + 1);
        stage.pass(5_000);
        assertThat(sentinel.told("+sdown")).isFalse();
    }

    @Test
    @DisplayName("D7.62: one link to a Sentinel however many masters we have in common")
    void shared_links() {
        var stage = new Stage(4);
        stage.nodes(1);
        for (int i = 0; i < 2; i++) {
            var one = stage.conf(2);
            var master = one.monitored().getFirst();
            var two = MonitoredSettings.of("second", "10.0.0.2", 6380, 2);
            stage.sentinel(one.withMonitored(List.of(master, two))).start();
        }
        var sentinel = stage.sentinels.getFirst();
        stage.mustReach(
                "acquaintance",
                20_000,
                () ->
                        Stream.of(MASTER, "second")
                                .allMatch(name ->
                                        !sentinel.core()
                                                .sentinels(name, sentinel.now())
                                                .isEmpty()));
        for (var name : List.of(MASTER, "second")) {
            var sheet = sentinel.core().sentinels(name, sentinel.now()).getFirst();
            assertThat(sheet.get("link-refcount")).isEqualTo("2");
        }
        sentinel.ordered(sentinel.core().remove("second"));
        stage.pass(5_000);
        var sheet = sentinel.core().sentinels(MASTER, sentinel.now()).getFirst();
        assertThat(sheet.get("link-refcount")).isEqualTo("1");
        assertThat(sheet.get("flags")).isEqualTo("sentinel");
    }

    @Test
    @DisplayName("D7.62: a refused connection is told to those who debug, and tried each second")
    void refused_connections() {
        var stage = Stage.acquainted(5, 0, 1, 1);
        var sentinel = stage.sentinels.getFirst();
        stage.nodes.getFirst().crash();
        stage.pass(10_000);
        assertThat(
                        sentinel.count(
                                "-cmd-link-reconnection master mymaster 10.0.0.1 6379 #Connection"
                                        + " refused"))
                .isBetween(8L, 10L);
        assertThat(sentinel.told("-pubsub-link-reconnection master mymaster")).isTrue();
        // Trying is no sign of life.
        assertThat(sentinel.count("+sdown")).isEqualTo(1);
        assertThat(sentinel.told("-sdown")).isFalse();
    }

    @Test
    @DisplayName("D7.63: pings each second, or each down-after if that is shorter")
    void pings() {
        var stage = Stage.acquainted(6, 0, 1, 1);
        var sentinel = stage.sentinels.getFirst();
        var master = stage.nodes.getFirst();
        master.heard.clear();
        stage.pass(20_000);
        assertThat(master.heard("PING")).isBetween(17L, 20L);
        assertThat(master.heard("INFO")).isBetween(1L, 2L);
        sentinel.ordered(
                sentinel.core()
                        .set(MASTER, List.of("down-after-milliseconds", "300"), sentinel.now()));
        master.heard.clear();
        stage.pass(20_000);
        assertThat(master.heard("PING")).isBetween(45L, 67L);
    }

    @Test
    @DisplayName("D7.63: LOADING and MASTERDOWN are signs of life, any other error is none")
    void what_counts_as_an_answer() {
        var stage = Stage.acquainted(7, 0, 1, 1);
        var sentinel = stage.sentinels.getFirst();
        var master = stage.nodes.getFirst();
        master.pong = new Reply.Failure("LOADING Redis is loading the dataset in memory");
        stage.pass(10_000);
        master.pong = new Reply.Failure("MASTERDOWN Link with MASTER is down");
        stage.pass(10_000);
        assertThat(sentinel.told("+sdown")).isFalse();
        master.pong = new Reply.Failure("NOAUTH Authentication required.");
        stage.mustReach("sdown", DOWN_AFTER + 2_000, () -> sentinel.told("+sdown master"));
    }

    @Test
    @DisplayName("D7.63: a busy one that is down gets one SCRIPT KILL")
    void busy_scripts() {
        var stage = Stage.acquainted(8, 0, 1, 1);
        var sentinel = stage.sentinels.getFirst();
        var master = stage.nodes.getFirst();
        master.pong = new Reply.Failure("BUSY Redis is busy running a script.");
        stage.pass(20_000);
        assertThat(sentinel.flags()).contains("s_down").contains("script_kill_sent");
        assertThat(master.heard("SCRIPT KILL")).isEqualTo(1);
        master.pong = new Reply.Status("PONG");
        stage.mustReach("up", 3_000, () -> sentinel.told("-sdown"));
        assertThat(sentinel.flags()).doesNotContain("script_kill_sent");
    }

    @Test
    @DisplayName("D7.63: INFO each ten seconds; each second from replicas once it matters")
    void info_periods() {
        var stage = Stage.acquainted(9, 1, 1, 1);
        var replica = stage.nodes.get(1);
        stage.pass(10_000);
        replica.heard.clear();
        stage.pass(20_000);
        assertThat(replica.heard("INFO")).isBetween(1L, 2L);
        replica.priority = 0;
        stage.nodes.getFirst().crash();
        stage.pass(DOWN_AFTER + 1_000);
        replica.heard.clear();
        stage.pass(10_000);
        assertThat(replica.heard("INFO")).isBetween(8L, 10L);
    }

    @Test
    @DisplayName("D7.64: a master that says it is a replica is down after down-after and two INFOs")
    void a_demoted_master() {
        var stage = Stage.acquainted(10, 1, 1, 1);
        var sentinel = stage.sentinels.getFirst();
        stage.nodes.get(1).replicate(null);
        stage.nodes.getFirst().replicate(stage.nodes.get(1));
        stage.mustReach("report", 11_000, () -> sentinel.told("-role-change master"));
        assertThat(
                        sentinel.told(
                                "-role-change master mymaster 10.0.0.1 6379 new reported role is slave"))
                .isTrue();
        long took = stage.mustReach("sdown", 40_000, () -> sentinel.told("+sdown master"));
        assertThat(took).isBetween(DOWN_AFTER + 20_000, DOWN_AFTER + 20_300);
    }

    @Test
    @DisplayName("D7.64: a restarted process is noticed, and may be given less time to come up")
    void reboots() {
        var stage = Stage.acquainted(11, 0, 1, 1);
        var sentinel = stage.sentinels.getFirst();
        var master = stage.nodes.getFirst();
        sentinel.ordered(
                sentinel.core()
                        .set(
                                MASTER,
                                List.of(
                                        "master-reboot-down-after-period",
                                        "1000",
                                        "down-after-milliseconds",
                                        "60000"),
                                sentinel.now()));
        master.crash();
        master.restart();
        master.pong = new Reply.Failure("LOADING Redis is loading the dataset in memory");
        stage.mustReach("reboot", 12_000, () -> sentinel.told("+reboot master mymaster"));
        assertThat(sentinel.flags()).contains("master_reboot");
        long took = stage.mustReach("sdown", 5_000, () -> sentinel.told("+sdown"));
        assertThat(took).isBetween(1_000L, 1_300L);
        master.pong = new Reply.Status("PONG");
        stage.mustReach("up", 3_000, () -> sentinel.told("-sdown"));
        assertThat(sentinel.flags()).isEqualTo("master");
    }

    @Test
    @DisplayName("D7.77: a clock that jumps: nothing is believed or done for thirty seconds")
    void tilt_by_a_clock_jump() {
        for (long jump : new long[] {5_000, -3_000}) {
            var stage = Stage.acquainted(12, 1, 1, 1);
            var sentinel = stage.sentinels.getFirst();
            sentinel.skew = jump;
            stage.pass(200);
            assertThat(sentinel.told("+tilt #tilt mode entered")).isTrue();
            assertThat(sentinel.told("+sdown")).isFalse();
            stage.nodes.getFirst().crash();
            stage.pass(20_000);
            assertThat(sentinel.told("+sdown")).isFalse();
            var info = sentinel.core().info(sentinel.now());
            assertThat(info.tilt()).isTrue();
            assertThat(info.tiltSinceSeconds()).isEqualTo(20);
            long rest = stage.mustReach("calm", 11_000, () -> sentinel.told("-tilt #tilt mode"));
            assertThat(rest).isBetween(9_500L, 10_000L);
            assertThat(sentinel.told("+sdown master")).isTrue();
            assertThat(sentinel.core().info(sentinel.now()).tiltSinceSeconds()).isEqualTo(-1);
        }
    }

    @Test
    @DisplayName("D7.66, 77: in TILT nobody is down for me, whoever asks, but I vote and listen")
    void what_is_done_in_tilt() {
        var stage = Stage.acquainted(13, 1, 2, 2);
        var sentinel = stage.sentinels.getFirst();
        var master = stage.nodes.getFirst();
        master.crash();
        stage.mustReach("sdown", 5_000, () -> sentinel.told("+sdown master"));
        var core = sentinel.core();
        assertThat(core.isMasterDownByAddr(master.ip, master.port, 0, "*", sentinel.now()).value())
                .isEqualTo(new Report.MasterDown(true, "*", 0));
        sentinel.skew = 5_000;
        stage.pass(150);
        assertThat(core.isMasterDownByAddr(master.ip, master.port, 0, "*", sentinel.now()).value())
                .isEqualTo(new Report.MasterDown(false, "*", 0));
        assertThat(
                        core.isMasterDownByAddr(
                                        master.ip, master.port, 99, "c".repeat(40), sentinel.now())
                                .value())
                .isEqualTo(new Report.MasterDown(false, "c".repeat(40), 99));
        assertThat(
                        core.isMasterDownByAddr("10.9.9.9", 1, 99, "c".repeat(40), sentinel.now())
                                .value())
                .isEqualTo(new Report.MasterDown(false, "*", 0));
    }

    @Test
    @DisplayName("D7.61: a Sentinel that moves is the same one at another place, for all masters")
    void a_sentinel_moves() {
        var stage = Stage.acquainted(14, 0, 2, 2);
        var sentinel = stage.sentinels.getFirst();
        var other = stage.sentinels.get(1);
        greet(sentinel, new Hello("10.0.1.9", 27_000, other.id(), 0, MASTER, "10.0.0.1", 6379, 0));
        assertThat(
                        sentinel.told(
                                "+sentinel-address-switch master mymaster 10.0.0.1 6379 ip"
                                        + " 10.0.1.9 port 27000 for "
                                        + other.id()))
                .isTrue();
        var sheet = sentinel.core().sentinels(MASTER, sentinel.now()).getFirst();
        assertThat(sheet.get("port")).isEqualTo("27000");
    }

    @Test
    @DisplayName("D7.80: who has moved is moved for each master that we have in common")
    void a_sentinel_moves_everywhere() {
        var stage = new Stage(15);
        stage.nodes(1);
        var one = stage.conf(2);
        var second = MonitoredSettings.of("second", "10.0.0.2", 6380, 2);
        var both = List.of(one.monitored().getFirst(), second);
        var sentinel = stage.sentinel(one.withMonitored(both)).start();
        String id = "d".repeat(40);
        for (var name : List.of(MASTER, "second")) {
            greet(sentinel, new Hello("10.0.1.8", 26_000, id, 0, name, "10.0.0.1", 6379, 0));
        }
        greet(sentinel, new Hello("10.0.1.9", 26_000, id, 0, MASTER, "10.0.0.1", 6379, 0));
        assertThat(
                        sentinel.told(
                                "+sentinel-address-update sentinel "
                                        + id
                                        + " 10.0.1.9 26000 @ mymaster 10.0.0.1 6379 1 additional"
                                        + " matching instances"))
                .isTrue();
        assertThat(sentinel.core().sentinels("second", sentinel.now()).getFirst().get("ip"))
                .isEqualTo("10.0.1.9");
    }

    @Test
    @DisplayName("D7.61: another one at the same place has taken the place of the one before")
    void a_sentinel_is_replaced() {
        var stage = Stage.acquainted(16, 0, 2, 2);
        var sentinel = stage.sentinels.getFirst();
        var other = stage.sentinels.get(1);
        String fresh = "e".repeat(40);
        greet(sentinel, new Hello(other.ip, other.port, fresh, 0, MASTER, "10.0.0.1", 6379, 0));
        assertThat(sentinel.told("+sentinel-invalid-addr sentinel " + other.id())).isTrue();
        assertThat(sentinel.core().sentinels(MASTER, sentinel.now())).hasSize(1);
        assertThat(sentinel.core().sentinels(MASTER, sentinel.now()).getFirst().get("runid"))
                .isEqualTo(fresh);
    }

    @Test
    @DisplayName("D7.61: nonsense on the channel is no hello")
    void what_is_no_hello() {
        var stage = Stage.acquainted(17, 0, 2, 2);
        var sentinel = stage.sentinels.getFirst();
        var before = sentinel.core().settings();
        for (var nonsense :
                List.of(
                        "",
                        "hello",
                        "10.0.1.1,x," + "f".repeat(40) + ",0,mymaster,10.0.0.1,6379,0",
                        "10.0.1.1,26379," + "f".repeat(40) + ",9,unknown,10.0.0.1,6379,9",
                        "nowhere,26379," + sentinel.id() + ",0,mymaster,10.0.0.1,6379,0",
                        "1,2,3,4,5,6,7,8,9")) {
            sentinel.ordered(sentinel.core().publish(Hello.CHANNEL, nonsense, sentinel.now()));
        }
        assertThat(sentinel.core().settings()).isEqualTo(before);
        assertThat(sentinel.core().publish("news", "x", sentinel.now()).error())
                .isEqualTo("ERR Only HELLO messages are accepted by Sentinel instances.");
    }

    @Test
    @DisplayName("D7.82: says AUTH with the master's credentials, and to Sentinels with their own")
    void credentials() {
        var stage = new Stage(18);
        stage.nodes(1);
        for (int i = 0; i < 2; i++) {
            var conf = stage.conf(2);
            var master = conf.monitored().getFirst().withAuth("watcher", "secret");
            stage.sentinel(conf.withMonitored(List.of(master)).withRequirePass("shared")).start();
        }
        stage.mustReach("acquaintance", 20_000, stage::isAcquainted);
        for (var node : stage.nodes) assertThat(node.heard("AUTH watcher secret")).isPositive();
        var words = new java.util.ArrayList<List<String>>();
        var sentinel = stage.sentinels.getFirst();
        // New credentials are said on new connections.
        var outcome =
                sentinel.core().configSet(List.of("sentinel-user", "me", "sentinel-pass", "mine"));
        assertThat(outcome.effects()).anyMatch(effect -> effect instanceof Effect.Close);
        long now = sentinel.now() + 1_100;
        for (var effect : sentinel.core().on(new Event.Tick(), now)) {
            if (effect instanceof Effect.Send send) words.add(send.words());
        }
        assertThat(words).contains(List.of("AUTH", "me", "mine"));
    }

    @Test
    @DisplayName("D7.82: commands go under the names that they have over there")
    void renamed_commands() {
        var stage = Stage.acquainted(19, 0, 1, 1);
        var sentinel = stage.sentinels.getFirst();
        sentinel.ordered(
                sentinel.core()
                        .set(MASTER, List.of("rename-command", "ping", "gnip"), sentinel.now()));
        stage.nodes.getFirst().heard.clear();
        stage.pass(5_000);
        assertThat(stage.nodes.getFirst().heard("gnip")).isPositive();
        assertThat(stage.nodes.getFirst().heard("PING")).isZero();
        assertThat(sentinel.told("+set master mymaster 10.0.0.1 6379 rename-command ping gnip"))
                .isTrue();
        assertThat(sentinel.disk.monitored().getFirst().renamedCommands())
                .containsEntry("PING", "gnip");
    }

    @Test
    @DisplayName("D7.82: names are resolved if that is allowed, and told if that is, too")
    void hostnames() {
        var stage = new Stage(20);
        stage.nodes(0);
        var conf = stage.conf(1);
        var named = MonitoredSettings.of(MASTER, "redis.example", 6379, 1);
        var host = stage.sentinel(conf.withHostnames(true, true).withMonitored(List.of(named)));
        host.environment =
                new Environment() {
                    @Override
                    public String resolve(String hostname) {
                        return "10.0.0.1";
                    }

                    @Override
                    public boolean isExecutable(String path) {
                        return false;
                    }
                };
        host.start();
        stage.pass(12_000);
        assertThat(host.told("+monitor master mymaster redis.example 6379 quorum 1")).isTrue();
        assertThat(host.core().masterAddress(MASTER))
                .isEqualTo(new Report.MasterAddress("redis.example", 6379));
        assertThat(host.flags()).isEqualTo("master");
        assertThat(stage.nodes.getFirst().heard)
                .anyMatch(line -> line.endsWith(",mymaster,redis.example,6379,0"));
        host.ordered(host.core().configSet(List.of("announce-hostnames", "no")));
        assertThat(host.core().masterAddress(MASTER))
                .isEqualTo(new Report.MasterAddress("10.0.0.1", 6379));
    }

    @Test
    @DisplayName("D7.82: tells the address that it was told to tell")
    void announced_addresses() {
        var stage = Stage.acquainted(21, 0, 2, 2);
        var sentinel = stage.sentinels.getFirst();
        sentinel.ordered(
                sentinel.core()
                        .configSet(List.of("announce-ip", "192.168.0.7", "announce-port", "7")));
        stage.pass(3_000);
        assertThat(
                        stage.nodes
                                .getFirst()
                                .heard("PUBLISH __sentinel__:hello 192.168.0.7,7," + sentinel.id()))
                .isPositive();
        var other = stage.sentinels.get(1);
        var sheet = other.core().sentinels(MASTER, other.now()).getFirst();
        assertThat(sheet.get("ip") + ":" + sheet.get("port")).isEqualTo("192.168.0.7:7");
    }

    private static void greet(hearsay.sentinel.harness.SentinelHost sentinel, Hello hello) {
        sentinel.ordered(sentinel.core().publish(Hello.CHANNEL, hello.toString(), sentinel.now()));
    }
}
