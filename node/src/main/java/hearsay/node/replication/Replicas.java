package hearsay.node.replication;

import hearsay.node.config.OutputLimit;
import hearsay.node.config.OutputLimits.ClientClass;
import hearsay.node.persistence.RdbWriter;
import hearsay.node.replication.Replica.State;
import hearsay.node.resp.Arguments;
import hearsay.node.server.Server;
import hearsay.node.server.Session;
import hearsay.node.server.Shutdown;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Everybody who follows this node, and what each of them is to be sent.
///
/// The backlog is also the send buffer: whoever streams is sent, at the end of each turn, what is
/// new in it, and in the middle of a turn only when it would be overwritten.
public final class Replicas implements Shutdown.Replicas {

    private static final Arguments PING = Arguments.of("PING");
    private static final Arguments GET_ACK = Arguments.of("REPLCONF", "GETACK", "*");
    private static final byte[] NEWLINE = {'\n'};

    private final Replication replication;
    private final Server server;
    private final Map<Long, Replica> introducing = new LinkedHashMap<>();
    private final List<Replica> following = new ArrayList<>();
    private final List<FullSync> syncs = new ArrayList<>();
    private int good;
    private boolean askForAcks;
    private boolean news;
    private long noneSinceMillis;
    private long seconds;

    Replicas(Replication replication, Server server) {
        this.replication = replication;
        this.server = server;
        noneSinceMillis = server.nowMillis();
    }

    /// How many follow, in whatever state.
    public int count() {
        return following.size();
    }

    /// How many are online and have answered within `min-replicas-max-lag`.
    public int good() {
        return good;
    }

    /// How many have acknowledged this offset.
    public int acknowledged(long offset) {
        int count = 0;
        for (var replica : following) {
            if (replica.isOnline() && replica.acknowledgedOffset >= offset) count++;
        }
        return count;
    }

    List<Replica> all() {
        return following;
    }

    /// Whether a snapshot is on its way to somebody.
    public boolean isSyncing() {
        return running() != null;
    }

    // What they say.

    /// The replica that this session is, or is going to be.
    Replica of(Session session) {
        for (var replica : following) if (replica.session == session) return replica;
        return introducing.computeIfAbsent(session.id(), id -> new Replica(session));
    }

    public void listensOn(Session session, int port) {
        of(session).listeningPort = port;
    }

    public void announces(Session session, String address) {
        of(session).announcedAddress = address;
    }

    /// @param capability `eof`, `psync2` or [SlotOrders#CAPABILITY]; others are for masters to come
    public void understands(Session session, String capability) {
        if (capability.equalsIgnoreCase("eof")) of(session).takesEndMark = true;
        if (capability.equalsIgnoreCase("psync2")) of(session).takesNewId = true;
        if (capability.equalsIgnoreCase(SlotOrders.CAPABILITY)) {
            of(session).takesSlotOrders = true;
        }
    }

    public void wantsOnlySnapshot(Session session, boolean yes) {
        of(session).snapshotOnly = yes;
    }

    public void wantsNoKeys(Session session) {
        of(session).withoutKeys = true;
    }

    /// @param offset the last byte of the stream that it has obeyed
    /// @param fileOffset the last byte that is safely in its append-only file
    public void acknowledged(Session session, long offset, long fileOffset) {
        var replica = of(session);
        replica.acknowledgedOffset = Math.max(replica.acknowledgedOffset, offset);
        replica.acknowledgedFileOffset = Math.max(replica.acknowledgedFileOffset, fileOffset);
        replica.acknowledgedMillis = server.nowMillis();
        if (replica.state instanceof State.Loading(FullSync sync)) startStream(replica, sync);
        replication.answerWaiting();
    }

    @Override
    public boolean areInSync() {
        long offset = replication.stream().offset();
        for (var replica : following) {
            if (!replica.isOnline() || replica.acknowledgedOffset != offset) return false;
        }
        return true;
    }

    @Override
    public void askForAcknowledgement() {
        askForAcks();
    }

    boolean isTakingSnapshot(Session session) {
        for (var replica : following) {
            if (replica.session == session) return replica.state instanceof State.Receiving;
        }
        return false;
    }

    /// Adds a replica that can go on from `offset`, the first byte it does not have.
    void continueFrom(Replica replica, long offset) {
        follow(replica);
        var reply =
                replica.takesNewId
                        ? "+CONTINUE " + replication.stream().history().id() + "\r\n"
                        : "+CONTINUE\r\n";
        send(replica, reply.getBytes(StandardCharsets.US_ASCII));
        replica.state = new State.Streaming();
        replica.acknowledgedMillis = server.nowMillis();
        replica.next = offset;
        news = true;
        countGood();
        replication.slotOrders().repeat();
    }

    /// Adds a replica that needs everything.
    void waitForSnapshot(Replica replica) {
        follow(replica);
        replica.state = new State.Waiting(server.nowMillis());
        if (following.size() == 1) replication.beFollowed();
        if (running() != null) {
            server.log()
                    .notice("Current BGSAVE has socket target. Waiting for next BGSAVE for SYNC");
        } else if (replica.takesEndMark && replication.settings().disklessSyncDelaySeconds() > 0) {
            server.log().notice("Delay next BGSAVE for diskless SYNC");
        } else {
            startSnapshot(true);
        }
    }

