package hearsay.node.encoding;

import hearsay.node.encoding.Quicklist.Node;
import hearsay.node.resp.Replies;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A place in a list, which moves from element to element in one direction: through one [Listpack],
/// or through the listpacks of a [Quicklist].
///
/// Only what it does itself may change the list meanwhile.
public final class ListCursor {

    private final @Nullable Quicklist list;
    private final boolean backwards;
    private @Nullable Node node;
    private Listpack pack;
    private int at;
    private boolean changing;

    /// A cursor on the element at that position of a listpack that is a list by itself.
    public ListCursor(Listpack pack, int at, boolean backwards) {
        this.list = null;
        this.pack = pack;
        this.at = at;
        this.backwards = backwards;
    }

    ListCursor(Quicklist list, Node node, Listpack pack, int at, boolean backwards) {
        this.list = list;
        this.node = node;
        this.pack = pack;
        this.at = at;
        this.backwards = backwards;
    }

    /// Whether it is on an element; not any more behind the last one.
    public boolean isOnElement() {
        return at >= 0;
    }

    /// The listpack it is in.
    public Listpack pack() {
        return pack;
    }

    /// Where in the listpack it is.
    public int position() {
        return at;
    }

    /// Moves on to the next element, if there is one.
    public void move() {
        at = backwards ? pack.previous(at) : pack.next(at);
        if (at < 0) enterNext();
    }

    public boolean equals(byte[] bytes, int offset, int length) {
        return pack.equals(at, bytes, offset, length);
    }

    /// Replies with this element and those behind it, `elements` in all.
    public void reply(int elements, Replies replies) {
        int rest = elements;
        while (rest > 0 && at >= 0) {
            if (backwards) {
                pack.reply(at, replies);
                rest--;
                move();
            } else {
                rest -= pack.reply(at, rest, replies);
                enterNext();
            }
        }
    }

    /// Takes the element out and moves on to the next.
    public void delete() {
        int following = own().delete(at);
        at = following;
        if (backwards) at = following < 0 ? pack.last() : pack.previous(following);
        var current = node;
        if (list == null || current == null) return;
        // Its neighbours, before it is gone.
        var neighbour = backwards ? current.previous : current.next;
        list.deleted(current);
        if (pack.isEmpty()) changing = false;
        if (at < 0) enter(neighbour);
    }

    /// Says that nothing more will be changed here.
    public void settle() {
        if (!changing) return;
        changing = false;
        if (list != null && node != null) list.changed(node);
    }

    /// Whether there is no element before it in its listpack, or none behind it.
    boolean isAtEdge(boolean before) {
        return before ? at == pack.first() : pack.next(at) < 0;
    }

    Node node() {
        return Objects.requireNonNull(node);
    }

    /// The listpack, to be changed.
    Listpack own() {
        changing = true;
        if (node != null) node.own(pack);
        return pack;
    }

    private void enterNext() {
        enter(node == null ? null : backwards ? node.previous : node.next);
    }

    private void enter(@Nullable Node other) {
        settle();
        at = -1;
        node = other;
        if (other == null) return;
        pack = other.open();
        at = backwards ? pack.last() : pack.first();
    }
}
