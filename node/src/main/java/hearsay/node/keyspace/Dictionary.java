package hearsay.node.keyspace;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The hash table under a keyspace.
///
/// It grows and shrinks a bucket at a time: while it does there are two tables, entries move from
/// the old to the new one with every operation, and no operation waits for all of them. A cursor
/// that walks the buckets in the order of their *reversed* bits meets every entry that stays,
/// whatever the table does meanwhile: a bucket of the small table splits into buckets of the big
/// one that share its low bits, and counting from the high bit downwards finishes with all of these
/// before it moves on.
///
/// Source: Redis documentation of SCAN, "Scan guarantees"; the cursor is Pieter Noordhuis' idea.
final class Dictionary {

    private static final int INITIAL_SIZE = 4;
    private static final int SIZE_MAX = 1 << 30;

    /// A table this many times larger than its content is cut down.
    private static final int SPARSE = 10;

    private final long seed;
    private @Nullable Entry[] table = new Entry[INITIAL_SIZE];
    private @Nullable Entry @Nullable [] old;
    private int moved;
    private int size;
    private int moveLocks;
    private int number;

    Dictionary(long seed) {
        this.seed = seed;
    }

    int size() {
        return size;
    }

    /// Which database a running snapshot knows these entries by, wherever SWAPDB has taken them
    /// since.
    int number() {
        return number;
    }

    void number(int database) {
        number = database;
    }

    int hash(byte[] bytes, int offset, int length) {
        return Hash.of(bytes, offset, length, seed);
    }

    @Nullable Entry find(byte[] bytes, int offset, int length, int hash) {
        if (old != null) {
            step();
            var found = old == null ? null : find(old, bytes, offset, length, hash);
            if (found != null) return found;
        }
        return find(table, bytes, offset, length, hash);
    }

    /// Adds an entry whose key is not here yet.
    void add(Entry entry) {
        if (old != null) {
            step();
        } else if (size >= table.length && table.length < SIZE_MAX) {
            resize(table.length * 2);
        }
        int bucket = entry.hash & (table.length - 1);
        entry.next = table[bucket];
        table[bucket] = entry;
        size++;
    }

    void remove(Entry entry) {
        if (old != null) step();
        if (!(old != null && unlink(old, entry)) && !unlink(table, entry)) {
            throw new IllegalStateException("not in this dictionary");
        }
        size--;
        if (old == null && table.length > INITIAL_SIZE && size * SPARSE < table.length) {
            resize(Math.max(INITIAL_SIZE, tableSizeFor(size)));
        }
    }

    void clear() {
        table = new Entry[INITIAL_SIZE];
        old = null;
        moved = 0;
        size = 0;
    }

    /// Prepares for this many entries.
    void expand(int entries) {
        int wanted = tableSizeFor(entries);
        if (old == null && wanted > table.length) resize(wanted);
    }

    /// Moves at most this many buckets of a table that is being replaced.
    ///
    /// @return whether there is more to move
    boolean rehash(int buckets) {
        for (int i = 0; i < buckets && old != null; i++) step();
        return old != null;
    }

    boolean isRehashing() {
        return old != null;
    }

    int buckets() {
        return table.length + (old == null ? 0 : old.length);
    }

    /// An entry chosen evenly enough; the dictionary must not be empty.
    Entry random(RandomGenerator random) {
        if (old != null) step();
        while (true) {
            var bucket = randomBucket(random);
            if (bucket == null) continue;
            int length = 0;
            for (var entry = bucket; entry != null; entry = entry.next) length++;
            var entry = bucket;
            for (int skip = random.nextInt(length); skip > 0 && entry.next != null; skip--) {
                entry = entry.next;
            }
            return entry;
        }
    }

    /// Shows the entries behind `cursor` and answers where to go on, 0 after the last.
    ///
    /// The visitor must not add or remove other entries; removing the one it is shown is allowed.
    long scan(long cursor, Consumer<Entry> visitor) {
        moveLocks++;
        try {
            return old == null ? scanOne(cursor, visitor) : scanBoth(cursor, old, visitor);
        } finally {
            moveLocks--;
        }
    }

    private long scanOne(long cursor, Consumer<Entry> visitor) {
        show(table[(int) cursor & (table.length - 1)], visitor);
        return next(cursor, table.length - 1);
    }

    private long scanBoth(long cursor, @Nullable Entry[] other, Consumer<Entry> visitor) {
        var small = table.length <= other.length ? table : other;
        var large = small == table ? other : table;
        int smallMask = small.length - 1;
        int largeMask = large.length - 1;
        show(small[(int) cursor & smallMask], visitor);
        long v = cursor;
        do {
            show(large[(int) v & largeMask], visitor);
            v = next(v, largeMask);
        } while ((v & (smallMask ^ largeMask)) != 0);
        return v;
    }

    /// Adds one to the cursor's bits under the mask, read from the other end.
    private static long next(long cursor, int mask) {
        long v = cursor | ~(long) mask;
        v = Long.reverse(v);
        v++;
        return Long.reverse(v);
    }

    private static void show(@Nullable Entry first, Consumer<Entry> visitor) {
        for (var entry = first; entry != null; ) {
            var after = entry.next;
            visitor.accept(entry);
            entry = after;
        }
    }

    private static @Nullable Entry find(
            @Nullable Entry[] table, byte[] bytes, int offset, int length, int hash) {
        for (var e = table[hash & (table.length - 1)]; e != null; e = e.next) {
            if (e.hash == hash
                    && e.key.length == length
                    && Arrays.equals(e.key, 0, length, bytes, offset, offset + length)) {
                return e;
            }
        }
        return null;
    }

    private static boolean unlink(@Nullable Entry[] table, Entry entry) {
        int bucket = entry.hash & (table.length - 1);
        Entry previous = null;
        for (var e = table[bucket]; e != null; previous = e, e = e.next) {
            if (e != entry) continue;
            if (previous == null) {
                table[bucket] = e.next;
            } else {
                previous.next = e.next;
            }
            return true;
        }
        return false;
    }

    private @Nullable Entry randomBucket(RandomGenerator random) {
        var previous = old;
        if (previous == null) return table[random.nextInt(table.length)];
        // Buckets already moved are empty: draw from the rest of the old table and all of the new.
        int at = moved + random.nextInt(previous.length - moved + table.length);
        return at < previous.length ? previous[at] : table[at - previous.length];
    }

    private void resize(int newLength) {
        if (newLength == table.length) return;
        old = table;
        moved = 0;
        table = new Entry[newLength];
        if (size == 0) old = null;
    }

    /// Moves one bucket that is not empty, looking at no more than ten.
    private void step() {
        var from = old;
        if (from == null || moveLocks > 0) return;
        for (int looked = 0; looked < 10 && moved < from.length; looked++) {
            var entry = from[moved];
            if (entry != null) {
                from[moved++] = null;
                move(entry);
                break;
            }
            moved++;
        }
        if (moved == from.length) old = null;
    }

    private void move(@Nullable Entry first) {
        for (var entry = first; entry != null; ) {
            var after = entry.next;
            int bucket = entry.hash & (table.length - 1);
            entry.next = table[bucket];
            table[bucket] = entry;
            entry = after;
        }
    }

    private static int tableSizeFor(int entries) {
        if (entries >= SIZE_MAX) return SIZE_MAX;
        return Math.max(INITIAL_SIZE, Integer.highestOneBit(Math.max(1, entries - 1)) << 1);
    }
}
