package hearsay.node.keyspace;

import java.util.Locale;

/// Which keys go when memory is full (`maxmemory-policy`).
///
/// Source: Redis documentation of key eviction, "Eviction policies".
public enum EvictionPolicy {
    /// None: whatever needs memory is refused.
    NOEVICTION,
    /// Those not used for the longest time.
    ALLKEYS_LRU,
    /// Those used least often.
    ALLKEYS_LFU,
    /// Any.
    ALLKEYS_RANDOM,
    /// Of the keys with a time to live, those not used for the longest time.
    VOLATILE_LRU,
    /// Of the keys with a time to live, those used least often.
    VOLATILE_LFU,
    /// Of the keys with a time to live, any.
    VOLATILE_RANDOM,
    /// The keys whose time is over first.
    VOLATILE_TTL;

    private final boolean isVolatile = name().startsWith("VOLATILE");
    private final boolean leastRecent = name().endsWith("LRU");
    private final boolean leastFrequent = name().endsWith("LFU");
    private final boolean anyKey = name().endsWith("RANDOM");

    /// The policy that redis.conf calls so: `allkeys-lru`.
    public static EvictionPolicy of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /// As redis.conf calls it.
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Whether only keys with a time to live may go.
    public boolean isVolatile() {
        return isVolatile;
    }

    /// Whether it is noted when keys are used.
    public boolean isLru() {
        return leastRecent;
    }

    /// Whether it is counted how often keys are used.
    public boolean isLfu() {
        return leastFrequent;
    }

    /// Whether one key is as good as another.
    public boolean isRandom() {
        return anyKey;
    }
}
