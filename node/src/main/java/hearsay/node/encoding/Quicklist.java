package hearsay.node.encoding;

import hearsay.node.resp.Replies;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// A long list of strings: a chain of [Listpack]s, none of them too large to be changed quickly,
/// none of them empty.
///
/// How large a listpack may get, `fill` says: a number of elements, or, from -1 to -5, a size of 4,
/// 8, 16, 32 or 64 kB. Of the listpacks that are more than `depth` away from both ends, those that
/// were touched are kept compressed; 0 compresses none.
///
/// Source: Redis' quicklist by Matt Stancliff, as of 7.2: where an element goes decides what DUMP
/// answers.
public final class Quicklist {

    /// The size at which a listpack is full however few its elements are, where they are counted.
    private static final int SIZE_WHERE_COUNTED = 8192;

    /// What an element may take besides its own bytes, about.
    private static final int OVERHEAD = 8;

    /// Header and end mark: of two listpacks that become one, one of each is left.
    private static final int FRAME = 7;

    private static final int LARGEST_FILL = 32767;
    private static final int SMALLEST_FILL = -5;
    private static final int LARGEST_DEPTH = 65535;

    /// Nothing smaller is compressed, and nothing that does not get smaller by more than this.
    private static final int COMPRESSED_FROM = 48;

    private static final int COMPRESSED_BY = 8;

    /// Its table is large, and no list needs it for long.
    private static final ThreadLocal<Lzf> LZF = ThreadLocal.withInitial(Lzf::new);

    /// A listpack in the chain, compressed or not.
    static final class Node {

        static final long MEMORY = Heap.object(4 * 4 + 3 * 4);

        @Nullable Node previous;
        @Nullable Node next;
        private @Nullable Listpack pack;
        private byte @Nullable [] compressed;
        private int count;
        private int size;
        private int held;

        Node(Listpack pack) {
            this.pack = pack;
        }

        /// The listpack, to be read: if it is compressed this is a copy.
        Listpack open() {
            var open = pack;
            if (open != null) return open;
            var packed = compressed;
            var bytes = new byte[size];
            if (packed == null || !Lzf.expand(packed, 0, packed.length, bytes)) {
                throw new IllegalStateException("a compressed listpack is broken");
            }
            return Listpack.of(bytes);
        }

        /// The listpack, to be changed.
        Listpack own() {
            if (pack != null) return pack;
            var open = open();
            pack = open;
            compressed = null;
            return open;
        }

        /// Keeps an expanded copy that has been read.
        void own(Listpack copy) {
            pack = copy;
            compressed = null;
        }
    }

    private final int fill;
    private final int depth;
    private @Nullable Node head;
    private @Nullable Node tail;
    private int nodes;
    private int count;
    private int sought;
    private long held;

    public Quicklist(int fill, int depth) {
        this.fill = Math.clamp(fill, SMALLEST_FILL, LARGEST_FILL);
        this.depth = Math.clamp(depth, 0, LARGEST_DEPTH);
    }

    /// How many elements there are.
    public int count() {
        return count;
    }

    /// How many listpacks.
    public int nodes() {
        return nodes;
    }

    /// The fill that it was made with, as far as it is one.
    public int fill() {
        return fill;
    }

    /// Whether it compresses what is far from both ends.
    public boolean isCompressing() {
        return depth > 0;
    }

    /// Bytes that all listpacks have, if they are not compressed.
    public long size() {
        long size = 0;
        for (var node = head; node != null; node = node.next) size += node.size;
        return size;
    }

    /// Bytes of heap.
    public long memory() {
        return Heap.object(8 * 4 + 8) + held;
    }

    /// A chain of copies.
    public Quicklist copy() {
        var copy = new Quicklist(fill, depth);
        for (var node = head; node != null; node = node.next) {
            var twin = new Node(new Listpack());
            twin.pack = node.pack == null ? null : node.pack.copy();
            twin.compressed = node.compressed;
            twin.count = node.count;
            twin.size = node.size;
            copy.link(copy.tail, twin, null);
            copy.count += twin.count;
            copy.weigh(twin);
        }
        return copy;
    }

