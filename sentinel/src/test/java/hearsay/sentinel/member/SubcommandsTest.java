package hearsay.sentinel.member;

import static hearsay.sentinel.harness.Stage.MASTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hearsay.sentinel.harness.SentinelHost;
import hearsay.sentinel.harness.Stage;
import hearsay.sentinel.member.Report.Field;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What a Sentinel answers")
class SubcommandsTest {

    private static final List<String> EVERYBODY =
            List.of(
                    "name",
                    "ip",
                    "port",
                    "runid",
                    "flags",
                    "link-pending-commands",
                    "link-refcount",
                    "last-ping-sent",
                    "last-ok-ping-reply",
                    "last-ping-reply",
                    "down-after-milliseconds");

    @Test
    @DisplayName("D7.78: MASTER, REPLICAS and SENTINELS have Redis' fields in Redis' order")
    void the_fields_of_instances() {
        var stage = Stage.acquainted(1, 1, 2, 2);
        var host = stage.sentinels.getFirst();
        var core = host.core();
        assertThat(names(core.master(MASTER, host.now())))
                .startsWith(EVERYBODY.toArray(new String[0]))
                .endsWith(
                        "info-refresh",
                        "role-reported",
                        "role-reported-time",
                        "config-epoch",
                        "num-slaves",
                        "num-other-sentinels",
                        "quorum",
                        "failover-timeout",
                        "parallel-syncs");
        assertThat(names(core.replicas(MASTER, host.now()).getFirst()))
                .startsWith(EVERYBODY.toArray(new String[0]))
                .endsWith(
                        "info-refresh",
                        "role-reported",
                        "role-reported-time",
                        "master-link-down-time",
                        "master-link-status",
                        "master-host",
                        "master-port",
                        "slave-priority",
                        "slave-repl-offset",
                        "replica-announced");
        assertThat(names(core.sentinels(MASTER, host.now()).getFirst()))
                .startsWith(EVERYBODY.toArray(new String[0]))
                .endsWith("last-hello-message", "voted-leader", "voted-leader-epoch");
        assertThat(core.masters(host.now())).hasSize(1);
        assertThat(core.masterNames()).containsExactly(MASTER);
        assertThat(core.myId()).isEqualTo(host.id()).matches("[0-9a-f]{40}");
        stage.nodes.getFirst().crash();
        stage.mustReach(
                "failover",
                9_000,
                () -> stage.sentinels.stream().anyMatch(SubcommandsTest::isLeading));
        var leader =
                stage.sentinels.stream()
                        .filter(SubcommandsTest::isLeading)
                        .findFirst()
                        .orElseThrow();
        var failing = leader.core().master(MASTER, leader.now());
        assertThat(names(failing)).contains("failover-state", "s-down-time", "o-down-time");
        assertThat(failing.get("failover-state")).isEqualTo("wait_start");
    }

    private static boolean isLeading(SentinelHost host) {
        return host.flags().contains("failover_in_progress");
    }

    private static List<String> names(Report.Instance sheet) {
        return sheet.fields().stream().map(Field::name).toList();
    }

    @Test
    @DisplayName("D7.78: who is not announced is not shown, and still counted")
    void unannounced_replicas() {
        var stage = Stage.of(2, 2, 1, 1);
        stage.nodes.get(2).announced = false;
        stage.pass(25_000);
        var host = stage.sentinels.getFirst();
        assertThat(host.core().replicas(MASTER, host.now())).hasSize(1);
        assertThat(host.core().master(MASTER, host.now()).get("num-slaves")).isEqualTo("2");
    }

