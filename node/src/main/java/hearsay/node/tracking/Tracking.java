package hearsay.node.tracking;

import hearsay.node.resp.Buffers;
import hearsay.node.resp.Bytes;
import hearsay.node.resp.Replies;
import hearsay.node.server.Server;
import hearsay.node.server.Session;
import hearsay.node.tracking.TrackingMode.Scope;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells clients which keep a cache of their own what in it is no longer true.
///
/// Who has read a key is told once when it changes, and has to read it again to be told again: that
/// is what [TrackingTable] remembers. Who broadcasts are for is told of all keys with its prefixes,
/// at the end of each turn of the loop. A client is told of its own changes after the reply to the
/// command that made them.
///
/// The table has a limit: above it, keys are forgotten by lot, and who had read them is told as if
/// they had changed. Sessions that have gone are not looked for in it; their entries go when a key
/// does.
///
/// Source: Redis documentation, "Client-side caching in Redis".
public final class Tracking {

    private static final byte[] CHANNEL = ascii("__redis__:invalidate");
    private static final byte[] MESSAGE = ascii("message");
    private static final byte[] INVALIDATE = ascii("invalidate");
    private static final byte[] BROKEN = ascii("tracking-redir-broken");

    /// How many keys are forgotten in one turn, times the number of turns this did not suffice in.
    private static final int EFFORT = 100;

    /// What a message carries instead of keys, when all of them are gone.
    private static final byte[] EVERYTHING = new byte[0];

    private final Server server;
    private final Broadcasts<Session> broadcasts = new Broadcasts<>();
    private final Replies encoded = new Replies(new Buffers());

    /// What the session being served is to be told after its reply.
    private final List<byte[]> pending = new ArrayList<>();

    /// Made for the first client that ever asks.
    private @Nullable TrackingTable table;

    private int clients;
    private boolean allGone;
    private int lastFlushed;
    private boolean atOnce;
    private int vainTurns;

    public Tracking(Server server) {
        this.server = server;
        var info = server.info();
        info.gauge("tracking_clients", () -> clients);
        info.gauge("tracking_total_keys", () -> table == null ? 0 : table.keys());
        info.gauge("tracking_total_items", () -> table == null ? 0 : table.items());
        info.gauge("tracking_total_prefixes", broadcasts::count);
        server.memory().count("tracking", () -> table == null ? 0 : table.memory());
    }

    // Who is told.

    /// CLIENT TRACKING ON.
    ///
    /// @param redirection the session that is told instead, 0 for none
    /// @param prefixes of a broadcast, added to those it has; none means all keys
    public void enable(
            Session session,
            Scope scope,
            long redirection,
            boolean noLoop,
            Collection<Bytes> prefixes) {
        if (table == null) table = new TrackingTable(server.environment().random().nextLong());
        var mode = session.tracking();
        if (mode == null) {
            mode = new TrackingMode();
            session.tracking(mode);
            clients++;
        }
        mode.set(scope, redirection, noLoop);
        if (scope != Scope.BROADCAST) return;
        for (var prefix : prefixes.isEmpty() ? List.of(Bytes.of("")) : prefixes) {
            broadcasts.add(session, prefix);
            mode.add(prefix);
        }
    }

    /// CLIENT TRACKING OFF, or the end of the session.
    public void disable(Session session) {
        var mode = session.tracking();
        if (mode == null) return;
        for (var prefix : mode.prefixes()) broadcasts.remove(session, prefix);
        session.tracking(null);
        clients--;
    }

    /// The session has read this key.
    public void read(Session session, byte[] bytes, int offset, int length) {
        var mode = session.tracking();
        if (table == null || mode == null || !mode.remembers()) return;
        table.add(bytes, offset, length, session.id());
    }

    // What happens.

    /// A key has changed by whatever the session being served does.
    public void changed(byte[] key) {
        if (table != null) changed(table, key, server.serving());
    }

    /// The time of a key is over, and it is gone.
    public void expired(byte[] key) {
        if (table != null) changed(table, key, null);
    }

    /// A key is gone to make room, before the command being served has begun: its session need not
    /// wait for the reply.
    public void evicted(byte[] key) {
        atOnce = true;
        if (table != null) changed(table, key, null);
        atOnce = false;
    }

    /// All keys of a database are gone. Of all databases, one after the other, it is told once.
    public void flushed(int database) {
        if (table == null) return;
        if (allGone && database <= lastFlushed) tellAllGone();
        table.clear();
        allGone = true;
        lastFlushed = database;
        if (server.serving() != null) server.promiseAfterReply();
    }

