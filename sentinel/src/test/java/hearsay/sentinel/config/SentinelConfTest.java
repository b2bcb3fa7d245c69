package hearsay.sentinel.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hearsay.node.config.CommandLine;
import hearsay.node.config.ConfigError;
import hearsay.node.config.ConfigFiles;
import hearsay.node.config.LoadedConfig;
import hearsay.node.config.RedisConf;
import hearsay.sentinel.command.SentinelCommands;
import hearsay.sentinel.member.Environment;
import hearsay.sentinel.member.MonitoredSettings.KnownReplica;
import hearsay.sentinel.member.MonitoredSettings.KnownSentinel;
import hearsay.sentinel.member.Settings;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// D7.79: what a sentinel.conf says, what is refused in it, and what it looks like after it was
/// written again.
@DisplayName("D7.79: sentinel.conf, read and written")
final class SentinelConfTest {

    private static final String ID = "0123456789012345678901234567890123456789";
    private static final String OTHER = "9876543210987654321098765432109876543210";
    private static final String MONITOR = "sentinel monitor m 127.0.0.1 6379 2\n";

    /// One file, sentinel.conf.
    private record OneFile(String text) implements ConfigFiles {
        @Override
        public String home() {
            return "/";
        }

        @Override
        public String read(String path) {
            return text;
        }

        @Override
        public List<String> matching(String pattern) {
            return List.of();
        }

        @Override
        public String standardInput() {
            return "";
        }

        @Override
        public String directory(String path) {
            return path;
        }
    }

    private static final Environment MACHINE =
            new Environment() {
                @Override
                public @Nullable String resolve(String hostname) {
                    return hostname.equals("known.example") ? "10.0.0.1" : null;
                }

                @Override
                public boolean isExecutable(String path) {
                    return path.equals("/bin/notify");
                }
            };

    private static LoadedConfig load(String text) {
        return RedisConf.readSentinel(
                new CommandLine(Optional.of("sentinel.conf"), false, ""),
                new OneFile(text),
                SentinelCommands::isCommand);
    }

    private static Settings read(String text) {
        return SentinelConf.read(load(text), MACHINE);
    }

    @Test
    void every_directive_is_understood_in_whatever_order() {
        var settings =
                read(
                        """
                        port 5000
                        requirepass hidden
                        loglevel verbose
                        sentinel known-replica m 127.0.0.1 6380
                        sentinel known-slave m 127.0.0.1 6381
                        sentinel known-sentinel m 127.0.0.1 5001 %s
                        sentinel known-sentinel m 127.0.0.1 5002
                        sentinel down-after-milliseconds m 2000
                        sentinel failover-timeout m 20000
                        sentinel parallel-syncs m 5
                        sentinel notification-script m /bin/notify
                        sentinel client-reconfig-script m /bin/notify
                        sentinel auth-user m me
                        sentinel auth-pass m "se cret"
                        sentinel rename-command m CONFIG guessme
                        sentinel master-reboot-down-after-period m 7000
                        sentinel config-epoch m 4
                        sentinel leader-epoch m 5
                        sentinel monitor m 127.0.0.1 6379 2
                        sentinel myid %s
                        sentinel current-epoch 3
                        sentinel announce-ip 10.0.0.9
                        sentinel announce-port 7000
                        sentinel deny-scripts-reconfig no
                        sentinel sentinel-user s
                        sentinel sentinel-pass t
                        sentinel resolve-hostnames yes
                        sentinel announce-hostnames yes
                        """
                                .formatted(OTHER, ID));
        assertThat(settings.port()).isEqualTo(5000);
        assertThat(settings.requirePass()).isEqualTo("hidden");
        assertThat(settings.logLevel()).isEqualTo("verbose");
        assertThat(settings.myId()).isEqualTo(ID);
        assertThat(settings.currentEpoch()).as("not less than a config epoch").isEqualTo(4);
        assertThat(settings.announceIp()).isEqualTo("10.0.0.9");
        assertThat(settings.announcePort()).isEqualTo(7000);
        assertThat(settings.denyScriptsReconfig()).isFalse();
        assertThat(settings.sentinelUser()).isEqualTo("s");
        assertThat(settings.sentinelPass()).isEqualTo("t");
        assertThat(settings.resolveHostnames()).isTrue();
        assertThat(settings.announceHostnames()).isTrue();
        var master = settings.monitored().getFirst();
        assertThat(master.name()).isEqualTo("m");
        assertThat(master.host()).isEqualTo("127.0.0.1");
        assertThat(master.port()).isEqualTo(6379);
        assertThat(master.quorum()).isEqualTo(2);
        assertThat(master.downAfterMillis()).isEqualTo(2000);
        assertThat(master.failoverTimeoutMillis()).isEqualTo(20_000);
        assertThat(master.parallelSyncs()).isEqualTo(5);
        assertThat(master.notificationScript()).isEqualTo("/bin/notify");
        assertThat(master.clientReconfigScript()).isEqualTo("/bin/notify");
        assertThat(master.authUser()).isEqualTo("me");
        assertThat(master.authPass()).isEqualTo("se cret");
        assertThat(master.renamedCommands()).containsEntry("CONFIG", "guessme");
        assertThat(master.masterRebootDownAfterMillis()).isEqualTo(7000);
        assertThat(master.configEpoch()).isEqualTo(4);
        assertThat(master.leaderEpoch()).isEqualTo(5);
        assertThat(master.knownReplicas())
                .containsExactly(
                        new KnownReplica("127.0.0.1", 6380), new KnownReplica("127.0.0.1", 6381));
        assertThat(master.knownSentinels())
                .containsExactly(new KnownSentinel("127.0.0.1", 5001, OTHER));
    }