    @Test
    @DisplayName("D7.78: whoever is asked for a master that is not watched says so")
    void unknown_masters() {
        var stage = Stage.acquainted(3, 0, 1, 1);
        var host = stage.sentinels.getFirst();
        var core = host.core();
        assertThat(core.masterAddress("x")).isNull();
        assertThatThrownBy(() -> core.master("x", host.now()))
                .hasMessage("ERR No such master with that name");
        assertThatThrownBy(() -> core.replicas("x", host.now()))
                .hasMessage("ERR No such master with that name");
        assertThatThrownBy(() -> core.sentinels("x", host.now()))
                .hasMessage("ERR No such master with that name");
        assertThatThrownBy(() -> core.checkQuorum("x"))
                .hasMessage("ERR No such master with that name");
        assertThat(core.remove("x").error()).isEqualTo("ERR No such master with that name");
        assertThat(core.set("x", List.of("quorum", "1"), host.now()).error())
                .isEqualTo("ERR No such master with that name");
        assertThat(core.infoCache(List.of("x"), host.now())).isEmpty();
    }

    @Test
    @DisplayName("D7.78: CKQUORUM in Redis' words")
    void check_quorum() {
        var stage = Stage.acquainted(4, 0, 3, 2);
        var host = stage.sentinels.getFirst();
        var core = host.core();
        assertThat(core.checkQuorum(MASTER))
                .isEqualTo(
                        "OK 3 usable Sentinels. Quorum and failover authorization can be reached");
        stage.sentinels.get(1).crash();
        stage.sentinels.get(2).crash();
        stage.pass(5_000);
        assertThatThrownBy(() -> core.checkQuorum(MASTER))
                .hasMessage(
                        "NOQUORUM 1 usable Sentinels. Not enough available Sentinels to reach the"
                                + " specified quorum for this master. Not enough available"
                                + " Sentinels to reach the majority and authorize a failover");
        host.ordered(core.set(MASTER, List.of("quorum", "1"), host.now()));
        assertThatThrownBy(() -> core.checkQuorum(MASTER))
                .hasMessage(
                        "NOQUORUM 1 usable Sentinels. Not enough available Sentinels to reach the"
                                + " majority and authorize a failover");
        host.ordered(core.set(MASTER, List.of("quorum", "5"), host.now()));
        stage.sentinels.get(1).start();
        stage.mustReach("return", 9_000, () -> host.told("-sdown sentinel"));
        assertThatThrownBy(() -> core.checkQuorum(MASTER))
                .hasMessage(
                        "NOQUORUM 2 usable Sentinels. Not enough available Sentinels to reach the"
                                + " specified quorum for this master");
    }

    @Test
    @DisplayName("D7.78: RESET forgets replicas, Sentinels and failovers of masters by pattern")
    void reset() {
        var stage = Stage.acquainted(5, 1, 3, 2);
        var host = stage.sentinels.getFirst();
        assertThat(host.ordered(host.core().reset("x*", host.now())).value()).isZero();
        host.ordered(host.core().failover(MASTER, host.now()));
        assertThat(host.ordered(host.core().reset("my*", host.now())).value()).isEqualTo(1);
        assertThat(host.told("+reset-master master mymaster 10.0.0.1 6379")).isTrue();
        assertThat(host.core().replicas(MASTER, host.now())).isEmpty();
        assertThat(host.core().sentinels(MASTER, host.now())).isEmpty();
        assertThat(host.flags()).isEqualTo("master,disconnected");
        stage.mustReach("acquaintance", 20_000, stage::isAcquainted);
    }

    @Test
    @DisplayName("D7.78: without RESET nobody is ever forgotten")
    void nobody_is_forgotten() {
        var stage = Stage.acquainted(6, 1, 3, 2);
        stage.nodes.get(1).powerOff();
        stage.sentinels.get(1).powerOff();
        stage.pass(3_600_000);
        var host = stage.sentinels.getFirst();
        assertThat(host.core().replicas(MASTER, host.now())).hasSize(1);
        assertThat(host.core().sentinels(MASTER, host.now())).hasSize(2);
        host.crash();
        host.start();
        assertThat(host.core().replicas(MASTER, host.now())).hasSize(1);
        assertThat(host.core().sentinels(MASTER, host.now())).hasSize(2);
    }

