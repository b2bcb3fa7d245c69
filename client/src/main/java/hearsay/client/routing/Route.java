package hearsay.client.routing;

import hearsay.gossip.routing.HashSlot;
import hearsay.node.command.Command;
import hearsay.node.command.CommandTable;
import hearsay.node.command.Flag;
import hearsay.node.command.KeySpec;
import hearsay.node.resp.Arguments;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What a request's words tell about where it may go, and whether it may go twice.
///
/// @param slot of its first key, or [#NO_SLOT]: any node will do, or will say who does
/// @param readOnly whether the command is known to change nothing
record Route(int slot, boolean readOnly) {

    static final int NO_SLOT = -1;

    /// These change or need the state of the one connection that they come by.
    private static final Set<String> BOUND =
            new TreeSet<>(
                    Set.of(
                            "asking",
                            "auth",
                            "discard",
                            "exec",
                            "hello",
                            "monitor",
                            "multi",
                            "psubscribe",
                            "psync",
                            "punsubscribe",
                            "quit",
                            "readonly",
                            "readwrite",
                            "reset",
                            "select",
                            "ssubscribe",
                            "subscribe",
                            "sunsubscribe",
                            "sync",
                            "unsubscribe",
                            "unwatch",
                            "watch"));

    private static final CommandTable TABLE = new CommandTable();

    /// @throws IllegalArgumentException the command belongs to one connection
    static Route of(byte[]... words) {
        if (words.length == 0) throw new IllegalArgumentException("a request without words");
        var request = Arguments.of(words);
        refuseBound(request);
        var command = command(request);
        // Whoever answers a command that we do not know will say MOVED, if it has keys.
        if (command == null) return new Route(NO_SLOT, false);
        var keys = KeySpec.positions(command.keySpecs(), request);
        int slot = keys.isEmpty() ? NO_SLOT : HashSlot.of(words[keys.getFirst()]);
        return new Route(slot, command.is(Flag.READONLY));
    }

    private static @Nullable Command command(Arguments request) {
        var command = TABLE.find(request);
        if (command == null || !command.isContainer() || request.count() < 2) return command;
        return command.subcommand(request);
    }

    private static void refuseBound(Arguments request) {
        var name = request.text(0).toLowerCase(Locale.ROOT);
        boolean replyMode = name.equals("client") && request.count() > 1 && request.is(1, "REPLY");
        if (BOUND.contains(name) || replyMode)
            throw new IllegalArgumentException(
                    name.toUpperCase(Locale.ROOT) + " belongs to one connection: use a Connection");
    }
}
