package hearsay.node.keyspace;

import hearsay.node.config.ValueSettings;
import hearsay.node.encoding.Dictionary;
import hearsay.node.encoding.Hash;
import hearsay.node.encoding.Heap;
import hearsay.node.encoding.Listpack;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// A hash: fields, each with a value.
///
/// A small one is a listpack in which fields and values alternate, in the order of their coming.
/// With more than `hash-max-listpack-entries` fields, or a field or value of more than
/// `hash-max-listpack-value` bytes, it becomes a hash table, and stays one.
///
/// Source: Redis, `t_hash.c`.
public final class HashValue implements Value {

    /// A listpack never grows beyond this, whatever the settings allow: its header has four bytes
    /// for its length.
    private static final long LISTPACK_MAX = 1 << 30;

    /// A [Listpack] or a [Table]. One reference for both: small hashes are many.
    private Object form;

    /// An empty hash. A key never has one for longer than it takes to set its first field.
    public HashValue() {
        this(new Listpack());
    }

    /// The hash of these fields and values, which alternate; no field may stand there twice. The
    /// listpack is its own from now on.
    public HashValue(Listpack pairs) {
        form = pairs;
    }

    private HashValue(Table table) {
        form = table;
    }

    /// An empty hash table that is going to have so many fields.
    public static HashValue table(int fields) {
        return new HashValue(new Table(fields));
    }

    /// How many fields there are.
    public int count() {
        return form instanceof Listpack pairs ? pairs.count() / 2 : table().fields.size();
    }

    /// The fields and values of a small hash, which alternate; null for a large one. To be changed
    /// only here.
    public @Nullable Listpack listpack() {
        return form instanceof Listpack pairs ? pairs : null;
    }

    /// The fields of a large hash; null for a small one. To be changed only here.
    public @Nullable Dictionary<Field> fields() {
        return form instanceof Table table ? table.fields : null;
    }

    /// A copy of the value of a field, or null.
    public byte @Nullable [] get(byte[] bytes, int offset, int length) {
        if (form instanceof Listpack pairs) {
            int at = position(pairs, bytes, offset, length);
            return at < 0 ? null : pairs.text(at);
        }
        var field = table().fields.find(bytes, offset, length);
        return field == null ? null : field.value.clone();
    }

    /// Where in the [#listpack] the value of a field is, or -1.
    public static int position(Listpack pairs, byte[] bytes, int offset, int length) {
        int at = pairs.find(pairs.first(), bytes, offset, length, 1);
        return at < 0 ? -1 : pairs.next(at);
    }

    public boolean has(byte[] bytes, int offset, int length) {
        if (form instanceof Listpack pairs) {
            return pairs.find(pairs.first(), bytes, offset, length, 1) >= 0;
        }
        return table().fields.find(bytes, offset, length) != null;
    }

    /// The length of a field's value, 0 if there is no such field.
    public int length(byte[] bytes, int offset, int length) {
        if (form instanceof Listpack pairs) {
            int at = position(pairs, bytes, offset, length);
            return at < 0 ? 0 : pairs.length(at);
        }
        var field = table().fields.find(bytes, offset, length);
        return field == null ? 0 : field.value.length;
    }

    /// Becomes a table at once if so many fields, or something of so many bytes, are too much for a
    /// listpack.
    ///
    /// @param fields that are about to be set
    /// @param longest of their fields and values, in bytes
    /// @param sum of their lengths
    public void expect(int fields, int longest, long sum, ValueSettings limits) {
        if (!(form instanceof Listpack pairs)) return;
        if (fields > limits.hashMaxListpackEntries()) {
            toTable(fields);
        } else if (longest > limits.hashMaxListpackValue() || pairs.size() + sum > LISTPACK_MAX) {
            toTable(count());
        }
    }

    /// Sets a field, and becomes a table if that makes it too large for a listpack.
    ///
    /// @return whether the field is new
    public boolean set(
            byte[] bytes,
            int offset,
            int length,
            byte[] value,
            int valueOffset,
            int valueLength,
            ValueSettings limits) {
        if (!(form instanceof Listpack pairs)) {
            return table().set(bytes, offset, length, value, valueOffset, valueLength);
        }
        long max = limits.hashMaxListpackValue();
        if (length > max || valueLength > max) {
            return toTable(count()).set(bytes, offset, length, value, valueOffset, valueLength);
        }
        int at = position(pairs, bytes, offset, length);
        if (at >= 0) {
            pairs.replace(at, value, valueOffset, valueLength);
        } else {
            pairs.append(bytes, offset, length);
            pairs.append(value, valueOffset, valueLength);
        }
        if (count() > limits.hashMaxListpackEntries()) toTable(count());
        return at < 0;
    }

