package hearsay.node.server;

import hearsay.node.keyspace.Keyspace;
import hearsay.node.keyspace.KeyspaceObserver;
import hearsay.node.keyspace.Keyspaces;
import hearsay.node.keyspace.Keyspaces.Expiry;
import hearsay.node.link.Link;
import hearsay.node.replication.Replication;
import hearsay.node.resp.Arguments;
import hearsay.node.transaction.Watches;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// One Redis: databases, sessions, statistics, and what one must know to serve.
///
/// It belongs to one thread, like Redis, and its guarantees come from that.
public final class Server implements KeyspaceObserver {

    private static final byte[] TOO_MANY_CLIENTS =
            "-ERR max number of clients reached\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Environment environment;
    private final Keyspaces keyspaces;
    private final Sessions sessions = new Sessions();
    private final Statistics statistics = new Statistics();
    private final CommandStatistics commandStatistics = new CommandStatistics();
    private final Propagation propagation = new Propagation();
    private final Watches<Session> watches = new Watches<>();
    private final List<Session> flushing = new ArrayList<>();
    private final boolean clusterEnabled;
    private final Replication replication;
    private final long startedMillis;
    private long dirty;
    private long nowMillis;

    public Server(Environment environment, boolean clusterEnabled) {
        this.environment = environment;
        this.clusterEnabled = clusterEnabled;
        keyspaces =
                new Keyspaces(clusterEnabled ? 1 : 16, clusterEnabled, environment.random(), this);
        startedMillis = now();
        replication = new Replication(this);
    }

    public Environment environment() {
        return environment;
    }

    public Keyspaces keyspaces() {
        return keyspaces;
    }

    public boolean isClusterEnabled() {
        return clusterEnabled;
    }

    public Sessions sessions() {
        return sessions;
    }

    public Statistics statistics() {
        return statistics;
    }

    public CommandStatistics commandStatistics() {
        return commandStatistics;
    }

    public Propagation propagation() {
        return propagation;
    }

    public Replication replication() {
        return replication;
    }

    public Watches<Session> watches() {
        return watches;
    }

    public Log log() {
        return environment.log();
    }

    public long startedMillis() {
        return startedMillis;
    }

    /// Looks at the clock. What is served until the next look happens at one moment.
    public long now() {
        nowMillis = environment.clock().millis();
        keyspaces.now(nowMillis);
        return nowMillis;
    }

    /// The moment of the last look at the clock, Unix time in milliseconds.
    public long nowMillis() {
        return nowMillis;
    }

    /// How many changes there have been since the last save.
    public long dirty() {
        return dirty;
    }

    /// A client has come. It may be turned away at once.
    public void accepted(Link link) {
        statistics.connectionsReceived++;
        if (sessions.count() >= 10_000) {
            statistics.rejectedConnections++;
            link.write(TOO_MANY_CLIENTS, 0, TOO_MANY_CLIENTS.length);
            link.flush();
            link.close(false);
            return;
        }
        var session = sessions.open(link, nowMillis);
        session.authenticated(true);
    }

    /// The link of a session has ended.
    public void closed(Session session) {
        watches.removeAll(session);
        sessions.remove(session);
        replication.closed(session);
    }

    /// Cuts a session off.
    ///
    /// @param now do not even send what is already written
    public void close(Session session, boolean now) {
        session.link().close(now);
        closed(session);
    }

    /// Sends everything that was written, and closes those who are to be closed after their reply.
    public void flush() {
        replication.flush();
        sessions.takeUnflushed(flushing);
        for (int i = 0; i < flushing.size(); i++) flush(flushing.get(i));
        flushing.clear();
    }

    private void flush(Session session) {
        var replies = session.replies();
        int length = replies.length();
        if (length > 0 && session.isReplica()) {
            // It reads nothing but the stream; an answer would be taken for a part of it.
            log().warning(
                            "Replica generated a reply to command '%s', disconnecting it: client id #%d"
                                    .formatted(session.lastCommand(), session.id()));
            close(session, true);
            return;
        }
        if (length > 0) {
            session.link().write(replies.bytes(), 0, length);
            session.link().flush();
            statistics.outputBytes += length;
            replies.clear();
        }
        if (session.isClosing()) close(session, false);
    }

    /// Every 100 ms.
    public void cron() {
        now();
        statistics.sample(nowMillis);
        for (var db : keyspaces.all()) {
            db.rehash(100);
            if (keyspaces.expiry() == Expiry.REMOVE) expireSome(db);
        }
        replication.everyTick();
    }

    private static void expireSome(Keyspace db) {
        // As in Redis: go on while more than a tenth of what was looked at had to go.
        for (int rounds = 0; rounds < 16; rounds++) {
            int looked = Math.min(20, db.expiringKeys());
            if (looked == 0 || db.expireSome(looked) * 10 <= looked) return;
        }
    }

    @Override
    public void changed(Keyspace db, byte[] key, EventClass eventClass, String event) {
        dirty++;
        if (watches.isEmpty()) return;
        for (var session : watches.watching(db.index(), key)) session.touchedWatch(true);
    }

    @Override
    public void expired(Keyspace db, byte[] key) {
        if (propagation.isActive()) {
            propagation.also(
                    db.index(), Arguments.of("DEL".getBytes(StandardCharsets.US_ASCII), key));
        }
    }

    @Override
    public void flushed(Keyspace db) {
        watches.forEach(db.index(), (session, key) -> session.touchedWatch(true));
    }

    @Override
    public void swapped(Keyspace first, Keyspace second) {
        watches.forEach(first.index(), (session, key) -> session.touchedWatch(true));
        watches.forEach(second.index(), (session, key) -> session.touchedWatch(true));
    }
}
