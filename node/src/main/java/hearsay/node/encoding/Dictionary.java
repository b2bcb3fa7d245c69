package hearsay.node.encoding;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A hash table of byte strings: the keys of a database, the members of a large set, the fields of
/// a large hash.
///
/// It grows and shrinks a bucket at a time: while it does there are two tables, entries move from
/// the old to the new one with every operation, and no operation waits for all of them. A cursor
/// that walks the buckets in the order of their *reversed* bits meets every entry that stays,
/// whatever the table does meanwhile: a bucket of the small table splits into buckets of the big
/// one that share its low bits, and counting from the high bit downwards finishes with all of these
/// before it moves on.
///
/// Source: Redis documentation of SCAN, "Scan guarantees"; the cursor is Pieter Noordhuis' idea.
public final class Dictionary<N extends Dictionary.Node> {

    /// What stands in a dictionary: a key, and in subclasses what belongs to it.
    public static class Node {

        final byte[] key;
        final int hash;
        @Nullable Node next;

        /// @param hash as [Dictionary#hash] says
        public Node(byte[] key, int hash) {
            this.key = key;
            this.hash = hash;
        }

        /// The key's bytes; not to be changed.
        public final byte[] key() {
            return key;
        }

        public final int hash() {
            return hash;
        }
    }

    /// Says whether there is memory for a larger table.
    @FunctionalInterface
    public interface Space {

        /// There is, always.
        Space UNLIMITED = bytes -> true;

        boolean hasRoomFor(long bytes);
    }

    /// What DEBUG tells of a table.
    ///
    /// @param chains how many buckets have as many nodes as the index says; empty if nobody has
    ///   counted
    public record Table(long buckets, long nodes, int[] chains) {}

    /// Longer chains are not told from each other.
    private static final int CHAINS = 50;

    /// As full as a table gets, in entries per place, while there is no room for a larger one.
    private static final double CROWDED = 1.6;

    private static final int INITIAL_SIZE = 4;
    private static final int SIZE_MAX = 1 << 30;

    /// A table this many times larger than its content is cut down.
    private static final int SPARSE = 10;

    /// How deep [#random] looks into every bucket: as two bits say.
    private static final int DEPTH = 4;

    private static final int DEPTH_SHIFT = Long.SIZE - 2;

    /// Draws of [#random] before it takes what comes. In a table of the usual density one in forty
    /// of them would do.
    private static final int DRAWS = 1000;

    private final long seed;
    private final Space space;
    private Buckets table = new Buckets(INITIAL_SIZE);
    private @Nullable Buckets old;
    private int moved;
    private int size;
    private int moveLocks;
    private int number;

    /// @param seed of the hash, see [Hash]
    public Dictionary(long seed) {
        this(seed, Space.UNLIMITED);
    }

    /// @param space asked before the table grows
    public Dictionary(long seed, Space space) {
        this.seed = seed;
        this.space = space;
    }

    public int size() {
        return size;
    }

    /// Which database a running snapshot knows these entries by, wherever SWAPDB has taken them
    /// since.
    public int number() {
        return number;
    }

    public void number(int database) {
        number = database;
    }

    public int hash(byte[] bytes, int offset, int length) {
        return Hash.of(bytes, offset, length, seed);
    }

    /// The node of that key, or null.
    public @Nullable N find(byte[] bytes, int offset, int length) {
        return find(bytes, offset, length, hash(bytes, offset, length));
    }

    /// The node of that key, whose [#hash] the caller knows, or null.
    public @Nullable N find(byte[] bytes, int offset, int length, int hash) {
        if (old != null) {
            step();
            var found = old == null ? null : find(old, bytes, offset, length, hash);
            if (found != null) return mine(found);
        }
        var found = find(table, bytes, offset, length, hash);
        return found == null ? null : mine(found);
    }

    /// Adds an entry whose key is not here yet.
    public void add(N node) {
        if (old != null) {
            step();
        } else if (size >= table.length() && mayGrow()) {
            resize(table.length() * 2);
        }
        Node added = node;
        int bucket = added.hash & (table.length() - 1);
        added.next = table.get(bucket);
        table.set(bucket, added);
        size++;
    }

    public void remove(N node) {
        if (old != null) step();
        if (!(old != null && unlink(old, node)) && !unlink(table, node)) {
            throw new IllegalStateException("not in this dictionary");
        }
        size--;
        shrinkIfSparse();
    }

    /// Prepares for this many entries.
    public void expand(int entries) {
        int wanted = tableSizeFor(entries);
        if (old == null && wanted > table.length()) resize(wanted);
    }

