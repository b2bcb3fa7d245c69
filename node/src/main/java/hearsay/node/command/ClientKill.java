package hearsay.node.command;

import hearsay.node.server.Session;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// CLIENT KILL: by address, as in the old days, or by any number of filters that must all apply.
///
/// Source: Redis documentation of CLIENT KILL.
final class ClientKill {

    private @Nullable String address;
    private @Nullable String localAddress;
    private Session.@Nullable Kind kind;
    private @Nullable String user;
    private long id;
    private boolean skipsMe = true;

    private ClientKill() {}

    static void kill(Call call) {
        boolean old = call.count() == 3;
        var filter = old ? byAddress(call) : byFilters(call);
        int killed = filter.apply(call);
        if (!old) {
            call.reply().integer(killed);
        } else if (killed > 0) {
            call.reply().ok();
        } else {
            throw new CommandError("ERR No such client");
        }
    }

    private static ClientKill byAddress(Call call) {
        var filter = new ClientKill();
        filter.address = call.text(2);
        filter.skipsMe = false;
        return filter;
    }

    private static ClientKill byFilters(Call call) {
        var filter = new ClientKill();
        for (int i = 2; i < call.count(); i += 2) {
            if (i + 1 == call.count()) throw CommandError.syntax();
            filter.add(call, i);
        }
        return filter;
    }

    private void add(Call call, int at) {
        if (call.is(at, "ID")) {
            id = call.integer(at + 1, 1, Long.MAX_VALUE, "ERR client-id should be greater than 0");
        } else if (call.is(at, "TYPE")) {
            kind = ClientCommands.kindOf(call, at + 1);
        } else if (call.is(at, "ADDR")) {
            address = call.text(at + 1);
        } else if (call.is(at, "LADDR")) {
            localAddress = call.text(at + 1);
        } else if (call.is(at, "USER")) {
            user = call.text(at + 1);
            if (!user.equals("default")) {
                throw new CommandError("ERR No such user '" + user + "'");
            }
        } else if (call.is(at, "SKIPME")) {
            skipsMe = call.is(at + 1, "YES");
            if (!skipsMe && !call.is(at + 1, "NO")) throw CommandError.syntax();
        } else {
            throw CommandError.syntax();
        }
    }

    private int apply(Call call) {
        int killed = 0;
        for (var session : List.copyOf(call.server().sessions().all())) {
            boolean me = session == call.session();
            if (!matches(session) || (me && skipsMe)) continue;
            if (me) {
                // It still hears how many it were.
                session.closeAfterReply();
            } else {
                call.server().close(session, true);
            }
            killed++;
        }
        return killed;
    }

    private boolean matches(Session session) {
        return (address == null || address.equals(session.link().remoteAddress()))
                && (localAddress == null || localAddress.equals(session.link().localAddress()))
                && (kind == null || ClientCommands.isOfKind(session, kind))
                && (id == 0 || id == session.id())
                // Our master is nobody's user.
                && (user == null || !session.isMaster());
    }
}
