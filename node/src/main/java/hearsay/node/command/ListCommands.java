package hearsay.node.command;

import static hearsay.node.command.Command.command;

import hearsay.node.keyspace.Entry;
import hearsay.node.keyspace.KeyspaceObserver.EventClass;
import hearsay.node.keyspace.ListValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Commands on lists.
///
/// Source: Redis documentation, "List commands".
final class ListCommands {

    // spotless:off
    static final List<Command> TABLE = List.of(
            command("LLEN",     2, "READONLY FAST",      "1 RO",               ListCommands::lLen),
            command("LPOP",    -2, "WRITE FAST",         "1 RW ACCESS DELETE", call -> pop(call, true)),
            command("LPUSH",   -3, "WRITE DENYOOM FAST", "1 RW INSERT",        call -> push(call, true)),
            command("RPOP",    -2, "WRITE FAST",         "1 RW ACCESS DELETE", call -> pop(call, false)),
            command("RPUSH",   -3, "WRITE DENYOOM FAST", "1 RW INSERT",        call -> push(call, false)));
    // spotless:on

    private ListCommands() {}

    private static void push(Call call, boolean first) {
        var entry = call.write(1);
        var list = Call.list(entry);
        if (entry == null || list == null) {
            list = new ListValue();
            entry = call.add(1, list);
        }
        for (int i = 2; i < call.count(); i++) push(call, list, first, i);
        call.changed(entry, EventClass.LIST, first ? "lpush" : "rpush");
        call.reply().integer(list.size());
    }

    private static void push(Call call, ListValue list, boolean first, int word) {
        var words = call.words();
        list.push(first, words.buffer(), words.offset(word), words.length(word));
    }

    private static void pop(Call call, boolean first) {
        var entry = call.write(1);
        var list = Call.list(entry);
        if (entry == null || list == null) {
            call.reply().nil();
            return;
        }
        popOne(call, entry, list, first);
    }

    /// Answers the element that is popped.
    static void popOne(Call call, Entry entry, ListValue list, boolean first) {
        call.reply().bulk(list.pop(first));
        removed(call, entry, list, first ? "lpop" : "rpop");
    }

    /// Some elements are gone; the last of them takes the list with it.
    private static void removed(Call call, Entry entry, ListValue list, String event) {
        call.changed(entry, EventClass.LIST, event);
        if (list.size() > 0) return;
        call.db().remove(entry);
        call.event(entry, EventClass.GENERIC, "del");
    }

    private static void lLen(Call call) {
        @Nullable ListValue list = Call.list(call.look(1));
        call.reply().integer(list == null ? 0 : list.size());
    }
}
