package hearsay.node.command;

import static hearsay.node.command.Command.command;

import java.util.List;

/// Commands about the connection itself.
final class ConnectionCommands {

    // spotless:off
    static final List<Command> TABLE = List.of(
            command("ECHO",   2, "LOADING STALE FAST",          "", ConnectionCommands::echo),
            command("PING",  -1, "FAST SENTINEL",               "", ConnectionCommands::ping),
            command("QUIT",  -1, "ALLOW_BUSY NOSCRIPT LOADING STALE FAST NO_AUTH", "", ConnectionCommands::quit),
            command("SELECT", 2, "LOADING STALE FAST",          "", ConnectionCommands::select));
    // spotless:on

    private ConnectionCommands() {}

    private static void echo(Call call) {
        call.reply().bulk(call.bytes(1));
    }

    private static void ping(Call call) {
        if (call.count() > 2) throw CommandError.wrongArity("ping");
        if (call.count() == 2) {
            call.reply().bulk(call.bytes(1));
        } else {
            call.reply().pong();
        }
    }

    private static void quit(Call call) {
        call.reply().ok();
        call.session().closeAfterReply();
    }

    private static void select(Call call) {
        long index = call.integer(1, Integer.MIN_VALUE, Integer.MAX_VALUE, "ERR invalid DB index");
        if (index < 0 || index >= call.server().keyspaces().count()) {
            throw new CommandError("ERR DB index is out of range");
        }
        call.session().database((int) index);
        call.reply().ok();
    }
}
