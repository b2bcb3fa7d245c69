package hearsay.client.routing;

import hearsay.gossip.routing.HashSlot;
import hearsay.node.command.Command;
import hearsay.node.command.CommandTable;
import hearsay.node.command.Flag;
import hearsay.node.command.KeySpec;
import hearsay.node.resp.Arguments;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// What a request's words tell about where it may go, and whether it may go twice.
///
/// @param slot of its first key, or [#NO_SLOT]: any node will do, or will say who does
/// @param readOnly whether the command is known to change nothing
/// @param blockMillis how long it may keep its connection waiting, see [Blocking#millis]
record Route(int slot, boolean readOnly, long blockMillis) {

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

    /// Commands of the table that belong to one connection, by [Command#number].
    private static final BitSet BOUND_NUMBERS = new BitSet();

    static {
        for (var command : TABLE.all())
            if (BOUND.contains(command.name().toLowerCase(Locale.ROOT)))
                BOUND_NUMBERS.set(command.number());
    }

    /// @throws IllegalArgumentException the command belongs to one connection
    static Route of(byte[]... words) {
        if (words.length == 0) throw new IllegalArgumentException("a request without words");
        var command = TABLE.find(words[0], 0, words[0].length);
        if (command == null) return ofUnknown(words[0]);
        if (BOUND_NUMBERS.get(command.number())) throw bound(words[0]);
        int key = command.simpleKey();
        long block = command.is(Flag.BLOCKING) ? Blocking.millis(words) : 0;
        if (key < 0 || command.isContainer()) return closer(command, Arguments.of(words), block);
        int slot = key > 0 && key < words.length ? HashSlot.of(words[key]) : NO_SLOT;
        return new Route(slot, command.is(Flag.READONLY), block);
    }

    /// Whoever answers a command that we do not know will say MOVED, if it has keys.
    private static Route ofUnknown(byte[] name) {
        var text = new String(name, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
        if (BOUND.contains(text)) throw bound(name);
        return new Route(NO_SLOT, false, 0);
    }

    /// The way of a request whose keys are not always in one and the same place.
    private static Route closer(Command command, Arguments request, long block) {
        if (command.isContainer() && request.count() > 1) {
            if (command.name().equalsIgnoreCase("client") && request.is(1, "REPLY"))
                throw bound(request.bytes(0));
            var sub = command.subcommand(request);
            return sub == null ? new Route(NO_SLOT, false, 0) : closer(sub, request, 0);
        }
        var keys = KeySpec.positions(command.keySpecs(), request);
        int slot = keys.isEmpty() ? NO_SLOT : HashSlot.of(request.bytes(keys.getFirst()));
        return new Route(slot, command.is(Flag.READONLY), block);
    }

    private static IllegalArgumentException bound(byte[] name) {
        var text = new String(name, StandardCharsets.UTF_8).toUpperCase(Locale.ROOT);
        return new IllegalArgumentException(text + " belongs to one connection: use a Connection");
    }
}
