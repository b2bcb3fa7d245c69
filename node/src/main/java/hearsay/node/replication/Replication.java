package hearsay.node.replication;

import hearsay.node.config.HostPort;
import hearsay.node.config.ReplicationSettings;
import hearsay.node.encoding.Heap;
import hearsay.node.keyspace.Keyspaces;
import hearsay.node.resp.Arguments;
import hearsay.node.server.Blocked;
import hearsay.node.server.Conditions.Condition;
import hearsay.node.server.Pause;
import hearsay.node.server.Server;
import hearsay.node.server.Session;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A node's part in replication: it follows a master or is one, and in both cases may be followed.
///
/// The shell calls [#everyTick] every 100 ms, [#flush] at the end of each turn, and [#advance] as
/// long as [#hasWork] says so; the cluster, or REPLICAOF, calls [#replicateFrom] and
/// [#becomeMaster].
///
/// Source: Redis documentation of replication; protocol as of Redis 7.2.
public final class Replication {

    private final Server server;
    private final ReplicationStream stream;
    private final Replicas replicas;
    private final SlotOrders slotOrders;
    private BiConsumer<Session, Arguments> runner = (session, request) -> {};
    private @Nullable MasterLink master;
    private int resumedDatabase;

    /// Whether this node's data is a moment of the stream it knows the id of, so that it can ask to
    /// go on from there.
    private boolean resumable;

    private boolean listening;
    private long lastSecond;

    public Replication(Server server) {
        this.server = server;
        replicas = new Replicas(this, server);
        slotOrders = new SlotOrders(this, server);
        stream =
                new ReplicationStream(
                        server.environment().random(),
                        (bytes, from, length) -> replicas.appending(bytes, from, length));
        server.waiting().acknowledgements(replicas::acknowledged);
        server.shutdown().replicas(replicas);
        server.debugHooks().on("CHANGE-REPL-ID", words -> stream.rename(random()));
        server.settings()
                .whenChanged(
                        List.of(
                                "min-replicas-to-write",
                                "min-replicas-max-lag",
                                "replica-read-only",
                                "replica-serve-stale-data"),
                        changed -> adjustConditions());
    }

    /// @param newRunner runs one request of a session
    public void serveWith(BiConsumer<Session, Arguments> newRunner) {
        runner = newRunner;
    }

    // What it is.

    public boolean isMaster() {
        return master == null;
    }

    /// The link to our master, if we have one.
    public @Nullable MasterLink master() {
        return master;
    }

    public Replicas replicas() {
        return replicas;
    }

    /// Orders about slots for our replicas.
    public SlotOrders slotOrders() {
        return slotOrders;
    }

    public ReplicationStream stream() {
        return stream;
    }

    /// How far this node's data is: what it wrote, or has obeyed, of the stream.
    public long offset() {
        return stream.offset();
    }

    /// Whether data is being taken over from a master: the old is served meanwhile.
    public boolean isLoading() {
        return master != null && master.isLoading();
    }

    public ReplicationSettings settings() {
        return server.settings().replication();
    }

    // Changes of role.

    /// Follows this master; does nothing if it does so already. If all goes well only what is
    /// missing is transferred.
    public void replicateFrom(String host, int port) {
        replicateFrom(host, port, true);
    }

    private void replicateFrom(String host, int port, boolean ownData) {
        var before = master;
        if (before != null && before.leadsTo(host, port)) return;
        boolean wasMaster = before == null;
        long downSince = before == null ? 0 : before.downSinceMillis();
        if (before != null && before.isUp()) downSince = server.nowMillis();
        if (before != null) before.abandon();
        releaseWaiting();
        if (wasMaster) {
            stream.keep(backlogSize());
            resumable = ownData;
            resumedDatabase = 0;
        }
        var link = new MasterLink(server, this, host, port, downSince);
        master = link;
        listen();
        link.connect();
        adjustConditions();
        server.adjustExpiry();
    }

    /// Follows this master from the start on: there is nothing yet to go on from.
    public void begin(String host, int port) {
        replicateFrom(host, port, false);
    }

    /// Follows nobody any more. Whoever followed our master can go on with us.
    public void becomeMaster() {
        if (master == null) return;
        master.abandon();
        master = null;
        resumable = false;
        stream.shift(random());
        replicas.disconnectAll();
        replicas.resetIdleness(server.nowMillis());
        listen();
        adjustConditions();
        server.adjustExpiry();
    }

    /// While a manual failover waits for the replica to be level, nothing may be added to the
    /// stream, not even a PING.
    boolean isQuiet() {
        return server.pause().scope(Pause.Purpose.FAILOVER) != Pause.Scope.NOBODY;
    }

    // Called by the server.

