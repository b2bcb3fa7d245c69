package hearsay.node.keyspace;

import hearsay.node.config.ValueSettings;
import hearsay.node.encoding.Dictionary;
import hearsay.node.encoding.Dictionary.Node;
import hearsay.node.encoding.Hash;
import hearsay.node.encoding.Heap;
import hearsay.node.encoding.Intset;
import hearsay.node.encoding.Listpack;
import hearsay.node.resp.Decimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A set: strings without order, each once.
///
/// Few whole numbers are an intset; with anything else among them, a few short strings are a
/// listpack, in the order of their coming; everything else is a hash table. From intset to listpack
/// to table a set goes by itself when it outgrows `set-max-intset-entries`,
/// `set-max-listpack-entries` or `set-max-listpack-value`; from an intset that has too many numbers
/// at once to a table. It never goes back, but results of set operations begin anew.
///
/// Source: Redis 7.2, `t_set.c`.
public final class SetValue implements Value {

    /// Sees one member after the other.
    @FunctionalInterface
    public interface Visitor {

        /// A member.
        ///
        /// @param bytes which hold it only during this call
        /// @return whether to go on
        boolean member(byte[] bytes, int offset, int length);
    }

    /// A listpack never grows beyond this, whatever the settings allow: its header has four bytes
    /// for its length.
    private static final long LISTPACK_MAX = 1 << 30;

    /// As many numbers as an intset can count.
    private static final long INTSET_MAX = 1 << 30;

    /// The most that a number takes in a listpack.
    private static final int NUMBER_IN_LISTPACK = 10;

    /// An [Intset], a [Listpack], or a [Table]. One reference for all: small sets are many.
    private Object form;

    /// The set of these numbers, which are its own from now on.
    public SetValue(Intset numbers) {
        form = numbers;
    }

    /// The set of these members, none of which may stand there twice. The listpack is its own from
    /// now on.
    public SetValue(Listpack members) {
        form = members;
    }

    private SetValue(Table table) {
        form = table;
    }

    /// An empty hash table that is going to have so many members.
    public static SetValue table(int members) {
        return new SetValue(new Table(members));
    }

    /// An empty set in the encoding that suits its first member.
    ///
    /// @param expected how many there will be, at the most
    public static SetValue fitFor(
            byte[] bytes, int offset, int length, int expected, ValueSettings limits) {
        if (expected <= limits.setMaxIntsetEntries() && isNumber(bytes, offset, length)) {
            return new SetValue(new Intset());
        }
        if (expected <= limits.setMaxListpackEntries()) return new SetValue(new Listpack());
        return table(expected);
    }

    /// How many members there are.
    public int count() {
        return switch (form) {
            case Intset numbers -> numbers.count();
            case Listpack pack -> pack.count();
            default -> table().members.size();
        };
    }

    public boolean isEmpty() {
        return count() == 0;
    }

    /// The members, if they are an intset, or null. To be changed only here, but by whoever takes
    /// members out at random.
    public @Nullable Intset intset() {
        return form instanceof Intset numbers ? numbers : null;
    }

    /// The members, if they are a listpack, or null. As with [#intset].
    public @Nullable Listpack listpack() {
        return form instanceof Listpack pack ? pack : null;
    }

    /// The members, if they are a hash table, or null. To be changed only here.
    public @Nullable Dictionary<Node> members() {
        return form instanceof Table table ? table.members : null;
    }

    public boolean contains(byte[] bytes, int offset, int length) {
        return switch (form) {
            case Intset numbers ->
                    isNumber(bytes, offset, length)
                            && numbers.contains(Decimal.parse(bytes, offset, length));
            case Listpack pack -> pack.find(pack.first(), bytes, offset, length, 0) >= 0;
            default -> table().members.find(bytes, offset, length) != null;
        };
    }

