package hearsay.node.server;

import hearsay.node.blocking.AwaitedKeys;
import hearsay.node.keyspace.Value;
import hearsay.node.resp.Arguments;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.LongToIntFunction;
import org.jspecify.annotations.Nullable;

/// The sessions that wait for something, see [Blocked], and those whose waiting is over and whose
/// requests go on.
///
/// A session that waits is not served: what its client sends meanwhile stays in its buffer, and is
/// served in order afterwards.
public final class Waiting {

    private final Server server;
    private final AwaitedKeys<Session> keys;
    private final Set<Session> blocked = new LinkedHashSet<>();
    private final List<Session> released = new ArrayList<>();
    private LongToIntFunction acknowledgements = offset -> 0;
    private BiConsumer<Session, Arguments> execute = (session, request) -> {};
    private boolean servingReady;

    /// Nobody's deadline is before this.
    private long nextDeadline = Blocked.FOREVER;

    Waiting(Server server, AwaitedKeys<Session> keys) {
        this.server = server;
        this.keys = keys;
    }

    /// How many replicas have acknowledged an offset: what WAIT answers when its time is over.
    public void acknowledgements(LongToIntFunction counter) {
        acknowledgements = counter;
    }

    void executeWith(BiConsumer<Session, Arguments> newExecute) {
        execute = newExecute;
    }

    /// The session has to wait. The command that says so writes no reply.
    public void block(Session session, Blocked reason) {
        session.blocked(reason);
        blocked.add(session);
        nextDeadline = Math.min(nextDeadline, reason.deadlineMillis());
    }

    /// The session has to wait for one of these keys of its database; then [Session#postponed] is
    /// run.
    public void block(Session session, List<byte[]> awaited, Blocked.OnKeys reason) {
        keys.add(session, session.database(), awaited, reason.type(), reason.alsoGone());
        block(session, reason);
    }

    /// What the session waited for has happened, and its reply is written. The rest of its requests
    /// is served before the node sends its replies.
    public void unblock(Session session) {
        if (!blocked.remove(session)) return;
        if (session.blocked() instanceof Blocked.OnKeys) {
            keys.remove(session);
            session.postponed(null);
            session.endCommand();
            session.asking(false);
        } else if (session.blocked() instanceof Blocked.OnMigration) {
            session.endCommand();
            session.asking(false);
        } else if (session.blocked() instanceof Blocked.OnDisk) {
            session.endCommand();
        } else if (session.blocked() instanceof Blocked.OnKeysInFlight wait) {
            session.deadlineMillis(wait.resumedUntilMillis());
        }
        session.blocked(null);
        released.add(session);
        server.sessions().wrote(session);
    }

    /// The session waits in vain, and is told this error.
    public void fail(Session session, String error) {
        var counts = server.commandStatistics();
        server.statistics().errorReplies++;
        counts.error(error);
        if (session.blocked() instanceof Blocked.OnKeys wait) {
            counts.failed(wait.command());
            countCall(session, wait);
        } else if (session.blocked() instanceof Blocked.OnMigration wait) {
            counts.failed(wait.command());
        }
        if (!session.isMuted()) session.replies().error(error);
        unblock(session);
    }

    /// CLIENT UNBLOCK: answers as if the time were over, or with an error.
    ///
    /// @return whether it was waiting for something that can be given up
    public boolean giveUp(Session session, boolean withError) {
        var reason = session.blocked();
        if (reason == null
                || reason instanceof Blocked.OnPause
                || reason instanceof Blocked.OnDisk
                || reason instanceof Blocked.OnMigration
                || reason instanceof Blocked.OnKeysInFlight
                || reason instanceof Blocked.OnShutdown) return false;
        if (withError) {
            fail(session, "UNBLOCKED client unblocked via CLIENT UNBLOCK");
        } else {
            timeOut(session, reason);
        }
        return true;
    }

    /// Serves those who wait for keys that have become ready, in the order in which they became so
    /// and in which they were waited for. What is done for them may make other keys ready: they are
    /// served too, after those who come before them.
    ///
    /// Called when a command, or a transaction, is complete.
    public void serveReady() {
        if (!keys.hasReady() || servingReady) return;
        servingReady = true;
        try {
            for (var place = keys.takeReady(); place != null; place = keys.takeReady()) {
                serve(place);
            }
        } finally {
            servingReady = false;
        }
    }

