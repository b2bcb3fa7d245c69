package hearsay.node.keyspace;

import org.jspecify.annotations.Nullable;

/// Chooses the key that is to go next when memory is full.
///
/// For the policies that compare keys, some are drawn from every database, scored, and put into the
/// [pool][EvictionPool]; the best there goes. Where any key will do, one is drawn, from one
/// database after the other.
public final class Victims {

    private static final int COUNTER_MAX = 255;

    /// If all that was drawn so often is on its way to another node, there is nothing that may go.
    private static final int TRIES = 64;

    private final Keyspaces keyspaces;
    private final EvictionPool pool = new EvictionPool();
    private EvictionPolicy policy = EvictionPolicy.NOEVICTION;
    private int samples = 5;
    private int nextDatabase;
    private @Nullable Keyspace database;

    public Victims(Keyspaces keyspaces) {
        this.keyspaces = keyspaces;
    }

    /// @param samplesPerDraw how many keys of each database are looked at (`maxmemory-samples`)
    public void choose(EvictionPolicy newPolicy, int samplesPerDraw) {
        if (policy != newPolicy) pool.clear();
        policy = newPolicy;
        samples = samplesPerDraw;
    }

    /// The next key to go, or null if there is none that may. It is still there.
    public @Nullable Entry next() {
        if (policy == EvictionPolicy.NOEVICTION) return null;
        return policy.isRandom() ? any() : best();
    }

    /// The database of the last [#next].
    public Keyspace database() {
        if (database == null) throw new IllegalStateException("nothing chosen yet");
        return database;
    }

    private @Nullable Entry any() {
        for (int i = 0; i < keyspaces.count(); i++) {
            nextDatabase = (nextDatabase + 1) % keyspaces.count();
            var db = keyspaces.get(nextDatabase);
            if (candidates(db) == 0) continue;
            database = db;
            for (int tries = 0; tries < TRIES; tries++) {
                var entry = draw(db);
                if (!keyspaces.inFlight().contains(entry.key())) return entry;
            }
        }
        return null;
    }

    private @Nullable Entry best() {
        for (int tries = 0; tries < TRIES && sample(); tries++) {
            for (var key = pool.take(); key != null; key = pool.take()) {
                var db = keyspaces.get(pool.takenFrom());
                var entry = db.find(key);
                if (entry == null || (policy.isVolatile() && !entry.expires())) continue;
                if (keyspaces.inFlight().contains(key)) continue;
                database = db;
                return entry;
            }
        }
        return null;
    }

    /// Answers whether there was anything to draw from.
    private boolean sample() {
        boolean found = false;
        for (int i = 0; i < keyspaces.count(); i++) {
            var db = keyspaces.get(i);
            int count = Math.min(samples, candidates(db));
            for (int drawn = 0; drawn < count; drawn++) {
                var entry = draw(db);
                pool.offer(i, entry.key(), score(db, entry));
                found = true;
            }
        }
        return found;
    }

    private int candidates(Keyspace db) {
        return policy.isVolatile() ? db.expiringKeys() : db.size();
    }

    private Entry draw(Keyspace db) {
        return policy.isVolatile() ? db.anyExpiring() : db.any();
    }

    /// The higher, the sooner the key goes.
    private long score(Keyspace db, Entry entry) {
        if (policy == EvictionPolicy.VOLATILE_TTL) return ~entry.expireAt();
        return policy.isLfu() ? COUNTER_MAX - db.frequency(entry) : db.idleSeconds(entry);
    }
}
