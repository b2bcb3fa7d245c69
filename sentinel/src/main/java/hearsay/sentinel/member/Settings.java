package hearsay.sentinel.member;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What sentinel.conf holds: what was configured, and what must survive a restart.
///
/// @param myId 40 hex digits, "" for a first start: [Sentinel#start] then picks one and saves it
/// @param currentEpoch the greatest epoch heard of
/// @param port where it listens; told to others unless `announcePort` is set
/// @param requirePass this Sentinel's own password, also used towards other Sentinels while
///   `sentinelPass` is not set; null for none
/// @param announceIp told to others instead of the address of the link; null for none
/// @param announcePort told to others instead of `port`; 0 for none
/// @param denyScriptsReconfig whether SENTINEL SET may not touch scripts
/// @param sentinelUser for AUTH to other Sentinels, null for the default user
/// @param sentinelPass for AUTH to other Sentinels, null for none
/// @param logLevel as the `loglevel` directive names it
/// @param monitored in the order of the file; each name once
public record Settings(
        String myId,
        long currentEpoch,
        int port,
        @Nullable String requirePass,
        @Nullable String announceIp,
        int announcePort,
        boolean denyScriptsReconfig,
        @Nullable String sentinelUser,
        @Nullable String sentinelPass,
        boolean resolveHostnames,
        boolean announceHostnames,
        String logLevel,
        List<MonitoredSettings> monitored) {

    public static final int DEFAULT_PORT = 26_379;

    public static final Settings DEFAULT =
            new Settings(
                    "",
                    0,
                    DEFAULT_PORT,
                    null,
                    null,
                    0,
                    true,
                    null,
                    null,
                    false,
                    false,
                    "notice",
                    List.of());

    public Settings {
        monitored = List.copyOf(monitored);
    }

    public Settings withMyId(String id) {
        return with(draft -> draft.myId = id);
    }

    public Settings withCurrentEpoch(long epoch) {
        return with(draft -> draft.currentEpoch = epoch);
    }

    public Settings withPort(int newPort) {
        return with(draft -> draft.port = newPort);
    }

    public Settings withRequirePass(@Nullable String password) {
        return with(draft -> draft.requirePass = password);
    }

    public Settings withAnnounced(@Nullable String ip, int newPort) {
        return with(draft -> {
            draft.announceIp = ip;
            draft.announcePort = newPort;
        });
    }

    public Settings withDenyScriptsReconfig(boolean deny) {
        return with(draft -> draft.denyScriptsReconfig = deny);
    }

    public Settings withSentinelAuth(@Nullable String user, @Nullable String pass) {
        return with(draft -> {
            draft.sentinelUser = user;
            draft.sentinelPass = pass;
        });
    }

    public Settings withHostnames(boolean resolve, boolean announce) {
        return with(draft -> {
            draft.resolveHostnames = resolve;
            draft.announceHostnames = announce;
        });
    }

    public Settings withLogLevel(String level) {
        return with(draft -> draft.logLevel = level);
    }

    public Settings withMonitored(List<MonitoredSettings> masters) {
        return with(draft -> draft.monitored = masters);
    }

    private Settings with(Consumer<Draft> change) {
        var draft = new Draft(this);
        change.accept(draft);
        return draft.finished();
    }

    /// A copy under the pen: the fields in the record's order.
    private static final class Draft {

        private String myId;
        private long currentEpoch;
        private int port;
        private @Nullable String requirePass;
        private @Nullable String announceIp;
        private int announcePort;
        private boolean denyScriptsReconfig;
        private @Nullable String sentinelUser;
        private @Nullable String sentinelPass;
        private boolean resolveHostnames;
        private boolean announceHostnames;
        private String logLevel;
        private List<MonitoredSettings> monitored;

        Draft(Settings now) {
            myId = now.myId;
            currentEpoch = now.currentEpoch;
            port = now.port;
            requirePass = now.requirePass;
            announceIp = now.announceIp;
            announcePort = now.announcePort;
            denyScriptsReconfig = now.denyScriptsReconfig;
            sentinelUser = now.sentinelUser;
            sentinelPass = now.sentinelPass;
            resolveHostnames = now.resolveHostnames;
            announceHostnames = now.announceHostnames;
            logLevel = now.logLevel;
            monitored = now.monitored;
        }

        Settings finished() {
            return new Settings(
                    myId,
                    currentEpoch,
                    port,
                    requirePass,
                    announceIp,
                    announcePort,
                    denyScriptsReconfig,
                    sentinelUser,
                    sentinelPass,
                    resolveHostnames,
                    announceHostnames,
                    logLevel,
                    monitored);
        }
    }
}