    /// Moves at most this many buckets of a table that is being replaced, and begins to replace one
    /// that has become too large.
    ///
    /// @return whether there is more to move
    public boolean rehash(int buckets) {
        for (int i = 0; i < buckets && old != null; i++) step();
        shrinkIfSparse();
        return old != null;
    }

    public boolean isRehashing() {
        return old != null;
    }

    public int buckets() {
        return table.length() + (old == null ? 0 : old.length());
    }

    /// An entry, each as likely as any other; the dictionary must not be empty.
    ///
    /// A place is drawn, a bucket and how deep in it, and drawn again if nothing is there: an entry
    /// in a crowded bucket is then no rarer than one that has its bucket to itself. Only buckets
    /// deeper than [#DEPTH] are a little neglected.
    public N random(RandomGenerator random) {
        if (old != null) step();
        for (int draws = 0; draws < DRAWS; draws++) {
            // One number for both: the bucket is drawn from below, the depth from above.
            long bits = random.nextLong();
            var bucket = bucket(bucketNumber(bits));
            if (bucket == null) continue;
            int length = chainLength(bucket);
            int depth = length > DEPTH ? random.nextInt(length) : (int) (bits >>> DEPTH_SHIFT);
            if (depth < length) return mine(deeper(bucket, depth));
        }
        return afterGap(random);
    }

    /// Shows the entries behind `cursor` and answers where to go on, 0 after the last.
    ///
    /// The visitor must not add or remove other entries; removing the one it is shown is allowed.
    public long scan(long cursor, Consumer<? super N> visitor) {
        moveLocks++;
        try {
            return old == null ? scanOne(cursor, visitor) : scanBoth(cursor, old, visitor);
        } finally {
            moveLocks--;
        }
    }

    /// Shows every entry once, in an order of no meaning. The visitor changes nothing here.
    public void forEach(Consumer<? super N> visitor) {
        anyMatch(entry -> {
            visitor.accept(entry);
            return false;
        });
    }

    /// Whether any entry is one of the wanted: looks at one after the other until it is. Nothing
    /// may be changed here meanwhile.
    public boolean anyMatch(Predicate<? super N> wanted) {
        moveLocks++;
        try {
            return (old != null && anyMatch(old, wanted)) || anyMatch(table, wanted);
        } finally {
            moveLocks--;
        }
    }

    private boolean anyMatch(Buckets buckets, Predicate<? super N> wanted) {
        for (int i = 0; i < buckets.length(); i++) {
            for (var entry = buckets.get(i); entry != null; entry = entry.next) {
                if (wanted.test(mine(entry))) return true;
            }
        }
        return false;
    }

    /// From now on nothing moves, so that a walk of many steps shows every entry once if none is
    /// added or removed meanwhile; until as many calls of [#release].
    public void hold() {
        moveLocks++;
    }

    public void release() {
        moveLocks--;
    }

    /// Shows the nodes of one bucket after the other, in the order of memory, which is much quicker
    /// than a [#scan]; only while it is [held][#hold] and nothing is added or removed.
    ///
    /// @param place 0 to begin with
    /// @return the place to go on with, or 0 after the last
    public int walk(int place, Consumer<? super N> visitor) {
        var from = old;
        int before = from == null ? 0 : from.length();
        var chain = from != null && place < before ? from.get(place) : table.get(place - before);
        show(chain, visitor);
        return place + 1 == before + table.length() ? 0 : place + 1;
    }

    /// Bytes of heap for the table itself, its nodes not counted.
    public long memory() {
        return Heap.object(7 * 4 + 8) + table.memory() + (old == null ? 0 : old.memory());
    }

    /// Describes the table, and a second one if its nodes are being moved there.
    ///
    /// @param full count the chains, too, which takes long
    public Table[] tables(boolean full) {
        if (old == null) return new Table[] {describe(table, size, full)};
        long inOld = 0;
        for (int i = 0; i < old.length(); i++) inOld += chainLength(old.get(i));
        return new Table[] {describe(old, inOld, full), describe(table, size - inOld, full)};
    }

    private static Table describe(Buckets table, long nodes, boolean full) {
        var chains = new int[full ? CHAINS : 0];
        if (full) {
            for (int i = 0; i < table.length(); i++) {
                chains[Math.min(chainLength(table.get(i)), CHAINS - 1)]++;
            }
        }
        return new Table(table.length(), nodes, chains);
    }

    @SuppressWarnings("unchecked")
    private N mine(Node node) {
        return (N) node;
    }

