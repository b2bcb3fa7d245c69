package hearsay.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.RealRedis;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.Arguments;

/// Our configuration beside that of the redis-server on this machine: 7.0 at least.
class RealRedisConfigTest {

    private static final Settings.Asker LOCAL = new Settings.Asker(true, false);

    /// What 7.2 has and 7.0 has not.
    private static final TreeSet<String> SINCE_7_2 =
            new TreeSet<>(
                    List.of(
                            "cluster-announce-human-nodename",
                            "cluster-ping-interval",
                            "locale-collate",
                            "set-max-listpack-entries",
                            "set-max-listpack-value"));

    /// What 7.0 showed and 7.2 hides.
    private static final TreeSet<String> HIDDEN_SINCE_7_2 =
            new TreeSet<>(List.of("aof-disable-auto-gc"));

    @Test
    void every_directive_of_redis_is_there_and_has_its_default() {
        try (RealRedis redis = redis7()) {
            Map<String, String> theirs = pairs(redis.ask("CONFIG", "GET", "*"));
            Map<String, String> ours =
                    new TreeMap<>(new Settings(MemoryFiles.none()).get(List.of("*")));

            assertThat(theirs).hasSizeGreaterThan(180);
            theirs.keySet().removeAll(HIDDEN_SINCE_7_2);
            if (redis.version().startsWith("7.0.")) ours.keySet().removeAll(SINCE_7_2);
            ours.keySet().removeIf(name -> name.startsWith("hearsay-"));
            // The test itself chose these for the real one.
            for (String own : List.of("port", "dir")) {
                assertThat(theirs.remove(own)).isNotNull();
                assertThat(ours.remove(own)).isNotNull();
            }
            assertThat(ours).isEqualTo(theirs);
        }
    }

    @Test
    void config_set_says_what_redis_says() {
        List<List<String>> attempts = attempts();
        try (RealRedis redis = redis7()) {
            Settings settings = settingsLike(redis);
            List<String> differences = new ArrayList<>();
            for (List<String> attempt : attempts) {
                List<String> command = new ArrayList<>(List.of("CONFIG", "SET"));
                command.addAll(attempt);
                String theirs = answer(redis.ask(command.toArray(String[]::new)));
                String ours = answer(settings, attempt);
                theirs += " " + pairs(redis.ask("CONFIG", "GET", attempt.getFirst()));
                ours += " " + settings.get(attempt.subList(0, 1));
                if (!ours.equals(theirs))
                    differences.add(attempt + "\n  redis: " + theirs + "\n  ours:  " + ours);
            }
            assertThat(differences).isEmpty();
        }
    }

    /// Every directive that can be set, with values at the edges of every kind. Left out are those
    /// that would disturb the real server or the connection to it, whose lists 7.2 made longer, or
    /// that depend on the machine.
    @Test
    void every_directive_takes_and_refuses_what_redis_takes_and_refuses() {
        Set<String> leftOut =
                new TreeSet<>(
                        List.of(
                                "port",
                                "bind",
                                "maxclients",
                                "dir",
                                "timeout",
                                "maxmemory-clients",
                                "activedefrag"));
        leftOut.addAll(
                List.of(
                        "loglevel",
                        "oom-score-adj",
                        "oom-score-adj-values",
                        "watchdog-period",
                        "sanitize-dump-payload"));
        leftOut.addAll(SINCE_7_2);
        List<String> values =
                List.of(
                        "",
                        "yes",
                        "No",
                        "default",
                        "0",
                        "1",
                        "-1",
                        "01",
                        "+1",
                        " 1",
                        "1 ",
                        "10",
                        "99",
                        "101",
                        "16384",
                        "65535",
                        "65536",
                        "1b",
                        "1k",
                        "1MB",
                        "1g",
                        "1t",
                        "2147483647",
                        "2147483648",
                        "4294967295",
                        "-2147483648",
                        "9223372036854775807",
                        "9223372036854775808",
                        "18446744073709551615",
                        "18446744073709551616",
                        "5%",
                        "abc",
                        "a b",
                        "a/b",
                        "1 2",
                        "1.5",
                        "K",
                        "gxE");
        List<String> differences = new ArrayList<>();
        int compared = 0;
        try (RealRedis redis = redis7()) {
            Settings settings = settingsLike(redis);
            for (Directive<?> directive : Directives.ALL) {
                String name = directive.name();
                boolean skip =
                        leftOut.contains(name)
                                || directive.part().promises()
                                || name.startsWith("hearsay-");
                for (String value : skip ? List.<String>of() : values) {
                    String theirs = answer(redis.ask("CONFIG", "SET", name, value));
                    theirs += " " + pairs(redis.ask("CONFIG", "GET", name));
                    String ours =
                            answer(settings, List.of(name, value))
                                    + " "
                                    + settings.get(List.of(name));
                    compared++;
                    if (!ours.equals(theirs)) {
                        differences.add(
                                name
                                        + " '"
                                        + value
                                        + "'\n  redis: "
                                        + theirs
                                        + "\n  ours:  "
                                        + ours);
                    }
                }
            }
        }
        assertThat(differences).isEmpty();
        assertThat(compared).isGreaterThan(3_000);
    }

