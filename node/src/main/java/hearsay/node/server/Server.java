package hearsay.node.server;

import hearsay.node.config.Settings;
import hearsay.node.keyspace.ActiveExpiry;
import hearsay.node.keyspace.Keyspace;
import hearsay.node.keyspace.KeyspaceEvents;
import hearsay.node.keyspace.KeyspaceObserver;
import hearsay.node.keyspace.Keyspaces;
import hearsay.node.link.Link;
import hearsay.node.resp.Arguments;
import hearsay.node.transaction.Watches;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// One Redis: databases, sessions, statistics, and what one must know to serve.
///
/// It belongs to one thread, like Redis, and its guarantees come from that.
public final class Server implements KeyspaceObserver {

    private static final byte[] TOO_MANY_CLIENTS =
            "-ERR max number of clients reached\r\n".getBytes(StandardCharsets.US_ASCII);

    /// Buckets that the cron moves when a keyspace's table grows or shrinks: about 1 ms of work.
    private static final int REHASHED_BUCKETS = 5_000;

    private final Environment environment;
    private final Settings settings;
    private final Optional<String> configFile;
    private final String runId;
    private final Keyspaces keyspaces;
    private final ActiveExpiry activeExpiry;
    private final List<KeyspaceEvents> listeners = new ArrayList<>();
    private final boolean clusterEnabled;
    private final Sessions sessions = new Sessions();
    private final Statistics statistics = new Statistics();
    private final CommandStatistics commandStatistics = new CommandStatistics();
    private final Propagation propagation = new Propagation();
    private final Watches<Session> watches = new Watches<>();
    private final List<Session> flushing = new ArrayList<>();
    private final long startedMillis;
    private long dirty;
    private long nowMillis;

    /// @param configFile the absolute path of the file that the settings come from, if they do
    public Server(Environment environment, Settings settings, Optional<String> configFile) {
        this.environment = environment;
        this.settings = settings;
        this.configFile = configFile;
        clusterEnabled = settings.cluster().enabled();
        int databases = clusterEnabled ? 1 : settings.server().databases();
        keyspaces = new Keyspaces(databases, clusterEnabled, environment.random(), this);
        activeExpiry = new ActiveExpiry(keyspaces, environment.nanoTime());
        runId = HexFormat.of().formatHex(randomBytes(20));
        startedMillis = now();
    }

    private byte[] randomBytes(int count) {
        var bytes = new byte[count];
        environment.random().nextBytes(bytes);
        return bytes;
    }

    public boolean isClusterEnabled() {
        return clusterEnabled;
    }

    public ActiveExpiry activeExpiry() {
        return activeExpiry;
    }

    /// From now on this listener hears of everything that happens to keys.
    public void listen(KeyspaceEvents listener) {
        listeners.add(listener);
    }

    /// The longest string that a client may make, in bytes (`proto-max-bulk-len`).
    public long bulkLengthMax() {
        return settings.network().protoMaxBulkLen();
    }

    public Environment environment() {
        return environment;
    }

    public Settings settings() {
        return settings;
    }

    /// What CONFIG REWRITE writes.
    public Optional<String> configFile() {
        return configFile;
    }

    /// 40 hexadecimal digits that no other run of a server has.
    public String runId() {
        return runId;
    }

    public Keyspaces keyspaces() {
        return keyspaces;
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
        if (sessions.count() >= settings.network().maxclients()) {
            statistics.rejectedConnections++;
            link.write(TOO_MANY_CLIENTS, 0, TOO_MANY_CLIENTS.length);
            link.flush();
            link.close(false);
            return;
        }
        var session = sessions.open(link, nowMillis);
        session.authenticated(settings.network().requirepass().isEmpty());
    }

    /// The link of a session has ended.
    public void closed(Session session) {
        watches.removeAll(session);
        sessions.remove(session);
    }

    /// Cuts a session off.
    ///
    /// @param now do not even send what is already written
    public void close(Session session, boolean now) {
        session.link().close(now);
        closed(session);
    }

    /// Sends everything that was written, and closes those who are to be closed after their reply.
    ///
    /// First all is queued and then all is sent: measured to be cheaper than one after the other.
    public void flush() {
        activeExpiry.fast();
        sessions.takeUnflushed(flushing);
        for (int i = 0; i < flushing.size(); i++) queue(flushing.get(i));
        for (int i = 0; i < flushing.size(); i++) send(flushing.get(i));
        flushing.clear();
    }

    private void queue(Session session) {
        var replies = session.replies();
        int length = replies.length();
        if (length == 0) return;
        session.link().write(replies.bytes(), 0, length);
        statistics.outputBytes += length;
        replies.clear();
    }

    private void send(Session session) {
        session.link().flush();
        if (session.isClosing()) close(session, false);
    }

    /// Every 100 ms.
    public void cron() {
        now();
        statistics.sample(nowMillis);
        for (var db : keyspaces.all()) {
            db.rehash(REHASHED_BUCKETS);
        }
        activeExpiry.slow();
    }

    @Override
    public void changed(Keyspace db, byte[] key, EventClass eventClass, String event) {
        dirty++;
        touchWatchers(db, key);
        event(db, key, eventClass, event);
    }

    @Override
    public void event(Keyspace db, byte[] key, EventClass eventClass, String event) {
        for (int i = 0; i < listeners.size(); i++) {
            listeners.get(i).event(db.index(), key, eventClass, event);
        }
    }

    private void touchWatchers(Keyspace db, byte[] key) {
        if (watches.isEmpty()) return;
        for (var session : watches.watching(db.index(), key)) session.touchedWatch(true);
    }

    @Override
    public void expired(Keyspace db, byte[] key) {
        event(db, key, EventClass.EXPIRED, "expired");
        touchWatchers(db, key);
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
