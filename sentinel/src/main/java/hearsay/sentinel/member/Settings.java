package hearsay.sentinel.member;

import java.util.List;
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
        return new Settings(
                id,
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

    public Settings withCurrentEpoch(long epoch) {
        return new Settings(
                myId,
                epoch,
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

    public Settings withPort(int newPort) {
        return new Settings(
                myId,
                currentEpoch,
                newPort,
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

    public Settings withRequirePass(@Nullable String password) {
        return new Settings(
                myId,
                currentEpoch,
                port,
                password,
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

    public Settings withAnnounced(@Nullable String ip, int newPort) {
        return new Settings(
                myId,
                currentEpoch,
                port,
                requirePass,
                ip,
                newPort,
                denyScriptsReconfig,
                sentinelUser,
                sentinelPass,
                resolveHostnames,
                announceHostnames,
                logLevel,
                monitored);
    }

    public Settings withDenyScriptsReconfig(boolean deny) {
        return new Settings(
                myId,
                currentEpoch,
                port,
                requirePass,
                announceIp,
                announcePort,
                deny,
                sentinelUser,
                sentinelPass,
                resolveHostnames,
                announceHostnames,
                logLevel,
                monitored);
    }

    public Settings withSentinelAuth(@Nullable String user, @Nullable String pass) {
        return new Settings(
                myId,
                currentEpoch,
                port,
                requirePass,
                announceIp,
                announcePort,
                denyScriptsReconfig,
                user,
                pass,
                resolveHostnames,
                announceHostnames,
                logLevel,
                monitored);
    }

    public Settings withHostnames(boolean resolve, boolean announce) {
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
                resolve,
                announce,
                logLevel,
                monitored);
    }

    public Settings withLogLevel(String level) {
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
                level,
                monitored);
    }

    public Settings withMonitored(List<MonitoredSettings> masters) {
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
                masters);
    }
}