    @Test
    void config_get_finds_what_redis_finds() {
        try (RealRedis redis = redis7()) {
            Settings settings = new Settings(MemoryFiles.none());
            for (String patterns :
                    List.of(
                            "repl*",
                            "REPL-?imeout",
                            "hz HZ",
                            "slave-priority replica-priority",
                            "*-lag",
                            "nosuch",
                            "maxmemory maxmemory*",
                            "[a-c]ctive*",
                            "watchdog-period",
                            "watchdog-perio[d]",
                            "*cpulist")) {
                List<String> command = new ArrayList<>(List.of("CONFIG", "GET"));
                command.addAll(List.of(patterns.split(" ")));

                assertThat(new TreeMap<>(settings.get(List.of(patterns.split(" ")))))
                        .as("CONFIG GET %s", patterns)
                        .isEqualTo(pairs(redis.ask(command.toArray(String[]::new))));
            }
        }
    }

    /// The real one's file ends with lines in the order of its hash table, and with `user` and
    /// `save` lines of its own.
    @Test
    void config_rewrite_writes_the_lines_that_redis_writes(@TempDir Path folder) throws Exception {
        String before =
                """
                # A node of mine.
                maxclients 100

                slave-priority 7
                timeout 3
                timeout 4


                # Limits
                client-output-buffer-limit pubsub 1mb 512kb 10
                requirepass "a\\x01\\"b"
                tcp-keepalive 300
                list-max-ziplist-entries 10
                """;
        Path file = Files.writeString(folder.resolve("redis.conf"), before);
        try (RealRedis redis = RealRedis.startOrSkip(file.toString())) {
            redis.ask("AUTH", "a\u0001\"b");
            redis.ask(
                    "CONFIG",
                    "SET",
                    "maxclients",
                    "200",
                    "repl-backlog-size",
                    "3mb",
                    "loglevel",
                    "verbose");
            assertThat(redis.ask("CONFIG", "REWRITE")).isEqualTo("OK");

            MemoryFiles files = MemoryFiles.with("/etc/redis.conf", before);
            CommandLine options =
                    CommandLine.parse(
                            List.of(
                                    "/etc/redis.conf",
                                    "--port",
                                    redis.port() + "",
                                    "--dir",
                                    redis.directory() + ""));
            Settings settings = RedisConf.read(options, files, name -> false).settings();
            settings.set(
                    List.of("maxclients", "200", "repl-backlog-size", "3mb", "loglevel", "verbose"),
                    LOCAL);
            String ours = Rewrite.of(before, settings);

            assertThat(comparable(ours)).isEqualTo(comparable(Files.readString(file)));
        }
    }

