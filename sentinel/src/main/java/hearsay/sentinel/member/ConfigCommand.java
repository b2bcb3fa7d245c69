package hearsay.sentinel.member;

import static java.nio.charset.StandardCharsets.UTF_8;

import hearsay.node.keyspace.Glob;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// SENTINEL CONFIG: what is configured of this Sentinel itself, shown and changed at run time. All
/// options are checked before one is applied.
final class ConfigCommand {

    private static final List<String> OPTIONS =
            List.of(
                    "resolve-hostnames",
                    "announce-hostnames",
                    "announce-ip",
                    "announce-port",
                    "sentinel-user",
                    "sentinel-pass",
                    "loglevel");
    private static final List<String> LEVELS =
            List.of("debug", "verbose", "notice", "warning", "nothing");

    private final Core core;
    private final Connections connections;

    ConfigCommand(Core core, Connections connections) {
        this.core = core;
        this.connections = connections;
    }

    SequencedMap<String, String> get(List<String> patterns) {
        var found = new LinkedHashMap<String, String>();
        for (var pattern : patterns) {
            for (var option : OPTIONS) {
                if (Glob.matches(lower(pattern), lower(option))) found.put(option, value(option));
            }
        }
        return found;
    }

    private static byte[] lower(String text) {
        return text.toLowerCase(Locale.ROOT).getBytes(UTF_8);
    }

    private String value(String option) {
        var global = core.global;
        return switch (option) {
            case "resolve-hostnames" -> global.resolveHostnames() ? "yes" : "no";
            case "announce-hostnames" -> global.announceHostnames() ? "yes" : "no";
            case "announce-ip" -> orEmpty(global.announceIp());
            case "announce-port" -> Integer.toString(global.announcePort());
            case "sentinel-user" -> orEmpty(global.sentinelUser());
            case "sentinel-pass" -> orEmpty(global.sentinelPass());
            case "loglevel" -> global.logLevel();
            default -> throw new AssertionError(option);
        };
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }

    /// @return null if all went well, or Redis' error
    @Nullable String set(List<String> words) {
        String error = check(words);
        if (error != null) return error;
        boolean newCredentials = false;
        for (int at = 0; at < words.size(); at += 2) {
            String option = words.get(at).toLowerCase(Locale.ROOT);
            apply(option, words.get(at + 1));
            newCredentials |= option.startsWith("sentinel-");
        }
        core.outbox.save();
        if (newCredentials) dropSentinelConnections();
        return null;
    }

    private static @Nullable String check(List<String> words) {
        var seen = new TreeSet<String>();
        for (int at = 0; at < words.size(); at += 2) {
            String option = words.get(at);
            String name = option.toLowerCase(Locale.ROOT);
            if (!OPTIONS.contains(name)) {
                return "ERR Invalid argument '" + option + "' to SENTINEL CONFIG SET";
            }
            if (!seen.add(name)) {
                return "ERR Duplicate argument '" + option + "' to SENTINEL CONFIG SET";
            }
            if (at + 1 == words.size()) return "ERR Missing argument '" + option + "' value";
            String value = words.get(at + 1);
            if (!isValid(name, value)) {
                return "ERR Invalid value '" + value + "' to SENTINEL CONFIG SET '" + option + "'";
            }
        }
        return null;
    }

    private static boolean isValid(String option, String value) {
        return switch (option) {
            case "resolve-hostnames", "announce-hostnames" ->
                    value.equalsIgnoreCase("yes") || value.equalsIgnoreCase("no");
            case "announce-port" -> {
                Long port = Numbers.parse(value);
                yield port != null && port >= 0 && port <= 65_535;
            }
            case "loglevel" -> LEVELS.contains(value.toLowerCase(Locale.ROOT));
            default -> true;
        };
    }

    private void apply(String option, String value) {
        var global = core.global;
        boolean yes = value.equalsIgnoreCase("yes");
        String text = value.isEmpty() ? null : value;
        core.global =
                switch (option) {
                    case "resolve-hostnames" ->
                            global.withHostnames(yes, global.announceHostnames());
                    case "announce-hostnames" ->
                            global.withHostnames(global.resolveHostnames(), yes);
                    case "announce-ip" -> global.withAnnounced(text, global.announcePort());
                    case "announce-port" ->
                            global.withAnnounced(global.announceIp(), Integer.parseInt(value));
                    case "sentinel-user" -> global.withSentinelAuth(text, global.sentinelPass());
                    case "sentinel-pass" -> global.withSentinelAuth(global.sentinelUser(), text);
                    case "loglevel" -> global.withLogLevel(value.toLowerCase(Locale.ROOT));
                    default -> throw new AssertionError(option);
                };
        if (option.equals("loglevel")) {
            core.outbox.add(new Effect.SetLogLevel(core.global.logLevel()));
        }
    }

    private void dropSentinelConnections() {
        for (var master : core.masters.values()) {
            for (var sentinel : new ArrayList<>(master.sentinels.values())) {
                if (!sentinel.link.disconnected) connections.close(sentinel.link);
            }
        }
    }
}
