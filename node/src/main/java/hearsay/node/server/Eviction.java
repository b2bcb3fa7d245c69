package hearsay.node.server;

import hearsay.node.config.Settings;
import hearsay.node.keyspace.EvictionPolicy;
import hearsay.node.keyspace.Victims;
import hearsay.node.server.Conditions.Condition;
import java.util.List;

/// Keeps the memory used below its limits: evicts keys before a command runs, as `maxmemory-policy`
/// says, and tells when commands that need memory are to be refused.
///
/// There are two limits. `maxmemory` is the operator's; it is what Redis has. The other is what the
/// JVM's heap can hold: beyond [#heapBound] the collector would soon do nothing but collect, and
/// then the node would end. A node that would need more evicts where it may, and refuses.
///
/// Evicting never takes long: after the time that `maxmemory-eviction-tenacity` grants the command
/// is served, and the rest is evicted before the next one, or in the next turn of the loop.
///
/// Source: Redis documentation of key eviction, "How the eviction process works".
public final class Eviction {

    /// What is left of the heap for garbage and for what every JVM has: an eighth, but at least
    /// this.
    private static final long SMALLEST_RESERVE = 32L << 20;

    /// This part of the rest is for clients while there is no room for more data.
    private static final int CLIENTS_PART = 16;

    /// The clock is looked at once in so many keys.
    private static final int KEYS_PER_LOOK = 16;

    private static final long LINEAR_MICROS = 50;
    private static final int LINEAR_TENACITY = 10;
    private static final double GEOMETRIC = 1.15;

    /// Slices of eviction per tick of the cron when nobody else asks for any.
    private static final int SLICES_PER_TICK = 20;

    private final Server server;
    private final Victims victims;
    private final long heapRoom;
    private final long heapBound;
    private long limit;
    private long limitNanos;
    private boolean goingOn;
    private long evictedKeys;
    private boolean exceeding;
    private long exceedingSinceNanos;
    private long exceededNanos;

    Eviction(Server server) {
        this.server = server;
        victims = new Victims(server.keyspaces());
        long heap = server.environment().machine().memory().limit();
        heapRoom = room(heap);
        heapBound = heap == Long.MAX_VALUE ? heap : heapRoom - heapRoom / CLIENTS_PART;
        var settings = server.settings();
        settings.whenChanged(
                List.of(
                        "maxmemory",
                        "maxmemory-policy",
                        "maxmemory-samples",
                        "maxmemory-eviction-tenacity",
                        "lfu-log-factor",
                        "lfu-decay-time"),
                this::changed);
        settings.whenChanged(List.of("maxmemory"), this::warnOfLess);
        adopt(settings);
    }

    private static long room(long heap) {
        if (heap == Long.MAX_VALUE) return heap;
        long reserve = Math.max(SMALLEST_RESERVE, heap / 8);
        return Math.max(heap / 2, heap - reserve);
    }

    /// Whether the heap can hold so many bytes more, in a buffer of a client.
    boolean hasRoomFor(long bytes) {
        return heapRoom == Long.MAX_VALUE || server.memory().used() + bytes <= heapRoom;
    }

    /// What our own count may reach before commands that need memory are refused, whatever
    /// `maxmemory` says; `Long.MAX_VALUE` if there is no such bound.
    public long heapBound() {
        return heapBound;
    }

    private void changed(Settings settings) {
        adopt(settings);
        goingOn = limit != Long.MAX_VALUE;
    }

    private void adopt(Settings settings) {
        var memory = settings.memory();
        long wanted = memory.maxmemory() == 0 ? Long.MAX_VALUE : memory.maxmemory();
        if (wanted < 0) wanted = Long.MAX_VALUE;
        limit = memory.maxmemory() == 0 ? Long.MAX_VALUE : Math.min(wanted, heapBound);
        limitNanos = limitMicros(memory.tenacity()) * 1000;
        victims.choose(memory.policy(), memory.samples());
        server.keyspaces()
                .countUses(memory.policy(), memory.lfuLogFactor(), memory.lfuDecayMinutes());
        server.keyspaces().limit(Math.min(limit, heapBound));
        look();
    }

    private void warnOfLess(Settings settings) {
        long maxmemory = settings.memory().maxmemory();
        long used = counted();
        if (maxmemory == 0 || Long.compareUnsigned(used, maxmemory) <= 0) return;
        server.log()
                .warning(
                        "The new maxmemory (%d) is less than what is used (%d): keys will be evicted, or commands that need memory refused, as maxmemory-policy says."
                                .formatted(maxmemory, used));
    }

