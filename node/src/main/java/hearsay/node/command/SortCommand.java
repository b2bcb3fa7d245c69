package hearsay.node.command;

import static hearsay.node.command.Command.command;

import hearsay.node.encoding.Quicklist;
import hearsay.node.keyspace.HashValue;
import hearsay.node.keyspace.KeyspaceObserver.EventClass;
import hearsay.node.keyspace.ListValue;
import hearsay.node.keyspace.PackedSortedSet;
import hearsay.node.keyspace.RankedSortedSet;
import hearsay.node.keyspace.SetValue;
import hearsay.node.keyspace.SortedSetValue;
import hearsay.node.keyspace.StringValue;
import hearsay.node.keyspace.Value;
import hearsay.node.resp.Arguments;
import hearsay.node.resp.Doubles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// SORT and SORT_RO: the elements of a list, a set or a sorted set in order, or what other keys say
/// of them.
///
/// Source: Redis documentation of SORT.
final class SortCommand {

    // spotless:off
    static final List<Command> TABLE = List.of(
            command("SORT",    -2, "WRITE DENYOOM", "1 RO ACCESS; ? RO ACCESS; ?STORE OW UPDATE", call -> sort(call, false)).acl("SET SORTEDSET LIST DANGEROUS"),
            command("SORT_RO", -2, "READONLY",      "1 RO ACCESS; ? RO ACCESS",                   call -> sort(call, true)).acl("SET SORTEDSET LIST DANGEROUS"));
    // spotless:on

    /// The list that is stored is built as one of Redis' default shape.
    private static final int FILL = -2;

    private static final int DEPTH = 0;

    private final Call call;
    private final SortOptions options;

    private SortCommand(Call call, SortOptions options) {
        this.call = call;
        this.options = options;
    }

    /// What is sorted: an element, and by what.
    private static final class Item {
        final byte[] element;
        double score;
        byte @Nullable [] weight;

        Item(byte[] element) {
            this.element = element;
        }
    }

    /// Shows where in a SORT request the key is that it stores to. Words that may follow options
    /// are passed over; the last STORE counts.
    static boolean forStore(Arguments request, IntConsumer visitor) {
        int store = -1;
        for (int i = 2; i < request.count(); i++) {
            if (request.is(i, "LIMIT")) {
                i += 2;
            } else if (request.is(i, "GET") || request.is(i, "BY")) {
                i++;
            } else if (request.is(i, "STORE") && i + 1 < request.count()) {
                store = i + 1;
            }
        }
        if (store >= 0) visitor.accept(store);
        return store >= 0;
    }

    private static void sort(Call call, boolean onlyRead) {
        new SortCommand(call, SortOptions.parse(call, onlyRead)).run();
    }

    private void run() {
        var entry = call.read(1);
        // As in Redis, a sorted set is a skiplist once it has been sorted.
        if (entry != null && entry.value() instanceof PackedSortedSet packed) {
            call.db().replace(entry, new RankedSortedSet(packed));
        }
        var value = entry == null ? null : entry.value();
        boolean sorting = !options.keepsOrder();
        // A set has no order that replicas would have too.
        boolean ordered = !sorting && value instanceof SetValue && options.store > 0;
        var by = ordered ? null : options.pattern();
        boolean alphabetic = options.alphabetic || ordered;
        sorting |= ordered;

        var items = items(value, sorting);
        int from = options.from(items.size());
        int to = options.to(items.size());
        if (sorting) {
            weigh(items, by, alphabetic);
            order(items, by, alphabetic, from, to);
        }
        var chosen = items.subList(from, to);
        if (options.store > 0) {
            store(chosen);
        } else {
            reply(chosen);
        }
    }

    // The elements.

    /// All elements; if they are not going to be sorted, in the order in which they are wanted.
    private List<Item> items(@Nullable Value value, boolean sorting) {
        return all(value, options.descending && !sorting);
    }

    private static List<Item> all(@Nullable Value value, boolean backwards) {
        var items = new ArrayList<Item>();
        switch (value) {
            case null -> {}
            case ListValue list -> {
                if (list.size() == 0) break;
                for (var cursor = list.from(!backwards); cursor.isOnElement(); cursor.move()) {
                    items.add(new Item(cursor.pack().text(cursor.position())));
                }
            }
            case SetValue set ->
                    set.forEach((bytes, offset, length) -> {
                        items.add(new Item(Arrays.copyOfRange(bytes, offset, offset + length)));
                        return true;
                    });
            case SortedSetValue sorted -> {
                int first = backwards ? sorted.size() - 1 : 0;
                for (var cursor = sorted.at(first); cursor.isHere(); ) {
                    items.add(new Item(cursor.member()));
                    if (backwards) {
                        cursor.previous();
                    } else {
                        cursor.next();
                    }
                }
            }
            default -> throw CommandError.wrongType();
        }
        return items;
    }

