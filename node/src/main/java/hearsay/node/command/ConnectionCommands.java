package hearsay.node.command;

import static hearsay.node.command.Command.command;

import hearsay.node.server.Conditions.Condition;
import hearsay.node.server.Server;
import hearsay.node.server.Session;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Commands about the connection itself: who speaks, in which protocol, to which database.
final class ConnectionCommands {

    // spotless:off
    static final List<Command> TABLE = List.of(
            command("AUTH",   -2, "NOSCRIPT LOADING STALE FAST NO_AUTH SENTINEL ALLOW_BUSY", "", ConnectionCommands::auth),
            command("ECHO",    2, "LOADING STALE FAST",                                      "", ConnectionCommands::echo),
            command("HELLO",  -1, "NOSCRIPT LOADING STALE FAST NO_AUTH SENTINEL ALLOW_BUSY", "", ConnectionCommands::hello),
            command("PING",   -1, "FAST SENTINEL",                                           "", ConnectionCommands::ping),
            command("QUIT",   -1, "ALLOW_BUSY NOSCRIPT LOADING STALE FAST NO_AUTH",          "", ConnectionCommands::quit),
            command("RESET",   1, "NOSCRIPT LOADING STALE FAST NO_AUTH ALLOW_BUSY",          "", ConnectionCommands::reset),
            command("SELECT",  2, "LOADING STALE FAST",                                      "", ConnectionCommands::select));

    /// They belong to the cluster, but are about a connection.
    static final List<Command> CLUSTER_TABLE = List.of(
            command("ASKING",    1, "FAST",               "", ConnectionCommands::asking),
            command("READONLY",  1, "FAST LOADING STALE", "", ConnectionCommands::readOnly),
            command("READWRITE", 1, "FAST LOADING STALE", "", ConnectionCommands::readWrite));
    // spotless:on

    private static final String WRONG_PASSWORD =
            "WRONGPASS invalid username-password pair or user is disabled.";

    private ConnectionCommands() {}

    private static void auth(Call call) {
        if (call.count() > 3) throw CommandError.syntax();
        for (int i = 1; i < call.count(); i++) call.keepSecret(i);
        if (call.count() == 2 && password(call.server()).isEmpty()) {
            throw new CommandError(
                    "ERR AUTH <password> called without any password configured for the default"
                            + " user. Are you sure your configuration is correct?");
        }
        var user = call.count() == 2 ? "default" : call.text(1);
        authenticate(call, user, call.bytes(call.count() - 1));
        call.reply().ok();
    }

    private static void echo(Call call) {
        call.reply().bulk(call.bytes(1));
    }

    private static void hello(Call call) {
        var session = call.session();
        var greeting = Greeting.of(call);
        var user = greeting.user;
        if (user != null) authenticate(call, user, call.bytes(greeting.passwordIndex));
        if (!session.isAuthenticated()) {
            throw new CommandError(
                    "NOAUTH HELLO must be called with the client already authenticated, otherwise"
                            + " the HELLO <proto> AUTH <user> <pass> option can be used to"
                            + " authenticate the client and select the RESP protocol version at the"
                            + " same time");
        }
        if (greeting.name != null) session.name(greeting.name);
        if (greeting.protocol != 0) call.reply().protocol(greeting.protocol);
        introduce(call);
    }

    private static void introduce(Call call) {
        var reply = call.reply();
        var server = call.server();
        boolean sentinel = server.isSentinel();
        reply.map(sentinel ? 6 : 7);
        reply.bulk("server");
        reply.bulk("redis");
        reply.bulk("version");
        reply.bulk(Server.VERSION);
        reply.bulk("proto");
        reply.integer(reply.protocol());
        reply.bulk("id");
        reply.integer(call.session().id());
        reply.bulk("mode");
        reply.bulk(server.mode());
        if (!sentinel) {
            reply.bulk("role");
            reply.bulk(server.conditions().hold(Condition.REPLICA) ? "replica" : "master");
        }
        reply.bulk("modules");
        reply.array(0);
    }

