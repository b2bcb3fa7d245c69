package hearsay.node.keyspace;

import hearsay.gossip.model.Slot;
import hearsay.gossip.routing.HashSlot;
import hearsay.node.encoding.Dictionary;
import hearsay.node.encoding.Heap;
import hearsay.node.keyspace.KeyspaceObserver.EventClass;
import hearsay.node.keyspace.Keyspaces.Expiry;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One database: keys, their values and times to live.
///
/// Whoever reads uses [#read], whoever is going to change something uses [#write]: it is there that
/// expired keys vanish, statistics are kept, and a running snapshot is given the old value. Every
/// change is reported to the observer.
public final class Keyspace {

    private final int index;
    private final Keyspaces shared;
    private final long seed;
    private @Nullable SlotKeys slotKeys;
    private Dictionary<Entry> dictionary;
    private Expiring expiring = new Expiring();
    private int expiryCursor;
    private long meanTimeToLive;
    private long held;

    Keyspace(int index, Keyspaces shared, boolean bySlot, long seed) {
        this.index = index;
        this.shared = shared;
        this.seed = seed;
        dictionary = new Dictionary<>(seed, shared);
        slotKeys = bySlot ? new SlotKeys() : null;
    }

    public int index() {
        return index;
    }

    public int size() {
        return dictionary.size();
    }

    public boolean isEmpty() {
        return dictionary.size() == 0;
    }

    public int expiringKeys() {
        return expiring.size();
    }

    /// Bytes of heap that this database holds: entries, keys, values, tables.
    public long memory() {
        return held + tableMemory();
    }

    /// Bytes of heap of the tables alone, without entries.
    public long tableMemory() {
        return dictionary.memory() + expiring.memory() + slotsMemory();
    }

    /// The part of [#tableMemory] that knows which keys have a time to live.
    public long expiringMemory() {
        return expiring.memory();
    }

    /// The part of [#tableMemory] that knows which keys a hash slot has; 0 outside cluster mode.
    public long slotsMemory() {
        return slotKeys == null ? 0 : SlotKeys.MEMORY;
    }

    /// Bytes of heap of all entries, without their keys and values.
    public long entriesMemory() {
        return size() * (slotKeys == null ? Entry.MEMORY : Entry.InSlot.MEMORY);
    }

    /// An estimate: a running mean over the keys that active expiry looks at.
    public long meanTimeToLiveMillis() {
        return expiring.size() == 0 ? 0 : meanTimeToLive;
    }

    /// The key for a reader, or null. Counts as a hit or a miss, and as a use of the key.
    public @Nullable Entry read(byte[] bytes, int offset, int length) {
        var entry = look(bytes, offset, length);
        if (entry != null && shared.isTouching()) shared.use(entry);
        return entry;
    }

    /// The key for somebody who asks about it rather than for its value, or null. Counts as a hit
    /// or a miss, but not as a use.
    public @Nullable Entry look(byte[] bytes, int offset, int length) {
        var entry = inspect(bytes, offset, length);
        if (entry == null && shared.reportsMisses()) {
            var key = java.util.Arrays.copyOfRange(bytes, offset, offset + length);
            shared.observer().event(this, key, EventClass.MISS, "keymiss");
        }
        return entry;
    }

    /// The same for somebody who asks how the key is kept: that it is missing is no event.
    public @Nullable Entry inspect(byte[] bytes, int offset, int length) {
        var entry = live(bytes, offset, length);
        if (entry == null) {
            shared.miss();
        } else {
            shared.hit();
        }
        return entry;
    }

    /// The key for somebody who is going to change it, or null. A running snapshot gets the old
    /// value.
    ///
    /// A replica that takes writes removes a key here whose time is over: it must not be in the way
    /// of a new one.
    public @Nullable Entry write(byte[] bytes, int offset, int length) {
        var entry = find(bytes, offset, length);
        if (entry == null) return null;
        if (isOver(entry)) {
            removeOver(entry);
            return null;
        }
        shared.beforeChange(this, entry);
        if (shared.isTouching()) shared.use(entry);
        return entry;
    }

