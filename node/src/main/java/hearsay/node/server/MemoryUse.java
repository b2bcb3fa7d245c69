package hearsay.node.server;

import hearsay.node.encoding.Heap;
import hearsay.node.keyspace.Entry;
import hearsay.node.pubsub.PubSub;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// What this node uses memory for: its own count, `used_memory`.
///
/// Counted is what the data holds of the heap, entry by entry, and what clients and replication
/// hold for the moment. Not counted is what every JVM has, however little it serves: classes,
/// threads, garbage not yet collected. The count is exact to a few per cent and costs a few
/// additions; it is what `maxmemory` limits.
///
/// Source: Redis documentation of INFO, MEMORY STATS.
public final class MemoryUse {

    /// A session and what belongs to it, without its buffers.
    private static final long SESSION = 512;

    /// A key that somebody watches.
    private static final long WATCHED_KEY = 160;

    private final Server server;
    private final Map<String, LongSupplier> others = new LinkedHashMap<>();
    private long startup;
    private long clients;
    private long replicas;
    private long unsentToReplicas;
    private long peak;

    MemoryUse(Server server) {
        this.server = server;
    }

    /// All there is to hold has been made, and nothing is in it yet.
    void started() {
        startup = used();
        peak = startup;
    }

    /// Another part of the node holds memory of its own: it tells how many bytes. Cheap enough to
    /// be asked before every command.
    ///
    /// @param name for people: `pubsub`
    public void count(String name, LongSupplier bytes) {
        others.put(name, bytes);
    }

    /// All bytes counted.
    public long used() {
        long used = server.keyspaces().memory() + backlog() + clients + replicas;
        if (!others.isEmpty()) {
            for (var other : others.values()) used += other.getAsLong();
        }
        return used;
    }

    /// What was counted before there were any data or clients.
    public long startup() {
        return startup;
    }

    /// The most that has been used, as far as the cron has seen. Not reset.
    public long peak() {
        peak = Math.max(peak, used());
        return peak;
    }

    /// Buffers and whatever else clients hold: applications, listeners, our own master.
    public long clients() {
        return clients;
    }

    /// The same of our replicas.
    public long replicas() {
        return replicas;
    }

    /// The replication backlog.
    public long backlog() {
        return server.replication().backlogMemory();
    }

    /// The part of the total that keys are not evicted for: what replicas have yet to be sent. An
    /// eviction is itself something to be sent, and would call for the next one.
    public long notCountedForEviction() {
        return unsentToReplicas;
    }

    /// Everything that is not keys and values: what there was at the start, buffers, tables, and
    /// the entries of the tables.
    public long overhead() {
        return used() - dataset();
    }

    /// Keys and values.
    public long dataset() {
        long dataset = 0;
        for (var db : server.keyspaces().all()) {
            dataset += db.memory() - db.tableMemory() - db.entriesMemory();
        }
        return dataset;
    }

    /// The share of the dataset in what has been added since the start, in percent.
    public double datasetPercent() {
        return 100.0 * dataset() / Math.max(1, used() - startup);
    }

    /// Counts a session anew: its buffers may have grown or shrunk, others may have read.
    public void count(Session session) {
        long unsent = session.link().unsent();
        long now = sizeOf(session, unsent);
        if (session.isReplica() != session.countedAsReplica) forget(session);
        long change = now - session.countedMemory;
        if (session.isReplica()) {
            session.countedAsReplica = true;
            replicas += change;
            unsentToReplicas += unsent - session.countedUnsent;
            session.countedUnsent = unsent;
        } else {
            clients += change;
        }
        session.countedMemory = now;
    }

    /// The session is over.
    void forget(Session session) {
        if (session.countedAsReplica) {
            replicas -= session.countedMemory;
            unsentToReplicas -= session.countedUnsent;
        } else {
            clients -= session.countedMemory;
        }
        session.countedAsReplica = false;
        session.countedMemory = 0;
        session.countedUnsent = 0;
    }

    /// Bytes that a session holds at the moment: CLIENT LIST's `tot-mem`.
    public long of(Session session) {
        return sizeOf(session, session.link().unsent());
    }

    private long sizeOf(Session session, long unsent) {
        var transaction = session.transaction();
        long queued = transaction == null ? 0 : transaction.size();
        int watched = server.watches().isEmpty() ? 0 : server.watches().count(session);
        return SESSION
                + session.requests().capacity()
                + session.replies().capacity()
                + unsent
                + queued
                + PubSub.SUBSCRIPTION_MEMORY * session.subscriptions()
                + WATCHED_KEY * watched;
    }

    /// Called by the cron: buffers shrink while nobody looks.
    void cron() {
        for (var session : server.sessions().all()) count(session);
        peak();
    }

    /// What MEMORY USAGE answers.
    public static long of(Entry entry) {
        return entry.memory() + entry.value().memory() + Heap.REFERENCE;
    }
}
