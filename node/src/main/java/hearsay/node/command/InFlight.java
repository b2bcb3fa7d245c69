package hearsay.node.command;

import hearsay.node.keyspace.KeysInFlight;
import hearsay.node.resp.Arguments;
import hearsay.node.server.Blocked;
import hearsay.node.server.Conditions.Condition;
import hearsay.node.server.Server;
import hearsay.node.server.Session;

/// Holds requests back that touch keys which MIGRATE is moving: until the target has answered, such
/// a key is neither here nor there.
///
/// Redis stands still meanwhile and so nobody can tell; here everybody else is served, and a
/// request that would tell waits. EXEC waits for the keys of everything it is going to run. What
/// changes all keys waits until none is on its way; who only looks at which keys there are (KEYS,
/// SCAN, DBSIZE) may.
final class InFlight {

    private static final int WRITE = Flag.WRITE.bit();

    private final Server server;
    private final Dispatcher dispatcher;
    private final KeysInFlight keys;

    InFlight(Server server, Dispatcher dispatcher) {
        this.server = server;
        this.dispatcher = dispatcher;
        keys = server.keyspaces().inFlight();
    }

    /// Whether the request, which nothing else stands against, has to wait.
    boolean mustWait(Session session, Command command, Arguments request) {
        if (!server.conditions().hold(Condition.KEYS_IN_FLIGHT) || session.isReplica())
            return false;
        var transaction = session.transaction();
        if (transaction != null && !command.runsInsideMulti()) return false;
        if (!command.isExec()) return touches(command, request);
        if (transaction == null) return false;
        for (var queued : transaction.requests()) {
            var one = dispatcher.lookup(queued);
            if (one != null && touches(one, queued)) return true;
        }
        return false;
    }

    Blocked.OnKeysInFlight wait(Session session, Command command) {
        return new Blocked.OnKeysInFlight(wantsAll(session, command), session.deadlineMillis());
    }

    private boolean wantsAll(Session session, Command command) {
        var transaction = session.transaction();
        if (!command.isExec() || transaction == null) return !command.hasKeys();
        for (var queued : transaction.requests()) {
            var one = dispatcher.lookup(queued);
            if (one != null && !one.hasKeys() && concernsAll(one, queued)) return true;
        }
        return false;
    }

    private boolean touches(Command command, Arguments request) {
        if (!command.hasKeys()) return concernsAll(command, request);
        // Others may have waited for long enough until nothing moves.
        if (command.isMigrate() && server.waiting().isAllKeysWanted()) return true;
        if (hasUnknownKeys(command, request)) return true;
        var found = new boolean[1];
        command.forEachKey(request, index -> found[0] |= isInFlight(request, index));
        return found[0];
    }

    private boolean isInFlight(Arguments request, int index) {
        return keys.contains(request.buffer(), request.offset(index), request.length(index));
    }

    /// SORT reads keys that it finds by patterns.
    private static boolean hasUnknownKeys(Command command, Arguments request) {
        for (var spec : command.keySpecs()) {
            if (spec.find() instanceof KeySpec.Find.Unknown && request.count() > 2) return true;
        }
        return false;
    }

    /// Whether a command without keys changes all of them, or the role of this node.
    private static boolean concernsAll(Command command, Arguments request) {
        if ((command.flagBits() & WRITE) != 0) return true;
        return switch (command.fullName()) {
            case "replicaof", "slaveof", "failover" -> true;
            case "debug" -> request.is(1, "RELOAD") || request.is(1, "DIGEST");
            default -> false;
        };
    }
}