    /// The key for somebody who removes it or puts another in its place, whatever it holds: that
    /// its time is over is no news then, and it is as good as any other.
    public @Nullable Entry asItStands(byte[] bytes, int offset, int length) {
        var entry = find(bytes, offset, length);
        if (entry != null) shared.beforeRemoval(this, entry);
        return entry;
    }

    /// The key without any trace: no statistics, no touch.
    public @Nullable Entry peek(byte[] bytes, int offset, int length) {
        return live(bytes, offset, length);
    }

    /// The entry as it stands, even if its time [#isOver]: nothing is removed by looking.
    public @Nullable Entry find(byte[] key) {
        return dictionary.find(key, 0, key.length, dictionary.hash(key, 0, key.length));
    }

    /// The key for somebody who is going to remove it, or null. What it holds stays as it is, and
    /// so a running snapshot may take its time with it.
    public @Nullable Entry forRemoval(byte[] bytes, int offset, int length) {
        var entry = find(bytes, offset, length);
        if (entry == null) return null;
        if (isOver(entry)) {
            removeOver(entry);
            return null;
        }
        shared.beforeRemoval(this, entry);
        return entry;
    }

    /// Adds a key that is not here (see [#write]); the bytes are copied.
    public Entry add(byte[] bytes, int offset, int length, Value value) {
        var key = java.util.Arrays.copyOfRange(bytes, offset, offset + length);
        int hash = dictionary.hash(key, 0, length);
        var entry =
                slotKeys == null ? new Entry(key, hash, value) : new Entry.InSlot(key, hash, value);
        entry.lastUsed = shared.nowSeconds();
        entry.frequency = Frequency.of(Frequency.INITIAL, shared.nowMillis());
        entry.snapshot = shared.snapshotNumber();
        dictionary.add(entry);
        shared.reached(index);
        if (slotKeys != null) slotKeys.add((Entry.InSlot) entry);
        entry.held = 0;
        held += entry.memory();
        count(entry);
        shared.observer().added(this, entry);
        return entry;
    }

    /// Gives an entry, obtained by [#write], another value.
    public void replace(Entry entry, Value value) {
        var before = entry.value;
        entry.value = value;
        count(entry);
        shared.observer().gone(this, entry, before);
    }

    /// Removes an entry obtained by [#write]. Says nothing to the observer: the caller knows the
    /// event.
    public void remove(Entry entry) {
        expiring.remove(entry);
        if (slotKeys != null) slotKeys.remove((Entry.InSlot) entry);
        dictionary.remove(entry);
        held -= entry.memory() + 8L * entry.held;
        entry.held = -1;
        shared.observer().gone(this, entry, entry.value);
    }

    /// Sets the time to live of an entry obtained by [#write].
    ///
    /// @param atMillis Unix time in milliseconds; a time before 1970 is as good as its beginning
    public void expireAt(Entry entry, long atMillis) {
        expiring.set(entry, Math.max(0, atMillis));
    }

    /// Takes the time to live away; answers whether there was one.
    public boolean persist(Entry entry) {
        if (!entry.expires()) return false;
        expiring.remove(entry);
        return true;
    }

    /// Tells the observer what has happened to an entry. Its value is counted anew.
    public void changed(Entry entry, EventClass eventClass, String event) {
        if (entry.held >= 0) count(entry);
        shared.observer().changed(this, entry.key(), eventClass, event);
    }

    /// Something about an entry has changed that those who watch it do not mind, such as the groups
    /// of a stream. Its value is counted anew; nobody is told.
    public void amended(Entry entry) {
        if (entry.held >= 0) count(entry);
    }

    /// Tells the observer what else has happened to an entry whose change it knows of.
    public void event(Entry entry, EventClass eventClass, String event) {
        shared.observer().event(this, entry.key(), eventClass, event);
    }

    /// Removes every key at once; answers how many there were.
    public int clear() {
        int count = size();
        shared.observer().flushed(this);
        // A running snapshot keeps the old table.
        dictionary = new Dictionary<>(seed, shared);
        expiring = new Expiring();
        meanTimeToLive = 0;
        held = 0;
        if (slotKeys != null) slotKeys.clear();
        return count;
    }

