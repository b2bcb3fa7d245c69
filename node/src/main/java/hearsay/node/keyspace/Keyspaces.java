package hearsay.node.keyspace;

import hearsay.node.encoding.Dictionary;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// All databases of a node and what they share: the time, who listens, who may expire keys.
public final class Keyspaces implements Dictionary.Space {

    /// What is to be done with a key whose time is over.
    public enum Expiry {
        /// On a master: it is removed when somebody meets it.
        REMOVE,
        /// On a replica: clients do not see it, but only the master removes it.
        HIDE,
        /// For the commands that a master sends to its replica: it is still there.
        IGNORE
    }

    private static final KeyspaceObserver NOBODY =
            new KeyspaceObserver() {
                @Override
                public void changed(Keyspace db, byte[] key, EventClass eventClass, String event) {}

                @Override
                public void event(Keyspace db, byte[] key, EventClass eventClass, String event) {}

                @Override
                public void expired(Keyspace db, byte[] key) {}

                @Override
                public void evicted(Keyspace db, byte[] key) {}

                @Override
                public void added(Keyspace db, Entry entry) {}

                @Override
                public void gone(Keyspace db, Entry entry, Value value) {}

                @Override
                public void flushed(Keyspace db) {}

                @Override
                public void adopting(Keyspace db, Keyspace other) {}

                @Override
                public void adopted(Keyspace db) {}

                @Override
                public void swapped(Keyspace first, Keyspace second) {}
            };

    private final List<Keyspace> databases;
    private final boolean bySlot;
    private final KeyspaceObserver observer;
    private final RandomGenerator random;
    private long nowMillis;
    private int nowSeconds;
    private Expiry expiry = Expiry.REMOVE;
    private final long untouchedMemory;
    private int reached;
    private boolean touching = true;
    private EvictionPolicy policy = EvictionPolicy.NOEVICTION;
    private boolean countingUses;
    private int lfuLogFactor = 10;
    private int lfuDecayMinutes = 1;
    private long limit = Long.MAX_VALUE;
    private boolean reportsMisses;
    private final KeysInFlight inFlight = new KeysInFlight();
    private @Nullable Snapshot snapshot;
    private int snapshots;
    private long hits;
    private long misses;
    private long expiredKeys;

