package hearsay.node.command;

import static hearsay.node.command.Command.command;

import hearsay.node.encoding.ListCursor;
import hearsay.node.keyspace.Entry;
import hearsay.node.keyspace.KeyspaceObserver.EventClass;
import hearsay.node.keyspace.ListValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Commands on lists that do not wait. Those that move elements from one list to another, or take
/// them from one of several, are in [ListMoves].
///
/// Source: Redis documentation, "List commands".
final class ListCommands {

    // spotless:off
    static final List<Command> TABLE = List.of(
            command("LINDEX",   3, "READONLY",           "1 RO ACCESS",        ListCommands::lIndex),
            command("LINSERT",  5, "WRITE DENYOOM",      "1 RW INSERT",        ListCommands::lInsert),
            command("LLEN",     2, "READONLY FAST",      "1 RO",               ListCommands::lLen),
            command("LPOP",    -2, "WRITE FAST",         "1 RW ACCESS DELETE", call -> pop(call, true)),
            command("LPOS",    -3, "READONLY",           "1 RO ACCESS",        ListPositions::lPos),
            command("LPUSH",   -3, "WRITE DENYOOM FAST", "1 RW INSERT",        call -> push(call, true, false)),
            command("LPUSHX",  -3, "WRITE DENYOOM FAST", "1 RW INSERT",        call -> push(call, true, true)),
            command("LRANGE",   4, "READONLY",           "1 RO ACCESS",        ListCommands::lRange),
            command("LREM",     4, "WRITE",              "1 RW DELETE",        ListCommands::lRem),
            command("LSET",     4, "WRITE DENYOOM",      "1 RW UPDATE",        ListCommands::lSet),
            command("LTRIM",    4, "WRITE",              "1 RW DELETE",        ListCommands::lTrim),
            command("RPOP",    -2, "WRITE FAST",         "1 RW ACCESS DELETE", call -> pop(call, false)),
            command("RPUSH",   -3, "WRITE DENYOOM FAST", "1 RW INSERT",        call -> push(call, false, false)),
            command("RPUSHX",  -3, "WRITE DENYOOM FAST", "1 RW INSERT",        call -> push(call, false, true)));
    // spotless:on

    private ListCommands() {}

    private static void push(Call call, boolean first, boolean onlyIfPresent) {
        var entry = call.write(1);
        var list = Call.list(entry);
        if (entry == null || list == null) {
            if (onlyIfPresent) {
                call.reply().integer(0);
                return;
            }
            list = new ListValue();
            entry = call.add(1, list);
        }
        var words = call.words();
        int count = words.count();
        long bytes = 0;
        for (int i = 2; i < count; i++) bytes += words.length(i);
        growing(call, list, count - 2, bytes);
        for (int i = 2; i < count; i++) {
            list.push(first, words.buffer(), words.offset(i), words.length(i));
        }
        call.changed(entry, EventClass.LIST, first ? "lpush" : "rpush");
        call.reply().integer(list.size());
    }

    private static void pop(Call call, boolean first) {
        if (call.count() > 3) throw CommandError.wrongArity(call.command().fullName());
        boolean several = call.count() == 3;
        long count = 1;
        if (several) {
            count =
                    call.integer(
                            2, 0, Long.MAX_VALUE, "ERR value is out of range, must be positive");
        }
        var entry = call.write(1);
        var list = Call.list(entry);
        if (entry == null || list == null) {
            if (several) {
                call.reply().nilArray();
            } else {
                call.reply().nil();
            }
        } else if (!several) {
            popOne(call, entry, list, first);
        } else if (count == 0) {
            call.reply().array(0);
        } else {
            popSeveral(call, entry, list, first, count);
        }
    }

    /// Takes one element out, and replies with it.
    static void popOne(Call call, Entry entry, ListValue list, boolean first) {
        list.pop(first, call.reply());
        popped(call, entry, list, first);
    }

    /// Takes so many elements out, or all there are, and replies with them.
    ///
    /// @return how many there were
    static int popSeveral(Call call, Entry entry, ListValue list, boolean first, long count) {
        int size = list.size();
        int taken = (int) Math.min(count, size);
        call.reply().array(taken);
        list.reply(first ? 0 : size - 1, taken, !first, call.reply());
        list.delete(first ? 0 : size - taken, taken);
        popped(call, entry, list, first);
        return taken;
    }

    static void popped(Call call, Entry entry, ListValue list, boolean first) {
        removed(call, entry, list, first ? "lpop" : "rpop");
    }

    /// Elements are gone; the last one takes the list with it.
    private static void removed(Call call, Entry entry, ListValue list, String event) {
        boolean empty = list.size() == 0;
        if (empty) {
            call.db().remove(entry);
        } else {
            shrunk(call, list);
        }
        call.changed(entry, EventClass.LIST, event);
        if (empty) call.event(entry, EventClass.GENERIC, "del");
    }

    /// So many elements with so many bytes are going to be added.
    static void growing(Call call, ListValue list, int elements, long bytes) {
        var settings = call.server().settings().values();
        list.growing(elements, bytes, settings.listMaxListpackSize(), settings.listCompressDepth());
    }