    /// Time passes.
    public void everyTick() {
        replicas.everyTick();
        if (master != null) master.everyTick();
        if (server.nowMillis() - lastSecond < 1000) return;
        lastSecond = server.nowMillis() - server.nowMillis() % 100;
        var link = master;
        if (link != null) link.everySecond();
        replicas.everySecond();
        resizeBacklog();
        adjustConditions();
    }

    /// A turn ends: replicas are sent what is new.
    public void flush() {
        replicas.flush();
    }

    /// Whether a snapshot could be sent on at once.
    public boolean hasWork() {
        return replicas.hasWork();
    }

    /// Sends a slice of a snapshot.
    public void advance() {
        replicas.advance();
    }

    /// A session has ended.
    public void closed(Session session) {
        replicas.gone(session);
        var link = master;
        if (link != null) link.closed(session);
    }

    /// Tells the server what stands against some commands at the moment.
    void adjustConditions() {
        var now = settings();
        var link = master;
        boolean tooFew =
                link == null
                        && now.minReplicasToWrite() > 0
                        && now.minReplicasMaxLagSeconds() > 0
                        && replicas.good() < now.minReplicasToWrite();
        var conditions = server.conditions();
        conditions.set(Condition.REPLICA, link != null);
        conditions.set(Condition.READ_ONLY, link != null && now.readOnly());
        conditions.set(Condition.STALE, link != null && !link.isUp() && !now.serveStaleData());
        conditions.set(Condition.TOO_FEW_REPLICAS, tooFew);
        conditions.set(Condition.REPLACING_DATA, isLoading());
    }

    /// Whether this session is a replica to which a snapshot is on its way.
    public boolean isTakingSnapshot(Session session) {
        return replicas.isTakingSnapshot(session);
    }

    // PSYNC.

    /// Takes a session on as a replica.
    ///
    /// @param replicationId what it has; null if it cannot go on from anything
    /// @param wanted the offset of the first byte that it does not have
    /// @return an error, or null: the answer is on its way then
    public @Nullable String follow(Session session, @Nullable String replicationId, long wanted) {
        if (session.isReplica()) return null;
        if (master != null && !master.isUp()) {
            return "NOMASTERLINK Can't SYNC while not connected with my master";
        }
        if (session.replies().length() > 0) {
            return "ERR SYNC and PSYNC are invalid with pending output";
        }
        var replica = replicas.of(session);
        if (replica.withoutKeys && !replica.takesEndMark) {
            return "ERR Filtered replica requires EOF capability";
        }
        server.log().notice("Replica " + replica.name() + " asks for synchronization");
        replica.silent = replicationId == null;
        if (replicationId != null && canContinue(replica, replicationId, wanted)) {
            server.statistics().partialSyncsAccepted++;
            server.log()
                    .notice(
                            "Partial resynchronization request from %s accepted. Sending %d bytes of backlog starting from offset %d."
                                    .formatted(
                                            replica.name(), stream.offset() + 1 - wanted, wanted));
            replicas.continueFrom(replica, wanted);
            return null;
        }
        if (replicationId != null && !replicationId.startsWith("?")) {
            server.statistics().partialSyncsRefused++;
        }
        server.statistics().fullSyncs++;
        replicas.waitForSnapshot(replica);
        return null;
    }

    private boolean canContinue(Replica replica, String id, long wanted) {
        var history = stream.history();
        if (!history.canContinue(id, wanted)) {
            if (id.startsWith("?")) {
                server.log().notice("Full resync requested by replica " + replica.name());
            } else if (id.equalsIgnoreCase(history.secondId())) {
                server.log()
                        .notice(
                                "Partial resynchronization not accepted: Requested offset for second ID was %d, but I can reply up to %d"
                                        .formatted(wanted, history.secondOffset()));
            } else {
                server.log()
                        .notice(
                                "Partial resynchronization not accepted: Replication ID mismatch (Replica asked for '%s', my replication IDs are '%s' and '%s')"
                                        .formatted(id, history.id(), history.secondId()));
            }
            return false;
        }
        var backlog = stream.backlog();
        if (backlog != null && backlog.contains(wanted)) return true;
        server.log()
                .notice(
                        "Unable to partial resync with replica %s for lack of backlog (Replica request was: %d)."
                                .formatted(replica.name(), wanted));
        return false;
    }

    /// A first replica has come.
    void beFollowed() {
        if (stream.backlog() != null) return;
        if (master == null) {
            stream.open(backlogSize(), random());
        } else {
            stream.keep(backlogSize());
        }
        server.log()
                .notice(
                        "Replication backlog created, my new replication IDs are '%s' and '%s'"
                                .formatted(stream.history().id(), stream.history().secondId()));
        listen();
    }