    private long scanOne(long cursor, Consumer<? super N> visitor) {
        show(table.get((int) cursor & (table.length() - 1)), visitor);
        return next(cursor, table.length() - 1);
    }

    private long scanBoth(long cursor, Buckets other, Consumer<? super N> visitor) {
        var small = table.length() <= other.length() ? table : other;
        var large = small == table ? other : table;
        int smallMask = small.length() - 1;
        int largeMask = large.length() - 1;
        show(small.get((int) cursor & smallMask), visitor);
        long v = cursor;
        do {
            show(large.get((int) v & largeMask), visitor);
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

    private void show(@Nullable Node first, Consumer<? super N> visitor) {
        for (var entry = first; entry != null; ) {
            var after = entry.next;
            visitor.accept(mine(entry));
            entry = after;
        }
    }

    private static @Nullable Node find(
            Buckets table, byte[] bytes, int offset, int length, int hash) {
        for (var e = table.get(hash & (table.length() - 1)); e != null; e = e.next) {
            if (e.hash == hash
                    && e.key.length == length
                    && Arrays.equals(e.key, 0, length, bytes, offset, offset + length)) {
                return e;
            }
        }
        return null;
    }

    private static boolean unlink(Buckets table, Node entry) {
        int bucket = entry.hash & (table.length() - 1);
        Node previous = null;
        for (var e = table.get(bucket); e != null; previous = e, e = e.next) {
            if (e != entry) continue;
            if (previous == null) {
                table.set(bucket, e.next);
            } else {
                previous.next = e.next;
            }
            return true;
        }
        return false;
    }

    /// The bucket that the low bits of a random number choose; those of the old table, if there is
    /// one, come first.
    private int bucketNumber(long bits) {
        if (old == null) return (int) bits & (table.length() - 1);
        // Buckets already moved are empty: draw from the rest of the old table and all of the new.
        long left = (long) old.length() - moved + table.length();
        return moved + (int) (((bits & 0xffff_ffffL) * left) >>> 32);
    }

    private @Nullable Node bucket(int number) {
        if (old == null) return table.get(number);
        return number < old.length() ? old.get(number) : table.get(number - old.length());
    }

    /// The first entry behind a random place. Unfair, but it ends, also in a table made for
    /// millions that holds one.
    private N afterGap(RandomGenerator random) {
        int buckets = buckets();
        int start = bucketNumber(random.nextLong());
        for (int i = 0; i < buckets; i++) {
            var found = bucket((start + i) % buckets);
            if (found != null) return mine(found);
        }
        throw new IllegalStateException("empty");
    }

    private static int chainLength(@Nullable Node first) {
        int length = 0;
        for (var entry = first; entry != null; entry = entry.next) length++;
        return length;
    }

    private static Node deeper(Node first, int depth) {
        var entry = first;
        for (int i = 0; i < depth; i++) entry = Objects.requireNonNull(entry.next);
        return entry;
    }

    private boolean mayGrow() {
        if (table.length() >= SIZE_MAX) return false;
        return size > CROWDED * table.length() || space.hasRoomFor(8L * table.length());
    }

    private void shrinkIfSparse() {
        // Not under a walk: it would go on by the mask of a table that it has not seen.
        if (old != null || moveLocks > 0 || table.length() <= INITIAL_SIZE) return;
        if ((long) size * SPARSE < table.length()) resize(tableSizeFor(size));
    }

    private void resize(int newLength) {
        if (newLength == table.length()) return;
        old = table;
        moved = 0;
        table = new Buckets(newLength);
        if (size == 0) old = null;
    }

    /// Moves one bucket that is not empty, looking at no more than ten.
    private void step() {
        var from = old;
        if (from == null || moveLocks > 0) return;
        for (int looked = 0; looked < 10 && moved < from.length(); looked++) {
            var entry = from.get(moved);
            if (entry != null) from.set(moved, null);
            from.emptyBefore(++moved);
            if (entry == null) continue;
            move(entry);
            break;
        }
        if (moved == from.length()) old = null;
    }

    private void move(@Nullable Node first) {
        for (var entry = first; entry != null; ) {
            var after = entry.next;
            int bucket = entry.hash & (table.length() - 1);
            entry.next = table.get(bucket);
            table.set(bucket, entry);
            entry = after;
        }
    }

    private static int tableSizeFor(int entries) {
        if (entries >= SIZE_MAX) return SIZE_MAX;
        return Math.max(INITIAL_SIZE, Integer.highestOneBit(Math.max(1, entries - 1)) << 1);
    }
}
