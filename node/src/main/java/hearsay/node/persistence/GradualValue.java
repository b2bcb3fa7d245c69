package hearsay.node.persistence;

import hearsay.node.encoding.Dictionary;
import hearsay.node.encoding.Listpack;
import hearsay.node.keyspace.HashValue;
import hearsay.node.keyspace.ListValue;
import hearsay.node.keyspace.RankedSortedSet;
import hearsay.node.keyspace.SetValue;
import hearsay.node.keyspace.SortedSetValue;
import hearsay.node.keyspace.StreamValue;
import hearsay.node.keyspace.StringValue;
import hearsay.node.keyspace.Value;
import hearsay.node.stream.StreamNode;
import java.util.Iterator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A large value on its way into an RDB, piece by piece. It must not change before it is written,
/// or [given up][#giveUp]; it may be read.
///
/// A long string is written without compression, which cannot stop in the middle.
public abstract class GradualValue {

    /// A value that holds no more than this is written at once, in a few milliseconds.
    private static final long SMALL = 512 * 1024;

    private static final int STRING_PIECE = 64 * 1024;

    /// Buckets of a table may be empty: then there is work without bytes.
    private static final int BUCKETS_AT_ONCE = 4096;

    private GradualValue() {}

    /// Whether a value is so large that it should be written in pieces.
    public static boolean isLarge(Value value) {
        return value.memory() > SMALL;
    }

    /// Begins to write a key and its value; attributes must have been written before.
    public static GradualValue begin(byte[] key, Value value, RdbWriter out) {
        out.begin(ValueWriter.type(value), key);
        return switch (value) {
            case StringValue.Raw string -> new OfString(string, out);
            case ListValue list -> new OfList(list, out);
            case SetValue set when set.members() != null ->
                    new OfTable<>(set.members(), node -> out.string(node.key()), out);
            case HashValue hash when hash.fields() != null ->
                    new OfTable<>(
                            hash.fields(),
                            field -> {
                                out.string(field.key());
                                out.string(field.value());
                            },
                            out);
            case RankedSortedSet set -> new OfSortedSet(set, out);
            case StreamValue stream -> new OfStream(stream, out);
            default -> new AtOnce(value, out);
        };
    }

    /// Writes on, about so many bytes.
    ///
    /// @return whether there is more
    public abstract boolean write(long bytes);

    /// Writes all that is left.
    public final void finish() {
        while (write(Long.MAX_VALUE / 2)) {}
    }

    /// The value may change again; what was written of it is of no use.
    public void giveUp() {}

    /// What is one text however large it is.
    private static final class AtOnce extends GradualValue {

        private final Value value;
        private final RdbWriter out;

        AtOnce(Value value, RdbWriter out) {
            this.value = value;
            this.out = out;
        }

        @Override
        public boolean write(long bytes) {
            ValueWriter.write(value, out);
            return false;
        }
    }

    private static final class OfString extends GradualValue {

        private final StringValue.Raw string;
        private final RdbWriter out;
        private int at;

        OfString(StringValue.Raw string, RdbWriter out) {
            this.string = string;
            this.out = out;
            out.length(string.length());
        }

        @Override
        public boolean write(long bytes) {
            int size = (int) Math.min(string.length() - at, Math.max(bytes, STRING_PIECE));
            out.raw(string.array(), at, size);
            at += size;
            return at < string.length();
        }
    }

    private static final class OfTable<N extends Dictionary.Node> extends GradualValue {

        private final Dictionary<N> table;
        private final Consumer<N> element;
        private final RdbWriter out;
        private int place;

        OfTable(Dictionary<N> table, Consumer<N> element, RdbWriter out) {
            this.table = table;
            this.element = element;
            this.out = out;
            table.hold();
            out.length(table.size());
        }

        @Override
        public boolean write(long bytes) {
            long limit = out.written() + bytes;
            int buckets = 0;
            do {
                place = table.walk(place, element);
                buckets++;
            } while (place != 0 && out.written() < limit && buckets < BUCKETS_AT_ONCE);
            if (place != 0) return true;
            table.release();
            return false;
        }

        @Override
        public void giveUp() {
            table.release();
        }
    }

    private static final class OfList extends GradualValue {

        private final Iterator<Listpack> packs;
        private final RdbWriter out;

        OfList(ListValue list, RdbWriter out) {
            packs = list.packIterator();
            this.out = out;
            out.length(list.packs());
        }

        @Override
        public boolean write(long bytes) {
            for (long limit = out.written() + bytes; packs.hasNext() && out.written() < limit; ) {
                ValueWriter.pack(packs.next(), out);
            }
            return packs.hasNext();
        }
    }

    private static final class OfSortedSet extends GradualValue {

        private final SortedSetValue.Cursor place;
        private final RdbWriter out;

        OfSortedSet(RankedSortedSet set, RdbWriter out) {
            place = set.at(set.size() - 1);
            this.out = out;
            out.length(set.size());
        }

        @Override
        public boolean write(long bytes) {
            for (long limit = out.written() + bytes; place.isHere() && out.written() < limit; ) {
                ValueWriter.member(place, out);
                place.previous();
            }
            return place.isHere();
        }
    }

    /// Its nodes in pieces, its groups at once.
    private static final class OfStream extends GradualValue {

        private final StreamValue stream;
        private final StreamWriter writer;
        private final RdbWriter out;
        private @Nullable StreamNode node;

        OfStream(StreamValue stream, RdbWriter out) {
            this.stream = stream;
            this.out = out;
            writer = new StreamWriter(out);
            writer.begin(stream);
            node = stream.entries().nodes().first();
        }

        @Override
        public boolean write(long bytes) {
            long limit = out.written() + bytes;
            for (var next = node; next != null && out.written() < limit; next = node) {
                writer.node(next);
                node = stream.entries().nodes().higher(next.ms(), next.seq());
            }
            if (node != null) return true;
            writer.end(stream);
            return false;
        }
    }
}