    /// The session's command is complete: what it is to hear of it comes now.
    public void endCommand(Session session) {
        if (allGone) tellAllGone();
        if (pending.isEmpty()) return;
        for (var key : pending) tell(session, key);
        pending.clear();
    }

    /// Everybody is served: broadcasts are sent, and the table is cut to its size.
    public void endTurn() {
        if (table == null) return;
        if (allGone) tellAllGone();
        if (!broadcasts.isEmpty()) broadcast();
        trim(table);
    }

    private void changed(TrackingTable known, byte[] key, @Nullable Session by) {
        if (allGone) tellAllGone();
        if (!broadcasts.isEmpty()) broadcasts.changed(key, by);
        var readers = known.remove(key);
        if (readers != null) tell(readers);
    }

    private void tell(TrackingTable.Readers readers) {
        var serving = server.serving();
        for (int i = 0; i < readers.count(); i++) {
            var session = server.sessions().get(readers.id(i));
            var mode = session == null ? null : session.tracking();
            if (session == null || mode == null || mode.isBroadcast()) continue;
            if (mode.isNoLoop() && session == serving) continue;
            tellInTime(session, readers.key());
        }
    }

    private void tellAllGone() {
        allGone = false;
        if (clients == 0) return;
        for (var session : server.sessions().all()) {
            if (session.tracking() != null) tellInTime(session, EVERYTHING);
        }
    }

    private void tellInTime(Session session, byte[] key) {
        if (session == server.serving() && !atOnce) {
            pending.add(key);
            server.promiseAfterReply();
        } else {
            tell(session, key);
        }
    }

    private void trim(TrackingTable known) {
        long max = server.settings().server().trackingTableMaxKeys();
        if (max == 0 || known.keys() <= max) {
            vainTurns = 0;
            return;
        }
        for (int effort = EFFORT * (vainTurns + 1); effort > 0 && known.keys() > max; effort--) {
            tell(known.removeRandom(server.environment().random()));
        }
        vainTurns = known.keys() > max ? vainTurns + 1 : 0;
    }

    private void broadcast() {
        for (var topic : broadcasts.topics()) {
            if (topic.changed.isEmpty()) continue;
            encoded.array(topic.changed.size());
            for (var key : topic.changed.keySet()) encoded.bulk(key.array());
            for (var session : topic.listeners) broadcast(topic, session);
            encoded.clear();
            topic.changed.clear();
        }
    }

    private void broadcast(Broadcasts.Topic<Session> topic, Session session) {
        var mode = session.tracking();
        if (mode == null) return;
        if (mode.isNoLoop()) {
            broadcastOthers(topic, session);
            return;
        }
        var to = begin(session);
        if (to != null) to.raw(encoded.bytes(), 0, encoded.length());
    }

    /// To somebody who knows what it has changed itself.
    private void broadcastOthers(Broadcasts.Topic<Session> topic, Session session) {
        var keys = new ArrayList<Bytes>();
        topic.changed.forEach((key, by) -> {
            if (by.session() != session) keys.add(key);
        });
        if (keys.isEmpty()) return;
        var to = begin(session);
        if (to == null) return;
        to.array(keys.size());
        for (var key : keys) to.bulk(key.array());
    }

    @SuppressWarnings("ReferenceEquality") // EVERYTHING is no key, though it looks like one
    private void tell(Session session, byte[] key) {
        var to = begin(session);
        if (to == null) return;
        if (key == EVERYTHING) {
            to.nil();
        } else {
            to.array(1);
            to.bulk(key);
        }
    }

    /// Begins a message: what is gone comes next. Null if there is nobody who could be told.
    private @Nullable Replies begin(Session session) {
        var mode = session.tracking();
        if (mode == null) return null;
        var receiver = session;
        if (mode.redirection() != 0) {
            receiver = server.sessions().get(mode.redirection());
            if (receiver == null) {
                tellBroken(session, mode);
                return null;
            }
        }
        boolean resp3 = receiver.replies().isResp3();
        boolean listens = mode.redirection() != 0 && receiver.kind() == Session.Kind.PUBSUB;
        if (receiver.isClosing() || !(resp3 || listens)) return null;
        var to = server.pushes(receiver);
        to.push(resp3 ? 2 : 3);
        if (resp3) {
            to.bulk(INVALIDATE);
        } else {
            to.bulk(MESSAGE);
            to.bulk(CHANNEL);
        }
        return to;
    }

    private void tellBroken(Session session, TrackingMode mode) {
        mode.broken();
        if (!session.replies().isResp3() || session.isClosing()) return;
        var to = server.pushes(session);
        to.push(2);
        to.bulk(BROKEN);
        to.integer(mode.redirection());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
