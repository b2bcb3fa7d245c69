package hearsay.sentinel.member;

import static hearsay.sentinel.harness.Stage.MASTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hearsay.sentinel.harness.Stage;
import hearsay.sentinel.model.Periods;
import hearsay.sentinel.rules.Rules;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What a Sentinel keeps")
class MemoryTest {

    @Test
    @DisplayName("D7.79: id, epochs, replicas, Sentinels and all that was set survive a restart")
    void a_restart() {
        var stage = Stage.acquainted(1, 2, 3, 2);
        var host = stage.sentinels.getFirst();
        stage.nodes.getFirst().crash();
        stage.mustReach("agreement", 20_000, () -> SuccessionTest.isAgreed(stage));
        var options =
                List.of("auth-pass", "p", "rename-command", "CONFIG", "x", "parallel-syncs", "2");
        host.ordered(host.core().set(MASTER, options, host.now()));
        var before = host.core().settings();
        host.crash();
        host.start();
        assertThat(host.core().settings()).isEqualTo(before);
        assertThat(host.core().myId()).isEqualTo(before.myId());
        var conf = before.monitored().getFirst();
        assertThat(before.currentEpoch()).isEqualTo(1);
        assertThat(conf.configEpoch()).isEqualTo(1);
        assertThat(conf.leaderEpoch()).isEqualTo(1);
        assertThat(conf.port()).isNotEqualTo(6379);
        assertThat(conf.knownReplicas()).hasSize(2);
        assertThat(conf.knownSentinels()).hasSize(2);
        assertThat(conf.renamedCommands()).isEqualTo(Map.of("CONFIG", "x"));
        assertThat(host.core().sentinels(MASTER, host.now())).hasSize(2);
    }

    @Test
    @DisplayName("D7.79: the first start gives it an id, on disk before anybody hears it")
    void the_first_start() {
        var stage = new Stage(2);
        stage.nodes(0);
        var effects =
                new Sentinel(
                                stage.conf(1),
                                Periods.DEFAULT,
                                Environment.BARE,
                                new SplittableRandom(1),
                                Rules.REDIS,
                                0)
                        .start(0);
        assertThat(effects.getFirst())
                .isInstanceOfSatisfying(
                        Effect.Save.class,
                        save -> assertThat(save.conf().myId()).matches("[0-9a-f]{40}"));
    }

    @Test
    @DisplayName("A file that makes no sense is refused in Redis' words")
    void refusals() {
        var sound = MonitoredSettings.of(MASTER, "10.0.0.1", 6379, 2);
        var replica = new MonitoredSettings.KnownReplica("10.0.0.2", 6379);
        var sentinel = new MonitoredSettings.KnownSentinel("10.0.1.2", 26_379, "a".repeat(40));
        var refusals = new TreeMap<String, List<MonitoredSettings>>();
        refusals.put("Duplicate master name.", List.of(sound, sound));
        refusals.put(
                "Can't resolve instance hostname.",
                List.of(MonitoredSettings.of(MASTER, "nowhere", 6379, 2)));
        refusals.put(
                "Invalid port number.",
                List.of(MonitoredSettings.of(MASTER, "10.0.0.1", 70_000, 2)));
        refusals.put(
                "Quorum must be 1 or greater.",
                List.of(MonitoredSettings.of(MASTER, "10.0.0.1", 6379, 0)));
        refusals.put(
                "Duplicate hostname and port for replica.",
                List.of(sound.withKnown(List.of(replica, replica), List.of())));
        refusals.put(
                "Duplicate runid for sentinel.",
                List.of(sound.withKnown(List.of(), List.of(sentinel, sentinel))));
        refusals.forEach((words, masters) ->
                assertThatThrownBy(() ->
                                new Sentinel(
                                        Settings.DEFAULT.withMonitored(masters),
                                        Periods.DEFAULT,
                                        Environment.BARE,
                                        new SplittableRandom(1),
                                        Rules.REDIS,
                                        0))
                        .hasMessage(words));
    }
}