    private void serve(AwaitedKeys.Place place) {
        for (var session : keys.waiters(place)) {
            var value = value(place);
            if (value == null && !keys.isAwaitedAlsoGone(place)) return;
            if (session.isOver()) continue;
            if (!(session.blocked() instanceof Blocked.OnKeys wait)) continue;
            if (wait.alsoGone() || wait.type().isInstance(value)) runAgain(session, wait);
        }
    }

    private @Nullable Value value(AwaitedKeys.Place place) {
        var key = place.key().array();
        var entry = server.keyspaces().get(place.database()).peek(key, 0, key.length);
        return entry == null ? null : entry.value();
    }

    private void runAgain(Session session, Blocked.OnKeys wait) {
        var request = session.postponed();
        if (request == null) throw new IllegalStateException("waits with nothing to be run");
        blocked.remove(session);
        keys.remove(session);
        session.blocked(null);
        session.postponed(null);
        session.deadlineMillis(wait.deadlineMillis());
        execute.accept(session, request);
        session.deadlineMillis(0);
        server.sessions().wrote(session);
        if (!session.isBlocked()) released.add(session);
    }

    /// Those whose deadline has come are answered.
    void expire(long nowMillis) {
        if (nowMillis < nextDeadline) return;
        nextDeadline = Blocked.FOREVER;
        for (var session : List.copyOf(blocked)) {
            var reason = session.blocked();
            if (reason == null) continue;
            if (reason.deadlineMillis() <= nowMillis) {
                timeOut(session, reason);
            } else {
                nextDeadline = Math.min(nextDeadline, reason.deadlineMillis());
            }
        }
    }

    /// The pause is over, or concerns fewer: everybody tries again, and may have to wait again.
    void releasePaused() {
        for (var session : List.copyOf(blocked)) {
            if (session.blocked() instanceof Blocked.OnPause) unblock(session);
        }
    }

    /// Some keys are not on their way any more: who has waited for any tries again, in the order in
    /// which they came, and may have to wait again.
    public void releaseInFlight() {
        for (var session : List.copyOf(blocked)) {
            if (session.blocked() instanceof Blocked.OnKeysInFlight) unblock(session);
        }
    }

    /// Whether somebody waits until no key at all is on its way.
    public boolean isAllKeysWanted() {
        for (var session : blocked) {
            if (session.blocked() instanceof Blocked.OnKeysInFlight(boolean allKeys, long until)
                    && allKeys) return true;
        }
        return false;
    }

    void remove(Session session) {
        keys.remove(session);
        blocked.remove(session);
        released.remove(session);
    }

    /// Sessions that are to be served again, in the order in which they were released.
    List<Session> takeReleased() {
        if (released.isEmpty()) return List.of();
        var taken = List.copyOf(released);
        released.clear();
        return taken;
    }

    /// Those who wait for something else than the end of a pause: INFO's blocked_clients.
    public int count() {
        int count = 0;
        for (var session : blocked) {
            if (session.blocked() instanceof Blocked.OnPause
                    || session.blocked() instanceof Blocked.OnKeysInFlight) continue;
            count++;
        }
        return count;
    }

    /// Everybody who waits, in the order in which they began to.
    public List<Session> all() {
        return List.copyOf(blocked);
    }

    private void timeOut(Session session, Blocked reason) {
        switch (reason) {
            case Blocked.OnKeys wait -> {
                if (!session.isMuted()) session.replies().nilArray();
                countCall(session, wait);
            }
            case Blocked.OnReplicas wait ->
                    session.replies().integer(acknowledgements.applyAsInt(wait.offset()));
            case Blocked.OnOrder order -> {
                fail(session, "NOREPLICAS Not enough good replicas to write.");
                return;
            }
            case Blocked.OnDisk disk -> throw new IllegalStateException("has no end");
            case Blocked.OnShutdown shutdown -> throw new IllegalStateException("has no end");
            case Blocked.OnMigration migration -> throw new IllegalStateException("has no end");
            case Blocked.OnKeysInFlight keys -> throw new IllegalStateException("has no end");
            case Blocked.OnPause pause -> {
                // It replies nothing: the request itself is served again.
            }
        }
        unblock(session);
    }

    private void countCall(Session session, Blocked.OnKeys wait) {
        server.statistics().commandsProcessed++;
        server.commandStatistics().called(wait.command(), 0);
        // It has waited, but kept nobody else waiting.
        var request = session.postponed();
        if (request != null && server.observation().limit() <= 0) {
            server.observation().ran(session, request, 0, false, true);
        }
    }
}
