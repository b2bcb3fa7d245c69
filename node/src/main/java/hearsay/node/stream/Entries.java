package hearsay.node.stream;

import hearsay.node.resp.Arguments;

/// The entries of a stream, in nodes.
///
/// Added at the end, taken from the front when the stream is trimmed, marked where they are when
/// somebody deletes them.
public final class Entries {

    private final Footprint footprint;
    private final ById<StreamNode> nodes;
    private long length;
    private StreamId firstId = StreamId.MIN;

    public Entries(Footprint footprint) {
        this.footprint = footprint;
        nodes = new ById<>(footprint);
    }

    /// How many there are that are not deleted.
    public long length() {
        return length;
    }

    public boolean isEmpty() {
        return length == 0;
    }

    public ById<StreamNode> nodes() {
        return nodes;
    }

    /// The first that is not deleted; 0-0 if there is none.
    public StreamId firstId() {
        return firstId;
    }

    /// The last that is not deleted; 0-0 if there is none.
    public StreamId lastId() {
        var walk = backward(StreamId.MIN, StreamId.MAX);
        return walk.next() ? walk.id() : StreamId.MIN;
    }

    /// The first that still lies here, deleted or not; the last of all ids if there is none.
    public StreamId edge() {
        var walk = new Walk(nodes, StreamId.MIN, StreamId.MAX, false, true);
        return walk.next() ? walk.id() : StreamId.MAX;
    }

    public Walk forward(StreamId from, StreamId to) {
        return new Walk(nodes, from, to, false, false);
    }

    public Walk backward(StreamId from, StreamId to) {
        return new Walk(nodes, from, to, true, false);
    }

    public boolean contains(StreamId id) {
        return forward(id, id).next();
    }

    /// Adds an entry after all others.
    ///
    /// @param from the word with the first field; value, field, value follow
    public void append(StreamId id, Arguments words, int from, int fields, NodeLimits limits) {
        long text = 0;
        for (int i = from; i < from + 2 * fields; i++) text += words.length(i);
        var node = nodes.last();
        if (node == null || limits.isFull(node, text)) {
            if (node != null) compact(node);
            node = StreamNode.of(id, words, from, fields);
            // Only what is deleted can be at a place that is given again, after XSETID.
            var old = nodes.find(id.ms(), id.seq());
            if (old != null) remove(old);
            nodes.add(node);
            footprint.add(node.memory());
        }
        long before = node.memory();
        node.append(id, words, from, fields);
        footprint.add(node.memory() - before);
        length++;
        if (length == 1) firstId = id;
    }

    /// Takes over a node as it was read from elsewhere, if its place is free.
    public boolean add(StreamNode node) {
        if (!nodes.add(node)) return false;
        footprint.add(node.memory());
        length += node.live();
        return true;
    }

    /// Whether entries that are not deleted come in the order of their ids, as those of a stranger
    /// may not.
    public boolean isInOrder() {
        var last = StreamId.MIN;
        var walk = forward(StreamId.MIN, StreamId.MAX);
        for (boolean first = true; walk.next(); first = false) {
            if (!first && !walk.id().isAfter(last)) return false;
            last = walk.id();
        }
        return true;
    }

    /// Deletes one, if it is there.
    public boolean delete(StreamId id) {
        var walk = forward(id, id);
        if (!walk.next()) return false;
        var node = walk.node();
        if (node.live() == 1) {
            remove(node);
        } else {
            long before = node.memory();
            node.mark(walk.flagsAt());
            node.countDeleted(1);
            footprint.add(node.memory() - before);
            length--;
        }
        if (id.equals(firstId)) findFirst();
        return true;
    }

    /// Removes entries from the front.
    ///
    /// @return how many
    public long trim(Trim trim) {
        long removed = 0;
        for (var node = nodes.first(); node != null; node = nodes.first()) {
            if (trim.isEnough(length)) break;
            long live = node.live();
            if (trim.limit() > 0 && removed + live > trim.limit()) break;
            if (trim.takes(node, length)) {
                remove(node);
                removed += live;
            } else {
                if (!trim.approximate()) removed += trimWithin(node, trim);
                break;
            }
        }
        if (removed > 0) findFirst();
        return removed;
    }

    public void copyTo(Entries other) {
        nodes.forEach(node -> other.add(node.copy()));
        other.firstId = firstId;
    }

    /// Looks for the first entry anew.
    public void findFirst() {
        var walk = forward(StreamId.MIN, StreamId.MAX);
        firstId = walk.next() ? walk.id() : StreamId.MIN;
    }

    /// Marks entries of the first node, last ones first: a mark may move what stands behind it.
    private long trimWithin(StreamNode node, Trim trim) {
        var marks = new int[(int) node.live()];
        int count = 0;
        var walk = new Walk(nodes, StreamId.MIN, StreamId.MAX, false, true);
        while (count < marks.length && walk.next() && walk.node() == node) {
            if (trim.stopsAt(walk, length - count)) break;
            if (!walk.isDeleted()) marks[count++] = walk.flagsAt();
        }
        long before = node.memory();
        for (int i = count - 1; i >= 0; i--) node.mark(marks[i]);
        node.countDeleted(count);
        footprint.add(node.memory() - before);
        length -= count;
        return count;
    }

    private void remove(StreamNode node) {
        length -= node.live();
        footprint.add(-node.memory());
        nodes.remove(node.ms, node.seq);
    }

    private void compact(StreamNode node) {
        footprint.add(-node.memory());
        node.entries().compact();
        footprint.add(node.memory());
    }
}
