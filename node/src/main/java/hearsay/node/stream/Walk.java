package hearsay.node.stream;

import hearsay.node.encoding.Listpack;
import hearsay.node.resp.Replies;
import org.jspecify.annotations.Nullable;

/// A walk over the entries of a stream between two ids, both included, in one direction. Nobody
/// changes the stream meanwhile.
///
///     var walk = entries.forward(from, to);
///     while (walk.next()) walk.addTo(reply);
public final class Walk {

    private final ById<StreamNode> nodes;
    private final StreamId from;
    private final StreamId to;
    private final boolean backward;
    private final boolean withDeleted;
    private @Nullable StreamNode node;

    /// The element after an entry (forward) or the last one of it (backward) to come; -1 for none.
    private int at = -1;

    private int masterFields;
    private int flagsAt;
    private long flags;
    private long ms;
    private long seq;
    private int fields;
    private int contentAt;

    Walk(
            ById<StreamNode> nodes,
            StreamId from,
            StreamId to,
            boolean backward,
            boolean withDeleted) {
        this.nodes = nodes;
        this.from = from;
        this.to = to;
        this.backward = backward;
        this.withDeleted = withDeleted;
        enter(backward ? nodes.floor(to.ms(), to.seq()) : firstNode());
    }

    /// Goes to the next entry; false at the end.
    public boolean next() {
        while (node != null) {
            if (at < 0) {
                enter(backward ? nodes.lower(node.ms, node.seq) : nodes.higher(node.ms, node.seq));
                continue;
            }
            read(node);
            // A deleted one ends nothing: after XSETID it may be greater than those behind it.
            if (isDeleted() && !withDeleted) continue;
            if (backward ? isAfter(to) : isBefore(from)) continue;
            if (backward ? !isBefore(from) : !isAfter(to)) return true;
            node = null;
        }
        return false;
    }

    public long ms() {
        return ms;
    }

    public long seq() {
        return seq;
    }

    public StreamId id() {
        return new StreamId(ms, seq);
    }

    public int fields() {
        return fields;
    }

    boolean isDeleted() {
        return (flags & StreamNode.DELETED) != 0;
    }

    int flagsAt() {
        return flagsAt;
    }

    StreamNode node() {
        if (node == null) throw new IllegalStateException("the walk is over");
        return node;
    }

    /// Replies the entry: its id, then fields and values in turn.
    public void addTo(Replies replies) {
        replies.array(2);
        replies.id(ms, seq);
        replies.array(2L * fields);
        visit((entries, element) -> entries.reply(element, replies));
    }

    /// Shows one element of a listpack.
    @FunctionalInterface
    public interface Visitor {
        void element(Listpack listpack, int at);
    }

    /// Shows field, value, field, value … of the entry.
    public void visit(Visitor visitor) {
        var entries = node().entries();
        boolean same = (flags & StreamNode.SAME_FIELDS) != 0;
        int fieldAt = same ? node().firstFieldAt() : 0;
        int element = contentAt;
        for (int i = 0; i < fields; i++) {
            if (same) {
                visitor.element(entries, fieldAt);
                fieldAt = entries.next(fieldAt);
            } else {
                visitor.element(entries, element);
                element = entries.next(element);
            }
            visitor.element(entries, element);
            element = entries.next(element);
        }
    }

    private @Nullable StreamNode firstNode() {
        var holding = nodes.floor(from.ms(), from.seq());
        return holding != null ? holding : nodes.first();
    }

    private void enter(@Nullable StreamNode newNode) {
        node = newNode;
        if (newNode == null) return;
        var entries = newNode.entries();
        masterFields = newNode.masterFields();
        at = backward ? beforeMaster(entries, entries.last()) : entries.next(newNode.masterEnd());
    }

    /// Reads the entry at hand, and finds where the next one is.
    private void read(StreamNode in) {
        var entries = in.entries();
        flagsAt = at;
        if (backward) {
            for (long pieces = entries.number(at); pieces > 0; pieces--) {
                flagsAt = entries.previous(flagsAt);
            }
        }
        flags = entries.number(flagsAt);
        int msAt = entries.next(flagsAt);
        int seqAt = entries.next(msAt);
        ms = in.ms + entries.number(msAt);
        seq = in.seq + entries.number(seqAt);
        contentAt = entries.next(seqAt);
        boolean same = (flags & StreamNode.SAME_FIELDS) != 0;
        fields = masterFields;
        if (!same) {
            fields = (int) entries.number(contentAt);
            contentAt = entries.next(contentAt);
        }
        if (backward) {
            at = beforeMaster(entries, entries.previous(flagsAt));
        } else {
            at = contentAt;
            for (int i = same ? fields : 2 * fields; i > 0; i--) at = entries.next(at);
            at = entries.next(at);
        }
    }

    /// The element itself if it ends an entry, -1 if it ends the master entry.
    private static int beforeMaster(Listpack entries, int end) {
        return entries.number(end) == 0 ? -1 : end;
    }

    private boolean isBefore(StreamId id) {
        return StreamId.compare(ms, seq, id.ms(), id.seq()) < 0;
    }

    private boolean isAfter(StreamId id) {
        return StreamId.compare(ms, seq, id.ms(), id.seq()) > 0;
    }
}
