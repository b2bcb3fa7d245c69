package hearsay.node.command;

import static hearsay.node.command.Command.command;
import static hearsay.node.command.Command.container;

import hearsay.node.server.Pause;
import hearsay.node.server.Session;
import hearsay.node.server.SessionText;
import java.util.List;
import java.util.Locale;

/// CLIENT: a connection's own settings, and what there is to know of all of them.
///
/// CLIENT KILL is in [ClientKill], client-side caching in [TrackingCommands].
final class ClientCommands {

    // spotless:off
    static final List<Command> TABLE = List.of(
            container("CLIENT", -2, "SENTINEL",
                    command("CACHING",       3, "NOSCRIPT LOADING STALE SENTINEL",       "", TrackingCommands::caching),
                    command("GETNAME",       2, "NOSCRIPT LOADING STALE SENTINEL",       "", ClientCommands::getName),
                    command("GETREDIR",      2, "NOSCRIPT LOADING STALE SENTINEL",       "", TrackingCommands::redirection),
                    command("HELP",          2, "LOADING STALE SENTINEL",                "", ClientCommands::help),
                    command("ID",            2, "NOSCRIPT LOADING STALE SENTINEL",       "", ClientCommands::id),
                    command("INFO",          2, "NOSCRIPT LOADING STALE SENTINEL",       "", ClientCommands::info),
                    command("KILL",         -3, "ADMIN NOSCRIPT LOADING STALE SENTINEL", "", ClientKill::kill),
                    command("LIST",         -2, "ADMIN NOSCRIPT LOADING STALE SENTINEL", "", ClientCommands::list),
                    command("NO-EVICT",      3, "ADMIN NOSCRIPT LOADING STALE SENTINEL", "", ClientCommands::noEvict),
                    command("NO-TOUCH",      3, "NOSCRIPT LOADING STALE",                "", ClientCommands::noTouch),
                    command("PAUSE",        -3, "ADMIN NOSCRIPT LOADING STALE SENTINEL", "", ClientCommands::pause),
                    command("REPLY",         3, "NOSCRIPT LOADING STALE SENTINEL",       "", ClientCommands::reply),
                    command("SETINFO",       4, "NOSCRIPT LOADING STALE SENTINEL",       "", ClientCommands::setInfo),
                    command("SETNAME",       3, "NOSCRIPT LOADING STALE SENTINEL",       "", ClientCommands::setName),
                    command("TRACKING",     -3, "NOSCRIPT LOADING STALE SENTINEL",       "", TrackingCommands::tracking),
                    command("TRACKINGINFO",  2, "NOSCRIPT LOADING STALE SENTINEL",       "", TrackingCommands::info),
                    command("UNBLOCK",      -3, "ADMIN NOSCRIPT LOADING STALE SENTINEL", "", ClientCommands::unblock),
                    command("UNPAUSE",       2, "ADMIN NOSCRIPT LOADING STALE SENTINEL", "", ClientCommands::unpause)));
    // spotless:on

    private ClientCommands() {}

    /// A name for a client, as SETNAME and HELLO take it.
    static String nameOf(Call call, int index) {
        if (!isPlain(call, index)) {
            throw new CommandError(
                    "ERR Client names cannot contain spaces, newlines or special characters.");
        }
        return call.text(index);
    }

    /// Which kind of client a word names, as in TYPE NORMAL. Clients in MONITOR count as normal.
    static Session.Kind kindOf(Call call, int index) {
        return switch (call.text(index).toLowerCase(Locale.ROOT)) {
            case "normal" -> Session.Kind.NORMAL;
            case "slave", "replica" -> Session.Kind.REPLICA;
            case "pubsub" -> Session.Kind.PUBSUB;
            case "master" -> Session.Kind.MASTER;
            default -> throw new CommandError("ERR Unknown client type '" + call.text(index) + "'");
        };
    }