    /// @param bySlot keep the keys of each hash slot together, for cluster mode
    public Keyspaces(int count, boolean bySlot, RandomGenerator random, KeyspaceObserver observer) {
        this.random = random;
        this.bySlot = bySlot;
        this.observer = observer;
        databases = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            databases.add(new Keyspace(i, this, bySlot, random.nextLong()));
        }
        untouchedMemory = databases.getFirst().memory();
    }

    /// As many databases as these, empty and watched by nobody, to be filled and then
    /// [adopted][#adopt].
    public Keyspaces blank() {
        var blank = new Keyspaces(count(), bySlot, random, NOBODY);
        blank.now(nowMillis);
        blank.expiry(Expiry.IGNORE);
        blank.countUses(policy, lfuLogFactor, lfuDecayMinutes);
        return blank;
    }

    /// Replaces all content by that of others, which are not to be used any more. A running
    /// snapshot keeps the old content.
    public void adopt(Keyspaces others) {
        reached = count();
        for (int i = 0; i < databases.size(); i++) databases.get(i).adopt(others.get(i));
    }

    public Keyspace get(int index) {
        return databases.get(index);
    }

    public int count() {
        return databases.size();
    }

    public List<Keyspace> all() {
        return Collections.unmodifiableList(databases);
    }

    /// The moment that all commands see until it is moved on.
    public long nowMillis() {
        return nowMillis;
    }

    public void now(long millis) {
        nowMillis = millis;
        nowSeconds = (int) (millis / 1000);
    }

    /// What is noted of the use of keys: how often under a policy that asks for it, and when they
    /// were used last under every one.
    ///
    /// @param logFactor the higher, the more uses it takes to count one more (`lfu-log-factor`)
    /// @param decayMinutes after so many minutes without use it is one less; 0: never
    public void countUses(EvictionPolicy newPolicy, int logFactor, int decayMinutes) {
        policy = newPolicy;
        countingUses = newPolicy.isLfu();
        lfuLogFactor = logFactor;
        lfuDecayMinutes = decayMinutes;
    }

    /// What [#countUses] has said.
    public EvictionPolicy policy() {
        return policy;
    }

    int lfuDecayMinutes() {
        return lfuDecayMinutes;
    }

    void use(Entry entry) {
        entry.lastUsed = nowSeconds;
        if (countingUses) {
            entry.frequency =
                    Frequency.used(
                            entry.frequency, nowMillis, lfuDecayMinutes, lfuLogFactor, random);
        }
    }

    /// As much as all databases may take together: their tables do not grow beyond it as long as
    /// they can do without.
    public void limit(long bytes) {
        limit = bytes;
    }

    @Override
    public boolean hasRoomFor(long bytes) {
        return limit == Long.MAX_VALUE || memory() + bytes <= limit;
    }

    int nowSeconds() {
        return nowSeconds;
    }

    public Expiry expiry() {
        return expiry;
    }

    public void expiry(Expiry policy) {
        expiry = policy;
    }

    /// Whether looking at a key counts as using it (`CLIENT NO-TOUCH`).
    public void touching(boolean counts) {
        touching = counts;
    }

    /// Whether the observer is to hear of it when somebody looks for a key that is not here.
    public void reportMisses(boolean yes) {
        reportsMisses = yes;
    }

    boolean reportsMisses() {
        return reportsMisses;
    }

    boolean isTouching() {
        return touching;
    }

    /// Bytes of heap that all databases hold.
    public long memory() {
        long total = 0;
        for (int i = 0; i < reached; i++) total += databases.get(i).memory();
        return total + (databases.size() - reached) * untouchedMemory;
    }

    /// A database is or was not empty: the sixteen that there are usually need not all be asked.
    void reached(int index) {
        if (index >= reached) reached = index + 1;
    }

    public boolean isEmpty() {
        return databases.stream().allMatch(Keyspace::isEmpty);
    }

    public void clear() {
        databases.forEach(Keyspace::clear);
    }

    /// Exchanges the content of two databases.
    public void swap(int first, int second) {
        if (first == second) return;
        reached(Math.max(first, second));
        get(first).swapWith(get(second));
        observer.swapped(get(first), get(second));
    }

    public long hits() {
        return hits;
    }

    public long misses() {
        return misses;
    }

    public long expiredKeys() {
        return expiredKeys;
    }

    public void resetStatistics() {
        hits = 0;
        misses = 0;
        expiredKeys = 0;
    }

    /// Keys that are being moved to another node.
    public KeysInFlight inFlight() {
        return inFlight;
    }

    /// Starts a snapshot of everything as it is now.
    ///
    /// @throws IllegalStateException there is one already
    public Snapshot snapshot(Snapshot.Sink sink) {
        if (snapshot != null) throw new IllegalStateException("one snapshot at a time");
        snapshot = new Snapshot(this, ++snapshots, sink);
        return snapshot;
    }

    public boolean hasSnapshot() {
        return snapshot != null;
    }

    void snapshotOver() {
        snapshot = null;
    }

    void beforeChange(Keyspace db, Entry entry) {
        if (snapshot != null) snapshot.beforeChange(db, entry);
    }

    void beforeRemoval(Keyspace db, Entry entry) {
        if (snapshot != null) snapshot.beforeRemoval(db, entry);
    }

    int snapshotNumber() {
        return snapshots;
    }

    void hit() {
        hits++;
    }

    void miss() {
        misses++;
    }

    void countExpired() {
        expiredKeys++;
    }

    KeyspaceObserver observer() {
        return observer;
    }

    RandomGenerator random() {
        return random;
    }
}
