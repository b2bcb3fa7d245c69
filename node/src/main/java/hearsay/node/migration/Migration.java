package hearsay.node.migration;

import hearsay.node.keyspace.Entry;
import hearsay.node.keyspace.Keyspace;
import hearsay.node.keyspace.KeyspaceObserver.EventClass;
import hearsay.node.resp.Arguments;
import hearsay.node.server.Server;
import hearsay.node.server.Session;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One MIGRATE under way: the target is sent everything in one piece, and says of each key whether
/// it has it now.
///
///     link taken or opened ──→ (AUTH and SELECT answered) ──→ RESTOREs answered ──→ over
///              ↑                          │                          │
///              └────── once more if the link breaks before a key is answered ────┘
///
/// A key that the target has is deleted here when the last answer has come. If the link breaks or
/// nothing happens for too long, a key that was not answered stays: the target may have it too,
/// and MIGRATE with REPLACE, said again, makes it one.
///
/// SELECT is waited for, unlike in Redis: if it fails, what is sent behind it would be restored
/// into another database, where nobody looks for it. Which database is selected is known of a kept
/// link, so this is only at its beginning.
///
/// Source: Redis documentation of MIGRATE.
final class Migration {

    /// Bytes that are handed to the link together.
    private static final int PIECE = 256 * 1024;

    private static final byte[] DEL = "DEL".getBytes(StandardCharsets.US_ASCII);

    private static final String CONNECTING = "IOERR error or timeout connecting to the client";
    private static final String WRITING = "IOERR error or timeout writing to target instance";
    private static final String READING = "IOERR error or timeout reading to target instance";
    private static final String DEMOTED =
            "UNBLOCKED force unblock from blocking operation, instance state changed (master ->"
                    + " replica?)";

    /// In which of its phases a migration is.
    private enum Phase {
        CONNECTING,
        /// What is sent are AUTH and SELECT only.
        SELECTING,
        RESTORING
    }

    private final Server server;
    private final Migrations migrations;
    private final Order order;
    private final Session session;
    private final Keyspace db;
    private final List<Entry> entries;
    private final boolean wasMaster;

    private Phase phase = Phase.CONNECTING;
    private @Nullable TargetLink link;
    private boolean mayRetry = true;
    private long deadlineMillis;
    private long unsent;

    /// The keys that were sent, in order; how many of them were answered; which were accepted.
    private final List<Entry> sent = new ArrayList<>();

    private int answered;
    private final List<Entry> accepted = new ArrayList<>();

    private boolean awaitsAuth;
    private boolean awaitsSelect;
    private boolean refusedBefore;
    private @Nullable String error;

    Migration(
            Server server,
            Migrations migrations,
            Order order,
            Session session,
            Keyspace db,
            List<Entry> entries) {
        this.server = server;
        this.migrations = migrations;
        this.order = order;
        this.session = session;
        this.db = db;
        this.entries = entries;
        wasMaster = server.replication().isMaster();
    }

    void begin() {
        moveDeadline();
        phase = Phase.CONNECTING;
        var kept = migrations.takeIdle(order.target());
        if (kept != null) {
            link = kept;
            kept.usedBy(this);
            opened();
            return;
        }
        int port = port();
        if (port == 0) {
            refused();
            return;
        }
        var opening = migrations.open(order);
        link = opening;
        opening.usedBy(this);
        // Who does not answer is given up by the tick before the network does it.
        long timeout = Math.min(order.timeoutMillis(), Integer.MAX_VALUE / 2) + 1000;
        server.environment().links().open(order.host(), port, timeout, opening);
    }

