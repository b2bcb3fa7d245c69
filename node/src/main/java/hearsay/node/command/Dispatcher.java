package hearsay.node.command;

import hearsay.gossip.member.Member;
import hearsay.node.observation.Observation;
import hearsay.node.resp.Arguments;
import hearsay.node.resp.ProtocolError;
import hearsay.node.server.Blocked;
import hearsay.node.server.CommandStatistics;
import hearsay.node.server.Server;
import hearsay.node.server.Session;
import hearsay.node.server.SessionText;
import hearsay.node.transaction.Transaction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// From bytes to replies: takes a session's requests one by one, asks everything that must be asked
/// before a command may run, and runs it.
///
/// The questions come in Redis' order, so that a request which is wrong in two ways gets Redis'
/// answer. An ordinary session on an ordinary node is asked one of them: whether both are ordinary.
public final class Dispatcher {

    private final Server server;
    private final CommandTable table;
    private final Admission admission;
    private final InFlight inFlight;
    private final CommandStatistics counts;
    private final Observation observation;
    private final LongSupplier nanoTime;
    private final Call[] calls = new Call[4];
    private int depth;

    /// When the last command ended: then the next one began.
    private long measuredNanos;

    private long measuredLook = -1;
    private long attackLoggedMillis;

    public Dispatcher(Server server, CommandTable table) {
        this.server = server;
        this.table = table;
        admission = new Admission(server);
        inFlight = new InFlight(server, this);
        counts = server.commandStatistics();
        observation = server.observation();
        counts.expect(table.numbers());
        InfoCommands.describe(server, table);
        nanoTime = server.environment().nanoTime();
        server.resumeWith(this::resume);
        server.executeWith(this::execute);
        server.replication().serveWith(this::execute);
    }

    public CommandTable table() {
        return table;
    }

    /// The node is part of a cluster: requests are served where their keys live.
    public void joined(Member member) {
        admission.route(new ClusterRouting(this, member, server.keyspaces().get(0)));
    }

    /// Says who knows where in the cluster a request is to be served.
    public void route(Routing routing) {
        admission.route(routing);
    }

    /// Serves every complete request that the session has sent, until it blocks or is closed.
    public void serve(Session session) {
        if (session.isOver()) return;
        session.lastInteractionMillis(server.nowMillis());
        serveRequests(session);
    }

    /// Serves one request. Its reply is in the session's replies afterwards, unless it blocks.
    public void execute(Session session, Arguments request) {
        beginMeasuring();
        server.serving(session, request);
        if (session.isOrdinary() && server.conditions().isOrdinary()) {
            var command = find(session, request);
            if (command != null) call(session, command, request);
        } else {
            serveSpecially(session, request);
        }
        server.serving(null, null);
        server.waiting().serveReady();
    }