    /// Shows entries from `cursor` on, expired ones included, and answers where to go on: 0 is the
    /// end. The visitor may remove the entry it is shown, no other.
    public long scan(long cursor, Consumer<? super Entry> visitor) {
        return isEmpty() ? 0 : dictionary.scan(cursor, visitor);
    }

    /// Shows every entry once. The visitor changes nothing.
    public void forEach(Consumer<Entry> visitor) {
        dictionary.forEach(visitor);
    }

    /// A key chosen at random whose time is not over, or null.
    public @Nullable Entry random() {
        boolean allExpire = size() > 0 && expiring.size() == size();
        for (int tries = 0; !isEmpty(); tries++) {
            var entry = dictionary.random(shared.random());
            // On a replica expired keys stay: do not look for a live one forever.
            if (!isOver(entry)) return entry;
            if (shared.expiry() != Expiry.REMOVE && allExpire && tries >= 100) return entry;
            removeExpired(entry);
        }
        return null;
    }

    /// A key at random, whether its time is over or not; there must be one.
    Entry any() {
        return dictionary.random(shared.random());
    }

    /// A key with a time to live, at random; there must be one.
    Entry anyExpiring() {
        return expiring.get(shared.random().nextInt(expiring.size()));
    }

    /// Removes an entry because memory is full.
    public void evict(Entry entry) {
        shared.beforeChange(this, entry);
        remove(entry);
        shared.observer().evicted(this, entry.key());
    }

    /// Whether the entry's time is over for those who look now, though it may still be here.
    public boolean isOver(Entry entry) {
        return entry.expireAt != Entry.NEVER
                && entry.expireAt < shared.nowMillis()
                && shared.expiry() != Expiry.IGNORE
                && !shared.inFlight().contains(entry.key());
    }

    /// Removes an entry that [#isOver], if this node is one that removes.
    public void removeExpired(Entry entry) {
        if (shared.expiry() == Expiry.REMOVE) removeOver(entry);
    }

    /// Sets when the entry was used last: so long ago, in seconds, at most 68 years.
    public void idle(Entry entry, long seconds) {
        entry.lastUsed = shared.nowSeconds() - (int) Math.min(seconds, Integer.MAX_VALUE);
    }

    /// Seconds since the entry was used.
    public long idleSeconds(Entry entry) {
        return Integer.toUnsignedLong(shared.nowSeconds() - entry.lastUsed);
    }

    /// The policy by which keys are evicted here.
    public EvictionPolicy policy() {
        return shared.policy();
    }

    /// How often the entry is used, from 0 to 255, see [Frequency].
    public int frequency(Entry entry) {
        return Frequency.counter(entry.frequency, shared.nowMillis(), shared.lfuDecayMinutes());
    }

    /// Takes over what another node, or this one before, knew of the use of an entry, as far as the
    /// policy for eviction is about it.
    ///
    /// @param idleSeconds since it was used last; negative: nobody knows
    /// @param counter see [Frequency]; negative: nobody knows
    public void used(Entry entry, long idleSeconds, int counter) {
        if (shared.policy().isLfu()) {
            if (counter >= 0) entry.frequency = Frequency.of(counter, shared.nowMillis());
        } else if (idleSeconds >= 0) {
            idle(entry, idleSeconds);
        }
    }

    /// The entry has been used, whoever says so.
    public void use(Entry entry) {
        shared.use(entry);
    }

    /// Whether a time that has just been given to a key makes an end of it at once. On a replica it
    /// does not: the master says when.
    public boolean isOverAtOnce(long atMillis) {
        return atMillis <= shared.nowMillis() && shared.expiry() == Expiry.REMOVE;
    }

    /// Looks at up to `count` of the keys with a time to live, in turn, and removes those that are
    /// over.
    ///
    /// @return how many were removed
    public int expireSome(int count) {
        if (shared.expiry() != Expiry.REMOVE) return 0;
        int removed = 0;
        long left = 0;
        int leftOf = 0;
        for (int looked = 0; looked < count && expiring.size() > 0; looked++) {
            if (expiryCursor >= expiring.size()) expiryCursor = 0;
            var entry = expiring.get(expiryCursor);
            if (isOver(entry)) {
                // Another entry takes its place: the cursor stays.
                removeOver(entry);
                removed++;
            } else {
                left += (entry.expireAt - shared.nowMillis()) / count;
                leftOf++;
                expiryCursor++;
            }
        }
        if (leftOf > 0) {
            long mean = (long) ((double) left * count / leftOf);
            // As in Redis: a sample weighs a fiftieth of what is known.
            if (meanTimeToLive == 0) meanTimeToLive = mean;
            meanTimeToLive = meanTimeToLive / 50 * 49 + mean / 50;
        }
        return removed;
    }

