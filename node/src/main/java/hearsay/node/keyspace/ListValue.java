package hearsay.node.keyspace;

import hearsay.node.encoding.Heap;
import hearsay.node.encoding.ListCursor;
import hearsay.node.encoding.Listpack;
import hearsay.node.encoding.Quicklist;
import hearsay.node.resp.Replies;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A list: strings in the order of their insertion.
///
/// As in Redis, a short one is a single `listpack`, a long one a `quicklist`. It becomes long when
/// it [grows][#growing] beyond what `list-max-listpack-size` allows, and short again only when it
/// has [shrunk][#shrunk] to half of that. Whoever changes it says so, because the setting is not
/// the list's.
///
/// Indices are counted from 0, and must be of elements that there are.
public final class ListValue implements Value {

    private static final long MEMORY = Heap.object(2 * 4);

    private Listpack small;
    private @Nullable Quicklist large;

    public ListValue() {
        this(new Listpack());
    }

    /// A short list with these elements. The listpack belongs to it from now on.
    public ListValue(Listpack elements) {
        small = elements;
    }

    /// A long list with these elements.
    public ListValue(Quicklist elements) {
        small = NONE;
        large = elements;
    }

    /// In the place of the listpack of a long list; never changed.
    private static final Listpack NONE = new Listpack();

    public int size() {
        return large == null ? small.count() : large.count();
    }

    /// The listpacks that it consists of.
    public int parts() {
        return large == null ? 1 : large.nodes();
    }

    // Growing and shrinking.

    /// So many elements are about to be added, of so many bytes together.
    ///
    /// @param fill `list-max-listpack-size`
    /// @param depth `list-compress-depth`
    public void growing(int elements, long bytes, int fill, int depth) {
        if (large != null) return;
        if (!Quicklist.isTooLarge(fill, small.size() + bytes, small.count() + elements)) return;
        large = new Quicklist(fill, depth);
        large.append(small);
        small = NONE;
    }

    /// Elements were removed, or have become shorter.
    ///
    /// @param fill `list-max-listpack-size`
    public void shrunk(int fill) {
        var only = large == null ? null : large.only();
        if (only == null || !Quicklist.isSmall(fill, only.size(), only.count())) return;
        small = only;
        large = null;
    }

    /// The list is new and complete: it becomes short if it is not too large for it.
    ///
    /// @param fill `list-max-listpack-size`
    public void fit(int fill) {
        var only = large == null ? null : large.only();
        if (only == null || !Quicklist.isWithin(fill, only.size(), only.count())) return;
        small = only;
        large = null;
    }

    // The ends.

    public void push(boolean first, byte[] bytes, int offset, int length) {
        if (large != null) {
            large.push(first, bytes, offset, length);
        } else if (first) {
            small.prepend(bytes, offset, length);
        } else {
            small.append(bytes, offset, length);
        }
    }

    /// Takes the first element out, or the last, and replies with it.
    public void pop(boolean first, Replies replies) {
        if (large != null) {
            large.pop(first, replies);
        } else {
            int at = first ? small.first() : small.last();
            small.reply(at, replies);
            small.delete(at);
        }
    }

    /// A cursor on the first element, or the last, on its way to the other end.
    public ListCursor from(boolean first) {
        return at(first ? 0 : size() - 1, !first);
    }

    /// A cursor on an element, on its way to the end, or backwards to the beginning.
    public ListCursor at(int index, boolean backwards) {
        if (large != null) return large.at(index, backwards);
        return new ListCursor(small, small.at(index), backwards);
    }

    /// Replies with so many elements, one after the other.
    public void reply(int index, int elements, boolean backwards, Replies replies) {
        if (backwards) {
            at(index, true).reply(elements, replies);
        } else if (large != null) {
            large.reply(index, elements, replies);
        } else {
            small.reply(small.at(index), elements, replies);
        }
    }

    // In the middle.

    /// Puts an element before or behind the one under the cursor, which is of no use afterwards.
    public void insert(ListCursor cursor, boolean before, byte[] bytes, int offset, int length) {
        if (large != null) {
            large.insert(cursor, before, bytes, offset, length);
        } else if (before) {
            small.insertBefore(cursor.position(), bytes, offset, length);
        } else {
            small.insertAfter(cursor.position(), bytes, offset, length);
        }
    }

    public void replace(int index, byte[] bytes, int offset, int length) {
        if (large != null) {
            large.replace(large.at(index, false), bytes, offset, length);
        } else {
            small.replace(small.at(index), bytes, offset, length);
        }
    }

    /// Takes so many elements out, from that index on.
    public void delete(int from, int elements) {
        if (elements == 0) return;
        if (large != null) {
            large.delete(from, elements);
        } else {
            small.delete(small.at(from), elements);
        }
    }

    // As a whole.

    /// Shows the listpacks that it is made of, in order; not to be changed.
    public void forEachPack(Consumer<Listpack> visitor) {
        if (large == null) {
            visitor.accept(small);
        } else {
            large.forEachPack(visitor);
        }
    }

    /// The same, one after the other, as long as nothing changes.
    public Iterator<Listpack> packIterator() {
        return large == null ? List.of(small).iterator() : large.packs();
    }

    /// The chain that a long list is; null for a short one. To be changed only here.
    public @Nullable Quicklist quicklist() {
        return large;
    }

    /// How many listpacks it is made of.
    public int packs() {
        return large == null ? 1 : large.nodes();
    }

    @Override
    public String type() {
        return "list";
    }

    @Override
    public String encoding() {
        return large == null ? "listpack" : "quicklist";
    }

    @Override
    public long memory() {
        return MEMORY + (large == null ? small.memory() : large.memory());
    }

    @Override
    public ListValue copy() {
        return large == null ? new ListValue(small.copy()) : new ListValue(large.copy());
    }
}