    // What is too much.

    /// Whether a listpack of that size with so many elements is more than `fill` allows.
    public static boolean isTooLarge(int fill, long size, int count) {
        if (fill < 0) return size > sizeLimit(fill);
        return size > SIZE_WHERE_COUNTED || count > Math.max(fill, 1);
    }

    /// Whether a listpack is at most half of what `fill` allows.
    public static boolean isSmall(int fill, int size, int count) {
        return fill < 0 ? size <= sizeLimit(fill) / 2 : count <= Math.max(fill, 1) / 2;
    }

    /// Whether a listpack is what `fill` allows: of size and number only the one that it tells.
    public static boolean isWithin(int fill, int size, int count) {
        return fill < 0 ? size <= sizeLimit(fill) : count <= Math.max(fill, 1);
    }

    private static int sizeLimit(int fill) {
        return 4096 << -Math.max(fill, SMALLEST_FILL) - 1;
    }

    private boolean hasRoom(@Nullable Node node, int length) {
        return node != null
                && !isTooLarge(fill, (long) node.size + length + OVERHEAD, node.count + 1);
    }

    // The ends.

    /// Adds a listpack at the end, as it is. It belongs to this list from now on.
    public void append(Listpack pack) {
        if (pack.isEmpty()) return;
        var node = new Node(pack);
        count += pack.count();
        insertAfter(tail, node);
    }

    /// The listpack, if there is just one.
    public @Nullable Listpack only() {
        return nodes == 1 && head != null ? head.own() : null;
    }

    public void push(boolean first, byte[] source, int offset, int length) {
        var node = first ? head : tail;
        if (node == null || !hasRoom(node, length)) {
            if (node != null) compact(node);
            // The next one will be as full: room for all of it at once saves copying.
            int room = node == null ? 0 : Math.min(node.size, SIZE_WHERE_COUNTED);
            insertAlone(first ? null : node, new Listpack(room), source, offset, length);
            return;
        }
        var pack = node.own();
        if (first) {
            pack.prepend(source, offset, length);
        } else {
            pack.append(source, offset, length);
        }
        count++;
        weigh(node);
    }

    /// Takes the first element out, or the last, and replies with it.
    public void pop(boolean first, Replies replies) {
        var node = first ? head : tail;
        if (node == null) throw new IllegalStateException("empty");
        var pack = node.own();
        int at = first ? pack.first() : pack.last();
        pack.reply(at, replies);
        pack.delete(at);
        deleted(node);
    }

    // Somewhere.

    /// A cursor on the element of that index, which there must be.
    public ListCursor at(int index, boolean backwards) {
        var node = nodeOf(index);
        var pack = node.open();
        return new ListCursor(this, node, pack, pack.at(sought), backwards);
    }

    /// Replies with so many elements from that index on; there must be as many.
    public void reply(int index, int elements, Replies replies) {
        Node node = nodeOf(index);
        var pack = node.open();
        int rest = elements - pack.reply(pack.at(sought), elements, replies);
        for (node = node.next; rest > 0 && node != null; node = node.next) {
            pack = node.open();
            rest -= pack.reply(pack.first(), rest, replies);
        }
    }

    /// The node with the element of that index, looked for from the nearer end. Which of the node's
    /// elements it is, is [#sought].
    private Node nodeOf(int index) {
        var node = index <= count / 2 ? head : tail;
        int from = node == head || node == null ? 0 : count - node.count;
        while (node != null && from + node.count <= index) {
            from += node.count;
            node = node.next;
        }
        while (node != null && from > index) {
            node = node.previous;
            from -= node == null ? 0 : node.count;
        }
        if (node == null) throw new IndexOutOfBoundsException(index);
        sought = index - from;
        return node;
    }

    @Nullable Node head() {
        return head;
    }

