package hearsay.node.stream;

import hearsay.node.encoding.Heap;
import hearsay.node.encoding.Listpack;
import hearsay.node.resp.Arguments;

/// A stretch of a stream: a listpack with some entries, laid out as Redis does, since the RDB has
/// these bytes as they are.
///
/// ```
/// live │ deleted │ n │ field 1 … field n │ 0                   the master entry
/// flags │ ms │ seq │ value 1 … value n │ pieces                an entry with the master's fields
/// flags │ ms │ seq │ n │ field 1 │ value 1 … │ pieces          an entry with its own
/// ```
///
/// Ids are differences to the node's own id, that of the first entry it was made for. `pieces` is
/// how many elements the entry has before it, to walk backwards; the master's 0 is the end of that.
/// An entry that is deleted stays, with a flag, as long as there is a live one in its node.
///
/// Source: Redis documentation, "Streams"; `stream.h` and `rdb` of Redis 7.2 for the bytes.
public final class StreamNode extends Identified {

    static final int DELETED = 1;
    static final int SAME_FIELDS = 2;

    static final long BYTES = Heap.object(2 * 8 + 4);

    private final Listpack entries;

    public StreamNode(long ms, long seq, Listpack entries) {
        super(ms, seq);
        this.entries = entries;
    }

    /// A node with a master entry, and nothing else yet.
    static StreamNode of(StreamId id, Arguments words, int from, int fields) {
        var entries = new Listpack();
        entries.append(0);
        entries.append(0);
        entries.append(fields);
        for (int i = 0; i < fields; i++) append(entries, words, from + 2 * i);
        entries.append(0);
        return new StreamNode(id.ms(), id.seq(), entries);
    }

    /// The bytes of this node; whoever changes them keeps their order.
    public Listpack entries() {
        return entries;
    }

    /// Entries that are not deleted.
    public long live() {
        return entries.number(entries.first());
    }

    public long deleted() {
        return entries.number(deletedAt());
    }

    int fieldCountAt() {
        return entries.next(deletedAt());
    }

    int masterFields() {
        return (int) entries.number(fieldCountAt());
    }

    int firstFieldAt() {
        return entries.next(fieldCountAt());
    }

    /// Where the master entry's 0 stands, behind which the entries begin.
    int masterEnd() {
        int at = firstFieldAt();
        for (int i = masterFields(); i > 0; i--) at = entries.next(at);
        return at;
    }

    /// Adds an entry: field, value, field, value.
    void append(StreamId id, Arguments words, int from, int fields) {
        boolean same = hasFields(words, from, fields);
        entries.replace(entries.first(), live() + 1);
        entries.append(same ? SAME_FIELDS : 0);
        entries.append(id.ms() - ms);
        entries.append(id.seq() - seq);
        if (!same) entries.append(fields);
        for (int i = 0; i < fields; i++) {
            if (!same) append(entries, words, from + 2 * i);
            append(entries, words, from + 2 * i + 1);
        }
        entries.append(same ? 3 + fields : 4 + 2L * fields);
    }

    /// Marks the entry whose flags stand at `flagsAt` as deleted; to be counted by [#countDeleted].
    void mark(int flagsAt) {
        entries.replace(flagsAt, entries.number(flagsAt) | DELETED);
    }

    /// So many entries have been marked. Positions in the listpack are not valid any more.
    void countDeleted(long count) {
        entries.replace(entries.first(), live() - count);
        entries.replace(deletedAt(), deleted() + count);
    }

    /// The id of its last entry, deleted or not.
    StreamId lastId() {
        int at = entries.last();
        for (long pieces = entries.number(at); pieces > 0; pieces--) at = entries.previous(at);
        int msAt = entries.next(at);
        return new StreamId(ms + entries.number(msAt), seq + entries.number(entries.next(msAt)));
    }

    StreamNode copy() {
        return new StreamNode(ms, seq, entries.copy());
    }

    long memory() {
        return BYTES + entries.memory();
    }

    private int deletedAt() {
        return entries.next(entries.first());
    }

    private boolean hasFields(Arguments words, int from, int fields) {
        if (fields != masterFields()) return false;
        int at = firstFieldAt();
        for (int i = from; i < from + 2 * fields; i += 2) {
            if (!entries.equals(at, words.buffer(), words.offset(i), words.length(i))) return false;
            at = entries.next(at);
        }
        return true;
    }

    private static void append(Listpack entries, Arguments words, int index) {
        entries.append(words.buffer(), words.offset(index), words.length(index));
    }
}