    private void follow(Replica replica) {
        introducing.remove(replica.session.id());
        replica.session.kind(Session.Kind.REPLICA);
        server.limits().apply(replica.session);
        following.add(replica);
        replication.slotOrders().follows(replica);
    }

    void gone(Session session) {
        introducing.remove(session.id());
        for (var replica : following) {
            if (replica.session != session) continue;
            following.remove(replica);
            left(replica);
            if (following.isEmpty()) noneSinceMillis = server.nowMillis();
            countGood();
            return;
        }
    }

    private void left(Replica replica) {
        server.log().verbose("Connection with replica " + replica.name() + " lost.");
        for (var sync : syncs) {
            if (sync.members().contains(replica)) sync.leave(replica);
        }
        syncs.removeIf(sync -> sync.members().isEmpty());
    }

    /// Cuts all off: they have to come again and hear of another history.
    void disconnectAll() {
        for (var replica : List.copyOf(following)) server.close(replica.session, true);
    }

    void resetIdleness(long nowMillis) {
        noneSinceMillis = nowMillis;
    }

    // What they are sent.

    /// Bytes are about to be written to the stream: those kept for somebody must not be lost.
    void appending(byte[] bytes, int from, int length) {
        news = true;
        for (int i = 0; i < syncs.size(); i++) syncs.get(i).keep(bytes, from, length);
        var backlog = replication.stream().backlog();
        if (backlog == null) return;
        long firstKept = backlog.masterOffset() + length - backlog.size() + 1;
        for (int i = 0; i < following.size(); i++) {
            var replica = following.get(i);
            if (replica.isStreaming() && replica.next < firstKept) send(replica, backlog);
        }
    }

    /// At the end of a turn: everybody is sent what is new.
    void flush() {
        if (askForAcks) {
            askForAcks = false;
            replication.stream().append(GET_ACK);
        }
        if (!news) return;
        news = false;
        var backlog = replication.stream().backlog();
        if (backlog == null) return;
        for (int i = 0; i < following.size(); i++) {
            var replica = following.get(i);
            if (!replica.isStreaming()) continue;
            send(replica, backlog);
            replica.session.link().flush();
            server.limits().checkOutput(replica.session);
        }
    }

    private void send(Replica replica, Backlog backlog) {
        server.statistics().replicationOutputBytes += backlog.masterOffset() + 1 - replica.next;
        backlog.copyFrom(replica.next, replica.sink);
        replica.next = backlog.masterOffset() + 1;
    }

    /// All are to say at once how far they are.
    void askForAcks() {
        askForAcks = !following.isEmpty();
    }

    private void startStream(Replica replica, FullSync sync) {
        sync.catchUp(replica);
        if (sync.members().isEmpty()) syncs.remove(sync);
        replica.state = new State.Streaming();
        replica.next = replication.stream().offset() + 1;
        replica.session.link().flush();
    }

    // Snapshots.

    /// Whether [#advance] has something to do.
    boolean hasWork() {
        var sync = running();
        return sync != null && sync.hasRoom() && !sync.isHeldUp(keySaveDelay(), server.nowMillis());
    }

    /// Sends the next slice of a snapshot.
    void advance() {
        var sync = running();
        if (sync == null || !sync.hasRoom()) return;
        sync.advance(keySaveDelay(), server.nowMillis());
        if (sync.isFinished()) sent(sync);
    }

    private int keySaveDelay() {
        return replication.settings().keySaveDelay();
    }

    private @Nullable FullSync running() {
        for (int i = 0; i < syncs.size(); i++) {
            if (!syncs.get(i).isFinished()) return syncs.get(i);
        }
        return null;
    }

    private void sent(FullSync sync) {
        for (var replica : List.copyOf(sync.members())) {
            if (replica.snapshotOnly) {
                server.log()
                        .notice(
                                "RDB transfer completed, rdb only replica ("
                                        + replica.name()
                                        + ") should be disconnected asap");
                server.close(replica.session, false);
                continue;
            }
            replica.acknowledgedMillis = server.nowMillis();
            replica.state = new State.Loading(sync);
            server.log().notice("Synchronization with replica " + replica.name() + " succeeded");
            // With a length before it the snapshot's end cannot be missed.
            if (!sync.isMarked() || replica.silent) startStream(replica, sync);
        }
        countGood();
    }

    /// Starts a snapshot for those who wait, if it is time.
    private void startSnapshot(boolean now) {
        if (running() != null || server.keyspaces().hasSnapshot()) return;
        var members = new ArrayList<Replica>();
        long longest = 0;
        for (var replica : following) {
            if (!(replica.state instanceof State.Waiting(long since))) continue;
            if (!members.isEmpty() && members.getFirst().withoutKeys != replica.withoutKeys)
                continue;
            members.add(replica);
            longest = Math.max(longest, server.nowMillis() - since);
        }
        if (members.isEmpty()) return;
        var settings = replication.settings();
        int enough = settings.disklessSyncMaxReplicas();
        if (now
                || longest >= settings.disklessSyncDelaySeconds() * 1000L
                || (enough > 0 && members.size() >= enough)) {
            startSnapshot(members);
        }
    }

