package hearsay.sentinel.config;

import hearsay.node.config.Kind.Line;
import hearsay.node.config.Rewrite;
import hearsay.node.config.Words;
import hearsay.sentinel.member.MonitoredSettings;
import hearsay.sentinel.member.Settings;
import java.util.ArrayList;
import java.util.List;

/// sentinel.conf again, with everything that a Sentinel must not forget: its id, the epochs it has
/// heard of and voted in, whom it watches, and whom it has found.
///
/// The user's comments and the order of the lines stay, as [Rewrite] keeps them.
public final class SentinelRewrite {

    private final List<Line> lines = new ArrayList<>();

    private SentinelRewrite() {}

    /// The new text of a file that now has this text. Both are byte strings.
    ///
    /// @param ordinary the directives that are not Sentinel's own
    public static String of(String old, hearsay.node.config.Settings ordinary, Settings sentinel) {
        var rewrite = new SentinelRewrite();
        rewrite.add(sentinel);
        return Rewrite.ofSentinel(old, ordinary, rewrite.lines);
    }

    private void add(Settings settings) {
        line("myid " + settings.myId());
        if (!settings.denyScriptsReconfig()) line("deny-scripts-reconfig no");
        else unneeded("deny-scripts-reconfig yes");
        yesNo("resolve-hostnames", settings.resolveHostnames());
        yesNo("announce-hostnames", settings.announceHostnames());
        settings.monitored().forEach(this::add);
        line("current-epoch " + Long.toUnsignedString(settings.currentEpoch()));
        var ip = settings.announceIp();
        if (ip != null) lines.add(new Line("sentinel announce-ip " + quoted(ip), true));
        if (settings.announcePort() != 0) line("announce-port " + settings.announcePort());
        if (settings.sentinelUser() != null) line("sentinel-user " + settings.sentinelUser());
        if (settings.sentinelPass() != null) line("sentinel-pass " + settings.sentinelPass());
    }

    private void add(MonitoredSettings master) {
        var name = master.name();
        line("monitor %s %s %d %d", name, master.host(), master.port(), master.quorum());
        if (master.downAfterMillis() != MonitoredSettings.DEFAULT_DOWN_AFTER_MILLIS)
            line("down-after-milliseconds %s %d", name, master.downAfterMillis());
        if (master.failoverTimeoutMillis() != MonitoredSettings.DEFAULT_FAILOVER_TIMEOUT_MILLIS)
            line("failover-timeout %s %d", name, master.failoverTimeoutMillis());
        if (master.parallelSyncs() != MonitoredSettings.DEFAULT_PARALLEL_SYNCS)
            line("parallel-syncs %s %d", name, master.parallelSyncs());
        if (master.notificationScript() != null)
            line("notification-script %s %s", name, master.notificationScript());
        if (master.clientReconfigScript() != null)
            line("client-reconfig-script %s %s", name, master.clientReconfigScript());
        if (master.authPass() != null) line("auth-pass %s %s", name, master.authPass());
        if (master.authUser() != null) line("auth-user %s %s", name, master.authUser());
        if (master.masterRebootDownAfterMillis() != 0) {
            line(
                    "master-reboot-down-after-period %s %d",
                    name, master.masterRebootDownAfterMillis());
        }
        line("config-epoch %s %s", name, Long.toUnsignedString(master.configEpoch()));
        line("leader-epoch %s %s", name, Long.toUnsignedString(master.leaderEpoch()));
        for (var replica : master.knownReplicas())
            line("known-replica %s %s %d", name, replica.host(), replica.port());
        for (var other : master.knownSentinels())
            line("known-sentinel %s %s %d %s", name, other.host(), other.port(), other.runId());
        master.renamedCommands()
                .forEach((from, to) -> line("rename-command %s %s %s", name, from, to));
    }

    private void yesNo(String name, boolean value) {
        lines.add(new Line("sentinel " + name + (value ? " yes" : " no"), value));
    }

    private void unneeded(String text) {
        lines.add(new Line("sentinel " + text, false));
    }

    private void line(String text) {
        lines.add(new Line("sentinel " + ByteStrings.of(text), true));
    }

    private void line(String format, Object... values) {
        var words = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            words[i] = values[i] instanceof String word ? word(word) : values[i];
        }
        lines.add(new Line("sentinel " + format.formatted(words), true));
    }

    /// Quoted only if it must be, so that the file stays as people write it.
    private static String word(String word) {
        boolean plain = !word.isEmpty() && word.chars().allMatch(SentinelRewrite::isPlain);
        return plain ? ByteStrings.of(word) : quoted(word);
    }

    private static boolean isPlain(int c) {
        return c > ' ' && c != '"' && c != '\'' && c != 127;
    }

    private static String quoted(String word) {
        return Words.quote(ByteStrings.of(word));
    }
}
