package hearsay.sentinel.config;

import hearsay.sentinel.config.SentinelConf.Mistake;
import hearsay.sentinel.member.Settings;
import java.util.List;
import java.util.Locale;

/// The `sentinel` lines that are about the Sentinel itself.
final class OwnLines {

    private static final int ID_LENGTH = 40;

    private Settings settings;

    OwnLines(Settings settings) {
        this.settings = settings;
    }

    Settings settings() {
        return settings;
    }

    /// An epoch that somebody has must be known to this Sentinel, too.
    void atLeast(long epoch) {
        if (epoch > settings.currentEpoch()) settings = settings.withCurrentEpoch(epoch);
    }

    /// @param words without `sentinel`
    void read(List<String> words) {
        if (words.size() != 2) throw new Mistake(MasterLines.UNRECOGNIZED);
        var value = words.get(1);
        boolean given = !value.isEmpty();
        var user = settings.sentinelUser();
        var pass = settings.sentinelPass();
        switch (words.getFirst().toLowerCase(Locale.ROOT)) {
            case "current-epoch" -> atLeast(SentinelConf.epoch(value));
            case "myid" -> {
                if (value.length() != ID_LENGTH) {
                    throw new Mistake("Malformed Sentinel id in myid option.");
                }
                settings = settings.withMyId(value);
            }
            case "announce-ip" -> {
                if (given) settings = settings.withAnnounced(value, settings.announcePort());
            }
            case "announce-port" ->
                    settings =
                            settings.withAnnounced(
                                    settings.announceIp(), SentinelConf.number(value));
            case "deny-scripts-reconfig" ->
                    settings =
                            settings.withDenyScriptsReconfig(
                                    SentinelConf.yesNo(
                                            value,
                                            "Please specify yes or no for the"
                                                    + " deny-scripts-reconfig options."));
            case "sentinel-user" -> {
                if (given) settings = settings.withSentinelAuth(value, pass);
            }
            case "sentinel-pass" -> {
                if (given) settings = settings.withSentinelAuth(user, value);
            }
            case "resolve-hostnames" ->
                    settings =
                            settings.withHostnames(
                                    yesNo("resolve-hostnames", value),
                                    settings.announceHostnames());
            case "announce-hostnames" ->
                    settings =
                            settings.withHostnames(
                                    settings.resolveHostnames(),
                                    yesNo("announce-hostnames", value));
            default -> throw new Mistake(MasterLines.UNRECOGNIZED);
        }
    }

    private static boolean yesNo(String name, String value) {
        return SentinelConf.yesNo(value, "Please specify yes or no for the " + name + " option.");
    }
}