    @Test
    @DisplayName("D7.78: MONITOR and REMOVE, and what MONITOR refuses")
    void monitor_and_remove() {
        var stage = Stage.acquainted(7, 1, 1, 1);
        var host = stage.sentinels.getFirst();
        var core = host.core();
        assertThat(refusal(host, "b", "10.0.0.2", "6380", "x")).isEqualTo("ERR Invalid quorum");
        assertThat(refusal(host, "b", "10.0.0.2", "x", "1")).isEqualTo("ERR Invalid port");
        assertThat(refusal(host, "b", "10.0.0.2", "6380", "0"))
                .isEqualTo("ERR Quorum must be 1 or greater.");
        assertThat(refusal(host, "b", "somewhere", "6380", "1"))
                .isEqualTo("ERR Invalid IP address or hostname specified");
        assertThat(refusal(host, "b", "10.0.0.2", "70000", "1"))
                .isEqualTo("ERR Invalid port number.");
        assertThat(refusal(host, MASTER, "10.0.0.2", "6380", "1"))
                .isEqualTo("ERR Duplicate master name.");
        var added = core.monitor("b", "10.0.0.2", "6380", "1", host.now());
        assertThat(added.value()).isEqualTo("OK");
        assertThat(added.effects().getFirst()).isInstanceOf(Effect.Save.class);
        host.ordered(added);
        assertThat(host.told("+monitor master b 10.0.0.2 6380 quorum 1")).isTrue();
        assertThat(core.masterNames()).containsExactly(MASTER, "b");
        assertThat(core.master("b", host.now()).get("down-after-milliseconds")).isEqualTo("30000");
        host.ordered(core.remove("b"));
        assertThat(host.told("-monitor master b 10.0.0.2 6380")).isTrue();
        assertThat(host.disk.monitored()).hasSize(1);
    }

    private static String refusal(
            SentinelHost host, String name, String ip, String port, String quorum) {
        return String.valueOf(host.core().monitor(name, ip, port, quorum, host.now()).error());
    }

    @Test
    @DisplayName("D7.78: SET changes what is configured, tells it, and hides passwords")
    void set() {
        var stage = Stage.acquainted(8, 1, 1, 1);
        var host = stage.sentinels.getFirst();
        var words =
                List.of(
                        "down-after-milliseconds",
                        "1500",
                        "failover-timeout",
                        "9000",
                        "parallel-syncs",
                        "3",
                        "quorum",
                        "2",
                        "AUTH-PASS",
                        "secret",
                        "auth-user",
                        "u");
        assertThat(host.ordered(host.core().set(MASTER, words, host.now())).value())
                .isEqualTo("OK");
        var conf = host.disk.monitored().getFirst();
        assertThat(conf.downAfterMillis()).isEqualTo(1_500);
        assertThat(conf.failoverTimeoutMillis()).isEqualTo(9_000);
        assertThat(conf.parallelSyncs()).isEqualTo(3);
        assertThat(conf.quorum()).isEqualTo(2);
        assertThat(conf.authPass()).isEqualTo("secret");
        assertThat(host.told("+set master mymaster 10.0.0.1 6379 quorum 2")).isTrue();
        assertThat(host.told("+set master mymaster 10.0.0.1 6379 AUTH-PASS ******")).isTrue();
        assertThat(stage.story()).doesNotContain("secret");
        for (var replica : host.core().replicas(MASTER, host.now())) {
            assertThat(replica.get("down-after-milliseconds")).isEqualTo("1500");
        }
        assertThat(stage.nodes.get(1).heard("AUTH")).isZero();
        stage.pass(2_500);
        assertThat(stage.nodes.get(1).heard("AUTH u secret")).isPositive();
    }

