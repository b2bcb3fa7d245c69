package hearsay.node.server;

import hearsay.node.blocking.AwaitedKeys;
import hearsay.node.cluster.Membership;
import hearsay.node.config.Settings;
import hearsay.node.info.InfoSections;
import hearsay.node.keyspace.ActiveExpiry;
import hearsay.node.keyspace.KeyspaceEvents;
import hearsay.node.keyspace.Keyspaces;
import hearsay.node.keyspace.Keyspaces.Expiry;
import hearsay.node.link.Link;
import hearsay.node.migration.Migrations;
import hearsay.node.observation.Observation;
import hearsay.node.pubsub.Notifications;
import hearsay.node.pubsub.PubSub;
import hearsay.node.replication.Replication;
import hearsay.node.replication.ReplicationInfo;
import hearsay.node.resp.Arguments;
import hearsay.node.resp.Buffers;
import hearsay.node.resp.Replies;
import hearsay.node.server.Conditions.Condition;
import hearsay.node.tracking.Tracking;
import hearsay.node.transaction.Watches;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One Redis: databases, sessions, statistics, and what one must know to serve.
///
/// It belongs to one thread, like Redis, and its guarantees come from that.
public final class Server {

    private static final byte[] TOO_MANY_CLIENTS =
            "-ERR max number of clients reached\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] PROTECTED =
            ("-DENIED Redis is running in protected mode because protected mode is enabled and no"
                            + " password is set for the default user. In this mode connections are only"
                            + " accepted from the loopback interface. To connect from other machines set a"
                            + " password with requirepass, or, if the network may be trusted, start the"
                            + " node with --protected-mode no.\r\n")
                    .getBytes(StandardCharsets.US_ASCII);

    /// Bytes of replies that are handed on before more are written.
    private static final int MANY_REPLIES = 64 * 1024;

    /// Buckets that the cron moves when a keyspace's table grows or shrinks: about 1 ms of work.
    private static final int REHASHED_BUCKETS = 5_000;

    /// The Redis whose behaviour this is.
    public static final String VERSION = "7.2.6";

    private final Environment environment;
    private final Settings settings;
    private final Optional<String> configFile;
    private final String runId;
    private final Keyspaces keyspaces;
    private final ActiveExpiry activeExpiry;
    private final Changes changes = new Changes(this);
    private @Nullable Membership membership;
    private final Sessions sessions = new Sessions();
    private final Statistics statistics = new Statistics();
    private final CommandStatistics commandStatistics = new CommandStatistics();
    private final Propagation propagation = new Propagation();
    private final Watches<Session> watches = new Watches<>();
    private final InfoSections info = new InfoSections();
    private final DebugHooks debugHooks = new DebugHooks();
    private final Shutdown shutdown = new Shutdown(this);
    private final Conditions conditions = new Conditions();
    private final Pause pause = new Pause(conditions);
    private final AwaitedKeys<Session> awaitedKeys = new AwaitedKeys<>();
    private final Waiting waiting = new Waiting(this, awaitedKeys);
    private final Limits limits;
    private final MemoryUse memory = new MemoryUse(this);
    private final LazyFreeing lazyFreeing = new LazyFreeing(this);
    private final Replication replication;
    private final Eviction eviction;
    private final Migrations migrations;
    private final ClientEviction clientEviction;
    private final PubSub pubsub;
    private final Notifications notifications;
    private final Observation observation;
    private final Tracking tracking;
    private final List<Session> flushing = new ArrayList<>();
    private final long startedMillis;
    private boolean cronPaused;
    private boolean sentinel;
    private long nowMillis;
    private long looks;
    private @Nullable Session serving;
    private @Nullable Arguments servedWords;

    /// What the session being served is to hear after the reply to its command.
    private final Replies afterReply = new Replies(new Buffers());

    private boolean hasAfterReply;
    private Consumer<Session> resume = session -> {};

