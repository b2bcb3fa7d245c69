package hearsay.node.server;

import hearsay.node.config.NetworkSettings;
import hearsay.node.config.OutputLimits.ClientClass;

/// How much a client may ask of the node: how many there may be, how much they may leave unread,
/// how much they may send without a request ending, how long they may be silent.
///
/// Who exceeds a limit is cut off at once; nobody else notices.
///
/// Source: Redis documentation of clients, "Maximum concurrent connected clients", "Output buffer
/// limits", "Query buffer hard limit", "Client timeouts".
public final class Limits {

    /// What is received has to fit into one array of the JVM, and so does what comes next.
    private static final int PENDING_MAX = Integer.MAX_VALUE - 256 * 1024 * 1024;

    private final Server server;
    private long lastSecond;

    Limits(Server server) {
        this.server = server;
        var settings = server.settings();
        settings.whenChanged(
                java.util.List.of("proto-max-bulk-len", "client-output-buffer-limit"),
                changed -> server.sessions().all().forEach(this::apply));
        settings.whenChanged(
                java.util.List.of("requirepass"),
                changed -> server.sessions().all().forEach(this::trust));
    }

    /// Whether one more client may come, at the moment.
    boolean isFull() {
        return server.sessions().count() >= network().maxclients();
    }

    /// Gives a session the limits of its kind: at its beginning, and when its kind changes.
    public void apply(Session session) {
        session.requests().limit(session.isMaster() ? Long.MAX_VALUE : network().protoMaxBulkLen());
        session.replies().limit(hardLimit(session));
        trust(session);
    }

    /// Strangers may not make us reserve memory.
    public void trust(Session session) {
        session.requests().trust(session.isAuthenticated() || network().requirepass().isEmpty());
    }

    /// Whether the session may send more although its request has no end yet; if not it is cut off.
    public boolean checkQuery(Session session) {
        int pending = session.requests().pending();
        long limit = session.isMaster() ? PENDING_MAX : network().clientQueryBufferLimit();
        if (pending <= PENDING_MAX && Long.compareUnsigned(pending, limit) <= 0) return true;
        server.statistics().queryLimitDisconnections++;
        server.log()
                .warning(
                        "Closing client that reached max query buffer length: "
                                + SessionText.line(session, server));
        server.cutOff(session);
        return false;
    }

    /// Whether the session reads what it is told; if not it is cut off. To be asked when something
    /// was written.
    public boolean checkOutput(Session session) {
        // A snapshot on its way is no backlog of the replica's: it goes as fast as the link takes
        // it.
        if (session.isReplica() && server.replication().isTakingSnapshot(session)) return true;
        long unread = session.replies().length() + session.link().unsent();
        if (unread == 0 && session.softLimitSinceMillis() == 0) return true;
        if (!session.replies().isOverflown() && !isOver(session, unread)) return true;
        server.statistics().outputLimitDisconnections++;
        server.log()
                .warning(
                        "Client "
                                + SessionText.line(session, server)
                                + " closed for overcoming of output buffer limits.");
        server.cutOff(session);
        return false;
    }

    /// Called by the cron: looks at everybody once a second.
    void cron(long nowMillis) {
        long second = nowMillis / 1000;
        if (second == lastSecond) return;
        lastSecond = second;
        int timeout = network().timeoutSeconds();
        for (var session : java.util.List.copyOf(server.sessions().all())) {
            if (timeout > 0 && isIdle(session, second - timeout)) {
                server.log().verbose("Closing idle client");
                server.close(session, true);
            } else {
                checkOutput(session);
            }
        }
    }

    private boolean isOver(Session session, long unread) {
        long hard = hardLimit(session);
        if (hard != 0 && Long.compareUnsigned(unread, hard) >= 0) return true;
        var limit = server.settings().clientOutputBufferLimit(classOf(session));
        long soft = limit.softBytes();
        if (soft == 0 || Long.compareUnsigned(unread, soft) < 0) {
            session.softLimitSinceMillis(0);
            return false;
        }
        long now = server.nowMillis();
        if (session.softLimitSinceMillis() == 0) session.softLimitSinceMillis(now);
        return now / 1000 - session.softLimitSinceMillis() / 1000 > limit.softSeconds();
    }

    /// A replica may always be behind by as much as the backlog holds.
    private long hardLimit(Session session) {
        long hard = server.settings().clientOutputBufferLimit(classOf(session)).hardBytes();
        if (hard == 0 || !session.isReplica()) return hard;
        long backlog = server.settings().replication().backlogSize();
        return Long.compareUnsigned(hard, backlog) < 0 ? backlog : hard;
    }

    private boolean isIdle(Session session, long sinceSecond) {
        return session.kind() == Session.Kind.NORMAL
                && !session.isBlocked()
                && session.lastInteractionMillis() / 1000 < sinceSecond;
    }

    private NetworkSettings network() {
        return server.settings().network();
    }

    private static ClientClass classOf(Session session) {
        return switch (session.kind()) {
            case NORMAL, MASTER, MONITOR -> ClientClass.NORMAL;
            case REPLICA -> ClientClass.REPLICA;
            case PUBSUB -> ClientClass.PUBSUB;
        };
    }
}