    /// Describes the table of keys, see [Dictionary#tables].
    public Dictionary.Table[] tables(boolean full) {
        return dictionary.tables(full);
    }

    /// Goes on with the growth of the table while there is time; answers whether there is more to
    /// do.
    public boolean rehash(int buckets) {
        return dictionary.rehash(buckets);
    }

    public void expand(int entries) {
        shared.reached(index);
        dictionary.expand(entries);
    }

    /// @throws IllegalStateException outside cluster mode
    public SlotKeys slotKeys() {
        if (slotKeys == null) throw new IllegalStateException("not in cluster mode");
        return slotKeys;
    }

    Dictionary<Entry> dictionary() {
        return dictionary;
    }

    void adopt(Keyspace other) {
        shared.observer().adopting(this, other);
        dictionary = other.dictionary;
        expiring = other.expiring;
        held = other.held;
        slotKeys = other.slotKeys;
        expiryCursor = 0;
        shared.observer().adopted(this);
    }

    void swapWith(Keyspace other) {
        var otherDictionary = other.dictionary;
        var otherExpiring = other.expiring;
        long otherMean = other.meanTimeToLive;
        long otherHeld = other.held;
        other.dictionary = dictionary;
        other.expiring = expiring;
        other.meanTimeToLive = meanTimeToLive;
        other.held = held;
        dictionary = otherDictionary;
        expiring = otherExpiring;
        meanTimeToLive = otherMean;
        held = otherHeld;
    }

    private void removeOver(Entry entry) {
        shared.beforeRemoval(this, entry);
        remove(entry);
        shared.countExpired();
        shared.observer().expired(this, entry.key());
    }

    private @Nullable Entry find(byte[] bytes, int offset, int length) {
        return dictionary.find(bytes, offset, length);
    }

    private void count(Entry entry) {
        int before = entry.held;
        int after = (int) (entry.value.memory() + 7 >>> 3);
        entry.held = after;
        held += 8L * (after - before);
    }

    private @Nullable Entry live(byte[] bytes, int offset, int length) {
        var entry = find(bytes, offset, length);
        if (entry == null || entry.expireAt == Entry.NEVER || !isOver(entry)) return entry;
        removeExpired(entry);
        return null;
    }

    /// The keys of each hash slot, as lists through the entries themselves.
    public static final class SlotKeys {

        static final long MEMORY = Heap.references(Slot.COUNT) + Heap.bytes(4 * Slot.COUNT);

        private final Entry.@Nullable InSlot[] first = new Entry.InSlot[Slot.COUNT];
        private final int[] counts = new int[Slot.COUNT];

        public int count(int slot) {
            return counts[slot];
        }

        public void forEach(int slot, int max, Consumer<Entry> visitor) {
            int shown = 0;
            for (var e = first[slot]; e != null && shown < max; shown++) {
                var after = e.nextInSlot;
                visitor.accept(e);
                e = after;
            }
        }

        void add(Entry.InSlot entry) {
            int slot = HashSlot.of(entry.key(), 0, entry.key().length);
            var head = first[slot];
            entry.nextInSlot = head;
            if (head != null) head.previousInSlot = entry;
            first[slot] = entry;
            counts[slot]++;
        }

        void remove(Entry.InSlot entry) {
            int slot = HashSlot.of(entry.key(), 0, entry.key().length);
            var previous = entry.previousInSlot;
            var next = entry.nextInSlot;
            if (next != null) next.previousInSlot = previous;
            if (previous != null) {
                previous.nextInSlot = next;
            } else {
                first[slot] = next;
            }
            entry.nextInSlot = null;
            entry.previousInSlot = null;
            counts[slot]--;
        }

        void clear() {
            java.util.Arrays.fill(first, null);
            java.util.Arrays.fill(counts, 0);
        }
    }
}