    @Test
    @DisplayName("D7.78: what SET refuses; what stood before it is done")
    void refused_settings() {
        var stage = Stage.acquainted(9, 0, 1, 1);
        var host = stage.sentinels.getFirst();
        assertThat(set(host, "quorum", "2", "quorum", "0"))
                .isEqualTo("ERR Invalid argument '0' for SENTINEL SET 'quorum'");
        assertThat(host.disk.monitored().getFirst().quorum()).isEqualTo(2);
        assertThat(set(host, "Down-After-Milliseconds", "soon"))
                .isEqualTo(
                        "ERR Invalid argument 'soon' for SENTINEL SET 'Down-After-Milliseconds'");
        assertThat(set(host, "colour", "red"))
                .isEqualTo("ERR Unknown option or number of arguments for SENTINEL SET 'colour'");
        assertThat(set(host, "quorum"))
                .isEqualTo("ERR Unknown option or number of arguments for SENTINEL SET 'quorum'");
        assertThat(set(host, "rename-command", "PING", ""))
                .isEqualTo("ERR Invalid argument '' for SENTINEL SET 'rename-command'");
    }

    @Test
    @DisplayName("D7.82: scripts are not changed from outside, unless that is allowed")
    void scripts_are_not_for_strangers() {
        var stage = Stage.acquainted(10, 0, 1, 1);
        var host = stage.sentinels.getFirst();
        assertThat(set(host, "notification-script", "/bin/true"))
                .isEqualTo(
                        "ERR Reconfiguration of scripts path is denied for security reasons. Check"
                                + " the deny-scripts-reconfig configuration directive in your Sentinel"
                                + " configuration");
        host.crash();
        host.disk = host.disk.withDenyScriptsReconfig(false);
        host.start();
        assertThat(set(host, "notification-script", "/bin/nothing"))
                .isEqualTo("ERR Notification script seems non existing or non executable");
        assertThat(set(host, "client-reconfig-script", "/bin/nothing"))
                .isEqualTo(
                        "ERR Client reconfiguration script seems non existing or non executable");
        assertThat(set(host, "client-reconfig-script", "")).isEqualTo("null");
    }

    private static String set(SentinelHost host, String... words) {
        var outcome = host.core().set(MASTER, List.of(words), host.now());
        return String.valueOf(host.ordered(outcome).error());
    }

    @Test
    @DisplayName("D7.78: CONFIG GET by patterns, CONFIG SET all or nothing")
    void config() {
        var stage = Stage.acquainted(11, 0, 1, 1);
        var host = stage.sentinels.getFirst();
        var core = host.core();
        var everything = new LinkedHashMap<String, String>();
        everything.put("resolve-hostnames", "no");
        everything.put("announce-hostnames", "no");
        everything.put("announce-ip", "");
        everything.put("announce-port", "0");
        everything.put("sentinel-user", "");
        everything.put("sentinel-pass", "");
        everything.put("loglevel", "notice");
        assertThat(core.configGet(List.of("*", "loglevel"))).containsExactlyEntriesOf(everything);
        assertThat(core.configGet(List.of("ANNOUNCE-I?")).keySet()).containsExactly("announce-ip");
        assertThat(core.configSet(List.of("loglevel", "loud")).error())
                .isEqualTo("ERR Invalid value 'loud' to SENTINEL CONFIG SET 'loglevel'");
        assertThat(core.configSet(List.of("announce-ip", "10.1.1.1", "colour", "red")).error())
                .isEqualTo("ERR Invalid argument 'colour' to SENTINEL CONFIG SET");
        assertThat(core.configSet(List.of("announce-port", "1", "announce-port", "2")).error())
                .isEqualTo("ERR Duplicate argument 'announce-port' to SENTINEL CONFIG SET");
        assertThat(core.configSet(List.of("announce-port")).error())
                .isEqualTo("ERR Missing argument 'announce-port' value");
        assertThat(core.configGet(List.of("announce-*")).values()).containsExactly("no", "", "0");
        host.ordered(core.configSet(List.of("loglevel", "Debug", "announce-port", "7")));
        assertThat(core.configGet(List.of("loglevel")).values()).containsExactly("debug");
        assertThat(host.told("loglevel debug")).isTrue();
        assertThat(host.disk.announcePort()).isEqualTo(7);
    }