    /// All listpacks, compressed ones as copies. Of no use any more when the list changes.
    public Iterator<Listpack> packs() {
        return new Iterator<>() {
            private @Nullable Node next = head;

            @Override
            public boolean hasNext() {
                return next != null;
            }

            @Override
            public Listpack next() {
                var node = next;
                if (node == null) throw new NoSuchElementException();
                next = node.next;
                return node.open();
            }
        };
    }

    /// Shows all listpacks, compressed ones as copies.
    public void forEachPack(java.util.function.Consumer<Listpack> visitor) {
        for (var node = head; node != null; node = node.next) visitor.accept(node.open());
    }

    // In the middle.

    /// Puts an element before or behind the one under the cursor, which is of no use afterwards.
    public void insert(ListCursor cursor, boolean before, byte[] source, int offset, int length) {
        var node = cursor.node();
        if (hasRoom(node, length)) {
            insertInto(cursor, before, source, offset, length);
        } else if (cursor.isAtEdge(before)) {
            insertBeside(node, before, source, offset, length);
        } else {
            split(cursor, before, source, offset, length);
        }
    }

    private void insertInto(
            ListCursor cursor, boolean before, byte[] source, int offset, int length) {
        var node = cursor.node();
        var pack = cursor.own();
        if (before) {
            pack.insertBefore(cursor.position(), source, offset, length);
        } else {
            pack.insertAfter(cursor.position(), source, offset, length);
        }
        count++;
        changed(node);
    }

    /// The neighbour takes it, if it has room.
    private void insertBeside(Node node, boolean before, byte[] source, int offset, int length) {
        var neighbour = before ? node.previous : node.next;
        if (neighbour == null || !hasRoom(neighbour, length)) {
            insertAlone(before ? node.previous : node, source, offset, length);
            return;
        }
        var pack = neighbour.own();
        if (before) {
            pack.append(source, offset, length);
        } else {
            pack.prepend(source, offset, length);
        }
        count++;
        changed(neighbour);
    }

    /// The listpack becomes two, and then perhaps one with its neighbours.
    private void split(ListCursor cursor, boolean before, byte[] source, int offset, int length) {
        var node = cursor.node();
        var pack = cursor.own();
        var other = pack.copy();
        int at = cursor.position();
        int index = indexOf(pack, at);
        if (before) {
            other.delete(at, pack.count());
            pack.delete(pack.first(), index);
            other.append(source, offset, length);
        } else {
            pack.delete(pack.next(at), pack.count());
            other.delete(other.first(), index + 1);
            other.prepend(source, offset, length);
        }
        count++;
        weigh(node);
        insertAfter(before ? node.previous : node, new Node(other));
        merge(node);
    }

    private static int indexOf(Listpack pack, int wanted) {
        int index = 0;
        for (int at = pack.first(); at != wanted; at = pack.next(at)) index++;
        return index;
    }

    /// Puts other bytes in the place of the element under the cursor.
    public void replace(ListCursor cursor, byte[] source, int offset, int length) {
        cursor.own().replace(cursor.position(), source, offset, length);
        changed(cursor.node());
    }

    /// Takes so many elements out, from that index on; there must be as many.
    public void delete(int from, int elements) {
        if (elements <= 0) return;
        var cursor = at(from, false);
        Node node = cursor.node();
        int rest = elements;
        if (cursor.position() != cursor.pack().first()) {
            rest -= deleteFrom(node, cursor.own(), cursor.position(), rest);
            node = node.next;
        }
        while (rest > 0 && node != null) {
            var after = node.next;
            if (node.count <= rest) {
                rest -= node.count;
                count -= node.count;
                remove(node);
            } else {
                var pack = node.own();
                rest -= deleteFrom(node, pack, pack.first(), rest);
            }
            node = after;
        }
    }

    private int deleteFrom(Node node, Listpack pack, int at, int elements) {
        int before = pack.count();
        pack.delete(at, elements);
        int deleted = before - pack.count();
        count -= deleted;
        changed(node);
        return deleted;
    }

    /// An element of this node was taken out by the cursor.
    void deleted(Node node) {
        count--;
        if (node.pack != null && node.pack.isEmpty()) {
            remove(node);
        } else {
            weigh(node);
        }
    }

