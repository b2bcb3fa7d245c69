package hearsay.node.command;

import hearsay.node.keyspace.Entry;
import java.util.ArrayList;

/// SCAN: all keys, a few at a time, whatever happens in between.
///
/// What is guaranteed, and why it holds, is told in the keyspace's dictionary.
///
/// Source: Redis documentation of SCAN.
final class ScanCommand {

    private ScanCommand() {}

    static void scan(Call call) {
        long cursor = ScanOptions.cursor(call, 1);
        var options = ScanOptions.ofKeys(call, 2);
        var db = call.db();
        var found = new ArrayList<Entry>();
        var over = new ArrayList<Entry>();
        cursor =
                options.walk(
                        cursor,
                        db::scan,
                        (Entry entry) -> {
                            if (!options.matches(entry.key())) return;
                            (db.isOver(entry) ? over : found).add(entry);
                        });
        for (var entry : over) db.removeExpired(entry);
        var reply = call.reply();
        reply.array(2);
        reply.bulk(cursor);
        int mark = reply.mark();
        int shown = 0;
        for (var entry : found) {
            if (!options.isOfType(entry.value().type())) continue;
            reply.bulk(entry.key());
            shown++;
        }
        reply.arrayFrom(mark, shown);
    }
}