    /// Nobody has followed for `repl-backlog-ttl`.
    void beForgotten() {
        if (stream.backlog() == null) return;
        stream.drop(random());
        listen();
        server.log()
                .notice(
                        "Replication backlog freed after %d seconds without connected replicas."
                                .formatted(settings().backlogTtlSeconds()));
    }

    /// The database that the stream's next command is for.
    int streamDatabase() {
        if (master == null) return stream.selectedDatabase();
        var session = master.session();
        return session == null ? resumedDatabase : session.database();
    }

    /// Our master asked how far we are.
    public void acknowledge() {
        if (master != null) master.acknowledge();
    }

    // WAIT.

    /// The session waits for its last write to be acknowledged by so many replicas. The reply is
    /// how many have.
    public void await(Session session, int count, long deadlineMillis) {
        server.waiting()
                .block(
                        session,
                        new Blocked.OnReplicas(count, session.writeOffset(), deadlineMillis));
        replicas.askForAcks();
    }

    /// A replica has acknowledged something: perhaps somebody waited for it.
    void answerWaiting() {
        for (var session : server.waiting().all()) {
            switch (session.blocked()) {
                case Blocked.OnReplicas wait -> {
                    int reached = replicas.acknowledged(wait.offset());
                    if (reached < wait.replicas()) continue;
                    session.replies().integer(reached);
                    server.waiting().unblock(session);
                }
                case Blocked.OnOrder order -> {
                    if (replicas.acknowledged(order.offset()) < order.replicas()) continue;
                    server.waiting().unblock(session);
                    order.then().run();
                }
                case null, default -> {}
            }
        }
    }

    /// Who waits on a master that is one no longer, for replicas or for keys, cannot be answered.
    private void releaseWaiting() {
        for (var session : server.waiting().all()) {
            switch (session.blocked()) {
                case Blocked.OnReplicas replicas -> {}
                case Blocked.OnOrder order -> {}
                case Blocked.OnKeys keys -> {}
                case null, default -> {
                    continue;
                }
            }
            session.closeAfterReply();
            server.waiting()
                    .fail(
                            session,
                            "UNBLOCKED force unblock from blocking operation, instance state changed (master -> replica?)");
        }
    }

    /// The session of my master, which had to wait for the end of a pause, may go on.
    public void resume(Session session) {
        if (master != null) master.resume(session);
    }

    // Called by the link to the master.

    void run(Session session, Arguments request) {
        runner.accept(session, request);
    }

    Handshake.Introduction introduction() {
        var now = settings();
        int port = server.settings().network().port();
        int announced = now.announcePort() != 0 ? now.announcePort() : port;
        return new Handshake.Introduction(
                now.masteruser(),
                now.masterauth(),
                announced,
                now.announceIp(),
                resumable ? stream.history().id() : "?",
                resumable ? stream.offset() + 1 : -1);
    }

    int resumedDatabase() {
        return resumedDatabase;
    }

    /// The link is cut; from here the stream can be resumed.
    void unfollowed(int database) {
        resumedDatabase = database;
    }

    /// The master goes on with our stream.
    ///
    /// @return whether it has a new id: those who follow us have to hear of it
    boolean continuedAs(String id) {
        if (!stream.continueAs(id)) return false;
        replicas.disconnectAll();
        return true;
    }

    /// All data is replaced by the master's.
    void takeOver(Keyspaces loaded, String id, long offset) {
        replicas.disconnectAll();
        server.keyspaces().adopt(loaded);
        var part = server.membership();
        // What is open our master says next.
        if (part != null) part.closeSlots(server.nowMillis());
        stream.adopt(id, offset, backlogSize());
        resumable = true;
    }

    // The stream and those who write it.

    /// A replica's own stream is its master's: what it does itself is not part of it.
    private void listen() {
        boolean wanted = master == null && stream.backlog() != null;
        if (wanted == listening) return;
        listening = wanted;
        if (wanted) {
            server.propagation().add(stream);
        } else {
            server.propagation().remove(stream);
        }
    }

    private RandomGenerator random() {
        return server.environment().random();
    }

    /// Bytes that the backlog takes.
    public long backlogMemory() {
        var backlog = stream.backlog();
        return backlog == null ? 0 : Heap.bytes(backlog.size());
    }

    private int backlogSize() {
        long size = settings().backlogSize();
        return (int) Math.clamp(size, Backlog.SMALLEST_SIZE, 1 << 30);
    }

    private void resizeBacklog() {
        var backlog = stream.backlog();
        if (backlog == null || backlog.size() == backlogSize()) return;
        replicas.flush();
        backlog.resize(backlogSize());
    }

    /// Whom this node follows, as `replicaof` has it.
    public Optional<HostPort> masterAddress() {
        return Optional.ofNullable(master).map(link -> new HostPort(link.host(), link.port()));
    }
}
