package hearsay.node.server;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongToIntFunction;

/// The sessions that wait for something, see [Blocked], and those whose waiting is over and whose
/// requests go on.
///
/// A session that waits is not served: what its client sends meanwhile stays in its buffer, and is
/// served in order afterwards.
public final class Waiting {

    private final Sessions sessions;
    private final Set<Session> blocked = new LinkedHashSet<>();
    private final List<Session> released = new ArrayList<>();
    private LongToIntFunction acknowledgements = offset -> 0;

    Waiting(Sessions sessions) {
        this.sessions = sessions;
    }

    /// How many replicas have acknowledged an offset: what WAIT answers when its time is over.
    public void acknowledgements(LongToIntFunction counter) {
        acknowledgements = counter;
    }

    /// The session has to wait. The command that says so writes no reply.
    public void block(Session session, Blocked reason) {
        session.blocked(reason);
        blocked.add(session);
    }

    /// What the session waited for has happened, and its reply is written. The rest of its requests
    /// is served before the node sends its replies.
    public void unblock(Session session) {
        if (!blocked.remove(session)) return;
        session.blocked(null);
        released.add(session);
        sessions.wrote(session);
    }

    /// CLIENT UNBLOCK: answers as if the time were over, or with an error.
    ///
    /// @return whether it was waiting for something that can be given up
    public boolean giveUp(Session session, boolean withError) {
        var reason = session.blocked();
        if (reason == null
                || reason instanceof Blocked.OnPause
                || reason instanceof Blocked.OnShutdown) return false;
        if (withError) {
            session.replies().error("UNBLOCKED client unblocked via CLIENT UNBLOCK");
            unblock(session);
        } else {
            timeOut(session, reason);
        }
        return true;
    }

    /// Those whose deadline has come are answered.
    void expire(long nowMillis) {
        if (blocked.isEmpty()) return;
        for (var session : List.copyOf(blocked)) {
            var reason = session.blocked();
            if (reason != null && reason.deadlineMillis() <= nowMillis) timeOut(session, reason);
        }
    }

    /// The pause is over, or concerns fewer: everybody tries again, and may have to wait again.
    void releasePaused() {
        for (var session : List.copyOf(blocked)) {
            if (session.blocked() instanceof Blocked.OnPause) unblock(session);
        }
    }

    void remove(Session session) {
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
            if (!(session.blocked() instanceof Blocked.OnPause)) count++;
        }
        return count;
    }

    /// Everybody who waits, in the order in which they began to.
    public List<Session> all() {
        return List.copyOf(blocked);
    }

    private void timeOut(Session session, Blocked reason) {
        switch (reason) {
            case Blocked.OnReplicas wait ->
                    session.replies().integer(acknowledgements.applyAsInt(wait.offset()));
            case Blocked.OnShutdown shutdown -> throw new IllegalStateException("has no end");
            case Blocked.OnPause pause -> {
                // It replies nothing: the request itself is served again.
            }
        }
        unblock(session);
    }
}