    /// Finds out by what each element is sorted.
    private void weigh(List<Item> items, byte @Nullable [] by, boolean alphabetic) {
        boolean wrong = false;
        for (var item : items) {
            var weight = by == null ? item.element : lookUp(by, item.element);
            if (alphabetic) {
                item.weight = weight;
            } else if (weight != null) {
                item.score = Doubles.parseInRange(weight, 0, weight.length);
                wrong |= Double.isNaN(item.score);
            }
        }
        if (wrong) {
            throw new CommandError("ERR One or more scores can't be converted into double");
        }
    }

    // The order.

    private void order(
            List<Item> items, byte @Nullable [] by, boolean alphabetic, int from, int to) {
        var order = alphabetic ? alphabetically() : numerically();
        // Not reversed(): what is equal keeps its order.
        Comparator<Item> wanted =
                options.descending ? (one, other) -> -order.compare(one, other) : order;
        boolean all = from == 0 && to == items.size();
        if (by != null && !all) {
            PartialSort.sort(items, wanted, from, to);
        } else {
            items.sort(wanted);
        }
    }

    private Comparator<Item> alphabetically() {
        var bytes = bytes();
        return (one, other) -> {
            var left = one.weight;
            var right = other.weight;
            if (left == null || right == null) {
                return Boolean.compare(left != null, right != null);
            }
            return bytes.compare(left, right);
        };
    }

    /// What is stored is compared as it is; what is only replied as C compares strings, to their
    /// first zero byte.
    private Comparator<byte[]> bytes() {
        if (options.store > 0) return Arrays::compareUnsigned;
        return (one, other) -> Arrays.compareUnsigned(one, 0, zero(one), other, 0, zero(other));
    }

    private static int zero(byte[] text) {
        int at = 0;
        while (at < text.length && text[at] != 0) at++;
        return at;
    }

    private static Comparator<Item> numerically() {
        return (one, other) -> {
            if (one.score > other.score) return 1;
            if (one.score < other.score) return -1;
            return Arrays.compareUnsigned(one.element, other.element);
        };
    }

    // Other keys.

    /// What the pattern says of an element: the element itself, or the string, or the hash's field,
    /// under the key that the pattern makes of it; null if there is none.
    private byte @Nullable [] lookUp(byte[] pattern, byte[] element) {
        if (pattern.length == 1 && pattern[0] == '#') return element;
        int star = SortOptions.star(pattern);
        if (star < 0) return null;
        int arrow = arrow(pattern, star);
        int end = arrow < 0 ? pattern.length : arrow;
        var key = new byte[end - 1 + element.length];
        System.arraycopy(pattern, 0, key, 0, star);
        System.arraycopy(element, 0, key, star, element.length);
        System.arraycopy(pattern, star + 1, key, star + element.length, end - star - 1);
        var entry = call.db().read(key, 0, key.length);
        if (entry == null) return null;
        if (arrow < 0) return entry.value() instanceof StringValue string ? string.bytes() : null;
        if (!(entry.value() instanceof HashValue hash)) return null;
        return hash.get(pattern, arrow + 2, pattern.length - arrow - 2);
    }

    /// Where the `->` is that stands before a field, or -1. Nothing behind a zero byte counts.
    private static int arrow(byte[] pattern, int star) {
        int end = zero(pattern);
        for (int i = star + 1; i + 1 < end; i++) {
            if (pattern[i] == '-' && pattern[i + 1] == '>') return i + 2 < end ? i : -1;
        }
        return -1;
    }

    // The result.

    private void reply(List<Item> items) {
        var reply = call.reply();
        int each = Math.max(1, options.gets.size());
        reply.array(items.size() * each);
        for (var item : items) {
            if (options.gets.isEmpty()) reply.bulk(item.element);
            for (var pattern : options.gets) {
                var found = lookUp(pattern, item.element);
                if (found == null) {
                    reply.nil();
                } else {
                    reply.bulk(found);
                }
            }
        }
    }

    private void store(List<Item> items) {
        var elements = new Quicklist(FILL, DEPTH);
        for (var item : items) {
            if (options.gets.isEmpty()) push(elements, item.element);
            for (var pattern : options.gets) push(elements, lookUp(pattern, item.element));
        }
        int count = elements.count();
        if (count > 0) {
            keep(elements);
        } else {
            var old = call.asItStands(options.store);
            if (old != null) call.delete(old);
        }
        call.reply().integer(count);
    }

    private static void push(Quicklist elements, byte @Nullable [] element) {
        var bytes = element == null ? new byte[0] : element;
        elements.push(false, bytes, 0, bytes.length);
    }

    private void keep(Quicklist elements) {
        var list = new ListValue(elements);
        list.fit(call.server().settings().values().listMaxListpackSize());
        var entry = call.write(options.store);
        if (entry == null) {
            entry = call.add(options.store, list);
        } else {
            call.db().persist(entry);
            call.db().replace(entry, list);
        }
        call.changed(entry, EventClass.LIST, "sortstore");
    }
}