    /// Becomes a table at once if so many members are about to come that the encoding is not for
    /// them, even if they are all here already.
    public void expect(int members, ValueSettings limits) {
        long most =
                switch (form) {
                    case Intset numbers -> limits.setMaxIntsetEntries();
                    case Listpack pack -> limits.setMaxListpackEntries();
                    default -> Long.MAX_VALUE;
                };
        if (members > most) toTable(members);
    }

    /// Adds a member, and goes over to another encoding if it must.
    ///
    /// @return whether it was not here yet
    public boolean add(byte[] bytes, int offset, int length, ValueSettings limits) {
        return switch (form) {
            case Intset numbers -> addToNumbers(numbers, bytes, offset, length, limits);
            case Listpack pack -> addToListpack(pack, bytes, offset, length, limits);
            default -> table().add(bytes, offset, length);
        };
    }

    private boolean addToNumbers(
            Intset set, byte[] bytes, int offset, int length, ValueSettings limits) {
        if (isNumber(bytes, offset, length)) {
            boolean added = set.add(Decimal.parse(bytes, offset, length));
            if (set.count() > intsetMax(limits)) toTable(set.count());
            return added;
        }
        if (fitsListpack(set, length, limits)) {
            toListpack(set).append(bytes, offset, length);
            compact();
            return true;
        }
        return toTable(set.count() + 1).add(bytes, offset, length);
    }

    private boolean addToListpack(
            Listpack pack, byte[] bytes, int offset, int length, ValueSettings limits) {
        if (pack.find(pack.first(), bytes, offset, length, 0) >= 0) return false;
        boolean fits =
                pack.count() < limits.setMaxListpackEntries()
                        && length <= limits.setMaxListpackValue()
                        && (long) pack.size() + length <= LISTPACK_MAX;
        if (!fits) return toTable(pack.count() + 1).add(bytes, offset, length);
        pack.append(bytes, offset, length);
        return true;
    }

    /// Whether these numbers and a text of that length are for a listpack.
    private static boolean fitsListpack(Intset set, int length, ValueSettings limits) {
        int longest = 0;
        if (set.count() > 0) {
            longest = Math.max(Decimal.length(set.min()), Decimal.length(set.max()));
        }
        return set.count() < limits.setMaxListpackEntries()
                && length <= limits.setMaxListpackValue()
                && longest <= limits.setMaxListpackValue()
                && (long) set.count() * NUMBER_IN_LISTPACK + length <= LISTPACK_MAX;
    }

    /// Adds a member to a [table][#table]. The array is its own from now on.
    ///
    /// @return false if it was here already
    public boolean addToTable(byte[] member) {
        return table().add(member);
    }

    /// Removes a member.
    ///
    /// @return whether it was here
    public boolean remove(byte[] bytes, int offset, int length) {
        return switch (form) {
            case Intset numbers ->
                    isNumber(bytes, offset, length)
                            && numbers.remove(Decimal.parse(bytes, offset, length));
            case Listpack pack -> remove(pack, bytes, offset, length);
            default -> table().remove(bytes, offset, length);
        };
    }

    private static boolean remove(Listpack pack, byte[] bytes, int offset, int length) {
        int at = pack.find(pack.first(), bytes, offset, length, 0);
        if (at >= 0) pack.delete(at);
        return at >= 0;
    }

    /// Takes a member out of a hash table.
    ///
    /// @param member one of the [#members]
    public void remove(Node member) {
        table().remove(member);
    }

    /// Shows all members, until the visitor has seen enough. It must not change this set.
    public void forEach(Visitor visitor) {
        switch (form) {
            case Intset numbers -> forEach(numbers, visitor);
            case Listpack pack -> forEach(pack, visitor);
            default -> table().forEach(visitor);
        }
    }

    private static void forEach(Intset numbers, Visitor visitor) {
        var text = new byte[StringValue.NUMBER_MAX];
        for (int i = 0; i < numbers.count(); i++) {
            int length = Decimal.write(numbers.at(i), text, 0);
            if (!visitor.member(text, 0, length)) return;
        }
    }

