package hearsay.node.command;

import static hearsay.node.command.Command.command;
import static hearsay.node.command.Command.container;

import hearsay.node.resp.Replies;
import hearsay.node.server.MemoryDoctor;
import hearsay.node.server.MemoryUse;
import java.util.List;

/// MEMORY: what the memory of this node is used for.
///
/// Source: Redis documentation of MEMORY STATS, MEMORY USAGE.
final class MemoryCommands {

    // spotless:off
    static final List<Command> TABLE = List.of(
            container("MEMORY", -2, "",
                command("DOCTOR",        2, "",              "",     MemoryCommands::doctor),
                command("HELP",          2, "LOADING STALE", "",     MemoryCommands::help),
                command("MALLOC-STATS",  2, "",              "",     MemoryCommands::mallocStats),
                command("PURGE",         2, "",              "",     MemoryCommands::purge),
                command("STATS",         2, "",              "",     MemoryCommands::stats),
                command("USAGE",        -3, "READONLY",      "2 RO", MemoryCommands::usage)));
    // spotless:on

    private MemoryCommands() {}

    /// How many elements are to be looked at does not matter: values know their size.
    private static void usage(Call call) {
        for (int i = 3; i < call.count(); i++) {
            if (!call.is(i, "SAMPLES") || i + 1 == call.count()) throw CommandError.syntax();
            if (call.integer(++i) < 0) throw CommandError.syntax();
        }
        var entry = call.db().find(call.bytes(2));
        if (entry == null) {
            call.reply().nil();
        } else {
            call.reply().integer(MemoryUse.of(entry));
        }
    }

    private static void stats(Call call) {
        var memory = call.server().memory();
        var heap = call.server().environment().machine().memory();
        long used = memory.used();
        long startup = memory.startup();
        long keys = 0;
        var reply = call.reply();
        int mark = reply.mark();
        int pairs = 0;
        pairs += pair(reply, "peak.allocated", memory.peak());
        pairs += pair(reply, "total.allocated", used);
        pairs += pair(reply, "startup.allocated", startup);
        pairs += pair(reply, "replication.backlog", memory.backlog());
        pairs += pair(reply, "clients.slaves", memory.replicas());
        pairs += pair(reply, "clients.normal", memory.clients());
        pairs += pair(reply, "cluster.links", 0);
        pairs += pair(reply, "aof.buffer", 0);
        pairs += pair(reply, "lua.caches", 0);
        pairs += pair(reply, "functions.caches", 0);
        for (var db : call.server().keyspaces().all()) {
            if (db.isEmpty()) continue;
            keys += db.size();
            long index = db.slotsMemory() + db.expiringMemory();
            reply.bulk("db." + db.index());
            reply.map(3);
            pair(reply, "overhead.hashtable.main", db.tableMemory() - index + db.entriesMemory());
            pair(reply, "overhead.hashtable.expires", db.expiringMemory());
            pair(reply, "overhead.hashtable.slot-to-keys", db.slotsMemory());
            pairs++;
        }
        pairs += pair(reply, "overhead.total", memory.overhead());
        pairs += pair(reply, "keys.count", keys);
        pairs += pair(reply, "keys.bytes-per-key", keys == 0 ? 0 : (used - startup) / keys);
        pairs += pair(reply, "dataset.bytes", memory.dataset());
        pairs += pair(reply, "dataset.percentage", memory.datasetPercent());
        pairs += pair(reply, "peak.percentage", 100.0 * used / memory.peak());
        pairs += pair(reply, "allocator.allocated", heap.used());
        pairs += pair(reply, "allocator.active", heap.committed());
        pairs += pair(reply, "allocator.resident", heap.committed());
        pairs += shares(reply, "allocator-fragmentation", heap.committed(), heap.used());
        pairs += shares(reply, "allocator-rss", heap.committed(), heap.committed());
        pairs += shares(reply, "rss-overhead", heap.resident(), heap.committed());
        pairs += pair(reply, "fragmentation", (double) heap.resident() / used);
        pairs += pair(reply, "fragmentation.bytes", heap.resident() - used);
        reply.mapFrom(mark, pairs);
    }

    private static int shares(Replies reply, String name, long held, long used) {
        return pair(reply, name + ".ratio", (double) held / Math.max(1, used))
                + pair(reply, name + ".bytes", held - used);
    }

    private static int pair(Replies reply, String name, long value) {
        reply.bulk(name);
        reply.integer(value);
        return 1;
    }

    private static int pair(Replies reply, String name, double value) {
        reply.bulk(name);
        reply.number(value);
        return 1;
    }

    private static void doctor(Call call) {
        call.reply().verbatim("txt", MemoryDoctor.report(call.server()));
    }

    private static void mallocStats(Call call) {
        call.reply().verbatim("txt", call.server().environment().machine().memoryReport());
    }

    private static void purge(Call call) {
        call.server().environment().machine().collectGarbage();
        call.reply().ok();
    }

    private static void help(Call call) {
        Help.reply(
                call,
                "MEMORY",
                "DOCTOR",
                "What is wrong with the use of memory, in words.",
                "MALLOC-STATS",
                "The areas of the heap and its collectors.",
                "PURGE",
                "Look for garbage at once, and give back what it leaves.",
                "STATS",
                "What memory is used for.",
                "USAGE <key> [SAMPLES <count>]",
                "Bytes that <key> and its value take. They are known: <count> does not matter.");
    }
}