    /// Sets a field of a hash [table][#table] that it does not have yet. The arrays are its own
    /// from now on.
    ///
    /// @return false if it has it, and nothing was done
    public boolean add(byte[] field, byte[] value) {
        return table().add(field, value);
    }

    /// Removes a field and its value.
    ///
    /// @return whether the field was there
    public boolean remove(byte[] bytes, int offset, int length) {
        if (!(form instanceof Listpack pairs)) return table().remove(bytes, offset, length);
        int at = pairs.find(pairs.first(), bytes, offset, length, 1);
        if (at >= 0) pairs.delete(at, 2);
        return at >= 0;
    }

    /// Gives spare room back, where many fields have come at once.
    public void compact() {
        if (form instanceof Listpack pairs) pairs.compact();
    }

    /// Shows copies of all fields and values.
    public void forEach(BiConsumer<byte[], byte[]> visitor) {
        if (!(form instanceof Listpack pairs)) {
            table().fields
                    .forEach(field -> visitor.accept(field.key().clone(), field.value.clone()));
            return;
        }
        for (int at = pairs.first(); at >= 0; ) {
            int value = pairs.next(at);
            visitor.accept(pairs.text(at), pairs.text(value));
            at = pairs.next(value);
        }
    }

    @Override
    public String type() {
        return "hash";
    }

    @Override
    public String encoding() {
        return form instanceof Listpack ? "listpack" : "hashtable";
    }

    @Override
    public long memory() {
        long held = form instanceof Listpack pairs ? pairs.memory() : table().memory();
        return Heap.object(4) + held;
    }

    @Override
    public HashValue copy() {
        if (form instanceof Listpack pairs) return new HashValue(pairs.copy());
        var copy = table(count());
        table().fields.forEach(field -> copy.add(field.key(), field.value.clone()));
        return copy;
    }

    private Table table() {
        return (Table) form;
    }

    private Table toTable(int room) {
        var pairs = (Listpack) form;
        var made = new Table(Math.max(room, count()));
        for (int at = pairs.first(); at >= 0; ) {
            int value = pairs.next(at);
            made.add(pairs.text(at), pairs.text(value));
            at = pairs.next(value);
        }
        form = made;
        return made;
    }

    /// A field of a large hash.
    public static final class Field extends Dictionary.Node {

        private byte[] value;

        private Field(byte[] key, int hash, byte[] value) {
            super(key, hash);
            this.value = value;
        }

        /// The value's bytes; not to be changed.
        public byte[] value() {
            return value;
        }

        private long memory() {
            return Heap.object(16) + Heap.bytes(key().length) + Heap.bytes(value.length);
        }
    }

    private static final class Table {

        final Dictionary<Field> fields = new Dictionary<>(Hash.seed());

        /// Bytes of heap that the fields take.
        private long held;

        Table(int room) {
            fields.expand(room);
        }

        boolean set(
                byte[] bytes,
                int offset,
                int length,
                byte[] value,
                int valueOffset,
                int valueLength) {
            int hash = fields.hash(bytes, offset, length);
            var field = fields.find(bytes, offset, length, hash);
            if (field == null) {
                var key = Arrays.copyOfRange(bytes, offset, offset + length);
                var copied = Arrays.copyOfRange(value, valueOffset, valueOffset + valueLength);
                insert(new Field(key, hash, copied));
                return true;
            }
            if (field.value.length == valueLength) {
                System.arraycopy(value, valueOffset, field.value, 0, valueLength);
            } else {
                held -= field.memory();
                field.value = Arrays.copyOfRange(value, valueOffset, valueOffset + valueLength);
                held += field.memory();
            }
            return false;
        }

        boolean add(byte[] key, byte[] value) {
            int hash = fields.hash(key, 0, key.length);
            if (fields.find(key, 0, key.length, hash) != null) return false;
            insert(new Field(key, hash, value));
            return true;
        }

        private void insert(Field field) {
            fields.add(field);
            held += field.memory();
        }

        boolean remove(byte[] bytes, int offset, int length) {
            var field = fields.find(bytes, offset, length);
            if (field == null) return false;
            fields.remove(field);
            held -= field.memory();
            return true;
        }

        long memory() {
            return Heap.object(12) + fields.memory() + held;
        }
    }
}