    private static void shrunk(Call call, ListValue list) {
        list.shrunk(call.server().settings().values().listMaxListpackSize());
    }

    private static void lLen(Call call) {
        var list = Call.list(call.read(1));
        call.reply().integer(list == null ? 0 : list.size());
    }

    private static void lIndex(Call call) {
        var list = Call.list(call.read(1));
        if (list == null) {
            call.reply().nil();
            return;
        }
        int index = index(list, call.integer(2));
        if (index < 0) {
            call.reply().nil();
        } else {
            list.reply(index, 1, false, call.reply());
        }
    }

    /// The index counted from the beginning, or -1 if there is no such element.
    private static int index(ListValue list, long index) {
        int size = list.size();
        long counted = index < 0 ? size + index : index;
        return counted < 0 || counted >= size ? -1 : (int) counted;
    }

    private static void lRange(Call call) {
        long start = call.integer(2);
        long stop = call.integer(3);
        var list = Call.list(call.read(1));
        int size = list == null ? 0 : list.size();
        int from = from(start, size);
        int to = to(stop, size);
        if (list == null || from >= to) {
            call.reply().array(0);
            return;
        }
        call.reply().array(to - from);
        list.reply(from, to - from, false, call.reply());
    }

    /// The index of the first element in a range.
    private static int from(long start, int size) {
        return (int) Math.clamp(start < 0 ? start + size : start, 0, size);
    }

    /// The index of the first element behind a range that includes its end.
    private static int to(long stop, int size) {
        long last = stop < 0 ? stop + size : stop;
        return last >= size ? size : (int) Math.max(last + 1, 0);
    }

    private static void lTrim(Call call) {
        long start = call.integer(2);
        long stop = call.integer(3);
        var entry = call.write(1);
        var list = Call.list(entry);
        if (entry == null || list == null) {
            call.reply().ok();
            return;
        }
        int size = list.size();
        int from = from(start, size);
        int to = to(stop, size);
        if (from >= to) {
            list.delete(0, size);
        } else {
            list.delete(to, size - to);
            list.delete(0, from);
        }
        boolean trimmed = list.size() < size;
        removed(call, entry, list, "ltrim");
        if (!trimmed) call.dontPropagate();
        call.reply().ok();
    }

    private static void lSet(Call call) {
        var entry = call.write(1);
        var list = Call.list(entry);
        if (entry == null || list == null) throw CommandError.noSuchKey();
        int index = index(list, call.integer(2));
        growing(call, list, 1, call.length(3));
        if (index < 0) throw CommandError.outOfRange();
        var words = call.words();
        list.replace(index, words.buffer(), words.offset(3), words.length(3));
        shrunk(call, list);
        call.changed(entry, EventClass.LIST, "lset");
        call.reply().ok();
    }

    private static void lInsert(Call call) {
        boolean before = call.is(2, "BEFORE");
        if (!before && !call.is(2, "AFTER")) throw CommandError.syntax();
        var entry = call.write(1);
        var list = Call.list(entry);
        if (entry == null || list == null) {
            call.reply().integer(0);
            return;
        }
        // As in Redis, also if there turns out to be no such element.
        growing(call, list, 1, call.length(4));
        var place = find(call, list, 3);
        if (place == null) {
            call.reply().integer(-1);
            return;
        }
        var words = call.words();
        list.insert(place, before, words.buffer(), words.offset(4), words.length(4));
        call.changed(entry, EventClass.LIST, "linsert");
        call.reply().integer(list.size());
    }

    /// The first element that is the same as a word, or null.
    private static @Nullable ListCursor find(Call call, ListValue list, int word) {
        var words = call.words();
        var bytes = words.buffer();
        int offset = words.offset(word);
        int length = words.length(word);
        for (var cursor = list.from(true); cursor.isOnElement(); cursor.move()) {
            if (cursor.equals(bytes, offset, length)) return cursor;
        }
        return null;
    }

    private static void lRem(Call call) {
        long wanted = call.integer(2);
        var entry = call.write(1);
        var list = Call.list(entry);
        if (entry == null || list == null) {
            call.reply().integer(0);
            return;
        }
        int removed = remove(call, list, wanted);
        if (removed > 0) removed(call, entry, list, "lrem");
        call.reply().integer(removed);
    }

    /// Takes elements out that are the same as word 3.
    ///
    /// @param wanted how many at most, from the end backwards if negative; 0 for all
    private static int remove(Call call, ListValue list, long wanted) {
        var words = call.words();
        var bytes = words.buffer();
        int offset = words.offset(3);
        int length = words.length(3);
        // The smallest number has no absolute one; it is as good as all.
        long most = wanted == 0 || wanted == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(wanted);
        int removed = 0;
        var cursor = list.from(wanted >= 0);
        while (cursor.isOnElement() && removed < most) {
            if (cursor.equals(bytes, offset, length)) {
                cursor.delete();
                removed++;
            } else {
                cursor.move();
            }
        }
        cursor.settle();
        return removed;
    }
}