    private static void forEach(Listpack pack, Visitor visitor) {
        var text = new byte[64];
        for (int at = pack.first(); at >= 0; at = pack.next(at)) {
            int length = pack.length(at);
            if (length > text.length) text = new byte[length];
            pack.copyTo(at, text, 0);
            if (!visitor.member(text, 0, length)) return;
        }
    }

    /// Becomes an intset, if all members are numbers and not too many.
    public void toIntset(ValueSettings limits) {
        if (form instanceof Intset || count() > intsetMax(limits)) return;
        var made = new Intset();
        forEach((bytes, offset, length) -> {
            made.add(Decimal.parse(bytes, offset, length));
            return true;
        });
        made.compact();
        form = made;
    }

    /// Whether a member is a number that an intset can hold.
    public static boolean isNumber(byte[] bytes, int offset, int length) {
        return length <= StringValue.NUMBER_MAX && Decimal.isLong(bytes, offset, length);
    }

    /// Gives spare room back, where many members have come at once.
    public void compact() {
        if (form instanceof Intset numbers) numbers.compact();
        if (form instanceof Listpack pack) pack.compact();
    }

    @Override
    public String type() {
        return "set";
    }

    @Override
    public String encoding() {
        return switch (form) {
            case Intset numbers -> "intset";
            case Listpack pack -> "listpack";
            default -> "hashtable";
        };
    }

    @Override
    public long memory() {
        long held =
                switch (form) {
                    case Intset numbers -> numbers.memory();
                    case Listpack pack -> pack.memory();
                    default -> table().memory();
                };
        return Heap.object(4) + held;
    }

    @Override
    public SetValue copy() {
        if (form instanceof Intset numbers) return new SetValue(numbers.copy());
        if (form instanceof Listpack pack) return new SetValue(pack.copy());
        var copy = table(count());
        table().members.forEach(node -> copy.addToTable(node.key()));
        return copy;
    }

    private static long intsetMax(ValueSettings limits) {
        return Math.min(limits.setMaxIntsetEntries(), INTSET_MAX);
    }

    private Table table() {
        return (Table) form;
    }

    private Listpack toListpack(Intset set) {
        var made = new Listpack();
        for (int i = 0; i < set.count(); i++) made.append(set.at(i));
        form = made;
        return made;
    }

    private Table toTable(int room) {
        var made = new Table(Math.max(room, count()));
        forEach((bytes, offset, length) -> made.add(bytes, offset, length));
        form = made;
        return made;
    }

    private static final class Table {

        final Dictionary<Node> members = new Dictionary<>(Hash.seed());

        /// Bytes of heap that the members take.
        private long held;

        Table(int room) {
            members.expand(room);
        }

        boolean add(byte[] bytes, int offset, int length) {
            int hash = members.hash(bytes, offset, length);
            if (members.find(bytes, offset, length, hash) != null) return false;
            insert(new Node(Arrays.copyOfRange(bytes, offset, offset + length), hash));
            return true;
        }

        boolean add(byte[] member) {
            int hash = members.hash(member, 0, member.length);
            if (members.find(member, 0, member.length, hash) != null) return false;
            insert(new Node(member, hash));
            return true;
        }

        private void insert(Node node) {
            members.add(node);
            held += memory(node);
        }

        boolean remove(byte[] bytes, int offset, int length) {
            var node = members.find(bytes, offset, length);
            if (node == null) return false;
            remove(node);
            return true;
        }

        void remove(Node node) {
            members.remove(node);
            held -= memory(node);
        }

        void forEach(Visitor visitor) {
            members.anyMatch(node -> !visitor.member(node.key(), 0, node.key().length));
        }

        private static long memory(Node node) {
            return Heap.object(12) + Heap.bytes(node.key().length);
        }

        long memory() {
            return Heap.object(12) + members.memory() + held;
        }
    }
}