    private void startSnapshot(List<Replica> members) {
        boolean marked = true;
        for (var replica : members) marked &= replica.takesEndMark;
        server.log()
                .notice(
                        "Starting BGSAVE for SYNC with target: "
                                + (marked ? "replicas sockets" : "memory"));
        var options = RdbWriter.Options.of(server.settings());
        var sync = new FullSync(members, marked, options, server.environment().random());
        var keyspaces = members.getFirst().withoutKeys ? null : server.keyspaces();
        int database = replication.streamDatabase();
        replication.stream().forgetDatabase();
        syncs.add(sync);
        var policy = server.settings().memory().policy();
        sync.begin(keyspaces, policy, replication.stream(), database, server.nowMillis());
        replication.slotOrders().repeat();
    }

    // Time.

    void everyTick() {
        startSnapshot(false);
        var limit = server.settings().clientOutputBufferLimit(ClientClass.REPLICA);
        for (var replica : List.copyOf(following)) {
            noteProgress(replica);
            if (isOverLimit(replica, limit)) {
                server.statistics().outputLimitDisconnections++;
                server.log()
                        .warning(
                                "Client id #%d (replica %s) scheduled to be closed ASAP for overcoming of output buffer limits."
                                        .formatted(replica.session.id(), replica.name()));
                server.close(replica.session, true);
            }
        }
    }

    void everySecond() {
        seconds++;
        if (!following.isEmpty()
                && replication.isMaster()
                && (seconds - 1) % replication.settings().pingPeriodSeconds() == 0
                && !replication.isQuiet()) {
            replication.stream().append(PING);
        }
        for (var replica : following) keepAlive(replica);
        for (var replica : List.copyOf(following)) {
            var waited = timedOut(replica);
            if (waited.isEmpty()) continue;
            server.log()
                    .warning(
                            "Disconnecting timedout replica (%s): %s"
                                    .formatted(waited, replica.name()));
            server.close(replica.session, true);
        }
        dropBacklog();
        countGood();
    }

    private void keepAlive(Replica replica) {
        boolean waits =
                replica.state instanceof State.Waiting
                        || (replica.state instanceof State.Receiving(FullSync sync)
                                && !sync.isSending());
        if (waits) send(replica, NEWLINE);
    }

    private void noteProgress(Replica replica) {
        long unsent = replica.session.link().unsent();
        if (unsent == 0 || unsent < replica.unsentBefore) {
            replica.lastProgressMillis = server.nowMillis();
        }
        replica.unsentBefore = unsent;
    }

    /// What it was doing when its time ran out, or "" if it did not.
    private String timedOut(Replica replica) {
        long timeout = replication.settings().timeoutSeconds() * 1000L;
        long now = server.nowMillis();
        return switch (replica.state) {
            case State.Introducing none -> "";
            case State.Waiting waiting -> "";
            case State.Receiving receiving ->
                    receiving.sync().isSending() && now - replica.lastProgressMillis > timeout
                            ? "full sync"
                            : "";
            case State.Loading loading -> lateBy(replica, now) > timeout ? "streaming sync" : "";
            case State.Streaming streaming ->
                    lateBy(replica, now) > timeout ? "streaming sync" : "";
        };
    }

    private static long lateBy(Replica replica, long nowMillis) {
        return replica.silent ? 0 : nowMillis - replica.acknowledgedMillis;
    }

    /// Whether too much of the stream is kept for a replica that cannot take it yet. What is kept
    /// for one that could is limited like any other client's output.
    private boolean isOverLimit(Replica replica, OutputLimit limit) {
        long kept =
                switch (replica.state) {
                    case State.Receiving(FullSync sync) -> sync.kept();
                    case State.Loading(FullSync sync) -> sync.kept();
                    default -> 0;
                };
        var backlog = replication.stream().backlog();
        long smallest = backlog == null ? 0 : backlog.size();
        return limit.hardBytes() != 0 && kept > Math.max(limit.hardBytes(), smallest);
    }

    private void dropBacklog() {
        long ttl = replication.settings().backlogTtlSeconds();
        if (!following.isEmpty() || ttl == 0 || !replication.isMaster()) return;
        if (server.nowMillis() - noneSinceMillis > ttl * 1000) replication.beForgotten();
    }

    private void countGood() {
        int count = 0;
        int maxLag = replication.settings().minReplicasMaxLagSeconds();
        for (var replica : following) if (replica.isGood(server.nowMillis(), maxLag)) count++;
        good = count;
        replication.adjustConditions();
    }

    private static void send(Replica replica, byte[] bytes) {
        replica.sink.write(bytes, 0, bytes.length);
        replica.session.link().flush();
    }
}
