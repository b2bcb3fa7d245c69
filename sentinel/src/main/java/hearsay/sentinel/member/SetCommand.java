package hearsay.sentinel.member;

import hearsay.gossip.diary.Level;
import hearsay.sentinel.watch.Master;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// SENTINEL SET: what is configured of one master, changed at run time. Options are applied one
/// after the other, and those before a wrong one stay applied.
final class SetCommand {

    private static final String HIDDEN = "******";

    private final Core core;
    private final Connections connections;
    private boolean changed;

    SetCommand(Core core, Connections connections) {
        this.core = core;
        this.connections = connections;
    }

    /// @return null if all went well, or Redis' error
    @Nullable String apply(Master master, List<String> words) {
        String error = null;
        for (int at = 0; at < words.size() && error == null; ) {
            int values = values(words.get(at));
            if (values == 0 || at + values >= words.size()) {
                error =
                        "ERR Unknown option or number of arguments for SENTINEL SET '"
                                + words.get(at)
                                + "'";
                break;
            }
            error = apply(master, words.get(at), words.subList(at + 1, at + 1 + values));
            if (error == null) tell(master, words.subList(at, at + 1 + values));
            at += 1 + values;
        }
        if (changed) core.outbox.save();
        return error;
    }

    /// How many values an option has, 0 for an unknown one.
    private static int values(String option) {
        return switch (option.toLowerCase(Locale.ROOT)) {
            case "down-after-milliseconds",
                    "failover-timeout",
                    "parallel-syncs",
                    "notification-script",
                    "client-reconfig-script",
                    "auth-pass",
                    "auth-user",
                    "quorum",
                    "master-reboot-down-after-period" ->
                    1;
            case "rename-command" -> 2;
            default -> 0;
        };
    }

    private @Nullable String apply(Master master, String option, List<String> values) {
        String value = values.getFirst();
        String error =
                switch (option.toLowerCase(Locale.ROOT)) {
                    case "notification-script", "client-reconfig-script" ->
                            script(master, option, value);
                    case "auth-pass" -> {
                        master.authPass = orNull(value);
                        dropConnections(master);
                        yield null;
                    }
                    case "auth-user" -> {
                        master.authUser = orNull(value);
                        dropConnections(master);
                        yield null;
                    }
                    case "rename-command" -> rename(master, option, value, values.get(1));
                    default -> number(master, option, value);
                };
        if (error == null) changed = true;
        return error;
    }

    private static @Nullable String number(Master master, String option, String value) {
        Long number = Numbers.parse(value);
        boolean mayBeZero = option.equalsIgnoreCase("master-reboot-down-after-period");
        if (number == null || number < 0 || number == 0 && !mayBeZero) {
            return invalid(option, value);
        }
        switch (option.toLowerCase(Locale.ROOT)) {
            case "down-after-milliseconds" -> master.downAfter = number;
            case "failover-timeout" -> master.failoverTimeout = number;
            case "parallel-syncs" ->
                    master.parallelSyncs = Math.clamp(number, 1, Integer.MAX_VALUE);
            case "quorum" -> master.quorum = Math.clamp(number, 1, Integer.MAX_VALUE);
            case "master-reboot-down-after-period" -> master.rebootDownAfter = number;
            default -> throw new AssertionError(option);
        }
        return null;
    }

    private static String invalid(String option, String value) {
        return "ERR Invalid argument '" + value + "' for SENTINEL SET '" + option + "'";
    }

    /// Who may reach this port could otherwise run any programme on this machine.
    private @Nullable String script(Master master, String option, String path) {
        if (core.global.denyScriptsReconfig()) {
            return "ERR Reconfiguration of scripts path is denied for security reasons. Check the"
                    + " deny-scripts-reconfig configuration directive in your Sentinel"
                    + " configuration";
        }
        boolean notification = option.equalsIgnoreCase("notification-script");
        if (!path.isEmpty() && !core.environment.isExecutable(path)) {
            return notification
                    ? "ERR Notification script seems non existing or non executable"
                    : "ERR Client reconfiguration script seems non existing or non executable";
        }
        if (notification) master.notificationScript = orNull(path);
        else master.clientReconfigScript = orNull(path);
        return null;
    }

    private static @Nullable String rename(
            Master master, String option, String usual, String used) {
        if (used.isEmpty()) return invalid(option, used);
        if (usual.isEmpty()) return invalid(option, usual);
        String key = usual.toUpperCase(Locale.ROOT);
        master.renamedCommands.remove(key);
        if (!usual.equalsIgnoreCase(used)) master.renamedCommands.put(key, used);
        return null;
    }

    /// New credentials are said on new connections.
    private void dropConnections(Master master) {
        connections.close(master.link);
        master.replicas.values().forEach(replica -> connections.close(replica.link));
    }

    private static @Nullable String orNull(String value) {
        return value.isEmpty() ? null : value;
    }

    private void tell(Master master, List<String> words) {
        boolean secret = words.getFirst().equalsIgnoreCase("auth-pass");
        String text = secret ? words.getFirst() + " " + HIDDEN : String.join(" ", words);
        core.tell(Level.WARNING, "+set", master, " " + text);
    }
}