    /// @param configFile the absolute path of the file that the settings come from, if they do
    public Server(Environment environment, Settings settings, Optional<String> configFile) {
        this.environment = environment;
        this.settings = settings;
        this.configFile = configFile;
        boolean cluster = settings.cluster().enabled();
        conditions.set(Condition.CLUSTER, cluster);
        int databases = cluster ? 1 : settings.server().databases();
        keyspaces = new Keyspaces(databases, cluster, environment.random(), changes);
        activeExpiry = new ActiveExpiry(keyspaces, environment.nanoTime());
        runId = HexFormat.of().formatHex(randomBytes(20));
        limits = new Limits(this);
        startedMillis = now();
        replication = new Replication(this);
        pubsub = new PubSub(this);
        notifications = new Notifications(this);
        observation = new Observation(this, settings);
        tracking = new Tracking(this);
        memory.started();
        eviction = new Eviction(this);
        migrations = new Migrations(this);
        clientEviction = new ClientEviction(this);
        sessions.limitBuffers(eviction::hasRoomFor);
        describe();
        settings.whenChanged(List.of("active-expire-effort"), this::expireActively);
        expireActively(settings);
        settings.whenChanged(List.of("latency-tracking"), this::trackLatency);
        trackLatency(settings);
    }

    private void expireActively(Settings newSettings) {
        activeExpiry.effort(newSettings.server().activeExpireEffort());
    }

    private void trackLatency(Settings newSettings) {
        commandStatistics.trackLatency(newSettings.server().latencyTracking());
    }

