package hearsay.node.command;

import static hearsay.node.command.Command.command;

import hearsay.node.transaction.Transaction;
import java.util.List;

/// MULTI, EXEC, DISCARD, WATCH and UNWATCH.
///
/// Source: Redis documentation, "Transactions".
final class TransactionCommands {

    // spotless:off
    static final List<Command> TABLE = List.of(
            command("DISCARD",  1, "NOSCRIPT LOADING STALE FAST ALLOW_BUSY", "",         TransactionCommands::discard),
            command("EXEC",     1, "NOSCRIPT LOADING STALE SKIP_SLOWLOG",    "",         TransactionCommands::exec),
            command("MULTI",    1, "NOSCRIPT LOADING STALE FAST ALLOW_BUSY", "",         TransactionCommands::multi),
            command("UNWATCH",  1, "NOSCRIPT LOADING STALE FAST ALLOW_BUSY", "",         TransactionCommands::unwatch),
            command("WATCH",   -2, "NOSCRIPT LOADING STALE FAST ALLOW_BUSY", "1..-1 RO", TransactionCommands::watch));
    // spotless:on

    private TransactionCommands() {}

    private static void multi(Call call) {
        var session = call.session();
        if (session.transaction() != null) {
            throw new CommandError("ERR MULTI calls can not be nested");
        }
        session.transaction(new Transaction());
        call.reply().ok();
    }

    private static void discard(Call call) {
        if (call.session().transaction() == null) {
            throw new CommandError("ERR DISCARD without MULTI");
        }
        call.server().forgetTransaction(call.session());
        call.reply().ok();
    }

    /// Runs everything that was queued, whatever becomes of each part: nothing is taken back.
    private static void exec(Call call) {
        var session = call.session();
        var server = call.server();
        var transaction = session.transaction();
        if (transaction == null) throw new CommandError("ERR EXEC without MULTI");
        boolean inVain =
                session.isTouchedWatch()
                        || server.watches().hasExpired(session, server.keyspaces());
        if (transaction.isDoomed()) {
            server.forgetTransaction(session);
            throw new CommandError("EXECABORT Transaction discarded because of previous errors.");
        }
        if (inVain) {
            server.forgetTransaction(session);
            call.reply().nilArray();
            return;
        }
        server.watches().removeAll(session);
        // What it runs is repeated, as one unit; it is not.
        call.dontPropagate();
        var requests = transaction.requests();
        call.reply().array(requests.size());
        for (var request : requests) call.run(request);
        server.forgetTransaction(session);
    }

    private static void watch(Call call) {
        var session = call.session();
        if (session.transaction() != null) {
            throw new CommandError("ERR WATCH inside MULTI is not allowed");
        }
        // What was changed already will not be whole again by watching more.
        if (!session.isTouchedWatch()) {
            var watches = call.server().watches();
            for (int i = 1; i < call.count(); i++) watches.add(session, call.db(), call.bytes(i));
        }
        call.reply().ok();
    }

    private static void unwatch(Call call) {
        call.server().watches().removeAll(call.session());
        call.session().touchedWatch(false);
        call.reply().ok();
    }
}