    /// 0 if that is no port.
    private int port() {
        try {
            int port = Integer.parseInt(order.port());
            return port > 0 && port <= 65_535 ? port : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    void opened() {
        try {
            introduce();
        } catch (OutOfMemoryError full) {
            giveUp(full);
        }
    }

    private void introduce() {
        moveDeadline();
        var target = link();
        var requests = migrations.requests();
        refusedBefore = false;
        awaitsAuth = order.password() != null;
        if (awaitsAuth) authenticate(requests);
        awaitsSelect = target.database != order.database();
        if (awaitsSelect) {
            requests.begin(2);
            requests.word("SELECT");
            requests.word(order.database());
            target.database = TargetLink.UNKNOWN;
            phase = Phase.SELECTING;
        } else {
            restore(requests);
            if (sent.isEmpty() && !awaitsAuth) {
                succeed();
                return;
            }
        }
        target.send(requests);
    }

    private void authenticate(RequestBuffer requests) {
        var user = order.user();
        var password = order.password();
        if (password == null) return;
        requests.begin(user == null ? 2 : 3);
        requests.word("AUTH");
        if (user != null) requests.word(user);
        requests.word(password);
    }

    private void restore(RequestBuffer requests) {
        phase = Phase.RESTORING;
        sent.clear();
        var payload = migrations.payload();
        var command = server.isClusterEnabled() ? "RESTORE-ASKING" : "RESTORE";
        for (var entry : entries) {
            long ttl = 0;
            if (entry.expires()) {
                ttl = entry.expireAt() - server.nowMillis();
                if (ttl < 0) continue;
                ttl = Math.max(1, ttl);
            }
            requests.begin(order.replace() ? 5 : 4);
            requests.word(command);
            requests.word(entry.key());
            requests.word(ttl);
            requests.word(payload.of(entry.value()));
            if (order.replace()) requests.word("REPLACE");
            sent.add(entry);
            if (requests.length() > PIECE) link().queue(requests);
        }
    }

    /// The target does not want to, or is not there. Redis finds out when it writes, and says so.
    void refused() {
        fail(WRITING);
    }

    /// The target has said a line.
    void answered(String line) {
        moveDeadline();
        boolean refuses = line.startsWith("-");
        if (!refuses && !line.startsWith("+")) {
            // That is no Redis: nothing it says is to be trusted.
            link().close();
            migrations.forget(link());
            broken();
            return;
        }
        if (awaitsAuth || awaitsSelect) {
            if (awaitsAuth) {
                awaitsAuth = false;
            } else {
                awaitsSelect = false;
                if (!refuses) link().database = order.database();
            }
            if (refuses) {
                refusedBefore = true;
                remember(line);
            }
            if (!awaitsAuth && !awaitsSelect) introduced();
            return;
        }
        var entry = sent.get(answered++);
        if (refuses) {
            remember(line);
        } else if (!refusedBefore) {
            accepted.add(entry);
        }
        if (answered == sent.size()) succeed();
    }

    private void introduced() {
        if (phase == Phase.SELECTING) {
            if (error != null) {
                succeed();
                return;
            }
            try {
                var requests = migrations.requests();
                restore(requests);
                if (!sent.isEmpty()) link().send(requests);
            } catch (OutOfMemoryError full) {
                giveUp(full);
                return;
            }
        }
        if (sent.isEmpty()) succeed();
    }

    /// The keys stay: there is no memory to write them down.
    private void giveUp(OutOfMemoryError full) {
        server.log()
                .warning("No memory to migrate " + entries.size() + " keys: " + full.getMessage());
        link().close();
        fail(WRITING);
    }

    private void remember(String line) {
        if (error == null) error = "ERR Target instance replied with error: " + line.substring(1);
    }

    /// The link has ended.
    void broken() {
        long unsentBefore = unsent;
        if (answered == 0 && error == null && mayRetry) {
            mayRetry = false;
            begin();
            return;
        }
        lose(unsentBefore > 0);
    }

    /// Time has passed.
    void check(long nowMillis) {
        long left = link == null ? 0 : link.unsent();
        if (left < unsent) moveDeadline();
        unsent = left;
        if (nowMillis < deadlineMillis) return;
        if (phase == Phase.CONNECTING) {
            link().close();
            fail(CONNECTING);
            return;
        }
        link().close();
        lose(left > 0);
    }

    private void lose(boolean writing) {
        link = null;
        if (error != null) fail(error);
        else
            fail(
                    "IOERR error or timeout "
                            + (writing ? "writing" : "reading")
                            + " to target instance");
    }

    /// Everything is answered.
    private void succeed() {
        var used = link;
        if (used != null) {
            if (error != null) used.database = TargetLink.UNKNOWN;
            migrations.keep(used);
        }
        end(error);
    }

    private void fail(String reason) {
        end(reason);
    }

    private void end(@Nullable String reason) {
        server.serving(session.isOver() ? null : session, null);
        boolean demoted = wasMaster && !server.replication().isMaster();
        if (!order.copy() && !demoted) delete();
        // Who has waited for the keys comes before what this client has sent meanwhile.
        migrations.over(this, entries);
        if (!session.isOver()) {
            session.writeOffset(server.replication().offset());
            if (demoted) {
                server.waiting().fail(session, DEMOTED);
            } else if (reason != null) {
                server.waiting().fail(session, reason);
            } else {
                if (!session.isMuted()) session.replies().ok();
                server.waiting().unblock(session);
            }
        }
        server.serving(null, null);
    }

    /// What the target has taken is here no longer, and replicas and files are told so.
    private void delete() {
        var words = new ArrayList<byte[]>(accepted.size() + 1);
        words.add(DEL);
        for (var entry : accepted) {
            var key = entry.key();
            // Whatever has become of it: only what was sent is deleted.
            if (db.forRemoval(key, 0, key.length) != entry) continue;
            db.remove(entry);
            db.changed(entry, EventClass.GENERIC, "del");
            words.add(key);
        }
        if (words.size() == 1) return;
        server.propagation().also(db.index(), Arguments.of(words.toArray(new byte[0][])));
    }

    private void moveDeadline() {
        long timeout = order.timeoutMillis();
        long now = server.nowMillis();
        deadlineMillis = timeout > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + timeout;
    }

    private TargetLink link() {
        var open = link;
        if (open == null) throw new IllegalStateException("there is no link");
        return open;
    }
}