    /// Runs a command that nothing stands against.
    void call(Session session, Command command, Arguments request) {
        long began = measuredNanos;
        var call = enter(session, command);
        call.begin(session, command, request);
        int mark = session.replies().length();
        long before = server.dirty();
        long offset = server.replication().offset();
        server.propagation().begin();
        try {
            command.handler().handle(call);
        } catch (CommandError error) {
            session.replies().truncate(mark);
            counts.failed(command.number());
            fail(session, error.getMessage());
        } catch (OutOfMemoryError full) {
            server.log()
                    .warning("No memory for '" + command.fullName() + "': " + full.getMessage());
            session.replies().truncate(mark);
            counts.failed(command.number());
            fail(session, Admission.HEAP_FULL);
        } catch (RuntimeException | AssertionError | VirtualMachineError bug) {
            // Whatever is wrong with this command, everybody else is to be served.
            server.log().warning("Bug in '" + command.fullName() + "': " + Bugs.describe(bug));
            session.replies().truncate(mark);
            counts.failed(command.number());
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
        // Who waits for keys comes again, and is counted then.
        if (session.blocked() instanceof Blocked.OnKeys) {
            show(session, command, call);
            return;
        }
        server.statistics().commandsProcessed++;
        measuredNanos = nanoTime.getAsLong();
        long took = measuredNanos - began;
        counts.called(command.number(), took);
        if (took >= observation.limit()) observe(session, command, call, took);
    }

    /// Something about the command is to be told: it took long, or somebody monitors.
    private void observe(Session session, Command command, Call call, long took) {
        boolean logged = !command.is(Flag.SKIP_SLOWLOG);
        observation.ran(session, call.shown(), took, command.is(Flag.FAST), logged);
        show(session, command, call);
    }

    private void show(Session session, Command command, Call call) {
        // Who has waited for keys was shown before.
        boolean again = session.deadlineMillis() != 0;
        if (again || command.is(Flag.ADMIN) || command.is(Flag.SKIP_MONITOR)) return;
        observation.monitors().show(session, call.shown());
    }

    /// Runs a request of a transaction, whose questions were asked when it was queued.
    void callQueued(Session session, Arguments request) {
        var command = lookup(request);
        if (command == null) throw new IllegalStateException("queued without a command");
        call(session, command, request);
        if (session.tracking() != null) track(session, command, request);
    }

    /// What the session has read may be in a cache of its own from now on.
    private void track(Session session, Command command, Arguments request) {
        if (!command.is(Flag.READONLY) || command.is(Flag.PUBSUB)) return;
        command.forEachKey(
                request,
                index ->
                        server.tracking()
                                .read(
                                        session,
                                        request.buffer(),
                                        request.offset(index),
                                        request.length(index)));
    }

    /// The command that a request is, subcommand included, or null.
    @Nullable Command lookup(Arguments request) {
        var found = table.find(request);
        if (found == null || !found.isContainer() || request.count() < 2) return found;
        return found.subcommand(request);
    }

    private void resume(Session session) {
        if (session.isMaster()) server.replication().resume(session);
        else serveRequests(session);
    }

    private void serveRequests(Session session) {
        // Of a session that is released twice, or is served before it is resumed, this is no news.
        if (session.isBlocked()) return;
        try {
            var postponed = session.postponed();
            session.postponed(null);
            if (postponed != null) {
                execute(session, postponed);
                session.deadlineMillis(0);
            }
            while (!session.isBlocked() && !session.isClosing()) {
                var request = session.requests().next();
                if (request == null) break;
                execute(session, request);
                server.handOn(session);
            }
        } catch (ProtocolError error) {
            notUnderstood(session, error);
        }
        if (session.isOver()) return;
        session.requests().release();
        if (!session.isClosing()) server.limits().checkQuery(session);
        if (session.requests().capacity() > 0) server.memory().count(session);
        if (session.replies().length() > 0 || session.isClosing()) server.sessions().wrote(session);
    }

    /// The command, if there is one by that name and with so many words; otherwise the client is
    /// told.
    private @Nullable Command find(Session session, Arguments request) {
        var command = table.find(request);
        if (command == null) {
            unknown(session, request);
            return null;
        }
        if (command.isContainer() && request.count() > 1) {
            var container = command;
            command = container.subcommand(request);
            if (command == null) {
                session.lastCommand("NULL");
                refuse(
                        session,
                        null,
                        CommandError.unknownSubcommand(container.name(), request.text(1))
                                .getMessage());
                return null;
            }
        }
        session.lastCommand(command.fullName());
        if (!command.accepts(request.count())) {
            admission.forget();
            refuse(session, command, CommandError.wrongArity(command.fullName()).getMessage());
            return null;
        }
        if (command.is(Flag.PROTECTED) && !DebugCommands.isAllowed(server, session)) {
            admission.forget();
            refuse(session, command, DebugCommands.NOT_ALLOWED);
            return null;
        }
        return command;
    }

    /// A request for which something is out of the ordinary: with the session, or with the node.
    private void serveSpecially(Session session, Arguments request) {
        int mark = session.replies().length();
        session.beginCommand();
        var command = find(session, request);
        if (command != null) consider(session, command, request);
        if (session.isMuted() || session.isMaster()) session.replies().truncate(mark);
        // What has to wait is not over: all that was said about it holds when it is run again.
        if (session.isBlocked()) return;
        session.endCommand();
        var tracking = session.tracking();
        if (tracking != null
                && session.transaction() == null
                && (command == null || !command.isOfClient())) {
            tracking.cachingGiven(false);
        }
        if (session.isAsking()
                && session.transaction() == null
                && (command == null || !command.isAsking())) {
            session.asking(false);
        }
    }

    private void consider(Session session, Command command, Arguments request) {
        var refusal = admission.refusal(session, command, request);
        var transaction = session.transaction();
        if (refusal != null) {
            refuse(session, command, refusal);
        } else if (admission.mustWait(session, command)) {
            session.postponed(request.copy());
            server.waiting().block(session, new Blocked.OnPause(Blocked.FOREVER));
        } else if (inFlight.mustWait(session, command, request)) {
            session.postponed(request.copy());
            server.waiting().block(session, inFlight.wait(session, command));
        } else if (transaction != null && !command.runsInsideMulti()) {
            queue(session, transaction, command, request);
        } else {
            callAs(session, command, request);
        }
    }

    private void callAs(Session session, Command command, Arguments request) {
        var keyspaces = server.keyspaces();
        var expiry = keyspaces.expiry();
        boolean untouching = session.isNoTouch() && !command.fullName().equals("touch");
        if (session.isMaster()) keyspaces.expiry(hearsay.node.keyspace.Keyspaces.Expiry.IGNORE);
        if (untouching) keyspaces.touching(false);
        call(session, command, request);
        if (session.tracking() != null) track(session, command, request);
        if (untouching) keyspaces.touching(true);
        if (session.isMaster()) keyspaces.expiry(expiry);
    }

    private void queue(
            Session session, Transaction transaction, Command command, Arguments request) {
        if (!session.isTouchedWatch()) transaction.add(request, command.flagBits());
        session.replies().queued();
    }

    private Call enter(Session session, Command command) {
        var call = calls[depth];
        if (call == null) {
            call = new Call(server, this, session, command);
            calls[depth] = call;
        }
        depth++;
        return call;
    }

    /// An error before the command could run: a transaction being queued is spoilt by it, and EXEC
    /// ends it.
    private void refuse(Session session, @Nullable Command command, String error) {
        if (command != null) counts.rejected(command.number());
        var transaction = session.transaction();
        if (command != null && command.isExec()) {
            server.forgetTransaction(session);
            fail(session, aborted(error));
        } else {
            if (transaction != null) transaction.doom();
            fail(session, error);
        }
    }

    private String aborted(String error) {
        if (admission.wasRedirected()) return error;
        return "EXECABORT Transaction discarded because of: "
                + (error.startsWith("ERR ") ? error.substring(4) : error);
    }

    private void fail(Session session, String error) {
        server.statistics().errorReplies++;
        counts.error(error);
        if (session.isMaster() || session.isReplica()) logError(session, error);
        session.replies().error(error);
    }

    /// Our master or a replica hears of an error: something is wrong between us.
    private void logError(Session session, String error) {
        boolean master = session.isMaster();
        server.log()
                .warning(
                        "== CRITICAL == This "
                                + (master ? "replica" : "master")
                                + " is sending an error to its "
                                + (master ? "master" : "replica")
                                + ": '"
                                + error
                                + "' after processing the command '"
                                + session.lastCommand()
                                + "'");
    }

    private void unknown(Session session, Arguments request) {
        session.lastCommand("NULL");
        if (request.is(0, "HOST:") || request.is(0, "POST")) {
            attacked(session);
        } else {
            refuse(session, null, CommandError.unknownCommand(request).getMessage());
        }
    }

    /// A browser was made to speak to us: it is HTTP, and what follows may look like a command.
    private void attacked(Session session) {
        if (server.nowMillis() - attackLoggedMillis > 60_000) {
            attackLoggedMillis = server.nowMillis();
            server.log()
                    .warning(
                            "Possible SECURITY ATTACK detected. It looks like somebody is sending"
                                    + " POST or Host: commands to Redis. This is likely due to an"
                                    + " attacker attempting to use Cross Protocol Scripting to"
                                    + " compromise your Redis instance. Connection from "
                                    + session.link().remoteAddress()
                                    + " aborted.");
        }
        server.cutOff(session);
    }

    private void notUnderstood(Session session, ProtocolError error) {
        var text = error.getMessage() + " from client: " + SessionText.line(session, server);
        if (session.isMaster()) {
            server.log().warning(text);
        } else {
            server.log().verbose(text);
        }
        server.statistics().errorReplies++;
        counts.error("ERR");
        if (!session.isMuted() && !session.isMaster()) {
            session.replies().error("ERR " + error.getMessage());
        }
        session.closeAfterReply();
    }

    private void beginMeasuring() {
        if (measuredLook == server.looks()) return;
        measuredLook = server.looks();
        measuredNanos = nanoTime.getAsLong();
    }
}
