package hearsay.node.server;

import hearsay.node.config.Settings;
import hearsay.node.info.InfoSections;
import hearsay.node.keyspace.Keyspace;
import hearsay.node.keyspace.KeyspaceObserver;
import hearsay.node.keyspace.Keyspaces;
import hearsay.node.link.Link;
import hearsay.node.resp.Arguments;
import hearsay.node.transaction.Watches;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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

    private final Environment environment;
    private final Settings settings;
    private final Optional<String> configFile;
    private final String runId;
    private final Keyspaces keyspaces;
    private final Sessions sessions = new Sessions();
    private final Statistics statistics = new Statistics();
    private final CommandStatistics commandStatistics = new CommandStatistics();
    private final Propagation propagation = new Propagation();
    private final Watches<Session> watches = new Watches<>();
    private final InfoSections info = new InfoSections();
    private final DebugHooks debugHooks = new DebugHooks();
    private final Shutdown shutdown = new Shutdown(this);
    private final List<Session> flushing = new ArrayList<>();
    private final long startedMillis;
    private long dirty;
    private boolean activeExpire = true;
    private boolean cronPaused;
    private long nowMillis;

    /// @param configFile the absolute path of the file that the settings come from, if they do
    public Server(Environment environment, Settings settings, Optional<String> configFile) {
        this.environment = environment;
        this.settings = settings;
        this.configFile = configFile;
        boolean bySlot = settings.cluster().enabled();
        int databases = bySlot ? 1 : settings.server().databases();
        keyspaces = new Keyspaces(databases, bySlot, environment.random(), this);
        runId = HexFormat.of().formatHex(randomBytes(20));
        startedMillis = now();
        describe();
    }

    private void describe() {
        var process = new ProcessInfo(this);
        var data = new DataInfo(this);
        info.section("Server", true, process::server);
        info.section("Clients", true, new ClientsInfo(this)::write);
        info.section("Memory", true, process::memory);
        info.section("Persistence", true, data::persistence);
        info.section("Stats", true, data::stats);
        info.section("Replication", true, data::replication);
        info.section("CPU", true, process::cpu);
        info.section("Modules", true, text -> {});
        info.section("Commandstats", false, text -> {});
        info.section("Errorstats", true, data::errors);
        info.section("Latencystats", false, text -> {});
        info.section("Cluster", true, data::cluster);
        info.section("Keyspace", true, data::keyspace);
    }

    private byte[] randomBytes(int count) {
        var bytes = new byte[count];
        environment.random().nextBytes(bytes);
        return bytes;
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

    /// What INFO answers. Parts that come later add sections and numbers.
    public InfoSections info() {
        return info;
    }

    /// What DEBUG can do with the help of others.
    public DebugHooks debugHooks() {
        return debugHooks;
    }

    public Shutdown shutdown() {
        return shutdown;
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

    /// A look at the clock, as exactly as it goes: Unix time in microseconds.
    public long nowMicros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, environment.clock().instant());
    }

    /// DEBUG PAUSE-CRON: time passes, and nothing is done about it.
    public void pauseCron(boolean yes) {
        cronPaused = yes;
    }

    /// Expired keys are removed although nobody asks for them; DEBUG SET-ACTIVE-EXPIRE.
    public void activeExpire(boolean yes) {
        activeExpire = yes;
    }

    /// How many changes there have been since the last save.
    public long dirty() {
        return dirty;
    }

    /// So many things have changed that no key tells of.
    public void countChanges(long changes) {
        dirty += changes;
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
    public void flush() {
        statistics.cycles++;
        sessions.takeUnflushed(flushing);
        for (int i = 0; i < flushing.size(); i++) flush(flushing.get(i));
        flushing.clear();
    }

    private void flush(Session session) {
        var replies = session.replies();
        int length = replies.length();
        if (length > 0) {
            session.link().write(replies.bytes(), 0, length);
            session.link().flush();
            statistics.outputBytes += length;
            statistics.writes++;
            replies.clear();
        }
        if (session.isClosing()) close(session, false);
    }

    /// Every 100 ms.
    public void cron() {
        now();
        if (cronPaused) return;
        statistics.sample(nowMillis);
        statistics.peakMemory(environment.machine().usedMemory());
        shutdown.check();
        for (var db : keyspaces.all()) {
            db.rehash(100);
            if (activeExpire) expireSome(db);
        }
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
