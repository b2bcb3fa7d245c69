package hearsay.node.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SettingsTest {

    private final Settings settings = new Settings(MemoryFiles.none());

    @Test
    void a_conversation() {
        converse(
                """
                > CONFIG GET maxclients timeout nosuch
                maxclients 10000, timeout 0
                > CONFIG SET maxclients 20 timeout 5
                OK
                > CONFIG GET MaxClients time*
                MaxClients 20, timeout 5
                > CONFIG SET maxclients 30 timeout never
                ERR CONFIG SET failed (possibly related to argument 'timeout') - argument couldn't be parsed into an integer
                > CONFIG GET maxclients
                maxclients 20
                > CONFIG SET maxclients 30 MAXCLIENTS 40
                ERR CONFIG SET failed (possibly related to argument 'MAXCLIENTS') - duplicate parameter
                > CONFIG SET maxclients 30 cluster-enabled yes
                ERR CONFIG SET failed (possibly related to argument 'cluster-enabled') - can't set immutable config
                > CONFIG SET maxclients 30 nosuch 1
                ERR Unknown option or number of arguments for CONFIG SET - 'nosuch'
                > CONFIG SET maxclients 30 timeout
                ERR syntax error
                > CONFIG SET slave-priority 7
                OK
                > CONFIG GET replica-priority slave-priority
                replica-priority 7, slave-priority 7
                > CONFIG GET cluster-ping-*
                (empty)
                > CONFIG GET cluster-ping-interval
                cluster-ping-interval 0
                """);
    }

    @Test
    void ok_is_not_said_to_what_will_not_be_done() {
        converse(
                """
                > CONFIG SET appendonly yes
                ERR CONFIG SET failed (possibly related to argument 'appendonly') - snapshots and append-only files are not written or loaded yet; the data lives in memory and on replicas
                > CONFIG SET appendonly no
                OK
                > CONFIG SET tls-port 7001
                ERR CONFIG SET failed (possibly related to argument 'tls-port') - connections are not encrypted yet
                """);
    }

    @Test
    void what_is_accepted_without_effect_is_warned_of() {
        assertThat(settings.set(List.of("rdb-del-sync-files", "yes", "timeout", "3"), asker()))
                .containsExactly(
                        "WARNING: 'rdb-del-sync-files' is accepted without effect: snapshots and append-only files are not written or loaded yet.");
        assertThat(settings.set(List.of("rdb-del-sync-files", "no"), asker())).isEmpty();
    }

    @Test
    void protected_directives_need_a_permission() {
        Settings open = withOptions("--enable-protected-configs", "local");
        List<String> dir = List.of("dir", "/var/lib/redis");

        assertThatThrownBy(() -> open.set(dir, new Settings.Asker(false, false)))
                .hasMessageEndingWith("'dir') - can't set protected config");
        assertThatThrownBy(() -> open.set(dir, new Settings.Asker(true, true)))
                .isInstanceOfSatisfying(
                        ConfigError.class, error -> assertThat(error.code()).isEqualTo("LOADING"));
        open.set(dir, asker());
        assertThat(open.server().dir()).isEqualTo("/var/lib/redis");
        assertThatThrownBy(() -> open.set(List.of("dir", "/nowhere"), asker()))
                .hasMessageEndingWith("'dir') - No such file or directory");
    }

    @Test
    void fields_follow_the_directives() {
        settings.set(
                List.of(
                        "proto-max-bulk-len",
                        "2mb",
                        "client-output-buffer-limit",
                        "replica 1mb 2 3"),
                asker());

        assertThat(settings.network().protoMaxBulkLen()).isEqualTo(2 << 20);
        assertThat(settings.clientOutputBufferLimit(OutputLimits.ClientClass.REPLICA))
                .isEqualTo(new OutputLimit(1 << 20, 2, 3));
        assertThat(settings.clientOutputBufferLimit(OutputLimits.ClientClass.NORMAL))
                .isEqualTo(new OutputLimit(0, 0, 0));
    }

    /// A mistake in the order of a record's many arguments would show here.
    @Test
    void every_field_is_that_of_its_directive() {
        Settings changed =
                withOptions(
                        ("--port 1 --timeout 2 --tcp-keepalive 3 --tcp-backlog 4 --maxclients 5 --hz 6 --databases 7"
                                        + " --repl-timeout 8 --repl-ping-replica-period 9 --replica-priority 10"
                                        + " --min-replicas-to-write 11 --min-replicas-max-lag 12 --cluster-port 13"
                                        + " --cluster-node-timeout 14 --cluster-ping-interval 15 --cluster-announce-port 16"
                                        + " --cluster-announce-bus-port 17 --replica-announce-port 18 --repl-backlog-ttl 19"
                                        + " --cluster-replica-validity-factor 20 --cluster-migration-barrier 21"
                                        + " --slowlog-max-len 22 --slowlog-log-slower-than 23 --latency-monitor-threshold 24"
                                        + " --masterauth a --masteruser b --cluster-announce-ip c"
                                        + " --cluster-announce-hostname d --cluster-announce-human-nodename e"
                                        + " --replica-announce-ip f --requirepass g --logfile h --pidfile i"
                                        + " --replica-read-only no --cluster-allow-reads-when-down yes")
                                .split(" "));
        NetworkSettings network = changed.network();
        ServerSettings server = changed.server();
        ReplicationSettings replication = changed.replication();
        ClusterSettings cluster = changed.cluster();

        assertThat(
                        List.of(
                                network.port(),
                                network.timeoutSeconds(),
                                network.tcpKeepaliveSeconds(),
                                network.tcpBacklog()))
                .containsExactly(1, 2, 3, 4);
        assertThat(network.maxclients()).isEqualTo(5);
        assertThat(List.of(server.hz(), server.databases())).containsExactly(6, 7);
        assertThat(
                        List.of(
                                replication.timeoutSeconds(),
                                replication.pingPeriodSeconds(),
                                replication.priority(),
                                replication.minReplicasToWrite(),
                                replication.minReplicasMaxLagSeconds(),
                                cluster.busPort()))
                .containsExactly(8, 9, 10, 11, 12, 13);
        assertThat(List.of(cluster.nodeTimeoutMillis(), cluster.pingIntervalMillis()))
                .containsExactly(14L, 15L);
        assertThat(
                        List.of(
                                cluster.announcePort(),
                                cluster.announceBusPort(),
                                replication.announcePort()))
                .containsExactly(16, 17, 18);
        assertThat(replication.backlogTtlSeconds()).isEqualTo(19);
        assertThat(List.of(cluster.replicaValidityFactor(), cluster.migrationBarrier()))
                .containsExactly(20, 21);
        assertThat(
                        List.of(
                                server.slowlogMaxLen(),
                                server.slowlogLogSlowerThanMicros(),
                                server.latencyMonitorThresholdMillis()))
                .containsExactly(22L, 23L, 24L);
        assertThat(
                        List.of(
                                replication.masterauth(),
                                replication.masteruser(),
                                cluster.announceIp(),
                                cluster.announceHostname(),
                                cluster.announceHumanNodename(),
                                replication.announceIp(),
                                network.requirepass(),
                                server.logfile(),
                                server.pidfile()))
                .containsExactly("a", "b", "c", "d", "e", "f", "g", "h", "i");
        assertThat(replication.readOnly()).isFalse();
        assertThat(replication.serveStaleData()).isTrue();
        assertThat(cluster.allowReadsWhenDown()).isTrue();
        assertThat(cluster.requireFullCoverage()).isTrue();
    }

    @Test
    void the_bus_listens_20000_above_the_port_unless_cluster_port_says_where() {
        assertThat(withOptions("--port", "7000").cluster().busPort()).isEqualTo(27000);
        assertThat(withOptions("--port", "7000", "--cluster-port", "7777").cluster().busPort())
                .isEqualTo(7777);
    }

    @Test
    void a_part_hears_of_its_directives_once_per_command_and_only_of_changes() {
        List<String> heard = new ArrayList<>();
        settings.whenChanged(
                List.of("bind", "port"), now -> heard.add("port " + now.network().port()));
        settings.whenChanged(List.of("hz"), now -> heard.add("hz " + now.server().hz()));

        settings.set(List.of("port", "7000", "bind", "127.0.0.2", "timeout", "9"), asker());
        settings.set(List.of("port", "7000", "hz", "20"), asker());

        assertThat(heard).containsExactly("port 7000", "hz 20");
    }

    @Test
    void when_a_part_refuses_all_goes_back() {
        List<Long> limits = new ArrayList<>();
        settings.whenChanged(List.of("maxclients"), now -> limits.add(now.network().maxclients()));
        settings.whenChanged(
                List.of("port"),
                now -> {
                    if (now.network().port() == 7000) {
                        throw ConfigError.refused(
                                "Unable to listen on this port. Check server logs.");
                    }
                });

        assertThatThrownBy(() -> settings.set(List.of("maxclients", "9", "port", "7000"), asker()))
                .hasMessage(
                        "CONFIG SET failed (possibly related to argument 'port') - Unable to listen on this port. Check server logs.");
        assertThat(limits).containsExactly(9L, 10000L);
        assertThat(settings.get(List.of("maxclients", "port")))
                .isEqualTo(Map.of("maxclients", "10000", "port", "6379"));
        assertThat(settings.network().port()).isEqualTo(6379);
    }

    @Test
    void replicaof_changes_what_config_set_may_not() {
        settings.assign("replicaof", "localhost", "7000");
        assertThat(settings.replication().master()).contains(new HostPort("localhost", 7000));
        assertThat(settings.get(List.of("slaveof"))).isEqualTo(Map.of("slaveof", "localhost 7000"));

        settings.assign("replicaof", "no", "one");
        assertThat(settings.replication().master()).isEmpty();
    }

    @Test
    void passwords_are_not_for_other_eyes() {
        assertThat(
                        Directives.ALL.stream()
                                .filter(d -> d.is(Directive.Trait.SENSITIVE))
                                .map(Directive::name))
                .containsExactly("requirepass", "masterauth", "masteruser");
    }

    private void converse(String session) {
        List<String> lines = session.lines().toList();
        for (int i = 0; i < lines.size(); i += 2) {
            List<String> words = List.of(lines.get(i).substring(2).split(" "));
            assertThat(answer(words)).as(lines.get(i)).isEqualTo(lines.get(i + 1));
        }
    }

    private String answer(List<String> words) {
        List<String> arguments = words.subList(2, words.size());
        if (words.get(1).equals("GET")) {
            Map<String, String> found = settings.get(arguments);
            if (found.isEmpty()) return "(empty)";
            return found.entrySet().stream()
                    .map(entry -> entry.getKey() + " " + entry.getValue())
                    .collect(Collectors.joining(", "));
        }
        try {
            settings.set(arguments, asker());
            return "OK";
        } catch (ConfigError refused) {
            return refused.code() + " " + refused.text();
        }
    }

    private static Settings withOptions(String... options) {
        return RedisConf.read(
                        CommandLine.parse(List.of(options)), MemoryFiles.none(), name -> false)
                .settings();
    }

    private static Settings.Asker asker() {
        return new Settings.Asker(true, false);
    }
}
