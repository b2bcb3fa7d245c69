package hearsay.node.command;

import hearsay.node.keyspace.StringValue;

/// OBJECT: how a value is kept.
///
/// Source: Redis documentation of OBJECT.
final class ObjectCommands {

    /// Redis has one object for each number below this one, and says of its references only that
    /// they are not counted.
    private static final long SHARED_NUMBERS = 10_000;

    private static final String[] HELP = {
        "OBJECT <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
        "ENCODING <key>",
        "    How the value of <key> is kept.",
        "FREQ <key>",
        "    How often <key> is used, on a logarithmic scale.",
        "IDLETIME <key>",
        "    Seconds since <key> was used.",
        "REFCOUNT <key>",
        "    How many references there are to the value of <key>.",
        "HELP",
        "    Print this help."
    };

    private ObjectCommands() {}

    static void encoding(Call call) {
        var entry = call.inspect(2);
        if (entry == null) {
            call.reply().nil();
        } else {
            call.reply().bulk(entry.value().encoding());
        }
    }

    static void refCount(Call call) {
        var entry = call.inspect(2);
        if (entry == null) {
            call.reply().nil();
        } else if (entry.value() instanceof StringValue.Int number
                && number.number() >= 0
                && number.number() < SHARED_NUMBERS) {
            call.reply().integer(Integer.MAX_VALUE);
        } else {
            call.reply().integer(1);
        }
    }

    static void idleTime(Call call) {
        var entry = call.inspect(2);
        if (entry == null) {
            call.reply().nil();
        } else if (isCountingUses(call)) {
            throw new CommandError(
                    "ERR An LFU maxmemory policy is selected, idle time not tracked. Please note"
                            + " that when switching between policies at runtime LRU and LFU data"
                            + " will take some time to adjust.");
        } else {
            call.reply().integer(call.db().idleSeconds(entry));
        }
    }

    static void freq(Call call) {
        var entry = call.inspect(2);
        if (entry == null) {
            call.reply().nil();
        } else if (!isCountingUses(call)) {
            throw new CommandError(
                    "ERR An LFU maxmemory policy is not selected, access frequency not tracked."
                            + " Please note that when switching between policies at runtime LRU and"
                            + " LFU data will take some time to adjust.");
        } else {
            call.reply().integer(call.db().frequency(entry));
        }
    }

    private static boolean isCountingUses(Call call) {
        return call.server().settings().memory().policy().isLfu();
    }

    static void help(Call call) {
        call.reply().array(HELP.length);
        for (var line : HELP) call.reply().status(line);
    }
}