    private void describe() {
        var process = new ProcessInfo(this);
        var data = new DataInfo(this);
        info.section("Server", true, process::server);
        info.section("Clients", true, new ClientsInfo(this)::write);
        info.section("Memory", true, new MemoryInfo(this)::write);
        info.section("Persistence", true, data::persistence);
        info.section("Stats", true, data::stats);
        info.section(
                "Replication", true, text -> ReplicationInfo.write(replication, nowMillis, text));
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

    public ActiveExpiry activeExpiry() {
        return activeExpiry;
    }

    /// From now on this listener hears of everything that happens to keys.
    public void listen(KeyspaceEvents listener) {
        changes.listen(listener);
    }

    public void stopListening(KeyspaceEvents listener) {
        changes.stopListening(listener);
    }

    /// The longest string that a client may make, in bytes (`proto-max-bulk-len`).
    public long bulkLengthMax() {
        return settings.network().protoMaxBulkLen();
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

    public boolean isClusterEnabled() {
        return conditions.hold(Condition.CLUSTER);
    }

    /// From now on this is a Sentinel: no keys, no replication, another table of commands.
    public void actAsSentinel() {
        sentinel = true;
        info.keep(List.of("Server", "Clients", "Stats", "CPU"));
    }

    public boolean isSentinel() {
        return sentinel;
    }

    /// What kind of server this is: `standalone`, `cluster` or `sentinel`.
    public String mode() {
        if (sentinel) return "sentinel";
        return isClusterEnabled() ? "cluster" : "standalone";
    }

    /// What keeps this node from serving everything, at the moment.
    public Conditions conditions() {
        return conditions;
    }

    public Limits limits() {
        return limits;
    }

    /// What this node uses memory for.
    public MemoryUse memory() {
        return memory;
    }

    /// What is freed later.
    public LazyFreeing lazyFreeing() {
        return lazyFreeing;
    }

    /// Ends sessions when clients hold too much.
    public ClientEviction clientEviction() {
        return clientEviction;
    }

    /// Keeps memory below its limits.
    public Eviction eviction() {
        return eviction;
    }

    public Replication replication() {
        return replication;
    }

    /// Keys on their way to other nodes.
    public Migrations migrations() {
        return migrations;
    }

    /// Who listens to what, and what they are told.
    public PubSub pubsub() {
        return pubsub;
    }

    Notifications notifications() {
        return notifications;
    }

    /// Who keeps a cache of its own, and what they are told.
    public Tracking tracking() {
        return tracking;
    }

    /// What is seen of this node from outside: slow commands, latency, every command.
    public Observation observation() {
        return observation;
    }

    /// Sessions that wait for something.
    public Waiting waiting() {
        return waiting;
    }

    /// Which keys they wait for. A value that has got more for those who wait, without being new,
    /// is told here with [AwaitedKeys#added].
    public AwaitedKeys<Session> awaitedKeys() {
        return awaitedKeys;
    }

    public Pause pause() {
        return pause;
    }

    /// Makes clients wait until `endMillis`, see [Pause].
    public void pause(Pause.Purpose purpose, Pause.Scope scope, long endMillis) {
        if (pause.begin(purpose, scope, endMillis, nowMillis)) waiting.releasePaused();
        adjustExpiry();
    }

    public void unpause(Pause.Purpose purpose) {
        if (pause.end(purpose, nowMillis)) waiting.releasePaused();
        adjustExpiry();
    }

    /// The session's transaction is over, in whatever way, and so is its watching.
    public void forgetTransaction(Session session) {
        session.transaction(null);
        session.touchedWatch(false);
        watches.removeAll(session);
    }

    /// RESET: a session as it was when it came, but for the names of its library. Its transaction
    /// is another matter.
    public void resetSession(Session session) {
        pubsub.forget(session);
        observation.forget(session);
        tracking.disable(session);
        session.kind(Session.Kind.NORMAL);
        session.database(0);
        session.name("");
        session.asking(false);
        session.readOnly(false);
        session.noTouch(false);
        session.noEvict(false);
        session.unmute();
        session.replies().protocol(2);
        session.authenticated(settings.network().requirepass().isEmpty());
        limits.apply(session);
    }

    /// How a session whose waiting is over goes on; said by whoever serves sessions.
    public void resumeWith(Consumer<Session> serve) {
        resume = serve;
    }

    /// How requests are run.
    public void executeWith(BiConsumer<Session, Arguments> execute) {
        waiting.executeWith(execute);
    }

    /// Whose request is being served; null between requests.
    public void serving(@Nullable Session session, @Nullable Arguments words) {
        if (hasAfterReply) sayAfterReply();
        serving = session;
        servedWords = words;
    }

    /// Where something goes that a session has not asked for: messages, invalidations. What its own
    /// command brings about comes after the reply to that command, never into it.
    public Replies pushes(Session session) {
        if (session == serving) {
            hasAfterReply = true;
            afterReply.protocol(session.replies().protocol());
            return afterReply;
        }
        sessions.wrote(session);
        return session.replies();
    }

    /// There will be something to say after the reply to the command being served.
    public void promiseAfterReply() {
        hasAfterReply = true;
    }

    /// What the session being served has yet to hear it hears now: its reply has not begun. Keys
    /// were evicted, and what the command is about to read may be newer than that.
    public void sayBeforeReply() {
        if (hasAfterReply) sayAfterReply();
    }

    private void sayAfterReply() {
        var session = serving;
        if (session != null) tracking.endCommand(session);
        hasAfterReply = false;
        if (session != null && !session.isOver()) {
            session.replies().raw(afterReply.bytes(), 0, afterReply.length());
            sessions.wrote(session);
        }
        afterReply.clear();
    }

    public @Nullable Session serving() {
        return serving;
    }

    boolean isServing(Session session) {
        return serving == session;
    }

    @Nullable Arguments servedWords() {
        return servedWords;
    }

    /// This node's part in its cluster, null outside cluster mode.
    public @Nullable Membership membership() {
        return membership;
    }

    public void membership(Membership part) {
        membership = part;
    }

    public Environment environment() {
        return environment;
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
        looks++;
        nowMillis = environment.clock().millis();
        keyspaces.now(nowMillis);
        return nowMillis;
    }

    /// How often the clock was looked at: what has the same number happens in one turn of the loop.
    public long looks() {
        return looks;
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

    /// How many changes there have been since the last save.
    public long dirty() {
        return changes.count();
    }

    /// So many things have changed that no key tells of.
    public void countChanges(long more) {
        changes.count(more);
    }

    /// A client has come. It may be turned away at once.
    public void accepted(Link link) {
        if (limits.isFull()) {
            turnAway(link, TOO_MANY_CLIENTS);
            return;
        }
        if (isUnprotected() && !isFromHere(link)) {
            turnAway(link, PROTECTED);
            return;
        }
        statistics.connectionsReceived++;
        var session = sessions.open(link, nowMillis);
        session.authenticated(settings.network().requirepass().isEmpty());
        limits.apply(session);
        memory.count(session);
    }

    private void turnAway(Link link, byte[] why) {
        statistics.rejectedConnections++;
        link.write(why, 0, why.length);
        link.flush();
        link.close(false);
    }

    /// Whether a stranger could do anything here: `protected-mode` then lets in nobody from
    /// outside.
    private boolean isUnprotected() {
        var network = settings.network();
        return network.protectedMode() && network.requirepass().isEmpty();
    }

    private static boolean isFromHere(Link link) {
        var address = link.remoteAddress();
        return address.startsWith("127.") || address.startsWith("[0:0:0:0:0:0:0:1]");
    }

    /// The link of a session has ended.
    public void closed(Session session) {
        session.over();
        watches.removeAll(session);
        pubsub.forget(session);
        observation.forget(session);
        tracking.disable(session);
        waiting.remove(session);
        sessions.remove(session);
        memory.forget(session);
        replication.closed(session);
    }

    /// Ends a session that is not the one being served: see [#cutOff].
    ///
    /// @param now do not even send what is already written
    public void close(Session session, boolean now) {
        // Forgotten first, so that the end of its link is no news.
        closed(session);
        session.link().close(now);
    }

    /// Ends a session, which may be the one being served, before anything more is sent.
    public void cutOff(Session session) {
        session.cutOff();
        sessions.wrote(session);
    }

    /// Sends everything that was written, and closes those who are to be closed after their reply.
    ///
    /// First all is queued and then all is sent: measured to be cheaper than one after the other.
    public void flush() {
        long began = observation.began();
        activeExpiry.fast();
        observation.ended("expire-cycle", began);
        eviction.turn();
        statistics.cycles++;
        waiting.expire(nowMillis);
        waiting.serveReady();
        resumeReleased();
        tracking.endTurn();
        replication.flush();
        sessions.takeUnflushed(flushing);
        flushing.removeIf(Session::areRepliesHeld);
        for (int i = 0; i < flushing.size(); i++) queue(flushing.get(i));
        for (int i = 0; i < flushing.size(); i++) send(flushing.get(i));
        flushing.clear();
        clientEviction.turn();
    }

    /// Serves those on whose waiting something has put an end. Part of [#flush].
    public void resumeReleased() {
        // Those who go on may release others.
        for (var released = waiting.takeReleased();
                !released.isEmpty();
                released = waiting.takeReleased()) {
            for (var session : released) {
                if (!session.isOver()) resume.accept(session);
            }
        }
    }

    private void queue(Session session) {
        if (session.isOver()) return;
        if (session.isCutOff() || !limits.checkOutput(session)) {
            close(session, true);
            return;
        }
        var replies = session.replies();
        int length = replies.length();
        if (length == 0) return;
        if (session.isReplica()) {
            answeredReplica(session);
            return;
        }
        session.link().write(replies.bytes(), 0, length);
        statistics.writes++;
        statistics.outputBytes += length;
        replies.clear();
    }

    /// Hands replies on that have become many, between two requests: what is to be said next finds
    /// a buffer that is not too large for the processor's cache. They are sent with all others. Of
    /// whom is limited in what may wait for it, all is kept together to be measured.
    public void handOn(Session session) {
        var replies = session.replies();
        if (replies.length() < MANY_REPLIES || replies.isLimited()) return;
        if (!session.isOrdinary() || session.areRepliesHeld()) return;
        queue(session);
        sessions.wrote(session);
    }

    /// It reads nothing but the stream; an answer would be taken for a part of it.
    private void answeredReplica(Session session) {
        log().warning(
                        "Replica generated a reply to command '%s', disconnecting it: %s"
                                .formatted(session.lastCommand(), SessionText.line(session, this)));
        close(session, true);
    }

    private void send(Session session) {
        if (session.isOver()) return;
        session.link().flush();
        if (session.link().unsent() > 0 && !limits.checkOutput(session)) {
            close(session, true);
            return;
        }
        memory.count(session);
        if (session.isClosing()) close(session, false);
    }

    /// Every 100 ms.
    public void cron() {
        now();
        if (cronPaused) return;
        statistics.sample(nowMillis);
        shutdown.check();
        if (pause.isActive() && pause.update(nowMillis)) waiting.releasePaused();
        adjustExpiry();
        waiting.expire(nowMillis);
        limits.cron(nowMillis);
        memory.cron();
        for (var db : keyspaces.all()) {
            db.rehash(REHASHED_BUCKETS);
        }
        long began = observation.began();
        activeExpiry.slow();
        observation.ended("expire-cycle", began);
        eviction.tick();
        migrations.tick(nowMillis);
        replication.everyTick();
    }

    /// While clients are paused nothing may change by itself either, and on a replica nothing ever
    /// does.
    public void adjustExpiry() {
        boolean hides = pause.isActive() || conditions.hold(Condition.REPLICA);
        var wanted = hides ? Expiry.HIDE : Expiry.REMOVE;
        if (keyspaces.expiry() != Expiry.IGNORE) keyspaces.expiry(wanted);
    }
}
