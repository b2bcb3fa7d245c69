package hearsay.node.command;

import hearsay.node.resp.Arguments;
import hearsay.node.server.Conditions;
import hearsay.node.server.Conditions.Condition;
import hearsay.node.server.Server;
import hearsay.node.server.Session;
import hearsay.node.transaction.Transaction;
import org.jspecify.annotations.Nullable;

/// What may stand against a command although it is well formed: questions about the client and
/// about the state of the node, in Redis' order.
///
/// EXEC is asked as if it had the flags of everything it is going to run.
///
/// Source: Redis' processCommand. Access control lists, disk errors have no questions yet; their
/// places are marked.
final class Admission {

    /// Says somebody else's limit, in the words of Redis' own.
    static final String HEAP_FULL =
            "OOM command not allowed when used memory > what the JVM's heap can hold.";

    private static final int WRITE = Flag.WRITE.bit();
    private static final int REPLICATED = Flag.WRITE.bit() | Flag.MAY_REPLICATE.bit();
    private static final int DENYOOM = Flag.DENYOOM.bit();
    private static final int READONLY = Flag.READONLY.bit();

    private final Conditions conditions;
    private final Server server;
    private Routing routing = (session, command, request) -> null;
    private boolean redirected;

    Admission(Server server) {
        this.server = server;
        conditions = server.conditions();
    }

    void route(Routing newRouting) {
        routing = newRouting;
    }

    /// Why the command may not run, code first, or null.
    @Nullable String refusal(Session session, Command command, Arguments request) {
        redirected = false;
        if (!session.isAuthenticated()
                && !command.is(Flag.NO_AUTH)
                && !server.settings().network().requirepass().isEmpty()) {
            return "NOAUTH Authentication required.";
        }
        if (session.transaction() != null && command.is(Flag.NO_MULTI)) {
            return "ERR Command not allowed inside a transaction";
        }
        // Here: what the user may do.
        if (conditions.hold(Condition.CLUSTER) && !session.isMaster()) {
            var elsewhere = redirection(session, command, request);
            redirected = elsewhere != null;
            if (redirected) return elsewhere;
        }
        if (conditions.hold(Condition.MEMORY_LIMITED)) {
            var outOfMemory = outOfMemory(session, command);
            if (outOfMemory != null) return outOfMemory;
        }
        // Here: errors of the disk.
        boolean write = hasAny(session, command, WRITE);
        if (write && conditions.hold(Condition.TOO_FEW_REPLICAS)) {
            return "NOREPLICAS Not enough good replicas to write.";
        }
        if (write && conditions.hold(Condition.READ_ONLY) && !session.isMaster()) {
            return "READONLY You can't write against a read only replica.";
        }
        if (isListening(session) && !command.isAllowedToListeners()) {
            return "ERR Can't execute '"
                    + command.fullName()
                    + "': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in"
                    + " this context";
        }
        if (conditions.hold(Condition.STALE) && lacks(session, command, Flag.STALE)) {
            return "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to"
                    + " 'no'.";
        }
        if (conditions.hold(Condition.LOADING) && lacks(session, command, Flag.LOADING)) {
            return "LOADING Redis is loading the dataset in memory";
        }
        if (conditions.hold(Condition.REPLACING_DATA) && command.is(Flag.NO_ASYNC_LOADING)) {
            return "LOADING Redis is loading the dataset in memory";
        }
        // Here: a script that takes too long.
        boolean onlyListens = session.isReplica() || session.kind() == Session.Kind.MONITOR;
        if (onlyListens && hasAny(session, command, REPLICATED | READONLY)) {
            return "ERR Replica can't interact with the keyspace";
        }
        return null;
    }

    /// Keys are evicted whatever the command is; it is refused if that did not help and it may take
    /// memory. Queuing takes memory too.
    private @Nullable String outOfMemory(Session session, Command command) {
        var eviction = server.eviction();
        boolean out = eviction.isOut();
        if (!session.isMuted()) server.sayBeforeReply();
        boolean full = !out && !session.isMaster() && eviction.isHeapFull();
        if (!out && !full) return null;
        boolean queues = session.transaction() != null && !command.endsTransaction();
        if (!queues && !hasAny(session, command, DENYOOM)) return null;
        return out ? "OOM command not allowed when used memory > 'maxmemory'." : HEAP_FULL;
    }

    /// The next refusal is somebody else's.
    void forget() {
        redirected = false;
    }

    /// Whether the last refusal came from the cluster: of these EXEC does not say that they abort
    /// it.
    boolean wasRedirected() {
        return redirected;
    }

    /// Whether the keys of the request, if it has any, are surely here.
    boolean isServedHere(Session session, Command command, Arguments request) {
        if (!command.hasKeys()) return !command.isExec();
        return routing.redirect(session, command, request) == null;
    }

    private @Nullable String redirection(Session session, Command command, Arguments request) {
        if (!command.hasKeys() && !command.isExec()) return null;
        return routing.redirect(session, command, request);
    }

    /// Whether the command has to wait for the end of a pause.
    boolean mustWait(Session session, Command command) {
        if (session.isReplica()) return false;
        if (conditions.hold(Condition.ALL_PAUSED)) return true;
        return conditions.hold(Condition.WRITES_PAUSED) && hasAny(session, command, REPLICATED);
    }

    private static boolean hasAny(Session session, Command command, int flags) {
        if ((command.flagBits() & flags) != 0) return true;
        var queued = queued(session, command);
        return queued != null && queued.hasAny(flags);
    }

    private static boolean lacks(Session session, Command command, Flag flag) {
        if (!command.is(flag)) return true;
        var queued = queued(session, command);
        return queued != null && queued.lacks(flag.bit());
    }

    private static @Nullable Transaction queued(Session session, Command command) {
        return command.isExec() ? session.transaction() : null;
    }

    /// In RESP2 messages and replies could not be told apart.
    private static boolean isListening(Session session) {
        return session.kind() == Session.Kind.PUBSUB && !session.replies().isResp3();
    }
}