    static boolean isOfKind(Session session, Session.Kind kind) {
        return session.kind() == kind
                || (session.kind() == Session.Kind.MONITOR && kind == Session.Kind.NORMAL);
    }

    private static void id(Call call) {
        call.reply().integer(call.session().id());
    }

    private static void info(Call call) {
        call.reply().verbatim("txt", SessionText.line(call.session(), call.server()) + "\n");
    }

    private static void list(Call call) {
        var text = new StringBuilder();
        var sessions = call.server().sessions();
        if (call.count() == 4 && call.is(2, "TYPE")) {
            var kind = kindOf(call, 3);
            for (var session : sessions.all()) {
                if (isOfKind(session, kind)) addLine(text, call, session);
            }
        } else if (call.count() > 3 && call.is(2, "ID")) {
            for (int i = 3; i < call.count(); i++) {
                var session =
                        sessions.get(
                                call.integer(
                                        i,
                                        Long.MIN_VALUE,
                                        Long.MAX_VALUE,
                                        "ERR Invalid client ID"));
                if (session != null) addLine(text, call, session);
            }
        } else if (call.count() != 2) {
            throw CommandError.syntax();
        } else {
            for (var session : sessions.all()) addLine(text, call, session);
        }
        call.reply().verbatim("txt", text.toString());
    }

    private static void addLine(StringBuilder text, Call call, Session session) {
        text.append(SessionText.line(session, call.server())).append('\n');
    }

    private static void getName(Call call) {
        var name = call.session().name();
        if (name.isEmpty()) {
            call.reply().nil();
        } else {
            call.reply().bulk(name);
        }
    }

    private static void setName(Call call) {
        call.session().name(nameOf(call, 2));
        call.reply().ok();
    }

    private static void setInfo(Call call) {
        boolean name = call.is(2, "LIB-NAME");
        if (!name && !call.is(2, "LIB-VER")) {
            throw new CommandError("ERR Unrecognized option '" + call.text(2) + "'");
        }
        if (!isPlain(call, 3)) {
            throw new CommandError(
                    "ERR "
                            + call.text(2)
                            + " cannot contain spaces, newlines or special characters.");
        }
        if (name) {
            call.session().libraryName(call.text(3));
        } else {
            call.session().libraryVersion(call.text(3));
        }
        call.reply().ok();
    }

    /// Whether a word may stand in a line of CLIENT LIST: nothing in it looks like its end.
    private static boolean isPlain(Call call, int index) {
        for (byte b : call.bytes(index)) {
            if (b < '!' || b > '~') return false;
        }
        return true;
    }

    private static void noEvict(Call call) {
        call.session().noEvict(onOrOff(call));
        call.reply().ok();
    }

    private static void noTouch(Call call) {
        call.session().noTouch(onOrOff(call));
        call.reply().ok();
    }

    private static boolean onOrOff(Call call) {
        if (call.is(2, "ON")) return true;
        if (call.is(2, "OFF")) return false;
        throw CommandError.syntax();
    }

    private static void reply(Call call) {
        if (call.is(2, "ON")) {
            call.session().unmute();
            call.reply().ok();
        } else if (call.is(2, "OFF")) {
            call.session().mute();
        } else if (call.is(2, "SKIP")) {
            call.session().muteNext();
        } else {
            throw CommandError.syntax();
        }
    }

    private static void pause(Call call) {
        if (call.count() > 4) throw wrongSubcommand(call);
        var scope = Pause.Scope.EVERYBODY;
        if (call.count() == 4) {
            if (call.is(3, "WRITE")) {
                scope = Pause.Scope.WRITES;
            } else if (!call.is(3, "ALL")) {
                throw new CommandError("ERR CLIENT PAUSE mode must be WRITE or ALL");
            }
        }
        long millis =
                call.integer(
                        2,
                        Long.MIN_VALUE,
                        Long.MAX_VALUE,
                        "ERR timeout is not an integer or out of range");
        if (millis < 0) throw new CommandError("ERR timeout is negative");
        if (millis > Long.MAX_VALUE - call.nowMillis()) {
            throw new CommandError("ERR timeout is out of range");
        }
        var server = call.server();
        // A pause for everybody is not weakened by one for writers.
        if (server.pause().scope(Pause.Purpose.CLIENT_PAUSE) == Pause.Scope.EVERYBODY) {
            scope = Pause.Scope.EVERYBODY;
        }
        long end = millis == 0 ? 0 : call.nowMillis() + millis;
        server.pause(Pause.Purpose.CLIENT_PAUSE, scope, end);
        call.reply().ok();
    }

