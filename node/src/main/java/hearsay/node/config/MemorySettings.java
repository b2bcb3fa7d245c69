package hearsay.node.config;

import hearsay.node.keyspace.EvictionPolicy;

/// How much memory there is, and what is done when it is full.
///
/// @param maxmemory in bytes, unsigned; 0 is no limit
/// @param samples keys looked at to find one to evict
/// @param tenacity how long evicting may keep a command waiting: 0 not at all, 100 as long as it
///   takes
/// @param maxmemoryClients what clients may hold together, in bytes or, if negative, in percent of
///   `maxmemory`; 0 is no limit
/// @param replicaIgnoreMaxmemory whether a replica evicts only what its master does
/// @param lfuDecayMinutes 0: never
public record MemorySettings(
        long maxmemory,
        EvictionPolicy policy,
        int samples,
        int tenacity,
        long maxmemoryClients,
        boolean replicaIgnoreMaxmemory,
        int lfuLogFactor,
        int lfuDecayMinutes,
        boolean lazyEviction,
        boolean lazyExpire,
        boolean lazyServerDel,
        boolean lazyUserDel,
        boolean lazyUserFlush) {

    static MemorySettings of(Settings settings) {
        return new MemorySettings(
                settings.number("maxmemory"),
                EvictionPolicy.of(settings.text("maxmemory-policy")),
                settings.integer("maxmemory-samples"),
                settings.integer("maxmemory-eviction-tenacity"),
                settings.number("maxmemory-clients"),
                settings.yes("replica-ignore-maxmemory"),
                settings.integer("lfu-log-factor"),
                settings.integer("lfu-decay-time"),
                settings.yes("lazyfree-lazy-eviction"),
                settings.yes("lazyfree-lazy-expire"),
                settings.yes("lazyfree-lazy-server-del"),
                settings.yes("lazyfree-lazy-user-del"),
                settings.yes("lazyfree-lazy-user-flush"));
    }

    /// What clients may hold together in bytes; 0 is no limit.
    public long clientsLimit() {
        if (maxmemoryClients >= 0) return maxmemoryClients;
        return (long) (-maxmemoryClients / 100.0 * unsigned(maxmemory));
    }

    private static double unsigned(long bytes) {
        return bytes >= 0 ? bytes : Long.MAX_VALUE;
    }
}
