package hearsay.simulations.real;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.client.connection.Reply;
import hearsay.node.config.CommandLine;
import hearsay.node.config.DiskConfigFiles;
import hearsay.node.config.RedisConf;
import hearsay.sentinel.command.SentinelCommands;
import hearsay.sentinel.host.SentinelHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// D7.78, D7.82, D7.83: one of our Sentinels and a redis-sentinel, which watch the same master, are
/// asked the same things and must answer the same.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SentinelConversationTest {

    private RealNode master;
    private RealNode replica;
    private SentinelHost ours;
    private Process theirs;
    private int ourPort;
    private int theirPort;
    private final List<Path> folders = new ArrayList<>();

    @BeforeAll
    void two_sentinels_watch_one_master() throws Exception {
        Tools.run("redis-sentinel", "--version");
        master = RealNode.start("--repl-diskless-sync-delay 0");
        replica =
                RealNode.start(
                        "--repl-diskless-sync-delay 0", "--replicaof 127.0.0.1 " + master.port());
        Eventually.holds(() ->
                assertThat(replica.field("INFO replication", "master_link_status"))
                        .isEqualTo("up"));
        ourPort = Ports.free();
        theirPort = Ports.free();
        var command = CommandLine.parse(List.of(conf(ourPort).toString()));
        ours =
                SentinelHost.start(
                        RedisConf.readSentinel(
                                command,
                                new DiskConfigFiles(Path.of(""), System.in),
                                SentinelCommands::isCommand));
        theirs =
                new ProcessBuilder("redis-sentinel", conf(theirPort).toString())
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        for (int port : List.of(ourPort, theirPort)) {
            Eventually.holds(() ->
                    assertThat(pretty(port, "INFO sentinel"))
                            .contains("status=ok", "slaves=1,sentinels=2"));
        }
    }

    private Path conf(int port) throws Exception {
        var folder = RealNode.newFolder();
        folders.add(folder);
        var file = folder.resolve("sentinel.conf");
        Files.writeString(
                file,
                """
                port %d
                bind 127.0.0.1
                dir %s
                loglevel warning
                sentinel monitor mymaster 127.0.0.1 %d 2
                sentinel down-after-milliseconds mymaster 20000
                """
                        .formatted(port, folder, master.port()));
        return file;
    }

    @AfterAll
    void end_them() throws Exception {
        if (theirs != null) {
            theirs.destroyForcibly();
            assertThat(theirs.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
        if (ours != null) ours.stop();
        if (replica != null) replica.close();
        if (master != null) master.close();
        folders.forEach(RealNode::delete);
    }

    /// What must be equal to the byte.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "PING",
                "PING hello",
                "ROLE",
                "GET key",
                "SET key value",
                "RESET",
                "MONITOR",
                "SELECT 1",
                "CONFIG GET port",
                "PUBLISH channel text",
                "AUTH wrong",
                "CLIENT SETNAME me",
                "CLIENT GETNAME",
                "SENTINEL",
                "SENTINEL nonsense",
                "SENTINEL MASTER",
                "SENTINEL MASTER nobody",
                "SENTINEL MASTERS extra",
                "SENTINEL REPLICAS nobody",
                "SENTINEL SENTINELS nobody",
                "SENTINEL SLAVES nobody",
                "SENTINEL MYID extra",
                "SENTINEL GET-MASTER-ADDR-BY-NAME mymaster",
                "SENTINEL GET-MASTER-ADDR-BY-NAME nobody",
                "SENTINEL CKQUORUM mymaster",
                "SENTINEL CKQUORUM nobody",
                "SENTINEL FAILOVER nobody",
                "SENTINEL FLUSHCONFIG",
                "SENTINEL FLUSHCONFIG extra",
                "SENTINEL IS-MASTER-DOWN-BY-ADDR 127.0.0.1 1 0 *",
                "SENTINEL IS-MASTER-DOWN-BY-ADDR 127.0.0.1 x 0 *",
                "SENTINEL IS-MASTER-DOWN-BY-ADDR 127.0.0.1 1 0",
                "SENTINEL RESET nobody*",
                "SENTINEL REMOVE nobody",
                "SENTINEL PENDING-SCRIPTS",
                "SENTINEL INFO-CACHE nobody",
                "SENTINEL SIMULATE-FAILURE help",
                "SENTINEL SIMULATE-FAILURE nonsense",
                "SENTINEL MONITOR other 127.0.0.1 notaport 2",
                "SENTINEL MONITOR other 127.0.0.1 6379 notaquorum",
                "SENTINEL MONITOR other 127.0.0.1 6379 0",
                "SENTINEL MONITOR other no.such.example 6379 2",
                "SENTINEL MONITOR other 127.0.0.1 70000 2",
                "SENTINEL MONITOR mymaster 127.0.0.1 1 2",
                "SENTINEL SET nobody quorum 2",
                "SENTINEL SET mymaster quorum",
                "SENTINEL SET mymaster quorum none",
                "SENTINEL SET mymaster quorum 0",
                "SENTINEL SET mymaster nonsense 1",
                "SENTINEL SET mymaster notification-script /bin/true",
                "SENTINEL SET mymaster client-reconfig-script /bin/true",
                "SENTINEL SET mymaster down-after-milliseconds 21000",
                "SENTINEL SET mymaster rename-command CONFIG",
                "SENTINEL CONFIG SET announce-port none",
                "SENTINEL CONFIG SET nonsense 1",
                "SENTINEL CONFIG SET resolve-hostnames maybe",
                "SENTINEL DEBUG",
                "SENTINEL DEBUG info-period 10000",
                "SENTINEL DEBUG info-period none",
                "SENTINEL DEBUG nonsense 5",
                "SHUTDOWN NONSENSE",
            })
    void they_answer_the_same(String command) throws Exception {
        assertThat(reply(ourPort, command)).isEqualTo(reply(theirPort, command));
    }

    /// What is new in 7.2, which the one that is installed may not be.
    @Test
    void several_parameters_are_asked_for_and_set_at_once() throws Exception {
        assertThat(pretty(ourPort, "SENTINEL CONFIG GET announce-* log*"))
                .isEqualTo(
                        """
                        1# "announce-hostnames" => "no"
                        2# "announce-ip" => ""
                        3# "announce-port" => "0"
                        4# "loglevel" => "warning\"\
                        """);
        assertThat(text(ourPort, "SENTINEL CONFIG SET loglevel notice announce-port 0"))
                .isEqualTo("OK");
        assertThat(pretty(ourPort, "SENTINEL CONFIG GET loglevel"))
                .isEqualTo("1# \"loglevel\" => \"notice\"");
        assertThat(text(ourPort, "SENTINEL CONFIG SET loglevel warning")).isEqualTo("OK");
        assertThat(text(ourPort, "SENTINEL CONFIG SET announce-port 1 announce-port 2"))
                .isEqualTo("ERR Duplicate argument 'announce-port' to SENTINEL CONFIG SET");
        assertThat(text(ourPort, "SENTINEL CONFIG GET"))
                .isEqualTo("ERR wrong number of arguments for 'sentinel|config' command");
        assertThat(text(ourPort, "SENTINEL CONFIG NONSENSE a b"))
                .isEqualTo(
                        "ERR Only SENTINEL CONFIG GET <param> [<param> <param> ...]/ SET <param>"
                                + " <value> [<param> <value> ...] are supported.");
        assertThat(pretty(ourPort, "SENTINEL HELP"))
                .contains("CONFIG GET <param> [param param param ...]");
    }

    /// Where times and ids differ, the names of the fields and their order must not.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SENTINEL MASTERS",
                "SENTINEL MASTER mymaster",
                "SENTINEL REPLICAS mymaster",
                "SENTINEL SENTINELS mymaster",
            })
    void they_answer_the_same_fields_in_the_same_order(String command) throws Exception {
        assertThat(names(reply(ourPort, command))).isEqualTo(names(reply(theirPort, command)));
    }

    @Test
    void only_the_command_after_reply_skip_is_not_answered_also_if_it_waits_for_the_disk()
            throws Exception {
        for (int port : List.of(ourPort, theirPort)) {
            try (var talk = Talk.to("127.0.0.1", port)) {
                var first = talk.connection().send("CLIENT", "REPLY", "SKIP");
                var unused = talk.connection().send("SENTINEL", "FLUSHCONFIG");
                unused = talk.connection().send("PING");
                var reply = first.toCompletableFuture().get(10, TimeUnit.SECONDS);
                assertThat(reply.text()).isEqualTo("PONG");
            }
        }
    }

    @Test
    @DisplayName("D7.83: HELLO is that of a Sentinel, in both protocols")
    void hello_tells_a_sentinel_in_both_protocols() throws Exception {
        try (var ours = Talk.to("127.0.0.1", ourPort);
                var theirs = Talk.to("127.0.0.1", theirPort)) {
            for (var command : List.of("HELLO 2", "HELLO 3")) {
                var mine = ours.says(command);
                assertThat(mine).contains("\"mode\"").contains("sentinel").doesNotContain("role");
                assertThat(mine.replaceAll("[0-9.]+", "N"))
                        .isEqualTo(theirs.says(command).replaceAll("[0-9.]+", "N"));
            }
        }
    }

    @Test
    @DisplayName("D7.83: INFO has the sections of a Sentinel, in their order")
    void info_has_the_sections_of_a_sentinel_in_their_order() throws Exception {
        for (var command : List.of("INFO", "INFO everything", "INFO all", "INFO sentinel cpu")) {
            assertThat(headings(text(ourPort, command)))
                    .as(command)
                    .isEqualTo(headings(text(theirPort, command)));
        }
        // Whoever had to wait for the machine is in TILT.
        assertThat(text(ourPort, "INFO sentinel").replaceAll("tilt(.*):[-0-9]+", "tilt$1"))
                .isEqualTo(
                        text(theirPort, "INFO sentinel").replaceAll("tilt(.*):[-0-9]+", "tilt$1"));
        assertThat(text(ourPort, "INFO server")).contains("redis_mode:sentinel");
    }

    private static List<String> headings(String info) {
        return info.lines().filter(line -> line.startsWith("#")).toList();
    }

    private static List<String> names(Reply reply) {
        var names = new ArrayList<String>();
        switch (reply) {
            case Reply.Map(var pairs) -> pairs.forEach(pair -> names.add(pair.key().text()));
            case Reply.Array(var items) -> items.forEach(item -> names.addAll(names(item)));
            default -> throw new AssertionError("no fields in " + reply.pretty());
        }
        return names;
    }

    private static String pretty(int port, String command) throws Exception {
        return reply(port, command).pretty();
    }

    private static String text(int port, String command) throws Exception {
        return reply(port, command).text();
    }

    private static Reply reply(int port, String command) throws Exception {
        try (var talk = Talk.to("127.0.0.1", port)) {
            return talk.call(command);
        }
    }
}