    /// Something of this node was changed, and nothing more will be for now.
    void changed(Node node) {
        weigh(node);
        settle(node);
    }

    // The chain.

    /// A new listpack for one element.
    private void insertAlone(@Nullable Node before, byte[] source, int offset, int length) {
        insertAlone(before, new Listpack(), source, offset, length);
    }

    private void insertAlone(
            @Nullable Node before, Listpack pack, byte[] source, int offset, int length) {
        pack.append(source, offset, length);
        count++;
        insertAfter(before, new Node(pack));
    }

    /// @param before null for the beginning
    private void insertAfter(@Nullable Node before, Node node) {
        link(before, node, before == null ? head : before.next);
        weigh(node);
        if (depth == 0) return;
        if (before != null) settle(before);
        if (node.next != null) settle(node.next);
        settle(node);
    }

    private void link(@Nullable Node before, Node node, @Nullable Node after) {
        node.previous = before;
        node.next = after;
        if (before == null) {
            head = node;
        } else {
            before.next = node;
        }
        if (after == null) {
            tail = node;
        } else {
            after.previous = node;
        }
        nodes++;
    }

    private void remove(Node node) {
        var before = node.previous;
        var after = node.next;
        if (before == null) {
            head = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            tail = before;
        } else {
            after.previous = before;
        }
        nodes--;
        held -= node.held;
        settle(null);
    }

    /// What is small beside a node that was split need not stay alone.
    private void merge(Node center) {
        var before = center.previous;
        var after = center.next;
        if (before != null && before.previous != null) merge(before.previous, before);
        if (after != null && after.next != null) merge(after, after.next);
        var target = center;
        if (target.previous != null) target = merge(target.previous, target);
        if (target.next != null) merge(target, target.next);
    }

    /// Makes one of two neighbours, if it is not too large.
    ///
    /// @return the one; the second of them if they stay two
    private Node merge(Node left, Node right) {
        long size = (long) left.size + right.size - FRAME;
        if (isTooLarge(fill, size, left.count + right.count)) return right;
        var into = left.own();
        var from = right.open();
        for (int at = from.first(); at >= 0; at = from.next(at)) into.appendFrom(from, at);
        remove(right);
        changed(left);
        return left;
    }

    private void compact(Node node) {
        if (node.pack == null) return;
        node.pack.compact();
        weigh(node);
    }

    /// Notes what a node is now.
    private void weigh(Node node) {
        var pack = node.pack;
        long now = Node.MEMORY;
        if (pack != null) {
            node.count = pack.count();
            node.size = pack.size();
            now += pack.memory();
        } else if (node.compressed != null) {
            now += Heap.bytes(node.compressed.length);
        }
        held += now - node.held;
        node.held = (int) now;
    }

    // Compression.

    /// Compresses what is far enough from both ends: the given node, and those that have just got
    /// there; expands what is near to them.
    private void settle(@Nullable Node node) {
        if (depth == 0 || nodes < 2 * depth) return;
        var left = head;
        var right = tail;
        boolean near = node == null;
        for (int i = 0; i < depth; i++) {
            if (left == null || right == null) return;
            expand(left);
            expand(right);
            near |= left == node || right == node;
            if (left == right || left.next == right) return;
            left = left.next;
            right = right.previous;
        }
        if (!near && node != null) compress(node);
        if (left != null) compress(left);
        if (right != null) compress(right);
    }

    private void expand(Node node) {
        if (node.compressed == null) return;
        node.own();
        weigh(node);
    }

    private void compress(Node node) {
        var pack = node.pack;
        if (pack == null || pack.size() < COMPRESSED_FROM) return;
        int size = pack.size();
        var room = new byte[size];
        int length = LZF.get().compress(pack.array(), 0, size, room, size);
        if (length <= 0 || length + COMPRESSED_BY >= size) return;
        node.count = pack.count();
        node.size = size;
        node.compressed = Arrays.copyOf(room, length);
        node.pack = null;
        weigh(node);
    }
}
