package hearsay.node.migration;

import hearsay.node.keyspace.Entry;
import hearsay.node.keyspace.Keyspace;
import hearsay.node.persistence.DumpPayload;
import hearsay.node.persistence.RdbWriter;
import hearsay.node.server.Blocked;
import hearsay.node.server.Conditions.Condition;
import hearsay.node.server.Server;
import hearsay.node.server.Session;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keys on their way to other nodes: everything that MIGRATE has begun, and the links it uses.
///
/// A link that is not used is kept for ten seconds, for the next MIGRATE to the same target.
///
/// Source: Redis documentation of MIGRATE.
public final class Migrations {

    private static final int LINKS_KEPT = 64;
    private static final long KEPT_MILLIS = 10_000;

    private final Server server;
    private final List<Migration> underWay = new ArrayList<>();
    private final ArrayDeque<TargetLink> idle = new ArrayDeque<>();
    private final RequestBuffer requests = new RequestBuffer();

    public Migrations(Server server) {
        this.server = server;
        server.info().gauge("migrate_cached_sockets", idle::size);
    }

    /// How many MIGRATEs wait for their targets.
    public int count() {
        return underWay.size();
    }

    /// How many links are kept for the next MIGRATE.
    public int idleLinks() {
        return idle.size();
    }

    /// Starts to move keys; the session waits, and is answered when it is over.
    ///
    /// @param entries keys of that database, none of them on its way
    /// @param command the number of the command, see [hearsay.node.server.CommandStatistics]
    public void begin(Order order, Session session, Keyspace db, List<Entry> entries, int command) {
        server.waiting().block(session, new Blocked.OnMigration(command));
        var moving = new ArrayList<Entry>(entries.size());
        var inFlight = server.keyspaces().inFlight();
        for (var entry : entries) {
            // One may be named twice.
            if (inFlight.contains(entry.key())) continue;
            inFlight.add(entry.key());
            moving.add(entry);
        }
        server.conditions().set(Condition.KEYS_IN_FLIGHT, true);
        var migration = new Migration(server, this, order, session, db, moving);
        underWay.add(migration);
        migration.begin();
    }

    /// Looks for those who have waited for too long; called by the cron.
    public void tick(long nowMillis) {
        if (!underWay.isEmpty()) {
            for (var migration : List.copyOf(underWay)) migration.check(nowMillis);
        }
        for (var link = idle.peek(); link != null; link = idle.peek()) {
            if (nowMillis - link.idleSinceMillis <= KEPT_MILLIS) break;
            idle.remove();
            link.close();
        }
    }

    /// A link that was kept for this target, or null.
    @Nullable TargetLink takeIdle(String target) {
        for (var links = idle.descendingIterator(); links.hasNext(); ) {
            var link = links.next();
            if (!link.target().equals(target)) continue;
            links.remove();
            return link;
        }
        return null;
    }

    TargetLink open(Order order) {
        return new TargetLink(server, this, order.target());
    }

    /// The link may be used again.
    void keep(TargetLink link) {
        link.usedBy(null);
        link.idleSinceMillis = server.nowMillis();
        if (idle.size() == LINKS_KEPT) idle.remove().close();
        idle.add(link);
    }

    /// The link is of no use any more.
    void forget(TargetLink link) {
        idle.remove(link);
    }

    /// It is clear where these keys are.
    void over(Migration migration, List<Entry> entries) {
        underWay.remove(migration);
        var inFlight = server.keyspaces().inFlight();
        for (var entry : entries) inFlight.remove(entry.key());
        server.conditions().set(Condition.KEYS_IN_FLIGHT, !inFlight.isEmpty());
        server.waiting().releaseInFlight();
    }

    /// An empty buffer for requests.
    RequestBuffer requests() {
        requests.clear();
        return requests;
    }

    /// For values as they travel.
    DumpPayload payload() {
        return new DumpPayload(RdbWriter.Options.of(server.settings()));
    }
}