    @Test
    @DisplayName("D7.78: FLUSHCONFIG writes the file")
    void flush() {
        var stage = Stage.acquainted(12, 0, 1, 1);
        var outcome = stage.sentinels.getFirst().core().flushConfig();
        assertThat(outcome.value()).isEqualTo("OK");
        assertThat(outcome.effects()).hasSize(1).first().isInstanceOf(Effect.Save.class);
    }

    @Test
    @DisplayName("DEBUG shows and changes the periods")
    void debug() {
        var stage = Stage.acquainted(13, 0, 1, 1);
        var core = stage.sentinels.getFirst().core();
        assertThat(core.debug())
                .containsEntry("INFO-PERIOD", 10_000L)
                .containsEntry("ELECTION-TIMEOUT", 10_000L)
                .hasSize(13);
        assertThat(core.debug(List.of("info-period", "0")).error())
                .isEqualTo("ERR Invalid argument '0' for SENTINEL DEBUG 'info-period'");
        assertThat(core.debug(List.of("nap-period", "5")).error())
                .isEqualTo(
                        "ERR Unknown option or number of arguments for SENTINEL DEBUG 'nap-period'");
        assertThat(core.debug(List.of("info-period", "1000", "ask-period", "5")).value())
                .isEqualTo("OK");
        assertThat(core.periods().info()).isEqualTo(1_000);
        assertThat(core.periods().ask()).isEqualTo(5);
        var master = stage.nodes.getFirst();
        master.heard.clear();
        stage.pass(20_000);
        assertThat(master.heard("INFO")).isBetween(16L, 20L);
    }

    @Test
    @DisplayName("SIMULATE-FAILURE knows two, and says so")
    void simulate_failure() {
        var core = Stage.acquainted(14, 0, 1, 1).sentinels.getFirst().core();
        assertThat(core.simulateFailure(List.of("crash-after-lunch")).error())
                .isEqualTo("ERR Unknown failure simulation specified");
        assertThat(core.simulateFailure(List.of("help")).value())
                .containsExactly("crash-after-election", "crash-after-promotion");
        assertThat(
                        core.simulateFailure(
                                        List.of("crash-after-election", "crash-after-promotion"))
                                .value())
                .isEmpty();
        assertThat(core.info(0).simulateFailureFlags()).isEqualTo(3);
    }

    @Test
    @DisplayName("INFO-CACHE keeps what master and replicas said last")
    void info_cache() {
        var stage = Stage.acquainted(15, 1, 1, 1);
        var host = stage.sentinels.getFirst();
        var cache = host.core().infoCache(List.of(), host.now()).getFirst();
        assertThat(cache.master()).isEqualTo(MASTER);
        assertThat(cache.entries()).hasSize(2);
        assertThat(cache.entries().get(0).info()).contains("role:master");
        assertThat(cache.entries().get(1).info()).contains("role:slave");
        assertThat(cache.entries().get(1).ageMillis()).isBetween(0L, 10_500L);
    }

    @Test
    @DisplayName("D7.83: the section Sentinel of INFO")
    void info() {
        var stage = Stage.acquainted(16, 1, 3, 2);
        var host = stage.sentinels.getFirst();
        assertThat(host.core().info(host.now()).masters())
                .containsExactly(new Report.InfoMaster(MASTER, "ok", "10.0.0.1", 6379, 1, 3));
        stage.nodes.getFirst().crash();
        stage.mustReach("sdown", 5_000, () -> host.told("+sdown master"));
        assertThat(host.core().info(host.now()).masters().getFirst().status())
                .isIn("sdown", "odown");
    }
}
