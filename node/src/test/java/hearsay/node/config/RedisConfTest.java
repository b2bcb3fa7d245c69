package hearsay.node.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import hearsay.node.config.LoadedConfig.Rename;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RedisConfTest {

    @Test
    void a_file() {
        LoadedConfig loaded =
                load(
                        """
                        # A comment
                        PORT 7000
                          bind 127.0.0.1 ::1

                        requirepass "two words\\x21"
                        slave-read-only no
                        client-output-buffer-limit pubsub 1mb 2kb 3
                        client-output-buffer-limit normal 4 5 6
                        rename-command FLUSHALL ""
                        rename-command config "b840fc"
                        """);
        Settings settings = loaded.settings();

        assertThat(settings.network().port()).isEqualTo(7000);
        assertThat(settings.network().bind()).containsExactly("127.0.0.1", "::1");
        assertThat(settings.network().requirepass()).isEqualTo("two words!");
        assertThat(settings.replication().readOnly()).isFalse();
        assertThat(settings.network().outputLimits().pubsub())
                .isEqualTo(new OutputLimit(1 << 20, 2048, 3));
        assertThat(settings.network().outputLimits().normal()).isEqualTo(new OutputLimit(4, 5, 6));
        assertThat(loaded.renames())
                .containsExactly(new Rename("flushall", ""), new Rename("config", "b840fc"));
        assertThat(loaded.warnings()).isEmpty();
        assertThat(loaded.file()).contains("/etc/redis.conf");
    }

    @Test
    void options_override_standard_input_and_that_the_file() {
        MemoryFiles files =
                new MemoryFiles(
                        Map.of("/etc/redis.conf", "port 1\ntimeout 1\nhz 1\n"),
                        "timeout 2\nhz 2\n");
        LoadedConfig loaded = read(files, "/etc/redis.conf", "--hz", "3", "-");

        assertThat(loaded.settings().get(List.of("port", "timeout", "hz")).values())
                .containsExactly("1", "2", "3");
    }

    @Test
    void save_lines_add_up_and_an_empty_one_takes_them_back() {
        assertThat(save("save 60 1\nsave 10 5 1 100\n")).isEqualTo("60 1 10 5 1 100");
        assertThat(save("save \"60 1 10 5\"\n")).isEqualTo("60 1 10 5");
        assertThat(save("save 60 1\nsave \"\"\nsave 7 7\n")).isEqualTo("7 7");
        assertThat(save("")).isEmpty();
    }

    @Test
    void files_are_included_where_the_line_stands() {
        MemoryFiles files =
                MemoryFiles.with(
                                "/etc/redis.conf",
                                "hz 1\ninclude /etc/more.conf\ndir /srv\ninclude here.conf\n")
                        .and("/etc/more.conf", "hz 2\ntimeout 2\ninclude parts/*.conf\n")
                        .and("/home/redis/parts/a.conf", "tcp-keepalive 4\n")
                        .and("/home/redis/parts/b.conf", "maxclients 5\n")
                        .and("/srv/here.conf", "timeout 3");
        Settings settings = read(files, "/etc/redis.conf").settings();

        assertThat(settings.get(List.of("hz", "timeout", "tcp-keepalive", "maxclients")).values())
                .containsExactly("2", "3", "4", "5");
    }

    @Test
    void an_include_that_is_not_there_ends_it_but_a_pattern_may_find_nothing() {
        assertThatThrownBy(() -> load("include /etc/nosuch.conf"))
                .hasMessage(
                        "Fatal error, can't open config file '/etc/nosuch.conf': No such file or directory");
        assertThat(load("include /etc/conf.d/*.conf").warnings()).isEmpty();
        assertThatThrownBy(() -> read(MemoryFiles.none(), "nosuch.conf"))
                .hasMessage(
                        "Fatal error, can't open config file '/home/redis/nosuch.conf': No such file or directory");
        assertThatThrownBy(() -> load("include /etc/redis.conf"))
                .hasMessageContaining("without end");
    }

    @Test
    void the_message_has_the_line_and_where_it_is() {
        assertThatThrownBy(() -> load("port 7000\n\n  maxclients many  \n"))
                .hasMessage(
                        """

                        *** FATAL CONFIG FILE ERROR (Redis 7.2.6) ***
                        Reading the configuration file, at line 3
                        >>> 'maxclients many'
                        argument couldn't be parsed into an integer
                        (line 3 of /etc/redis.conf)
                        """);
    }

    @Test
    void a_mistake_elsewhere_is_shown_where_it_is() {
        assertThatThrownBy(() ->
                        read(
                                MemoryFiles.with("/etc/redis.conf", "port 1\nhz 2\n"),
                                "/etc/redis.conf",
                                "--nosuch",
                                "1"))
                .hasMessageContainingAll(
                        "at line 4\n>>> 'nosuch \"1\"'\n",
                        "(line 1 of the options of the command line)");
        MemoryFiles included =
                MemoryFiles.with("/etc/redis.conf", "hz 1\ninclude /etc/more.conf\n")
                        .and("/etc/more.conf", "timeout 1\nnosuch 2\n");
        assertThatThrownBy(() -> read(included, "/etc/redis.conf"))
                .hasMessageContainingAll("at line 2\n>>> 'nosuch 2'", "(line 2 of /etc/more.conf)");
        assertThatThrownBy(() -> read(new MemoryFiles(Map.of(), "hz 1\nport x"), "-"))
                .hasMessageContainingAll("at line 2\n", "(line 2 of standard input)");
    }

    static Stream<Arguments> malformedLines() {
        return Stream.of(
                arguments("nosuch 1", "Bad directive or wrong number of arguments"),
                arguments("nosuch", "Bad directive or wrong number of arguments"),
                arguments("port", "wrong number of arguments"),
                arguments("port 1 2", "wrong number of arguments"),
                arguments("port 65536", "argument must be between 0 and 65535 inclusive"),
                arguments("port 7000x", "argument couldn't be parsed into an integer"),
                arguments("requirepass \"open", "Unbalanced quotes in configuration line"),
                arguments("requirepass 'a'b", "Unbalanced quotes in configuration line"),
                arguments("daemonize perhaps", "argument must be 'yes' or 'no'"),
                arguments("maxmemory lots", "argument must be a memory value"),
                arguments("maxmemory-clients x", "argument must be a memory or percent value"),
                arguments("unixsocketperm 9", "argument couldn't be parsed as an octal number"),
                arguments("unixsocketperm 1000", "argument must be between 0 and 777 inclusive"),
                arguments(
                        "appendfsync never",
                        "argument(s) must be one of the following: everysec, always, no"),
                arguments("save 60", "Invalid save parameters"),
                arguments("save 0 1", "Invalid save parameters"),
                arguments("replicaof localhost", "wrong number of arguments"),
                arguments("replicaof localhost 65536", "Invalid master port"),
                arguments("dir /nowhere", "No such file or directory"),
                arguments("dbfilename a/b", "dbfilename can't be a path, just a filename"),
                arguments("appendfilename \"\"", "appendfilename can't be empty"),
                arguments("appenddirname a/b", "appenddirname can't be a path, just a dirname"),
                arguments(
                        "client-output-buffer-limit normal 1 2",
                        "Wrong number of arguments in buffer limit configuration."),
                arguments(
                        "client-output-buffer-limit x 1 2 3",
                        "Invalid client class specified in buffer limit configuration."),
                arguments(
                        "oom-score-adj-values 1 2 x",
                        "Invalid oom-score-adj-values, elements must be between -2000 and 2000."),
                arguments(
                        "notify-keyspace-events q",
                        "Invalid event class character. Use 'Ag$lshzxeKEtmdn'."),
                arguments(
                        "bind 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17",
                        "Too many bind addresses specified."),
                arguments(
                        "shutdown-on-sigterm save nosave",
                        "shutdown options SAVE and NOSAVE can't be used simultaneously"),
                arguments(
                        "latency-tracking-info-percentiles 101",
                        "latency-tracking-info-percentiles parameters should sit between [0.0,100.0]"),
                arguments("rename-command nosuch x", "No such command in rename-command"),
                arguments("rename-command get", "Bad directive or wrong number of arguments"),
                arguments("rename-command get SET", "Target command name already exists"),
                arguments("include", "Bad directive or wrong number of arguments"),
                arguments("user", "Bad directive or wrong number of arguments"),
                arguments("loadmodule", "Bad directive or wrong number of arguments"),
                arguments("module.value", "Module config specified without value"),
                arguments(
                        "sentinel monitor a 127.0.0.1 1 1",
                        "sentinel directive while not in sentinel mode"),
                arguments(
                        "list-max-ziplist-value 1 2", "Bad directive or wrong number of arguments"),
                arguments("hearsay-seed-nodes 127.0.0.1", "'127.0.0.1' is not host:port"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("malformedLines")
    void a_malformed_line_is_refused_with_redis_reason(String line, String reason) {
        assertThatThrownBy(() -> load("hz 20\n" + line + "\n"))
                .isInstanceOf(ConfigError.class)
                .hasMessageContaining(
                        "at line 2\n>>> '"
                                + line
                                + "'\n"
                                + reason
                                + "\n(line 2 of /etc/redis.conf)\n");
    }

    @Test
    void a_command_renamed_away_leaves_its_name_free() {
        assertThat(load("rename-command get \"\"\nrename-command set get\n").renames()).hasSize(2);
        assertThatThrownBy(() -> load("rename-command get \"\"\nrename-command get x\n"))
                .hasMessageContaining("No such command in rename-command");
    }

    @Test
    void parts_still_to_come_are_warned_of_once_each() {
        assertThat(
                        load("""
                        appendonly yes
                        save 60 1
                        save 10 100
                        daemonize no
                        user alice on nopass ~* +@all
                        user bob off
                        loadmodule /lib/x.so 1 2
                        x.size 5
                        rdbcompression yes
                        tls-port 7001
                        """)
                                .warnings())
                .containsExactly(
                        "WARNING: 'user' is accepted without effect: there are no users and rules yet; only the password of requirepass is asked for.",
                        "WARNING: 'loadmodule' is accepted without effect: modules are not loaded.",
                        "WARNING: directives of modules are accepted without effect: modules are not loaded.",
                        "WARNING: 'save' is accepted without effect: snapshots and append-only files are not written or loaded yet; the data lives in memory and on replicas.",
                        "WARNING: 'appendonly' is accepted without effect: snapshots and append-only files are not written or loaded yet; the data lives in memory and on replicas.",
                        "WARNING: 'tls-port' is accepted without effect: connections are not encrypted yet.");
    }

    @Test
    void a_cluster_has_one_database_no_master_by_file_and_room_for_its_bus() {
        LoadedConfig loaded = load("cluster-enabled yes\ndatabases 8\n");
        assertThat(loaded.settings().server().databases()).isEqualTo(1);
        assertThat(loaded.warnings())
                .containsExactly(
                        "WARNING: Changing databases number from 8 to 1 since we are in cluster mode");
        assertThat(load("cluster-enabled yes\n").warnings()).isEmpty();

        assertThatThrownBy(() -> load("cluster-enabled yes\nreplicaof localhost 1\n"))
                .hasMessage(
                        "\n*** FATAL CONFIG FILE ERROR (Redis 7.2.6) ***\nreplicaof directive not allowed in cluster mode\n");
        assertThatThrownBy(() -> load("cluster-enabled yes\nport 45536\n"))
                .hasMessageEndingWith("Your Redis port number must be 45535 or less.");
        assertThat(
                        load("cluster-enabled yes\nport 45536\ncluster-port 1\n")
                                .settings()
                                .cluster()
                                .busPort())
                .isEqualTo(1);
    }

    @Test
    void directives_of_a_module_need_a_module() {
        assertThatThrownBy(() -> load("cluster.enabled yes\n"))
                .hasMessageStartingWith(
                        "Module Configuration detected without loadmodule directive");
    }

    @Test
    void a_sentinel_has_lines_of_its_own() {
        MemoryFiles files =
                MemoryFiles.with(
                        "/etc/sentinel.conf", "port 26379\nsentinel monitor mine 127.0.0.1 1 2\n");
        LoadedConfig loaded =
                RedisConf.readSentinel(
                        CommandLine.parse(List.of("/etc/sentinel.conf")), files, name -> false);

        assertThat(loaded.sentinel())
                .containsExactly(
                        new LoadedConfig.SentinelLine(
                                List.of("monitor", "mine", "127.0.0.1", "1", "2"),
                                "sentinel monitor mine 127.0.0.1 1 2",
                                2,
                                "line 2 of /etc/sentinel.conf"));
    }

    @Test
    void seed_nodes_are_hosts_and_ports() {
        assertThat(
                        load("hearsay-seed-nodes 127.0.0.1:27000 [::1]:27001\n")
                                .settings()
                                .cluster()
                                .seedNodes())
                .containsExactly(new HostPort("127.0.0.1", 27000), new HostPort("[::1]", 27001));
    }

    private static String save(String text) {
        return load(text).settings().get(List.of("save")).getOrDefault("save", "?");
    }

    private static LoadedConfig load(String text) {
        return read(MemoryFiles.with("/etc/redis.conf", text), "/etc/redis.conf");
    }

    private static LoadedConfig read(MemoryFiles files, String... arguments) {
        List<String> commands = List.of("get", "set", "flushall", "config");
        return RedisConf.read(CommandLine.parse(List.of(arguments)), files, commands::contains);
    }
}