    private static void unpause(Call call) {
        call.server().unpause(Pause.Purpose.CLIENT_PAUSE);
        call.reply().ok();
    }

    private static void unblock(Call call) {
        if (call.count() > 4) throw wrongSubcommand(call);
        boolean withError = false;
        if (call.count() == 4) {
            withError = call.is(3, "ERROR");
            if (!withError && !call.is(3, "TIMEOUT")) {
                throw new CommandError("ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR");
            }
        }
        var session = call.server().sessions().get(call.integer(2));
        boolean given = session != null && call.server().waiting().giveUp(session, withError);
        call.reply().integer(given ? 1 : 0);
    }

    private static CommandError wrongSubcommand(Call call) {
        return new CommandError(
                "ERR unknown subcommand or wrong number of arguments for '"
                        + call.text(1)
                        + "'. Try CLIENT HELP.");
    }

    private static void help(Call call) {
        var lines = HELP.lines().toList();
        call.reply().array(lines.size());
        for (var line : lines) call.reply().status(line);
    }

    private static final String HELP =
            """
            CLIENT <subcommand> [<arg> [value] [opt] ...]. Subcommands are:
            CACHING (YES|NO)
                Enable/disable tracking of the keys for next command in OPTIN/OPTOUT modes.
            GETREDIR
                Return the client ID we are redirecting to when tracking is enabled.
            GETNAME
                Return the name of the current connection.
            ID
                Return the ID of the current connection.
            INFO
                Return information about the current client connection.
            KILL <ip:port>
                Kill connection made from <ip:port>.
            KILL <option> <value> [<option> <value> [...]]
                Kill connections. Options are:
                * ADDR (<ip:port>|<unixsocket>:0)
                  Kill connections made from the specified address
                * LADDR (<ip:port>|<unixsocket>:0)
                  Kill connections made to specified local address
                * TYPE (NORMAL|MASTER|REPLICA|PUBSUB)
                  Kill connections by type.
                * USER <username>
                  Kill connections authenticated by <username>.
                * SKIPME (YES|NO)
                  Skip killing current connection (default: yes).
            LIST [options ...]
                Return information about client connections. Options:
                * TYPE (NORMAL|MASTER|REPLICA|PUBSUB)
                  Return clients of specified type.
            UNPAUSE
                Stop the current client pause, resuming traffic.
            PAUSE <timeout> [WRITE|ALL]
                Suspend all, or just write, clients for <timeout> milliseconds.
            REPLY (ON|OFF|SKIP)
                Control the replies sent to the current connection.
            SETNAME <name>
                Assign the name <name> to the current connection.
            SETINFO <option> <value>
                Set client meta attr. Options are:
                * LIB-NAME: the client lib name.
                * LIB-VER: the client lib version.
            UNBLOCK <clientid> [TIMEOUT|ERROR]
                Unblock the specified blocked client.
            TRACKING (ON|OFF) [REDIRECT <id>] [BCAST] [PREFIX <prefix> [...]]
                     [OPTIN] [OPTOUT] [NOLOOP]
                Control server assisted client side caching.
            TRACKINGINFO
                Report tracking status for the current connection.
            NO-EVICT (ON|OFF)
                Protect current client connection from eviction.
            NO-TOUCH (ON|OFF)
                Will not touch LRU/LFU stats when this mode is on.
            HELP
                Print this help.
            """;
}