    /// Says at the start what the limits are.
    public void announce() {
        long maxmemory = server.settings().memory().maxmemory();
        if (heapBound == Long.MAX_VALUE) return;
        long heap = server.environment().machine().memory().limit();
        var bound =
                "The JVM's heap of %s can hold %s of data and buffers"
                        .formatted(megabytes(heap), megabytes(heapBound));
        if (maxmemory == 0) {
            server.log()
                    .notice(bound + ": beyond that, commands that need memory get an OOM error.");
        } else if (Long.compareUnsigned(maxmemory, heapBound) > 0) {
            server.log()
                    .warning(
                            bound
                                    + ", less than maxmemory, which is "
                                    + megabytes(maxmemory)
                                    + ": the heap is the limit. Start with a larger heap to have both (--heap).");
        }
    }

    private static String megabytes(long bytes) {
        return (bytes >>> 20) + " MB";
    }

    /// What is used may have come close to what there is.
    private void look() {
        boolean matters = limit != Long.MAX_VALUE || server.keyspaces().memory() > heapBound;
        server.conditions().set(Condition.MEMORY_LIMITED, matters);
    }

    /// Evicts what has to be evicted, and says whether there is no memory for more data.
    public boolean isOut() {
        if (!isSafe() || limit == Long.MAX_VALUE) return false;
        return perform() == Result.FAILED;
    }

    /// Whether the heap cannot hold more, whatever the operator allows.
    public boolean isHeapFull() {
        if (heapBound == Long.MAX_VALUE) return false;
        // While keys are being evicted there may be a little more than there is to be.
        return server.memory().used() > (goingOn ? heapRoom : heapBound);
    }

    /// In every turn of the loop: goes on with what one command could not be kept waiting for.
    void turn() {
        look();
        if (goingOn && isSafe()) perform();
    }

    void tick() {
        for (int i = 0; i < SLICES_PER_TICK && goingOn && isSafe(); i++) perform();
    }

    public long evictedKeys() {
        return evictedKeys;
    }

    /// For how long more memory was used than is allowed, now, in milliseconds; 0 if it is not.
    public long exceedingMillis() {
        return exceeding ? (now() - exceedingSinceNanos) / 1_000_000 : 0;
    }

    /// For how long it was in all, in milliseconds.
    public long exceededMillis() {
        return exceededNanos / 1_000_000 + exceedingMillis();
    }

    /// CONFIG RESETSTAT.
    public void resetStatistics() {
        evictedKeys = 0;
        exceededNanos = 0;
        exceeding = false;
    }

    private enum Result {
        FINE,
        GOING_ON,
        FAILED
    }

    /// On a replica the master decides, and nothing may change by itself during a pause.
    private boolean isSafe() {
        var conditions = server.conditions();
        if (conditions.hold(Condition.LOADING) || server.pause().isActive()) return false;
        return !conditions.hold(Condition.REPLICA)
                || !server.settings().memory().replicaIgnoreMaxmemory();
    }

    private Result perform() {
        long excess = counted() - limit;
        var result = excess <= 0 ? Result.FINE : evictAndMeasure(excess);
        goingOn = result == Result.GOING_ON;
        if (result == Result.FINE && exceeding) {
            exceededNanos += now() - exceedingSinceNanos;
            exceeding = false;
        } else if (result != Result.FINE && !exceeding) {
            exceedingSinceNanos = now();
            exceeding = true;
        }
        return result;
    }

    private Result evictAndMeasure(long excess) {
        long began = server.observation().began();
        var result = evict(excess);
        server.observation().ended("eviction-cycle", began);
        return result;
    }

    /// Only the memory of keys is looked at to know how much is gained: what it takes to tell
    /// replicas of an eviction is no reason for the next one.
    private Result evict(long excess) {
        if (server.settings().memory().policy() == EvictionPolicy.NOEVICTION) return Result.FAILED;
        long began = now();
        long freed = 0;
        for (int keys = 1; freed < excess; keys++) {
            var entry = victims.next();
            if (entry == null) return Result.FAILED;
            var db = victims.database();
            long before = db.memory();
            long beganOne = server.observation().began();
            db.evict(entry);
            server.observation().ended("eviction-del", beganOne);
            freed += before - db.memory();
            evictedKeys++;
            if (keys % KEYS_PER_LOOK == 0 && now() - began > limitNanos) return Result.GOING_ON;
        }
        return Result.FINE;
    }

    private long counted() {
        return server.memory().used() - server.memory().notCountedForEviction();
    }

    /// Up to 10 a straight line to half a millisecond, then 15 % more each.
    private static long limitMicros(int tenacity) {
        if (tenacity <= LINEAR_TENACITY) return LINEAR_MICROS * tenacity;
        if (tenacity == 100) return Long.MAX_VALUE / 1000;
        double most = LINEAR_MICROS * LINEAR_TENACITY;
        return (long) (most * Math.pow(GEOMETRIC, tenacity - LINEAR_TENACITY));
    }

    private long now() {
        return server.environment().nanoTime().getAsLong();
    }
}