    @Test
    void a_sentinel_listens_at_26379_and_is_not_protected() {
        var config = load("");
        assertThat(config.settings().network().port()).isEqualTo(26_379);
        assertThat(config.settings().network().protectedMode()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "monitor m 127.0.0.1 6379 1           | Duplicate master name.",
                "monitor n 127.0.0.1 6379 0           | Quorum must be 1 or greater.",
                "monitor n no.such.example 6379 1     | Can't resolve instance hostname.",
                "monitor n 127.0.0.1 65536 1          | Invalid port number.",
                "monitor n 127.0.0.1 6379             | Unrecognized sentinel configuration statement.",
                "no-such-directive 1                  | Unrecognized sentinel configuration statement.",
                "down-after-milliseconds other 5      | No such master with specified name.",
                "down-after-milliseconds m 0          | negative or zero time parameter.",
                "failover-timeout m -5                | negative or zero time parameter.",
                "master-reboot-down-after-period m -1 | negative time parameter.",
                "notification-script m /no/such       | Notification script seems non existing or non executable.",
                "client-reconfig-script m /no/such    | Client reconfiguration script seems non existing or non executable.",
                "myid short                           | Malformed Sentinel id in myid option.",
                "deny-scripts-reconfig maybe          | Please specify yes or no for the deny-scripts-reconfig options.",
                "resolve-hostnames maybe              | Please specify yes or no for the resolve-hostnames option.",
                "known-replica other 127.0.0.1 1      | No such master with specified name.",
            })
    void a_line_that_is_wrong_is_named_with_its_number_its_file_and_the_reason(
            String line, String reason) {
        assertThatThrownBy(() -> read("port 5000\n" + MONITOR + "sentinel " + line + "\n"))
                .isInstanceOf(ConfigError.class)
                .hasMessageContaining("*** FATAL CONFIG FILE ERROR (Redis 7.2.6) ***")
                .hasMessageContaining("Reading the configuration file, at line 3")
                .hasMessageContaining(">>> 'sentinel " + line + "'")
                .hasMessageContaining("line 3 of /sentinel.conf")
                .hasMessageContaining(reason);
    }

    @Test
    void an_unknown_directive_of_the_server_is_refused_as_a_node_refuses_it() {
        assertThatThrownBy(() -> load("no-such-thing 5\n"))
                .hasMessageContaining("Bad directive or wrong number of arguments");
    }

    @Test
    void a_name_that_nobody_knows_is_taken_by_a_sentinel_that_resolves_names() {
        var settings =
                read("sentinel resolve-hostnames yes\nsentinel monitor m no.such.example 6379 1\n");
        assertThat(settings.monitored().getFirst().host()).isEqualTo("no.such.example");
    }

    @Test
    void what_is_written_again_keeps_comments_and_order_and_can_be_read_to_the_same() {
        var old =
                """
                # My own words
                port 5000
                sentinel monitor m 127.0.0.1 6379 2

                # Quick
                sentinel down-after-milliseconds m 2000
                sentinel known-slave m 127.0.0.1 6400
                sentinel auth-pass m old
                """;
        var config = load(old);
        var settings = SentinelConf.read(config, MACHINE).withMyId(ID).withCurrentEpoch(9);
        var master =
                settings.monitored()
                        .getFirst()
                        .withEpochs(7, 8)
                        .withAuth(null, null)
                        .withKnown(
                                List.of(
                                        new KnownReplica("127.0.0.1", 6380),
                                        new KnownReplica("127.0.0.1", 6381)),
                                List.of(new KnownSentinel("127.0.0.1", 5001, OTHER)));
        var changed = settings.withMonitored(List.of(master));

        var text = SentinelRewrite.of(old, config.settings(), changed);

        assertThat(text)
                .startsWith(
                        """
                        # My own words
                        port 5000
                        sentinel monitor m 127.0.0.1 6379 2

                        # Quick
                        sentinel down-after-milliseconds m 2000
                        sentinel known-replica m 127.0.0.1 6380

                        # Generated by CONFIG REWRITE
                        """)
                .contains("\nsentinel myid " + ID + "\n")
                .contains("\nsentinel config-epoch m 7\n")
                .contains("\nsentinel leader-epoch m 8\n")
                .contains("\nsentinel current-epoch 9\n")
                .contains("\nsentinel known-replica m 127.0.0.1 6381\n")
                .contains("\nsentinel known-sentinel m 127.0.0.1 5001 " + OTHER + "\n")
                .doesNotContain("auth-pass", "deny-scripts", "known-slave", "save");
        assertThat(read(text)).isEqualTo(changed);
        var again = SentinelRewrite.of(text, config.settings(), changed);
        assertThat(again.strip()).isEqualTo(text.strip());
        assertThat(SentinelRewrite.of(again, config.settings(), changed)).isEqualTo(again);
    }

    @Test
    void what_is_not_plain_is_quoted_and_text_of_any_language_survives() {
        var config = load(MONITOR);
        var settings = SentinelConf.read(config, MACHINE);
        var master = settings.monitored().getFirst().withAuth("zoë", "two words \"quoted\"");
        var changed = settings.withMyId(ID).withMonitored(List.of(master));

        var text = SentinelRewrite.of(MONITOR, config.settings(), changed);

        assertThat(read(text)).isEqualTo(changed);
    }
}
