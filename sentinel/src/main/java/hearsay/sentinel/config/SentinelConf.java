package hearsay.sentinel.config;

import hearsay.node.config.LoadedConfig;
import hearsay.node.config.LoadedConfig.SentinelLine;
import hearsay.node.config.RedisConf;
import hearsay.sentinel.member.Environment;
import hearsay.sentinel.member.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// The `sentinel` lines of a sentinel.conf, understood: what a Sentinel starts with.
///
/// The lines may stand in any order. First those are read that are about the Sentinel itself, then
/// the `monitor` lines, and then those about what is monitored.
///
/// Source: Redis' sentinel.conf; the reasons for refusing a line are Redis'.
public final class SentinelConf {

    private static final Set<String> BEFORE_MONITOR =
            new TreeSet<>(
                    List.of(
                            "announce-ip",
                            "announce-port",
                            "deny-scripts-reconfig",
                            "sentinel-user",
                            "sentinel-pass",
                            "current-epoch",
                            "myid",
                            "resolve-hostnames",
                            "announce-hostnames"));

    /// Why a line is refused.
    static final class Mistake extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Mistake(String reason) {
            super(reason, null, false, false);
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }

    private SentinelConf() {}

    /// @param config what [RedisConf#readSentinel] has read
    /// @param machine resolves names and knows which files can be run
    /// @throws hearsay.node.config.ConfigError with what to print before giving up: the line, its
    ///   number, where it stands and what is wrong with it
    public static Settings read(LoadedConfig config, Environment machine) {
        var first = new ArrayList<SentinelLine>();
        var monitors = new ArrayList<SentinelLine>();
        var others = new ArrayList<SentinelLine>();
        for (var line : config.sentinel()) {
            var name = line.words().getFirst().toLowerCase(Locale.ROOT);
            if (name.equals("monitor")) monitors.add(line);
            else if (BEFORE_MONITOR.contains(name)) first.add(line);
            else others.add(line);
        }
        var own = new OwnLines(ordinary(config));
        for (var line : first) read(line, () -> own.read(text(line)));
        var masters = new MasterLines(own, machine);
        for (var line : monitors) read(line, () -> masters.monitor(text(line)));
        for (var line : others) read(line, () -> masters.read(text(line)));
        return own.settings().withMonitored(masters.all());
    }

    private static Settings ordinary(LoadedConfig config) {
        var network = config.settings().network();
        var password = network.requirepass();
        return Settings.DEFAULT
                .withPort(network.port())
                .withRequirePass(password.isEmpty() ? null : ByteStrings.text(password))
                .withLogLevel(config.settings().server().loglevel());
    }

    private static List<String> text(SentinelLine line) {
        return line.words().stream().map(ByteStrings::text).toList();
    }

    private static void read(SentinelLine line, Runnable reading) {
        try {
            reading.run();
        } catch (Mistake mistake) {
            throw RedisConf.fatal(line.number(), line.line(), mistake.reason(), line.where());
        }
    }

    /// As C's atoi: the number that the word begins with, 0 if it begins with none.
    static int number(String word) {
        return (int) epoch(word);
    }

    static long epoch(String word) {
        int end = word.startsWith("-") ? 1 : 0;
        while (end < word.length() && end < 19 && Character.isDigit(word.charAt(end))) end++;
        var digits = word.substring(0, end);
        return digits.isEmpty() || digits.equals("-") ? 0 : Long.parseLong(digits);
    }

    static boolean yesNo(String word, String mistake) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "yes" -> true;
            case "no" -> false;
            default -> throw new Mistake(mistake);
        };
    }
}
