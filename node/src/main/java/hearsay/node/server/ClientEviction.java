package hearsay.node.server;

import org.jspecify.annotations.Nullable;

/// Ends the sessions that hold most when clients together hold too much (`maxmemory-clients`): many
/// clients that each stay within their limits can fill the memory all the same.
///
/// Replicas, our master, and who has said CLIENT NO-EVICT are spared. Without the setting the limit
/// is half of the JVM's heap: that is as much as the network's buffers may take outside of it.
///
/// Source: Redis documentation of clients, "Client eviction".
public final class ClientEviction {

    /// Less than this would leave nobody able to correct the setting.
    private static final long SMALLEST = 128 * 1024;

    private final Server server;
    private final long heapLimit;
    private long evicted;

    ClientEviction(Server server) {
        this.server = server;
        long heap = server.environment().machine().memory().limit();
        heapLimit = heap == Long.MAX_VALUE ? heap : heap / 2;
    }

    /// In every turn of the loop, when everything has been sent.
    void turn() {
        if (server.memory().clients() <= SMALLEST) return;
        long limit = limit();
        while (server.memory().clients() > limit) {
            var largest = largest();
            if (largest == null) return;
            server.log().notice("Evicting client: " + SessionText.line(largest, server));
            server.close(largest, true);
            evicted++;
        }
    }

    private long limit() {
        long limit = server.settings().memory().clientsLimit();
        return limit == 0 ? heapLimit : Math.min(heapLimit, Math.max(SMALLEST, limit));
    }

    private @Nullable Session largest() {
        Session largest = null;
        for (var session : server.sessions().all()) {
            if (session.isReplica() || session.isMaster() || session.isNoEvict()) continue;
            if (largest == null || session.countedMemory > largest.countedMemory) largest = session;
        }
        return largest;
    }

    /// How many sessions were ended.
    public long evicted() {
        return evicted;
    }

    /// CONFIG RESETSTAT.
    public void resetStatistics() {
        evicted = 0;
    }
}