    /// The message about each malformed line that [RedisConfTest] knows, except what 7.0 does not
    /// say or only we know.
    @Test
    void malformed_lines_get_the_message_of_redis(@TempDir Path folder) throws Exception {
        Path program = RealRedis.programOrSkip();
        List<String> differences = new ArrayList<>();
        int compared = 0;
        for (Arguments arguments : RedisConfTest.malformedLines().toList()) {
            String line = String.valueOf(arguments.get()[0]);
            if (line.startsWith("hearsay-")) continue;
            String text = "hz 20\n" + line + "\n";
            Path file = Files.writeString(folder.resolve("bad.conf"), text);
            String theirs = saidAtTheEnd(program, file);
            String ours = "";
            try {
                RedisConf.read(
                        CommandLine.parse(List.of("/etc/redis.conf")),
                        MemoryFiles.with("/etc/redis.conf", text),
                        List.of("get", "set")::contains);
            } catch (ConfigError refused) {
                ours = refused.text().replaceFirst("\\(line .*\\)\n$", "");
            }
            compared++;
            if (ours.isEmpty() || !theirs.contains(ours.strip()))
                differences.add(line + "\n  redis: " + theirs + "\n  ours:  " + ours);
        }
        assertThat(differences).isEmpty();
        assertThat(compared).isGreaterThan(30);
    }

    @Test
    void command_lines_mean_what_they_mean_to_redis() {
        List<List<String>> commandLines =
                List.of(
                        List.of("--timeout", "5", "--hz", "20"),
                        List.of("--timeout 5", "--hz", "20"),
                        List.of("--client-output-buffer-limit", "pubsub", "1mb", "2", "3"),
                        List.of("--client-output-buffer-limit", "pubsub 1mb 2 3 normal 1 2 3"),
                        List.of("--masterauth", "--secret"),
                        List.of("--shutdown-on-sigint", "nosave force"),
                        List.of("--save", "60", "1", "--timeout", "7"),
                        List.of("--save", "--timeout", "8"),
                        List.of("--slave-priority", "9", "--replica-priority", "10"));
        for (List<String> commandLine : commandLines) {
            try (RealRedis redis = redis7(commandLine.toArray(String[]::new))) {
                List<String> all =
                        new ArrayList<>(
                                List.of(
                                        "--port",
                                        redis.port() + "",
                                        "--dir",
                                        redis.directory() + ""));
                all.addAll(commandLine);
                Settings settings =
                        RedisConf.read(CommandLine.parse(all), MemoryFiles.none(), name -> false)
                                .settings();
                Map<String, String> ours = new TreeMap<>(settings.get(List.of("*")));
                Map<String, String> theirs = pairs(redis.ask("CONFIG", "GET", "*"));
                ours.keySet().retainAll(theirs.keySet());
                theirs.keySet().retainAll(ours.keySet());

                assertThat(ours).as("%s", commandLine).isEqualTo(theirs);
            }
        }
    }

    /// Another major version has other directives.
    private static RealRedis redis7(String... arguments) {
        RealRedis redis = RealRedis.startOrSkip(arguments);
        if (redis.version().startsWith("7.")) return redis;
        String version = redis.version();
        redis.close();
        return Assumptions.abort("redis-server is " + version + ", not 7: not compared with it");
    }