    private static void ping(Call call) {
        if (call.count() > 2) throw CommandError.wrongArity("ping");
        var reply = call.reply();
        if (call.session().kind() == Session.Kind.PUBSUB && !reply.isResp3()) {
            // Among messages a reply must look like one.
            reply.array(2);
            reply.bulk("pong");
            reply.bulk(call.count() == 2 ? call.bytes(1) : hearsay.node.resp.Empty.BYTES);
        } else if (call.count() == 2) {
            reply.bulk(call.bytes(1));
        } else {
            reply.pong();
        }
    }

    private static void quit(Call call) {
        call.reply().ok();
        call.session().closeAfterReply();
    }

    private static void reset(Call call) {
        var session = call.session();
        if (session.isMaster() || session.isReplica()) {
            throw new CommandError("ERR can only reset normal client connections");
        }
        call.server().forgetTransaction(session);
        call.server().resetSession(session);
        call.reply().status("RESET");
    }

    private static void select(Call call) {
        long index = call.integer(1);
        if (index < Integer.MIN_VALUE || index > Integer.MAX_VALUE) {
            throw new CommandError(
                    "ERR value is out of range, value must between -2147483648 and 2147483647");
        }
        if (call.server().isClusterEnabled() && index != 0) {
            throw new CommandError("ERR SELECT is not allowed in cluster mode");
        }
        if (index < 0 || index >= call.server().keyspaces().count()) {
            throw new CommandError("ERR DB index is out of range");
        }
        call.session().database((int) index);
        call.reply().ok();
    }

    private static void asking(Call call) {
        requireCluster(call);
        call.session().asking(true);
        call.reply().ok();
    }

    private static void readOnly(Call call) {
        requireCluster(call);
        call.session().readOnly(true);
        call.reply().ok();
    }

    private static void readWrite(Call call) {
        requireCluster(call);
        call.session().readOnly(false);
        call.reply().ok();
    }

    private static void requireCluster(Call call) {
        if (!call.server().isClusterEnabled()) {
            throw new CommandError("ERR This instance has cluster support disabled");
        }
    }

    /// There is one user; without a password of its own it is let in with any.
    private static void authenticate(Call call, String user, byte[] given) {
        var expected = password(call.server());
        if (!user.equals("default") || !(expected.isEmpty() || same(expected, given))) {
            throw new CommandError(WRONG_PASSWORD);
        }
        call.session().authenticated(true);
        call.server().limits().trust(call.session());
    }

    private static boolean same(String expected, byte[] given) {
        // Takes as long for a wrong password as for the right one.
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.ISO_8859_1), given);
    }

    private static String password(Server server) {
        return server.settings().network().requirepass();
    }

    /// What HELLO was called with.
    ///
    /// @param protocol 0 if it is to stay as it is
    private record Greeting(
            int protocol, @Nullable String user, int passwordIndex, @Nullable String name) {

        static Greeting of(Call call) {
            int protocol = call.count() > 1 ? protocol(call) : 0;
            @Nullable String user = null;
            @Nullable String name = null;
            int password = 0;
            for (int i = 2; i < call.count(); ) {
                if (call.is(i, "AUTH") && i + 2 < call.count()) {
                    user = call.text(i + 1);
                    password = i + 2;
                    call.keepSecret(i + 1);
                    call.keepSecret(i + 2);
                    i += 3;
                } else if (call.is(i, "SETNAME") && i + 1 < call.count()) {
                    name = ClientCommands.nameOf(call, i + 1);
                    i += 2;
                } else {
                    throw new CommandError(
                            "ERR Syntax error in HELLO option '" + call.text(i) + "'");
                }
            }
            return new Greeting(protocol, user, password, name);
        }

        private static int protocol(Call call) {
            long protocol =
                    call.integer(
                            1,
                            Long.MIN_VALUE,
                            Long.MAX_VALUE,
                            "ERR Protocol version is not an integer or out of range");
            if (protocol < 2 || protocol > 3) {
                throw new CommandError("NOPROTO unsupported protocol version");
            }
            return (int) protocol;
        }
    }
}
