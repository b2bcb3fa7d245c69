package hearsay.node.command;

import hearsay.node.resp.Arguments;
import hearsay.node.resp.ProtocolError;
import hearsay.node.server.Server;
import hearsay.node.server.Session;
import hearsay.node.transaction.Transaction;
import org.jspecify.annotations.Nullable;

/// From bytes to replies: takes a session's requests one by one, asks everything that must be asked
/// before a command may run, and runs it.
///
/// The questions come in Redis' order, so that a request which is wrong in two ways gets Redis'
/// answer.
public final class Dispatcher {

    /// So many words of an unknown command are repeated in the error, in so many characters.
    private static final int SHOWN_LENGTH = 128;

    private final Server server;
    private final CommandTable table;
    private final Call[] calls = new Call[4];
    private int depth;

    public Dispatcher(Server server, CommandTable table) {
        this.server = server;
        this.table = table;
        server.replication().serveWith(this::execute, this::serve);
    }

    public CommandTable table() {
        return table;
    }

    /// Serves every complete request that the session has sent, until it blocks or is closed.
    public void serve(Session session) {
        session.lastInteractionMillis(server.nowMillis());
        try {
            while (!session.isBlocked() && !session.isClosing()) {
                var request = session.requests().next();
                if (request == null) break;
                execute(session, request);
            }
        } catch (ProtocolError error) {
            server.log()
                    .verbose(
                            "Protocol error ("
                                    + error.getMessage()
                                    + ") from client: "
                                    + session.id());
            session.replies().error("ERR " + error.getMessage());
            session.closeAfterReply();
        }
        session.requests().release();
        if (session.replies().length() > 0 || session.isClosing()) server.sessions().wrote(session);
    }

    /// Serves one request. Its reply is in the session's replies afterwards, unless it blocks.
    public void execute(Session session, Arguments request) {
        server.statistics().commandsProcessed++;
        var found = table.find(request);
        if (found == null) {
            reject(session, unknownCommand(request));
            return;
        }
        var command = found;
        if (found.isContainer() && request.count() > 1) {
            var sub = found.subcommand(request);
            if (sub == null) {
                reject(
                        session,
                        CommandError.unknownSubcommand(found.name(), request.text(1)).getMessage());
                return;
            }
            command = sub;
        }
        if (!command.accepts(request.count()) || command.isContainer()) {
            reject(session, CommandError.wrongArity(command.fullName()).getMessage());
            return;
        }
        var refusal = refusal(session, command);
        if (refusal != null) {
            reject(session, refusal);
            return;
        }
        var transaction = session.transaction();
        if (transaction != null && !runsInsideMulti(command)) {
            queue(session, transaction, command, request);
            return;
        }
        call(session, command, request);
    }

    /// Runs a command that nothing stands against.
    void call(Session session, Command command, Arguments request) {
        var call = enter(session, command);
        call.begin(session, command, request);
        var replies = session.replies();
        int mark = replies.length();
        long before = server.dirty();
        long offset = server.replication().offset();
        server.propagation().begin();
        try {
            command.handler().handle(call);
        } catch (CommandError error) {
            replies.truncate(mark);
            fail(session, error.getMessage());
        } catch (RuntimeException bug) {
            // Whatever is wrong with this command, everybody else is to be served.
            server.log().warning("Bug in '" + command.fullName() + "': " + Bugs.describe(bug));
            replies.truncate(mark);
            fail(session, "ERR internal error in '" + command.fullName() + "', see the log");
        } finally {
            depth--;
        }
        if ((server.dirty() != before && call.isPropagating()) || call.isForced()) {
            server.propagation().request(call.db().index(), call.propagated());
        }
        server.propagation().end();
        long newOffset = server.replication().offset();
        if (newOffset != offset) session.writeOffset(newOffset);
        session.lastCommand(command.fullName());
    }

    private Call enter(Session session, Command command) {
        var call = calls[depth];
        if (call == null) {
            call = new Call(server, session, command);
            calls[depth] = call;
        }
        depth++;
        return call;
    }

    private void queue(
            Session session, Transaction transaction, Command command, Arguments request) {
        if (command.is(Flag.NO_MULTI)) {
            reject(session, "ERR Command not allowed inside a transaction");
            return;
        }
        transaction.add(request);
        session.replies().queued();
    }

    /// Why the command may not run because of who follows us or whom we follow, or null.
    private @Nullable String refusal(Session session, Command command) {
        if (session.isReplica() && (command.isWrite() || command.is(Flag.READONLY))) {
            return "ERR Replica can't interact with the keyspace";
        }
        return server.replication()
                .refusal(
                        session,
                        command.isWrite(),
                        command.is(Flag.STALE),
                        !command.is(Flag.NO_ASYNC_LOADING));
    }

    private static boolean runsInsideMulti(Command command) {
        return switch (command.name()) {
            case "EXEC", "DISCARD", "MULTI", "WATCH", "QUIT", "RESET" -> true;
            default -> false;
        };
    }

    /// An error before the command could run: a transaction being queued is spoilt by it.
    private void reject(Session session, String error) {
        var transaction = session.transaction();
        if (transaction != null) transaction.doom();
        fail(session, error);
    }

    private void fail(Session session, String error) {
        server.statistics().errorReplies++;
        session.replies().error(error);
    }

    private static String unknownCommand(Arguments request) {
        var text = new StringBuilder("ERR unknown command '");
        text.append(shorten(request.text(0))).append("', with args beginning with: ");
        for (int i = 1, room = SHOWN_LENGTH; i < request.count() && room > 0; i++) {
            var word = request.text(i);
            if (word.length() > room) word = word.substring(0, room);
            text.append('\'').append(word).append("' ");
            room -= word.length() + 3;
        }
        return text.toString();
    }

    private static String shorten(String text) {
        return text.length() > SHOWN_LENGTH ? text.substring(0, SHOWN_LENGTH) : text;
    }

    /// The command that a request is, subcommand included, or null.
    @Nullable Command lookup(Arguments request) {
        var found = table.find(request);
        if (found == null || !found.isContainer() || request.count() < 2) return found;
        return found.subcommand(request);
    }
}