    private static String saidAtTheEnd(Path program, Path file) throws Exception {
        Process process =
                new ProcessBuilder(program.toString(), file.toString())
                        .redirectErrorStream(true)
                        .start();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) return "nothing: it runs";
            String said =
                    new String(
                            process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            return said.replaceAll("\\(Redis 7[0-9.]+\\)", "(Redis 7.2.6)");
        } finally {
            process.destroyForcibly();
        }
    }

    /// Without lines about what the two have different defaults for; the appended ones sorted.
    private static List<String> comparable(String text) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        lines.removeIf(line -> line.startsWith("user ") || line.startsWith("bind "));
        int signature = lines.indexOf("# Generated by CONFIG REWRITE");
        assertThat(signature).isPositive();
        lines.subList(signature, lines.size()).sort(null);
        return lines;
    }

    /// Not among them, for the answers differ on purpose: what would promise something that is not
    /// done yet (see [Part#promises]), and `loglevel loud`, for 7.2 lists one level more than 7.0.
    private static List<List<String>> attempts() {
        String table =
                """
                maxmemory-samples|7
                maxmemory|abc
                maxmemory|-1
                maxmemory|
                maxmemory|0gb
                maxmemory-clients|101%
                maxmemory-clients|-5
                maxmemory-clients|-5%
                maxmemory-clients|5x
                maxmemory-policy|never
                maxclients|200
                maxclients|0
                maxclients|-1
                maxclients|4294967296
                maxclients|12abc
                maxclients|007
                MAXCLIENTS|300
                timeout|-1
                timeout|2147483648
                timeout|99999999999999999999999
                timeout|60|timeout|70
                timeout|60|hz|20
                timeout|61|hz|abc
                timeout|62|nosuch|1
                timeout|63|port
                nosuch|1
                hz|0
                hz|1000
                hz|-1
                slave-priority|abc
                slave-priority|10
                slave-read-only|yes|replica-read-only|no
                replica-serve-stale-data|maybe
                replica-serve-stale-data|NO
                port|70000
                daemonize|yes
                databases|20
                cluster-enabled|yes
                replicaof|localhost 6379
                dir|/tmp
                dbfilename|x.rdb
                unixsocketperm|777
                loglevel|WARNING
                appendfsync|sometimes
                repl-backlog-size|0
                repl-backlog-size|10k
                repl-backlog-size|1Gb
                repl-backlog-size|1tb
                repl-backlog-size|18446744073709551615
                proto-max-bulk-len|1000
                proto-max-bulk-len|2mb
                client-query-buffer-limit|1
                client-output-buffer-limit|normal 1mb 2mb 3
                client-output-buffer-limit|replica 10 20 30 pubsub 40 50 60
                client-output-buffer-limit|normal 1 2
                client-output-buffer-limit|master 1 2 3
                client-output-buffer-limit|normal x 2 3
                client-output-buffer-limit|normal 1 2 -3
                client-output-buffer-limit|
                notify-keyspace-events|KEx!
                notify-keyspace-events|
                save|abc
                save|0 1
                save|60
                save|60  1
                save|
                oom-score-adj-values|1 2
                oom-score-adj-values|1 2 9000
                oom-score-adj|perhaps
                latency-tracking-info-percentiles|50 75.5 100
                latency-tracking-info-percentiles|101
                latency-tracking-info-percentiles|x
                latency-tracking-info-percentiles|
                shutdown-on-sigint|now force
                shutdown-on-sigint|save nosave
                shutdown-on-sigterm|later
                shutdown-on-sigterm|default
                slowlog-max-len|-1
                slowlog-log-slower-than|-1
                slowlog-log-slower-than|-2
                cluster-announce-hostname|a_b
                cluster-announce-hostname|host.example
                cluster-node-timeout|1000
                cluster-port|1
                cluster-announce-port|65536
                min-slaves-to-write|2
                list-max-ziplist-size|-5
                repl-timeout|0
                repl-diskless-load|sometimes
                active-expire-effort|11
                proc-title-template|{nosuch}
                tls-auth-clients|sometimes
                masterauth|secret
                requirepass|
                lua-time-limit|100
                hash-max-ziplist-entries|10
                lfu-decay-time|1
                """;
        return table.lines().map(line -> List.of(line.split("\\|", -1))).toList();
    }

    private static Settings settingsLike(RealRedis redis) {
        List<String> options =
                List.of("--port", redis.port() + "", "--dir", redis.directory() + "");
        return RedisConf.read(CommandLine.parse(options), MemoryFiles.none(), name -> false)
                .settings();
    }

    private static String answer(Settings settings, List<String> attempt) {
        try {
            settings.set(attempt, LOCAL);
            return "OK";
        } catch (ConfigError refused) {
            return refused.code() + " " + refused.text();
        }
    }

    private static String answer(@Nullable Object reply) {
        return reply instanceof RealRedis.Failure failure ? failure.text() : String.valueOf(reply);
    }

    private static Map<String, String> pairs(@Nullable Object reply) {
        Map<String, String> pairs = new TreeMap<>();
        if (!(reply instanceof List<?> elements)) throw new AssertionError("not a list: " + reply);
        for (int i = 0; i < elements.size(); i += 2) {
            pairs.put(String.valueOf(elements.get(i)), String.valueOf(elements.get(i + 1)));
        }
        return pairs;
    }
}
